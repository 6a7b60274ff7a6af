"""The profile: name and roles as the record has them, and choices that follow a person from browser to browser."""

from datetime import timedelta

from django.test import Client

from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts.models import Account, Choices
from wasl.acts import clock
from wasl.members.acts import Role
from wasl.web import notifications


def _text(client: Client) -> str:
    answer = client.get("/account/profile/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_who_one_is_and_which_roles_one_holds(world: World) -> None:
    account = person(world, "MA")
    officer = account.seats.get().officer
    mandate = world.appoint("MA", officer, Role.OFFICER, ends=world.now + timedelta(days=90))
    with clock.held_at(world.now):
        text = _text(signed_in(account))

    for expected in (account.email, "SPECIMEN head-of-bureau", "Morocco", "Head of bureau", "Bureau officer"):
        assert expected in text
    for entry in (officer, mandate, world.heads["MA"]):
        assert f'href="/record/{entry}/"' in text


def test_an_erased_name_is_not_kept_here(world: World) -> None:
    account = person(world, "MA")
    world.erase("MA", account.seats.get().officer)
    with clock.held_at(world.now):
        text = _text(signed_in(account))

    assert "SPECIMEN head-of-bureau" not in text
    assert "erased" in text


def test_nobody_sees_it_without_signing_in(world: World) -> None:
    assert Client().get("/account/profile/").headers["Location"].startswith("/account/login/")


def test_what_one_is_told_is_chosen_by_kind(world: World) -> None:
    account = person(world, "MA")
    client = signed_in(account)
    with clock.held_at(world.now):
        client.post("/account/profile/", {"in_page": ["key-changed"], "by_mail": ["key-revoked"]})

    chosen = Choices.objects.get(account=account)
    kinds = {kind.name for kind in notifications.kinds()}
    assert chosen.in_page == {name: name == "key-changed" for name in kinds}
    assert chosen.by_mail == {name: name == "key-revoked" for name in kinds}


def test_a_kind_that_there_is_not_is_refused(world: World) -> None:
    account = person(world, "MA")
    with clock.held_at(world.now):
        answer = signed_in(account).post("/account/profile/", {"in_page": ["nonsense"]})

    assert answer.status_code == 400
    assert not Choices.objects.exists()


def test_how_pages_look_is_kept_on_the_account(world: World) -> None:
    account = person(world, "MA")
    client = signed_in(account)
    with clock.held_at(world.now):
        answer = client.post(
            "/preferences/", {"calendar": "hijri", "theme": "dark", "language": "ar", "next": "/account/profile/"}
        )
    assert answer.headers["Location"] == "/account/profile/"
    assert Choices.objects.get(account=account).view == "calendar=hijri&theme=dark"
    assert Account.objects.get(pk=account.pk).language == "ar"


def test_the_language_switch_is_kept_too(world: World) -> None:
    account = person(world, "MA")
    with clock.held_at(world.now):
        signed_in(account).post("/language/", {"language": "fr", "next": "/"})
    assert Account.objects.get(pk=account.pk).language == "fr"


def test_choices_come_back_at_sign_in(world: World) -> None:
    account = person(world, "MA", Role.LIAISON, language="es")
    Choices.objects.create(account=account, view="numerals=arabic")
    client = Client()
    with clock.held_at(world.now):
        client.post("/account/login/", {"login": account.email, "password": PASSWORD})
    assert client.cookies["wasl_view"].value == "numerals=arabic"
    assert client.cookies["django_language"].value == "es"


def test_somebody_who_never_chose_keeps_what_the_browser_says(world: World) -> None:
    account = person(world, "MA", Role.LIAISON, language="es")
    client = Client()
    client.cookies["django_language"] = "fr"
    client.cookies["wasl_view"] = "theme=dark"
    with clock.held_at(world.now):
        client.post("/account/login/", {"login": account.email, "password": PASSWORD})
    assert client.cookies["wasl_view"].value == "theme=dark"
    assert client.cookies["django_language"].value == "fr"


def test_nobodys_choices_are_written_down(world: World) -> None:
    Client().post("/preferences/", {"theme": "dark"})

    assert not Choices.objects.exists()
