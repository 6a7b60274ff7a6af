"""The real command in processes of its own, with homes of its own: nothing here needs Django in this process."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forked

COMMAND = Path(sys.executable).with_name("wasl")
NAMES = ("--name-en", "Specimen", "--name-ar", "نموذج", "--name-fr", "Spécimen", "--name-es", "Espécimen")
ADDRESS = ("--address", "https://wasl.example")


@dataclass(frozen=True)
class Ran:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """A folder to work in, and the environment of somebody who set nothing."""

    folder: Path
    home: Path | None = None

    def __call__(self, *words: object, code: int = 0, given: str = "", **env: str) -> Ran:
        environment = self.environment(**env)
        if any(name.startswith("PYTHON") for name in env):
            done = self._started(words, environment)
        else:
            done = forked.run([COMMAND, *words], cwd=self.folder, env=environment, given=given)
        assert done.returncode == code, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return Ran(done.returncode, done.stdout, done.stderr)

    def _started(self, words: tuple[object, ...], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        """Run from the very start, which Python's own variables change."""
        command = [COMMAND, *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    def json(self, *words: object, **how: Any) -> Any:
        return self(*words, "--json", **how).json

    def environment(self, **env: str) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("WASL_", "DJANGO_", "PYTHON"))
        }
        clean["LC_ALL"] = "C.UTF-8"
        return clean | ({"WASL_HOME": str(self.home)} if self.home else {}) | env

    @contextmanager
    def serving(self, *words: object) -> Iterator["Served"]:
        """A server on a free port; ended by SIGTERM unless the test did."""
        command = [COMMAND, *map(str, words), "--port", "0"]
        environment = self.environment()
        with subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout
                line = process.stdout.readline()
                assert "http://" in line, process.communicate()
                yield Served(process, line.split()[-1])
            finally:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=60)


@dataclass(frozen=True)
class Served:
    process: "subprocess.Popen[str]"
    address: str


@dataclass(frozen=True)
class Founded:
    """An installation with two members; MA has an officer, who is its head of bureau."""

    shell: Shell
    officer: int
    mandate: int

    @property
    def home(self) -> Path:
        assert self.shell.home
        return self.shell.home

    def copied(self, folder: Path) -> Shell:
        """A home of one's own in this folder, as it was founded: without what other tests added since."""
        return Shell(folder, Path(shutil.copytree(self.home.with_name("as-founded"), folder / "home")))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Shared: tests add to it and take nothing away."""
    folder = tmp_path_factory.mktemp("founded")
    shell = Shell(folder, folder / "home")
    shell("init", *NAMES, *ADDRESS)
    shell("member", "admit", "MA", "FR")
    shell("member", "host", "--all")
    officer = shell.json("officer", "register", "MA", "--name", "سلمى نموذج")["index"]
    mandate = shell.json("officer", "appoint", "MA", officer, "head-of-bureau")["index"]
    shutil.copytree(folder / "home", folder / "as-founded")
    return Founded(shell, officer, mandate)


@pytest.fixture(scope="session")
def served(founded: Founded) -> Iterator[Served]:
    with founded.shell.serving("serve") as running:
        yield running


@pytest.fixture(scope="session")
def export(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record as everybody may see it, some time during the tests."""
    folder = tmp_path_factory.mktemp("export") / "record"
    founded.shell("record", "export", folder)
    return folder
