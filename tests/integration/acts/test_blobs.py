"""Photographs and letters: encrypted files, one key each, that live as long as an act names them."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Event, Semaphore, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.world import World
from wasl.acts import blobs, clock, sealing
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.acts.sealing import CHUNK, SealError
from wasl.members.acts import RegisterOfficer

JPEG = b"\xff\xd8\xff\xe0"


def _photograph(size: int = 1000) -> bytes:
    """One that no other test has stored."""
    return JPEG + secrets.token_bytes(size - len(JPEG))


def _parts(content: bytes, size: int = 7000) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def _store(party: str, content: bytes, kind: str = "photograph") -> Blob:
    return blobs.store(party, kind, _parts(content))


def _file(blob: Blob) -> Path:
    return settings.WASL_HOME.blobs / blobs.file_name(blob)


def _content(blob: Blob) -> bytes:
    return b"".join(blobs.read(blob))


def _register(world: World, party: str, blob: Blob) -> int:
    return world.perform(RegisterOfficer(name="SPECIMEN", photograph=blob.digest), by=party).index


@pytest.mark.parametrize("size", [4, 16, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_is_stored_is_read_again(db: None, size: int) -> None:
    content = _photograph(size)

    blob = _store("MA", content)

    assert (blob.digest, blob.size, blob.media_type) == (sha256(content).hexdigest(), size, "image/jpeg")
    assert _content(blob) == content


def test_any_range_of_it(db: None) -> None:
    content = _photograph(2 * CHUNK + 100)
    blob = _store("MA", content)
    edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(content) - 1, len(content), len(content) + 5]

    for start in edges:
        for end in edges:
            assert b"".join(blobs.read(blob, start, end)) == content[start:end], (start, end)


def test_the_file_holds_no_plaintext_and_tells_nothing(db: None) -> None:
    """Not the content, not its digest, not whose it is; and the key is not on the disk beside it."""
    content = JPEG + b"the face of a specimen, again and again. " * 5000
    blob = _store("MA", content)
    file = _file(blob)
    on_disk = file.read_bytes()

    assert b"specimen" not in on_disk
    assert len(set(on_disk)) == 256
    assert blob.digest not in str(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings.WASL_HOME.secret("keystore.key") not in bytes(blob.sealed_key or b"")


def test_two_parties_with_the_same_content_have_a_blob_each(db: None) -> None:
    """Neither learns from the other's file, its name or its key that they hold the same."""
    content = _photograph()
    ours, theirs = _store("MA", content), _store("FR", content)

    assert ours.digest == theirs.digest
    assert _file(ours) != _file(theirs)
    assert _file(ours).read_bytes() != _file(theirs).read_bytes()
    assert bytes(ours.sealed_key or b"") != bytes(theirs.sealed_key or b"")
    assert _content(ours) == _content(theirs) == content


def test_the_same_content_twice_is_kept_once(db: None) -> None:
    content = _photograph()

    assert _store("MA", content).pk == _store("MA", content).pk


REFUSED = {
    "a kind nobody keeps": ("film", JPEG, "unknown-blob-kind"),
    "nothing at all": ("photograph", b"", "wrong-media-type"),
    "a page": ("photograph", b"<html><script>alert(1)</script>", "wrong-media-type"),
    "a drawing with scripts": ("photograph", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong-media-type"),
    "a sound that begins as a picture does": ("photograph", b"RIFF\x24\x00\x00\x00WAVEfmt ", "wrong-media-type"),
    "a letter for a photograph": ("photograph", b"%PDF-1.7 and so on", "wrong-media-type"),
    "a photograph for a letter": ("letter", JPEG + bytes(20), "wrong-media-type"),
    "a photograph too large": ("photograph", JPEG + bytes(8 * 2**20), "too-large"),
}


@pytest.mark.parametrize(("kind", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_kept(db: None, kind: str, content: bytes, code: str) -> None:
    files = set(settings.WASL_HOME.blobs.rglob("*"))

    with pytest.raises(Refused) as refused:
        _store("MA", content, kind)

    assert refused.value.code == code
    assert not Blob.objects.exists()
    assert set(settings.WASL_HOME.blobs.rglob("*")) == files


@pytest.mark.parametrize(
    ("kind", "first", "media_type"),
    [
        ("photograph", b"\xff\xd8\xff\xe1", "image/jpeg"),
        ("photograph", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("photograph", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("letter", b"%PDF-2.0\n", "application/pdf"),
    ],
)
def test_a_type_is_known_by_its_first_bytes_however_they_come(
    db: None, kind: str, first: bytes, media_type: str
) -> None:
    content = first + secrets.token_bytes(40)

    blob = blobs.store("MA", kind, (content[place : place + 1] for place in range(len(content))))

    assert blob.media_type == media_type
    assert _content(blob) == content


def test_as_large_as_it_may_be(db: None) -> None:
    content = JPEG + bytes(8 * 2**20 - len(JPEG))

    assert _store("MA", content).size == 8 * 2**20


def test_a_file_changed_on_the_disk_is_not_shown(db: None) -> None:
    """Nor one cut short, nor one whose chunks change places."""
    content = _photograph(3 * CHUNK)
    blob = _store("MA", content)
    file, sealed = _file(blob), _file(blob).read_bytes()
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
            _content(blob)


def test_an_act_names_it_and_it_stays(world: World) -> None:
    with clock.held_at(world.now):
        blob, unnamed = _store("MA", _photograph()), _store("MA", _photograph())
    entry = _register(world, "MA", blob)

    assert blobs.sweep(world.now + timedelta(hours=23)) == 0
    assert blobs.sweep(world.now + timedelta(days=2)) == 1

    assert Blob.objects.get().named_by == entry
    assert _file(blob).exists()
    assert not _file(unnamed).exists()
    assert blobs.find("MA", unnamed.digest) is None


def test_storing_it_again_gives_another_day(world: World) -> None:
    """Whoever uploads it again today may name it today, whatever happened yesterday."""
    content = _photograph()
    with clock.held_at(world.now):
        _store("MA", content)
    with clock.held_at(world.now + timedelta(hours=23)):
        blob = _store("MA", content)

    assert blobs.sweep(world.now + timedelta(hours=25)) == 0
    world.pass_time(hours=26)
    assert _register(world, "MA", blob)


def test_a_file_that_was_lost_is_healed_by_storing_it_again(world: World) -> None:
    content = _photograph()
    blob = _store("MA", content)
    entry = _register(world, "MA", blob)
    _file(blob).unlink()

    healed = _store("MA", content)

    assert (healed.pk, healed.named_by) == (blob.pk, entry)
    assert _content(healed) == content


@pytest.mark.django_db(transaction=True)
def test_erasing_the_act_destroys_key_and_file() -> None:
    world = World(members=("MA",))
    blob = _store("MA", _photograph())
    entry = _register(world, "MA", blob)

    world.erase("MA", entry)

    assert blobs.find("MA", blob.digest) is None
    assert not _file(blob).exists()
    assert not Blob.objects.exists(), "not even its digest stays"


def test_the_key_goes_with_the_act_and_the_file_after_it(world: World) -> None:
    """A crash between the two leaves noise, which the next sweep removes."""
    blob = _store("MA", _photograph())
    world.erase("MA", _register(world, "MA", blob))
    assert Blob.objects.get().sealed_key is None
    assert _file(blob).exists()

    assert blobs.sweep(world.now) == 1

    assert not _file(blob).exists()
    assert not Blob.objects.exists()


def test_a_photograph_that_two_acts_name_goes_with_the_second(world: World) -> None:
    """A bureau registers an officer again, with the name spelt right, and erases the first registration."""
    blob = _store("MA", _photograph())
    first, second = _register(world, "MA", blob), _register(world, "MA", blob)

    world.erase("MA", first)
    assert Blob.objects.get().named_by == second
    assert blobs.find("MA", blob.digest) is not None

    world.erase("MA", second)
    assert blobs.find("MA", blob.digest) is None


def test_the_same_photograph_comes_back_under_another_key(world: World) -> None:
    content = _photograph()
    first = _store("MA", content)
    sealed = _file(first).read_bytes()
    world.erase("MA", _register(world, "MA", first))

    again = _store("MA", content)

    assert _content(again) == content
    assert _file(again).read_bytes() != sealed
    assert _register(world, "MA", again)


def test_one_bureau_cannot_make_the_blob_of_another_stay(world: World) -> None:
    content = _photograph()
    with clock.held_at(world.now):
        blob = _store("FR", content)

    assert world.refusal(RegisterOfficer(name="SPECIMEN", photograph=blob.digest), by="MA") == "blob-missing"
    assert Blob.objects.get().named_by is None


@pytest.mark.django_db(transaction=True)
def test_stored_by_many_hands_at_once_it_is_one_and_whole() -> None:
    """Each draws a key; the one that stays is the one of the file that stays."""
    content, together = _photograph(CHUNK), Barrier(6)
    failures: list[BaseException] = []

    def store() -> None:
        try:
            together.wait()
            _store("MA", content)
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    hands = [Thread(target=store) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert failures == []
    assert _content(Blob.objects.get()) == content


def _drafts() -> list[Path]:
    return list(settings.WASL_HOME.blobs.glob(".draft-*"))


def _crash_while_storing(content: bytes) -> None:
    with transaction.atomic():
        _store("MA", content)
        transaction.set_rollback(True)


def test_a_crash_before_the_commit_leaves_noise(db: None) -> None:
    """The file has its name, and nobody has its key: storing it again puts another in its place."""
    content = _photograph()
    _crash_while_storing(content)
    assert not Blob.objects.exists()

    blob = _store("MA", content)

    assert _content(blob) == content
    assert _drafts() == []


def test_a_crash_while_a_lost_file_is_healed(db: None) -> None:
    """It is healed: what was put back is sealed with the key that the row has had all the time."""
    content = _photograph(3 * CHUNK)
    blob = _store("MA", content)
    _file(blob).unlink()
    _crash_while_storing(content)

    assert _content(blob) == content
    assert _drafts() == []


def test_a_file_that_is_not_there_is_refused_clearly(db: None) -> None:
    blob = _store("MA", _photograph())
    _file(blob).unlink()

    with pytest.raises(Refused) as refused:
        _content(blob)

    assert (refused.value.code, refused.value.status) == ("file-missing", 503)


@pytest.mark.parametrize("size", [1000, CHUNK, 3 * CHUNK + 17])
def test_a_server_with_files_of_its_own_takes_no_file_from_another(
    db: None, settings: Any, tmp_path: Path, size: int
) -> None:
    """Two servers on one database, each with a folder of its own: whoever stores it again fills the other's, too."""
    content, there = _photograph(size), settings.WASL_HOME
    blob = _store("MA", content)
    sealed, folders = _file(blob).read_bytes(), settings.STORAGES
    here = replace(there, path=tmp_path)
    here.blobs.mkdir()
    shutil.copytree(there.secrets, here.secrets)
    options = folders["blobs"]["OPTIONS"] | {"location": here.blobs}
    settings.STORAGES = folders | {"blobs": folders["blobs"] | {"OPTIONS": options}}
    settings.WASL_HOME = here
    with pytest.raises(Refused, match="file-missing"):
        _content(blob)

    again = _store("MA", content)

    assert _content(again) == content
    settings.STORAGES, settings.WASL_HOME = folders, there
    assert _file(again).read_bytes() == sealed
    assert _content(again) == content


@pytest.mark.parametrize("left", [0, 100, CHUNK + sealing.TAG])
def test_a_file_cut_short_is_healed_by_storing_it_again(db: None, left: int) -> None:
    content = _photograph(3 * CHUNK)
    blob = _store("MA", content)
    _file(blob).write_bytes(_file(blob).read_bytes()[:left])

    assert _content(_store("MA", content)) == content


def test_a_good_file_is_left_as_it_is(db: None) -> None:
    content = _photograph(3 * CHUNK)
    sealed = _file(_store("MA", content)).read_bytes()

    assert _file(_store("MA", content)).read_bytes() == sealed
    assert _drafts() == []


def test_drafts_that_a_crash_left_are_swept_after_a_day(db: None) -> None:
    """Not those that somebody is writing, whatever the clock in hand says."""
    old, new = (settings.WASL_HOME.blobs / f".draft-{name}" for name in ("old", "new"))
    for draft in (old, new):
        draft.write_bytes(b"half of a photograph")
    os.utime(old, (time.time() - 90_000,) * 2)

    blobs.sweep(clock.now() + timedelta(days=9))

    assert _drafts() == [new]
    new.unlink()


def test_what_no_act_names_may_not_grow_without_end(world: World, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_quota=1)
    first, second = _photograph(600_000), _photograph(600_000)
    blob = _store("MA", first)

    with pytest.raises(Refused) as refused:
        _store("MA", second)

    assert (refused.value.code, refused.value.status) == ("blob-quota", 429)
    assert _drafts() == []
    assert _store("MA", first).pk == blob.pk, "what is there may be stored again"
    assert _store("FR", second), "another party has a quota of its own"
    _register(world, "MA", blob)
    assert _store("MA", second), "what an act names no longer counts"


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_for_many_hands_at_once(settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_quota=1)
    together = Barrier(6)
    refused: list[str] = []

    def store() -> None:
        try:
            together.wait()
            _store("MA", _photograph(400_000))
        except Refused as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    hands = [Thread(target=store) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert refused == ["blob-quota"] * 4
    assert Blob.objects.count() == 2


def test_uploads_leave_room_for_the_record(db: None, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, disk_floor=2**40)

    with pytest.raises(Refused) as refused:
        _store("MA", _photograph())

    assert (refused.value.code, refused.value.status) == ("storage-full", 507)


def test_an_erasure_asks_as_much_however_many_photographs_there_are(world: World) -> None:
    def asked() -> int:
        entry = _register(world, "MA", _store("MA", _photograph()))
        with CaptureQueriesContext(connection) as captured:
            world.erase("MA", entry)
        return len(captured)

    before = asked()
    for _ in range(20):
        _register(world, "MA", _store("MA", _photograph()))
    assert asked() == before


def test_a_stream_too_large_is_not_read_to_its_end(db: None) -> None:
    """It may be endless. Parts are asked for one at a time, and none after the one that is too much."""
    asked: list[int] = []

    def endless() -> Any:
        yield JPEG + bytes(CHUNK)
        while True:
            asked.append(CHUNK)
            yield bytes(CHUNK)

    with pytest.raises(Refused, match="too-large"):
        blobs.store("MA", "photograph", endless())

    assert sum(asked) <= 8 * 2**20 + CHUNK


def test_all_of_a_partys_files_have_a_bound(world: World, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_total=1)
    first, second = _photograph(600_000), _photograph(600_000)
    entry = _register(world, "MA", _store("MA", first))
    files = _stored()

    with pytest.raises(Refused) as refused:
        _store("MA", second)

    assert (refused.value.code, refused.value.status) == ("blob-total", 507)
    assert _stored() == files
    assert _store("MA", first), "what is there may be stored again"
    assert _store("FR", second), "another party has a bound of its own"
    world.erase("MA", entry)
    assert _store("MA", second), "what was erased no longer counts"


def _stored() -> set[Path]:
    return {path for path in settings.WASL_HOME.blobs.glob("??/*") if path.is_file()}


@pytest.mark.django_db(transaction=True)
def test_a_party_sends_few_files_at_once() -> None:
    """What arrives takes room before anybody knows its size; others may send theirs."""
    begun, finish = Semaphore(0), Event()

    def slowly() -> Iterator[bytes]:
        begun.release()
        assert finish.wait(20)
        yield _photograph()

    def store() -> None:
        blobs.store("MA", "photograph", slowly())
        connection.close()

    hands = [Thread(target=store) for _ in range(blobs.AT_ONCE)]
    for hand in hands:
        hand.start()
    for _ in hands:
        assert begun.acquire(timeout=20)

    try:
        with pytest.raises(Refused) as refused:
            _store("MA", _photograph())
        assert (refused.value.code, refused.value.status) == ("too-many-uploads", 429)
        assert _store("FR", _photograph())
    finally:
        finish.set()
        for hand in hands:
            hand.join()
    assert _store("MA", _photograph())


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
    content, kept = _photograph(), []

    def store() -> None:
        kept.append(_store("MA", content))
        connection.close()

    hand = Thread(target=store)
    hand.start()
    try:
        assert SlowBucket.begun.acquire(timeout=20)
        before = time.monotonic()
        world.register_officer("FR")
        assert time.monotonic() - before < 5
        assert not kept
    finally:
        SlowBucket.finish.set()
        hand.join()
    assert _content(kept[0]) == content


def test_a_file_that_no_row_names_goes_after_a_day(db: None) -> None:
    """It is looked for once a day; a file that is being stored is younger than that."""
    kept = _store("MA", _photograph())
    lost = [settings.WASL_HOME.blobs / "ab" / name for name in ("ab-old", "ab-new")]
    lost[0].parent.mkdir(exist_ok=True)
    for file in lost:
        file.write_bytes(b"noise")
    for file in (lost[0], _file(kept)):
        os.utime(file, (time.time() - 90_000,) * 2)
    looked = settings.WASL_HOME.blobs / ".looked"
    looked.touch()

    blobs.sweep(clock.now())
    assert all(file.exists() for file in lost)

    os.utime(looked, (time.time() - 90_000,) * 2)
    blobs.sweep(clock.now())
    assert [file.exists() for file in lost] == [False, True]
    assert _file(kept).exists()
    lost[1].unlink()


def test_a_file_of_an_earlier_version_is_found_and_removed(db: None) -> None:
    """Its row names none: the name follows from party and digest."""
    content = _photograph()
    blob = _store("MA", content)
    file = _file(blob)
    Blob.objects.update(file="")
    blob.refresh_from_db()
    _file(blob).parent.mkdir(exist_ok=True)
    file.rename(_file(blob))

    assert _content(blob) == content
    blobs.sweep(blob.stored_at + timedelta(days=2))
    assert not _file(blob).exists()
    assert not Blob.objects.exists()
