"""The files of blobs: lost, damaged, left by a crash, on another server or in a bucket."""

import os
import shutil
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Semaphore, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage
from django.db import connection, transaction

from tests.integration.acts.photographs import content_of, drafts, file_of, photograph, register, stored
from tests.world import World
from wasl.acts import blobs, clock, sealing
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.acts.sealing import CHUNK, SealError


def _crash_while_storing(content: bytes) -> None:
    with transaction.atomic():
        stored("MA", content)
        transaction.set_rollback(True)


def test_a_crash_before_the_commit_leaves_noise(db: None) -> None:
    """The file has its name, and nobody has its key: storing it again puts another in its place."""
    content = photograph()
    _crash_while_storing(content)
    assert not Blob.objects.exists()

    blob = stored("MA", content)

    assert content_of(blob) == content
    assert drafts() == []


def test_a_crash_while_a_lost_file_is_healed(db: None) -> None:
    """It is healed: what was put back is sealed with the key that the row has had all the time."""
    content = photograph(3 * CHUNK)
    blob = stored("MA", content)
    file_of(blob).unlink()
    _crash_while_storing(content)

    assert content_of(blob) == content
    assert drafts() == []


def test_a_file_that_is_not_there_is_refused_clearly(db: None) -> None:
    blob = stored("MA", photograph())
    file_of(blob).unlink()

    with pytest.raises(Refused) as refused:
        content_of(blob)

    assert (refused.value.code, refused.value.status) == ("file-missing", 503)


@pytest.mark.parametrize("size", [1000, CHUNK, 3 * CHUNK + 17])
def test_a_server_with_files_of_its_own_takes_no_file_from_another(
    db: None, settings: Any, tmp_path: Path, size: int
) -> None:
    """Two servers on one database, each with a folder of its own: whoever stores it again fills the other's, too."""
    content, there = photograph(size), settings.WASL_HOME
    blob = stored("MA", content)
    sealed, folders = file_of(blob).read_bytes(), settings.STORAGES
    here = replace(there, path=tmp_path)
    here.blobs.mkdir()
    shutil.copytree(there.secrets, here.secrets)
    options = folders["blobs"]["OPTIONS"] | {"location": here.blobs}
    settings.STORAGES = folders | {"blobs": folders["blobs"] | {"OPTIONS": options}}
    settings.WASL_HOME = here
    with pytest.raises(Refused, match="file-missing"):
        content_of(blob)

    again = stored("MA", content)

    assert content_of(again) == content
    settings.STORAGES, settings.WASL_HOME = folders, there
    assert file_of(again).read_bytes() == sealed
    assert content_of(again) == content


@pytest.mark.parametrize("left", [0, 100, CHUNK + sealing.TAG])
def test_a_file_cut_short_is_healed_by_storing_it_again(db: None, left: int) -> None:
    content = photograph(3 * CHUNK)
    blob = stored("MA", content)
    file_of(blob).write_bytes(file_of(blob).read_bytes()[:left])

    assert content_of(stored("MA", content)) == content


def test_a_good_file_is_left_as_it_is(db: None) -> None:
    content = photograph(3 * CHUNK)
    sealed = file_of(stored("MA", content)).read_bytes()

    assert file_of(stored("MA", content)).read_bytes() == sealed
    assert drafts() == []


def test_drafts_that_a_crash_left_are_swept_after_a_day(db: None) -> None:
    """Not those that somebody is writing, whatever the clock in hand says."""
    old, new = (settings.WASL_HOME.blobs / f".draft-{name}" for name in ("old", "new"))
    for draft in (old, new):
        draft.write_bytes(b"half of a photograph")
    os.utime(old, (time.time() - 90_000,) * 2)

    blobs.sweep(clock.now() + timedelta(days=9))

    assert drafts() == [new]
    new.unlink()


class SlowBucket(InMemoryStorage):
    """A store that is not on this machine, and takes its time."""

    begun, finish = Semaphore(0), Event()

    def _save(self, name: str, content: Any) -> str:
        self.begun.release()
        assert self.finish.wait(20)
        return super()._save(name, content)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_bucket(settings: Any) -> None:
    """While a file is on its way into it, acts are performed and other files' rows are written."""
    world = World(members=("MA", "FR"))
    settings.STORAGES = settings.STORAGES | {"blobs": {"BACKEND": f"{__name__}.SlowBucket"}}
    content, kept = photograph(), []

    def store() -> None:
        kept.append(stored("MA", content))
        connection.close()

    hand = Thread(target=store)
    hand.start()
    try:
        assert SlowBucket.begun.acquire(timeout=60)
        before = time.monotonic()
        world.register_officer("FR")
        assert time.monotonic() - before < 5
        assert not kept
    finally:
        SlowBucket.finish.set()
        hand.join()
    assert content_of(kept[0]) == content


def test_a_file_that_no_row_names_goes_after_a_day(db: None) -> None:
    """It is looked for once a day; a file that is being stored is younger than that."""
    kept = stored("MA", photograph())
    lost = [settings.WASL_HOME.blobs / "ab" / name for name in ("ab-old", "ab-new")]
    lost[0].parent.mkdir(exist_ok=True)
    for file in lost:
        file.write_bytes(b"noise")
    for file in (lost[0], file_of(kept)):
        os.utime(file, (time.time() - 90_000,) * 2)
    looked = settings.WASL_HOME.blobs / ".looked"
    looked.touch()

    blobs.sweep(clock.now())
    assert all(file.exists() for file in lost)

    os.utime(looked, (time.time() - 90_000,) * 2)
    blobs.sweep(clock.now())
    assert [file.exists() for file in lost] == [False, True]
    assert file_of(kept).exists()
    lost[1].unlink()


def test_a_file_of_an_earlier_version_is_found_and_removed(db: None) -> None:
    """Its row names none: the name follows from party and digest."""
    content = photograph()
    blob = stored("MA", content)
    file = file_of(blob)
    Blob.objects.update(file="")
    blob.refresh_from_db()
    file_of(blob).parent.mkdir(exist_ok=True)
    file.rename(file_of(blob))

    assert content_of(blob) == content
    blobs.sweep(blob.stored_at + timedelta(days=2))
    assert not file_of(blob).exists()
    assert not Blob.objects.exists()


def test_a_file_that_was_lost_is_healed_by_storing_it_again(world: World) -> None:
    content = photograph()
    blob = stored("MA", content)
    entry = register(world, "MA", blob)
    file_of(blob).unlink()

    healed = stored("MA", content)

    assert (healed.pk, healed.named_by) == (blob.pk, entry)
    assert content_of(healed) == content


def test_a_file_changed_on_the_disk_is_not_shown(db: None) -> None:
    """Nor one cut short, nor one whose chunks change places."""
    content = photograph(3 * CHUNK)
    blob = stored("MA", content)
    file, sealed = file_of(blob), file_of(blob).read_bytes()
    step = CHUNK + sealing.TAG
    damages = [
        sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
        sealed[:-1],
        sealed[:step] + sealed[2 * step :],
        sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :],
        b"",
    ]

    for damaged in damages:
        file.write_bytes(damaged)
        with pytest.raises(SealError):
            content_of(blob)
