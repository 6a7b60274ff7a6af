"""Checks over HTTP from sixteen programs at once, each logged before it is answered, on a list of 100,000 people.

Twenty thousand checks in ten tenths, a hundred thousand with WASL_FULL=1, of 10,000 distinct names: a fifth in Arabic,
half about listed people, most of these mistyped or turned round. Beside each tenth, the same names put to the library
in this process, and requests with the same key that ask and write nothing.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings

from benchmarks import organisation, passengers, screening_lists
from benchmarks import screening_results as results
from benchmarks.installation import NAME
from benchmarks.measuring import Finding, at_most, finding, rate
from benchmarks.serving import megabytes, serving

LISTED = 100_000
TENTHS = 10
EACH = 10_000 if results.FULL else 2_000
BARE = 1_000
SETTLED = max(2, screening_lists.QUERIES // EACH)
"""Tenths after which every name was asked: until then what is remembered grows."""
GROWN_MB = 8
"""How much more the server may hold after the last tenth than after that one."""

COLUMNS = """
[id]
column = "id"
[schema]
default = "Person"
[facts]
names = ["name"]
birth_dates = ["birth_date"]
nationalities = ["nationality"]
"""


def measure(database: str) -> Iterator[Finding]:
    """Checks a second, what 95 of 100 took, and the memory of the server. Raises NoData."""
    home = settings.WASL_HOME.path
    organisation.found()
    listed = list(passengers.people(LISTED, seed=1, prefix="s"))
    _bring(home, listed)
    names = screening_lists.queries(listed)
    (home / "names.json").write_text(json.dumps(names), "utf-8")
    held, tenths, beside = [], [], []
    with serving() as (port, (process,)), _askers(port, _key(), home / "names.json") as ask:
        ask("check", BARE)
        ask("bare", BARE)
        for _tenth in range(TENTHS):
            tenths.append(ask("check", EACH))
            held.append(megabytes(process))
            beside.append((_library(names[:BARE]), ask("bare", BARE)))
    late = [(_late(said), _late(bare)) for said, (_, bare) in zip(tenths, beside, strict=True)]
    found = [
        finding(
            f"checks over HTTP, 16 clients, {LISTED:,} listed, {database}",
            [(EACH / said["seconds"], bare) for said, (bare, _) in zip(tenths, beside, strict=True)],
            "checks/s",
            "the library called directly in one process, nothing logged",
            remark=f"{TENTHS * EACH:,} checks of {len(names):,} distinct names",
        ),
        finding(
            f"a check over HTTP, 95 of 100, 16 clients at once, {database}",
            late,
            "ms",
            "a request with the same key that asks and writes nothing",
            remark=f"half within {_middle(tenths):.0f} ms",
        ),
        finding(
            f"what the server holds more after {TENTHS * EACH:,} checks than after {SETTLED * EACH:,}, {database}",
            [(max(held[-1] - held[SETTLED - 1], 0.0), held[SETTLED - 1])],
            "MB",
            f"what it held after {SETTLED * EACH:,}",
            goal=at_most(GROWN_MB, "MB"),
            remark=", ".join(f"{each:.0f}" for each in held) + " MB after each tenth",
        ),
    ]
    yield from found
    results.keep("http", {"checks": TENTHS * EACH, "listed": LISTED, "held MB": held}, {})
    results.judge("http", found)


def _bring(home: Path, listed: Sequence[passengers.Person]) -> None:
    """The secretariat's list, brought as its keeper would, and in the index."""
    from wasl.checks import queries
    from wasl.checks.acts import OpenList
    from wasl.checks.index import indexing
    from wasl.checks.lists import editions, importing

    passengers.write_list(home, listed)
    opening = OpenList(list="specimens", source="csv", title=NAME, renewed_within=7)
    (receipt,) = organisation.accepted(organisation.signed([opening], organisation.SECRETARIAT))
    held = queries.watch_list(receipt.index)
    assert held
    found = importing.read(held, home / "list.csv", columns=COLUMNS)
    files = editions.keep(organisation.SECRETARIAT, held.source, home / "list.csv")
    act = importing.act(held, files, found, COLUMNS)
    organisation.accepted(organisation.signed([act], organisation.SECRETARIAT))
    indexing.catch_up()
    assert indexing.subjects() == LISTED
    organisation.settle()


def _key() -> str:
    """A program's key."""
    from wasl.accounts import programs

    return programs.add("MA", "SPECIMEN", "SPECIMEN", [programs.CHECKS], 1, by=1, check_purpose="training")[1]


def _library(names: Sequence[str]) -> float:
    """The same names, put to the index in this process, a second."""
    from wasl.checks.index import shelves
    from wasl.screening import Query

    index = shelves.opened("secretariat")
    return rate(len(names), lambda: [index.search(Query(names=(name,)), threshold=0.7) for name in names])


@contextmanager
def _askers(port: int, key: str, names: Path) -> Iterator[Any]:
    command = [sys.executable, "-m", "benchmarks.asking_clients", str(port), key, str(names)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clients:
        assert clients.stdin is not None
        assert clients.stdout is not None

        def ask(what: str, count: int) -> Any:
            clients.stdin.write(f"{what} {count}\n")
            clients.stdin.flush()
            return json.loads(clients.stdout.readline())

        yield ask
        clients.stdin.close()


def _late(said: Any) -> float:
    return quantiles(said["took"], n=20)[18]


def _middle(tenths: Sequence[Any]) -> float:
    return quantiles([each for said in tenths for each in said["took"]], n=2)[0]
