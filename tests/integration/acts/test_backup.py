"""A backup is one state of the installation, in one file that opens to nobody without the secrets."""

import logging
import os
import secrets
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as current
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.world import World
from wasl.acts import backup, blobs, checking, checkpoints, clock, exporting, home, keystore, outbox, queries, rebuild
from wasl.acts.backup import BackupError
from wasl.acts.models import Blob, Head, HostedKey, JournalEntry, Local, OutboxMessage, Restoration, VaultEntry
from wasl.acts.sealing import CHUNK, TAG
from wasl.members.acts import RegisterOfficer
from wasl.members.models import Officer
from wasl.record import checkpoint, verification
from wasl.record.note import Ed25519Signer

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "SPECIMEN Amina"


@pytest.fixture
def installed(transactional_db: Any) -> Iterator[World]:
    """An installation with something of everything; its blobs are removed afterwards."""
    world = World(members=("MA", "FR"))
    blob = blobs.store("MA", "photograph", [b"\xff\xd8\xff\xe0" + secrets.token_bytes(100_000)])
    world.perform(RegisterOfficer(name=NAME, photograph=blob.digest), by="MA")
    world.appoint_head("MA")
    world.perform_many([RegisterOfficer(name=f"SPECIMEN {number}") for number in range(120)], by="FR")
    world.erase("FR", queries.head().size - 1)
    keystore.create("MA")
    outbox.owe([outbox.email("operator@specimen.example", "en", "key-lost", "/record/1/")])
    checkpoints.publish()
    yield world
    _empty()


def _tables() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.app_label in ("acts", "members")]


def _empty() -> None:
    """As a new installation is: no rows, no blobs."""
    for model in _tables():
        model._default_manager.all().delete()
    shutil.rmtree(current.WASL_HOME.blobs)
    current.WASL_HOME.blobs.mkdir(mode=0o700)


def _state() -> dict[str, list[Any]]:
    """Every row of every table, and every blob's content."""
    found: dict[str, list[Any]] = {}
    for model in _tables():
        if model is Restoration:
            continue
        rows = model._default_manager.order_by("pk").values_list()
        found[model._meta.label] = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows]
    found["files"] = [b"".join(blobs.read(blob)) for blob in Blob.objects.filter(erased_at=None).order_by("pk")]
    return found


def test_what_is_restored_is_what_was_there(installed: World, tmp_path: Path) -> None:
    before = _state()
    written = backup.write(tmp_path / "wasl.backup")
    _empty()

    restored = backup.restore(tmp_path / "wasl.backup")

    assert written == restored
    assert (written.entries, written.bytes) == (queries.head().size, (tmp_path / "wasl.backup").stat().st_size)
    assert _state() == before
    assert rebuild.compare() == []


def test_a_restored_installation_goes_on(installed: World, tmp_path: Path) -> None:
    """Its keys sign, new rows get new numbers, the record grows from where it was, and all of it verifies."""
    hosted, kept = keystore.hosted("MA")[0], checkpoints.publish().note
    backup.write(tmp_path / "wasl.backup")
    size = queries.head().size
    _empty()
    backup.restore(tmp_path / "wasl.backup")

    assert keystore.keyid_of(keystore.signing_key(hosted)) == hosted
    outbox.owe([outbox.email("operator@specimen.example", "en", "key-lost", "/record/2/")])
    assert OutboxMessage.objects.count() == 2
    assert installed.register_officer("MA") == size
    exporting.export(tmp_path / "record", "secretariat")
    assert verification.verify(verification.Folder(tmp_path / "record"), against=kept).problems == []


def test_the_file_tells_nothing(installed: World, tmp_path: Path) -> None:
    backup.write(tmp_path / "wasl.backup")
    data = (tmp_path / "wasl.backup").read_bytes()

    assert (tmp_path / "wasl.backup").stat().st_mode & 0o777 == 0o600
    for word in (NAME.encode(), b"members.", b"vaultentry", bytes(HostedKey.objects.get().sealed)[:16]):
        assert word not in data


def test_every_local_table_is_in_it(installed: World) -> None:
    """A room that adds a table of its own adds it to the backup by saying what kind of table it is."""
    kept = {model._meta.label for model in backup._tables()}

    assert {model._meta.label for model in apps.get_models() if issubclass(model, Local)} <= kept
    assert {Head._meta.label, JournalEntry._meta.label, VaultEntry._meta.label} <= kept


def test_no_job_is_in_it(installed: World, tmp_path: Path) -> None:
    """A restored installation begins with an empty queue, and checks itself at once."""
    checking.start_due(clock.now())
    backup.write(tmp_path / "wasl.backup")
    _empty()
    DBTaskResult.objects.all().delete()

    backup.restore(tmp_path / "wasl.backup")

    assert not DBTaskResult.objects.exists()
    checking.start_due(clock.now())
    assert DBTaskResult.objects.count() == 1


def test_nothing_lies_about_in_the_clear(installed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither writing nor restoring leaves the vault in a temporary folder, not even for a moment."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir(mode=0o500)

    def look(_done: int, _total: int) -> None:
        assert not list((tmp_path / "temporary").iterdir())

    backup.write(tmp_path / "wasl.backup", look)
    _empty()
    backup.restore(tmp_path / "wasl.backup", None, look)


def test_it_appears_when_it_is_complete(installed: World, tmp_path: Path) -> None:
    """What is there already is replaced in one step; whatever goes wrong before that leaves it as it was."""
    file = tmp_path / "wasl.backup"
    file.write_bytes(b"the backup of yesterday")
    seen: list[bytes] = []

    def fail(_done: int, _total: int) -> None:
        seen.append(file.read_bytes())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        backup.write(file, fail)
    assert seen == [b"the backup of yesterday"]
    assert [found.name for found in tmp_path.iterdir()] == ["wasl.backup"]
    assert file.read_bytes() == b"the backup of yesterday"

    backup.write(file)
    assert [found.name for found in tmp_path.iterdir()] == ["wasl.backup"]
    assert file.read_bytes().startswith(backup.MAGIC)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_killed_while_writing_leaves_the_backup_of_yesterday(installed: World, tmp_path: Path) -> None:
    """And in the way of the next one, nothing."""
    file = tmp_path / "wasl.backup"
    backup.write(file)
    yesterday = file.read_bytes()
    child = os.fork()
    if child == 0:
        try:
            backup.write(file, lambda _done, _total: os.kill(os.getpid(), signal.SIGKILL))
        finally:
            os._exit(1)
    _child, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

    assert file.read_bytes() == yesterday
    backup.write(file)
    assert file.read_bytes() != yesterday


def _append(world: World, stop: Event, failures: list[BaseException]) -> None:
    try:
        with clock.held_at(world.now):
            while not stop.is_set():
                blob = blobs.store("MA", "photograph", [b"\xff\xd8\xff\xe0" + secrets.token_bytes(500)])
                entry = world.perform(RegisterOfficer(name=NAME, photograph=blob.digest), by="MA").index
                world.appoint("MA", entry)
                world.erase("MA", entry)
    except BaseException as error:
        failures.append(error)
        raise
    finally:
        connection.close()


def test_written_while_others_append(installed: World, tmp_path: Path) -> None:
    """Every backup is one state: journal, vault, head, tables and blobs of the same moment. Nobody waits for it."""
    stop, failures = Event(), list[BaseException]()
    thread = Thread(target=_append, args=(installed, stop, failures))
    thread.start()
    try:
        written = [backup.write(tmp_path / f"{number}.backup") for number in range(4)]
    finally:
        stop.set()
        thread.join()
    assert failures == []
    assert written[0].entries < queries.head().size

    for number, summary in enumerate(written):
        _empty()
        assert backup.restore(tmp_path / f"{number}.backup").entries == summary.entries
        assert rebuild.compare() == []
        there = [blob for blob in Blob.objects.filter(sealed_key__isnull=False) if _there(blob)]
        readable = [b"".join(blobs.read(blob)) for blob in there]
        assert readable


def _there(blob: Blob) -> bool:
    """Its file was still there when the backup came to it."""
    return (current.WASL_HOME.blobs / blobs.file_name(blob)).exists()


def test_of_an_installation_where_nothing_was_said_yet(transactional_db: Any, tmp_path: Path) -> None:
    keystore.create("secretariat")
    assert backup.write(tmp_path / "wasl.backup").entries == 0
    _empty()

    assert backup.restore(tmp_path / "wasl.backup").entries == 0
    assert len(keystore.hosted("secretariat")) == 1
    assert rebuild.compare() == []


def test_a_blob_that_is_lost_is_told_and_the_rest_is_saved(
    installed: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blob = Blob.objects.get()
    (current.WASL_HOME.blobs / blobs.file_name(blob)).unlink()

    with caplog.at_level(logging.ERROR):
        backup.write(tmp_path / "wasl.backup")

    assert "the file of a blob of MA is missing" in caplog.text
    _empty()
    assert backup.restore(tmp_path / "wasl.backup").entries == queries.head().size


@pytest.fixture
def written(installed: World, tmp_path: Path) -> Path:
    """A backup, and an installation emptied after it."""
    backup.write(tmp_path / "wasl.backup")
    _empty()
    return tmp_path / "wasl.backup"


def _assert_refused(file: Path, match: str, against: str | None = None) -> None:
    with pytest.raises(BackupError, match=match):
        backup.restore(file, against)
    for model in _tables():
        assert not model._default_manager.exists(), model


def test_with_other_secrets(written: Path, tmp_path: Path, settings: Any) -> None:
    other = replace(current.WASL_HOME, path=tmp_path / "other")
    home.create(other)
    settings.WASL_HOME = other

    _assert_refused(written, "other secrets")


def test_of_another_record(written: Path, settings: Any) -> None:
    settings.WASL_HOME = replace(current.WASL_HOME, origin="record.elsewhere.example")

    _assert_refused(written, "other secrets")


def test_cut_short_anywhere(written: Path) -> None:
    data = written.read_bytes()
    chunk = CHUNK + TAG
    start = len(backup.MAGIC) + 2 + 60
    for size in (0, 5, len(backup.MAGIC), len(backup.MAGIC) + 1, 40, start, start + 100, start + chunk, len(data) - 1):
        written.write_bytes(data[:size])
        _assert_refused(written, "not a backup|cut short")


def test_one_byte_changed_anywhere(written: Path) -> None:
    data = written.read_bytes()
    for place in (0, 14, 15, 30, 60, 80, len(data) // 3, len(data) // 2, len(data) - 1):
        written.write_bytes(data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :])
        _assert_refused(written, "not a backup|damaged")


def test_of_a_version_whose_entries_had_no_marks(written: Path) -> None:
    written.write_bytes(written.read_bytes().replace(backup.MAGIC, b"wasl-backup/1\n", 1))
    _assert_refused(written, "before entries were marked")


def test_something_after_its_end(written: Path) -> None:
    written.write_bytes(written.read_bytes() + b"\x00")
    _assert_refused(written, "damaged")


def test_into_an_installation_that_is_not_empty(installed: World, tmp_path: Path) -> None:
    backup.write(tmp_path / "wasl.backup")
    before = _state()

    _assert_not_empty(tmp_path / "wasl.backup")

    assert _state() == before


def test_a_database_outside_the_folder_remembers_until_the_folder_is_there(
    installed: World, tmp_path: Path, settings: Any
) -> None:
    """The restoration died between the two, and its folder with it."""
    settings.WASL_HOME = replace(settings.WASL_HOME, database=current.WASL_HOME.database or "postgresql://elsewhere/")
    for name in ("first", "second"):
        backup.write(tmp_path / name)
    before = _state()
    _empty()
    first = backup.restore(tmp_path / "first")
    shutil.rmtree(current.WASL_HOME.blobs)
    current.WASL_HOME.blobs.mkdir(mode=0o700)

    _assert_not_empty(tmp_path / "second")
    assert backup.restore(tmp_path / "first") == first
    assert _state() == before

    backup.in_place()
    _assert_not_empty(tmp_path / "first")


def _assert_not_empty(file: Path) -> None:
    with pytest.raises(BackupError, match="not empty"):
        backup.restore(file)


def test_against_a_checkpoint_that_others_hold(installed: World, tmp_path: Path) -> None:
    """One of today, and one of any day before."""
    old = checkpoints.publish().note
    installed.register_officer("MA")
    new = checkpoints.publish().note
    backup.write(tmp_path / "wasl.backup")

    for kept in (old, new):
        _empty()
        assert backup.restore(tmp_path / "wasl.backup", kept).entries == queries.head().size


def test_against_a_checkpoint_after_the_backup(installed: World, tmp_path: Path) -> None:
    """Something was said after it that the restored record would deny."""
    backup.write(tmp_path / "wasl.backup")
    installed.register_officer("MA")
    later = checkpoints.publish().note
    _empty()

    _assert_refused(tmp_path / "wasl.backup", "does not reach", later)


def test_against_a_checkpoint_of_another_history(written: Path) -> None:
    """Signed by this very log, over a record that is not this one: somebody was shown two."""
    for size in (1, 7, 100):
        other = checkpoint.Checkpoint(current.WASL_HOME.origin, size, secrets.token_bytes(32))
        _assert_refused(written, f"first {size} entries", other.signed(checkpoints.log_signer()))


def test_against_a_checkpoint_that_nobody_here_signed(written: Path) -> None:
    stranger = Ed25519Signer(current.WASL_HOME.origin, secrets.token_bytes(32))
    forged = checkpoint.Checkpoint(current.WASL_HOME.origin, 7, bytes(32)).signed(stranger)

    _assert_refused(written, "not one of this record", forged)
    _assert_refused(written, "not one of this record", "record.specimen.example\n7\n")


def test_of_a_record_that_had_been_changed(installed: World, tmp_path: Path) -> None:
    """A backup is as honest as what it was made of: the checkpoint signed before tells."""
    JournalEntry.objects.filter(pk=3).update(commitment=bytes(32))
    backup.write(tmp_path / "wasl.backup")
    _empty()

    _assert_refused(tmp_path / "wasl.backup", "not those of the last checkpoint")


def test_of_a_vault_that_had_been_changed(installed: World, tmp_path: Path) -> None:
    VaultEntry.objects.filter(pk=3).update(salt=bytes(32))
    backup.write(tmp_path / "wasl.backup")
    _empty()

    with pytest.raises(rebuild.Corrupted, match="entry 3"):
        backup.restore(tmp_path / "wasl.backup")
    assert not VaultEntry.objects.exists()
    assert not Officer.objects.exists()
