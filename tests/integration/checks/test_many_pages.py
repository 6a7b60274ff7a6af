"""A file of many by page: sent, its columns corrected, checked by a job, and shown to who sent it alone."""

import csv
import io
import json
import re
import shutil
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.integration.checks.specimens import CLEARED, cleared, listed
from tests.integration.checks.tables import PEOPLE, as_csv, many
from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock, deadlines, jobs
from wasl.api import limits
from wasl.checks import pace
from wasl.checks.log import auditing
from wasl.checks.models import Batch, Check
from wasl.checks.tables import logged_tables, sealed_tables, sent_tables
from wasl.checks.views import log
from wasl.members.acts import Role

PAGE = "/check/many/"

pytestmark = [
    pytest.mark.django_db(transaction=True),  # a job has connections of its own
    pytest.mark.usefixtures("held_clock"),
]


@pytest.fixture
def officer(world: World) -> Client:
    listed(world)
    return signed_in(person(world, "MA", Role.BORDER))


def _send(client: Client, content: bytes, **other: Any) -> HttpResponse:
    said = {"table": SimpleUploadedFile("people.csv", content), "purpose": "training", "encoding": ""} | other
    answer: HttpResponse = client.post(PAGE, said)  # type: ignore[assignment]
    return answer


def _sent(client: Client, content: bytes, **other: Any) -> str:
    answer = _send(client, content, **other)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def _columns(client: Client, address: str) -> dict[str, str]:
    """The form of columns as it is shown."""
    text = client.get(address).content.decode()
    said = {"dates": "dmy", "schema": "Person"}
    for name, options in re.findall(r'<select name="(column-\d+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = chosen[1] if chosen else ""
    return said


def _checked(client: Client, content: bytes, **columns: str) -> str:
    address = _sent(client, content)
    answer = client.post(address, _columns(client, address) | columns)
    assert answer.status_code == 302, answer.content.decode()
    jobs.work_off()
    return address


def _results(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}results.csv")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_a_file_is_sent_its_columns_are_shown_it_is_checked_and_its_matches_come_first(officer: Client) -> None:
    address = _sent(officer, as_csv(PEOPLE))
    columns = _columns(officer, address)
    assert [columns[f"column-{place}"] for place in range(6)] == [
        *("id", "name", "birth_date", "nationality", "document_number", "document_country")
    ]
    officer.post(address, columns)
    assert "being checked" in officer.get(address).content.decode()
    jobs.work_off()

    text = officer.get(address).content.decode()
    assert "2 rows with a match" in text
    assert "Marwan Specimenov" in text
    assert text.index("Marwan Specimenov") < text.index("مروان سبسيمنوف")
    assert [(line["row"], line["subject"]) for line in _results(officer, address)] == [
        ("1", "specimens:1"),
        ("2", "specimens:1"),
    ]
    told = json.loads(b"".join(officer.get(f"{address}results.json").streaming_content))  # type: ignore[attr-defined]
    assert [(line["row"], line["subject"]) for line in told] == [(1, "specimens:1"), (2, "specimens:1")]
    assert told[0]["evidence"][0][3]


def test_the_log_has_one_line_with_both_files_and_who_was_found(officer: Client) -> None:
    content = as_csv(PEOPLE)
    address = _checked(officer, content)
    line = Check.objects.get()
    assert (line.way, line.party, line.purpose, line.matches) == ("many", "MA", "training", 2)
    assert (line.asked["rows"], line.asked["file"]) == (5, sha256(content).hexdigest())
    results = b"".join(officer.get(f"{address}results.csv").streaming_content)  # type: ignore[attr-defined]
    assert line.answered["results"] == sha256(results).hexdigest()
    told = [(each["row"], each["asked"], [match["subject"] for match in each["matches"]]) for each in line.rows]
    assert told == [(1, "Marwan Specimenov", ["specimens:1"]), (2, "مروان سبسيمنوف", ["specimens:1"])]
    assert [float(each["matches"][0]["score"]) >= 0.7 for each in line.rows] == [True, True]
    assert Batch.objects.get().line == line.pk


def test_a_weak_row_says_to_look_closer_and_is_logged_behind_those_with_a_match(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged_tables, "ROWS_MAX", 2)
    weak = ("1", "Marwan Specimenov", "1990", "", "", "")
    address = _checked(officer, as_csv([weak, PEOPLE[0], weak]))

    assert [(line["row"], line["status"]) for line in _results(officer, address)] == [
        ("1", "weak"),
        ("2", "match"),
        ("3", "weak"),
    ]
    text = officer.get(address).content.decode()
    assert re.search(r"<dt>Look closer</dt><dd>2</dd>", text)
    assert text.index('class="is-alert"') < text.index('class="is-weak"')
    line = Check.objects.get()
    assert (line.matches, line.answered["matched"], line.answered["weak"]) == (1, 1, 2)
    assert [each["row"] for each in line.rows] == [1, 2]


def test_the_page_and_the_json_have_no_apostrophe_before_what_looks_like_a_formula(officer: Client) -> None:
    row = ("7-X", "'=Marwan Specimenov", "1974-03-12", "MA", "", "")
    address = _checked(officer, as_csv([row]))
    assert "<bdi>=Marwan Specimenov</bdi>" in officer.get(address).content.decode()
    (told,) = json.loads(b"".join(officer.get(f"{address}results.json").streaming_content))  # type: ignore[attr-defined]
    assert (told["asked"], told["row"], told["rank"], told["id"]) == ("=Marwan Specimenov", 1, 1, "7-X")


def test_the_log_has_only_so_many_rows_and_says_that_there_are_more(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged_tables, "ROWS_MAX", 1)
    _checked(officer, as_csv(PEOPLE))
    line = Check.objects.get()
    assert ([each["row"] for each in line.rows], line.matches) == ([1], 2)
    assert "The log has the first 1 rows with a match" in officer.get(f"/checks/log/{line.pk}/").content.decode()


def test_rows_of_the_log_are_shown_page_by_page_and_a_clearance_begins_with_one(
    world: World, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "PAGE", 1)
    _checked(officer, as_csv(PEOPLE))
    address = f"/checks/log/{Check.objects.get().pk}/"
    duty = signed_in(person(world, "MA", Role.HEAD))
    first, second = (duty.get(f"{address}{query}").content.decode() for query in ("", "?from=1"))
    assert ("Marwan Specimenov</bdi>" in first, "مروان سبسيمنوف" in first) == (True, False)
    assert "مروان سبسيمنوف" in second
    (form,) = re.findall(r'href="(/clearances/give/[^"]*row=2)"', second)
    assert "مروان سبسيمنوف" in duty.get(unescape(form)).content.decode()


def test_a_line_whose_rows_were_changed_is_seen_to_be(officer: Client) -> None:
    _checked(officer, as_csv(PEOPLE))
    line = Check.objects.get()
    assert auditing.is_whole(line)
    line.rows[0]["asked"] = "Somebody Else"
    assert not auditing.is_whole(line)


def test_of_a_file_with_too_many_rows_no_more_is_read(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_tables, "ROWS_MAX", 5_000)
    broken = b"name\n" + b"SPECIMEN\n" * 12_000 + b'"SPECIMEN'  # it ends inside quotes
    assert "A file may have at most 5000 rows" in _send(officer, broken).content.decode().replace("5,000", "5000")


def test_reading_a_file_counts_by_how_long_it_takes(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_SECOND", 1e9)
    officer.raise_request_exception = False

    address = _sent(officer, as_csv(many(20)))

    assert officer.get(address).status_code == 429
    refused = _send(officer, as_csv(many(20)))
    assert (refused.status_code, "times in a minute" in refused.content.decode()) == (429, True)
    assert Batch.objects.count() == 1


def test_columns_can_be_corrected(officer: Client) -> None:
    content = as_csv([("Nobody Atall", "Marwan Specimenov", "1974-03-12")], ("name", "whom", "born"))
    assert _results(officer, _checked(officer, content)) == []
    address = _checked(officer, content, **{"column-0": "", "column-1": "name"})
    assert [line["asked"] for line in _results(officer, address)] == ["Marwan Specimenov"]


def test_without_a_column_to_ask_by_nothing_begins(officer: Client) -> None:
    address = _sent(officer, as_csv(PEOPLE))
    answer = officer.post(address, _columns(officer, address) | {"column-1": "", "column-4": ""})
    assert answer.status_code == 422
    assert "No column holds names or document numbers" in answer.content.decode()
    assert Batch.objects.get().task == ""


def test_who_was_cleared_is_no_match(world: World, officer: Client) -> None:
    entry = cleared(world)
    person = ("1", CLEARED.names[0], CLEARED.birth_date or "", "MA", "SP123456", "MA")
    address = _checked(officer, as_csv([person]))
    (line,) = _results(officer, address)
    assert (line["status"], line["clearance"]) == ("cleared", str(entry))
    assert "Cleared: not the one listed" in officer.get(address).content.decode()
    assert Check.objects.get().matches == 0


def test_clearances_are_read_once_for_many_rows(world: World, officer: Client) -> None:
    entry = cleared(world)
    meant = (CLEARED.names[0], CLEARED.birth_date or "", "MA", "SP123456", "MA")
    rows = [(str(number), *(meant if number % 2 else PEOPLE[0][1:])) for number in range(1, 41)]

    def asked(content: bytes) -> tuple[str, int]:
        """The table's page, and how often the check looked for clearances and entries."""
        address = _sent(officer, content)
        officer.post(address, _columns(officer, address))
        with CaptureQueriesContext(connection) as caught:
            jobs.work_off()
        tables = ('FROM "checks_clearance"', 'FROM "checks_listedentry"')
        return address, sum(any(each in query["sql"] for each in tables) for query in caught)

    address, often = asked(as_csv(rows))

    told = {(line["row"], line["status"], line["clearance"]) for line in _results(officer, address)}
    assert told == {
        (str(number), *(("cleared", str(entry)) if number % 2 else ("match", ""))) for number in range(1, 41)
    }
    assert often == asked(as_csv(rows[:2]))[1] > 0


@pytest.mark.parametrize(
    ("content", "encoding", "told"),
    [
        (b"", "", "The file is empty"),
        (b"\n\n", "", "The file holds no rows"),
        (as_csv([]), "", "The file holds no rows"),
        (as_csv([PEOPLE[1]], encoding="windows-1256"), "", "choose the one in which it was saved"),
        (b'name\n"open', "", "ends inside quotes"),
        (b"\x89PNG\r\n\x1a\n\0", "utf-8", "This is no table"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_kept(
    officer: Client, content: bytes, encoding: str, told: str
) -> None:
    answer = _send(officer, content, encoding=encoding)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Batch.objects.exists()
    assert not list(sealed_tables.folder().glob("*"))


def test_other_encodings_are_read_when_they_are_named(officer: Client) -> None:
    address = _sent(officer, as_csv([PEOPLE[1]], encoding="windows-1256"), encoding="windows-1256")
    assert "مروان سبسيمنوف" in officer.get(address).content.decode()


def test_too_many_rows_and_too_many_files_are_refused(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_tables, "ROWS_MAX", 4)
    assert "too-many-rows" in _send(officer, as_csv(PEOPLE)).content.decode()
    monkeypatch.setattr(sent_tables, "KEPT_MAX", 1)
    _sent(officer, as_csv(PEOPLE[:1]))
    assert "too-many-tables" in _send(officer, as_csv(PEOPLE[:1])).content.decode()


def test_a_file_as_large_as_may_be_comes_through_to_the_page() -> None:
    assert limits.largest(PAGE) >= sent_tables.SIZE_MAX + 2**10


def test_nobody_else_sees_a_file_nor_its_results(world: World, officer: Client) -> None:
    address = _checked(officer, as_csv(PEOPLE))
    other = signed_in(person(world, "MA", Role.HEAD))
    for where in (address, f"{address}results.csv", f"{address}results.json"):
        assert other.get(where).status_code == 404
    assert other.post(f"{address}delete/").status_code == 404
    assert "people.csv" not in other.get(PAGE).content.decode()
    assert "many" in other.get("/checks/log/?way=many").content.decode()


def test_nothing_of_a_file_lies_in_the_clear(officer: Client) -> None:
    address = _sent(officer, as_csv(PEOPLE))
    held = [path for path in sealed_tables.folder().rglob("*") if path.is_file()]
    assert held
    officer.post(address, _columns(officer, address))
    jobs.work_off()
    held += [path for path in sealed_tables.folder().rglob("*") if path.is_file()]
    for path in held:
        content = path.read_bytes() if path.exists() else b""
        assert b"Specimenov" not in content
        assert b"specimens:1" not in content
    assert not held[0].exists(), "what was sent is gone once it is checked"


def test_a_failed_check_says_so_and_can_begin_again(officer: Client, tmp_path: Path) -> None:
    address = _sent(officer, as_csv(PEOPLE))
    columns = _columns(officer, address)
    from wasl.checks.index import shelves

    index = shelves.index_file("secretariat")
    index.rename(tmp_path / "index")
    officer.post(address, columns)
    jobs.work_off()
    text = officer.get(address).content.decode()
    assert "Could not be checked" in text
    assert "no-index" in text
    assert "Nobody on these lists" not in text

    (tmp_path / "index").rename(index)
    officer.post(address, columns)
    jobs.work_off()
    assert len(_results(officer, address)) == 2


def test_an_interrupted_job_goes_on_where_it_was(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = _sent(officer, as_csv(list(many(3000))))
    officer.post(address, _columns(officer, address))
    looks = iter([False, False, True])
    jobs.work_off(lambda: next(looks, True))
    sealed = sealed_tables.SealedTable(Batch.objects.get().token)
    there = sealed.names() - {"order"}
    assert there
    assert Batch.objects.get().tally is None
    kept = {name: sealed.get(name) for name in there}
    written = {path: path.stat().st_mtime_ns for path in sealed._path.glob("0*.part")}

    jobs.work_off()

    assert len(_results(officer, address)) == 30
    assert {name: sealed.get(name) for name in there} == kept
    assert {path: path.stat().st_mtime_ns for path in written} == written


def test_files_are_deleted_by_hand_and_after_a_week(world: World, officer: Client) -> None:
    address = _checked(officer, as_csv(PEOPLE))
    officer.post(f"{address}delete/")
    assert officer.get(address).status_code == 404
    assert not list(sealed_tables.folder().glob("*"))

    _checked(officer, as_csv(PEOPLE))
    world.pass_time(days=sent_tables.KEPT_FOR.days - 1)
    with clock.held_at(world.now):
        deadlines.tick(world.now)
    assert Batch.objects.exists()
    world.pass_time(days=2)
    with clock.held_at(world.now):
        deadlines.tick(world.now)
    assert not Batch.objects.exists()
    assert not list(sealed_tables.folder().glob("*"))


def test_a_restored_installation_has_no_file_and_says_so(officer: Client) -> None:
    address = _checked(officer, as_csv(PEOPLE))
    shutil.rmtree(sealed_tables.folder())
    assert officer.get(address).status_code == 404
    assert officer.get(f"{address}results.csv").status_code == 404
    assert "people.csv" not in officer.get(PAGE).content.decode()


def test_a_file_is_no_question_and_its_line_in_the_log_leads_to_its_results(officer: Client) -> None:
    address = _checked(officer, as_csv(PEOPLE))
    line = Check.objects.get()
    assert officer.get(f"/check/{line.pk}/").status_code == 404
    text = officer.get(f"/checks/log/{line.pk}/").content.decode()
    assert address in text
    assert "Nobody on the lists" not in text
    assert re.search(r"<dt>Rows</dt><dd>5</dd>\s*<dt>With a match</dt><dd>2</dd>", text)
