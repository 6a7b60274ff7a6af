"""Filing an index anew, a large one in a process of its own: it takes memory and time, and nobody who asks has to wait.

    python -m wasl.checks.index.filing PARENT INDEX NUMBER [OTHER] < entries

Reads so many entries, a line each as `reading.to_json` writes them; where there are more or fewer, or the process
PARENT is gone, the index stays as it was: it is somebody else's turn then. How rare names are is taken from the index
OTHER, where there is one. Needs no Django.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wasl.checks.reading import from_json
from wasl.screening import Subject

if TYPE_CHECKING:
    from wasl.screening import Index
    from wasl.screening.rarity import Rarity

HERE_MAX = 10_000
"""Entries that are filed in the process that asks for it: it takes a few seconds."""

_GENTLY = 10
"""By how much the other process gives way to those who answer."""

_SAID_MAX = 500


def file(texts: Iterable[str], number: int, index: Path, rarities: "dict[str, Rarity] | None") -> None:
    """File so many entries in this process. Raises OSError: the index is then as it was.

    `rarities` are those of another index, if there is one: a few entries do not know how rare a name is.
    """
    _built(texts, number, rarities).save(index)


def _built(texts: Iterable[str], number: int, rarities: "dict[str, Rarity] | None") -> "Index":
    from wasl.screening import Index

    return Index.build(_subjects(texts, number), rarities=rarities)


def _subjects(texts: Iterable[str], number: int) -> Iterator[Subject]:
    """The subjects, if they are so many: whoever sends them may change its mind, or die, in between."""
    count = 0
    for text in texts:
        count += 1
        yield from_json(text).subject
    if count != number:
        message = f"{count} entries came to be filed instead of {number}"
        raise OSError(message)


def file_elsewhere(texts: Iterable[str], number: int, index: Path, other: Path | None) -> None:
    """The same in a process of its own, with the rarities of the index `other`. Raises OSError."""
    said = [str(each) for each in (os.getpid(), index, number, other or "")]
    command = [sys.executable, "-m", __name__, *said]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:  # noqa: S603
        assert child.stdin
        assert child.stderr
        try:
            child.stdin.writelines(text.encode() + b"\n" for text in texts)
        except BrokenPipeError:
            pass  # why it ended, it says itself
        except BaseException:
            child.kill()
            raise
        finally:
            with suppress(BrokenPipeError):  # what is still to be sent, nobody reads once it has ended
                child.stdin.close()
        wrong = child.stderr.read().decode(errors="replace").strip()
    if child.returncode:
        message = f"the index was not filed ({child.returncode}): {wrong[-_SAID_MAX:]}"
        raise OSError(message)


def _main(parent: str, index: str, number: str, other: str = "") -> None:
    from wasl.screening import Index, IndexDamaged

    os.nice(_GENTLY)
    texts = (line.decode() for line in sys.stdin.buffer)
    try:
        built = _built(texts, int(number), Index.open(other).rarities if other else None)
        if os.getppid() != int(parent):
            sys.exit("whoever wanted the index filed is gone")
        built.save(Path(index))
    except (OSError, IndexDamaged) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _main(*sys.argv[1:])
