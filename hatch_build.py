"""The build hook: compile each translation catalogue (.po) to the form that Django reads (.mo).

Runs for wheels and for editable installs, so that nobody needs gettext and no compiled file is committed.
`python hatch_build.py` does the same by hand, after a translation was edited.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue of the package under `root`; returns the files written.

    Fuzzy translations are left out: the reader gets the English text rather than a guess. A file is
    replaced in one step, so a running server never reads half of one.
    """
    written = []
    for source in sorted((root / "src/wasl/locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        with unfinished.open("wb") as stream:
            write_mo(stream, catalogue, use_fuzzy=False)
        unfinished.replace(target)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[BuilderConfig]):
    """Hatchling calls `initialize` before it collects the files of a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; `artifacts` in pyproject.toml lets the ignored .mo files into the wheel."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
