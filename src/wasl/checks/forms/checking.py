"""What the pages ask for: the one box, the purpose, and facts that may be known beside it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks import queries
from wasl.checks.asking import REFERENCE_MAX, TEXT_MAX, Question
from wasl.checks.understanding import ASKED_FOR
from wasl.checks.wording import PURPOSES
from wasl.checks.wording.entry import DOCUMENTS, SCHEMATA, SEXES, day, state
from wasl.members import lists
from wasl.screening import Document, Query, dates
from wasl.screening.apart import written
from wasl.screening.places import country
from wasl.web import formats
from wasl.web.language import short_language
from wasl.web.visitors import Visitor

FACT_MAX = 100
ASKABLE = ("Thing", "Person", "Organization", "Vessel", "Airplane", "Vehicle")


class State(forms.CharField):
    """A state by its code or its name in any of the four languages; its two small letters are the value."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=FACT_MAX, required=False, **named)

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        said = super().clean(value)
        code = country(said) if said else ""
        if said and not code:
            raise ValidationError(_("No state is known by this name or code."))
        return code


class PartialDay(forms.CharField):
    """A date as far as it is known, in any usual spelling and calendar."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=FACT_MAX, required=False, **named)

    def clean(self, value: Any) -> str:
        """The date, in ISO 8601 where it has one reading alone; else as it was written. Raises ValidationError."""
        said: str = super().clean(value)
        if said and not dates.read(said):
            raise ValidationError(_("Write a year, or a date such as 1974-03-12."))
        return written(said)


class PurposeForm(forms.Form):
    """What it is for."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=lambda: [("", _("Choose the purpose")), *purposes()],
        error_messages={"required": _("Say what the check is made for.")},
    )


class BoxForm(PurposeForm):
    """The one box and the purpose: all that is asked on a telephone."""

    text = forms.CharField(label=_("Name, number or zone"), max_length=TEXT_MAX, required=False)
    reading = forms.ChoiceField(required=False, choices=[(each, each) for each in ASKED_FOR])

    field_order = ("text", "purpose", "reading")

    def __init__(self, *arguments: Any, visitor: Visitor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.visitor = visitor

    def question(self) -> Question:
        """What is asked. Only of a form that is valid."""
        said = self.cleaned_data
        return Question(text=said["text"], purpose=said["purpose"], reading=said["reading"])

    def show(self, refusal: Refused) -> None:
        """Put a refusal at the box, or at the fields that it names."""
        for name, text in (refusal.fields or {"text": refusal.text}).items():
            self.add_error(name if name in self.fields else None, ValidationError(str(text), code=refusal.code))


class CheckForm(BoxForm):
    """The box, and facts beside it."""

    reference = forms.CharField(label=_("Your reference"), max_length=REFERENCE_MAX, required=False)
    schema = forms.ChoiceField(
        label=_("Who or what"), required=False, choices=[(each, SCHEMATA[each]) for each in ASKABLE]
    )
    born = PartialDay(label=_("Born"))
    nationality = State(label=_("Nationality"))
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("not known")), *SEXES.items()])
    place = forms.CharField(label=_("Place of birth"), max_length=FACT_MAX, required=False)
    number = forms.CharField(label=_("Document number"), max_length=FACT_MAX, required=False)
    kind = forms.ChoiceField(label=_("Kind of document"), required=False, choices=list(DOCUMENTS.items()))
    issuer = State(label=_("Issued by"))
    lists = forms.MultipleChoiceField(
        label=_("Lists to ask"),
        help_text=_("All of them, where none is ticked."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    FACTS: ClassVar = ("schema", "born", "nationality", "sex", "place", "number", "kind", "issuer")
    TAKEN_AWAY: ClassVar = {
        **{name: (name,) for name in ("schema", "born", "nationality", "sex", "place", "reference", "lists")},
        "number": ("number", "kind", "issuer"),
    }
    """By chip, the fields that are emptied when it is taken away."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["lists"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.name, each.title[short_language()]) for each in lists_of(self.visitor)]

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """The questions about facts."""
        return [self[name] for name in self.FACTS]

    @property
    def has_wrong_facts(self) -> bool:
        """Whether something is wrong below the box."""
        return any(name in self.errors for name in (*self.FACTS, "reference", "lists"))

    def question(self) -> Question:
        """What is asked, with the facts. Only of a form that is valid."""
        said = self.cleaned_data
        number = said["number"].strip()
        facts = Query(
            schema=said["schema"] or "Thing",
            birth_dates=tuple(filter(None, [said["born"]])),
            nationalities=tuple(filter(None, [said["nationality"]])),
            sex=said["sex"],
            places=tuple(filter(None, [said["place"].strip()])),
            documents=(Document(number, said["kind"], said["issuer"]),) if number else (),
        )
        chosen = said["lists"]
        return Question(
            text=said["text"],
            facts=facts,
            purpose=said["purpose"],
            reference=said["reference"],
            lists=() if len(chosen) in (0, len(self.fields["lists"].choices)) else tuple(chosen),  # type: ignore[attr-defined]
            reading=said["reading"],
        )


def purposes() -> list[tuple[str, Text]]:
    """What a check may be made for."""
    return [(word, PURPOSES.get(word, word)) for word in lists.check_purposes()]


def lists_of(visitor: Visitor) -> list[Any]:
    """The lists that can be asked."""
    return queries.lists_seen_by(visitor.party)


def initial_of(question: Question) -> dict[str, Any]:
    """What a form begins with that shows a question again."""
    facts = question.facts
    paper = facts.documents[0] if facts.documents else Document("")
    return {
        "text": question.text,
        "purpose": question.purpose,
        "reference": question.reference,
        "reading": question.reading,
        "schema": facts.schema,
        "born": facts.birth_dates[0] if facts.birth_dates else "",
        "nationality": facts.nationalities[0].upper() if facts.nationalities else "",
        "sex": facts.sex,
        "place": facts.places[0] if facts.places else "",
        "number": paper.number,
        "kind": paper.kind,
        "issuer": paper.country.upper(),
        "lists": list(question.lists),
    }


Chip = tuple[str, Text, str]
"""The field that said something, what it is, what was said."""


def chips(facts: Query) -> list[Chip]:
    """The facts given, each with the field that gave it."""
    found: list[Chip] = []
    if facts.schema != "Thing":
        found.append(("schema", "", str(SCHEMATA.get(facts.schema, facts.schema))))
    found += [("born", _("born"), day(each)) for each in facts.birth_dates]
    found += [("nationality", _("nationality"), state(each)) for each in facts.nationalities]
    if facts.sex:
        found.append(("sex", "", str(SEXES.get(facts.sex, facts.sex))))
    found += [("place", _("born in"), each) for each in facts.places]
    for paper in facts.documents:
        issued = f" · {state(paper.country)}" if paper.country else ""
        found.append(("number", DOCUMENTS.get(paper.kind, paper.kind), f"{paper.number}{issued}"))
    return found


def chips_beside(question: Question, titles: Mapping[str, str]) -> list[Chip]:
    """All that was said beside the text; `titles` are those of lists, by name."""
    found = chips(question.facts)
    if question.reference:
        found.append(("reference", _("your reference"), question.reference))
    if question.lists:
        named = formats.listed_in_text(titles.get(each, each) for each in question.lists)
        found.append(("lists", _("lists"), named))
    return found
