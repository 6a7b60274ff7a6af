"""An officer's photograph can be changed, and the one before is destroyed; erasing the officer leaves none."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.integration.acts.photographs import file_of, photograph, stored
from tests.integration.members.pages import at_the_desk, hidden, say, size
from tests.world import World
from wasl.acts import blobs
from wasl.acts.models import Blob, VaultEntry
from wasl.members.acts import ChangePhotograph, RegisterOfficer
from wasl.members.models import Officer, Photograph

NAME = "SPECIMEN أمينة"


def _registered(world: World, content: bytes, party: str = "MA") -> tuple[int, Blob]:
    blob = stored(party, content)
    return world.perform(RegisterOfficer(name=NAME, photograph=blob.digest), by=party).index, blob


def _seen(client: Client, officer: int) -> bytes:
    answer = client.get(f"/officers/{officer}/photograph/")
    return b"".join(answer) if answer.status_code == 200 else b""  # type: ignore[arg-type]


def test_the_new_photograph_is_shown_and_the_file_of_the_old_one_is_gone(world: World) -> None:
    old, new = photograph(), photograph()
    officer, blob = _registered(world, old)
    file = file_of(blob)
    assert file.exists()
    with at_the_desk(world, "MA") as client:
        assert _seen(client, officer) == old
        say(
            client,
            f"/officers/{officer}/photograph/change/",
            photograph=SimpleUploadedFile("new.jpeg", new, "image/jpeg"),
        )

        assert _seen(client, officer) == new
        told = client.get(f"/api/v1/officers/{officer}").json()
    assert blobs.find("MA", blob.digest) is None
    # What goes after commit does not wait for the end of a test.
    blobs.sweep(world.now)
    assert not file.exists()
    assert told["photograph"] == Photograph.objects.get(officer=officer).digest


def test_it_can_be_taken_away(world: World) -> None:
    officer, blob = _registered(world, photograph())
    with at_the_desk(world, "MA") as client:
        say(client, f"/officers/{officer}/photograph/change/")

        assert _seen(client, officer) == b""
        assert "officer-photograph" not in client.get(f"/officers/{officer}/").content.decode()
        assert client.get(f"/api/v1/officers/{officer}").json()["photograph"] is None
    assert blobs.find("MA", blob.digest) is None


def test_a_file_that_another_officer_shows_stays(world: World) -> None:
    content = photograph()
    one, _blob = _registered(world, content)
    other, blob = _registered(world, content)
    world.perform(ChangePhotograph(officer=one), by="MA")

    assert blobs.find("MA", blob.digest) is not None
    with at_the_desk(world, "MA") as client:
        assert _seen(client, other) == content
        assert _seen(client, one) == b""


def test_the_same_photograph_again_is_kept(world: World) -> None:
    content = photograph()
    officer, blob = _registered(world, content)
    world.perform(ChangePhotograph(officer=officer, photograph=blob.digest), by="MA")

    with at_the_desk(world, "MA") as client:
        assert _seen(client, officer) == content


def test_the_first_photograph_can_come_back_when_it_is_sent_again(world: World) -> None:
    first, second = photograph(), photograph()
    officer, _blob = _registered(world, first)
    world.perform(ChangePhotograph(officer=officer, photograph=stored("MA", second).digest), by="MA")
    world.perform(ChangePhotograph(officer=officer, photograph=stored("MA", first).digest), by="MA")

    with at_the_desk(world, "MA") as client:
        assert _seen(client, officer) == first


def test_whoever_erases_an_officer_erases_the_later_photographs(world: World) -> None:
    officer, _blob = _registered(world, photograph())
    later = stored("MA", photograph())
    changed = world.perform(ChangePhotograph(officer=officer, photograph=later.digest), by="MA").index
    with at_the_desk(world, "MA") as client:
        page = f"/officers/{officer}/erase/"
        checked = client.post(page, {"reason": "SPECIMEN"}).content.decode()
        assert f"#{changed}" in checked
        before = size()
        answers = hidden(checked)
        assert client.post(page, answers).status_code == 302
        assert size() == before + 2
        # Confirmed twice, erased once.
        assert client.post(page, answers).status_code in (302, 404)
        assert size() == before + 2

    assert not Officer.objects.filter(pk=officer).exists()
    assert not Photograph.objects.exists()
    assert blobs.find("MA", later.digest) is None
    assert VaultEntry.objects.filter(pk__in=[officer, changed], envelope=None).count() == 2


def test_another_bureau_neither_sees_nor_changes_it(world: World) -> None:
    officer, _blob = _registered(world, photograph())
    changed = world.perform(ChangePhotograph(officer=officer), by="MA").index
    with at_the_desk(world, "FR") as client:
        assert client.get(f"/officers/{officer}/photograph/change/").status_code == 404
        assert client.get(f"/api/v1/acts/{changed}").status_code == 404
    assert list(Photograph.seen_by("FR")) == []
    assert list(Photograph.seen_by(None)) == []
    assert Photograph.seen_by("secretariat").count() == 1
