"""Photographs and letters: encrypted files, one key each, that live as long as an act names them."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

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
    return settings.WASL_HOME.blobs / blobs.file_name(blob.party, blob.digest)


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
