"""The folder of an installation: made once, complete or not there, and read as it was written."""

import os
import string
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.acts import home
from wasl.acts.home import SECRET_NAMES, Home, HomeError

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _home(path: Path) -> Home:
    return Home(path=path, name={"en": "Specimen"}, origin="record.specimen.example", operator="o@specimen.example")


@given(texts=st.lists(_texts, min_size=7, max_size=7), name=st.dictionaries(st.sampled_from(["ar", "en"]), _texts))
def test_whatever_people_call_it_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], name: dict[str, str]
) -> None:
    """Quotation marks, backslashes, line ends and control characters included."""
    path = tmp_path_factory.mktemp("home") / "wasl"
    settings = dict(zip(home.TEXT_SETTINGS, texts, strict=True))
    made = Home(path, name, demo=True, blob_quota=0, disk_floor=2**40, **settings)

    home.create(made)

    assert home.read(path) == made


def test_every_setting_is_written(tmp_path: Path) -> None:
    home.create(_home(tmp_path))
    written = tomllib.loads((tmp_path / "wasl.toml").read_text("utf-8"))

    assert set(written) == {field.name for field in fields(Home)} - {"path"}


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    home.create(_home(tmp_path))

    assert {file.name for file in (tmp_path / "secrets").iterdir()} == set(SECRET_NAMES)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "secrets").iterdir()} == {0o600}
    assert (tmp_path / "blobs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "wasl.toml").stat().st_mode & 0o777 == 0o600
    assert len({_home(tmp_path).secret(name) for name in SECRET_NAMES}) == len(SECRET_NAMES)


def test_an_installation_is_never_made_over(tmp_path: Path) -> None:
    home.create(_home(tmp_path))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}

    with pytest.raises(HomeError, match="already holds an installation"):
        home.create(_home(tmp_path))

    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def _killed(path: Path, step: int) -> bool:
    """Make the installation in a process that dies before its `step`-th change to the folder; whether it died."""
    child = os.fork()
    if child == 0:
        left = step

        def die(event: str, arguments: Any) -> None:
            nonlocal left
            if event in ("open", "os.mkdir", "os.rename", "os.remove") and str(arguments[0]).startswith(str(path)):
                left -= 1
                if left == 0:
                    os._exit(9)

        sys.addaudithook(die)
        home.create(_home(path))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_interrupted_beginning_goes_on(tmp_path: Path) -> None:
    """Wherever it died, and its half-made secrets are told apart from those of somebody else."""
    for step in range(1, 200):
        path = tmp_path / str(step)
        died = _killed(path, step)
        if not (path / "wasl.toml").exists():
            assert not _home(path).has_foreign_secrets, step
            home.create(_home(path))
        home.finish(_home(path))
        assert home.read(path) == _home(path)
        assert {file.name for file in (path / "secrets").iterdir()} == set(SECRET_NAMES)
        assert _home(path).has_foreign_secrets
        if not died:
            break
    assert step > 30


def test_secrets_that_were_brought_are_kept(tmp_path: Path) -> None:
    """As when an installation is restored, or when making it was interrupted half-way."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "log.key").write_text("ab" * 32)

    home.create(_home(tmp_path))

    assert _home(tmp_path).secret("log.key") == b"\xab" * 32


def test_what_is_not_there_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="wasl init"):
        home.read(tmp_path / "nothing")
    with pytest.raises(HomeError, match=r"log\.key cannot be read"):
        _home(tmp_path).secret("log.key")


@pytest.mark.parametrize("text", ["", "no hexadecimal", "ab" * 31, "ab" * 33])
def test_a_damaged_secret_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "log.key").write_text(text)

    with pytest.raises(HomeError, match=r"log\.key"):
        _home(tmp_path).secret("log.key")


def test_a_damaged_settings_file_is_said(tmp_path: Path) -> None:
    for text in ("origin = ", "= 1", "[name\n", "\x00"):
        (tmp_path / "wasl.toml").write_text(text)
        with pytest.raises(HomeError, match="cannot be read"):
            home.read(tmp_path)


@pytest.mark.parametrize("value", ["-1", "2.5", "true", '"256"', "[]"])
def test_a_size_is_a_whole_number(tmp_path: Path, value: str) -> None:
    (tmp_path / "wasl.toml").write_text(f"blob_quota = {value}\n")

    with pytest.raises(HomeError, match="blob_quota"):
        home.read(tmp_path)


def test_secrets_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASL_SECRETS", str(tmp_path / "device"))

    home.create(_home(tmp_path / "home"))

    assert not (tmp_path / "home" / "secrets").exists()
    assert set(_home(tmp_path / "home").secret("log.key")) <= set(range(256))
    assert all(letter in string.hexdigits for letter in (tmp_path / "device" / "log.key").read_text().strip())


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WASL_HOME")
    assert home.locate() == Path("var").absolute()
    monkeypatch.setenv("WASL_HOME", str(tmp_path))
    assert home.locate() == tmp_path
    assert home.locate("elsewhere") == Path("elsewhere").absolute()
