"""Why something matched, in words: which parts of the names are one another, which were left out, and other facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text
from wasl.checks.wording import written
from wasl.checks.wording.entry import SEXES, day, state
from wasl.screening import Row, Subject
from wasl.screening.evidence import PARTS_AGREE
from wasl.screening.subject import PERSON
from wasl.screening.wording import wording
from wasl.web import formats
from wasl.web.language import short_language

PAIRED = frozenset({*PARTS_AGREE, "initial", "number", "acronym"})
"""Rules that hold two parts of names to be one another."""
UNLIKE = frozenset({"differs", "short-differs", "opposed", "initial-contradicts", "number-differs"})
LEFT_OUT = frozenset({"left-out", "number-left-out"})
SILENT = frozenset({"base", "weakest", "legal-form", "initials-only"})
"""Rules that weigh, and that nobody needs told who wants to know why."""
WEIGHTY = 0.5
"""Bits below which the short account is silent of a fact, and of a part only listed: the whole one has them all."""
BY_US: dict[str, Text] = {"reference": _("the reference on the list")}
"""Rules of this room, in words."""
OF_THINGS: dict[str, Text] = {"common": _("words that many names hold")}
"""Rules that say something else where nobody bears the name."""

NAMES, FACTS, BEFORE = "names", "facts", "before"
TITLES: dict[str, Text] = {
    NAMES: _("Names"),
    FACTS: _("Other facts"),
    BEFORE: _("Before anything is compared"),
}
_OF_FACTS = ("date", "nationality", "country", "sex", "place", "document", "identifier", "reference", "by-chance")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts that were held against each other, and the rule in words; `agree` says which way it speaks."""

    query: str
    subject: str
    rule: Text
    agree: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A match in words: the parts of names paired, those only asked for, those only listed, and other facts."""

    pairs: tuple[Pair, ...]
    only_asked: tuple[str, ...]
    only_listed: tuple[str, ...]
    facts: tuple[tuple[Text, bool], ...]


def rule_in_words(rule: str, schema: str = PERSON) -> Text:
    """A rule of evidence in the reader's language, as it is told of a schema."""
    known = BY_US if schema == PERSON else BY_US | OF_THINGS
    return known.get(rule) or wording(rule, short_language())


def as_written(evidence: Iterable[Row], asked: Iterable[str], subject: Subject) -> list[Row]:
    """The evidence with the parts of names as they are written: in the names asked for, and in those of the subject."""
    rows, about = list(evidence), ("base", *_OF_FACTS)
    names = [row for row in rows if not row.rule.startswith(about)]
    told = iter(written.as_written(names, asked, (*subject.names, *subject.weak_names), subject.schema))
    return [row if row.rule.startswith(about) else next(told) for row in rows]


def why(evidence: Iterable[Row], schema: str = PERSON) -> Why:
    """What the evidence comes to, in words."""
    rows = list(evidence)
    pairs = [_pair(row) for row in rows if row.rule in PAIRED | UNLIKE]
    weighty = [row for row in rows if abs(row.bits) >= WEIGHTY]
    others = [row for row in weighty if row.rule not in PAIRED | UNLIKE | LEFT_OUT | SILENT]
    return Why(
        tuple(dict.fromkeys(pairs)),
        tuple(row.query for row in rows if row.rule in LEFT_OUT and row.query),
        tuple(row.subject for row in weighty if row.rule in LEFT_OUT and row.subject),
        tuple(dict.fromkeys((rule_in_words(row.rule, schema), row.bits > 0) for row in others)),
    )


def _pair(row: Row) -> Pair:
    return Pair(row.query, row.subject, rule_in_words(row.rule), row.rule in PAIRED)


def group_of(rule: str) -> str:
    """Under which heading a row of evidence stands."""
    if rule == "base":
        return BEFORE
    return FACTS if rule.startswith(_OF_FACTS) else NAMES


def part(rule: str, text: str) -> str:
    """What either side says, as people read it: states by name, dates in the reader's way."""
    if rule.startswith(("nationality", "country")):
        return state(text) if text else ""
    if rule.startswith("sex"):
        return str(SEXES.get(text, text))
    return day(text) if rule.startswith("date") else text


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of evidence as a bar: from the middle to one side, `length` of a hundred."""

    query: str
    subject: str
    rule: Text
    bits: float
    length: float

    @property
    def weight(self) -> float:
        """Its bits, without their sign."""
        return abs(self.bits)

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for one and the same."""
        return self.bits > 0

    @property
    def start(self) -> float:
        """Where the bar begins, of two hundred."""
        return 100.0 if self.speaks_for else 100.0 - self.length


def bars(evidence: Iterable[Row], schema: str = PERSON) -> list[tuple[Text, list[Bar]]]:
    """The rows under their headings, each as long as it is heavy beside the heaviest."""
    rows = list(evidence)
    heaviest = max((abs(row.bits) for row in rows), default=1.0) or 1.0
    grouped: dict[str, list[Bar]] = {name: [] for name in (BEFORE, NAMES, FACTS)}
    for row in rows:
        length = round(100 * abs(row.bits) / heaviest, 1)
        said = rule_in_words(row.rule, schema)
        bar = Bar(part(row.rule, row.query), part(row.rule, row.subject), said, row.bits, length)
        grouped[group_of(row.rule)].append(bar)
    return [(TITLES[name], found) for name, found in grouped.items() if found]


FIELDS: dict[str, Text] = {
    "number": _("of the document number"),
    "birth": _("of the date of birth"),
    "expiry": _("of the date of expiry"),
    "optional": _("of the optional field"),
    "composite": _("of the whole zone"),
    "name": _("of the name"),
    "issuer": _("of the issuing state"),
    "nationality": _("of the nationality"),
}
"""What a check digit is of, or where a letter was read for a figure."""


def check_digits(failures: Iterable[str], repaired: Iterable[str] = ()) -> str:
    """What the check digits of a zone say, and in which fields a letter was read for a figure, or the reverse."""
    said = [_of_fields(gettext("check digit does not fit: %(which)s"), failures) or gettext("check digits valid")]
    said += filter(None, [_of_fields(gettext("letter or figure, read by likeness: %(which)s"), repaired)])
    return " · ".join(said)


def _of_fields(text: str, names: Iterable[str]) -> str:
    """A text about fields of a zone; empty without any."""
    fields = [str(FIELDS.get(each, each)) for each in names]
    return text % {"which": formats.listed_in_text(fields)} if fields else ""
