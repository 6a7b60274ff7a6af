"""Test vectors that others published. They are not shipped with the project; tests that need them are skipped.

WASL_SHARED_DATA names the folder that holds `crypto_vectors/`; by default it is looked for beside the repository.
"""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

_BESIDE = Path(__file__).parents[4] / "shared" / "data"


def folder(name: str) -> Path:
    """A folder or file of published vectors, or a skipped test."""
    path = Path(os.environ.get("WASL_SHARED_DATA", _BESIDE)) / "crypto_vectors" / name
    if not path.exists():
        pytest.skip(f"published vectors are not here: {name}")
    return path


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    path = folder(name)
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def document(name: str) -> Any:
    """The value of a gzipped JSON file."""
    return json.loads(gzip.decompress(folder(name).read_bytes()))
