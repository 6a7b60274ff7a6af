"""Every version of every act is fixed for ever by a golden file in `tests/vectors/acts`.

A test here failed because you changed an act? Then old records would no longer read as they did. Leave the class as
it was, and write the next version of it, with its own example and its own file.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.vectors.acts import examples
from tests.vectors.acts.write import SUMS
from tests.world import key_of
from wasl.acts import registry, scratch, statement
from wasl.acts.act import Entry
from wasl.acts.models import recorded_models
from wasl.acts.working_set import working_set
from wasl.record import checkpoint, entry, envelope, export, verification
from wasl.record.canonical import dumps
from wasl.record.note import Ed25519Signer, MLDSA44Cosigner
from wasl.record.opened import Opened
from wasl.record.tree import CompactRange, leaf

FILES = sorted(examples.FOLDER.glob("*.json"))
KINDS = [kind.name for kind in registry.kinds()]


def _golden(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_has_one(kind: str) -> None:
    assert examples.file_of(kind) in FILES, f"write it: python -m tests.vectors.acts.write {kind}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_none_names_an_act_that_is_gone(file: Path) -> None:
    golden = _golden(file)

    assert golden["kind"] in KINDS, "both versions of an act are applied for ever"
    assert examples.file_of(golden["kind"]) == file


def test_none_was_edited() -> None:
    kept = set((examples.FOLDER / SUMS).read_text("ascii").splitlines())

    assert kept == {f"{sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_class_still_says_the_same(file: Path) -> None:
    golden = _golden(file)
    kind = registry.find(golden["kind"])

    assert kind is not None
    assert examples.schema_digest(kind.act) == golden["schema"], "an act never changes: write a new version"
    known = examples.words(kind.act)
    assert known.keys() == golden["words"].keys()
    assert [word for name, words in golden["words"].items() for word in words if word not in known[name]] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_still_parses_verifies_and_is_written_alike(file: Path) -> None:
    golden = _golden(file)

    read = statement.read(golden["envelope"], golden["origin"])
    decided = read.kind.act.decided_type.model_validate(golden["decided"])
    decided_bytes = dumps(decided.model_dump(mode="json"))
    committed = entry.commitment(bytes.fromhex(golden["salt"]), read.envelope.normal, decided_bytes)

    assert (read.kind.name, read.identity) == (golden["kind"], golden["id"])
    assert statement.write(read.act, read.by, golden["origin"], read.identity) == read.envelope.payload
    assert json.loads(decided_bytes) == golden["decided"]
    assert committed.hex() == golden["commitment"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_its_example_still_makes_it(file: Path) -> None:
    golden = _golden(file)
    made = examples.opened(examples.place_of(golden["kind"]))

    assert golden == made


def test_each_still_applies(db: None) -> None:
    """One after the other, on empty tables: each of them changes some row."""
    goldens = [examples.opened(index) for index in range(len(examples.EXAMPLES))]

    with empty_tables():
        for golden in goldens:
            before = _rows()
            _apply(golden)
            assert _rows() != before, golden["kind"]


@contextmanager
def empty_tables() -> Iterator[None]:
    with scratch.scratch_tables() as alias, scratch.using(alias), transaction.atomic(using=alias), working_set(alias):
        yield


def _apply(golden: dict[str, Any]) -> None:
    read = statement.read(golden["envelope"], golden["origin"])
    decided = read.kind.act.decided_type.model_validate(golden["decided"])
    assert read.kind.apply is not None
    read.kind.apply(Entry(golden["index"], read.by.party, read.by.mandate, read.envelope.keyid), read.act, decided)


def _rows() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in recorded_models()]


def test_together_they_are_a_record_that_verifies(tmp_path: Path) -> None:
    """The signatures, the keys and the mandates of the examples are as the door would want them."""
    goldens = [examples.opened(index) for index in range(len(examples.EXAMPLES))]
    tree = CompactRange()
    for golden in goldens:
        tree.append(leaf(_entry(golden)))
    log = Ed25519Signer(examples.ORIGIN, bytes(key_of("log")))
    cosigner = MLDSA44Cosigner(f"{examples.ORIGIN}/cosigner", bytes(key_of("cosigner")))
    head = checkpoint.Checkpoint(examples.ORIGIN, tree.size, tree.root())
    export.write(
        tmp_path / "golden",
        checkpoint=head.cosigned(head.signed(log), cosigner, 1_767_700_000),
        keys=[log.verifier().vkey, cosigner.verifier().vkey],
        entries=map(_entry, goldens),
        opened=[(golden["index"], _opened(golden)) for golden in goldens],
    )

    report = verification.verify(verification.Folder(tmp_path / "golden"))

    assert report.problems == []
    assert report.opened == len(goldens)


def _entry(golden: dict[str, Any]) -> bytes:
    kind = registry.find(golden["kind"])
    assert kind is not None
    return entry.entry_bytes(bytes.fromhex(golden["commitment"]), is_open=kind.act.open)


def _opened(golden: dict[str, Any]) -> bytes:
    signed = envelope.parse(golden["envelope"])
    return Opened(signed, dumps(golden["decided"]), bytes.fromhex(golden["salt"])).write()


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in [*FILES, examples.FOLDER / SUMS]}
    command = [sys.executable, "-m", "tests.vectors.acts.write", "members.admit-member/1"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=examples.FOLDER.parents[2])

    assert done.returncode == 1
    assert "An act never changes" in done.stderr
    assert {file: file.read_bytes() for file in [*FILES, examples.FOLDER / SUMS]} == before
