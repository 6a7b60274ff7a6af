"""What the pages of a table of many ask for: the file and its purpose, and what stands in which column."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.checks.asking import REFERENCE_MAX
from wasl.checks.forms.checking import lists_of, purposes
from wasl.checks.many.columns import FACTS, recognised
from wasl.checks.many.tables import ENCODINGS, Row
from wasl.checks.tables.batches import TableRequest
from wasl.checks.tables.sent_tables import Upload
from wasl.checks.wording.entry import SCHEMATA
from wasl.checks.wording.tables import COLUMNS
from wasl.web.language import short_language
from wasl.web.visitors import Visitor

COLUMNS_MAX = 100
"""Columns that are shown to be corrected; those behind are as they are recognised."""
SAMPLES = 3
"""Rows that show what stands in a column."""
SAMPLE_MAX = 60

DATES = {
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
}
OF_ROWS = ("Person", "Organization", "Vessel", "Airplane", "Vehicle", "Thing")


def _registered(encoding: str) -> str:
    """An encoding by the name that IANA has for it, the same in every language."""
    if encoding.startswith("windows"):
        return encoding.capitalize()
    return {"shift_jis": "Shift_JIS"}.get(encoding, encoding.upper())


class TableForm(forms.Form):
    """The file, and what it is checked for."""

    table = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=lambda: [("", _("Choose the purpose")), *purposes()],
        error_messages={"required": _("Say what the check is made for.")},
    )
    reference = forms.CharField(label=_("Your reference"), max_length=REFERENCE_MAX, required=False)
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=[("", _("as the file says, or UTF-8")), *((each, _registered(each)) for each in ENCODINGS)],
        required=False,
        help_text=_("Only for files that are not in UTF-8, such as those of older programs."),
    )
    lists = forms.MultipleChoiceField(label=_("Lists"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, visitor: Visitor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.visitor = visitor
        choices = [(each.name, each.title[short_language()]) for each in lists_of(visitor)]
        field = self.fields["lists"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        field.help_text = _("All of them, when none is chosen.")
        if len(choices) < 2:
            del self.fields["lists"]

    def wanted(self) -> TableRequest:
        """Who asks, and what for. Only of a form that is valid."""
        said = self.cleaned_data
        return TableRequest(self.visitor, said["purpose"], said["reference"], tuple(said.get("lists", ())))

    def upload(self) -> Upload:
        """What was sent. Only of a form that is valid."""
        file = self.cleaned_data["table"]
        return Upload(file.name, file.size, file.chunks(), self.cleaned_data["encoding"])

    def show(self, refusal: Refused) -> None:
        """Put a refusal at the field that it is about."""
        reason = refusal.values.get("reason", refusal.code)
        field = {"unknown-purpose": "purpose", "encoding": "encoding"}.get(reason, "table")
        self.add_error(field, ValidationError(refusal.text, code=refusal.code))


class ColumnsForm(forms.Form):
    """What stands in each column, as it is recognised by the heading until somebody says otherwise."""

    dates = forms.ChoiceField(label=_("Dates in figures are written"), choices=list(DATES.items()))
    schema = forms.ChoiceField(label=_("The rows are"), choices=[(each, SCHEMATA[each]) for each in OF_ROWS])

    def __init__(self, heading: Sequence[str], rows: Sequence[Row], data: Any = None) -> None:
        known = {column: fact for fact, columns in recognised(heading).items() for column in columns}
        initial = {f"column-{place}": known.get(column, "") for place, column in enumerate(heading)}
        super().__init__(data, initial=initial | {"dates": "dmy", "schema": "Person"})
        self.heading, self.rows = tuple(heading), tuple(rows)
        choices = [("", _("not used")), *((fact, COLUMNS[fact]) for fact in FACTS)]
        for place, column in enumerate(self.heading[:COLUMNS_MAX]):
            self.fields[f"column-{place}"] = forms.ChoiceField(label=column, choices=choices, required=False)

    def columns(self) -> Iterator[tuple[str, forms.BoundField, list[str]]]:
        """Each column: its heading, the question what stands in it, and what stands in it in the first rows."""
        for place, column in enumerate(self.heading[:COLUMNS_MAX]):
            cells = [row.cells[place][:SAMPLE_MAX] for row in self.rows if not row.fault]
            yield column, self[f"column-{place}"], [cell for cell in cells if cell.strip()][:SAMPLES]

    def said(self) -> dict[str, tuple[str, ...]]:
        """By fact, the headings of the columns that say it; none for a fact that no column says."""
        chosen = [
            (self.cleaned_data[f"column-{place}"], column) for place, column in enumerate(self.heading[:COLUMNS_MAX])
        ]
        return {fact: tuple(column for said, column in chosen if said == fact) or ("",) for fact in FACTS}

    def show(self, refusal: Refused) -> None:
        """Put a refusal on top of the form."""
        self.add_error(None, ValidationError(refusal.text, code=refusal.code))
