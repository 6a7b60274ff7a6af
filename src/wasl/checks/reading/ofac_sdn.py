"""The SDN list of the United States' Office of Foreign Assets Control, in its older CSV files.

They are `sdn`, with an entry a line, and beside it `alt`, `add` and `comments`: aliases, addresses, long remarks.

The files have no heading, are in ISO 8859-1, write `-0-` for nothing and end with a line of one 0x1A, so that a file
cut short is known. `sdn_comments` is not always so ended; there, remarks end with a full stop. Remarks of more than
1,000 characters go on in the comments, in the middle of a word.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from wasl.checks.reading.entry import Entry, ListRefused, refuse_empty
from wasl.checks.reading.gathering import Gathering, tidy
from wasl.checks.reading.ofac_remarks import read_remarks
from wasl.checks.reading.rows import rows

END = "\x1a"
REMARKS_MAX = 1_000
"""Characters of remarks in `sdn`; what is longer goes on in the comments."""

COLUMNS = {
    "sdn": (
        *("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "vess_flag"),
        *("vess_owner", "remarks"),
    ),
    "alt": ("ent_num", "alt_num", "alt_type", "alt_name", "remarks"),
    "add": ("ent_num", "add_num", "address", "city", "country", "remarks"),
    "comments": ("ent_num", "remarks"),
}
"""The columns of each file. The call sign and what follows it, to the owner, are those of vessels."""

SCHEMATA = {
    "individual": "Person",
    "": "Organization",
    "entity": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
ALIASES = frozenset({"aka", "fka", "nka"})

_Row = dict[str, str]


def read(sources: Mapping[str, BinaryIO], list_name: str = "ofac-sdn") -> Iterator[Entry]:
    """The entries of the list, by the `ent_num` that the Office keeps for good.

    `sources` are the files by the keys of `COLUMNS`; all are needed. Raises ListRefused; nothing is to be taken from
    the files before the iterator has ended.
    """
    for name in COLUMNS:
        if name not in sources:
            raise ListRefused("missing", f"the list is not whole without its file {name}", field=name)
    beside = {name: _by_entry(name, sources[name]) for name in ("alt", "add", "comments")}
    seen: set[str] = set()
    for line, row in _table("sdn", sources["sdn"]):
        number = row["ent_num"]
        if number in seen:
            raise ListRefused("duplicate", f"entry {number} stands twice", line=line, field="sdn/ent_num")
        seen.add(number)
        yield _entry(row, line, {name: lines.pop(number, []) for name, lines in beside.items()}, list_name)
    for name, lines in beside.items():
        for number, ((line, _), *_more) in lines.items():
            raise ListRefused("unknown-value", f"there is no entry {number}", line=line, field=f"{name}/ent_num")
    if not seen:
        refuse_empty()


def _by_entry(name: str, source: BinaryIO) -> dict[str, list[tuple[int, _Row]]]:
    found: defaultdict[str, list[tuple[int, _Row]]] = defaultdict(list)
    for line, row in _table(name, source):
        found[row["ent_num"]].append((line, row))
    return found


def _table(name: str, source: BinaryIO) -> Iterator[tuple[int, _Row]]:
    """The rows of one file with nothing for `-0-`; whole only if it ends as its kind does."""
    columns = COLUMNS[name]
    ended, line = False, 0
    for line, row in rows(source, encoding="iso-8859-1", file=name):
        if ended:
            raise ListRefused("malformed", "more follows after the end of the file", line=line, field=name)
        if row == [END]:
            ended = True
            continue
        if len(row) != len(columns):
            cut = f"the row has {len(row)} columns and not {len(columns)}"
            raise ListRefused("malformed", cut, line=line, field=name)
        values = dict(zip(columns, ("" if value.strip() == "-0-" else value for value in row), strict=True))
        values["ent_num"] = values["ent_num"].strip()
        if not values["ent_num"].isascii() or not values["ent_num"].isdigit():
            raise ListRefused("malformed", "the number of the entry is none", line=line, field=f"{name}/ent_num")
        yield line, values
    if not ended and name != "comments":
        raise ListRefused("truncated", "the file lacks the mark that ends it", line=line, field=name)


def _entry(row: _Row, line: int, beside: Mapping[str, list[tuple[int, _Row]]], list_name: str) -> Entry:
    kind = row["type"].strip()
    if kind not in SCHEMATA:
        raise ListRefused("unknown-value", f"an entry of the type {kind[:40]}", line=line, field="sdn/type")
    entry = Gathering(f"{list_name}:{row['ent_num']}", SCHEMATA[kind], list_name, line=line)
    entry.name(row["name"])
    for at, alias in beside["alt"]:
        if alias["alt_type"].strip() not in ALIASES:
            raise ListRefused("unknown-value", "an alias of no known type", line=at, field="alt/alt_type")
        entry.name(alias["alt_name"])
        entry.show("aliases", f"{tidy(alias['alt_name'])} ({alias['alt_type'].strip()})")
    for _, address in beside["add"]:
        parts = (tidy(address[column]) for column in ("address", "city", "country"))
        entry.show("addresses", ", ".join(filter(None, parts)))
        entry.country(address["country"])
    _craft(entry, row)
    entry.show("reference", row["ent_num"])
    for programme in row["program"].split("] ["):
        entry.show("programmes", programme.strip("[] "))
    entry.show("positions", row["title"])
    read_remarks(entry, _remarks(row, line, beside["comments"]))
    return entry.entry()


def _remarks(row: _Row, line: int, comments: list[tuple[int, _Row]]) -> str:
    """The remarks with what the comments add. Raises ListRefused (`truncated`) where they do not come to an end."""
    remarks = row["remarks"] + "".join(comment["remarks"] for _, comment in comments)
    cut = len(row["remarks"]) >= REMARKS_MAX or comments
    if cut and not remarks.rstrip().endswith("."):
        where, file = (comments[-1][0], "comments") if comments else (line, "sdn")
        raise ListRefused("truncated", "the remarks have no end", line=where, field=f"{file}/remarks")
    return remarks


def _craft(entry: Gathering, row: _Row) -> None:
    entry.identifier("call-sign", row["call_sign"])
    if row["vess_flag"]:
        entry.country(row["vess_flag"])
    for label, column in (("Type", "vess_type"), ("Tonnage", "tonnage"), ("GRT", "grt"), ("Flag", "vess_flag")):
        if row[column]:
            entry.show("craft", f"{label} {tidy(row[column])}")
    entry.show("linked", row["vess_owner"])
    if entry.schema == "Airplane":
        entry.document(row["name"], "aircraft-registration")
