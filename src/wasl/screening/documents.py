"""Numbers of passports, identity cards and registrations: one form, what a reader mistakes, and bits.

Two numbers are of one document when they are the same but for spaces, case, the issuing state before them or a check
digit after them; they probably are when a machine or an eye can have read one for the other.
"""

import re
from functools import lru_cache
from itertools import product
from math import log2
from typing import Final

from rapidfuzz.distance import OSA

from wasl.screening.characters import LOOKALIKES, plain
from wasl.screening.check_digits import travel_document
from wasl.screening.national_numbers import is_right
from wasl.screening.places import country, three_letters
from wasl.screening.subject import Document
from wasl.screening.weighing import Weighed, likeliest

LENGTH_MAX: Final = 40
"""Characters of a number that are looked at."""
SEVERAL_MAX: Final = 16
"""Documents of one description that are compared: first those whose number the other has, too."""
CHOSEN_FROM_MAX: Final = 200
"""Documents of one description from which these are chosen, as many as an index files and looks up."""

_CONFUSED: Final = str.maketrans("OQDILSZGBT", "0001152687")
"""Characters that a machine or an eye reads for one another, as the digit they look like."""
_LABEL: Final = re.compile(r"^(?:NO|NR|NUM|NUMBER|N|PASSPORT|PP|ID)[.:#º°]+\s*")


_STATE_APART: Final = re.compile(r"([A-Z]{2,3})[\s\-./]+(?=[A-Z]{1,3}[\s\-./]?[0-9])")


@lru_cache(maxsize=200_000)
def normal(number: str, state: str = "") -> str:
    """A document number in one form: capital Latin letters and digits alone, without a label or the issuing state.

    `state` is the issuing country by any code or name; its two or three letters are taken off the front only where
    digits follow. Any country's are where they stand apart and a series and digits follow, as in `RU AB123456`. Empty
    when nothing is left. Other scripts' letters stay, caseless.
    """
    text = _LABEL.sub("", plain(number.replace("№", ""), LENGTH_MAX).upper().translate(LOOKALIKES))
    code = country(state)
    before = _STATE_APART.match(text)
    if before and (issuer := country(before[1])) and issuer == (code or issuer):
        text = text[before.end() :]
    text = "".join(letter for letter in text if letter.isalnum())
    for prefix in (three_letters(code).upper(), code.upper()) if code else ():
        rest = text[len(prefix) :]
        if prefix and text.startswith(prefix) and len(rest) >= 6 and rest[:1].isdigit():
            return rest
    return text


def confusable(number: str) -> str:
    """The normal form with characters that are taken for one another made one: an index key for misread numbers."""
    return number.translate(_CONFUSED)


# What a number tells at most: some lists hold millions of numbers, and states number alike.
_MOST: Final = 24.0
_SERIAL: Final = 4.0
"""Bits that a number lacks against random characters, for offices issue in series."""

LOSS: Final = {
    "document": 0.0,
    "document-state-unknown": 4.0,
    "document-other-kind": 3.0,
    "document-other-state": 12.0,
    "document-check-digit": 1.0,
    "document-misread": 6.0,
    "document-exchanged": 8.0,
    "document-one-character": 13.0,
    "document-last-character": 17.0,
    "document-cut": 10.0,
}
"""Bits a rule gives less than the number itself tells: how seldom the relation arises by a slip, how often by chance.

A last character apart is cheapest: families and groups are issued neighbouring numbers.
"""

LEAST: Final = 0.1
"""Bits that a number in common says at least, however short it is and however many numbers were compared."""

BITS: Final = {"document-differs": -0.5, "document-permanent-differs": -3.0}
"""Rules of a fixed weight. Passports are renewed, so another number says little; a national number stays."""

RULES: Final = (*LOSS, *BITS)
"""Every rule of this module."""

_PERMANENT: Final = frozenset({"national-number", "social-security", "tax-number"})
"""Kinds of which a person has one number for life; so is any that passes its state's check."""


def weigh(queries: tuple[Document, ...], subjects: tuple[Document, ...]) -> Weighed | None:
    """What the documents of two descriptions say, by the two that agree best; None when there is nothing to compare.

    Documents of different kinds or states that do not agree say nothing at all; a number in common always says
    something.
    """
    queries, subjects = _worth_comparing(queries, subjects), _worth_comparing(subjects, queries)
    found = likeliest(
        Weighed(query.number, subject.number, *compared)
        for query, subject in product(queries, subjects)
        if (compared := compare(query, subject))
    )
    return found._replace(bits=LEAST) if found and 0 <= found.bits < LEAST else found


def _worth_comparing(documents: tuple[Document, ...], others: tuple[Document, ...]) -> tuple[Document, ...]:
    """Of very many documents those that are compared: those whose number stands among the others, then the first."""
    if len(documents) <= SEVERAL_MAX:
        return documents
    known = {_mark(other) for other in others[:CHOSEN_FROM_MAX]}
    return tuple(sorted(documents[:CHOSEN_FROM_MAX], key=lambda each: _mark(each) not in known)[:SEVERAL_MAX])


def _mark(document: Document) -> str:
    return confusable(normal(document.number, document.country))


@lru_cache(maxsize=200_000)
def compare(query: Document, subject: Document) -> tuple[str, float] | None:
    """The rule and the bits of two documents; None where nothing can be said. Symmetric."""
    ours, theirs = country(query.country), country(subject.country)
    one, other = normal(query.number, query.country), normal(subject.number, subject.country)
    if not one or not other:
        return None
    rule = _relation(one, other)
    two_people = one != other and ours == theirs and _both_right(one, other, ours)
    if two_people and LOSS.get(rule, 0) >= LOSS["document-misread"]:
        rule = ""
    if not rule:
        if ours != theirs or query.kind != subject.kind or not query.kind:
            return None
        permanent = two_people or (query.kind in _PERMANENT and ours)
        rule = "document-permanent-differs" if permanent else "document-differs"
        return rule, BITS[rule]
    told = min(_told(one), _told(other)) - LOSS[rule]
    if ours and theirs and ours != theirs:
        told -= LOSS["document-other-state"]
        rule = "document-other-state" if rule == "document" else rule
    elif not ours or not theirs:
        told -= LOSS["document-state-unknown"]
        rule = "document-state-unknown" if rule == "document" else rule
    if query.kind and subject.kind and query.kind != subject.kind:
        told -= LOSS["document-other-kind"]
        rule = "document-other-kind" if rule == "document" else rule
    return rule, round(max(0.0, told), 2)


def _both_right(one: str, other: str, state: str) -> bool:
    """Whether both pass a national check, which no single slip survives: then they are two numbers."""
    return bool(is_right(one, state) and is_right(other, state))


def _told(number: str) -> float:
    """Bits that a number tells when it is met twice: what its characters can say, less its series."""
    digits = sum(map(str.isdigit, number))
    return max(0.0, min(_MOST, digits * log2(10) + (len(number) - digits) * log2(24) - _SERIAL))


def _relation(one: str, other: str) -> str:
    if one == other:
        return "document"
    short, long = sorted((one, other), key=len)
    whole = len(short) >= 6
    hypotheses = (
        ("document-check-digit", len(short) >= 5 and long == short + travel_document(short)),
        ("document-misread", confusable(one) == confusable(other)),
        ("document-cut", whole and (long.startswith(short) or long.endswith(short))),
        ("document-last-character", whole and len(short) == len(long) and one[:-1] == other[:-1]),
        ("document-exchanged", whole and _exchanged(one, other)),
        ("document-one-character", whole and OSA.distance(one, other, score_cutoff=1) == 1),
    )
    return next((rule for rule, holds in hypotheses if holds), "")


def _exchanged(one: str, other: str) -> bool:
    """Whether two neighbouring characters are exchanged."""
    wrong = [index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(wrong) != 2 or wrong[1] - wrong[0] != 1:
        return False
    first, second = wrong
    return one[first] == other[second] and one[second] == other[first]
