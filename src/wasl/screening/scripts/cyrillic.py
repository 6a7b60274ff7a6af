"""Cyrillic letters of the Slavic, Turkic, Iranian and Mongolian languages.

By the systems in use: English spelling, passports, names from elsewhere, South and East Slavic values, German.
"""

import re
from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    а a  б b  в v  г g  д d  е e  ё e  ж zh  з z  и i  й y  к k  л l  м m  н n  о o  п p  р r  с s  т t  у u  ф f
    х kh  ц ts  ч ch  ш sh  щ shch  ъ -  ы y  ь -  э e  ю yu  я ya  ѣ e  ѳ f  ѵ i
    ґ g  є ye  і i  ї yi  ў w
    ђ dj  ј j  љ lj  њ nj  ћ c  џ dz  ѓ gj  ќ kj  ѕ dz  ѐ e  ѝ i
    ә a  ғ gh  қ q  ң ng  ө o  ұ u  ү u  һ h  ҳ h  ҷ j  ӣ i  ӯ u  ҡ k  ҙ z  ҫ s  ҕ gh  ҝ g  ҹ j  җ j  ҥ ng
    ӑ a  ӓ a  ӗ e  ӧ o  ӱ u  ӹ y  ӏ -  ӝ j  ӟ z  ӥ i  ӵ ch
    E e  J dzh  Y iy  X ks
""")
"""The last four are put in by `read`: е where it begins a syllable, дж, a final ий or ый, and кс."""


def _system(changed: str) -> dict[int, str]:
    return str.maketrans(_LETTERS | spelt(changed))


_EAST_SLAVIC: Final = _system("г h  и y  й i  ю iu  я ia  є ie  ї i  ў u  Y yi")
_SYSTEMS: Final = (
    _system(""),
    _system("ё yo  E ye  J j  Y y  ў u  ө u  ә e  ғ g  X x"),
    _system("й i  ю iu  я ia  ъ ie  Y ii"),
    _system("х h  г h  ц c  J j  Y y  қ k  X x"),
    _system("ж z  й j  х h  ц c  ч c  ш s  щ sht  ъ a  ю ju  я ja  Y ij  J dz  ћ ch  џ dj  E je"),
    _system("в w  ж sch  з s  й j  х ch  ц z  ч tsch  ш sch  щ schtsch  ю ju  я ja  J dsch  Y ij  X x  ё jo  E je"),
)
_UKRAINIAN: Final = frozenset("іїєґў")
_FIRST_E: Final = re.compile("^е|(?<=[аеёиоуыэюяьъ])е")

# Names of China and Japan are written by tables of their own (Palladius, Polivanov), in which цз and дз are one sound.
_EASTERN: Final = re.compile("цз|чж|дз|[сцт][юя]|^[сц]и(?:нь?)?$")
_LIGHT: Final = "(?=[еёиюя])"
_CHINESE: Final = (
    *(("цз" + _LIGHT, "j"), ("ц" + _LIGHT, "q"), ("с" + _LIGHT, "x"), ("чж", "zh"), ("цз", "z"), ("ц", "c")),
    *(("уэй", "ui"), ("нь", "N"), ("н(?![аеёиоуыэюя])", "ng"), ("N", "n")),
)
_JAPANESE: Final = (("дз" + _LIGHT, "j"), ("с" + _LIGHT, "sh"), ("т" + _LIGHT, "ch"), ("дз", "z"))
_CHINESE_LETTERS: Final = _system("х h  ж r  в w  й i  ю u  я ia  J j  Y i")
_JAPANESE_LETTERS: Final = _system("х h  в w  й i  ю u  я a  ё o  J j  Y i")

# A Belarusian passport has a Russian name by its sounds there: Uladzimir, Dzmitry, Tsimafei.
_BELARUSIAN: Final = (("^вл", "ул"), ("^дм", "дзм"), ("д(?=[еёиюяь])", "дз"), ("т(?=[еёиюяь])", "ц"))
_BELARUSIAN_LETTERS: Final = _system("г h  й i  ю iu  я ia  ў u  Y y")


def read(word: str) -> Iterator[str]:
    """A word of Cyrillic letters by each system; one with letters of Ukrainian or Belarusian by theirs first."""
    marked = word[:-2] + "Y" if word.endswith(("ий", "ый")) else word
    marked = _FIRST_E.sub("E", marked.replace("дж", "J").replace("кс", "X"))
    if not _UKRAINIAN.isdisjoint(word):
        yield marked.translate(_EAST_SLAVIC)
    yield marked.translate(_SYSTEMS[0])
    if _EASTERN.search(word):
        yield _replaced(word, _CHINESE).translate(_CHINESE_LETTERS)
        yield _replaced(word, _JAPANESE).translate(_JAPANESE_LETTERS)
    for system in _SYSTEMS[1:-1]:
        yield marked.translate(system)
    yield _replaced(marked, _BELARUSIAN).translate(_BELARUSIAN_LETTERS)
    yield marked.translate(_SYSTEMS[-1])


def _replaced(word: str, sounds: tuple[tuple[str, str], ...]) -> str:
    for sound, spelling in sounds:
        word = re.sub(sound, spelling, word)
    return word
