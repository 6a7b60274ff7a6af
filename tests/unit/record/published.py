"""Test vectors that others published; tests that need them are skipped where they are not."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests import public_data


def folder(name: str) -> Path:
    """A folder or file of published vectors, or a skipped test."""
    return public_data.path(f"crypto_vectors/{name}")


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    path = folder(name)
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def document(name: str) -> Any:
    """The value of a gzipped JSON file."""
    return json.loads(gzip.decompress(folder(name).read_bytes()))
