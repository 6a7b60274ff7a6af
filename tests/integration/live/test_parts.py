"""The parts of live updates by themselves: the sequence, the bounds, and what happens when something is broken."""

import asyncio
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.live.listening import Listener, granted
from tests.server import Installation, found, signed
from wasl.members.acts import RegisterOfficer
from wasl.web.live import events, hub, rendering, store, stream, tokens, topics
from wasl.web.live.events import PUBLIC, Draft, Event, Fragment
from wasl.web.live.peer import Peer
from wasl.web.live.store import SQLiteStore
from wasl.web.visitors import NOBODY, Visitor

NOW = 1_800_000_000.0


def _draft(at: float = NOW, topic: str = "record") -> Draft:
    return Draft(at, topic, ((PUBLIC, Fragment("web/parts/note.html", {"note": f"{at}"})),))


@settings(max_examples=15)
@given(batches=st.lists(st.integers(min_value=1, max_value=7), min_size=1, max_size=8))
def test_numbers_have_no_gap_whoever_gives_them(tmp_path_factory: pytest.TempPathFactory, batches: list[int]) -> None:
    place = tmp_path_factory.mktemp("store") / "live.sqlite3"
    two = SQLiteStore(place), SQLiteStore(place)
    start = two[0].state().newest
    given_numbers = [two[n % 2].append([_draft()] * count) for n, count in enumerate(batches)]
    assert given_numbers == [start + sum(batches[: n + 1]) for n in range(len(batches))]
    assert [event.number for event in two[1].read(start, 1000)] == list(range(start + 1, start + sum(batches) + 1))
    half = start + sum(batches) // 2
    assert [event.number for event in two[0].read(half, 2)] == [half + 1, half + 2][: start + sum(batches) - half]


def test_old_events_go_and_controls_stay_while_they_matter(tmp_path: Path) -> None:
    kept, now = SQLiteStore(tmp_path / "live.sqlite3"), time.time()
    ages = [3 * store.HOUR, 2 * store.HOUR, store.HOUR + 60, 30 * 60, 10 * 60]
    kept.append([_draft(now - age, topic) for age in ages for topic in ("record", "")])
    for _ in range(store.PRUNED_EVERY):
        newest = kept.append([_draft(now)])
    left = kept.read(0, 1000)
    assert [round((now - event.at) / 60) for event in left if event.at < now] == [30, 30, 10, 10]
    assert kept.state().pruned == left[0].number - 1
    assert kept.state().newest == newest
    assert [round((now - event.at) / 60) for event in kept.controls()] == [10]


def test_too_many_events_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 10)
    kept, now = SQLiteStore(tmp_path / "live.sqlite3"), time.time()
    kept.append([_draft(now - 60, "")])
    for _ in range(store.PRUNED_EVERY):
        newest = kept.append([_draft(now), _draft(now)])
    left = kept.read(0, 1000)
    assert left[0].control
    assert kept.state().pruned >= newest - 10 - store.PRUNED_EVERY
    assert [event.number for event in left[1:]] == list(range(kept.state().pruned + 1, newest + 1))


def test_a_sequence_begun_anew_is_beyond_the_one_before(tmp_path: Path) -> None:
    place = tmp_path / "live.sqlite3"
    before = SQLiteStore(place)
    last = before.append([_draft()] * 5)
    time.sleep(0.02)
    for file in tmp_path.iterdir():
        file.unlink()
    assert before.state().beginning > last
    assert before.append([_draft()]) > last


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])), number=st.integers(min_value=1))
def test_whatever_a_fragment_holds_it_is_one_message(text: str, number: int) -> None:
    said = events.message(number, text).decode()
    assert said.endswith("\n\n")
    lines = said[:-2].split("\n")
    assert lines[0] == f"id: {number}"
    assert all(line.startswith("data: ") for line in lines[1:])
    assert [line.removeprefix("data: ") for line in lines[1:]] == text.splitlines()


def test_a_fragment_that_cannot_be_shown_makes_the_page_fetch_its_parts(caplog: pytest.LogCaptureFixture) -> None:
    event = Event(7, NOW, "record", ((PUBLIC, Fragment("no/such.html")),))
    wanted = rendering.Rendering(7, 0, "en", "")
    assert rendering.rendered(event, wanted) == events.reset(7)
    assert "no/such.html" in caplog.text
    again = Event(8, NOW, "record", ((PUBLIC, events.AGAIN),))
    assert rendering.rendered(again, wanted) == events.reset(8)


def test_what_is_no_value_of_json_is_told_to_nobody_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    from wasl.web import live

    live.publish("record", PUBLIC, live.Fragment("web/parts/note.html", {"note": object()}))
    assert "cannot be kept" in caplog.text


def test_a_topic_is_offered_and_not_everybodys() -> None:
    assert topics.may_follow(NOBODY, "record")
    assert topics.may_follow(Visitor(account=3), "account:3")
    for visitor, topic in ((NOBODY, "account:3"), (Visitor(account=3), "account:33"), (Visitor(account=3), "account:")):
        assert not topics.offered(topic) or not topics.may_follow(visitor, topic)
    for topic in ("nothing", "record:\n", "Record", "", "account:" + "3" * 70):
        with pytest.raises(topics.NoTopic):
            topics.may_follow(NOBODY, topic)


def _pass(account: str = "", number: int = 1) -> tokens.Pass:
    owners = frozenset([account] if account else [])
    return tokens.Pass(("record",), frozenset([PUBLIC]), "en", "", owners, number, time.time() + 60)


async def _elsewhere(_message: object) -> None:
    """How another server than uvicorn takes a message."""


def _peer() -> Peer:
    return Peer({"http_version": "1.1"}, _elsewhere)


def test_there_is_room_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "STREAMS", 6)
    monkeypatch.setattr(hub, "STREAMS_OF_NOBODY", 3)
    monkeypatch.setattr(hub, "STREAMS_OF_ONE", 2)

    async def crowd() -> None:
        made = hub.Hub()
        strangers = [made.join(_pass(), 0, _peer()) for _ in range(3)]
        with pytest.raises(hub.Full):
            made.join(_pass(), 0, _peer())
        for account in ("account:1", "account:1", "account:2"):
            made.join(_pass(account), 0, _peer())
        with pytest.raises(hub.Full):
            made.join(_pass("account:3"), 0, _peer())
        made.leave(strangers[0])
        with pytest.raises(hub.Full):
            made.join(_pass("account:1"), 0, _peer())
        made.join(_pass("account:3"), 0, _peer())

    asyncio.run(crowd())


def test_a_silent_stream_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """And that nothing up to the newest event is still to come."""
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)

    async def listen() -> list[bytes]:
        said: list[bytes] = []
        made = stream.Stream(_pass(), 5, _peer())

        async def take(part: bytes) -> None:
            said.append(part)
            if len(said) == 3:
                made.end(b"end")

        made.put(5, b"too old")
        made.put(6, b"six")
        made.put(7, b"")
        await made.pump(take, lambda: 9)
        return said

    assert asyncio.run(listen()) == [b"six", events.heartbeat(9), events.heartbeat(9), b"end"]


def test_too_much_waits_for_nobody() -> None:
    async def lag() -> tuple[bool, bool]:
        made = stream.Stream(_pass(), 0, _peer())
        for number in range(1, stream.WAITING_MAX + 1):
            made.put(number, b"x")
        before = made.lagged.done()
        made.put(stream.WAITING_MAX + 1, b"x")
        return before, made.lagged.done()

    assert asyncio.run(lag()) == (False, True)


def test_broken_live_updates_break_nothing_else(tmp_path: Path) -> None:
    """What keeps the events cannot be written: acts are accepted, pages served; once it can, pages are live again."""
    installation = Installation(tmp_path / "home")
    installation.create()
    place = installation.path / "live.sqlite3"
    place.mkdir()
    with installation.serve() as server:
        found(server, ("MA",))
        assert server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).status == 201
        assert server.get("/record/").status == 200
        with Listener(server, granted(server, "record")) as refused:
            assert refused.status == 401
        assert "pages were not told" in server.log_tail()
        assert "Traceback" not in server.log_tail()
        place.rmdir()
        end = time.monotonic() + 10
        while (listener := Listener(server, granted(server, "record"))).status != 200:
            listener.close()
            assert time.monotonic() < end
            time.sleep(0.2)
        with listener:
            index = server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).json["index"]
            assert f"entries-{index}" in listener.take(1)[0].text
