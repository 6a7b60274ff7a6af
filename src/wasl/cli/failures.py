"""The one place where an exception becomes a clear line on stderr and an exit code.

Exceptions are told apart by name, so that a command which never imported Django does not import it to fail.
"""

import errno
import signal
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from wasl.cli import output


class Code(IntEnum):
    """What the exit codes of `wasl` mean; 2 is a wrong command line."""

    REFUSED = 1
    UNREACHABLE = 3
    INPUT_OUTPUT = 4
    FAULT = 70
    INTERRUPTED = 130
    TERMINATED = 143


class Failure(Exception):  # noqa: N818 (what happened, as the user is told it)
    """Something a command could not do: a stable code, a sentence for people, the exit code.

    `more` goes into the JSON beside them, such as `fields`: what is wrong in which field of an act.
    """

    def __init__(self, code: str, detail: str, exit_code: Code = Code.REFUSED, **more: Any) -> None:
        super().__init__(code, detail, exit_code)
        self.code, self.detail, self.exit_code, self.more = code, detail, exit_code, more


KNOWN: dict[str, tuple[str, Code, str]] = {
    "wasl.acts.home.HomeError": ("no-installation", Code.UNREACHABLE, "{}"),
    "wasl.acts.sealing.SealError": ("sealed", Code.UNREACHABLE, "A secret of this installation cannot be used: {}"),
    "wasl.acts.keystore.NoKey": ("no-key", Code.REFUSED, "This installation hosts no key in force for {}."),
    "wasl.acts.checkpoints.Foreign": ("foreign-record", Code.REFUSED, "{}"),
    "wasl.acts.checkpoints.Inconsistent": ("inconsistent", Code.REFUSED, "{}"),
    "wasl.acts.rebuild.Corrupted": ("corrupted", Code.REFUSED, "{}"),
    "wasl.acts.queries.Unknown": ("unknown-kind", Code.REFUSED, "This version of Wasl does not know acts of kind {}."),
    "wasl.acts.backup.BackupError": ("backup", Code.REFUSED, "{}"),
    "wasl.members.states.UnknownStateError": ("unknown-state", Code.REFUSED, "{}"),
    "wasl.record.export.ExportError": ("not-an-export", Code.INPUT_OUTPUT, "{}"),
    "django.core.exceptions.ImproperlyConfigured": ("settings", Code.UNREACHABLE, "{}"),
    "django.db.utils.OperationalError": ("database", Code.UNREACHABLE, "The database cannot be used: {}"),
    "django.db.utils.InterfaceError": ("database", Code.UNREACHABLE, "The database cannot be used: {}"),
    "django.db.utils.DatabaseError": ("database", Code.UNREACHABLE, "The database cannot be used: {}"),
}
"""By the exception's full name: our code, the exit code, and how its own text is told."""


def of(error: Exception) -> Failure | None:
    """What the user is told of an exception; None when it belongs to the command line's own machinery."""
    module, name = type(error).__module__, type(error).__qualname__
    if module.startswith(("typer", "click")) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        return None
    if isinstance(error, Failure):
        return error
    if known := KNOWN.get(f"{module}.{name}"):
        code, exit_code, text = known
        return Failure(code, text.format(" ".join(str(error).split())), exit_code)
    if tell := TOLD.get(f"{module}.{name}"):
        return tell(error)
    return _of_system(error) if isinstance(error, OSError) else _of_fault(error)


def _of_refusal(error: Any) -> Failure:
    more = {name: getattr(error, name) for name in ("article", "fields") if getattr(error, name)}
    return Failure(error.code, error.text, Code.UNREACHABLE if error.status == 503 else Code.REFUSED, **more)


def _of_file(error: Any) -> Failure:
    """A table or an index that is not as it must be."""
    return Failure(error.code, str(error), Code.INPUT_OUTPUT)


def _of_invalid(error: Any) -> Failure:
    """An act whose fields are not as its model asks."""
    from wasl.acts import faults

    fields = {path: str(text) for path, text in faults.by_field(error.errors(include_input=False)).items()}
    return Failure("invalid-act", "The act does not say what it must.", fields=fields)


def _of_system(error: OSError) -> Failure:
    place = f"{error.filename}: " if error.filename else ""
    return Failure("input-output", f"{place}{error.strerror or error}", Code.INPUT_OUTPUT)


def _of_fault(error: Exception) -> Failure:
    traceback.print_exception(error)
    text = f"This is a fault in Wasl ({type(error).__name__}). Please report what is printed above."
    return Failure("fault", text, Code.FAULT)


TOLD: dict[str, Callable[[Any], Failure]] = {
    "wasl.acts.refusals.Refused": _of_refusal,
    "wasl.checks.many.refusing.TableRefused": _of_file,
    "wasl.screening.index.storage.IndexDamaged": _of_file,
    "pydantic_core._pydantic_core.ValidationError": _of_invalid,
}
"""Exceptions that say more than one sentence."""


def _end(_number: int, _frame: Any) -> None:
    """SIGTERM ends a command as an error would: half-written files are removed on the way."""
    raise SystemExit(Code.TERMINATED)


class Commands(TyperGroup):
    """The root command: whatever a command raises ends here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, or tell why not."""
        signal.signal(signal.SIGTERM, _end)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(Code.INTERRUPTED) from None
        except Exception as error:
            failure = of(error)
            if failure is None:
                raise
            output.problem(failure.code, failure.detail, failure.more)
            raise typer.Exit(failure.exit_code) from error
