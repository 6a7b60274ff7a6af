"""Photographs and letters: encrypted files, one key each, that live as long as an act names them."""

import secrets
from datetime import timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.integration.acts.photographs import JPEG, content_of, file_of, photograph, register, stored
from tests.world import World
from wasl.acts import blobs, clock
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.acts.sealing import CHUNK
from wasl.members.acts import RegisterOfficer


@pytest.mark.parametrize("size", [4, 16, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_is_stored_is_read_again(db: None, size: int) -> None:
    content = photograph(size)

    blob = stored("MA", content)

    assert (blob.digest, blob.size, blob.media_type) == (sha256(content).hexdigest(), size, "image/jpeg")
    assert content_of(blob) == content


def test_any_range_of_it(db: None) -> None:
    content = photograph(2 * CHUNK + 100)
    blob = stored("MA", content)
    edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(content) - 1, len(content), len(content) + 5]

    for start in edges:
        for end in edges:
            assert b"".join(blobs.read(blob, start, end)) == content[start:end], (start, end)


def test_the_file_holds_no_plaintext_and_tells_nothing(db: None) -> None:
    """Not the content, not its digest, not whose it is; and the key is not on the disk beside it."""
    content = JPEG + b"the face of a specimen, again and again. " * 5000
    blob = stored("MA", content)
    file = file_of(blob)
    on_disk = file.read_bytes()

    assert b"specimen" not in on_disk
    assert len(set(on_disk)) == 256
    assert blob.digest not in str(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings.WASL_HOME.secret("keystore.key") not in bytes(blob.sealed_key or b"")


def test_two_parties_with_the_same_content_have_a_blob_each(db: None) -> None:
    """Neither learns from the other's file, its name or its key that they hold the same."""
    content = photograph()
    ours, theirs = stored("MA", content), stored("FR", content)

    assert ours.digest == theirs.digest
    assert file_of(ours) != file_of(theirs)
    assert file_of(ours).read_bytes() != file_of(theirs).read_bytes()
    assert bytes(ours.sealed_key or b"") != bytes(theirs.sealed_key or b"")
    assert content_of(ours) == content_of(theirs) == content


def test_the_same_content_twice_is_kept_once(db: None) -> None:
    content = photograph()

    assert stored("MA", content).pk == stored("MA", content).pk


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
        stored("MA", content, kind)

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
    assert content_of(blob) == content


def test_as_large_as_it_may_be(db: None) -> None:
    content = JPEG + bytes(8 * 2**20 - len(JPEG))

    assert stored("MA", content).size == 8 * 2**20


def test_an_act_names_it_and_it_stays(world: World) -> None:
    with clock.held_at(world.now):
        blob, unnamed = stored("MA", photograph()), stored("MA", photograph())
    entry = register(world, "MA", blob)

    assert blobs.sweep(world.now + timedelta(hours=23)) == 0
    assert blobs.sweep(world.now + timedelta(days=2)) == 1

    assert Blob.objects.get().named_by == entry
    assert file_of(blob).exists()
    assert not file_of(unnamed).exists()
    assert blobs.find("MA", unnamed.digest) is None


def test_storing_it_again_gives_another_day(world: World) -> None:
    """Whoever uploads it again today may name it today, whatever happened yesterday."""
    content = photograph()
    with clock.held_at(world.now):
        stored("MA", content)
    with clock.held_at(world.now + timedelta(hours=23)):
        blob = stored("MA", content)

    assert blobs.sweep(world.now + timedelta(hours=25)) == 0
    world.pass_time(hours=26)
    assert register(world, "MA", blob)


@pytest.mark.django_db(transaction=True)
def test_erasing_the_act_destroys_key_and_file() -> None:
    world = World(members=("MA",))
    blob = stored("MA", photograph())
    entry = register(world, "MA", blob)

    world.erase("MA", entry)

    assert blobs.find("MA", blob.digest) is None
    assert not file_of(blob).exists()
    assert not Blob.objects.exists(), "not even its digest stays"


def test_the_key_goes_with_the_act_and_the_file_after_it(world: World) -> None:
    """A crash between the two leaves noise, which the next sweep removes."""
    blob = stored("MA", photograph())
    world.erase("MA", register(world, "MA", blob))
    assert Blob.objects.get().sealed_key is None
    assert file_of(blob).exists()

    assert blobs.sweep(world.now) == 1

    assert not file_of(blob).exists()
    assert not Blob.objects.exists()


def test_a_photograph_that_two_acts_name_goes_with_the_second(world: World) -> None:
    """A bureau registers an officer again, with the name spelt right, and erases the first registration."""
    blob = stored("MA", photograph())
    first, second = register(world, "MA", blob), register(world, "MA", blob)

    world.erase("MA", first)
    assert Blob.objects.get().named_by == second
    assert blobs.find("MA", blob.digest) is not None

    world.erase("MA", second)
    assert blobs.find("MA", blob.digest) is None


def test_the_same_photograph_comes_back_under_another_key(world: World) -> None:
    content = photograph()
    first = stored("MA", content)
    sealed = file_of(first).read_bytes()
    world.erase("MA", register(world, "MA", first))

    again = stored("MA", content)

    assert content_of(again) == content
    assert file_of(again).read_bytes() != sealed
    assert register(world, "MA", again)


def test_one_bureau_cannot_make_the_blob_of_another_stay(world: World) -> None:
    content = photograph()
    with clock.held_at(world.now):
        blob = stored("FR", content)

    assert world.refusal(RegisterOfficer(name="SPECIMEN", photograph=blob.digest), by="MA") == "blob-missing"
    assert Blob.objects.get().named_by is None


@pytest.mark.django_db(transaction=True)
def test_stored_by_many_hands_at_once_it_is_one_and_whole() -> None:
    """Each draws a key; the one that stays is the one of the file that stays."""
    content, together = photograph(CHUNK), Barrier(6)
    failures: list[BaseException] = []

    def store() -> None:
        try:
            together.wait()
            stored("MA", content)
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
    assert content_of(Blob.objects.get()) == content


def test_an_erasure_asks_as_much_however_many_photographs_there_are(world: World) -> None:
    def asked() -> int:
        entry = register(world, "MA", stored("MA", photograph()))
        with CaptureQueriesContext(connection) as captured:
            world.erase("MA", entry)
        return len(captured)

    before = asked()
    for _ in range(20):
        register(world, "MA", stored("MA", photograph()))
    assert asked() == before
