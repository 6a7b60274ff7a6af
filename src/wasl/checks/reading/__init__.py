"""Lists as their authorities publish them, read into entries: a file is taken whole or not at all.

    with opened("un-sc", path) as files:
        edition = read_list("un-sc", files)
    differences(before.entries, edition.entries)

`entries` gives them one by one instead, for lists that no memory holds; then nothing is to be kept before it has ended.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import BinaryIO

from wasl.checks.reading import csv_map, ftm, ofac_sdn, un_sc
from wasl.checks.reading.columns import ColumnMap, MapFault, from_mapping, parse
from wasl.checks.reading.differences import ChangedEntry, Differences, FieldChange, differences
from wasl.checks.reading.entry import SHOWN, Entry, ListRefused, Unread, from_json, said, to_json
from wasl.checks.reading.files import file_names, is_packed, opened, paths, unpacked

__all__ = [
    "KINDS",
    "SHOWN",
    "ChangedEntry",
    "ColumnMap",
    "Differences",
    "Entry",
    "FieldChange",
    "ListRefused",
    "MapFault",
    "ReadList",
    "Sum",
    "Unread",
    "differences",
    "entries",
    "file_names",
    "from_json",
    "from_mapping",
    "is_packed",
    "opened",
    "parse",
    "paths",
    "published",
    "read_list",
    "said",
    "to_json",
    "unpacked",
]

KINDS = ("un-sc", "ofac-sdn", "ftm", "csv")
"""The kinds of list that can be read."""


class Sum:
    """What entries read as in all: how many, and SHA-256 over their sorted digests, one a line."""

    def __init__(self) -> None:
        self._digests: list[str] = []

    def add(self, digest: str) -> None:
        """Count an entry by its digest."""
        self._digests.append(digest)

    @property
    def entries(self) -> int:
        """How many there were."""
        return len(self._digests)

    def digest(self) -> str:
        """SHA-256 in hex of all of them; their order counts for nothing."""
        return sha256("\n".join(sorted(self._digests)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadList:
    """A whole list as it stands in one set of files."""

    entries: tuple[Entry, ...]

    def digest(self) -> str:
        """SHA-256 in hex of what the list says; the order of its entries counts for nothing."""
        total = Sum()
        for entry in self.entries:
            total.add(entry.digest())
        return total.digest()

    def unread(self) -> Counter[str]:
        """How many values of each kind of fact could not be read."""
        return Counter(each.fact for entry in self.entries for each in entry.unread)


def entries(
    kind: str,
    files: Mapping[str, BinaryIO],
    *,
    list_name: str = "",
    columns: ColumnMap | None = None,
    most: int = sys.maxsize,
) -> Iterator[Entry]:
    """The entries of a list of a kind, one by one; `columns` for `csv` alone.

    `files` are as `files.opened` gives them. The ids of entries begin with `list_name`, by default the kind. Their
    values may have `most` characters in all. Raises ListRefused at the line at fault, which may come after many
    entries; KeyError for a kind that is none.
    """
    return _within(_entries(kind, files, list_name or kind, columns), most)


def _within(found: Iterable[Entry], most: int) -> Iterator[Entry]:
    """A short file can say much: what one line tells of many entries is read with each of them."""
    total = 0
    for entry in found:
        total += entry.size
        if total > most:
            raise ListRefused("too-large", f"the entries have more than {most} characters", line=entry.line)
        yield entry


def _entries(kind: str, files: Mapping[str, BinaryIO], name: str, columns: ColumnMap | None) -> Iterator[Entry]:
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
) -> ReadList:
    """A whole list. Raises what `entries` raises."""
    return ReadList(tuple(entries(kind, files, list_name=list_name, columns=columns)))
