"""What is sent to do harm: inputs made to cost much, none of which may."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import screening_results as results
from benchmarks.measuring import Finding
from benchmarks.peer import Peer
from benchmarks.screening_lists import filed
from benchmarks.screening_speed import LISTED, own

if TYPE_CHECKING:
    from wasl.screening import Query

WORST_MILLISECONDS = 50.0
LENGTH = 10_000
TODAY = date(2026, 11, 28)

_ALPHABETS = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщыэюя",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփք",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Devanagari": "अआइईउऊएकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
    "Thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอฮ",
    "Han": "李王金张刘陈杨黄赵吴周徐孙马朱胡郭何林罗",
    "Hangul": "김이박최정강조윤장임한오서신권황안송류홍",
    "Kana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ",
}
_ZONE = ("P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
"""The two lines of a passport; the specimen of ICAO 9303."""
_WARM = (
    "Ivan Petrov",
    "محمد علي",
    "אברהם לוי",
    "Иван Петров",
    "王小明",
    "김철수",
    "やまだ たろう",
    "राम शर्मा",
    "สมชาย",
)


def measure_hostile(_peer: Peer | None) -> Iterator[Finding]:
    """Each is searched for thrice, compared, and recognised, in a process that has answered in every script before."""
    from wasl.screening import Index, Query, Subject, compare, compare_subject
    from wasl.screening.recognise import recognise

    index = Index.open(filed(LISTED[0]).index)
    index.search(Query(names=_WARM))
    recognise("\n".join(_ZONE), TODAY)
    worst: dict[str, float] = {}
    for kind, query in hostile().items():
        name = query.names[0]
        works = [*[partial(index.search, query)] * 3, partial(compare, name, name[::-1])]
        worst[kind] = 1000 * max(map(_seconds_of, works))
        subject = Subject(id="hostile", schema=query.schema, names=query.names, documents=query.documents)
        worst[f"a subject of {kind}"] = 1000 * _seconds_of(partial(compare_subject, Query(names=_WARM[:1]), subject))
    for kind, text in texts().items():
        works = [partial(recognise, text, TODAY), partial(index.search, Query(names=(text,)))]
        worst[kind] = 1000 * max(map(_seconds_of, works))
    slowest = max(worst, key=lambda kind: worst[kind])
    yield own("the slowest of inputs made to cost much", worst[slowest], WORST_MILLISECONDS, "ms", slowest)
    results.keep("hostile", worst, {})


def hostile() -> dict[str, "Query"]:
    """Queries by what is wrong with them."""
    from wasl.screening import Document, Identifier, Query

    drawn = random.Random("hostile")
    letters = "abcdefghijklmnopqrstuvwxyzабвгдежзابتثجحخदिमी李王金"
    words = ["".join(drawn.choices(letters, k=drawn.randint(1, 12))) for _ in range(2_000)]
    return {
        "10,000 letters in one word": Query(names=("a" * 10_000,)),
        "10,000 letters in words": Query(names=(" ".join(words),)),
        "10,000 letters, one each": Query(names=(" ".join("abcdefghij" * 500),)),
        "500 aliases": Query(names=tuple(" ".join(drawn.sample(words, 4)) for _ in range(500))),
        "500 aliases of common parts": Query(names=tuple(f"Mohamed Ali {word}" for word in words[:500])),
        "control characters": Query(names=("\x00\x1b[31m\u202e\u200f" * 2_000 + "Ali",)),
        "marks on marks": Query(names=("a" + "\u0301\u0323" * 5_000,)),
        "letters that grow when normalised": Query(names=("ﷺ" * 10_000,)),
        "scripts and homoglyphs mixed": Query(names=("Аlехаndеr Ρеtrоv الكسندر",)),
        "impossible dates": Query(names=("Ivan Petrov",), birth_dates=tuple(f"{year}-99-99" for year in range(500))),
        "500 names of companies": Query(
            schema="Company", names=tuple(f"{' '.join(drawn.sample(words, 4))} Trading" for _ in range(500))
        ),
        "500 names of anything": Query(
            schema="Thing", names=tuple(" ".join(drawn.sample(words, 4)) for _ in range(500))
        ),
        "500 documents and identifiers": Query(
            names=("Ivan Petrov",),
            documents=tuple(Document(f"{word}{number}", "passport") for number, word in enumerate(words[:500])),
            identifiers=tuple(Identifier("domain", f"{number}.specimen.example") for number in range(500)),
        ),
        "nothing": Query(names=("", " ", "\u200f")),
    }


def texts() -> dict[str, str]:
    """What somebody may paste into a search field: long lines in each script, and zones that are none."""
    drawn = random.Random("texts")
    lines = {
        f"{LENGTH:,} letters, {script}": "".join(drawn.choices(letters + " ", k=LENGTH))
        for script, letters in _ALPHABETS.items()
    }
    first, second = _ZONE
    return lines | {
        "a zone one short": f"{first[:-1]}\n{second[:-1]}",
        "a zone one long": f"{first}<\n{second}0",
        "a zone with lines of two lengths": f"{first}\n{second[:30]}",
        "a zone of one line": first,
        "a zone of 500 lines": "\n".join(_ZONE * 250),
        "a zone of endless lines": f"{first}{'<' * LENGTH}\n{second}{'0' * LENGTH}",
        "a zone of fillers": "\n".join(["<" * 44] * 2),
        "a zone without an end of line": "".join(_ZONE * 100),
    }


def _seconds_of(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
