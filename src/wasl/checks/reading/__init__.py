"""Lists as their authorities publish them, read into entries: a file is taken whole or not at all.

    with opened("un-sc", path) as files:
        edition = read_list("un-sc", files)
    differences(before.entries, edition.entries)

`entries` gives them one by one instead, for lists that no memory holds; then nothing is to be kept before it has ended.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import BinaryIO

from wasl.checks.reading import csv_map, ftm, ofac_sdn, un_sc
from wasl.checks.reading.columns import ColumnMap, MapFault, from_mapping, parse
from wasl.checks.reading.differences import Change, Changed, Differences, differences
from wasl.checks.reading.entry import SHOWN, Entry, ListRefused, Unread, from_json, said, to_json
from wasl.checks.reading.files import opened

__all__ = [
    "KINDS",
    "SHOWN",
    "Change",
    "Changed",
    "ColumnMap",
    "Differences",
    "Edition",
    "Entry",
    "ListRefused",
    "MapFault",
    "Unread",
    "differences",
    "entries",
    "from_json",
    "from_mapping",
    "opened",
    "parse",
    "published",
    "read_list",
    "said",
    "to_json",
]

KINDS = ("un-sc", "ofac-sdn", "ftm", "csv")
"""The kinds of list that can be read."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole list as it stands in one set of files."""

    entries: tuple[Entry, ...]

    def digest(self) -> str:
        """SHA-256 in hex of what the list says; the order of its entries counts for nothing."""
        return sha256("\n".join(sorted(entry.digest() for entry in self.entries)).encode()).hexdigest()

    def unread(self) -> Counter[str]:
        """How many values of each kind of fact could not be read."""
        return Counter(each.fact for entry in self.entries for each in entry.unread)


def entries(
    kind: str, files: Mapping[str, BinaryIO], *, list_name: str = "", columns: ColumnMap | None = None
) -> Iterator[Entry]:
    """The entries of a list of a kind, one by one; `columns` for `csv` alone.

    `files` are as `files.opened` gives them. The ids of entries begin with `list_name`, by default the kind. Raises
    ListRefused at the line at fault, which may come after many entries; KeyError for a kind that is none.
    """
    name = list_name or kind
    if kind == "csv":
        if columns is None:
            raise MapFault("map", "a CSV file is read by a column map")
        return csv_map.read(files["csv"], columns, name)
    if kind == "ofac-sdn":
        return ofac_sdn.read(files, name)
    return {"un-sc": un_sc.read, "ftm": ftm.read}[kind](files[kind], name)


def published(kind: str, files: Mapping[str, BinaryIO]) -> date | None:
    """The day on which a list says it was made, and None for the kinds that do not say. Raises ListRefused."""
    return un_sc.published(files["un-sc"]) if kind == "un-sc" else None


def read_list(
    kind: str, files: Mapping[str, BinaryIO], *, list_name: str = "", columns: ColumnMap | None = None
) -> Edition:
    """A whole list. Raises what `entries` raises."""
    return Edition(tuple(entries(kind, files, list_name=list_name, columns=columns)))
