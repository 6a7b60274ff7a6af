"""The pitfalls of names, each as a pair that must be told right at the one alert threshold."""

import pytest

from wasl.screening.comparing import compare, compare_subject
from wasl.screening.evidence import THRESHOLD
from wasl.screening.subject import Query, Subject

SAME = [
    # The article: fused, spaced, assimilated.
    ("Jaber Alsabah", "Jaber Al-Sabah", "Person"),
    ("Jaber as-Sabah", "جابر الصباح", "Person"),
    # Compound given names.
    ("Abd al-Rahman Haddad", "Abdurrahman Haddad", "Person"),
    ("عبدالرحمن حداد", "Abdul Rahman Haddad", "Person"),
    ("Salah ad-Din Nasser", "Salaheddine Nasser", "Person"),
    # Son of, dropped at will; father and grandfather too.
    ("Karim bin Yusuf al-Masri", "Karim Yusuf Masri", "Person"),
    ("Karim bin Yusuf bin Hassan al-Masri", "Karim Yusuf al-Masri", "Person"),
    ("كريم بن يوسف المصري", "Karim Ben Youssef El Masri", "Person"),
    # Dialects and unwritten vowels.
    ("Gamal Abdel Nasser", "Jamal Abd al-Nasir", "Person"),
    ("Karim Qadhafi", "Karim Kadhafi", "Person"),
    ("كريم القذافي", "Karim Gaddafi", "Person"),
    ("Mohammed Haddad", "Muhamad Hadad", "Person"),
    # Mothers.
    ("Umm Ahmed al-Velderi", "Um Ahmed al-Velderi", "Person"),
    ("Umm Nomouzaj", "أم نموذج", "Person"),
    ("Um Hong-gil", "Um Honggil", "Person"),
    ("Um Hong-gil", "엄홍길", "Person"),
    ("Um Honggil", "엄홍길", "Person"),
    # Persian and Turkish.
    ("Hossein Dehkharghani", "Husayn Dehkhargani", "Person"),
    ("حسین دهخوارقانی", "Hossein Dehkharghani", "Person"),
    ("Ayşe IŞIK", "Ayse Isik", "Person"),
    ("Hossein Velderi", "Huseyin Velderi", "Person"),
    # Urdu, Pashto, Kurdish.
    ("حسین احمد قریشی", "Hussain Ahmed Qureshi", "Person"),
    ("گل آغا ولدری", "Gul Agha Velderi", "Person"),
    ("ئازاد وەلدەری", "Azad Welderi", "Person"),
    # Letters of another script put in.
    ("Nаtalia Bеlova", "Natalia Belova", "Person"),
    # Cyrillic systems.
    ("Yevgeny Shchukin", "Евгений Щукин", "Person"),
    ("Evgenii Shchukin", "Jewgeni Schtschukin", "Person"),
    ("Nina Pavlovna Belova", "Nina Belova", "Person"),
    ("Сергей Александрович Гусев", "Siarhei Aliaksandravich Gusev", "Person"),
    ("Sasha Belov", "Aleksandr Belov", "Person"),
    ("Oleksandr Veldenko", "Aleksandr Veldenko", "Person"),
    ("Олександр Велденко", "Aleksandr Veldenko", "Person"),
    # Order.
    ("Xi Jinping", "Jinping Xi", "Person"),
    ("习近平", "Xi Jinping", "Person"),
    ("Nagy Péter", "Peter Nagy", "Person"),
    ("LINDEN<<JOHAN", "Johan Linden", "Person"),
    ("López García, María", "Maria Lopez Garcia", "Person"),
    ("García López María", "María López García", "Person"),
    # Conventional forms, and scripts that write vowels elsewhere or not at all.
    ("בנימין כהן", "Binyamin Cohen", "Person"),
    ("בנימין כהן", "Benjamin Cohen", "Person"),
    ("สมชาย ใจดี", "Somchai Jaidee", "Person"),
    ("ဝင်းမောင်", "Win Maung", "Person"),
    # Han read in Mandarin, in Cantonese, and by families abroad.
    ("李小明", "Li Xiaoming", "Person"),
    ("李小明", "Lee Siu Ming", "Person"),
    ("陳大文", "Chen Dawen", "Person"),
    ("陳大文", "Chan Dai Man", "Person"),
    ("陈大文", "Chen Dawen", "Person"),
    # Korean habits.
    ("Lee Min-ho", "Yi Minho", "Person"),
    ("Rhee Min-ho", "Lee Min-ho", "Person"),
    ("Park Jong-un", "Pak Jeong-eun", "Person"),
    ("Park Geun-hye", "Bak Geunhye", "Person"),
    ("박근혜", "Park Geun-hye", "Person"),
    # Fathers in Iceland, Malaysia and Ethiopia; words written apart.
    ("Jón Gunnarsson", "Jon Gunnarsson", "Person"),
    ("Siti binti Velder", "Siti Velder", "Person"),
    ("Tesfaye Gebre Velde", "Tesfaye Gebre", "Person"),
    ("Tesfaye Gebre Mariam", "Tesfaye Gebremariam", "Person"),
    ("Nguyễn Văn Velde", "Van Velde Nguyen", "Person"),
    # Initials, words run together or cut off, titles, ranks that are names too.
    ("Karim Abdelrahma", "Karim Abdelrahman", "Person"),
    ("Haji Agus Velderi", "Agus Velderi", "Person"),
    ("Mullah Velderi", "Mulla Velderi", "Person"),
    ("J. Linden", "Johan Linden", "Person"),
    ("Johanlinden", "Johan Linden", "Person"),
    ("Sheikh Karim al-Masri", "Karim al-Masri", "Person"),
    ("Dr. Nina Belova", "Nina Belova", "Person"),
    ("Nina Belova", "Nina Bellova", "Person"),
    # Organisations.
    ("Nord Stern GmbH", "Nord Stern LLC", "Company"),
    ("ООО Норд Штерн", "Nord Shtern LLC", "Company"),
    ("The Nordstern Company", "Nord Stern Co.", "Company"),
    ("PLA", "People's Liberation Army", "Organization"),
    ("Brigade Forty-Four", "Brigade 44", "Organization"),
    ("MV Blue Heron", "Blue Heron", "Vessel"),
    ("홍길동", "Hong Gil-dong", "Person"),
    ("山田太郎", "Yamada Taro", "Person"),
    ("山田太郎", "Taro Yamada", "Person"),
    ("Nord Stern (Schweiz) AG", "Nord Stern AG", "Company"),
]

OTHER = [
    ("Nord Stern (Schweiz) AG", "Nord Stern (Austria) AG", "Company"),
    ("Salman bin Muhammad", "Muhammad bin Salman", "Person"),
    ("Karim bin Yusuf al-Masri", "Yusuf bin Karim al-Masri", "Person"),
    ("كريم بن يوسف", "Yusuf bin Karim", "Person"),
    ("Ivan Petrovich Sidorov", "Pyotr Ivanovich Sidorov", "Person"),
    ("Nina Pavlovna Belova", "Nina Borisovna Belova", "Person"),
    ("Karim Haddad", "Nabil Haddad", "Person"),
    ("Karim Haddad", "Karim Mansour", "Person"),
    ("Abu Bakr", "Abu Ali al-Masri", "Person"),
    ("Umm Ahmed", "Abu Ahmed", "Person"),
    ("ام احمد", "ابو احمد", "Person"),
    ("Sukarno", "Sukamto", "Person"),
    ("Jón Gunnarsson", "Jón Sigurðsson", "Person"),
    ("Pak Chun Vel", "Kim Chun Vel", "Person"),
    ("陳大文", "Chen Xiaoming", "Person"),
    ("Ermakov Ivan Nikolaevich", "Ermakov Ivan Konstantinovich", "Person"),
    ("Mohamed", "Mohamed Ali Hassan", "Person"),
    ("J. Linden", "Robert Linden", "Person"),
    ("J. L.", "Johan Linden", "Person"),
    ("Nord Stern GmbH", "Nord Stern Mining GmbH", "Company"),
    ("Bank of Ruritania", "Bank of Graustark", "Company"),
    ("Nord Stern AG", "Nord Stern GmbH", "Company"),
    ("Fund Nord Stern IV", "Fund Nord Stern V", "Company"),
    ("Blue Heron 3", "Blue Heron 4", "Vessel"),
    ("Blue Heron", "Grey Heron", "Vessel"),
    ("Blue Heron I", "Blue Heron II", "Vessel"),
    ("Star", "Stat", "Vessel"),
    ("IMO", "IMU", "Organization"),
    ("VLD Shipping", "VLT Shipping", "Company"),
    ("Haddad", "AL-HADID", "Organization"),
    ("National Bank", "National Bank", "Company"),
    ("Bank of Iran", "Bank of Iraq", "Organization"),
    ("Iranian Velder Bank", "Iraqi Velder Bank", "Organization"),
    ("North Velder Line", "South Velder Line", "Vessel"),
    ("First Velder Bank", "Second Velder Bank", "Company"),
    ("Douglas Singhal", "Douglas Ben", "Person"),
    ("Elizabeth Pearce", "Elizabeth Le", "Person"),
]

COMMON = [
    ("Mohamed Ali", "Mohamed Ali"),
    ("Mohamed Ali", "محمد علي"),
    ("Mohamed Ali", "Mohamed Ali Hassan"),
    ("Hossein Rezaei", "Husayn Rezaie"),
    ("حسین رضایی", "Hossein Rezaei"),
    ("Ahmed Hassan", "Ahmad Hasan"),
    ("Abdullah Ibrahim", "عبد الله إبراهيم"),
    ("Wang Wei", "Wang Wei"),
    ("Wang Wei", "王伟"),
    ("Kim Min", "김민"),
    ("Ivan Ivanov", "Иван Иванов"),
    ("Maria Garcia", "María García"),
    ("John Smith", "John Smith"),
    ("Nguyen Van", "Nguyen Van"),
    ("J Smith", "John Smith"),
    ("M Ali", "Mohamed Ali"),
    ("Abu Ali", "Abu Ali"),
    ("Abu Mohammed", "أبو محمد"),
    ("Umm Ahmed", "ام احمد"),
    ("Umm Ahmed", "Um Ahmed"),
]
"""The same name twice, which many people bear."""


@pytest.mark.parametrize(("a", "b", "schema"), SAME)
def test_one_name_is_an_alert(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score >= THRESHOLD


@pytest.mark.parametrize(("a", "b", "schema"), OTHER)
def test_two_names_are_none(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score < THRESHOLD


@pytest.mark.parametrize(("a", "b"), COMMON)
def test_a_common_name_alone_is_none(a: str, b: str) -> None:
    found = compare(a, b)

    assert 0.1 < found.score < 0.65
    assert compare(b, a).score == found.score
    assert next(row for row in found.evidence if row.rule == "common").bits < -2


@pytest.mark.parametrize(("a", "b"), COMMON)
def test_a_common_name_with_the_same_birth_date_is_one(a: str, b: str) -> None:
    born = ["1971-03-04"]

    found = compare_subject(Query(names=(a,), birth_dates=born), Subject(id="1", names=(b,), birth_dates=born))

    assert found.alert


def test_a_common_name_says_less_than_a_rare_one() -> None:
    assert compare("Wang Wei", "Wang Wei").bits < compare("Zdravka Oyelaran", "Zdravka Oyelaran").bits
    assert compare("Mohamed Ali", "Mohamed Ali").bits < compare("Mohamed Oyelaran", "Mohamed Oyelaran").bits
