"""How the log of checks calls whoever uses a command: by the operating system's name for them."""

import os
import pwd
from typing import Annotated

import typer

NAME_MAX = 200
"""Characters of a name that somebody gives."""


Asker = Annotated[str, typer.Option("--asker", help="Who asks, for the log; it names the system's user besides.")]
"""The option by which they say who they are."""


def asker(command: str, said: str = "") -> str:
    """The name that somebody gives, if any; the command; and the user who ran it, or had it run by `sudo`."""
    return " · ".join(filter(None, (legible(said)[:NAME_MAX], command, _user())))


def legible(text: str) -> str:
    """A name as the log can keep it: bytes of the system's that are no text become question marks."""
    return text.encode("utf-8", "replace").decode()


def _user() -> str:
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = str(number)
    behind = legible(os.environ.get("SUDO_USER", ""))[: NAME_MAX // 4]
    return f"{behind} ({name})" if behind and behind != name else name
