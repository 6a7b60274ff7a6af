"""Thai: vowels written before their consonant come after it, and those that nobody writes are put in.

By the Royal Institute's general system, as it is heard; then as names stand in passports, nearer to the letters.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from wasl.screening.scripts.tables import spelt

_ONSETS: Final = spelt("""
    ก k  ข kh  ฃ kh  ค kh  ฅ kh  ฆ kh  ง ng  จ ch  ฉ ch  ช ch  ซ s  ฌ ch  ญ y  ฎ d  ฏ t  ฐ th  ฑ th  ฒ th  ณ n
    ด d  ต t  ถ th  ท th  ธ th  น n  บ b  ป p  ผ ph  ฝ f  พ ph  ฟ f  ภ ph  ม m  ย y  ร r  ฤ rue  ล l  ฦ lue  ว w
    ศ s  ษ s  ส s  ห h  ฬ l  อ -  ฮ h
""")
_FINALS: Final = _ONSETS | spelt("""
    ข k  ค k  ฆ k  จ t  ช t  ซ t  ญ n  ฎ t  ฐ t  ฑ t  ฒ t  ด t  ถ t  ท t  ธ t  บ p  พ p  ฟ p  ภ p  ย i  ร n  ล n
    ว o  ศ t  ษ t  ส t  ฬ n
""")
_NEAR_ONSETS: Final = _ONSETS | spelt("ค k  จ j  ท t  ธ t  ผ p  พ p  ภ p  ว v")
_NEAR_FINALS: Final = _NEAR_ONSETS | spelt("ญ n  ย i  ร rn  ว w")

_RHYMES: Final = spelt("""
    เOียF ia  เOือF uea  เOาะ o  เOา ao  เOอF oe  เOิF oe  เOย oei  เOะ e  เOF e  แOะ ae  แOF ae  โOะ o  โOF o
    ไOย ai  ไO ai  ใO ai  Oัว ua  OัF a  Oํา am  OาF a  Oะ a  OิF i  OีF i  OึF ue  Oือ ue  OืF ue  OุF u  OูF u
    OรรC a  Oรร an  OวC ua  OอF o  OC o  O a
""")
"""What is written around the onset `O`, with the consonant that closes the syllable (`C`, or `F` if one does)."""
_NEAR_RHYMES: Final = _RHYMES | {"OีF": "ee", "OูF": "oo"}

_SIGN: Final = "[\u0e30-\u0e3a\u0e4d]"
_CLOSING: Final = f"((?!อ)[ก-ฮ])(?!{_SIGN}|รร|[ก-ฮ]$)"
_PLACES: Final = {
    "O": f"([กขคตปผพ][รลว](?={_SIGN})|ห[งญนมยรลว](?={_SIGN})|[ก-ฮ])",
    "L": "([กขคตปผพ][รล]|ห[งญนมยรลว]|[ก-ฮ])",
    "C": _CLOSING,
    "F": f"(?:{_CLOSING})?",
}
_SILENT: Final = re.compile(
    "(?:[ดตทษ]ร|ษณ|[ก-ฮ])[\u0e34\u0e38]?\u0e4c|[\u0e47-\u0e4b\u0e4e]|(?<=[\u0e30-\u0e39][กดตทฏ])ร$|ห(?=[งญนมยรลว])"
)


class _Syllable(NamedTuple):
    onset: str
    rhyme: str
    final: str


def _pattern(rhyme: str) -> re.Pattern[str]:
    """Behind a vowel written before it (`L`) an onset may be two letters wherever it stands."""
    placed = rhyme if rhyme.startswith("O") else rhyme.replace("O", "L")
    return re.compile("".join(_PLACES.get(letter, letter) for letter in placed))


_PATTERNS: Final = tuple((_pattern(rhyme), rhyme) for rhyme in _RHYMES)


def read(word: str) -> Iterator[str]:
    """A word of Thai letters: as it is heard, then nearer to the letters."""
    syllables = list(_syllables(_SILENT.sub("", word)))
    yield _said(syllables, _ONSETS, _RHYMES, _FINALS)
    yield _said(syllables, _NEAR_ONSETS, _NEAR_RHYMES, _NEAR_FINALS)


def _syllables(word: str) -> Iterator[_Syllable]:
    at = 0
    while at < len(word):
        for pattern, rhyme in _PATTERNS:
            if found := pattern.match(word, at):
                onset, *final = found.groups("")
                yield _Syllable(onset, rhyme, "".join(final))
                at = found.end()
                break
        else:
            at += 1


def _said(
    syllables: list[_Syllable], onsets: Mapping[str, str], rhymes: Mapping[str, str], finals: Mapping[str, str]
) -> str:
    return "".join(
        "".join(map(onsets.__getitem__, onset)) + rhymes[rhyme] + finals.get(final, "")
        for onset, rhyme, final in syllables
    )
