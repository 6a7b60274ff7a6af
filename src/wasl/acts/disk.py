"""What the installation needs of its disks: room for the record to grow, and that what was written stays."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from wasl.acts.refusals import storage_full


def leave_room(folder: Path, size: int) -> None:
    """Nothing else may take the room that the record needs to grow, which lies on the same disk.

    Raises Refused: storage-full, when `size` more bytes in `folder` would leave less free than `disk_floor`.
    """
    if shutil.disk_usage(folder).free - size < settings.WASL_HOME.disk_floor * 2**20:
        raise storage_full()


def durable() -> bool:
    """Whether the database keeps through a power cut what it said it kept. SQLite is told so for each connection.

    PostgreSQL may be set otherwise as a whole (`fsync`, `full_page_writes`), which no connection can change.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
            " current_setting('synchronous_commit')"
        )
        return set(cursor.fetchone()) == {"on"}
