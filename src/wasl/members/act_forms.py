"""Forms whose answers are the fields of an act: what every room's forms are made of.

The act's own model checks what it says, as it does for programs; a form only gathers the answers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wasl.acts import blobs, registry
from wasl.acts.act import SHORT_TEXT_MAX
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.web import formats
from wasl.web.language import LANGUAGES
from wasl.web.visitors import NOBODY, Visitor

CHUNK = 64 * 1024


class ActForm(forms.Form):
    """Asks for the fields of an act. A field without a label bears the name that its room gave it.

    `four` names the fields that are asked for in each of the four languages; `lists` those of which each line of text
    is one value; `blobs` the files, by field, and the kind of blob that each becomes.
    """

    four: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()
    blobs: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *arguments: Any, visitor: Visitor = NOBODY, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.visitor = visitor
        self.stored: dict[str, str] = {}
        """Files that arrived with this form, by field: the digests that stand for them from now on."""
        for name, field in self.fields.items():
            if field.label is None:
                field.label = registry.label(name)
        for name in self.four:
            self._ask_in_four_languages(name)

    def _ask_in_four_languages(self, name: str) -> None:
        place = list(self.fields).index(name)
        asked = self.fields.pop(name)
        names = list(self.fields)
        for language in LANGUAGES:
            local = get_language_info(language)["name_local"]
            widget = asked.widget.__class__(attrs={**asked.widget.attrs, "lang": language})
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{asked.label} · {local}", max_length=SHORT_TEXT_MAX, required=asked.required, widget=widget
            )
        self.order_fields([*names[:place], *(f"{name}_{language}" for language in LANGUAGES), *names[place:]])

    def clean(self) -> dict[str, Any]:
        """Keep the files that came, once all the rest is right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, kind in self.blobs.items():
            given = cleaned.get(name)
            if isinstance(given, UploadedFile) and not self.errors:
                try:
                    blob = blobs.store(self.visitor.party or "", kind, given.chunks(CHUNK))
                except Refused as refusal:
                    self.add_error(name, ValidationError(refusal.text, code=refusal.code))
                    continue
                cleaned[name] = self.stored[name] = blob.digest
        self._stand_for_files()
        return cleaned

    def _stand_for_files(self) -> None:
        """Let digests stand for the files that were kept, should the form be shown again: nobody sends one twice."""
        if self.stored:
            data, files = QueryDict(mutable=True), self.files.copy()
            data.update(self.data)
            for name, digest in self.stored.items():
                data[name] = digest
                files.pop(name, None)
            self.data, self.files = data, files

    def field_of(self, path: str) -> str | None:
        """The field that asks for a part of the act: `name.ar` is asked for by `name_ar`. None for the whole."""
        parts = path.split(".")
        names = ("_".join(parts[:end]) for end in range(len(parts), 0, -1))
        return next((name for name in names if name in self.fields), None)

    def said(self) -> dict[str, Any]:
        """The act's fields: nothing where nothing was answered, days as the moments in which they begin."""
        said: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            base, _underscore, language = name.rpartition("_")
            if base in self.four and language in LANGUAGES:
                if value:
                    said.setdefault(base, {})[language] = value
            elif name in self.lists:
                said[name] = [line.strip() for line in value.splitlines() if line.strip()]
            else:
                said[name] = _written(value)
        return said


def _written(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return timezone.make_aware(datetime.combine(value, time()))
    return None if value == "" else value


class Lines(forms.CharField):
    """Several values, one a line."""

    def __init__(self, *, rows: int = 3, **named: Any) -> None:
        super().__init__(
            **{
                "help_text": _("One on each line."),
                "required": False,
                "max_length": 4000,
                "widget": forms.Textarea(attrs={"rows": rows}),
                **named,
            }
        )


class Day(forms.DateField):
    """A day, which begins at midnight in the reader's time zone."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **named})


class Upload(forms.FileInput):
    """Sends a file, or again the digest of the one that was sent before."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The new file, or what stands for the one before."""
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        # Of a control that was left empty, a browser says nothing, and Django an empty text.
        return files.get(name) or next(filter(None, sent), None)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control; what was sent before goes along unseen."""
        control = super().render(name, None, attrs, renderer)
        if not isinstance(value, str):
            return control
        kept = gettext("A file was sent already. Choose another to replace it.")
        shown = '<input type="hidden" name="{}" value="{}">{}<small class="quiet">{}</small>'
        return format_html(shown, name, value, control, kept)


class Photograph(forms.FileField):
    """A picture that is sent, or the digest of one that was sent with this form a moment ago."""

    widget = Upload(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"required": False, "help_text": _("JPEG, PNG or WebP, at most 8 MB."), **named})

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """What is shown again: what stands for the file that was sent."""
        return data if isinstance(data, str) else None

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, or the digest. Raises ValidationError."""
        return data if isinstance(data, str) else super().clean(data, initial)


class Choice(forms.ChoiceField):
    """One of a list of (value, title); the act's model or rule has the last word."""

    def __init__(self, choices: Iterable[tuple[str, Text]] | Any, *, empty: Text = "", **named: Any) -> None:
        self._given, self._empty = choices, empty
        super().__init__(choices=self._listed, **named)

    def _listed(self) -> list[tuple[str, Text]]:
        given = self._given() if callable(self._given) else self._given
        return [*([("", self._empty)] if self._empty else []), *given]


NAMED = 6
"""As many ticked boxes are named; more are counted."""


class Folded(forms.CheckboxSelectMultiple):
    """Very many boxes to tick, folded away behind a line that says which are ticked."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "many"})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes, behind a line that names the few that are ticked, or says how many."""
        boxes = super().render(name, value, attrs, renderer)
        ticked = set(value or ())
        titles = [title for choice, title in self.choices if choice in ticked]
        shown = formats.number(len(ticked))
        number = ngettext("%(number)s chosen", "%(number)s chosen", len(ticked)) % {"number": shown}
        said = formats.listed(titles) if 0 < len(titles) <= NAMED else number
        return format_html(
            '<details class="more"><summary>{} · {}</summary>{}</details>', gettext("Choose"), said, boxes
        )


class Choices(forms.MultipleChoiceField):
    """Several of a list, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple
