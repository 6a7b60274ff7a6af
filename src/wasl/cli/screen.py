"""`wasl screen`: a table of many checked against lists, or against a saved index without any installation."""

import os
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wasl.cli import output
from wasl.cli.asker import Asker, legible
from wasl.cli.asker import asker as asked_by
from wasl.cli.failures import Failure
from wasl.cli.options import Home, Json, known_party
from wasl.cli.output import Facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from wasl.checks.many.batch import Tally
    from wasl.checks.many.running import Engine, Work
    from wasl.checks.tables.batches import TableRequest


def screen(  # noqa: PLR0913, PLR0917 (each is an option)
    table: Annotated[Path, typer.Argument(metavar="INPUT", help="A table with a heading: .csv, .tsv or .parquet.")],
    out: Annotated[Path, typer.Option("--out", metavar="OUT", help="Where the results go: .csv or .parquet.")],
    lists: Annotated[
        list[str] | None, typer.Option("--list", metavar="NAME", help="A list of the installation; may be repeated.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="FILE", help="A saved index instead; needs no installation.")
    ] = None,
    purpose: Annotated[str, typer.Option(help="What for, such as border-control; needed with --list.")] = "",
    reference: Annotated[str, typer.Option(help="Your own reference, for the log.")] = "",
    asker: Asker = "",
    party: Annotated[
        str, typer.Option(metavar="PARTY", help="For whom: a member's two letters, or secretariat.")
    ] = "secretariat",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FACT=COLUMN", help="What a column says, where its heading does not tell."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a CSV file that is not in UTF-8, such as windows-1256.")] = "",
    dates: Annotated[str, typer.Option(help="How dates in figures are written: dmy, mdy or ymd.")] = "dmy",
    schema: Annotated[str, typer.Option(help="What the rows are, where no column says it.")] = "Person",
    threshold: Annotated[float, typer.Option(min=0.0, max=1.0, help="The least probability of a match.")] = 0.7,
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most matches of a row.")] = 10,
    all_rows: Annotated[bool, typer.Option("--all-rows", help="Also a line for each row with no match.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="Processes.  [default: one a core]")] = None,
    engine: Annotated[str, typer.Option(help="local, or ray with the extra `ray`.")] = "local",
    ray_address: Annotated[str, typer.Option(help="The Ray cluster; without it one is started here.")] = "",
    home: Home = None,
    json: Json = False,
) -> None:
    """Check every row of a table and write the matches, each with its evidence.

    An interrupted run goes on where it stopped when the same command is given again. Rows that cannot be read are
    among the results with their line and the reason; a file that is no table is refused. Columns are recognised by
    their headings in four languages.

    The status of a row is match; cleared; weak, where its likeliest match is too little for an alert, as a common name
    without a birth date is (from 0.4 on): look closer; no-match; or not-checked.
    """
    _one_source(lists, index, table, out)
    from wasl.checks.many import engines
    from wasl.checks.many import tables as reading
    from wasl.checks.many.batch import Order
    from wasl.checks.many.columns import parse, placed, schema_of
    from wasl.checks.many.folder import Folder, beside
    from wasl.checks.many.results import format_of
    from wasl.checks.many.running import Work

    form = format_of(out.suffix)
    rows = reading.opened(lambda: table.open("rb"), table.suffix, encoding=encoding)
    order = Order(
        columns=placed(rows.heading, parse(columns or ())),
        schema=_known("--schema", schema_of(schema), schema),
        dates=_known("--dates", dates if dates in ("dmy", "mdy", "ymd") else "", dates),
        threshold=threshold,
        limit=limit,
        all_rows=all_rows,
    )
    many = workers or os.cpu_count() or 1
    made: Callable[[Path], Engine]
    if _known("--engine", engine if engine in engines.ENGINES else "", engine) == "ray":
        made = partial(engines.ray, workers=many, address=ray_address)
    else:
        made = engines.here if many == 1 else partial(engines.local, workers=many)
    parts = Folder(beside(out))
    with parts.mine():
        work = Work(rows, order, parts, form)
        if index:
            tally, line = _alone(index, work, made), None
            _join(work, out)
        else:
            request = _request(home, known_party(party) or party, asker, purpose, reference, lists)
            tally, line = _for_party(request, table, work, made, out)
    _tell(tally, work, out, line)


def _one_source(lists: list[str] | None, index: Path | None, table: Path, out: Path) -> None:
    """Lists or an index, and results that are not written over the table."""
    if bool(lists) == bool(index):
        message = "give either --list or --index"
        raise typer.BadParameter(message)
    if out.exists() and table.exists() and out.samefile(table):
        message = "the results would be written over the table"
        raise typer.BadParameter(message, param_hint="--out")


def _known(option: str, meaning: str, said: str) -> str:
    if not meaning:
        message = f"{said!r} is not known"
        raise typer.BadParameter(message, param_hint=option)
    return meaning


def _alone(index: Path, work: "Work", made: "Callable[[Path], Engine]") -> "Tally":
    """Against a saved index: nothing is logged, for there is no log."""
    from wasl.checks.many.running import run, stamp_of

    state = stamp_of(index)
    with output.progress("Checking") as progress:
        tally = run(replace(work, stamp=state), made(index), progress=progress)
    if stamp_of(index) != state:
        raise Failure("changed", "The index was changed meanwhile: give the command again.")
    return tally


def _request(  # noqa: PLR0913, PLR0917 (each is an option)
    home: Path | None, party: str, who: str, purpose: str, reference: str, names: list[str] | None
) -> "TableRequest":
    """Who asks, what for, and which lists of an installation."""
    from wasl.cli import installation

    installation.founded(installation.opened(home))
    from wasl.checks.asking import REFERENCE_MAX
    from wasl.checks.tables.batches import TableRequest
    from wasl.members import queries
    from wasl.web.visitors import Visitor

    if party not in queries.parties():
        raise Failure("unknown-party", f"{party} is no party of this installation.")
    if len(reference) > REFERENCE_MAX:
        raise Failure("too-long", f"A reference has at most {REFERENCE_MAX} characters.")
    return TableRequest(Visitor(party=party, name=asked_by("wasl screen", who)), purpose, reference, tuple(names or ()))


def _for_party(
    request: "TableRequest", table: Path, work: "Work", made: "Callable[[Path], Engine]", out: Path
) -> tuple["Tally", int]:
    """Against lists of an installation, as a party is shown them; and the number of the line in the log.

    The log has a line before anything is checked: results lie on the disk before the check ends. It has another before
    they are in their place.
    """
    from wasl.checks.many.running import joined
    from wasl.checks.tables import batches, logged_tables

    begun = logged_tables.write_begun(request, work.table.digest, work.order, legible(table.name))
    with output.progress("Checking") as progress:
        checked = batches.check(request, work, made, progress)
    written = []

    def log(digest: str) -> None:
        found = work.form.read(joined(work.parts))
        written.append(logged_tables.write_found(request, checked, found, digest, begun.pk))

    _join(work, out, log)
    return checked.tally, written[0].pk


def _join(work: "Work", out: Path, log: "Callable[[str], None] | None" = None) -> None:
    """Write the results, log them by their digest, put them in their place, and then remove the parts.

    Whoever is interrupted joins them again.
    """
    from hashlib import file_digest

    from wasl.checks.many.folder import written
    from wasl.checks.many.running import joined

    with written(out) as file:
        work.form.join(joined(work.parts), file)
        if log:
            file.seek(0)
            log(file_digest(file, "sha256").hexdigest())
    work.parts.remove()


def _tell(tally: "Tally", work: "Work", out: Path, line: int | None) -> None:
    facts = asdict(tally) | {"file": work.table.digest, "out": str(out)}
    shown = Facts(
        [
            ("Rows", tally.rows),
            ("With a match", tally.matched),
            ("Cleared", tally.cleared),
            ("Weak: look closer", tally.weak),
            ("Not checked", tally.not_checked),
            ("Results", out),
        ]
    )
    output.result(facts | ({"check": line} if line is not None else {}), shown)
