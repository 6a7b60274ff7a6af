"""Screening in a process of its own, so that its start and its memory can be measured; prints one line of JSON.

build LIST.csv INDEX                 files a list
first INDEX NAME                     opens an index and answers once
queries INDEX QUERIES.csv            each query once with an empty cache, and once more
bulk INDEX PASSENGERS.csv OUT.csv    a file of many
"""

import csv
import json
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

WORKERS = 2
THRESHOLD = 0.7


def build(source: str, target: str) -> dict[str, Any]:
    """File a list: names, birth dates and nationalities."""
    from wasl.screening import Index, Subject

    began = perf_counter()
    with Path(source).open(encoding="utf-8", newline="") as file:
        index = Index.build(Subject(id=row["id"], **_facts(row)) for row in csv.DictReader(file))
    built = perf_counter() - began
    index.save(target)
    subject = Subject(id="new", names=("Entirely Newlisted Somebody",))
    began = perf_counter()
    index.add(subject)
    found = _search(index, subject.names[0])
    assert found
    assert found[0].subject.id == subject.id
    added = perf_counter() - began
    index.remove(subject.id)
    return {"seconds": built, "added": added, "size": Path(target).stat().st_size / 2**20, **_memory()}


def first(source: str, name: str) -> dict[str, Any]:
    """The first answer."""
    from wasl.screening import Index

    found = _search(Index.open(source), name)
    return {"found": len(found), **_memory()}


def queries(source: str, asked: str) -> dict[str, Any]:
    """The seconds of every query, in order, cold and warm."""
    from wasl.screening import Index

    with Path(asked).open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    index = Index.open(source)
    return {"cold": _timed(index, names), "warm": _timed(index, names), **_memory()}


def bulk(source: str, passengers: str, target: str) -> dict[str, Any]:
    """A line for each passenger that alerts: its id, the subject's, the score."""
    from wasl.screening import Index, Query

    began = perf_counter()
    index = Index.open(source)
    asked: deque[str] = deque()

    def read(rows: Iterable[dict[str, str]]) -> Iterator[Query]:
        for row in rows:
            asked.append(row["id"])
            yield Query(**_facts(row))

    with (
        Path(passengers).open(encoding="utf-8", newline="") as file,
        Path(target).open("w", encoding="utf-8", newline="") as out,
    ):
        alerts = csv.writer(out)
        alerts.writerow(("id", "subject", "score"))
        for matches in index.search_many(read(csv.DictReader(file)), threshold=THRESHOLD, workers=WORKERS):
            passenger = asked.popleft()
            alerts.writerows((passenger, match.subject.id, f"{match.score:.4f}") for match in matches)
    assert not asked
    return {"seconds": perf_counter() - began}


def _facts(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What a row says of a person; files that hold names alone have no other columns."""
    columns = {"names": "name", "birth_dates": "birth_date", "nationalities": "nationality"}
    return {fact: (row[column],) for fact, column in columns.items() if row.get(column)}


def _timed(index: Any, names: Sequence[str]) -> list[float]:
    taken = []
    for name in names:
        began = perf_counter()
        _search(index, name)
        taken.append(perf_counter() - began)
    return taken


def _search(index: Any, name: str) -> list[Any]:
    from wasl.screening import Query

    found: list[Any] = index.search(Query(names=(name,)), threshold=THRESHOLD)
    return found


def _memory() -> dict[str, float]:
    """The most that this process held, in MiB; what `getrusage` says is at least what its parent held at its start."""
    held = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert held
    return {"memory": int(held[1]) / 1024}


WORK: dict[str, Callable[..., dict[str, Any]]] = {"build": build, "first": first, "queries": queries, "bulk": bulk}


if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])))
