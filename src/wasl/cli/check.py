"""`wasl check`: the log of checks held against the record, and exported for auditors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from wasl.cli import output
from wasl.cli.asker import asker
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json
from wasl.cli.output import Table

if TYPE_CHECKING:
    from wasl.checks.log.auditing import Verdict

app = typer.Typer(help="The log of checks.", no_args_is_help=True)
log = typer.Typer(help="Hold the log against the record, and export it.", no_args_is_help=True)
app.add_typer(log, name="log")

STATES = {
    "not-yet": "not in the record yet",
    "agrees": "as the record has it",
    "differs": "DIFFERS from the record",
    "not-recorded": "NOT in the record, though later days are",
    "forgotten": "its time is over",
}


@log.command()
def verify(
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="YYYY-MM-DD", help="One day; every day whose lines are kept if left out."),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Compute the digest of every line and day again, and say which day is not what the record says it was.

    Ends with 1 when one is not.
    """
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts import clock
    from wasl.checks.log import auditing

    now = clock.now()
    days = auditing.days(now) if day is None else [_day(day)]
    with output.progress("Verifying") as progress:
        found = []
        for done, each in enumerate(days):
            progress(done, len(days))
            found.append(auditing.recomputed(each, now))
    rows = [(each.day, each.checks, STATES[each.state], _changed(each)) for each in found]
    output.result({"days": [_value(each) for each in found]}, Table(("Day", "Lines", "State", "Lines changed"), rows))
    if not all(each.good for each in found):
        raise typer.Exit(Code.REFUSED)


def _changed(found: "Verdict") -> str:
    return ", ".join(map(str, found.changed))


def _value(found: "Verdict") -> dict[str, object]:
    recorded = found.recorded
    return {
        "day": found.day,
        "state": found.state.value,
        "checks": found.checks,
        "changed": list(found.changed),
        "entry": recorded.entry if recorded else None,
        "recorded_checks": recorded.checks if recorded else None,
        "recorded_digest": recorded.digest if recorded else None,
    }


@log.command()
def export(
    day: Annotated[str, typer.Option("--day", metavar="YYYY-MM-DD", help="The day.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; a file that is there is left alone.")],
    only: Annotated[
        list[int] | None,
        typer.Option("--only", metavar="N", help="The number of a check to tell of; of the others the digests alone."),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Write a day's lines as JSON lines that `sha256sum` and `jq` verify: see the auditor's guide.

    They say who asked what. Whoever gets the file must be entitled to all of it: with --only it tells of single checks.
    The log says that they were exported, and by which user of the system.
    """
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts.act import SYSTEM
    from wasl.checks.log import auditing, readings
    from wasl.web.visitors import Visitor

    lines = 0
    wanted, numbers = _day(day), frozenset(only or ())
    with _new(file) as written:
        readings.read_day(Visitor(party=SYSTEM, name=asker("wasl check log")), wanted, numbers)
        for line in auditing.exported(wanted, numbers):
            written.write(line + "\n")
            lines += 1
    output.result({"file": str(file), "lines": lines}, f"{lines} lines written to {file}")


@contextmanager
def _new(path: Path) -> Iterator[TextIO]:
    """A file for its owner alone, to be written; it is gone again where that fails.

    Raises OSError, also where a file of that name is there already.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Failure("wrong-day", f"{text} is no day. Write it as 2026-11-28.") from error
