"""The log of checks by page: one's own bureau's, everybody's for who audits, one's own of a day."""

from typing import Any

import pytest
from django.test import Client

from tests.integration.checks.specimens import cleared, listed, logged
from tests.integration.members.pages import at_the_desk
from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock, deadlines
from wasl.checks.log import auditing
from wasl.checks.models import Check
from wasl.members.acts import Role


def _get(world: World, client: Client, page: str) -> str:
    with clock.held_at(world.now):
        answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


def _tick(world: World) -> None:
    with clock.held_at(world.now):
        deadlines.tick()


def _match(subject: str = "specimens:1", **other: Any) -> dict[str, Any]:
    match = {"subject": subject, "score": "0.9312", "cleared": None} | other
    return {"unanswered": "", "lists": {"specimens": 7}, "model": "1", "threshold": "0.4000", "matches": [match]}


def test_a_head_reads_what_the_bureau_asked_and_no_other(world: World) -> None:
    logged(world, "Marwan Specimenov")
    logged(world, "Salma Namouzaj", party="FR")
    with at_the_desk(world, "MA") as client:
        page = _get(world, client, "/checks/log/?party=FR")
        answer = client.get("/api/v1/checks/log?party=FR&way=api").json()
    assert "Marwan Specimenov" in page
    assert "Salma Namouzaj" not in page
    assert [each["asked"]["text"] for each in answer["checks"]] == ["Marwan Specimenov"]


def test_the_organisations_auditor_reads_everybodys(world: World) -> None:
    logged(world, "Marwan Specimenov")
    logged(world, "Salma Namouzaj", party="FR")
    with at_the_desk(world, "secretariat", Role.AUDITOR) as client:
        both, one = (_get(world, client, f"/checks/log/{query}") for query in ("", "?party=FR"))
    assert ("Marwan Specimenov" in both, "Salma Namouzaj" in both) == (True, True)
    assert ("Marwan Specimenov" in one, "Salma Namouzaj" in one) == (False, True)


def test_a_reading_of_the_log_says_in_words_what_was_read(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        for query in ("", "?purpose=visa&alerts=yes"):
            _get(world, client, f"/checks/log/{query}")
        page = _get(world, client, "/checks/log/")
    assert "The log: Visa or residence · With alerts" in page
    assert "<bdi>The log</bdi>" in page


def test_filters_stand_in_the_address(world: World) -> None:
    logged(world, "First", way="page")
    logged(world, "Second", purpose="visa", matches=1)
    world.pass_time(days=1)
    logged(world, "Third", asked={"facts": {"names": ["Third"]}})
    with at_the_desk(world, "MA") as client:
        found = {
            query: [
                text for text in ("First", "Second", "Third") if text in _get(world, client, f"/checks/log/?{query}")
            ]
            for query in ("", "way=page", "purpose=visa", "alerts=yes", "day=2026-01-06", "asker=program", "asker=none")
        }
    assert found == {
        "": ["First", "Second", "Third"],
        "way=page": ["First"],
        "purpose=visa": ["Second"],
        "alerts=yes": ["Second"],
        "day=2026-01-06": ["Third"],
        "asker=program": ["First", "Second", "Third"],
        "asker=none": [],
    }


def test_the_same_lines_come_as_csv_and_json(world: World) -> None:
    line = logged(world, "=Marwan")
    with at_the_desk(world, "MA") as client:
        rows = _get(world, client, "/checks/log/?view=csv").splitlines()
        (said,) = client.get("/api/v1/checks/log?way=api").json()["checks"]
    assert rows[0].startswith("check,day,at,party,asker")
    assert f"{line.pk},2026-01-05,2026-01-05T08:00:00.000000Z,MA,SPECIMEN program,api,training" in rows[1]
    assert ",'=Marwan," in rows[1]
    assert (said["check"], said["digest"]) == (line.pk, line.digest.hex())


def test_of_a_long_text_a_file_of_lines_has_the_beginning(world: World) -> None:
    names = [f"{'x' * 900} {number}" for number in range(100)]
    line = logged(world, asked={"facts": {"names": names}})
    with at_the_desk(world, "MA") as client:
        (_heading, row, *_others) = _get(world, client, "/checks/log/?view=csv&way=api").splitlines()
        (said,) = client.get("/api/v1/checks/log?way=api").json()["checks"]
    assert f"{'x' * 900} 0 · {'x' * 95}…," in row
    assert (said["check"], said["asked"]["facts"]["names"]) == (line.pk, names)


def test_a_long_log_is_read_page_by_page(world: World) -> None:
    for number in range(51):
        logged(world, f"Number {number} ")
    with at_the_desk(world, "MA") as client:
        page = _get(world, client, "/checks/log/")
        oldest = Check.objects.order_by("pk")[1].pk
        assert f"?before={oldest}" in page
        older = _get(world, client, f"/checks/log/?before={oldest}")
    assert "Number 0 " in older
    assert "Number 1 " not in older


def test_a_line_tells_what_was_asked_and_answered_and_stands_beside_the_record(world: World) -> None:
    listed(world)
    clearance = cleared(world)
    line = logged(world, answered=_match(), matches=1)
    held = logged(world, answered=_match(cleared=clearance))
    with at_the_desk(world, "MA") as client:
        before = _get(world, client, f"/checks/log/{line.pk}/")
        other = _get(world, client, f"/checks/log/{held.pk}/")
        world.pass_time(days=1)
        _tick(world)
        after = _get(world, client, f"/checks/log/{line.pk}/")
        Check.objects.filter(pk=held.pk).delete()
        differs = _get(world, client, f"/checks/log/{line.pk}/")
    for said in ("Marwan Specimenov", "0.93", "specimens", f"?subject=specimens%3A1&amp;check={line.pk}"):
        assert said in before, said
    assert f"/clearances/{clearance}/" in other
    assert "does not have this day yet" in before
    assert "are what the record says they were" in after
    assert "are not what the record says they were" in differs


def test_a_day_is_summed_once_for_all_lines_that_are_read_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "SUMMED_FOR", 1e9)  # no minute ends meanwhile
    numbers = [logged(world, f"Number {number}").pk for number in range(4)]
    addresses = [f"{page}{number}" for number in numbers for page in ("/api/v1/checks/log/", "/checks/log/")]
    world.pass_time(days=1)
    summed = auditing._summed.cache_info
    sums = [summed().misses]
    with at_the_desk(world, "MA") as client:
        assert [client.get(address, follow=True).status_code for address in addresses] == [200] * 8
        sums.append(summed().misses)
        _tick(world)
        states = [client.get(f"/api/v1/checks/log/{number}").json()["state"] for number in numbers]
        for address in addresses:
            client.get(address, follow=True)
        sums.append(summed().misses)

    assert [each - sums[0] for each in sums] == [0, 0, 1]
    assert states == ["agrees"] * 4


def test_a_line_that_was_changed_is_seen_to_be(world: World) -> None:
    line = logged(world)
    Check.objects.update(purpose="visa")
    with at_the_desk(world, "MA") as client:
        page = _get(world, client, f"/checks/log/{line.pk}/")
        answer = client.get(f"/api/v1/checks/log/{line.pk}").json()
    assert "This line was changed after it was written" in page
    assert (answer["whole"], answer["state"]) == (False, "not-yet")


def test_could_not_answer_looks_nothing_like_no_match(world: World) -> None:
    unanswered = logged(world, answered={"unanswered": "no-index", "lists": {}, "model": "", "threshold": "0.4000"})
    nobody = logged(world)
    with at_the_desk(world, "MA") as client:
        first, second = (_get(world, client, f"/checks/log/{each.pk}/") for each in (unanswered, nobody))
    assert ("not answered" in first, "no match" in first) == (True, False)
    assert ("not answered" in second, "no match" in second) == (False, True)


def test_a_file_of_many_is_one_line_and_rows_left_out_are_no_good_news(world: World) -> None:
    said = {"unanswered": "", "lists": {}, "model": "1", "threshold": "0.7000", "matches": []}
    counted = {"matched": 0, "cleared": 0, "not_checked": 2}
    line = logged(world, way="many", asked={"file": "0" * 64, "rows": 3}, answered=said | counted)
    with at_the_desk(world, "MA") as client:
        log, one = _get(world, client, "/checks/log/"), _get(world, client, f"/checks/log/{line.pk}/")
    for page in (log, one):
        assert "File of 3 rows" in page
        assert ("rows left out" in page, "no match" in page) == (True, False)


def test_nobody_on_some_of_the_lists_is_no_good_news(world: World) -> None:
    said = {"unanswered": "", "lists": {"specimens": 1}, "behind": ["later"], "model": "1", "threshold": "0.7000"}
    logged(world, answered=said | {"matches": []})
    with at_the_desk(world, "MA") as client:
        page = _get(world, client, "/checks/log/")
    assert ("not all of it looked at" in page, "no match" in page) == (True, False)


def test_an_officer_reads_their_own_checks_of_a_day(world: World) -> None:
    world.appoint_head("MA")
    account = person(world, "MA", Role.BORDER)
    own = logged(world, "Marwan Specimenov", account=account.pk)
    others = logged(world, "Salma Namouzaj", account=account.pk + 1)
    client = signed_in(account)

    page = _get(world, client, "/checks/mine/")
    assert ("Marwan Specimenov" in page, "Salma Namouzaj" in page) == (True, False)
    assert f"/check/{own.pk}/" in _get(world, client, f"/checks/log/{own.pk}/")
    with clock.held_at(world.now):
        assert client.get(f"/checks/log/{others.pk}/").status_code == 404
        assert client.get("/checks/log/").status_code == 403
        mine = client.get("/api/v1/checks/mine").json()
    assert [each["check"] for each in mine["checks"]] == [own.pk]

    world.pass_time(hours=24)
    assert "Marwan Specimenov" not in _get(world, client, "/checks/mine/")
    with clock.held_at(world.now):
        assert client.get(f"/checks/log/{own.pk}/").status_code == 404
