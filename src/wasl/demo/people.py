"""Who is in the demo's world. Every person is invented and bears SPECIMEN or نموذج in the name."""

from wasl.members.acts import Role

BUREAUS: dict[str, tuple[str, str, str, str]] = {
    "MA": ("سلمى الريفي نموذج", "يونس الأطلسي نموذج", "هناء الساحلي نموذج", "إدريس الواحي نموذج"),
    "FR": ("Hélène SPECIMEN-Duval", "Mathieu SPECIMEN", "Océane SPECIMEN-Leroux", "Thibault SPECIMEN"),
    "BR": ("Luíza SPECIMEN de Araújo", "João SPECIMEN", "Conceição SPECIMEN Brandão", "Inácio SPECIMEN"),
    "JP": ("Sakura SPECIMEN Mihon", "Kenta SPECIMEN Mihon", "Misaki SPECIMEN Mihon", "Daisuke SPECIMEN Mihon"),
    "SN": ("Awa SPECIMEN Ndoye", "Ousmane SPECIMEN", "Coumba SPECIMEN Faye", "Mamadou SPECIMEN"),
    "EG": ("نادية النيلي نموذج", "كريم الدلتاوي نموذج", "ليلى الصعيدي نموذج", "طارق القناوي نموذج"),
    "DE": ("Jürgen SPECIMEN-Groß", "Käthe SPECIMEN", "Sören SPECIMEN-Weiß", "Änne SPECIMEN"),
    "US": ("Dana SPECIMEN Whitfield", "Marcus SPECIMEN", "Kiona SPECIMEN", "Elliot SPECIMEN O’Dell"),
    "AR": ("Martina SPECIMEN Iturbe", "Joaquín SPECIMEN", "Lucía SPECIMEN Peñalba", "Nahuel SPECIMEN"),
    "IN": ("Āśā SPECIMEN Namūnā", "Vikram SPECIMEN", "Mīrā SPECIMEN Namūnā", "Arjun SPECIMEN"),
    "ES": ("Nuria SPECIMEN Ibáñez", "Íñigo SPECIMEN", "Begoña SPECIMEN Muñoz", "Xoán SPECIMEN"),
    "KE": ("Wanjiru SPECIMEN", "Kiprono SPECIMEN", "Achieng SPECIMEN", "Mutua SPECIMEN"),
}
"""Of each bureau: its head, an officer, a border officer and a duty officer."""

BUREAU_ROLES = (Role.HEAD, Role.OFFICER, Role.BORDER, Role.DUTY)

DELEGATIONS: dict[str, tuple[str, ...]] = {
    "MA": ("عمر الفاسي نموذج", "زينب الدكالي نموذج", "رشيد التافيلالتي نموذج"),
    "FR": ("Bérengère SPECIMEN-Vasseur", "Loïc SPECIMEN"),
    "BR": ("Thaís SPECIMEN Figueira", "Otávio SPECIMEN"),
    "JP": ("Chihiro SPECIMEN Mihon", "Ren SPECIMEN Mihon"),
    "SN": ("Fatou SPECIMEN Sarr", "Cheikh SPECIMEN", "Ndèye SPECIMEN Ba"),
    "EG": ("هدى الإسكندراني نموذج", "سامي الفيومي نموذج"),
    "ES": ("Leire SPECIMEN Aranburu", "Gonzalo SPECIMEN"),
    "US": ("Priscilla SPECIMEN Tate", "Ignatius SPECIMEN"),
}
"""The head of each delegation to the next Assembly, and its delegates."""

OWN_DELEGATE = ("KE", "Baraka SPECIMEN")
"""A bureau whose head leads the delegation too, and who goes along."""

SECRETARIAT_STAFF: dict[Role, tuple[str, ...]] = {
    Role.HEAD: ("Amara SPECIMEN Lindqvist",),
    Role.ADMINISTRATOR: ("Olena SPECIMEN Kravets", "Rubén SPECIMEN Otero"),
    Role.DUTY: ("Tomás SPECIMEN Okello", "مها البيروتي نموذج"),
    Role.REVIEWER: ("Yasmine SPECIMEN Haddad", "Piotr SPECIMEN Zięba"),
    Role.CLERK: ("Beatriz SPECIMEN Lagos", "Émile SPECIMEN Caron"),
    Role.EDITOR: ("Léa SPECIMEN Fontaine", "وائل الكاتب نموذج"),
    Role.AUDITOR: ("Kenji SPECIMEN Mihon",),
    Role.DOOR: ("Mateo SPECIMEN Ruiz", "Lucie SPECIMEN Martel"),
}
"""Those who work there: their mandates have no last day."""

ELECTED: dict[Role, tuple[str, ...]] = {
    Role.EXECUTIVE: ("Sefa SPECIMEN Tuilagi", "خديجة السوسي نموذج", "Anders SPECIMEN Holm"),
    Role.COMMISSION: ("Naledi SPECIMEN Mokoena", "Ilse SPECIMEN Verhoeven"),
}
"""Those whom the Assembly elected, for some years."""

OF_THE_ASSEMBLY: dict[Role, tuple[str, ...]] = {
    Role.PRESIDING: ("عبد الله المرجاني نموذج",),
    Role.CREDENTIALS: ("Ingrid SPECIMEN Solheim", "حسن البحري نموذج", "Paolo SPECIMEN Ferri"),
    Role.TELLER: ("Siiri SPECIMEN Laine", "رنا القادري نموذج", "Kofi SPECIMEN Adjei"),
    Role.LIAISON: ("Camille SPECIMEN Roux",),
}
"""Those who serve the next session alone."""

HOST, HOST_LIAISON = "MA", "بشرى المراكشية نموذج"
"""The country that receives the next session, and its liaison."""

BUREAU_AUDITOR = ("DE", "Wiebke SPECIMEN-Voß")
"""A bureau that has an auditor of its own."""
