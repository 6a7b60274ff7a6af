"""What a run of the screening benchmarks found, as the repository keeps it: figures, date and versions."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

from benchmarks.measuring import Finding

FOLDER = Path(__file__).with_name("results")
FULL = os.environ.get("WASL_FULL") == "1"
"""Whether the full sizes were asked for."""

PACKAGES = ("wasl", "numpy", "rapidfuzz", "anyascii")


def keep(part: str, figures: Mapping[str, Any], peer: Mapping[str, str] | None) -> None:
    """Write one part's figures, beside those of the other parts.

    `peer` are the versions of the peer's packages: none where it is not asked, None where it is not here.
    """
    FOLDER.mkdir(exist_ok=True)
    _write(
        part,
        {
            "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            "full": FULL,
            "machine": f"{os.cpu_count()} processors, {_processor()}, Python {platform.python_version()}",
            "load": os.getloadavg()[0],
            "commit": _commit(),
            "versions": {name: version(name) for name in PACKAGES} | {"model": _model()},
            "peer": "not here" if peer is None else dict(peer),
            **figures,
        },
    )


def _commit() -> str:
    """Which commit is measured, and whether its sources were changed since."""
    head = _git("rev-parse", "--short", "HEAD").stdout.strip()
    return head + "-dirty" * bool(_git("diff", "--quiet", "HEAD", "--", "../../src").returncode) if head else "unknown"


def _git(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["git", "-C", str(FOLDER), *command], capture_output=True, text=True, check=False)


def judge(part: str, findings: Sequence[Finding]) -> None:
    """Write what was found beside the figures of a part, and every goal of all parts, met or missed, in one table."""
    _write(part, _read(part) | {"findings": [each.as_json() for each in findings]})
    lines = []
    for path in sorted(FOLDER.glob("screening-*.json")):
        kept = json.loads(path.read_text("utf-8"))
        found = [Finding(**each) for each in kept.get("findings", ()) if each["met"] is not None]
        lines += [f"{path.stem.partition('-')[2]}, {kept['date']}", *(f"  {line(each)}" for each in found), ""]
    write_table("goals", lines[:-1])


def _read(part: str) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((FOLDER / f"screening-{part}.json").read_text("utf-8"))
    return kept


def _write(part: str, kept: Mapping[str, Any]) -> None:
    text = json.dumps(_rounded(kept), ensure_ascii=False, indent=2)
    (FOLDER / f"screening-{part}.json").write_text(text + "\n", "utf-8")


def write_table(part: str, lines: Sequence[str]) -> None:
    """Write a table for people, beside the figures."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"screening-{part}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def line(found: Finding) -> str:
    """A finding in one line: the figure, the reference, the goal and whether it was met."""
    verdict = {None: "", True: "met", False: "MISSED"}[found.met]
    figure = f"{found.figure:.4g} {found.unit}".strip()
    return f"{found.name:<76} {figure:>14}  beside {found.reference:9.4g}  {found.goal:<12} {verdict}".rstrip()


def _model() -> str:
    from wasl.screening.comparing import VERSION

    return VERSION


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _rounded(value: Any) -> Any:
    """Numbers with four digits that count, at any depth."""
    if isinstance(value, float):
        return float(f"{value:.4g}") if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
