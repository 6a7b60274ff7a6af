"""The record judged by Go's own transparency-log library, golang.org/x/mod, through `go/main.go`.

Debian: apt install golang-go golang-golang-x-mod-dev
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.judges.missing import missing

PROGRAM = Path(__file__).with_name("go") / "main.go"
PACKAGES = Path("/usr/share/gocode")


def judge(source: Path | str, *, everything: bool = False) -> tuple[bool, str]:
    """Whether the judge accepts an export, or what a server has at an address such as `http://…/log`; what it said.

    `everything` leaves no proof out, and takes longer.
    """
    program, why_not = _built()
    if program is None:
        missing(why_not)
    flags = ["-all"] if everything else []
    done = subprocess.run([program, *flags, source], capture_output=True, text=True, timeout=600, check=False)
    said = done.stdout.strip()
    if done.returncode not in (0, 1) or not said:
        message = f"the judge broke down: {done.returncode} {done.stderr}"
        raise RuntimeError(message)
    return done.returncode == 0, said


@cache
def _built() -> tuple[Path | None, str]:
    """The program, built once a session without the network; or None and why."""
    go = shutil.which("go")
    if go is None:
        return None, "Go is not installed (apt install golang-go)"
    if not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        return None, "Go's x/mod is not installed (apt install golang-golang-x-mod-dev)"
    folder = Path(tempfile.mkdtemp(prefix="wasl-judge-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    offline = {"GO111MODULE": "off", "GOFLAGS": "", "GOPATH": str(PACKAGES), "GOCACHE": str(folder / "cache")}
    program = folder / "judge"
    subprocess.run(
        [go, "build", "-o", program, PROGRAM], env=os.environ | offline, check=True, capture_output=True, text=True
    )
    return program, ""
