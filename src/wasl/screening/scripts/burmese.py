"""Burmese as names are written in Latin letters: by sound, rhymes as they are heard, without tones."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wasl.screening.scripts.tables import spelt

_ONSETS: Final = spelt("""
    က k  ခ kh  ဂ g  ဃ g  င ng  စ s  ဆ s  ဇ z  ဈ z  ဉ ny  ည ny  ဋ t  ဌ t  ဍ d  ဎ d  ဏ n  တ t  ထ ht  ဒ d  ဓ d  န n
    ပ p  ဖ ph  ဗ b  ဘ b  မ m  ယ y  ရ y  လ l  ဝ w  သ th  ဿ th  ဟ h  ဠ l  အ -
    ဣ i  ဤ i  ဥ u  ဦ u  ဧ ay  ဩ aw  ဪ aw  ချ ch  ခြ ch  ရှ sh  လျှ sh  သျှ sh
""")
_VOWELS: Final = frozenset("ဣဤဥဦဧဩဪ")
_BELOW: Final = "ှ"
_MEDIALS: Final = spelt("ျ y  ြ y  ွ w  ှ -")
_RHYMES: Final = spelt("""
    က် et  င် in  စ် it  ည် i  ဉ် in  တ် at  န် an  ပ် at  မ် an  ယ် e  ံ an  ိတ် eik  ိန် ein  ိပ် eik  ိမ် ein  ိံ ein
    ုတ် ok  ုန် on  ုပ် ok  ုမ် on  ုံ on  ောက် auk  ောင် aung  ိုက် aik  ိုင် aing  ော် aw  ော aw  ို o
    ွတ် ut  ွန် un  ွပ် ut  ွမ် un  ွံ un  ာ a  ိ i  ီ i  ု u  ူ u  ေ e  ဲ e
""")
_SYSTEMS: Final = tuple(
    (_ONSETS | spelt(onsets), _RHYMES | spelt(rhymes))
    for onsets, rhymes in (
        ("", ""),
        ("ထ t  ဖ hp  ရ r  ဂျ j", "ည် ay  ေ ay  ဲ eh  ယ် ay  ို oe"),
        ("ထ th  ဆ hs  ခ hk  ဗ v", "ည် e  ေ ay  ုတ် oke  ုပ် oke  ုန် one  ုံ one"),
    )
)

_NOT_HEARD: Final = re.compile("[့း\u200b]")
_TALL_A: Final = str.maketrans({"ါ": "ာ", "္": "်", "ႏ": "န"})
_LONGEST_FIRST: Final = {
    name: "|".join(sorted(table, key=len, reverse=True))
    for name, table in (("onset", _ONSETS | {"ဂျ": ""}), ("rhyme", _RHYMES))
}
_SYLLABLE: Final = re.compile(
    f"(?P<onset>ရ(?=ွှ)|{_LONGEST_FIRST['onset']})(?P<medials>[ျြွှ]*?)(?P<rhyme>{_LONGEST_FIRST['rhyme']}|(?![ျြွှ]))"
)


def read(word: str) -> Iterator[str]:
    """A word of Burmese letters, in the spellings of three habits."""
    found = list(_SYLLABLE.finditer(_NOT_HEARD.sub("", word.translate(_TALL_A))))
    return ("".join(_said(syllable, onsets, rhymes) for syllable in found) for onsets, rhymes in _SYSTEMS)


def _said(syllable: re.Match[str], onsets: Mapping[str, str], rhymes: Mapping[str, str]) -> str:
    """One syllable: `h` before a consonant is that of the medial below it; a letter without any sign has `a`."""
    onset, medials, rhyme = syllable["onset"], syllable["medials"], syllable["rhyme"]
    begins = onsets.get(onset) or "".join(onsets.get(each) or _MEDIALS.get(each, "") for each in onset)
    if _BELOW in medials:
        begins = "sh" if onset == "ရ" else f"h{begins}" if begins[:1] in {"l", "m", "n", "w"} else begins
    vowel = rhymes.get(rhyme, "" if onset in _VOWELS else "a")
    return begins + "".join(_MEDIALS[each] for each in medials) + vowel
