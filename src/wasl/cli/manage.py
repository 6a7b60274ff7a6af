"""`wasl manage`: Django's own management, for this installation."""

from typing import Annotated

import typer

from wasl.cli import installation
from wasl.cli.options import Home, Json

PASSES_THROUGH = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}
"""Everything after `wasl manage [--home DIR] [--json]` is Django's."""


def manage(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Run a command of Django's, such as migrate, check or shell; what that prints and ends with is its own."""
    installation.load(home)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wasl manage", *(arguments or [])])
