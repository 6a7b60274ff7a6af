"""From a form to a signed act: checked before it is signed, signed once, and as it was shown."""

import json
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.integration.members.pages import at_the_desk, hidden, say, size
from tests.people import person, signed_in
from tests.world import World
from wasl.accounts.models import Account, Seat
from wasl.acts import keystore, queries
from wasl.members.acts import RegisterOfficer, Role
from wasl.members.models import BureauKey, Mandate, Officer

REGISTER = "/officers/register/"
PICTURE = b"\xff\xd8\xff\xe0 a photograph of a specimen"
NAME = "SPECIMEN أمينة"


def test_nothing_is_signed_before_the_answers_were_checked(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        before = size()
        shown = client.post(REGISTER, {"name": NAME}).content.decode()

        assert size() == before
        assert f"<bdi>{NAME}</bdi>" in shown
        assert hidden(shown)["name"] == [NAME]
        assert hidden(shown)["confirmed"]


def test_what_is_confirmed_is_signed_under_the_mandate_that_gives_the_right(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        entry = say(client, REGISTER, name=NAME)

    kept = queries.kept(entry)
    assert kept is not None
    assert kept.act == RegisterOfficer(name=NAME)
    assert kept.payload["by"] == {"party": "MA", "mandate": world.heads["MA"]}


def test_whoever_signed_is_told_once_where_the_act_stands(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        entry = say(client, REGISTER, name=NAME)
        first, second = (client.get(f"/officers/{entry}/").content.decode() for _ in range(2))

    assert f'href="/api/v1/acts/{entry}/receipt"' in first
    assert f'href="/api/v1/acts/{entry}/receipt"' not in second


def test_confirming_twice_signs_once(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post(REGISTER, {"name": NAME}).content.decode())
        first = client.post(REGISTER, answers)
        after = size()
        second = client.post(REGISTER, answers)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert size() == after


def test_answers_changed_after_they_were_shown_are_shown_again(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post(REGISTER, {"name": NAME}).content.decode())
        before = size()
        shown = client.post(REGISTER, answers | {"name": "SPECIMEN Somebody Else"})

        assert size() == before
        assert hidden(shown.content.decode())["name"] == ["SPECIMEN Somebody Else"]


@pytest.mark.parametrize("party", ["MA", "FR"])
def test_a_confirmation_is_for_whom_it_was_shown(world: World, party: str) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post(REGISTER, {"name": NAME}).content.decode())
        keystore.keep("FR", bytes(world.keys["FR"]))
        other = signed_in(person(world, party) if party == "FR" else _second_head(world))
        before = size()
        shown = other.post(REGISTER, answers)

        assert shown.status_code == 200
        assert size() == before


def _second_head(world: World) -> Any:
    """Another head of the same bureau."""
    officer = world.register_officer("MA")
    world.appoint("MA", officer, Role.HEAD)
    account = Account.objects.open("second@specimen.example", "en")
    Seat.objects.create(account=account, party="MA", officer=officer)
    return account


def test_a_forged_confirmation_signs_nothing(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        before = size()
        shown = client.post(REGISTER, {"name": NAME, "confirmed": "eyJpZCI6IngifQ:1:forged"})

        assert shown.status_code == 200
        assert size() == before


def test_the_answers_can_be_changed(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post(REGISTER, {"name": NAME}).content.decode())
        form = client.post(REGISTER, answers | {"change": "1"}).content.decode()

        assert f'value="{NAME}"' in form
        assert 'class="errors"' not in form


def test_what_the_act_itself_finds_wrong_stands_at_its_field(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        before = size()
        answer = client.post(REGISTER, {"name": "SPECIMEN \u202eanima"})
        text = answer.content.decode()

        assert answer.status_code == 422
        assert 'href="#id_name"' in text
        assert "that change the direction of text" in text
        assert size() == before


def test_what_the_rules_refuse_stands_on_top_with_its_code(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        officer = world.register_officer("MA")
        world.appoint("MA", officer, Role.DUTY)
        answer = client.post(f"/officers/{officer}/appoint/", {"role": "duty-officer"})

        assert answer.status_code == 422
        assert "already-appointed" in answer.content.decode()


def test_what_is_refused_only_when_it_is_signed_is_told_too(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        officer = world.register_officer("MA")
        address = f"/officers/{officer}/appoint/"
        answers = hidden(client.post(address, {"role": "duty-officer"}).content.decode())
        world.appoint("MA", officer, Role.DUTY)
        answer = client.post(address, answers)

        assert answer.status_code == 422
        assert "already-appointed" in answer.content.decode()


def test_a_bureau_with_its_own_key_takes_the_act_home(world: World) -> None:
    with at_the_desk(world, "MA", hosted=False) as client:
        shown = client.post(REGISTER, {"name": NAME}).content.decode()
        answers = hidden(shown)
        before = size()
        file = client.post(REGISTER, answers)

        assert "wasl act sign" in shown
        assert "confirmed" not in answers
        assert file["Content-Disposition"] == 'attachment; filename="register-officer.json"'
        assert size() == before
    act = RegisterOfficer.model_validate(json.loads(file.content))
    assert world.perform(act, by="MA").index == before


def test_whoever_signed_in_long_ago_proves_again_who_they_are_and_finds_the_answers(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        _age(client)
        sent = client.post(REGISTER, {"name": NAME})
        assert sent.status_code == 302
        assert sent["Location"].startswith("/account/reauthenticate/?next=%2Fofficers%2Fregister%2F")
        _age(client, seconds=1)
        shown = client.get(REGISTER).content.decode()

        assert hidden(shown)["name"] == [NAME]
        assert NAME not in client.get(REGISTER).content.decode(), "they are kept once"


def test_whoever_does_not_prove_it_finds_the_form_as_it_was(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        _age(client)
        client.post(REGISTER, {"name": NAME})
        form = client.get(REGISTER).content.decode()

        assert f'value="{NAME}"' in form
        assert "not signed yet" not in form


def test_a_confirmation_that_comes_too_late_signs_nothing_before_that(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post(REGISTER, {"name": NAME}).content.decode())
        _age(client)
        before = size()

        assert client.post(REGISTER, answers).status_code == 302
        assert size() == before


def _age(client: Client, seconds: float = 7 * 24 * 3600) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - seconds
    session.save()


def test_whoever_has_no_right_sees_no_form(world: World) -> None:
    with at_the_desk(world, "MA", Role.OFFICER) as client:
        assert client.get(REGISTER).status_code == 403
        assert client.post(REGISTER, {"name": NAME}).status_code == 403


def test_a_photograph_goes_with_the_answers(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        picture = SimpleUploadedFile("officer.jpeg", PICTURE, "image/jpeg")
        entry = say(client, REGISTER, name=NAME, photograph=picture)
        seen = client.get(f"/officers/{entry}/photograph/")

        assert b"".join(seen) == PICTURE  # type: ignore[arg-type]
        assert seen["Content-Type"] == "image/jpeg"
        assert seen["Cache-Control"] == "private, no-store"
    with at_the_desk(world, "FR") as other:
        assert other.get(f"/officers/{entry}/photograph/").status_code == 404


def test_a_photograph_survives_a_change_of_the_answers(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        picture = SimpleUploadedFile("officer.jpeg", PICTURE, "image/jpeg")
        answers = hidden(client.post(REGISTER, {"name": NAME, "photograph": picture}).content.decode())
        form = client.post(REGISTER, answers | {"change": "1"}).content.decode()

        assert f'<input type="hidden" name="photograph" value="{answers["photograph"][0]}">' in form


def test_what_is_no_picture_is_refused_at_its_field(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        text = SimpleUploadedFile("officer.jpeg", b"%PDF-1.7 no photograph", "image/jpeg")
        answer = client.post(REGISTER, {"name": NAME, "photograph": text})

        assert answer.status_code == 422
        assert "wrong-media-type" in answer.content.decode()


def test_a_mandate_from_appointment_to_its_end(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        officer = say(client, REGISTER, name=NAME)
        mandate = say(client, f"/officers/{officer}/appoint/", role="border-officer", ends="2031-02-01")
        held = Mandate.objects.get(pk=mandate)

        assert (held.role, f"{held.ends:%Y-%m-%dT%H:%M}") == ("border-officer", "2031-02-01T00:00")
        say(client, f"/mandates/{mandate}/end/", reason="reassigned")
        held.refresh_from_db()

        assert held.end_reason == "reassigned"


def test_the_pages_of_another_bureau_are_not_there(world: World) -> None:
    officer, mandate = world.register_officer("FR"), world.appoint("FR")
    with at_the_desk(world, "MA") as client:
        for address in (
            f"/officers/{officer}/",
            f"/officers/{officer}/appoint/",
            f"/officers/{officer}/erase/",
            f"/mandates/{mandate}/end/",
        ):
            assert client.get(address).status_code == 404, address


def test_an_officer_is_erased(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        officer = say(client, REGISTER, name=NAME)
        say(client, f"/officers/{officer}/erase/", reason="no longer needed")

        assert not Officer.objects.filter(pk=officer).exists()
        assert client.get(f"/officers/{officer}/").status_code == 404


def test_a_key_is_rotated_once(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        answers = hidden(client.post("/bureau/key/").content.decode())
        assert client.post("/bureau/key/", answers).status_code == 302
        after = size()
        assert client.post("/bureau/key/", answers).status_code == 302

        assert size() == after
    states = sorted(BureauKey.objects.filter(party="MA").values_list("state", flat=True))
    assert states == ["in-force", "rotated"]
    (newest,) = keystore.hosted("MA")
    world.keys["MA"] = keystore.signing_key(newest)


def test_a_head_learns_that_their_own_mandate_would_end(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        shown = client.post(f"/mandates/{world.heads['MA']}/end/", {"reason": "resigned"}).content.decode()

        assert "under which you act" in shown


@pytest.mark.parametrize("name", ["SРECIMEN Amina", "SPECIMEN Amina", "SPECIMEN AMINА"])
def test_a_name_that_looks_like_a_colleagues_is_flagged(world: World, name: str) -> None:
    world.register_officer("MA", "SPECIMEN Amina")
    world.register_officer("FR", "SPECIMEN Aminata")
    with at_the_desk(world, "MA") as client:
        shown = client.post(REGISTER, {"name": name}).content.decode()

        assert "alert warn" in shown
        assert "SPECIMEN Amina" in shown


def test_names_of_other_bureaus_say_nothing_here(world: World) -> None:
    world.register_officer("FR", "SPECIMEN Amina")
    with at_the_desk(world, "MA") as client:
        assert "alert warn" not in client.post(REGISTER, {"name": "SPECIMEN Amina"}).content.decode()
