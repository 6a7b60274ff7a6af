"""Python programs without the half second that importing takes: forked from a process that imported before.

    done = forked.run([COMMAND, "status"], cwd=folder, env=environment)

What runs is a process of its own with arguments, environment, folder and streams of its own, and reads its settings
itself. Tests of starting, of signals and of what is imported start real programs.

The file is that process's program, too: it reads one request a line and answers with the exit code.
"""

import atexit
import json
import os
import runpy
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PRELOADED = (
    *("typer.main", "rich.table", "rich.progress", "numpy", "rapidfuzz", "babel.dates", "nacl.signing", "argon2"),
    *("pydantic.main", "pydantic.json_schema", "pydantic.type_adapter", "http_message_signatures", "csv", "tarfile"),
    *("cryptography.hazmat.primitives.asymmetric.ec", "django_stubs_ext", "django_tasks.base"),
    *("django.core.management.commands.migrate", "django.db.backends.sqlite3.base", "django.contrib.auth.hashers"),
    *("django.forms", "django.template.engine", "django.core.handlers.asgi", "django.views"),
    *("wasl.cli.commands", "wasl.record.verification", "wasl.screening.index", "wasl.screening.identifiers"),
)
"""What most programs import, and what no settings are needed for."""


def run(
    command: Sequence[object], *, env: Mapping[str, str], cwd: Path | None = None, given: str = "", timeout: float = 300
) -> "subprocess.CompletedProcess[str]":
    """As `subprocess.run` runs a script of Python, or `-c` and a program, with its output captured."""
    assert not [name for name in env if name.startswith("PYTHON")], "only a process that starts reads these"
    with TemporaryDirectory(prefix="wasl-forked-") as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(given, "utf-8")
        words = [str(word) for word in command]
        request = {
            "words": words,
            "cwd": str(cwd or Path.cwd()),
            "env": dict(env),
            "streams": [str(path) for path in streams],
        }
        code = _asked(json.dumps(request), timeout)
        out, err = (path.read_text("utf-8") for path in streams[1:])
        return subprocess.CompletedProcess(words, code, out, err)


def _asked(request: str, timeout: float) -> int:
    process = _process()
    assert process.stdin
    assert process.stdout
    process.stdin.write(request + "\n")
    process.stdin.flush()
    if not select.select([process.stdout], [], [], timeout)[0]:
        process.kill()
        _process.cache_clear()
        raise subprocess.TimeoutExpired(request, timeout)
    return int(process.stdout.readline())


@cache
def _process() -> "subprocess.Popen[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WASL_", "DJANGO_", "PYTHON"))}
    process = subprocess.Popen(
        [sys.executable, __file__],
        env=clean | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    """Fork for each request until there are no more; a child leaves by way of what it runs."""
    for name in PRELOADED:
        import_module(name)
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    while line := requests.readline():
        child = os.fork()
        if not child:
            requests.close()
            answers.close()
            _become(**json.loads(line))
            return
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        answers.flush()


def _become(words: list[str], cwd: str, env: dict[str, str], streams: list[str]) -> None:
    for number, (path, mode) in enumerate(zip(streams, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2), strict=True)):
        opened = os.open(path, mode, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    program: Any = words[0]
    if program == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = words
        runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    _serve()
