"""Kinds of fields that several acts of this room have."""

import re
from typing import Annotated, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator

from wasl.acts.act import MemberCode, ShortText
from wasl.acts.faults import Wrong
from wasl.members.states import Region

LANGUAGES = ("ar", "en", "es", "fr")

T = TypeVar("T", bound=str)


def _four_languages(names: dict[str, ShortText]) -> dict[str, ShortText]:
    if tuple(sorted(names)) != LANGUAGES:
        raise Wrong(_("This must be given in four languages: `ar`, `en`, `es` and `fr`."))
    return names


Names = Annotated[dict[str, ShortText], AfterValidator(_four_languages)]


def in_order(values: tuple[T, ...]) -> tuple[T, ...]:
    """A set has one form in the record: sorted, each value once."""
    return tuple(sorted(set(values)))


def _at_least_one(values: tuple[T, ...]) -> tuple[T, ...]:
    if not values:
        raise Wrong(_("Name at least one."))
    return values


def _is_word(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text) or len(text) > 40:
        raise Wrong(_("This must be a word of small letters a to z, digits and hyphens, at most 40 of them."))
    return text


Word = Annotated[str, AfterValidator(_is_word)]
"""A name from a list that may grow, such as a crime area; whether it is on the list, the rule says."""

Words = Annotated[tuple[Word, ...], AfterValidator(in_order)]
SomeWords = Annotated[Words, AfterValidator(_at_least_one)]
MemberCodes = Annotated[tuple[MemberCode, ...], AfterValidator(in_order)]
Regions = Annotated[tuple[Region, ...], AfterValidator(in_order)]
