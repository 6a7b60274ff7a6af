"""Arabic script: Arabic, Persian, Dari, Urdu, Pashto, Sorani Kurdish, and names from elsewhere written in it.

Consonants and the letters that stand for long vowels; short vowels are not written, and not guessed. Each table is
a way of spelling that is in use as a whole, so that a word has one reading in each.
"""

import re
from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    ا a  أ a  إ i  آ a  ٱ a  ب b  ت t  ث th  ج j  ح h  خ kh  د d  ذ dh  ر r  ز z  س s  ش sh  ص s  ض d  ط t  ظ z
    ع a  غ gh  ف f  ق q  ك k  ک k  ل l  م m  ن n  ه h  ة a  و u  ؤ u  ي i  ی i  ى a  ئ i  ء -
    پ p  چ ch  ژ zh  گ g  ڤ v  ۋ v  ٹ t  ڈ d  ڑ r  ں n  ے e  ہ h  ھ h  ە e  ۆ o  ێ e  ڵ l  ڕ r
    ټ t  ډ d  ړ r  ڼ n  ښ sh  ږ zh  ځ dz  څ ts  ګ g  ې e  ۍ i  ڭ ng  ۇ u  ۈ u  ڧ q  ڨ g  ڜ ch  ݣ g  ݢ g  ڠ ng  ڽ ny
    W w  Y y  H a  C ch
""")
"""The last four are put in by `read`: و and ي as consonants, a final ه or ة, and تش, a ch in names from elsewhere."""

_SYSTEMS: Final = tuple(
    str.maketrans(_LETTERS | spelt(changed))
    for changed in (
        "",
        "ج g  غ g  ث s  ذ z  ق k  H ah",  # Egypt, and g in names from elsewhere
        "ث s  ذ z  ض z  ظ z  و v  W v  ق gh  H eh  ښ kh  ږ g",  # Persian and its neighbours
        "ب p  غ g  و o  H e",  # names from elsewhere, whose p is written ب
        "ق g  ض dh  ظ dh  ذ d  ث t  H ah",  # the Gulf, Libya, Sudan
        "ش ch  ج dj  و ou  W ou  ق k  ث t  ذ d  C tch",  # French spelling: the Maghreb, Lebanon, West Africa
        "ش s  ج c  چ c  خ h  غ g  و v  W v  ث s  ذ z  ظ z  ق k",  # Turkish and Kurdish spelling
    )
)
_W: Final = re.compile("^و|(?<=[اآ])و|و(?=[اآي])")
_Y: Final = re.compile("^[يی]|[يی](?=[اآWو])")
_FINAL_H: Final = re.compile("(?<=..)[هہة]$")


def read(word: str) -> Iterator[str]:
    """A word of Arabic script in each way of spelling."""
    marked = _Y.sub("Y", _W.sub("W", _FINAL_H.sub("H", word))).replace("تش", "C")
    return (marked.translate(system) for system in _SYSTEMS)
