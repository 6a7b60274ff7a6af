"""Two thousand open streams in four languages and eight audiences: is everything heard once, and how soon.

Events are the closed acts of seven bureaus and one open one, accepted by a process apart from the servers, as a
command does. One in twenty connections breaks between them and comes back with `Last-Event-ID`. The reference sends
the same bytes from a bare asyncio server to as many plain sockets of the same clients.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings

from benchmarks import organisation
from benchmarks.measuring import Finding, at_most, finding
from benchmarks.serving import megabytes, serving

STREAMS = 2000
AUDIENCES = ("", "BR", "EG", "FR", "JP", "KE", "MA", "MX")
"""The public and seven bureaus."""
LANGUAGES = ("ar", "en", "fr", "es")
ROUNDS, EVENTS = 5, 10
"""Officers of a round; between two rounds connections break."""
CUT = 0.05
EVERY = 0.8
"""Seconds between two acts of a round's officers: each is registered and appointed, which makes two events."""
WORKERS = {"SQLite": 1, "PostgreSQL": 2}
SOON_MS, MEMORY_MB = 300, 512
FILES = STREAMS + 500


def measure(database: str) -> Iterator[Finding]:
    """The streams' delay beside the reference's, and the memory of the servers."""
    from wasl.web.live.publishing import flush

    _enough_files()
    organisation.found()
    heads = {party: organisation.head_of(party) for party in AUDIENCES[1:]}
    flush(10)
    tokens = settings.WASL_HOME.path / "tokens"
    with serving(WORKERS[database]) as (port, pids):
        tokens.write_text("\n".join(_tokens(port)) + "\n")
        with _listeners(port, tokens) as ask:
            ask(open=STREAMS)
            rounds: list[Any] = []
            told: list[tuple[int, float, tuple[Any, ...]]] = []
            for number in range(ROUNDS):
                if number:
                    ask(cut=CUT)
                rounds.append(_tell(heads, number))
                told += rounds[-1]
            memory = [megabytes(pid) for pid in pids]
            heard = ask(until=told[-1][0], seconds=60)["heard"]
            _each_once(heard, told)
            delays = [_delays(heard, each) for each in rounds]
            ask(close=True)
            echoes = _echo(ask, _size(told))
    everything = sorted(delay for each in delays for delay in each)
    middle, late = quantiles(everything, n=20)[9], quantiles(everything, n=20)[18]
    process = "1 process" if len(pids) == 1 else f"{len(pids)} processes"
    yield finding(
        f"{STREAMS:,} streams, event to client, 95 of 100, {database}, {process}",
        [(quantiles(each, n=20)[18], quantiles(echo, n=20)[18]) for each, echo in zip(delays, echoes, strict=True)],
        "ms",
        f"the same bytes from a bare asyncio server to {STREAMS:,} sockets",
        goal=at_most(SOON_MS, "ms"),
        remark=f"{len(everything):,} messages, each once; half within {middle:.0f} ms, 95 of 100 within {late:.0f} ms,"
        f" the last after {everything[-1]:.0f} ms; {round(CUT * 100)} % reconnected {ROUNDS - 1} times",
    )
    yield finding(
        f"memory of a server with its share of {STREAMS:,} streams, {database}",
        [(max(memory), STREAMS / len(pids) * 64 / 1024)],
        "MB",
        "64 kB a stream",
        goal=at_most(MEMORY_MB, "MB"),
        remark=", ".join(f"{each:.0f} MB" for each in memory),
    )


def _enough_files() -> None:
    """A socket is a file: this process's children inherit the limit. Raises OSError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        message = f"{FILES} open files are needed, and no more than {hard} are allowed: ulimit -Hn"
        raise OSError(message)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FILES), hard))


def _tokens(port: int) -> list[str]:
    """One for each language and audience."""
    from wasl.web.live import tokens
    from wasl.web.live.store import store
    from wasl.web.visitors import READ_CLOSED, Visitor

    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/live/token/")
    assert connection.getresponse().status == 200, "the server follows the events now"
    newest = store().state().newest
    return [
        tokens.issue(
            Visitor(party=party, rights=frozenset([READ_CLOSED])) if party else Visitor(),
            ["record"],
            language=language,
            view="",
            session_key=None,
            number=newest,
        )
        for party in AUDIENCES
        for language in LANGUAGES
    ]


@contextmanager
def _listeners(port: int, tokens: Path) -> Iterator[Any]:
    command = [sys.executable, "-m", "benchmarks.listeners", str(port), str(tokens)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clients:

        def ask(**said: Any) -> dict[str, Any]:
            assert clients.stdin is not None
            assert clients.stdout is not None
            clients.stdin.write(json.dumps(said) + "\n")
            clients.stdin.flush()
            answer: dict[str, Any] = json.loads(clients.stdout.readline())
            return answer

        yield ask
        assert clients.stdin is not None
        clients.stdin.close()


def _tell(heads: dict[str, int], number: int) -> list[tuple[int, float, tuple[Any, ...]]]:
    """Have acts accepted, one after the other; the events that came of them: number, time, what is shown."""
    from wasl.web.live.publishing import flush
    from wasl.web.live.store import store

    before = store().state().newest
    parties = list(heads)
    for each in range(EVENTS):
        party = parties[(number * EVENTS + each) % len(parties)]
        began = time.monotonic()
        # An officer is registered, which is closed to all but the bureau, and appointed, which is open.
        organisation.accepted(organisation.appointments(party, heads[party], 1))
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))
    assert flush(10)
    return [(event.number, event.at, event.shown) for event in store().read(before, 1000) if event.topic == "record"]


def _each_once(heard: list[Any], told: list[tuple[int, float, tuple[Any, ...]]]) -> None:
    """Every stream received the number of every event once, in order. Raises AssertionError."""
    wanted = [number for number, _at, _shown in told]
    wrong = [place for place, each in enumerate(heard) if [number for number, _at in each] != wanted]
    assert len(heard) == STREAMS
    assert not wrong, f"{len(wrong)} streams heard something else, the first {heard[wrong[0]]} instead of {wanted}"


def _delays(heard: list[Any], told: list[tuple[int, float, tuple[Any, ...]]]) -> list[float]:
    """Milliseconds from the telling of each event to its coming, over all streams."""
    began = {number: at for number, at, _shown in told}
    return [(at - began[number]) * 1000 for each in heard for number, at in each if number in began]


def _size(told: list[tuple[int, float, tuple[Any, ...]]]) -> int:
    """Bytes of a rendered event."""
    from wasl.web.live.events import Event
    from wasl.web.live.rendering import Rendering, rendered

    sizes = [
        len(rendered(Event(number, at, "record", shown), Rendering(number, len(shown) - 1, "ar", "")))
        for number, at, shown in told[-EVENTS:]
    ]
    return sum(sizes) // len(sizes)


def _echo(ask: Any, size: int) -> list[list[float]]:
    """The reference: the delays of each round."""
    command = [sys.executable, "-m", "benchmarks.plain_sockets", str(size)]
    found = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        ask(plain=STREAMS, port=int(server.stdout.readline()))
        for _ in range(ROUNDS):
            delays: list[float] = []
            for _ in range(EVENTS):
                server.stdin.write("\n")
                server.stdin.flush()
                began = float(server.stdout.readline())
                delays += [(at - began) * 1000 for at in ask(echoed=size, seconds=20)["times"]]
            found.append(delays)
        ask(close=True)
        server.stdin.close()
    return found
