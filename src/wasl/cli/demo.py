"""`wasl demo`: an invented organisation with two years of history, to look around in."""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from wasl.acts import home as homes
from wasl.cli import installation, output, serving
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Json
from wasl.cli.serve import Port

DEFAULT = Path("demo-home")
ORIGIN = "demo.wasl.example/log"
OPERATOR = "operator@demo.wasl.example"
"""Nobody: what it would be told lies in the folder `mail` of the demo."""
NAME = {
    "ar": "منظمة وصل (نموذج)",
    "en": "Wasl Organisation (SPECIMEN)",
    "es": "Organización Wasl (SPECIMEN)",
    "fr": "Organisation Wasl (SPECIMEN)",
}


def demo(  # noqa: PLR0913, PLR0917 (one for each option)
    port: Port = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it, on this machine only.")] = True,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="Its folder.  [default: $WASL_HOME if a demo's, else ./demo-home]"),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew: what was done in this demo is lost.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Serve an invented organisation with two years of history.

    It is built at the first start. Everyone in it is a specimen. Mail is not sent: it lies in the folder's mail/.
    """
    # Secrets that lie elsewhere belong to a real installation.
    os.environ.pop("WASL_SECRETS", None)
    place = _place(home)
    there = _is_there(place)
    if there and fresh:
        _remove(place, asked=yes)
        there = False
    if not there:
        _build(place)
    if serve:
        with _in_use(place):
            serving.serve(installation.load(place), "127.0.0.1", port)
    else:
        output.result({"home": str(place)}, f"The demo is in {place}: wasl demo --home {place}")


def _place(home: Path | None) -> Path:
    named = home or os.environ.get("WASL_HOME")
    if named and (home or _is_demo(Path(named))):
        return homes.locate(named)
    return DEFAULT.absolute()


def _is_demo(place: Path) -> bool:
    try:
        return homes.read(place).demo
    except homes.HomeError:
        return False


def _is_there(place: Path) -> bool:
    """Whether the demo was built. Raises Failure when the folder holds anything else."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return False
    if not _is_demo(place):
        raise Failure("not-a-demo", f"{place} is not a demo's: choose another folder with --home.")
    return True


@contextmanager
def _in_use(place: Path) -> Iterator[None]:
    """Within the block, nobody can remove the demo. Several may serve it at once."""
    with (place / "demo.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _remove(place: Path, *, asked: bool) -> None:
    """Remove the demo after asking. Raises Failure when it is being served, or when nobody can answer."""
    with (place / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = f"The demo in {place} is being served: end that first (Ctrl-C)."
            raise Failure("demo-in-use", text, Code.REFUSED) from error
        if not asked:
            if not sys.stdin.isatty():
                message = "--fresh asks first, and nobody can answer here: say --yes."
                raise typer.BadParameter(message)
            typer.confirm(f"Remove the demo in {place}, with all that was done in it?", abort=True, err=True)
        # Out of the way first: a removal that is interrupted must not leave half a demo where a whole one stood.
        gone = place.with_name(f".{place.name}.{os.getpid()}.gone")
        place.rename(gone)
        shutil.rmtree(gone)


def _build(place: Path) -> None:
    """Build in a folder beside it and rename, so that a half-made demo never stands there.

    Another process builds: Django is bound to one folder for as long as its process lives. If this one dies, the
    other still comes to its end.
    """
    output.remark("Building the demo; this happens once.")
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    builder = get_context("spawn").Process(target=_fill, args=(draft,))
    builder.start()
    try:
        builder.join()
        if builder.exitcode:
            raise Failure("not-built", "The demo could not be built, for the reason above.", Code.INPUT_OUTPUT)
        draft.rename(place)
    except OSError:
        # Another start may have been faster.
        if not _is_demo(place):
            raise
    finally:
        builder.terminate()
        builder.join()
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    described = homes.Home(
        path=draft, name=NAME, origin=ORIGIN, address="http://localhost:8000", operator=OPERATOR, demo=True
    )
    homes.create(described)
    installation.load(draft)
    installation.migrate()
    from django.db import connection, connections

    from wasl.acts import clock
    from wasl.demo import world

    # Nothing of a draft needs to outlive a power cut before it is whole: the disk is waited for once, at the end.
    with connection.cursor() as sql:
        sql.execute("PRAGMA synchronous=OFF")
        with output.progress("Two years of history") as progress:
            world.build(clock.now(), progress)
        sql.execute("PRAGMA synchronous=FULL")
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
