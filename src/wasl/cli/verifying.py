"""What `wasl record verify` does. Needs neither Django nor a database: an auditor's laptop will do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from wasl.cli import output
from wasl.cli.failures import Code, Failure
from wasl.cli.output import Facts, Shown, Table
from wasl.cli.remote import RemoteLog
from wasl.record import note, opened, verification
from wasl.record import proof as proofs
from wasl.record.bundles import Problem
from wasl.record.entry import leaf_hash
from wasl.record.envelope import BadSignature
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
    return "?" if value is None else value


def record(address: str, key: Path | None, against: Path | None, workers: int) -> Verdict:
    """Verify a folder or a remote log. Raises Failure, OSError when it cannot be read."""
    with output.progress("Verifying") as progress:
        report = verification.verify(
            _source(address),
            keys=_keys(key) if key else (),
            against=_text(against) if against else None,
            workers=workers,
            progress=progress,
        )
    verdict = Verdict(problems=report.problems)
    verdict.state("origin", "Record", report.origin)
    verdict.state("size", "Entries", report.size)
    verdict.state("root", "Root", report.root)
    verdict.state("opened", "Open entries, signatures checked", report.opened)
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
    """Verify that one opened entry is in the record of the pinned keys."""
    if entry is None or key is None:
        message = "a proof is checked with the opened entry (--entry FILE) and the keys you pinned (--key FILE)"
        raise typer.BadParameter(message)
    verdict, problems = Verdict(), []
    try:
        found = opened.read(entry.read_bytes())
        read = proofs.read(_text(path))
        verdict.state("index", "Entry", read.index)
        found.envelope.verify()
        verdict.state("keyid", "Signed with the key", found.envelope.keyid)
        checkpoint = read.verify(leaf_hash(found.commitment), [note.read_vkey(line) for line in _keys(key)])
        verdict.state("origin", "Record", checkpoint.origin)
        verdict.state("size", "Entries under the checkpoint", checkpoint.size)
        verdict.state("root", "Root", checkpoint.root.hex())
    except opened.BadOpening as error:
        problems.append(Problem(str(entry), "bad-opening", str(error)))
    except BadSignature as error:
        problems.append(Problem(str(entry), "bad-signature", f"the signature by {error} is wrong"))
    except (note.NoteError, ProofError) as error:
        problems.append(Problem(str(path), "bad-proof", str(error)))
    verdict.problems = problems
    return verdict


def _keys(path: Path) -> list[str]:
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
