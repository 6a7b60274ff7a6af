"""Hangul: Revised Romanization, the spellings of Korean passports, and names from elsewhere.

A syllable is a block of a first consonant, a vowel and perhaps a last consonant, and Unicode counts the blocks in
that order. Family names keep spellings of their own (Lee, Park, Choi), which a table has.
"""

from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_FIRST: Final = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_N, _L, _SILENT = 2, 5, 11
_VOWELS: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_LAST: Final = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_LAST_BEFORE_VOWEL: Final = "- g kk ks n nj n d r lg lm lb ls lt lp r m b ps s ss ng j ch k t p -"


def _values(text: str) -> tuple[str, ...]:
    return tuple("" if value == "-" else value for value in text.split())


_REVISED: Final = (_values(_FIRST), _values(_VOWELS), _values(_LAST), _values(_LAST))
_PASSPORT: Final = (
    _values("k kk n d tt r m b pp s ss - j jj ch k t p h"),
    _values("a ae ya yae u e you ye o wa wae oi yo oo wo we wi yu u ee ee"),
    _values(_LAST),
    _values(_LAST),
)
_OLDER: Final = (
    _values("k kk n t tt r m p pp s ss - ch tch ch k t p h"),
    _values("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"),
    _values(_LAST),
    _values(_LAST),
)
_ABROAD: Final = (
    _values("g k n d t r m b p s s - j j ch k t p h"),
    _values("a e ya ye o e yo ye o wa we we yo u wo we wi yu - ui i"),
    _values("- k k k n n n d l k m l l l p l m p p s s ng t t k t p t"),
    _values(_LAST_BEFORE_VOWEL.replace("- g kk ks n nj n d r", "- k kk ks n nj n d l")),
)
_ABROAD_L: Final = (_values("g k n d t l m v p s s - z j ch k t f h"), *_ABROAD[1:])
_ABROAD_F: Final = (_values("g k n d t r m b p s s - z j ch k t f h"), *_ABROAD[1:])

FAMILY_NAMES: Final = {
    hangul: tuple(spellings.split("/"))
    for hangul, spellings in spelt("""
        김 kim/gim  이 lee/yi/rhee/i  박 park/pak/bak  최 choi/choe  정 jung/jeong/chung  강 kang/gang  조 cho/jo
        윤 yoon/yun  장 jang/chang  임 lim/im/rim  한 han  오 oh/o  서 seo/suh/so  신 shin/sin  권 kwon/gwon
        황 hwang  안 ahn/an  송 song  류 ryu/yoo/yu  유 yoo/yu/ryu  홍 hong  전 jeon/jun/chun  고 ko/koh/go
        문 moon/mun  양 yang  손 son/sohn  배 bae/pae  백 baek/paik/baik  허 heo/hur/huh  남 nam  심 shim/sim
        노 noh/roh/no  로 ro/roh  하 ha  곽 kwak/gwak  성 sung/seong  차 cha  주 joo/ju/chu  우 woo/u  구 koo/gu/ku
        민 min  나 na/ra  라 ra/na  진 jin/chin  지 ji/chi  엄 um/eom  채 chae  원 won  천 cheon/chun  방 bang/pang
        공 kong/gong  현 hyun/hyeon  함 ham  변 byun/byeon/pyon  염 yeom/yum  여 yeo/yuh  추 choo/chu  도 do/to
        소 so  석 seok/suk  선 sun/seon  설 seol/sul  마 ma  길 gil/kil  연 yeon/yun  위 wi  표 pyo
        명 myung/myeong  기 ki/gi  반 ban/pan  왕 wang  금 keum/geum  옥 ok  육 yook/yuk  인 in  맹 maeng  제 je
        모 mo  탁 tak  국 kook/guk  은 eun  편 pyeon/pyun  용 yong  리 ri/lee/rhee  림 rim/lim  량 ryang/yang  렴 ryom
        남궁 namgung/namkoong  황보 hwangbo  제갈 jegal  선우 sunwoo/seonu  사공 sagong  독고 dokgo  서문 seomun
    """).items()
}
"""Family names in the spellings in use, the commonest first; the north writes 리, 림, 로 for 이, 임, 노."""


def read(word: str) -> Iterator[str]:
    """A word of Hangul: a family name at its beginning in its own spellings, then the systems."""
    family, given = split_family_name(word)
    if family:
        spellings = FAMILY_NAMES[family]
        if not given:
            yield from spellings
        else:
            yield spellings[0] + _spelt(given, _REVISED)
            yield spellings[0] + _spelt(given, _PASSPORT)
    for system in (_REVISED, _ABROAD, _ABROAD_L, _PASSPORT, _ABROAD_F, _OLDER):
        yield _spelt(word, system)


def split_family_name(word: str) -> tuple[str, str]:
    """The family name a word of at most four syllables begins with and the rest; two empty strings if there is none."""
    if len(word) <= 4:
        for length in (2, 1):
            if word[:length] in FAMILY_NAMES:
                return word[:length], word[length:]
    return "", ""


def southern(word: str) -> str:
    """The word with its first sound as the south writes it: no ㄹ, and no ㄴ before i and y, as in 이 for 리."""
    if not "가" <= word[:1] <= "힣":
        return word
    first, rest = divmod(ord(word[0]) - 0xAC00, 588)
    light = _VOWELS.split()[rest // 28][0] in "iy"
    if first == _L or (first == _N and light):
        first = _SILENT if light else _N
    return chr(0xAC00 + 588 * first + rest) + word[1:]


def _spelt(word: str, system: tuple[tuple[str, ...], ...]) -> str:
    firsts, vowels, lasts, lasts_before_vowel = system
    blocks = [ord(letter) - 0xAC00 for letter in word]
    spelling = ""
    for place, block in enumerate(blocks):
        if not 0 <= block < 11172:
            continue
        rest, last = divmod(block, 28)
        first, vowel = divmod(rest, 21)
        following = blocks[place + 1] // 588 if place + 1 < len(blocks) else -1
        spelling += firsts[first] + vowels[vowel] + (lasts_before_vowel if following == _SILENT else lasts)[last]
    return spelling if system is _REVISED else spelling.replace("si", "shi").replace("sy", "sh")
