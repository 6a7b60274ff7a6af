"""The record written to a folder, for whoever wants to hold and verify it.

    checkpoint           the signed size and root
    log.vkey             the verifier keys to pin, one a line
    tile/…               the tree and its entries (C2SP tlog-tiles)
    open/<index>.json    every entry open to the reader: all those marked open, and what else the reader may see

The first and the third are what other people's programs for C2SP logs read; the others are ours.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from wasl.record import tiles
from wasl.record.tree import leaf

CHECKPOINT, KEYS, OPEN = "checkpoint", "log.vkey", "open"


class ExportError(Exception):
    """The folder cannot take the export. The text is for people."""


class TileWriter:
    """Writes the tiles of a record as its entries pass by; holds one unfinished tile a level."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        self._entries: list[bytes] = []
        self._rows = tiles.Rows(self._write)

    def add(self, entry: bytes) -> None:
        """Take the next entry's bytes."""
        self._entries.append(entry)
        self.size += 1
        self._rows.add(leaf(entry))

    def _write(self, tile: tiles.Tile, row: list[bytes]) -> None:
        if tile.level == 0:
            _put(self.folder / tiles.Tile(None, tile.number, tile.width).path, tiles.bundle(self._entries))
            self._entries = []
        _put(self.folder / tile.path, b"".join(row))

    def close(self) -> None:
        """Write the unfinished tiles."""
        self._rows.close()


def _put(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write(  # noqa: PLR0913 (the parts of an export)
    folder: Path,
    *,
    checkpoint: str,
    keys: Iterable[str],
    entries: Iterable[bytes],
    opened: Iterable[tuple[int, bytes]],
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write an export; returns the number of entries. Raises ExportError, OSError.

    It is written beside the folder and renamed when complete: after a crash the folder holds the earlier export
    or none, never half of one. An earlier export is replaced; any other content is left alone and refused.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / CHECKPOINT).is_file():
        message = f"{folder} holds something else than an export of a record"
        raise ExportError(message)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        size = _fill(draft, checkpoint, keys, entries, opened, progress)
        _replace(folder, draft)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return size


def _fill(  # noqa: PLR0913, PLR0917
    draft: Path,
    checkpoint: str,
    keys: Iterable[str],
    entries: Iterable[bytes],
    opened: Iterable[tuple[int, bytes]],
    progress: Callable[[int], None],
) -> int:
    (draft / OPEN).mkdir(parents=True)
    writer = TileWriter(draft)
    for entry in entries:
        writer.add(entry)
        if writer.size % 1024 == 0:
            progress(writer.size)
    writer.close()
    for index, data in opened:
        with open(f"{draft}/{OPEN}/{index}.json", "xb") as file:  # noqa: PTH123 (one of very many)
            file.write(data)
        if index % 1024 == 0:
            progress(writer.size)
    (draft / KEYS).write_bytes("".join(f"{key}\n" for key in keys).encode("ascii"))
    (draft / CHECKPOINT).write_bytes(checkpoint.encode("utf-8"))
    os.sync()
    return writer.size


def _replace(folder: Path, draft: Path) -> None:
    if folder.exists():
        old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(folder)
