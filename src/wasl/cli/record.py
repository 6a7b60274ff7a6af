"""`wasl record`: hold the record, verify it, make the tables again from it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from wasl.cli import options, output
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json
from wasl.cli.output import Facts, Table
from wasl.record.verification import WORKERS

app = typer.Typer(help="Hold the record, verify it, and make the tables again from it.", no_args_is_help=True)

As = Annotated[
    str | None,
    typer.Option("--as", metavar="PARTY", help="Read as this party; open acts only when left out."),
]


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; an earlier export is replaced.")],
    reader: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Write the record to a folder that anybody can verify."""
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts import exporting

    with output.progress("Exporting") as progress:
        size = exporting.export(folder, options.known_party(reader), progress)
    output.result(
        {"folder": str(folder), "entries": size}, f"{size} entries written to {folder}", f"wasl record verify {folder}"
    )


@app.command()
def verify(  # noqa: PLR0913, PLR0917 (what can be asked of a verification)
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A folder, the http(s) address of a log, or a .tlog-proof file.")
    ],
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="The verifier keys you pinned, one a line.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="A checkpoint you kept; the record must contain it."),
    ] = None,
    entry: Annotated[
        Path | None, typer.Option("--entry", metavar="FILE", help="The opened entry that a .tlog-proof file proves.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes to check with.")] = WORKERS,
    home: Home = None,
    json: Json = False,
) -> None:
    """Check a record: hashes, tiles, checkpoint, every open signature, and who was entitled to sign.

    Needs no installation, no database and no Django: --home is taken as everywhere, and not looked at. Without
    --key, the keys beside the record are believed.
    """
    from wasl.cli import verifying

    if source.endswith(".tlog-proof"):
        report = verifying.proof(Path(source), entry, key)
    else:
        report = verifying.record(source, key, against, workers)
    output.result(report.as_json(), *report.shown())
    if not report.good:
        raise typer.Exit(Code.REFUSED)


@app.command()
def rebuild(
    compare: Annotated[
        bool, typer.Option("--compare", help="Change nothing: list where tables and record differ.")
    ] = False,
    reader: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make the recorded tables again from the record, or compare them with it."""
    from wasl.cli import installation

    if reader and not compare:
        message = "only a comparison can be made as a party: add --compare"
        raise typer.BadParameter(message, param_hint="--as")
    installation.opened(home)
    if compare:
        _compare(options.known_party(reader))
        return
    from wasl.acts import rebuild as rebuilding

    with output.progress("Rebuilding") as progress:
        entries = rebuilding.rebuild(progress)
    output.result({"entries": entries}, f"The tables were made again from {entries} entries.")


def _compare(reader: str | None) -> None:
    from wasl.acts import rebuild as rebuilding

    with output.progress("Comparing") as progress:
        found = rebuilding.compare(reader, everything=reader is None, progress=progress)
    rows = [(difference.table, difference.key, _state(difference)) for difference in found]
    lines = [{"table": table, "key": key, "state": state} for table, key, state in rows]
    if not found:
        output.result({"differences": lines}, "The tables are what the record makes them.")
        return
    output.result({"differences": lines}, Table(("Table", "Row", "State"), rows))
    raise typer.Exit(Code.REFUSED)


def _state(difference: Any) -> str:
    if difference.live is None:
        return "missing"
    if difference.replayed is None:
        return "not in the record"
    changed = [name for name in difference.live if difference.live[name] != difference.replayed[name]]
    return f"differs in {', '.join(changed)}"


@app.command()
def show(
    index: Annotated[int, typer.Argument(min=0)],
    home: Home = None,
    json: Json = False,
) -> None:
    """Show what the record holds of one entry: its commitment, and the proof that it is there."""
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts import queries
    from wasl.record.encoding import encode
    from wasl.record.entry import leaf_hash

    tree = queries.head()
    if index >= tree.size:
        raise Failure("not-there", f"The record has {tree.size} entries, numbered from 0.")
    (line,) = queries.oldest(None, after=index - 1, limit=1)
    found = {
        "index": index,
        "commitment": encode(line.commitment),
        "open": line.is_open,
        "leaf": encode(leaf_hash(line.commitment, is_open=line.is_open)),
        "kind": line.kept.row.kind if line.kept else None,
        "party": line.kept.row.party if line.kept else None,
        "erased": line.erased or None,
        "size": tree.size,
        "root": encode(tree.root()),
        "path": [encode(step) for step in queries.inclusion_path(index, tree.size)],
    }
    output.result(found, Facts([(_LABELS[name], _text(value)) for name, value in found.items() if value is not None]))


_LABELS = {
    "index": "Entry",
    "commitment": "Commitment",
    "open": "Open",
    "leaf": "Leaf hash",
    "kind": "Kind",
    "party": "By",
    "erased": "Erased",
    "size": "Entries in the record",
    "root": "Root",
    "path": "Path to the root",
}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value)
