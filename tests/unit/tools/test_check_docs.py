from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from tools import check_docs

app = typer.Typer()
record = typer.Typer()
app.add_typer(record, name="record")


@app.callback()
def everywhere(home: str = "", json: bool = False) -> None: ...


@app.command()
def serve(port: int = 8000) -> None: ...


@record.command()
def verify(folder: str, key: str = "") -> None: ...


@pytest.fixture
def wasl() -> Any:
    return get_command(app)


@pytest.mark.parametrize(
    ("line", "lacking"),
    [
        ("serve", ""),
        ("serve --port 1", ""),
        ("--home DIR serve", ""),
        ("record verify FOLDER --key K", ""),
        ("record verify --help", ""),
        ("sing", "sing"),
        ("record show", "show"),
        ("record verify --keys K", "--keys"),
        ("serve --key K", "--key"),
        ("serve --home DIR", "--home"),
    ],
)
def test_a_command_line_is_held_against_the_commands(wasl: Any, line: str, lacking: str) -> None:
    assert check_docs.unknown(line.split(), wasl) == lacking


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs/decisions").mkdir(parents=True)
    (tmp_path / "src/wasl/record").mkdir(parents=True)
    (tmp_path / "src/wasl/record/__init__.py").touch()
    (tmp_path / "Makefile").write_text("test: ## the tests\n\ttrue\n")
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["django>=5"]\n')
    (tmp_path / "docs/architecture.md").write_text("| `record` | pure |\n| django | BSD |\n")
    (tmp_path / "docs/decisions/README.md").write_text("- [one](0001-one.md)\n")
    (tmp_path / "docs/decisions/0001-one.md").write_text("# One thing\n")
    return tmp_path


def test_true_pages_pass(root: Path, wasl: Any) -> None:
    (root / "README.md").write_text(
        "[one](docs/decisions/0001-one.md#one-thing) [site](https://wasl.example) `[no](link)`\n"
        "Type `make test` or `wasl serve`.\n```\nWASL_HOME=x .venv/bin/wasl record verify F  # --strange\n```\n"
    )
    assert list(check_docs.check(root, wasl)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\n[gone](docs/gone.md)", "README.md:2: docs/gone.md is not there"),
        ("[one](docs/decisions/0001-one.md#two)", "README.md:1: docs/decisions/0001-one.md#two names no heading"),
        ("Type `make test tests`.", "README.md:1: make tests: there is no such target"),
        ("```\nwasl record show\n```", "README.md:2: wasl record show: there is no show"),
    ],
)
def test_each_untruth_is_found(root: Path, wasl: Any, text: str, found: str) -> None:
    (root / "README.md").write_text(text)
    assert list(check_docs.check(root, wasl)) == [found]


def test_what_the_tables_leave_out_is_found(root: Path, wasl: Any) -> None:
    (root / "docs/architecture.md").write_text("")
    (root / "docs/decisions/README.md").write_text("")
    assert list(check_docs.check(root, wasl)) == [
        "docs/architecture.md:1: `record` has no line",
        "docs/architecture.md:1: django has no line",
        "docs/decisions/README.md:1: 0001-one.md is not listed",
    ]
