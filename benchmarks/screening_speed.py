"""How fast: one query at a time, a file of many, the first answer of a process, and what is sent to do harm."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import passengers, watching
from benchmarks import screening_results as results
from benchmarks.measuring import Finding, Goal, at_most, finding, ratio_at_least
from benchmarks.peer import Peer, first_answer
from benchmarks.screening_beside import PEER, at_least, beside
from benchmarks.screening_lists import Filed, filed, queries, read, write_names
from benchmarks.screening_pairs import entity

if TYPE_CHECKING:
    from wasl.screening import Query

LISTED = (100_000, 1_000_000) if results.FULL else (100_000,)
PEER_QUERIES = 1_000
PASSENGERS = 1_000_000 if results.FULL else 50_000

P50, P99 = {100_000: 1.0}, {100_000: 5.0, 1_000_000: 10.0}
"""Milliseconds, by the size of the list."""
BUILT_MEMORY = {1_000_000: 1536.0}
TIMES_THE_PEER = 10
PLANTED_FOUND = 0.95
BULK_SECONDS, BULK_MEMORY = 60.0, 4096.0
FIRST_SECONDS, FIRST_MEMORY, ADDED_SECONDS = 1.0, 200.0, 1.0
WORST_MILLISECONDS = 50.0


def measure_speed(peer: Peer | None) -> Iterator[Finding]:
    """Distinct queries, half of them for listed people, each once cold and once more; the peer at its fastest."""
    kept: dict[str, object] = {}
    rate = _their_rate(peer) if peer else None
    for size in LISTED:
        there = filed(size)
        write_names(there.folder / "queries.csv", queries(there.people))
        found = watching.run("screening_process", "queries", there.index, f"{there.folder}/queries.csv")
        figures = {
            f"{state} {key}": value for state in ("cold", "warm") for key, value in _spread(found.said[state]).items()
        }
        kept[f"{size:,} subjects"] = figures | {
            **_of_building(there),
            "queries, MiB": found.said["memory"],
        }
        for state in ("cold", "warm"):
            for share, goals in (("p50", P50), ("p99", P99)):
                goal = at_most(goals[size], "ms") if state == "warm" and size in goals else None
                theirs = 1000 / rate if rate else None
                yield beside(
                    f"a query among {size:,}, {state} token cache, {share}", figures[f"{state} {share}"], theirs, "ms",
                    goal, reference=f"{PEER}, on average among {LISTED[0]:,}",
                )  # fmt: skip
        if size == LISTED[0]:
            yield beside(
                f"queries a second among {size:,}, warm", figures["warm rate"], rate, "queries/s",
                ratio_at_least(TIMES_THE_PEER), remark=f"cold {figures['cold rate']:.0f}; one process each",
            )  # fmt: skip
        if size in BUILT_MEMORY:
            yield _own(f"memory to answer among {size:,}", found.said["memory"], BUILT_MEMORY[size], "MiB")
    kept["peer, queries a second"] = rate
    results.keep("speed", kept, peer.state()["versions"] if peer else None)


def _their_rate(peer: Peer) -> float:
    """Queries a second of the peer, asked in one batch, which is how its blocker is fastest."""
    people = filed(LISTED[0]).people
    peer.load([entity(one.name) | {"id": one.id} for one in people])
    asked = [entity(name) | {"id": f"timed-{number}"} for number, name in enumerate(queries(people)[:PEER_QUERIES])]
    return len(asked) / peer.match(asked).seconds


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    p50, p90, p99, most = (float(one) * 1000 for one in np.percentile(seconds, (50, 90, 99, 100)))
    return {"p50": p50, "p90": p90, "p99": p99, "worst": most, "rate": len(seconds) / sum(seconds)}


def measure_bulk(peer: Peer | None) -> Iterator[Finding]:
    """A file of passengers against a list: from the file to the file, index opened and workers started included."""
    there = filed(LISTED[0])
    passengers.write_passengers(there.folder, there.people, PASSENGERS, seed=1)
    files = (f"{there.folder}/passengers.csv", f"{there.folder}/alerts.csv")
    found = watching.run("screening_process", "bulk", there.index, *files)
    alerts, truth = read(there.folder / "alerts.csv"), read(there.folder / "truth.csv")
    figures = _planted(alerts, truth) | {
        "passengers": PASSENGERS, "seconds": found.seconds, "passengers a second": PASSENGERS / found.seconds,
        "memory, MiB": found.memory,
    }  # fmt: skip
    limit = BULK_SECONDS * PASSENGERS / 1_000_000
    yield _own(f"{PASSENGERS:,} passengers against {LISTED[0]:,}, files in and out", found.seconds, limit, "s")
    yield _own("memory of that, all processes together", found.memory, BULK_MEMORY, "MiB")
    yield finding(
        "planted passengers found", [(figures["found"], 1.0)], "", "all that were planted",
        goal=at_least(PLANTED_FOUND), remark=", ".join(f"{kind} {figures[kind]:.3f}" for kind in passengers.KINDS)
        + f"; of 1,000 others {figures['others alerted']:.2f} alerted to",
    )  # fmt: skip
    results.keep("bulk", figures, {})


def _planted(alerts: Sequence[Mapping[str, str]], truth: Sequence[Mapping[str, str]]) -> dict[str, float]:
    found = {(alert["id"], alert["subject"]) for alert in alerts}
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for one in truth:
        by_kind[one["kind"]].append((one["id"], one["subject"]) in found)
    others = {alert["id"] for alert in alerts} - {one["id"] for one in truth}
    return {
        "found": sum(map(sum, by_kind.values())) / len(truth),
        **{kind: sum(hits) / len(hits) for kind, hits in by_kind.items()},
        "others alerted": 1000 * len(others) / (PASSENGERS - len(truth)),
    }


def measure_footprint(peer: Peer | None) -> Iterator[Finding]:
    """A new process that opens a saved index and answers; a new subject; the peer without any list."""
    there = filed(LISTED[0])
    asked = there.people[7].name
    firsts = [watching.run("screening_process", "first", there.index, asked) for _ in range(3)]
    first = min(firsts, key=lambda one: one.seconds)
    theirs = first_answer(entity("Jon Smith"), entity("John Smith")) if peer else (None, None)
    bare = "nomenklatura's first score of two names, no list"
    yield beside(
        f"first answer of a process, among {LISTED[0]:,}", first.seconds, theirs[0], "s", at_most(FIRST_SECONDS, "s"),
        reference=bare,
    )  # fmt: skip
    yield beside(
        "memory at the first answer",
        first.said["memory"],
        theirs[1],
        "MiB",
        at_most(FIRST_MEMORY, "MiB"),
        reference=bare,
    )
    yield _own("a new subject, from added to found", there.built.said["added"], ADDED_SECONDS, "s")
    figures = {"first, s": first.seconds, "memory, MiB": first.said["memory"], **_of_building(there),
               "peer first, s": theirs[0], "peer memory, MiB": theirs[1]}  # fmt: skip
    results.keep("footprint", figures, peer.state()["versions"] if peer else None)


def measure_hostile(_peer: Peer | None) -> Iterator[Finding]:
    """Inputs made to cost much: none may take longer than so many milliseconds, compared or searched for."""
    from wasl.screening import Index, Query, compare

    index = Index.open(filed(LISTED[0]).index)
    index.search(Query(names=("Warm Up",)))
    worst: dict[str, float] = {}
    for kind, query in hostile().items():
        name = query.names[0]
        searches = [_seconds_of(partial(index.search, query)) for _ in range(3)]
        seconds = [*searches, _seconds_of(partial(compare, name, name[::-1]))]
        worst[kind] = 1000 * max(seconds)
    slowest = max(worst, key=lambda kind: worst[kind])
    yield _own("the slowest of inputs made to cost much", worst[slowest], WORST_MILLISECONDS, "ms", slowest)
    results.keep("hostile", worst, {})


def hostile() -> dict[str, "Query"]:
    """Queries by what is wrong with them."""
    from wasl.screening import Query

    drawn = random.Random("hostile")
    letters = "abcdefghijklmnopqrstuvwxyzабвгдежзابتثجحخदिमी李王金"
    words = ["".join(drawn.choices(letters, k=drawn.randint(1, 12))) for _ in range(2_000)]
    return {
        "10,000 letters in one word": Query(names=("a" * 10_000,)),
        "10,000 letters in words": Query(names=(" ".join(words),)),
        "10,000 letters, one each": Query(names=(" ".join("abcdefghij" * 500),)),
        "500 aliases": Query(names=tuple(" ".join(drawn.sample(words, 4)) for _ in range(500))),
        "500 aliases of common parts": Query(names=tuple(f"Mohamed Ali {word}" for word in words[:500])),
        "control characters": Query(names=("\x00\x1b[31m\u202e\u200f" * 2_000 + "Ali",)),
        "marks on marks": Query(names=("a" + "\u0301\u0323" * 5_000,)),
        "letters that grow when normalised": Query(names=("ﷺ" * 10_000,)),
        "scripts and homoglyphs mixed": Query(names=("Аlехаndеr Ρеtrоv الكسندر",)),
        "impossible dates": Query(names=("Ivan Petrov",), birth_dates=tuple(f"{year}-99-99" for year in range(500))),
        "nothing": Query(names=("", " ", "\u200f")),
    }


def _seconds_of(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _of_building(there: Filed) -> dict[str, float]:
    said = there.built.said
    return {"build, s": said["seconds"], "build, MiB": there.built.memory, "file, MiB": said["size"],
            "added, s": said["added"]}  # fmt: skip


def _own(name: str, value: float, limit: float, unit: str, remark: str = "") -> Finding:
    """A figure that has no counterpart in the peer: beside its limit."""
    goal: Goal = at_most(limit, unit)
    return finding(name, [(value, limit)], unit, "the limit", goal=goal, remark=remark)
