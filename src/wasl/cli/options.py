"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from wasl.cli import output

Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The installation's folder.  [default: $WASL_HOME, else ./var]"),
]
Json = Annotated[
    bool,
    typer.Option("--json", is_eager=True, callback=output.choose_json, help="Print one JSON document."),
]
Mandate = Annotated[
    int | None,
    typer.Option(
        "--mandate",
        metavar="N",
        help="The entry that appointed the officer who decided; needed while a head of bureau is in office.",
    ),
]
PartyName = Annotated[str, typer.Argument(metavar="PARTY", help="A member's two letters, or secretariat.")]


def known_party(name: str | None) -> str | None:
    """The party somebody reads as: a member's code in capitals, or a party of the installation."""
    return name.upper() if name and len(name) == 2 else name
