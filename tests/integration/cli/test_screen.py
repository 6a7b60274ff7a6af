"""`wasl screen`: the real command over real files, killed in the middle, alone with an index, and for a party."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FULL
from tests.integration.checks.tables import as_csv, index_at, many, results
from tests.integration.cli.conftest import COMMAND, Founded, Shell

PURPOSE = ("--purpose", "training")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_at(tmp_path_factory.mktemp("index") / "index")


def _table(shell: Shell, rows: int) -> Path:
    path = shell.folder / "people.csv"
    path.write_bytes(as_csv(list(many(rows))))
    return path


def test_an_auditor_checks_a_file_with_an_index_alone(shell: Shell, index: Path) -> None:
    told = shell.json("screen", _table(shell, 250), "--index", index, "--out", "out.csv", "--workers", 1)

    assert (told["rows"], told["matched"], told["not_checked"]) == (250, 2, 0)
    assert [(line["row"], line["subject"]) for line in results(shell.folder / "out.csv")] == [
        ("100", "specimens:1"),
        ("200", "specimens:1"),
    ]
    assert not (shell.folder / "out.csv.parts").exists()
    assert oct((shell.folder / "out.csv").stat().st_mode)[-3:] == "600"


def test_killed_in_the_middle_it_goes_on_and_writes_the_same_bytes(shell: Shell, index: Path) -> None:
    table, out = _table(shell, 20_000), shell.folder / "out.csv"
    command = ("screen", str(table), "--index", str(index), "--out", str(out), "--workers", "1", "--all-rows")
    part = out.with_name("out.csv.parts") / "00000000.part"
    with subprocess.Popen([COMMAND, *command], cwd=shell.folder, env=shell.environment()) as process:
        while not part.exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert part.exists()
    assert not out.exists(), "it was killed before it was done"
    before = part.stat().st_mtime_ns
    kept = shutil.copytree(part.parent, shell.folder / "kept")

    assert shell.json(*command)["rows"] == 20_000

    assert (kept / part.name).stat().st_mtime_ns == before, "what was there was not made again"
    assert not part.exists()
    resumed = out.read_bytes()
    out.unlink()
    shell(*command)
    assert resumed == out.read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["--index", "nowhere"], "input-output", 4),
        (["--index", "people.csv"], "not-an-index", 4),
        (["--map", "name=Nowhere"], "wrong-map", 4),
        (["--encoding", "klingon"], "encoding", 4),
        (["--out", "out.xlsx"], "other-format", 4),
        (["--out", "people.csv"], "", 2),
        (["--dates", "ymdd"], "", 2),
        (["--engine", "spark"], "", 2),
        (["--list", "specimens"], "", 2),
        (["--threshold", "2"], "", 2),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    shell: Shell, index: Path, words: list[str], code: str, exit_code: int
) -> None:
    table = _table(shell, 3)
    ran = shell("screen", table, "--index", index, "--out", "out.csv", *words, code=exit_code)
    assert "Traceback" not in ran.err
    assert f"[{code}]" in ran.err or not code
    assert sorted(path.name for path in shell.folder.iterdir()) == ["people.csv"], "nothing is left"


def test_without_ray_its_engine_says_how_to_get_it(shell: Shell, index: Path) -> None:
    hidden = shell.folder / "hidden"
    hidden.mkdir()
    (hidden / "ray.py").write_text("raise ImportError\n")
    command = ("screen", _table(shell, 3), "--index", index, "--out", "out.csv", "--engine", "ray")
    ran = shell(*command, code=4, PYTHONPATH=str(hidden))
    assert "wasl[ray]" in ran.err


LISTED = """
import sys
from pathlib import Path
from wasl.cli import installation
installation.opened(None)
from wasl.acts import clock
from wasl.checks import queries
from wasl.checks.index import indexing
from wasl.checks.lists import editions, importing
from wasl.checks.acts import OpenList
from wasl.members import hosting
from wasl.members import queries as members

path = Path(sys.argv[1])
title = dict.fromkeys(("ar", "en", "fr", "es"), "Specimens")
for party, word in (("secretariat", "specimens"), ("FR", "own")):
    head = members.head_mandate(party, clock.now()) if party == "secretariat" else None
    opening = OpenList(list=word, source="ftm", title=title, renewed_within=7)
    watch_list = queries.watch_list(hosting.act_as(party, opening, head).index)
    found = importing.read(watch_list, path)
    files = editions.keep(party, "ftm", path)
    hosting.act_as(party, importing.act(watch_list, files, found), head)
indexing.catch_up()
"""


@pytest.fixture(scope="module")
def listed(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """An installation with a list of the secretariat and one of France."""
    folder = tmp_path_factory.mktemp("listed")
    shell = founded.copied(folder)
    person = {"name": ["Marwan Specimenov"], "birthDate": ["1974-03-12"], "nationality": ["ma"]}
    path = folder / "list.json"
    path.write_text(json.dumps({"id": "1", "schema": "Person", "properties": person}) + "\n", "utf-8")
    subprocess.run(
        [sys.executable, "-c", LISTED, str(path)], cwd=folder, env=shell.environment(), check=True, timeout=120
    )
    return shell


def _lines(shell: Shell) -> list[dict[str, Any]]:
    """The log, oldest line first."""
    told = "from wasl.cli import installation; installation.opened(None)\nfrom wasl.checks.models import Check\n"
    told += "import json\nfor each in Check.objects.order_by('pk').values("
    told += "'pk', 'way', 'party', 'asker', 'matches', 'asked', 'answered', 'rows'): print(json.dumps(each))"
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=shell.folder, env=shell.environment(), check=True, capture_output=True
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_party_checks_against_the_lists_it_is_shown_and_the_log_says_when_it_began_and_what_it_found(
    listed: Shell,
) -> None:
    command = ("screen", _table(listed, 250), "--out", "out.csv", "--workers", 1, *PURPOSE)
    before = len(_lines(listed))
    told = listed.json(*command, "--list", "specimens", "--party", "MA")
    assert (told["rows"], told["matched"]) == (250, 2)
    assert {line["lists"] for line in results(listed.folder / "out.csv")} == {"specimens"}

    assert "unknown-list" in listed(*command, "--list", "fr.own", "--party", "MA", code=1).err
    assert listed.json(*command, "--list", "fr.own", "--list", "specimens", "--party", "FR")["matched"] == 2
    assert "unknown-purpose" in listed(*command[:-2], "--list", "specimens", code=1).err
    assert "unknown-party" in listed(*command, "--list", "specimens", "--party", "ZZ", code=1).err

    begun, found, *french = _lines(listed)[before:]
    assert [
        (each["way"], each["party"], each["matches"], each["asked"].get("rows")) for each in (found, french[1])
    ] == [
        ("many", "MA", 2, 250),
        ("many", "FR", 2, 250),
    ]
    table = sha256((listed.folder / "people.csv").read_bytes()).hexdigest()
    assert (begun["answered"]["begun"], begun["asked"]["file"], begun["asked"]["name"]) == (True, table, "people.csv")
    assert (found["asked"]["begun"], found["asked"]["file"]) == (begun["pk"], table)
    assert [(row["row"], row["matches"][0]["subject"]) for row in found["rows"]] == [
        (100, "specimens:1"),
        (200, "specimens:1"),
    ]
    results_of = sha256((listed.folder / "out.csv").read_bytes()).hexdigest()
    assert french[1]["answered"]["results"] == results_of
    user = pwd.getpwuid(os.getuid()).pw_name
    assert {each["asker"] for each in (begun, found)} == {f"wasl screen · {user}"}


def test_an_interrupted_run_is_in_the_log_with_who_asked(listed: Shell) -> None:
    before = len(_lines(listed))
    table, out = _table(listed, 20_000), listed.folder / "interrupted.csv"
    command = ("screen", str(table), "--list", "specimens", "--out", str(out), "--workers", "1", *PURPOSE)
    part = out.with_name("interrupted.csv.parts") / "00000000.part"
    said = [COMMAND, *command, "--party", "MA", "--asker", "SPECIMEN officer", "--all-rows"]
    with subprocess.Popen(said, cwd=listed.folder, env=listed.environment()) as process:
        while not part.exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert not out.exists(), "it was killed before it was done"

    (line,) = _lines(listed)[before:]
    assert (line["answered"]["begun"], line["asked"]["name"], line["party"]) == (True, "people.csv", "MA")
    assert line["asker"].startswith("SPECIMEN officer · wasl screen · ")


def test_parquet_results_are_logged_as_csv_results_are(listed: Shell) -> None:
    rows = []
    for name in ("out.csv", "out.parquet"):
        command = ("screen", _table(listed, 250), "--out", name, "--workers", 1, *PURPOSE, "--list", "specimens")
        listed.json(*command, "--party", "MA")
        line = _lines(listed)[-1]
        assert line["answered"]["results"] == sha256((listed.folder / name).read_bytes()).hexdigest()
        rows.append(line["rows"])
    assert rows[0] == rows[1]
    assert len(rows[0]) == 2


MEASURED = """
import re, sys
from pathlib import Path
from wasl.cli import app
try:
    app(sys.argv[1:])
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""
"""The command, and then the most memory it held in KiB; `ru_maxrss` would count that of the tests' process, too."""


@pytest.mark.long
@pytest.mark.skipif(not FULL, reason="runs only when WASL_FULL is 1")
def test_memory_does_not_grow_with_the_file(shell: Shell, index: Path) -> None:
    """But for what screening remembers of words, which is bounded: the files have the same words."""
    peaks = []
    for rows in (20_000, 200_000):
        table = _table(shell, rows)
        words = ("screen", str(table), "--index", str(index), "--out", "out.csv", "--workers", "1", "--all-rows")
        ran = subprocess.run(
            [sys.executable, "-c", MEASURED, *words],
            cwd=shell.folder,
            env=shell.environment(OPENBLAS_NUM_THREADS="1"),
            check=True,
            capture_output=True,
        )
        peaks.append(int(ran.stderr.split()[-1]))
        (shell.folder / "out.csv").unlink()
    assert peaks[1] < peaks[0] * 1.15, peaks
