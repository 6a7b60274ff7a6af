"""Hiragana and katakana: Hepburn for Japanese names, and for names from elsewhere without the vowels kana add.

Katakana writes a name from elsewhere with a vowel after every consonant, r for l, and a long mark where an r may have
been; the readings undo that one choice at a time.
"""

import re
from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_SYLLABLES: Final = spelt("""
    ア a  イ i  ウ u  エ e  オ o  ァ a  ィ i  ゥ u  ェ e  ォ o
    カ ka  キ ki  ク ku  ケ ke  コ ko  ガ ga  ギ gi  グ gu  ゲ ge  ゴ go  ヵ ka  ヶ ke
    サ sa  シ shi  ス su  セ se  ソ so  ザ za  ジ ji  ズ zu  ゼ ze  ゾ zo
    タ ta  チ chi  ツ tsu  テ te  ト to  ダ da  ヂ ji  ヅ zu  デ de  ド do
    ナ na  ニ ni  ヌ nu  ネ ne  ノ no  ハ ha  ヒ hi  フ fu  ヘ he  ホ ho
    バ ba  ビ bi  ブ bu  ベ be  ボ bo  パ pa  ピ pi  プ pu  ペ pe  ポ po
    マ ma  ミ mi  ム mu  メ me  モ mo  ヤ ya  ユ yu  ヨ yo  ャ ya  ュ yu  ョ yo
    ラ ra  リ ri  ル ru  レ re  ロ ro  ワ wa  ヰ i  ヱ e  ヲ o  ヮ wa  ン n  ヴ vu  ヷ va  ヸ vi  ヹ ve  ヺ vo
""")
_SMALL_Y: Final = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ェ": "ye"}
_SMALL: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}


def _joined() -> dict[str, str]:
    """What a syllable and a small one after it sound like together: キャ kya, シャ sha, ファ fa, ティ ti, ヴィ vi."""
    joined: dict[str, str] = {}
    for kana, syllable in _SYLLABLES.items():
        if syllable.endswith("i") and len(syllable) > 1:
            sibilant = syllable[:-1] in {"sh", "ch", "j"}
            for small, glide in _SMALL_Y.items():
                joined[kana + small] = syllable[:-1] + (glide[1:] if sibilant else glide)
    for kana, onset in spelt("フ f  ヴ v  ツ ts  ウ w  ク kw  グ gw  テ t  デ d").items():
        for small, vowel in (_SMALL | {"ュ": "yu"}).items():
            joined[kana + small] = onset + vowel
    return joined | spelt(
        "トゥ tu  ドゥ du  イェ ye  スィ si  ズィ zi  シェ she  ジェ je  チェ che  クヮ kwa  グヮ gwa  フョ fyo"
    )


_JOINED: Final = _joined()
_HIRAGANA: Final = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KANA: Final = re.compile("|".join((*_JOINED, *_SYLLABLES)))
_DOUBLED: Final = re.compile("ッ(?=([a-z]))")
_REPEATED: Final = re.compile("(.)ヽ")
_LONG: Final = re.compile("ou|oo|uu")
_ADDED_VOWEL: Final = re.compile(
    "(?<=[bdfgkmpstvz])u(?![aeiouー])|(?<=[td])o(?![aeiouー])|(?<=ch|sh)i(?![aeiouー])|(?<=j)i$"
)
_BARE_R: Final = re.compile("ru(?![aeiouー])")
_LONG_MARK: Final = re.compile("ー(?![aeiou])")
_N_BEFORE_LIPS: Final = re.compile("n(?=[bmp])")
_OTHER_CONSONANTS: Final = str.maketrans("bjw", "vzv")
"""Sounds Japanese lacks, in the place of the nearest it has; si is its shi."""


def read(word: str) -> Iterator[str]:
    """A word of kana: Hepburn without long vowels and with them, then as a name from elsewhere."""
    letters = _KANA.sub(_syllable, _REPEATED.sub(r"\1\1", word.translate(_HIRAGANA)))
    doubled = _DOUBLED.sub(_double, letters).replace("ッ", "").replace("ー", "")
    short = _LONG.sub(lambda found: found[0][0], doubled)
    yield short
    if "ア" <= word[:1] <= "ヺ":
        bare = _ADDED_VOWEL.sub("", _BARE_R.sub("L", _N_BEFORE_LIPS.sub("m", letters.replace("ッ", ""))))
        plain, long = bare.replace("ー", ""), _LONG_MARK.sub("r", bare).replace("ー", "")
        yield plain.replace("L", "r")
        yield plain.replace("L", "l")
        yield plain.replace("L", "l").replace("r", "l")
        yield long.replace("L", "l")
        yield plain.replace("L", "l").translate(_OTHER_CONSONANTS).replace("sh", "s")
    yield doubled
    yield _N_BEFORE_LIPS.sub("m", short)
    yield _LONG.sub(lambda found: found[0][0] + "h", doubled)


def _double(found: re.Match[str]) -> str:
    return "t" if found[1] == "c" else found[1]


def _syllable(found: re.Match[str]) -> str:
    return _JOINED.get(found[0]) or _SYLLABLES[found[0]]
