"""What `wasl record verify` does. Needs neither Django nor a database: an auditor's laptop will do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from wasl.acts import clock
from wasl.cli import output
from wasl.cli.failures import Code, Failure
from wasl.cli.output import Facts, Shown, Table
from wasl.cli.remote import RemoteLog
from wasl.record import bundles, note, opened, verification
from wasl.record import proof as proofs
from wasl.record.authority import Claim
from wasl.record.bundles import Problem
from wasl.record.checkpoint import Checkpoint
from wasl.record.entry import leaf_hash
from wasl.record.note import Ed25519Verifier, MLDSA44Verifier
from wasl.record.source import READ_MAX, Folder, Source
from wasl.record.tree import ProofError


@dataclass(slots=True)
class Verdict:
    """What was found, ready to be printed: facts by their JSON name and their label, and what is wrong."""

    facts: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def state(self, name: str, label: str, value: Any) -> None:
        """Add a fact."""
        self.facts[name], self.labels[name] = value, label

    def as_json(self) -> dict[str, Any]:
        """The verdict for programs."""
        problems = [{"place": found.place, "code": found.code, "detail": found.text} for found in self.problems]
        return {"good": self.good, **self.facts, "problems": problems}

    def shown(self) -> list[Shown]:
        """The verdict for people."""
        verdict = "Verified." if self.good else "NOT verified."
        parts: list[Shown] = [Facts([(self.labels[name], _words(value)) for name, value in self.facts.items()])]
        if self.problems:
            rows = [(found.place, found.code, found.text) for found in self.problems]
            parts.append(Table(("Where", "Code", "Problem"), rows))
        return [*parts, verdict]


def _words(value: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} ({count})" for name, count in value.items()) or "none"
    return "not judged" if value is None else value


def record(address: str, key: Path | None, against: Path | None, workers: int) -> Verdict:
    """Verify a folder or a remote log. Raises Failure, OSError when it cannot be read."""
    with output.progress("Verifying") as progress:
        report = verification.verify(
            _source(address),
            keys=pinned_keys(key) if key else (),
            against=_text(against) if against else None,
            workers=workers,
            progress=progress,
            now=clock.now(),
        )
    verdict = Verdict(problems=report.problems)
    verdict.state("origin", "Record", report.origin)
    verdict.state("size", "Entries", report.size)
    verdict.state("root", "Root", report.root)
    verdict.state("marked", "Entries marked open", report.marked)
    verdict.state("opened", "Opened entries, signatures checked", report.opened)
    verdict.state("unknown", "Open kinds not known here", dict(sorted(report.unknown.items())))
    verdict.state("pinned", "Keys pinned by you", report.pinned)
    return verdict


def _source(address: str) -> Source:
    if address.startswith(("http://", "https://")):
        return RemoteLog(address)
    folder = Path(address)
    if not folder.is_dir():
        raise Failure("no-such-folder", f"{address} is neither a folder nor an http(s) address.", Code.INPUT_OUTPUT)
    return Folder(folder)


def proof(path: Path, entry: Path | None, key: Path | None) -> Verdict:
    """Verify that one opened entry is in the record of the pinned keys, and signed for it with the key it names.

    Whether that key speaks for the party it claims to speak for is not judged: that takes all open acts before it.
    """
    if entry is None or key is None:
        message = "a proof is checked with the opened entry (--entry FILE) and the keys you pinned (--key FILE)"
        raise typer.BadParameter(message)
    verdict, problems = Verdict(), []
    try:
        found, decided = opened.read_decided(entry.read_bytes())
        read = proofs.read(_text(path))
        verdict.state("index", "Entry", read.index)
        checkpoint, is_open = covering(read, found.commitment, [note.read_vkey(line) for line in pinned_keys(key)])
        verdict.state("marked", "Marked open", is_open)
        verdict.state("origin", "Record", checkpoint.origin)
        verdict.state("size", "Entries under the checkpoint", checkpoint.size)
        verdict.state("root", "Root", checkpoint.root.hex())
        said = claimed(read.index, found, decided, checkpoint, is_open=is_open)
        verdict.state("keyid", "Signed with the key", said.keyid)
        verdict.state("party", "It claims to speak for", said.party)
        verdict.state("entitled", "Whether it speaks for them", None)
    except opened.BadOpening as error:
        problems.append(Problem(str(entry), "bad-opening", str(error)))
    except bundles.Wrong as error:
        problems.append(Problem(str(entry), error.code, str(error)))
    except (note.NoteError, ProofError) as error:
        problems.append(Problem(str(path), "bad-proof", str(error)))
    verdict.problems = problems
    return verdict


def covering(
    read: proofs.TlogProof, commitment: bytes, keys: list[Ed25519Verifier | MLDSA44Verifier]
) -> tuple[Checkpoint, bool]:
    """The checkpoint, and whether the entry is marked open: the files leave that to the leaf, which is one of two.

    Raises NoteError, ProofError.
    """
    try:
        return read.verify(leaf_hash(commitment, is_open=False), keys), False
    except ProofError:
        return read.verify(leaf_hash(commitment, is_open=True), keys), True


def claimed(index: int, found: opened.Opened, decided: dict[str, Any], head: Checkpoint, *, is_open: bool) -> Claim:
    """What an entry under a checkpoint says: its signature, form, mark and time checked, its author not judged.

    Raises Wrong.
    """
    said, now = bundles.claim(bundles.told(index, found, decided, is_open=is_open, origin=head.origin)), clock.now()
    if head.is_ahead(now):
        raise bundles.Wrong("checkpoint-ahead", verification.NOT_YET)
    if said.at > head.latest(now):
        raise bundles.Wrong("time-ahead", verification.TOO_LATE)
    return said


def pinned_keys(path: Path) -> list[str]:
    """The pinned keys: a file as the log serves it, where empty lines may have crept in. Raises Failure."""
    found = [line for line in _text(path).splitlines() if line.strip()]
    if not found:
        raise Failure("no-keys", f"{path} holds no verifier key.", Code.INPUT_OUTPUT)
    return found


def _text(path: Path) -> str:
    """A small text file. Raises Failure, OSError."""
    try:
        with path.open("rb") as file:
            return file.read(READ_MAX).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure("not-text", f"{path} is not a text file.", Code.INPUT_OUTPUT) from error
