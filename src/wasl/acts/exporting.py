"""The record written to a folder from the tables, as a reader may see it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from wasl.acts import checkpoints, queries
from wasl.acts.queries import Reader
from wasl.record import export as record_export


def export(
    folder: Path, reader: Reader = None, progress: Callable[[int, int], None] = lambda _done, _size: None
) -> int:
    """Write the record as of the newest checkpoint; returns its size. Raises record.export.ExportError, OSError.

    Entries never change, so reading them while others are appended is safe: the checkpoint says where to stop.
    """
    found = checkpoints.publish()

    def opened() -> Iterator[tuple[int, bytes]]:
        for kept in queries.all_kept(found.size):
            if kept.readable_by(reader):
                yield kept.index, kept.opened.write()

    return record_export.write(
        folder,
        checkpoint=found.note,
        keys=checkpoints.verifier_keys(),
        commitments=queries.all_commitments(found.size),
        opened=opened(),
        progress=lambda done: progress(done, found.size),
    )
