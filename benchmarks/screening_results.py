"""What a run of the screening benchmarks found, as the repository keeps it: figures, date and versions."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("results")
FULL = os.environ.get("WASL_FULL") == "1"
"""Whether the full sizes were asked for."""

PACKAGES = ("wasl", "numpy", "rapidfuzz", "anyascii")


def keep(part: str, figures: Mapping[str, Any], peer: Mapping[str, str] | None) -> None:
    """Write one part's figures, beside those of the other parts.

    `peer` are the versions of the peer's packages: none where it is not asked, None where it is not here.
    """
    FOLDER.mkdir(exist_ok=True)
    found = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "full": FULL,
        "machine": f"{os.cpu_count()} processors, {_processor()}, Python {platform.python_version()}",
        "load": os.getloadavg()[0],
        "versions": {name: version(name) for name in PACKAGES} | {"model": _model()},
        "peer": "not here" if peer is None else dict(peer),
        **figures,
    }
    text = json.dumps(_rounded(found), ensure_ascii=False, indent=2)
    (FOLDER / f"screening-{part}.json").write_text(text + "\n", "utf-8")


def write_table(part: str, lines: Sequence[str]) -> None:
    """Write a table for people, beside the figures."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"screening-{part}.txt").write_text("\n".join(lines) + "\n", "utf-8")


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
        return float(f"{value:.4g}")
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
