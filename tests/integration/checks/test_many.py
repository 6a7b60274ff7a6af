"""A table of many: what is read of it, what comes out, and what an interruption costs."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from tests.integration.checks.tables import HEADING, PEOPLE, as_csv, checked, index_at, many, results, table
from wasl.checks.many import arrow, engines
from wasl.checks.many.batch import Order, Result, Tally, check
from wasl.checks.many.columns import parse, placed, recognised
from wasl.checks.many.folder import Folder, beside
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.rows import asked
from wasl.checks.many.tables import Block, Row
from wasl.screening import Index, Subject


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_at(tmp_path_factory.mktemp("index") / "index")


def _refusal(content: bytes, suffix: str = ".csv", **how: Any) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        list(table(content, suffix, **how).blocks())
    return refused.value


def _parquet(rows: Iterable[tuple[str, ...]], heading: Iterable[str] = HEADING) -> bytes:
    sink = io.BytesIO()
    columns = zip(*rows, strict=True)
    parquet.write_table(pa.table(dict(zip(heading, map(list, columns), strict=True))), sink, row_group_size=2)
    return sink.getvalue()


# What comes out.


def test_a_row_has_the_matches_and_the_scores_that_the_index_gives_alone(index: Path, tmp_path: Path) -> None:
    found = table(as_csv(PEOPLE))

    assert checked(found, index, tmp_path / "out.csv") == Tally(rows=5, matched=3)

    opened = Index.open(index)
    columns = placed(found.heading)
    expected = [
        (str(number), match.subject.id, f"{match.score:.4f}", [row.rule for row in match.evidence])
        for number, row in enumerate(PEOPLE, start=1)
        if (query := asked(Row(0, row), columns).query)
        for match in opened.search(query)
    ]
    told = [
        (line["row"], line["subject"], f"{float(line['score']):.4f}", [row[2] for row in json.loads(line["evidence"])])
        for line in results(tmp_path / "out.csv")
    ]
    assert told == expected
    assert [subject for _row, subject, _score, _rules in told] == ["specimens:1", "specimens:1", "fr.own:1"]


def test_a_row_without_a_name_is_told_by_its_number() -> None:
    columns = placed(HEADING)
    assert asked(Row(0, ("7-X", "", "", "", "SP 7654321", "MA")), columns).name == "SP 7654321"
    assert asked(Row(0, ("7-X", "", "1999", "", "", "")), columns).name == ""


def test_csv_and_parquet_say_the_same_going_in_and_coming_out(index: Path, tmp_path: Path) -> None:
    given = {"csv": table(as_csv(PEOPLE)), "parquet": table(_parquet(PEOPLE), ".parquet")}
    told = {}
    for one, found in given.items():
        for other in ("csv", "parquet"):
            out = tmp_path / f"{one}.{other}"
            checked(found, index, out, all_rows=True)
            lines: list[dict[str, Any]] = parquet.read_table(out).to_pylist() if other == "parquet" else results(out)
            told[one, other] = [
                {name: "" if value is None else str(value) for name, value in line.items() if name != "line"}
                for line in lines
            ]

    assert len(told["csv", "csv"]) == 5
    assert all(lines == told["csv", "csv"] for lines in told.values())


def test_only_the_lists_asked_count_and_others_do_not_crowd_them_out(index: Path, tmp_path: Path) -> None:
    found = table(as_csv([PEOPLE[0], PEOPLE[2]]))

    checked(found, index, tmp_path / "out.csv", lists=("fr.own",), limit=1, threshold=0.0)

    lines = results(tmp_path / "out.csv")
    assert {line["lists"] for line in lines} == {"fr.own"}
    assert "2" in {line["row"] for line in lines}


def test_no_cell_of_the_results_is_taken_for_a_formula(index: Path, tmp_path: Path) -> None:
    row = ('=HYPERLINK("http://example")', "Marwan Specimenov", "1974-03-12", "MA", "", "")

    checked(table(as_csv([row])), index, tmp_path / "out.csv")

    assert results(tmp_path / "out.csv")[0]["id"] == '\'=HYPERLINK("http://example")'


def test_a_cell_that_was_kept_from_being_a_formula_is_read_without_the_apostrophe(index: Path, tmp_path: Path) -> None:
    row = ("'+1", "'=Marwan Specimenov", "1974-03-12", "MA", "", "")

    (block,) = table(as_csv([row, ("1", "'Abd", "", "", "", "")])).blocks()
    assert [each.cells[:2] for each in block.rows] == [("+1", "=Marwan Specimenov"), ("1", "'Abd")]

    checked(table(as_csv([row])), index, tmp_path / "out.csv")
    (line,) = results(tmp_path / "out.csv")
    assert (line["id"], line["asked"], line["status"]) == ("'+1", "'=Marwan Specimenov", "match")


def test_a_row_whose_likeliest_is_no_alert_is_weak_and_counted_apart(tmp_path: Path) -> None:
    common = Subject(id="specimens:9", names=("Mohamed Ali",), birth_dates=("1974-03-12",), lists=("specimens",))
    other = Subject(id="specimens:8", names=("Mohammed Aly",), birth_dates=("1950",), lists=("specimens",))
    Index.build([common, other]).save(tmp_path / "index")
    rows = [
        ("1", "Mohamed Ali", "", "", "", ""),
        ("2", "Mohamed Ali", "1974-03-12", "", "", ""),
        ("3", "Nobody Atall", "", "", "", ""),
    ]

    tally = checked(table(as_csv(rows)), tmp_path / "index", tmp_path / "out.csv", all_rows=True)

    assert tally == Tally(rows=3, matched=1, weak=1)
    told = [(line["row"], line["status"], line["rank"], line["subject"]) for line in results(tmp_path / "out.csv")]
    assert told == [("1", "weak", "1", "specimens:9"), ("2", "match", "1", "specimens:9"), ("3", "no-match", "", "")]
    checked(table(as_csv(rows)), tmp_path / "index", tmp_path / "strict.csv", threshold=0.2)
    assert {line["status"] for line in results(tmp_path / "strict.csv")} == {"match"}


def test_record_batches_give_what_blocks_give(index: Path) -> None:
    batch = pa.record_batch([list(column) for column in zip(*PEOPLE, strict=True)], names=list(HEADING))
    order = Order(placed(HEADING))

    (told,) = arrow.over([batch], index=str(index), order=order)

    block = Block(0, 1, tuple(Row(0, row) for row in PEOPLE))
    assert [tuple(line.values()) for line in told.to_pylist()] == list(check(block, [Index.open(index)], order))
    assert len(arrow.ddl().split(", ")) == len(Result._fields)


# What a row can have wrong with it.


def test_rows_that_cannot_be_read_are_reported_with_their_lines_and_stop_no_other(index: Path, tmp_path: Path) -> None:
    content = as_csv(PEOPLE[:1])
    content += b'6,"two\r\nlines",1990-01-01,DE,,\r\n'  # a row of two lines
    content += b"7,too few\r\n"
    content += b"8,,1990-01-01,DE,,\r\n"
    content += b"9,Broken \xff bytes,1990-01-01,DE,,\r\n"
    content += b"10,Example Nobody,32/13/1990,Atlantis,,\r\n"
    content += as_csv(PEOPLE[2:3]).partition(b"\r\n")[2]

    tally = checked(table(content, encoding="utf-8"), index, tmp_path / "out.csv")

    lines = results(tmp_path / "out.csv")
    told = {line["line"]: (line["status"], line["reason"]) for line in lines}
    assert told == {
        "2": ("match", ""),
        "5": ("not-checked", "cells: 2 of 6"),
        "6": ("not-checked", "nothing-asked"),
        "7": ("not-checked", "not-text"),
        "8": ("no-match", "unread: birth_date 32/13/1990; unread: nationality Atlantis"),
        "9": ("match", ""),
    }
    assert tally == Tally(rows=7, matched=2, not_checked=3)


def test_what_stands_in_a_row_is_read_as_on_a_list() -> None:
    columns = placed(HEADING)
    query = asked(Row(0, ("7", "SPECIMENOV, Marwan", "٣١/١٢/١٩٧٤", "Maroc", "AB 12", "Espagne")), columns).query
    assert query
    assert (query.names, query.birth_dates, query.nationalities) == (("Marwan SPECIMENOV",), ("1974-12-31",), ("ma",))
    assert [(each.number, each.country) for each in query.documents] == [("AB 12", "es")]


# Which column says what.


@pytest.mark.parametrize(
    ("heading", "facts"),
    [
        ("Full name;DOB;Nationality;Passport No.", "name birth_date nationality document_number"),
        ("الاسم الكامل;تاريخ الميلاد;الجنسية;رقم جواز السفر", "name birth_date nationality document_number"),
        ("Nom;Prénom(s);Date de naissance;Sexe", "family given birth_date sex"),
        ("Nombre;Apellidos;Fecha de nacimiento;Sexo", "given family birth_date sex"),
        ("given_name;family_name;full_name;weather", "given family name"),
        ("surname;name", "family given"),
    ],
)
def test_columns_are_recognised_by_their_headings(heading: str, facts: str) -> None:
    columns = heading.split(";")
    known = {column: fact for fact, several in recognised(columns).items() for column in several}
    assert " ".join(known[column] for column in columns if column in known) == facts


def test_a_map_goes_before_what_is_recognised() -> None:
    heading = ("Name", "Mother", "Vorname", "Zuname")
    assert placed(heading, parse(["name=Mother", "weak_name=Name"])).of == {"name": (1,), "weak_name": (0,)}
    assert placed(heading, parse(["name="]) | parse(["given=Vorname+Zuname"])).of == {"given": (2, 3)}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (["name=Nowhere"], "wrong-map"),
        (["weather=Name"], "wrong-map"),
        (["Name"], "wrong-map"),
        (["name="], "no-columns"),
    ],
)
def test_a_map_that_cannot_be_followed_is_refused(said: list[str], code: str) -> None:
    with pytest.raises(TableRefused) as refused:
        placed(("Name", "Born"), parse(said))
    assert refused.value.code == code


# Which files are tables.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1256", "iso-8859-6"])
def test_names_survive_every_encoding(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    content = mark + as_csv([PEOPLE[1]], encoding=encoding)
    said = "" if encoding.startswith("utf") else encoding

    (block,) = table(content, encoding=said).blocks()

    assert block.rows[0].cells == PEOPLE[1]


def test_the_heading_shows_the_delimiter() -> None:
    for delimiter in (",", ";", "\t", "|"):
        content = delimiter.join(("id", "name", "remarks")) + "\n" + delimiter.join(("1", "A B", "x")) + "\n"
        (block,) = table(content.encode()).blocks()
        assert block.rows == (Row(2, ("1", "A B", "x")),)


@pytest.mark.parametrize(
    ("content", "suffix", "how", "code", "line"),
    [
        (b"", ".csv", {}, "empty", 1),
        (b"\r\n\r\n", ".csv", {}, "empty", 1),
        (b"name\n" + "É".encode("latin-1") + b"\n", ".csv", {}, "encoding", 0),
        (b"name\n" + "É".encode("latin-1") + b"\0\n", ".csv", {}, "encoding", 0),
        (b"name\nA B\nC\0 D\nE F\n", ".csv", {}, "malformed", 3),
        (as_csv(PEOPLE), ".csv", {"encoding": "klingon"}, "encoding", 0),
        (b'name\na\n"b\n', ".csv", {}, "truncated", 3),
        (b'name,id\n"a"b,1\n', ".csv", {}, "malformed", 2),
        (b"name\n" + b"x" * (1 << 20) + b"x\n", ".csv", {}, "too-large", 2),
        (b"\x89PNG\r\n\x1a\n\0\0", ".csv", {}, "encoding", 0),
        (b"no Parquet file", ".parquet", {}, "malformed", 0),
        (_parquet(PEOPLE)[:-9], ".parquet", {}, "malformed", 0),
        (as_csv(PEOPLE), ".xlsx", {}, "other-format", 0),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, suffix: str, how: Any, code: str, line: int) -> None:
    refusal = _refusal(content, suffix, **how)
    assert (refusal.code, refusal.line) == (code, line)


def test_a_table_without_rows_is_refused(index: Path, tmp_path: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        checked(table(as_csv([])), index, tmp_path / "out.csv")
    assert refused.value.code == "empty"
    assert not (tmp_path / "out.csv").exists()


def test_parquet_dates_and_numbers_are_read_and_columns_of_lists_passed_over() -> None:
    sink = io.BytesIO()
    columns = {"name": ["A B"], "dob": [date(1974, 3, 12)], "id": [7], "tags": [["x"]]}
    parquet.write_table(pa.table(columns), sink)

    found = table(sink.getvalue(), ".parquet")

    assert found.heading == ("name", "dob", "id")
    assert [block.rows for block in found.blocks()] == [(Row(0, ("A B", "1974-03-12", "7")),)]


def _rows_or_refusal(content: bytes, suffix: str, encoding: str = "") -> None:
    with suppress(TableRefused):
        found = table(content, suffix, encoding=encoding)
        for block in found.blocks():
            assert all(row.fault or len(row.cells) == len(found.heading) for row in block.rows)


@given(content=st.binary(max_size=400), encoding=st.sampled_from(["", "utf-8", "utf-16", "windows-1256", "gb18030"]))
def test_any_bytes_are_rows_or_refused(content: bytes, encoding: str) -> None:
    _rows_or_refusal(content, ".csv", encoding)


@given(st.text(alphabet=st.sampled_from(["a", '"', ",", ";", "\n", "\r", "\0", "É", "\ufeff"]), max_size=60))
def test_any_text_is_rows_or_refused(text: str) -> None:
    _rows_or_refusal(text.encode(), ".csv")


_WHOLE = _parquet(PEOPLE)


@given(at=st.integers(0, len(_WHOLE) - 1), put=st.binary(max_size=8))
def test_a_damaged_parquet_file_is_rows_or_refused(at: int, put: bytes) -> None:
    _rows_or_refusal(_WHOLE[:at] + put + _WHOLE[at + len(put) :], ".parquet")


@given(st.lists(st.text(max_size=30), min_size=6, max_size=6))
def test_any_cells_are_asked_or_have_a_reason(cells: list[str]) -> None:
    told = asked(Row(0, tuple(cells)), placed(HEADING))
    assert told.query or told.reason.partition(":")[0] in ("nothing-asked", "not-text", "too-long")


# What an interruption costs.


class _Counting:
    """An engine that remembers which blocks it was given, and may stop in the middle."""

    def __init__(self, index: Path, stop_at: int = -1) -> None:
        self._engine, self._stop_at = engines.here(index), stop_at
        self.seen: list[int] = []

    def __call__(self, blocks: Iterable[Block], order: Order) -> Iterator[tuple[Block, tuple[Result, ...]]]:
        def watched() -> Iterator[Block]:
            for block in blocks:
                if block.number == self._stop_at:
                    raise KeyboardInterrupt
                self.seen.append(block.number)
                yield block

        yield from self._engine(watched(), order)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_whoever_is_interrupted_goes_on_after_the_last_whole_block(index: Path, tmp_path: Path, suffix: str) -> None:
    content = as_csv(list(many(1000)))
    whole, out = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    expected = checked(table(content), index, whole, block=100)
    with pytest.raises(KeyboardInterrupt):
        checked(table(content), index, out, engine=_Counting(index, stop_at=6), block=100)
    (beside(out) / "00000006.part.tmp").write_bytes(b"half a part")
    assert not out.exists()

    rest = _Counting(index)
    assert checked(table(content), index, out, engine=rest, block=100) == expected

    assert rest.seen == [6, 7, 8, 9]
    assert out.read_bytes() == whole.read_bytes()
    assert not beside(out).exists()


def test_parts_of_another_table_or_order_are_thrown_away(index: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        checked(table(as_csv(PEOPLE)), index, out, engine=_Counting(index, stop_at=2))

    for content, how in ((as_csv(PEOPLE[::-1]), {}), (as_csv(PEOPLE[::-1]), {"threshold": 0.9})):
        again = _Counting(index, stop_at=2)
        with pytest.raises(KeyboardInterrupt):
            checked(table(content), index, out, engine=again, **how)
        assert again.seen == [0, 1]


def test_two_do_not_work_on_one_file_of_results(index: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with Folder(beside(out)).mine(), pytest.raises(TableRefused) as refused:
        checked(table(as_csv(PEOPLE)), index, out)
    assert refused.value.code == "in-use"


def test_processes_give_what_one_gives(index: Path, tmp_path: Path) -> None:
    content = as_csv(list(many(300)))
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    checked(table(content), index, one, block=100)
    checked(table(content), index, two, block=100, engine=engines.local(index, workers=2))
    assert one.read_bytes() == two.read_bytes()
    assert len(list(csv.reader(io.StringIO(one.read_text("utf-8"))))) == 4


@pytest.mark.long
def test_a_cluster_gives_what_one_process_gives(index: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    content = as_csv(list(many(300)))
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    checked(table(content), index, one, block=100)
    checked(table(content), index, two, block=100, engine=partial(engines.ray, workers=2)(index))
    assert one.read_bytes() == two.read_bytes()
