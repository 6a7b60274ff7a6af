"""Start-up: how soon the command line says something, and how soon a demonstration built before answers."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from benchmarks.installation import free_port
from benchmarks.measuring import Finding, at_most, finding, in_turns, seconds

ROUNDS = 7
GOAL = 5
GIVES_UP_AFTER = 120

WASL = [sys.executable, "-m", "wasl.cli"]
BARE = [sys.executable, "-c", "import django; django.setup()"]
REFERENCE = "python -c 'import django; django.setup()' on Wasl's settings"


def measure(_database: str) -> Iterator[Finding]:
    """Each command in a process of its own, from its start."""
    demo = settings.WASL_HOME.path.with_name("demo")
    _run([*WASL, "demo", "--no-serve", "--home", str(demo)])
    bare = partial(seconds, partial(_run, BARE))
    for name, figure in {
        "wasl --help": partial(seconds, partial(_run, [*WASL, "--help"])),
        "wasl demo, built before, until its first page": partial(_until_it_answers, demo),
    }.items():
        yield finding(name, in_turns(ROUNDS, figure, bare), "s", REFERENCE, goal=at_most(GOAL, "s"))


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _until_it_answers(demo: Path) -> float:
    """From the start of `wasl demo` to the last byte of a page. Raises TimeoutError."""
    port = free_port()
    command = [*WASL, "demo", "--home", str(demo), "--port", str(port)]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        try:
            _ask(f"http://127.0.0.1:{port}/members/")
            return perf_counter() - began
        finally:
            running.send_signal(signal.SIGTERM)


def _ask(address: str) -> None:
    until = monotonic() + GIVES_UP_AFTER
    while monotonic() < until:
        with suppress(URLError, ConnectionError), urlopen(address) as answer:
            answer.read()
            return
        sleep(0.02)
    message = f"{address} does not answer"
    raise TimeoutError(message)
