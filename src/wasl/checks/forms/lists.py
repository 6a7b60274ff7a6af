"""The forms of acts about lists."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from wasl.checks.acts import MAP_MAX, RENEWED_MAX, Source
from wasl.checks.lists.known_lists import RENEWED_WITHIN
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import file_names
from wasl.checks.wording import CLOSE_REASONS, FILES, SOURCES
from wasl.members.act_forms import ActForm, Choice, Photograph, Upload

WORD_MAX = 40
"""Characters of a list's word."""


class OpenListForm(ActForm):
    """A list that a party is going to keep."""

    four = ("title",)

    list = forms.SlugField(
        max_length=WORD_MAX,
        help_text=_("Small letters, figures and hyphens, as in stolen-passports. Entries bear it for ever."),
    )
    source = Choice(SOURCES.items())
    title = forms.CharField(widget=forms.TextInput(attrs={"dir": "auto"}))
    renewed_within = forms.IntegerField(
        initial=RENEWED_WITHIN,
        validators=[MinValueValidator(1), MaxValueValidator(RENEWED_MAX)],
        help_text=_("When no edition came for so many days, everybody who checks is warned."),
    )


class ListFile(Photograph):
    """A file of a list that is sent, or the digest of one that was sent with this form a moment ago."""

    widget = Upload(attrs={"accept": ".xml,.csv,.json,.jsonl,.ndjson,.gz"})

    def __init__(self, **named: Any) -> None:
        super().__init__(
            **{"required": True, "help_text": _("As it was published; it may be packed with gzip."), **named}
        )


class ReturnForm(ActForm):
    """An edition that brings files kept here already."""

    accept_losses = forms.BooleanField(
        required=False,
        label=_("Many entries may be gone"),
        help_text=_("Without this, an edition in which more than a tenth of the entries is missing is not taken."),
    )


class ImportForm(ReturnForm):
    """The files of a new edition: which, the list's source says."""

    def __init__(self, *arguments: Any, watch_list: WatchList, newest: Edition | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = file_names(watch_list.source)
        self.blobs = {f"files_{name}": "list" for name in names}  # type: ignore[misc] # which, the list says
        asked: dict[str, forms.Field] = {f"files_{name}": ListFile(label=FILES[name]) for name in names}
        if watch_list.source == Source.CSV:
            asked["columns"] = forms.CharField(
                label=_("Column map"),
                max_length=MAP_MAX,
                initial=newest.columns if newest else "",
                strip=False,
                widget=forms.Textarea(attrs={"rows": 12, "dir": "ltr", "spellcheck": "false", "class": "mono"}),
                help_text=_("What stands in which column, in TOML; the operator's guide describes it."),
            )
        self.fields = {**asked, **(self.fields if newest else {})}


class CloseListForm(ActForm):
    """Why a list is no longer asked."""

    reason = Choice(CLOSE_REASONS.items())
