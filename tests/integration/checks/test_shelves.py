"""Each party's lists have an index of their own: what one keeps neither hides nor holds up what another does."""

import os
import subprocess
import sys
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from tests.integration.checks import tables
from tests.integration.checks.specimens import MARWAN, PEOPLE, SALMA, edition, listed, opened, renewed
from tests.world import World
from wasl.acts import clock
from wasl.acts.acts import Erase
from wasl.acts.refusals import Refused
from wasl.checks import asking, hearing
from wasl.checks.acts import CloseList, CloseReason
from wasl.checks.asking import Admitted, Answer, Question
from wasl.checks.index import filing, indexing, prepared, shelves
from wasl.checks.index import listed as table
from wasl.checks.index.held import held
from wasl.checks.many import engines
from wasl.checks.many.batch import Order, check
from wasl.checks.many.columns import placed
from wasl.checks.many.folder import Folder
from wasl.checks.many.results import format_of
from wasl.checks.many.running import Work, joined
from wasl.checks.many.tables import Block, Row
from wasl.checks.models import ListedEntry
from wasl.checks.tables import batches
from wasl.screening import Counters, Query
from wasl.web.visitors import Visitor

DECOYS = tuple(
    {"id": f"d{number}", "name": f"Marwan{chr(97 + number % 26)} Specimenov", "birthDate": "1974-03-12"}
    for number in range(1000)
)
"""More near-namesakes than a search looks at."""
YUSUF = {"id": "3", "name": "Yusuf Mithalzadeh", "birthDate": "1969-07-01"}


def _ask(world: World, party: str, text: str = "Marwan Specimenov 1974-03-12", **other: Any) -> Answer:
    with clock.held_at(world.now):
        return asking.ask(Question(text, purpose="training", **other), Visitor(party=party, name="SPECIMEN officer"))


def _scores(answer: Answer) -> dict[str, float]:
    return {each.match.subject.id: each.match.score for each in answer.found}


def _work() -> Counters:
    counters = Counters()
    query = Query(names=("Marwan Specimenov",), birth_dates=("1974-03-12",))
    shelves.opened("secretariat").search(query, counters=counters)
    return counters


def _file(party: str) -> shelves.Stamp:
    return shelves.stamp_of(shelves.index_file(party))


def test_what_one_bureau_lists_changes_nothing_for_another(world: World) -> None:
    listed(world)
    before, work, file = _ask(world, "MA"), _work(), _file("secretariat")
    assert before.alerts
    renewed(world, opened(world, "FR", "decoys"), DECOYS)

    after = _ask(world, "MA")
    assert _scores(after) == _scores(before)
    assert [each.match.evidence for each in after.found] == [each.match.evidence for each in before.found]
    assert (_work(), _file("secretariat")) == (work, file), "neither the work nor the file is another"
    assert _scores(_ask(world, "FR"))["specimens:1"] == _scores(before)["specimens:1"], "not even for who lists them"


def test_a_name_weighs_the_same_on_every_shelf(world: World) -> None:
    common = [{"id": f"c{number}", "name": f"Marwan Number{number:04}"} for number in range(300)]
    renewed(world, opened(world), [MARWAN, *common])
    renewed(world, opened(world, "MA", "own"), [MARWAN])

    scores = _scores(_ask(world, "MA"))
    assert scores["ma.own:1"] == scores["specimens:1"]


def test_of_the_lists_of_a_shelf_those_not_named_crowd_nobody_out(world: World) -> None:
    listed(world)
    renewed(world, opened(world, word="others"), [MARWAN | {"id": f"o{number}"} for number in range(60)])

    for limit in (1, 100):
        assert list(_scores(_ask(world, "MA", lists=("specimens",), limit=limit))) == ["specimens:1"]
    assert len(_ask(world, "MA", limit=100).found) == 61
    block, order = Block(0, 1, (Row(2, ("Marwan Specimenov",)),)), Order(placed(("name",)), lists=("specimens",))
    assert [each.subject for each in check(block, [shelves.opened("secretariat")], order)] == ["specimens:1"]


def test_a_subject_that_is_not_admitted_takes_nobody_s_place(world: World) -> None:
    renewed(world, opened(world), [MARWAN | {"id": str(number)} for number in range(10)])

    answer = _ask(world, "MA", limit=2, among=Admitted(without_entries=frozenset({"0", "specimens:1"})))
    assert list(_scores(answer)) == ["specimens:2", "specimens:3"]


def _table(world: World, party: str, folder: Path) -> list[str]:
    """The subjects that a table's one row meets, as a party has it checked."""
    content = tables.as_csv([("1", "Marwan Specimenov", "1974-03-12", "Morocco", "", "")])
    rows, parts, form = tables.table(content), Folder(folder / party), format_of(".csv")
    request = batches.TableRequest(Visitor(party=party, name="SPECIMEN officer"), "training")
    with clock.held_at(world.now), parts.mine():
        work = Work(rows, Order(placed(rows.heading)), parts, form)
        batches.check(request, work, engines.here)
        with (folder / f"{party}.csv").open("wb") as file:
            form.join(joined(parts), file)
    return [each["subject"] for each in tables.results(folder / f"{party}.csv")]


def test_a_table_meets_the_shared_shelf_and_the_asker_s_own(world: World, tmp_path: Path) -> None:
    listed(world)
    renewed(world, opened(world, "FR", "decoys"), DECOYS)
    renewed(world, opened(world, "MA", "own"), [MARWAN])

    assert _table(world, "MA", tmp_path) == ["ma.own:1", "specimens:1"]
    assert _table(world, "JP", tmp_path) == ["specimens:1"]
    assert len(_table(world, "FR", tmp_path)) == 10


def test_a_shelf_goes_with_its_last_list(world: World) -> None:
    own = listed(world, "MA", "own")
    assert shelves.there() == ["MA"]
    world.perform(CloseList(list=own.entry, reason=CloseReason.MISTAKEN), by="MA")
    indexing.keep_up()

    assert shelves.there() == []
    assert not ListedEntry.objects.exists()


def test_what_an_earlier_version_filed_in_one_index_goes(world: World) -> None:
    listed(world)
    old = [shelves.folder() / name for name in ("index", "index.changes", "index.lock", "lists.json")]
    for path in old:
        path.write_bytes(b"SPECIMEN")
    indexing.keep_up()

    assert not any(path.exists() for path in old)
    assert _ask(world, "MA").alerts


def test_a_shelf_that_cannot_be_written_holds_up_no_other(world: World) -> None:
    own, shared = opened(world, "FR", "own"), opened(world)
    shelves.made("FR")
    (shelves.place("FR") / "lists.json").mkdir()  # nothing can be said of it
    with clock.held_at(world.now):
        for each in (own, shared):
            world.perform(edition(each), by=each.party)
        with pytest.raises(OSError, match="directory"):
            indexing.catch_up()
    assert _ask(world, "MA").alerts


def test_a_list_that_no_reader_gets_through_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = opened(world, word="bad"), opened(world, word="good")
    bring = table.bring

    def stumbling(watch_list: Any, found: Any) -> table.Changes:
        if watch_list.entry == bad.entry:
            raise KeyError(watch_list.name)
        return bring(watch_list, found)

    monkeypatch.setattr(table, "bring", stumbling)
    for each in (bad, good):
        world.perform(edition(each), by=each.party)
    indexing.keep_up()

    assert [each.name for each in indexing.behind()] == ["bad"]
    assert list(_scores(_ask(world, "MA"))) == ["good:1"]
    assert "cannot be read" in caplog.text


def test_who_waits_for_another_shelf_is_not_waited_for(world: World) -> None:
    own = opened(world, "MA", "own")
    with indexing._turn("FR", wait=True), indexing._turn("secretariat", wait=True):
        world.perform(edition(own), by="MA")

        assert "ma.own:1" in _scores(_ask(world, "MA")), "within the request, whatever others are at"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken in at once is three changes, or some bytes."""
    monkeypatch.setattr(hearing, "AT_ONCE", 3)
    monkeypatch.setattr(hearing, "OCTETS_AT_ONCE", 300)


def _claiming_little(act: Any) -> Any:
    return act.model_copy(update={"added": 0, "changed": 0, "delisted": 0})


def test_what_an_act_says_of_its_changes_is_not_believed(world: World, small: None) -> None:
    watch_list = listed(world)
    counts = held("secretariat").lists
    many = [MARWAN, *({"id": f"m{number}", "name": f"SPECIMEN Many{number}"} for number in range(5))]
    act = _claiming_little(edition(watch_list, many))
    world.perform(act, by="secretariat")
    assert held("secretariat").lists == counts, "the request did not wait for it"

    first = opened(world, "MA", "own")
    world.perform(_claiming_little(edition(first, many)), by="MA")
    assert shelves.there() == ["secretariat"], "nor where the changes were not written down"
    indexing.keep_up()
    assert len(held("secretariat").lists) == len(held("MA").lists) == 1
    assert indexing.is_in_step()


def test_what_was_written_down_of_an_edition_goes_when_anything_is_erased(world: World) -> None:
    watch_list = listed(world)
    act = edition(watch_list, [MARWAN, SALMA, YUSUF])
    assert prepared.number(act.digest) == 1
    entry = listed(world, "FR", "own").entry
    world.perform(Erase(entry=entry, reason="SPECIMEN: brought by mistake"), by="FR")

    assert prepared.number(act.digest) is None
    world.perform(act, by="secretariat")
    indexing.keep_up()
    assert "specimens:3" in _scores(_ask(world, "MA", "Yusuf Mithalzadeh 1969-07-01"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every index is filed in a process of its own."""
    monkeypatch.setattr(filing, "HERE_MAX", 0)


def test_an_index_filed_by_another_process_is_the_same(world: World, elsewhere: None) -> None:
    listed(world)
    renewed(world, opened(world, "MA", "own"), PEOPLE)

    scores = _scores(_ask(world, "MA"))
    assert scores["ma.own:1"] == scores["specimens:1"]
    assert indexing.is_in_step()


@pytest.mark.usefixtures("elsewhere")
def test_an_index_of_fewer_entries_than_were_announced_is_not_filed(world: World) -> None:
    listed(world)
    before, (one, *_rest) = _file("secretariat"), list(table.texts(table.whole_editions()))
    for file in (filing.file, filing.file_elsewhere):
        with pytest.raises(OSError, match="1 entries came to be filed instead of 2"):
            file(iter([one]), 2, shelves.index_file("secretariat"), None)

    assert _file("secretariat") == before


def test_a_process_that_cannot_file_an_index_says_why(tmp_path: Path) -> None:
    """Though it ends before it has heard all."""
    with pytest.raises(OSError, match=r"not filed \(1\): .*nowhere"):
        filing.file_elsewhere(repeat("{}" * 500, 1_000), 1_000, tmp_path / "index", tmp_path / "nowhere")

    assert list(tmp_path.iterdir()) == []


def test_an_index_is_not_filed_for_a_process_that_is_gone(tmp_path: Path) -> None:
    """Its turn is over, and another may be at it."""
    command = [sys.executable, "-m", "wasl.checks.index.filing", str(os.getppid()), str(tmp_path / "index"), "0"]
    ended = subprocess.run(command, input="", capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr.strip()) == (1, "whoever wanted the index filed is gone")
    assert list(tmp_path.iterdir()) == []


def test_a_party_without_lists_has_no_shelf(world: World) -> None:
    listed(world, "MA", "own")
    with pytest.raises(Refused) as refusal:
        shelves.opened("JP")

    assert refusal.value.code == "no-index"
    assert _ask(world, "JP").unanswered == "no-lists"
