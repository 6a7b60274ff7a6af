"""The record written to a folder from the tables, as a reader may see it."""

from collections.abc import Iterator
from pathlib import Path

from wasl.acts import checkpoints, queries
from wasl.acts.progress import Progress, silent
from wasl.acts.queries import Reader
from wasl.record import export as record_export


def export(folder: Path, reader: Reader = None, progress: Progress = silent) -> int:
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
        entries=queries.all_entries(found.size),
        opened=opened(),
        progress=lambda done: progress(done, found.size),
    )
