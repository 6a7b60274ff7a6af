"""What the shared parts of pages ask: of forms, their controls and their errors; of facts, their kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, widgets
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wasl.acts.wording import Text
from wasl.web.entries import Value

register = template.Library()

NOT_PROSE = ("email", "url", "number", "tel", "password", "date", "datetime-local", "time", "month", "color")
"""Fields whose text runs from left to right in every language."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a form: the sentence, the field it is about, and the code of a refusal."""

    text: Text
    anchor: str = ""
    label: Text = ""
    code: str = ""


@register.simple_tag(takes_context=True)
def in_place(context: Context, *also: str) -> SafeString:
    """The attributes of a form of filters that changes the list `#list` of its page, and what else is named.

    It does so as somebody types, chooses or sends it, with the address in the history; without a script it loads its
    page. The page has `web/parts/filters.html` in its head, and `web/parts/said.html` beside its list.
    """
    return format_html(
        'hx-get="{}" hx-trigger="submit, input changed delay:300ms" hx-target="#list" hx-select="#list"'
        ' hx-select-oob="{}" hx-swap="outerHTML" hx-push-url="true" hx-sync="this:replace" hx-indicator="#list"'
        ' autocomplete="off"',
        context["request"].path,
        ",".join(("#list-said:innerHTML", *also)),
    )


@register.filter
def problems(form: BaseForm) -> list[Problem]:
    """Everything wrong with a form that was sent: first what is about all of it, then field by field."""
    return list(_problems(form)) if form.is_bound else []


def _problems(form: BaseForm) -> Iterator[Problem]:
    for error in form.non_field_errors().as_data():
        for message in error.messages:
            yield Problem(message, code=_refusal_code(error))
    for bound in _fields(form):
        for error in bound.errors.as_data():
            for message in error.messages:
                yield Problem(message, _anchor(bound), bound.label, _refusal_code(error))


def _fields(form: BaseForm) -> list[BoundField]:
    return [form[name] for name in form.fields]


def _anchor(bound: BoundField) -> str:
    """What the browser goes to: the control, or the first of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0" if bound.auto_id else ""


def _refusal_code(error: Any) -> str:
    """A refusal's own code, with a hyphen in it; what Django calls its checks (`required`) is nobody's business."""
    code = getattr(error, "code", None) or ""
    return code if "-" in code else ""


@register.filter
def control(bound: BoundField) -> SafeString:
    """A field's control, its direction stated: free text follows what is typed."""
    widget = bound.field.widget
    attributes: dict[str, str | bool] = {}
    if "dir" not in widget.attrs and isinstance(widget, (widgets.Input, widgets.Textarea)):
        kind = getattr(widget, "input_type", "textarea")
        if kind in NOT_PROSE:
            attributes["dir"] = "ltr"
        elif kind in ("text", "search", "textarea"):
            attributes["dir"] = "auto"
    return bound.as_widget(attrs=attributes)


@register.filter
def sort_of(bound: BoundField) -> str:
    """How a field is laid out: `hidden`, `group` (a question with several answers), `box` (one tick) or `line`."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.CheckboxInput):
        return "box"
    return "group" if widget.use_fieldset else "line"


@register.filter
def given(value: Any) -> list[Any]:
    """What a fact says as a list: one value, several, or none."""
    if value is None or value == "":
        return []
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return list(value)
    return list(value) if isinstance(value, (set, frozenset)) else [value]


@register.filter
def kind_of(value: Any) -> str:
    """What a value is: `value` (of an act), `moment`, `day`, `truth`, `number`, `markup` or `text`."""
    for kind, types in _KINDS:
        if isinstance(value, types):
            return kind
    return "text"


_KINDS: tuple[tuple[str, Any], ...] = (
    ("value", Value),
    ("moment", datetime),
    ("day", date),
    ("truth", bool),
    ("number", (int, float)),
    ("markup", SafeString),
)
