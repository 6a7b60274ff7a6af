"""The peer's side: nomenklatura's LogicV2 and its own blocker, asked by lines of JSON.

Runs in the environment that `peer.environment()` makes, never in ours, and knows nothing of Wasl. Each line on
standard input is one request, each line on standard output its answer, which says under `seconds` how long the
peer worked on it, reading and writing not counted:

    {"pairs": [[ENTITY, ENTITY], ...]}     -> {"scores": [0.7, ...]}
    {"load": [ENTITY, ...]}                -> {}; built into the blocker's index
    {"match": [ENTITY, ...]}               -> {"answers": [[[id, score], ...], ...]}; best first
    {"state": true}                        -> {"memory": MiB at the highest, "versions": {...}}

An ENTITY is one of FollowTheMoney: `{"id", "schema", "properties": {"name": [...]}}`.
"""

import gc
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from followthemoney import StatementEntity  # type: ignore[import-not-found]
from followthemoney.dataset import UndefinedDataset  # type: ignore[import-not-found]
from nomenklatura.blocker import Index  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]

PACKAGES = ("nomenklatura", "followthemoney", "rigour", "duckdb")
CONFIG = LogicV2.default_config()


class Listed:
    """What the blocker reads a list from: its `entities()`, and nothing else of a store."""

    scope = UndefinedDataset

    def __init__(self, entities: list[Any]) -> None:
        self.by_id = {entity.id: entity for entity in entities}

    def entities(self, include_schemata: Any = None) -> Iterator[Any]:  # noqa: ARG002 (the peer's own signature)
        """Every one of them, whatever its schema."""
        yield from self.by_id.values()


class Peer:
    """Answers requests, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listed = Listed([])
        self.index: Any = None
        self.asked = 0

    def pairs(self, pairs: list[list[dict[str, Any]]]) -> dict[str, Any]:
        """The score of each."""
        made = [(self._new(left), self._new(right)) for left, right in pairs]
        began = perf_counter()
        scores = [LogicV2.compare(left, right, CONFIG).score for left, right in made]
        return {"scores": scores, "seconds": perf_counter() - began}

    def _new(self, data: dict[str, Any]) -> Any:
        """An entity under an id of its own: the peer keeps what it found out about one by its id alone."""
        self.asked += 1
        return _entity({**data, "id": f"asked-{self.asked}"})

    def load(self, entities: list[dict[str, Any]]) -> dict[str, Any]:
        """Build the blocker's index."""
        self.listed = Listed([_entity(entity) for entity in entities])
        began = perf_counter()
        self.index = Index(self.listed, self.folder)
        self.index.build()
        return {"seconds": perf_counter() - began}

    def match(self, entities: list[dict[str, Any]]) -> dict[str, Any]:
        """The blocker's candidates, each scored."""
        queries = {entity["id"]: _entity(entity) for entity in entities}
        answers: dict[str, list[tuple[str, float]]] = {}
        began = perf_counter()
        for found, candidates in self.index.match_entities(queries.values()):
            query = queries[found.id]
            scored = (
                (other.id, LogicV2.compare(query, self.listed.by_id[other.id], CONFIG).score) for other, _ in candidates
            )
            answers[found.id] = sorted(scored, key=lambda one: -one[1])
        seconds = perf_counter() - began
        return {"answers": [answers.get(key, []) for key in queries], "seconds": seconds}

    def state(self, _asked: bool) -> dict[str, Any]:  # noqa: FBT001 (a request's value)
        """Memory and versions."""
        return {
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "versions": {name: version(name) for name in PACKAGES},
            "seconds": 0.0,
        }


def _entity(data: dict[str, Any]) -> Any:
    return StatementEntity.from_data(UndefinedDataset, data, cleaned=True)


def main() -> None:
    """Answer until standard input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever the peer prints is no answer
    with tempfile.TemporaryDirectory(prefix="wasl-bench-peer-") as folder:
        peer = Peer(Path(folder))
        gc.freeze()
        for line in sys.stdin:
            ((request, value),) = json.loads(line).items()
            answers.write(json.dumps(getattr(peer, request)(value)) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
