"""Any CSV by a column map: what is read, how delimiters and ids are found, and which files are refused."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import public_data
from tests.unit.checks import lists
from wasl.checks.reading import ListRefused, MapFault, ReadList, from_mapping, opened, parse, read_list
from wasl.screening.subject import Document, Identifier

MAP: dict[str, Any] = {
    "id": {"column": "key"},
    "schema": {"column": "type", "default": "LegalEntity", "values": {"person": "Person"}},
    "separator": ";",
    "delimiters": [",", ";", "\t"],
    "facts": {"names": [["given", "family"], "alias"], "birth_dates": ["born"], "nationalities": ["nationality"]},
    "documents": {"passport": "passport"},
    "issuers": {"passport": "issuer"},
    "identifiers": {"imo": "imo"},
    "shown": {"remarks": ["why"]},
}
HEADING = "key,type,given,family,alias,born,nationality,passport,issuer,imo,why\n"
ROW = "1,person,Samir,Namudhaji,Samer N; Sameer N,21.4.1958; 1959,Iranian,A1; B2,Lebanon,,Because\n"
NAMES = {"facts": {"names": ["name"]}, "delimiters": [",", ";", "\t", "|"]}


def read(data: str | bytes, given: dict[str, Any] = MAP) -> ReadList:
    data = data if isinstance(data, bytes) else data.encode()
    return read_list("csv", {"csv": BytesIO(data)}, list_name="own", columns=from_mapping(given))


def refused(data: str | bytes, given: dict[str, Any] = MAP) -> ListRefused:
    with pytest.raises(ListRefused) as caught:
        read(data, given)
    return caught.value


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def test_a_row_by_the_map() -> None:
    entry = read(HEADING + ROW).entries[0]

    subject = entry.subject
    assert (subject.id, subject.schema, subject.lists, entry.line) == ("own:1", "Person", ("own",), 2)
    assert subject.names == ("Samir Namudhaji", "Samer N", "Sameer N")
    assert (subject.birth_dates, subject.nationalities) == (("1958-04-21", "1959"), ("ir",))
    assert subject.documents == (Document("A1", "passport", "lb"), Document("B2", "passport", "lb"))
    assert dict(entry.shown) == {"births": ("21.4.1958", "1959"), "remarks": ("Because",)}


def test_a_cell_may_hold_line_ends_quotes_and_delimiters() -> None:
    row = '2,,"A ""quoted"" name",,"x, y",,,,,"1234567","two\r\nlines"\n'
    entry = read(HEADING + row + ROW).entries[0]
    assert entry.subject.names == ('A "quoted" name', "x, y")
    assert entry.subject.schema == "LegalEntity"
    assert entry.subject.identifiers == (Identifier("imo", "1234567"),)
    assert entry.shown["remarks"] == ("two lines",)
    assert [each.line for each in read(HEADING + row + ROW).entries] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_declared_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    data = (HEADING + ROW.replace("Namudhaji", "Nämudhaji")).replace(";", "/").replace(",", delimiter)
    given = MAP | {"separator": "/", "encoding": encoding.removesuffix("-sig")}
    assert read(data.encode(encoding), given).entries[0].subject.names[0] == "Samir Nämudhaji"


def test_a_delimiter_that_is_not_declared_is_not_guessed() -> None:
    refusal = refused((HEADING + ROW).replace(",", "|"))
    assert (refusal.code, refusal.line, refusal.field) == ("missing", 1, "given")


def test_an_id_is_drawn_from_the_columns_named() -> None:
    given = NAMES | {"id": {"drawn_from": ["name", "act"]}}
    edition = read("name,act,rank\nA,1,x\nB,1,x\nA,2,x\nA,1,y\n", given)
    ids = [entry.id for entry in edition.entries]
    assert len(set(ids)) == 4
    assert ids[3] == f"{ids[0]}-2"
    later = read("name,act,rank\nB,1,z\na ,1,x\n", given)
    assert [entry.id for entry in later.entries] == [ids[1], ids[0]]


def test_an_id_is_else_drawn_from_schema_name_and_birth() -> None:
    given = {"facts": {"names": ["name"], "birth_dates": ["born"]}}
    first, second = read("name,born\nA,1958\nA,1959\n", given).entries
    assert first.id != second.id
    assert read("born,name\n1959,A\n", given).entries[0].id == second.id


@pytest.mark.parametrize(
    ("data", "code", "line", "field"),
    [
        ("", "empty", 0, ""),
        (HEADING, "empty", 0, ""),
        (HEADING + ROW + ROW, "duplicate", 3, "key"),
        (HEADING + ROW.replace("1", "", 1), "missing", 2, "key"),
        (HEADING + ROW.replace("person", "ghost"), "unknown-value", 2, "type"),
        (HEADING + "3,,,,,,,,,,\n", "missing", 2, "name"),
        (HEADING + ROW + "2,person\n", "malformed", 3, ""),
        (HEADING + ROW.rstrip(), "truncated", 2, ""),
        (HEADING + ROW + '2,"open\n', "truncated", 3, ""),
        (HEADING + ROW + '2,"a"b\n', "malformed", 3, ""),
        (HEADING + ROW + "2,\0\n", "malformed", 3, ""),
        (HEADING + f"2,{'x' * 70_000},,,,,,,,,\n", "too-large", 2, ""),
        (HEADING + f"2,{'x' * 140_000},,,,,,,,,\n", "too-large", 2, ""),
        (HEADING.replace("why", "key") + ROW, "missing", 1, "why"),
        (HEADING.replace("\n", ",key\n") + ROW, "malformed", 1, "key"),
        ('"key\n', "malformed", 1, ""),
        (HEADING.encode() + ROW.replace("Samir", "Sämir").encode("latin-1"), "encoding", 2, ""),
        ((HEADING + ROW).encode("utf-16"), "encoding", 1, ""),
    ],
)
def test_a_file_with_a_fault_is_refused_at_its_line(data: str | bytes, code: str, line: int, field: str) -> None:
    refusal = refused(data)
    assert (refusal.code, refusal.line, refusal.field) == (code, line, field)


def test_a_file_cut_inside_a_row_is_refused() -> None:
    whole = (HEADING + ROW + ROW.replace("1", "2", 1)).encode()
    for at in range(len(whole)):
        if at != len((HEADING + ROW).encode()):
            refused(whole[:at])


def test_a_last_line_without_an_end_is_taken_where_the_map_says_so() -> None:
    assert len(read((HEADING + ROW).rstrip(), MAP | {"last_line_ends": False}).entries) == 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"colour": 1}, "map"),
        ({"facts": {}}, "facts.names"),
        ({"facts": {"names": "name"}}, "facts.names"),
        ({"facts": {"names": ["a"], "shoe_size": ["b"]}}, "facts"),
        ({"shown": {"colour": ["b"]}}, "shown"),
        ({"facts": {"names": ["a"], "places": [["b"] * 11]}}, "facts"),
        ({"facts": {"names": ["a"]}, "shown": {"remarks": ["b"] * 6, "other": ["b"] * 5}}, "facts"),
        ({"schema": {"default": "Ghost"}}, "schema"),
        ({"schema": []}, "schema"),
        ({"encoding": "utf-7"}, "encoding"),
        ({"dates": "ydm"}, "dates"),
        ({"delimiters": [", "]}, "delimiters"),
        ({"delimiters": []}, "delimiters"),
        ({"separator": 1}, "separator"),
        ({"last_line_ends": "no"}, "last_line_ends"),
        ({"documents": {"a": 1}}, "documents"),
        ({"id": {"drawn_from": "a"}}, "id.drawn_from"),
    ],
)
def test_a_map_with_a_fault_is_refused(change: dict[str, Any], where: str) -> None:
    with pytest.raises(MapFault) as caught:
        from_mapping(NAMES | change)
    assert caught.value.where == where


def test_a_csv_file_needs_a_map_and_a_map_must_be_toml() -> None:
    with pytest.raises(MapFault):
        read_list("csv", {"csv": BytesIO()})
    with pytest.raises(MapFault):
        parse("[")


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(
    names=st.lists(WORD.map(lambda word: f"N {word}"), min_size=1, max_size=5),
    noise=CELL,
    delimiter=st.sampled_from(",;\t|"),
)
@settings(deadline=None)
def test_names_come_back_as_they_were_written(names: list[str], noise: str, delimiter: str) -> None:
    data = written([["noise", "name"], *[[noise, name] for name in names]], delimiter)
    edition = read(data, NAMES)
    assert [entry.subject.names[0] for entry in edition.entries] == [name.strip(" ,;") for name in names]


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_do_worse_than_a_refusal(data: bytes) -> None:
    for start in (b"", HEADING.encode()):
        try:
            read(start + data)
        except ListRefused as refusal:
            assert refusal.code  # noqa: PT017 (either a refusal or entries)


class TestPublished:
    def test_the_union_s_annexes(self) -> None:
        with opened("csv", public_data.path("eu_journal_sanctions/eu_consolidated.csv.gz")) as files:
            edition = read_list("csv", files, list_name="eu", columns=lists.eu_columns())

        assert Counter(entry.subject.schema for entry in edition.entries) == {
            "Person": 4500,
            "LegalEntity": 2553,
            "Vessel": 708,
            "Company": 200,
            "Thing": 29,
            "Organization": 27,
        }
        assert len({entry.id for entry in edition.entries}) == 8017
        unread = edition.unread()
        assert unread.pop("identifiers") < 300  # of 5,300: telephones without a country's code, several in one cell
        assert unread.total() < 40
