"""What is wrong with a field, as a sentence in the reader's language.

Pydantic names each error by a stable type, with its values (`ctx`); its own sentences are in English alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import keep_lazy_text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wasl.acts.wording import Text

WITHOUT_NUL = r"^[^\x00]*$"
"""What every text in an address must be, and whatever else is asked: no database keeps or seeks U+0000."""

UNFORESEEN: Text = _("This is not as it must be.")
"""Of an error that has no text here. None of our acts and addresses can bring one about."""

UNKNOWN: Text = _("There is no such field.")
NO_IDENTITY: Text = _("This must be a UUID in lower case.")

MOMENT: Text = _("This must be a date and time as text, such as `2027-01-05T08:00:00.000000Z`.")

_OBJECT = _("This must be an object, with names and values.")
_LIST = _("This must be a list.")
_TRUTH = _("This must be true or false.")
_TEXT = _("This must be text.")
_NUMBER = _("This must be a number.")
_WHOLE = _("This must be a whole number.")
_CHOICE = _("This must be one of: %(expected)s.")

TEXTS: dict[str, Text] = {
    "missing": _("This is missing."),
    "extra_forbidden": UNKNOWN,
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": ngettext_lazy(
        "There must be at least %(min_length)s of these.",
        "There must be at least %(min_length)s of these.",
        "min_length",
    ),
    "too_long": ngettext_lazy(
        "There may be at most %(max_length)s of these.", "There may be at most %(max_length)s of these.", "max_length"
    ),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": ngettext_lazy(
        "This must have at least %(min_length)s character.",
        "This must have at least %(min_length)s characters.",
        "min_length",
    ),
    "string_too_long": ngettext_lazy(
        "This may have at most %(max_length)s character.",
        "This may have at most %(max_length)s characters.",
        "max_length",
    ),
    "string_pattern_mismatch": _("This must have the form %(pattern)s (a regular expression)."),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _("This number has too many digits."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than_equal": _("This must be %(le)s or less."),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "datetime_object_invalid": MOMENT,
}
"""By pydantic's type of error. `value_error` is not here: its text is the validator's own."""


class Wrong(ValueError):  # noqa: N818 (the word a reader is told: nothing failed)
    """What a validator of ours finds wrong: `text` is translated when it is shown."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        # Pydantic asks at once, and `wasl init` checks names before there are settings to translate by.
        return str(self.text) if settings.configured else ""


def by_field(errors: Iterable[Mapping[str, Any]], *place: str) -> dict[str, Text]:
    """What is wrong, by the path of the field; `act` for the whole. `errors` are those of a ValidationError."""
    return {".".join(map(str, (*place, *error["loc"]))) or "act": _of(error) for error in errors}


def unlike(form: str) -> Text:
    """Of a value that is right, and written in another form than the one it has in the record."""
    return _filled(_("This must be written as %(form)s."), {"form": form})


@keep_lazy_text
def _filled(text: Text, values: dict[str, Any]) -> str:
    return str(text % values)


def _of(error: Mapping[str, Any]) -> Text:
    values = dict(error.get("ctx", {}))
    if error["type"] == "value_error":
        # What another library says is in English alone.
        return values["error"].text if isinstance(values["error"], Wrong) else UNFORESEEN
    if "expected" in values:
        values["expected"] = ", ".join(values["expected"].rsplit(" or ", 1))
    return _filled(TEXTS.get(error["type"], UNFORESEEN), values)
