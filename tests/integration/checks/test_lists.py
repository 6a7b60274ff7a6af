"""The pages of lists: who sees them, how they are opened, renewed and closed, and who is told when they are overdue."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.integration.checks.editions_of import MAP, PEOPLE, THIRD, published
from tests.integration.checks.specimens import MARWAN, SALMA, listed, opened, renewed
from tests.integration.checks.specimens import PEOPLE as SPECIMENS
from tests.integration.checks.test_importing import brought
from tests.integration.members.pages import at_the_desk, hidden, say, size
from tests.people import person, signed_in
from tests.world import NAME, World
from wasl.accounts.models import Notification
from wasl.acts import clock, deadlines
from wasl.acts.models import OutboxMessage
from wasl.checks import queries
from wasl.checks.acts import CloseList, CloseReason
from wasl.checks.index import shelves
from wasl.checks.lists import differing, reminding, standing
from wasl.checks.models import Edition, WatchList
from wasl.members.acts import Role

YUSUF = {"id": "3", "name": "Yusuf Mithalzadeh", "birthDate": "1969-07-01"}


@pytest.fixture
def at_secretariat(world: World) -> Iterator[Client]:
    with at_the_desk(world, "secretariat") as client:
        yield client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, address))))


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_each_party_sees_the_secretariats_lists_and_its_own(world: World) -> None:
    listed(world)
    renewed(world, opened(world, "MA", "own"), [YUSUF])
    seen: dict[str, list[str]] = {}
    for party in ("MA", "FR"):
        with at_the_desk(world, party) as client:
            seen[party] = [each["name"] for each in rows(client, "/lists/?view=csv")]
            assert [each["name"] for each in client.get("/api/v1/lists").json()["lists"]] == seen[party]
            status = 200 if party == "MA" else 404
            for address in ("/lists/ma.own/", "/lists/ma.own/differences/", "/api/v1/lists/ma.own"):
                assert client.get(address).status_code == status, (party, address)
            text(client, "/lists/ma.own/import/", status)

    assert seen == {"MA": ["ma.own", "specimens"], "FR": ["specimens"]}


def test_a_list_is_renewed_by_its_own_party_alone(world: World) -> None:
    listed(world)
    with at_the_desk(world, "MA") as client:
        assert "list-import" not in text(client, "/lists/specimens/")
        for page in ("import", "close"):
            text(client, f"/lists/specimens/{page}/", 404)


def test_a_list_is_opened_and_its_first_edition_imported(world: World, at_secretariat: Client, tmp_path: Path) -> None:
    assert "Security Council Consolidated List" in text(at_secretariat, "/open-list/?source=un-sc")
    titles = {f"title_{language}": f"SPECIMEN {language}" for language in NAME}
    said = {"list": "specimens", "source": "un-sc", "renewed_within": 3, **titles}
    entry = say(at_secretariat, "/open-list/", **said)
    assert WatchList.objects.get().entry == entry
    assert "nothing imported yet" in text(at_secretariat, "/lists/")

    path = published("un-sc", tmp_path / "one")
    imported = say(at_secretariat, "/lists/specimens/import/", **{"files_un-sc": upload(path)})
    assert Edition.objects.get().entry == imported
    assert len(shelves.opened("secretariat")) == 2
    page = text(at_secretariat, "/lists/specimens/")
    assert "first edition" in page
    assert "renewed in time" in page


def test_the_answers_show_what_an_edition_changes(world: World, at_secretariat: Client, tmp_path: Path) -> None:
    opened(world, source="un-sc")
    say(at_secretariat, "/lists/specimens/import/", **{"files_un-sc": upload(published("un-sc", tmp_path / "one"))})
    second = published("un-sc", tmp_path / "two", (*PEOPLE, THIRD))
    checked = at_secretariat.post("/lists/specimens/import/", {"files_un-sc": upload(second)}).content.decode()

    assert "Yusuf Exemplaire" in checked
    before = size()
    done = at_secretariat.post("/lists/specimens/import/", hidden(checked))
    assert (done.status_code, size()) == (302, before + 1)


def test_a_file_that_is_refused_stands_at_its_field(world: World, at_secretariat: Client, tmp_path: Path) -> None:
    opened(world, source="ftm")
    path = published("ftm", tmp_path / "one")
    path.write_text(path.read_text() + "{ no JSON\n")
    answer = at_secretariat.post("/lists/specimens/import/", {"files_ftm": upload(path)})

    assert answer.status_code == 422
    assert "line 3" in answer.content.decode()
    assert not Edition.objects.exists()


def test_the_file_at_fault_among_several(world: World, at_secretariat: Client, tmp_path: Path) -> None:
    opened(world, source="ofac-sdn")
    folder = published("ofac-sdn", tmp_path / "one")
    (folder / "alt.csv").write_text("no row of it\n\x1a")
    (folder / "sdn_comments.csv").write_text("\x1a")
    names = {"sdn": "sdn", "alt": "alt", "add": "add", "comments": "sdn_comments"}
    files = {f"files_{name}": upload(folder / f"{stem}.csv") for name, stem in names.items()}
    answer = at_secretariat.post("/lists/specimens/import/", files)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["__all__", "files_alt"]


def test_so_many_gone_have_to_be_confirmed(world: World, at_secretariat: Client, tmp_path: Path) -> None:
    opened(world, source="un-sc")
    say(at_secretariat, "/lists/specimens/import/", **{"files_un-sc": upload(published("un-sc", tmp_path / "one"))})
    fewer = {"files_un-sc": upload(published("un-sc", tmp_path / "two", PEOPLE[:1]))}
    refused = at_secretariat.post("/lists/specimens/import/", fewer)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"__all__", "accept_losses"})

    kept = dict(re.findall(r'<input type="hidden" name="(files_[^"]+)" value="([^"]*)">', refused.content.decode()))
    again = {name: [digest, ""] for name, digest in kept.items()}  # as a browser sends a control that was left empty
    checked = at_secretariat.post("/lists/specimens/import/", {**again, "accept_losses": "on"})
    assert "50 %" in checked.content.decode()
    at_secretariat.post("/lists/specimens/import/", hidden(checked.content.decode()))
    assert Edition.objects.order_by("-entry")[0].delisted == 1


def test_a_bureaus_own_csv_list(world: World, tmp_path: Path) -> None:
    opened(world, "MA", "own", source="csv")
    path = published("csv", tmp_path / "one")
    with at_the_desk(world, "MA") as client:
        wrong = client.post("/lists/ma.own/import/", {"files_csv": upload(path), "columns": "facts = 1"})
        assert wrong.status_code == 422
        say(client, "/lists/ma.own/import/", files_csv=upload(path), columns=MAP)

        assert "given" in text(client, "/lists/ma.own/import/"), "the map before is the next one's beginning"
    assert Edition.objects.get().entries == 2


def test_a_list_is_no_newer_than_its_files_say(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, word="un-sc", source="un-sc", renewed_within=3)
    path = published("un-sc", tmp_path / "list")
    for days, stale in ((1, False), (3, False), (4, True)):
        day = (world.now - timedelta(days=days)).date().isoformat()
        path.write_text(re.sub(r'dateGenerated="[0-9-]{10}', f'dateGenerated="{day}', path.read_text()))
        with clock.held_at(world.now):
            brought(world, watch_list, path)
            (line,) = standing.lines([watch_list])
        assert (line.state == "stale", line.published) == (stale, day)
    with clock.held_at(world.now):
        assert [each.name for each, _edition in standing.stale(world.now)] == ["un-sc"]


def test_a_list_is_closed(world: World, at_secretariat: Client) -> None:
    listed(world)
    say(at_secretariat, "/lists/specimens/close/", reason="mistaken")

    assert "specimens" not in text(at_secretariat, "/lists/")
    assert [each["state"] for each in rows(at_secretariat, "/lists/?view=csv&state=closed")] == ["closed"]
    assert "opened by mistake" in text(at_secretariat, "/lists/specimens/")
    text(at_secretariat, "/lists/specimens/import/", 404)


def test_what_an_edition_changed(world: World, at_secretariat: Client) -> None:
    watch_list = listed(world)
    edition = renewed(world, watch_list, [{**MARWAN, "birthDate": "1975-03-12"}, YUSUF])
    page = text(at_secretariat, f"/lists/specimens/differences/?edition={edition}")
    for shown in ("Yusuf Mithalzadeh", "Salma Namouzaj", "1974-03-12", "1975-03-12"):
        assert shown in page
    lines = rows(at_secretariat, f"/lists/specimens/differences/?edition={edition}&view=csv")
    assert list(dict.fromkeys(each["kind"] for each in lines)) == ["added", "changed", "delisted"]
    assert ("Dates of birth", "1974-03-12", "1975-03-12") in {
        (each["field"], each["gone"], each["come"]) for each in lines
    }
    only = rows(at_secretariat, f"/lists/specimens/differences/?edition={edition}&kind=delisted&view=csv")
    assert [each["name"] for each in only] == ["Salma Namouzaj"]
    told = at_secretariat.get("/api/v1/lists/specimens/differences").json()
    assert [len(told[kind]) for kind in ("added", "changed", "delisted")] == [1, 1, 1]
    assert {"field": "birth_dates", "gone": ["1974-03-12"], "come": ["1975-03-12"]} in told["changed"][0]["changes"]


def test_a_first_edition_and_one_that_is_not_there(world: World, at_secretariat: Client) -> None:
    listed(world)
    assert "first edition" in text(at_secretariat, "/lists/specimens/differences/")
    assert at_secretariat.get("/api/v1/lists/specimens/differences").json()["code"] == "first-edition"
    for wrong in ("0", "99999", "x", "-1"):
        text(at_secretariat, f"/lists/specimens/differences/?edition={wrong}", 404)


def test_long_editions_are_not_compared_on_a_page(
    world: World, at_secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [YUSUF])
    monkeypatch.setattr(differing, "AT_ONCE", 2)

    assert "wasl list differences specimens --edition" in text(at_secretariat, "/lists/specimens/differences/")
    assert at_secretariat.get("/api/v1/lists/specimens/differences").json()["code"] == "too-large"


def test_pages_of_a_difference(world: World, at_secretariat: Client) -> None:
    watch_list = listed(world)
    many = [{"id": f"m{number}", "name": f"Specimen Numbered{number:03}"} for number in range(120)]
    renewed(world, watch_list, [*SPECIMENS, *many])
    first = text(at_secretariat, "/lists/specimens/differences/")
    third = text(at_secretariat, "/lists/specimens/differences/?from=100")

    assert "from=50" in first
    assert first.count("Specimen Numbered") == 50
    assert third.count("Specimen Numbered") == 20


def test_the_states_of_lists(world: World) -> None:
    listed(world)
    opened(world, word="empty")
    closed = opened(world, word="closed")
    world.perform(CloseList(list=closed.entry, reason=CloseReason.REPLACED), by="secretariat")

    def states() -> dict[str, str]:
        with clock.held_at(world.now):
            return {each.name: line.state for each, line in standing.chosen("MA", state="all")}

    assert states() == {"specimens": "current", "empty": "empty", "closed": "closed"}
    world.pass_time(days=6, hours=23)
    assert states() == {"specimens": "current", "empty": "empty", "closed": "closed"}
    world.pass_time(hours=1)
    assert states() == {"specimens": "stale", "empty": "stale", "closed": "closed"}


def _told() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.filter(template=reminding.STALE).order_by("pk").values_list("recipient", "path"))


def test_keepers_are_told_once_a_period_that_a_list_is_overdue(world: World) -> None:
    person(world, "secretariat")
    person(world, "secretariat", Role.CLERK)
    watch_list = listed(world)
    path = "/lists/specimens/"
    both = [("secretariat/head-of-bureau", path), ("secretariat/secretariat-clerk", path)]
    for days, expected in ((6, []), (1, both), (1, both), (6, both * 2)):
        now = world.pass_time(days=days)
        reminding.remind_of_stale_lists(now)
        reminding.remind_of_stale_lists(now)
        assert _told() == expected, days
    renewed(world, watch_list, [MARWAN, SALMA])
    reminding.remind_of_stale_lists(world.now)
    assert _told() == both * 2
    reminding.remind_of_stale_lists(world.pass_time(days=7))
    assert _told() == both * 3, "a new edition begins anew"


def test_a_bureau_is_told_of_its_own_list(world: World) -> None:
    head = person(world, "MA")
    person(world, "FR")
    renewed(world, opened(world, "MA", "own"), [YUSUF])
    world.pass_time(days=7)
    with clock.held_at(world.now):
        deadlines.tick()

    told = Notification.objects.filter(kind=reminding.STALE)
    assert [(each.account, each.path) for each in told] == [(head, "/lists/ma.own/")]


def test_the_desk_says_that_a_list_is_overdue(world: World) -> None:
    listed(world)
    account = person(world, "secretariat", Role.HEAD)
    other = person(world, "MA", Role.HEAD)
    world.pass_time(days=7)
    with clock.held_at(world.now):
        keeper, reader = signed_in(account), signed_in(other)
        assert "A list is overdue" in text(keeper, "/")
        assert "A list is overdue" not in text(reader, "/")
        for client in (keeper, reader):
            assert "not renewed in time" in text(client, "/lists/")


def test_a_list_behind_is_said_to_be_so(world: World, at_secretariat: Client) -> None:
    watch_list = listed(world)
    said = json.loads((shelves.place("secretariat") / "lists.json").read_text())
    newest = queries.newest_edition(watch_list.entry)
    assert newest
    held = json.dumps(said | {"lists": {"specimens": newest.entry - 1}})
    (shelves.place("secretariat") / "lists.json").write_text(held)

    assert "being taken into the index" in text(at_secretariat, "/lists/")
    assert "against the one before" in text(at_secretariat, "/lists/specimens/")


def test_a_digest_of_a_file_that_is_not_ones_own_is_no_file(world: World, at_secretariat: Client) -> None:
    opened(world, source="ftm")
    answer: Any = at_secretariat.post("/lists/specimens/import/", {"files_ftm": "f" * 64})

    assert answer.status_code == 422
    assert "files_ftm" in answer.context["form"].errors
