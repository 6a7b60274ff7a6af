"""What a command prints: for people with Rich, or one JSON document on stdout after `--json`."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_json: ContextVar[bool] = ContextVar("wasl_json", default=False)

WIDE = 1000
"""Columns where no terminal says how many: a file or another program wants whole lines."""


def choose_json(chosen: bool) -> bool:
    """Remember `--json` for whatever is printed later, a problem included."""
    _json.set(_json.get() or chosen)
    return chosen


def plain(text: object) -> str:
    """Text that cannot steer a terminal: records and answers come from strangers."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(text))


def moment(at: datetime | None) -> str:
    """A moment for people: UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else ""


def console(*, stderr: bool = False) -> "Console":
    """Rich, told to take every text literally."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=None if stream.isatty() else WIDE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one a line."""

    rows: Sequence[tuple[str, object]]

    def print(self, to: "Console") -> None:
        """Print them in two columns; what is long runs on, so that it can be copied whole."""
        width = max((len(label) for label, _value in self.rows), default=0)
        for label, value in self.rows:
            to.print(f"{label:<{width}}  {plain(value)}", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[object]]

    def print(self, to: "Console") -> None:
        """Print them, or say that there are none."""
        from rich.box import SIMPLE_HEAD
        from rich.table import Table as Grid

        if not self.rows:
            to.print("Nothing here.")
            return
        grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
        for heading in self.headings:
            grid.add_column(heading, overflow="fold")
        for row in self.rows:
            grid.add_row(*(plain("" if value is None else value) for value in row))
        to.print(grid)


Shown = str | Facts | Table


def result(value: Any, *shown: Shown) -> None:
    """Print a command's result: `value` as JSON, or `shown` for people."""
    if _json.get():
        print(json.dumps(value, ensure_ascii=False, indent=2), flush=True)  # noqa: T201
        return
    to = console()
    for part in shown:
        if isinstance(part, str):
            to.print(plain(part), soft_wrap=True)
        else:
            part.print(to)


def remark(text: str) -> None:
    """One line for whoever watches, beside the result."""
    print(plain(text), file=sys.stderr)  # noqa: T201


def problem(code: str, detail: str, more: dict[str, Any]) -> None:
    """Say what went wrong: one line on stderr, one more for each field, and JSON on stdout if that was asked for."""
    if _json.get():
        print(json.dumps({"code": code, "detail": detail, **more}, ensure_ascii=False, indent=2))  # noqa: T201
    remark(f"wasl: {detail} [{code}]")
    for name, text in more.get("fields", {}).items():
        remark(f"  {name}: {text}")


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal while long work runs; yields what the work calls with how much is done, of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
