"""How fast: one query at a time, a file of many, the first answer of a process."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks import passengers, watching
from benchmarks import screening_results as results
from benchmarks.measuring import Finding, Goal, at_most, finding, ratio_at_least
from benchmarks.peer import Peer, first_answer
from benchmarks.screening_beside import PEER, at_least, beside
from benchmarks.screening_lists import Filed, filed, queries, read, write_names
from benchmarks.screening_pairs import entity

LISTED = (100_000, 1_000_000) if results.FULL else (100_000,)
PEER_QUERIES = 1_000
PASSENGERS = 1_000_000 if results.FULL else 50_000

P50, P99 = {100_000: 1.0}, {100_000: 5.0, 1_000_000: 10.0}
"""Milliseconds, by the size of the list."""
BUILT_MEMORY = {1_000_000: 1536.0}
TIMES_THE_PEER = 10
PLANTED_FOUND = 0.95
NAMES_ALONE = 20_000
"""Passengers of whom nothing but the name is known: fewer, for each takes several times as long."""
BULK_SECONDS, BULK_MEMORY = 60.0, 4096.0
FIRST_SECONDS, FIRST_MEMORY, ADDED_SECONDS = 1.0, 200.0, 1.0


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
            yield own(f"memory to answer among {size:,}", found.said["memory"], BUILT_MEMORY[size], "MiB")
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
    whole = read(there.folder / "passengers.csv")
    figures = _answered(there, whole, "passengers.csv")
    limit = BULK_SECONDS * PASSENGERS / 1_000_000
    yield own(f"{PASSENGERS:,} passengers against {LISTED[0]:,}, files in and out", figures["seconds"], limit, "s")
    yield own("memory of that, all processes together", figures["memory, MiB"], BULK_MEMORY, "MiB")
    yield _planted_found("planted passengers found", figures, at_least(PLANTED_FOUND))
    write_names(there.folder / "names.csv", (one["name"] for one in whole[:NAMES_ALONE]))
    by_name = _answered(there, whole[:NAMES_ALONE], "names.csv")
    yield _planted_found("the same of passengers without date and nationality", by_name)
    results.keep("bulk", figures | {"by name alone": by_name}, {})


def _answered(there: Filed, asked: Sequence[Mapping[str, str]], file: str) -> dict[str, Any]:
    """What came of a file of these passengers, and what that took."""
    found = watching.run(
        "screening_process", "bulk", there.index, f"{there.folder}/{file}", f"{there.folder}/alerts.csv"
    )
    return _planted(read(there.folder / "alerts.csv"), read(there.folder / "truth.csv"), asked) | {
        "passengers": len(asked), "seconds": found.seconds, "passengers a second": len(asked) / found.seconds,
        "memory, MiB": found.memory,
    }  # fmt: skip


def _planted_found(name: str, figures: Mapping[str, float], goal: Goal | None = None) -> Finding:
    return finding(
        name, [(figures["found"], 1.0)], "", "all that were planted", goal=goal,
        remark=", ".join(f"{kind} {figures[kind]:.3f}" for kind in passengers.KINDS)
        + f"; of 1,000 others {figures['others alerted']:.2f} alerted to",
    )  # fmt: skip


def _planted(
    alerts: Sequence[Mapping[str, str]], truth: Sequence[Mapping[str, str]], asked: Sequence[Mapping[str, str]]
) -> dict[str, float]:
    found = {(alert["id"], alert["subject"]) for alert in alerts}
    there = {one["id"] for one in asked}
    by_kind: dict[str, list[bool]] = defaultdict(list)
    planted = {one["id"]: one for one in truth if one["id"] in there}
    for one in planted.values():
        by_kind[one["kind"]].append((one["id"], one["subject"]) in found)
    others = {alert["id"] for alert in alerts} - planted.keys()
    return {
        "found": sum(map(sum, by_kind.values())) / len(planted),
        **{kind: sum(hits) / len(hits) for kind, hits in by_kind.items()},
        "others alerted": 1000 * len(others) / (len(asked) - len(planted)),
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
    yield own("a new subject, from added to found", there.built.said["added"], ADDED_SECONDS, "s")
    figures = {"first, s": first.seconds, "memory, MiB": first.said["memory"], **_of_building(there),
               "peer first, s": theirs[0], "peer memory, MiB": theirs[1]}  # fmt: skip
    results.keep("footprint", figures, peer.state()["versions"] if peer else None)


def _of_building(there: Filed) -> dict[str, float]:
    said = there.built.said
    return {"build, s": said["seconds"], "build, MiB": there.built.memory, "file, MiB": said["size"],
            "added, s": said["added"]}  # fmt: skip


def own(name: str, value: float, limit: float, unit: str, remark: str = "") -> Finding:
    """A figure that has no counterpart in the peer: beside its limit."""
    goal: Goal = at_most(limit, unit)
    return finding(name, [(value, limit)], unit, "the limit", goal=goal, remark=remark)
