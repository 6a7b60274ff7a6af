"""The peer that screening is measured against: nomenklatura's LogicV2, in an environment of its own.

The environment is made once, in the user's folder for caches, from the Python package index; nothing of it is ever
imported here. `peer_process.py` runs inside it, and the two speak in lines of JSON.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

VERSION = "4.17.4"
THRESHOLD = 0.7
"""The peer's own: what its documentation recommends and its service alerts at."""

_INSTALLS_WITHIN = 600
_BATCH = 2_000
_PROCESS = Path(__file__).with_name("peer_process.py")

Entity = dict[str, Any]
"""One entity of FollowTheMoney: `{"id", "schema", "properties"}`."""


class NoPeer(Exception):  # noqa: N818 (says what is missing)
    """The peer's environment is not here and cannot be made."""


class Answer(NamedTuple):
    """What is asked of a peer with an index: who resembles each query, best first, and the seconds it worked."""

    matches: list[list[tuple[str, float]]]
    seconds: float


def environment() -> Path:
    """The Python of the peer's environment, made now if it is not there. Raises NoPeer."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "wasl-bench" / f"nomenklatura-{VERSION}-py{sys.version_info.major}.{sys.version_info.minor}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            for command in _commands(folder):
                subprocess.run(command, check=True, capture_output=True, text=True, timeout=_INSTALLS_WITHIN)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise NoPeer(_last_line(error)) from error
        ready.touch()
    return python


def _commands(folder: Path) -> list[list[str]]:
    wanted = f"nomenklatura=={VERSION}"
    python = str(folder / "bin" / "python")
    if uv := shutil.which("uv"):
        return [
            [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "--quiet", "--python", python, wanted],
        ]
    return [[sys.executable, "-m", "venv", str(folder)], [python, "-m", "pip", "install", "--quiet", wanted]]


def _last_line(error: Exception) -> str:
    said = str(getattr(error, "stderr", "") or error).strip().splitlines()
    return said[-1] if said else type(error).__name__


class Peer:
    """A running peer. `seconds` in its answers are those it worked, by its own clock."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def scores(self, pairs: Iterable[tuple[Entity, Entity]]) -> tuple[list[float], float]:
        """The score of each pair, and the seconds all of them took."""
        scores: list[float] = []
        seconds = 0.0
        for batch in _batches(pairs, _BATCH):
            answer = self._ask(pairs=batch)
            scores += answer["scores"]
            seconds += answer["seconds"]
        return scores, seconds

    def load(self, entities: Sequence[Entity]) -> float:
        """Build its index over a list, under ids that this peer never saw; the seconds that took.

        It remembers names by id alone.
        """
        return float(self._ask(load=entities)["seconds"])

    def match(self, queries: Sequence[Entity]) -> Answer:
        """Its blocker's candidates for each query (75 at most, its default), scored by LogicV2."""
        answer = self._ask(match=queries)
        matches = [[(key, score) for key, score in found] for found in answer["answers"]]
        return Answer(matches, answer["seconds"])

    def state(self) -> dict[str, Any]:
        """`memory` in MiB at its highest, and `versions` by package."""
        return self._ask(state=True)

    def _ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(), [_PROCESS.name])
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def running() -> Iterator[Peer]:
    """A peer in a process of its own. Raises NoPeer."""
    command = [str(environment()), "-I", str(_PROCESS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Peer(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


@contextmanager
def running_if_it_can() -> Iterator[Peer | None]:
    """A running peer, or nothing and a line that says so: what is then measured counts as not shown."""
    try:
        environment()
    except NoPeer as error:
        print(f"The peer, nomenklatura {VERSION}: skipped, it cannot be installed here ({error})", file=sys.stderr)
        yield None
        return
    with running() as peer:
        yield peer


def first_answer(left: Entity, right: Entity) -> tuple[float, float]:
    """The seconds from the start of a process to its first score, and its memory in MiB then. Raises NoPeer."""
    environment()
    began = perf_counter()
    with running() as peer:
        peer.scores([(left, right)])
        return perf_counter() - began, float(peer.state()["memory"])


_T = TypeVar("_T")


def _batches(many: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(many)
    while batch := list(islice(rest, size)):
        yield batch
