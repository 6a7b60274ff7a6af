"""What every list of this room does alike: filters in its address, the same lines as CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from wasl.acts.wording import Text

LONGEST = 100
"""Characters of a search that count."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""

Choice = tuple[str, Text, bool]
"""A value, what it is called, whether it is the one chosen."""


class Filters:
    """The filters of a list: what the address says of them, held to what there is."""

    def __init__(self, request: HttpRequest, **known: Iterable[str] | None) -> None:
        """By name, the values that there are; None is free text. What is not known counts as not said."""
        self._chosen: dict[str, str] = {}
        for name, values in known.items():
            said = request.GET.get(name, "").strip()[:LONGEST]
            self._chosen[name] = said if values is None or said in set(values) else ""

    def __getitem__(self, name: str) -> str:
        return self._chosen[name]

    def __bool__(self) -> bool:
        return any(self._chosen.values())

    def address(self, **changed: Any) -> str:
        """The list's address with some of it changed; what says nothing is left out."""
        return "?" + urlencode(self.said(**changed))

    def said(self, **changed: Any) -> dict[str, str]:
        """What is chosen, with some of it changed."""
        return {name: str(value) for name, value in (self._chosen | changed).items() if value not in ("", None)}

    def choices(self, name: str, titles: Mapping[str, Text]) -> list[Choice]:
        """A filter's values for a select."""
        return [(value, title, value == self._chosen[name]) for value, title in titles.items()]


def below(request: HttpRequest) -> int | None:
    """Below which number the page of a list begins, as the address says; None for the newest page."""
    return index(request.GET.get("before", ""))


def index(text: str) -> int | None:
    """A number from an address: an entry, a line. None where it is none, or larger than any can be."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def as_csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file of lines; nothing in it is taken for a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return answer


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def private(answer: HttpResponse) -> HttpResponse:
    """A page that shows what is not for everybody: no cache may keep it."""
    answer["Cache-Control"] = "private, no-store"
    return answer
