"""The pitfalls of names, each as a pair that must be told right at the one alert threshold."""

import pytest

from wasl.screening.comparing import compare
from wasl.screening.evidence import THRESHOLD

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
    ("Muammar Qadhafi", "Moamer Kadhafi", "Person"),
    ("معمر القذافي", "Muammar Gaddafi", "Person"),
    ("Mohammed Haddad", "Muhamad Hadad", "Person"),
    # Persian and Turkish.
    ("Hossein Rezaei", "Husayn Rezaie", "Person"),
    ("حسین رضایی", "Hossein Rezaei", "Person"),
    ("Ayşe IŞIK", "Ayse Isik", "Person"),
    # Letters of another script put in.
    ("Nаtalia Bеlova", "Natalia Belova", "Person"),
    # Cyrillic systems.
    ("Yevgeny Shchukin", "Евгений Щукин", "Person"),
    ("Evgenii Shchukin", "Jewgeni Schtschukin", "Person"),
    ("Nina Pavlovna Belova", "Nina Belova", "Person"),
    ("Сергей Александрович Гусев", "Siarhei Aliaksandravich Gusev", "Person"),
    ("Sasha Belov", "Aleksandr Belov", "Person"),
    # Order.
    ("Xi Jinping", "Jinping Xi", "Person"),
    ("习近平", "Xi Jinping", "Person"),
    ("Nagy Péter", "Peter Nagy", "Person"),
    ("LINDEN<<JOHAN", "Johan Linden", "Person"),
    ("López García, María", "Maria Lopez Garcia", "Person"),
    # Korean habits.
    ("Park Geun-hye", "Bak Geunhye", "Person"),
    ("박근혜", "Park Geun-hye", "Person"),
    # Initials, words run together, titles.
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
]

OTHER = [
    ("Salman bin Muhammad", "Muhammad bin Salman", "Person"),
    ("Karim bin Yusuf al-Masri", "Yusuf bin Karim al-Masri", "Person"),
    ("كريم بن يوسف", "Yusuf bin Karim", "Person"),
    ("Ivan Petrovich Sidorov", "Pyotr Ivanovich Sidorov", "Person"),
    ("Nina Pavlovna Belova", "Nina Borisovna Belova", "Person"),
    ("Karim Haddad", "Nabil Haddad", "Person"),
    ("Karim Haddad", "Karim Mansour", "Person"),
    ("Abu Bakr", "Abu Ali al-Masri", "Person"),
    ("Sukarno", "Sukamto", "Person"),
    ("Mohamed", "Mohamed Ali Hassan", "Person"),
    ("J. Linden", "Robert Linden", "Person"),
    ("J. L.", "Johan Linden", "Person"),
    ("Nord Stern GmbH", "Nord Stern Mining GmbH", "Company"),
    ("Bank of Ruritania", "Bank of Graustark", "Company"),
    ("Nord Stern AG", "Nord Stern GmbH", "Company"),
    ("Fund Nord Stern IV", "Fund Nord Stern V", "Company"),
    ("Blue Heron 3", "Blue Heron 4", "Vessel"),
    ("Blue Heron", "Grey Heron", "Vessel"),
]


@pytest.mark.parametrize(("a", "b", "schema"), SAME)
def test_one_name_is_an_alert(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score >= THRESHOLD


@pytest.mark.parametrize(("a", "b", "schema"), OTHER)
def test_two_names_are_none(a: str, b: str, schema: str) -> None:
    assert compare(a, b, schema).score < THRESHOLD


def test_a_common_name_says_less_than_a_rare_one() -> None:
    assert compare("Wang Wei", "Wang Wei").bits < compare("Zdravka Oyelaran", "Zdravka Oyelaran").bits
    assert compare("Mohamed Ali", "Mohamed Ali").bits < compare("Mohamed Oyelaran", "Mohamed Oyelaran").bits
