"""Data that others published. None of it is shipped with the project; a test that needs some is skipped without it.

WASL_SHARED_DATA names the folder; by default it is `shared/data` beside the repository.
"""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("WASL_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")


def path(name: str) -> Path:
    """A file or folder of it, or a skipped test."""
    found = FOLDER / name
    if not found.exists():
        pytest.skip(f"public data is not here: {name}")
    return found
