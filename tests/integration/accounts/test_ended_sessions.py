"""What somebody sends after their session ended: nothing is done, nothing is lost without a word."""

import secrets
import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from tests.integration.accounts.test_signing_in import LOGIN, code_of, sign_in, with_app
from tests.integration.members.pages import hidden, size
from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import sessions
from wasl.acts import clock, keystore
from wasl.members.acts import Role
from wasl.web import drafts

REGISTER = "/officers/register/"
NAME = "SPECIMEN نموذج"


def _end(client: Client, how: str) -> None:
    if how == "signed out":
        client.post("/account/logout/")
    elif how == "ended elsewhere":
        Session.objects.all().delete()
    else:
        session = client.session
        session[sessions.SEEN] = time.time() - settings.WASL_SESSION_IDLE - 1
        session.save()


def _head(world: World) -> tuple[Any, Client]:
    account = with_app(person(world, "MA", Role.HEAD))
    keystore.keep("MA", bytes(world.keys["MA"]))
    return account, signed_in(account)


@pytest.mark.parametrize("ended", ["silent", "ended elsewhere", "signed out"])
def test_a_form_that_was_filled_in_meanwhile_is_there_again_after_signing_in(world: World, ended: str) -> None:
    with clock.held_at(world.now):
        account, client = _head(world)
        client.get(REGISTER)
        _end(client, ended)
        before = size()

        sent = client.post(REGISTER, {"name": NAME})
        assert sent["Location"] == f"{LOGIN}?next=%2Fofficers%2Fregister%2F"
        assert "You were signed out meanwhile" in client.get(sent["Location"]).content.decode()

        assert sign_in(account, client, next=REGISTER)["Location"].startswith("/account/security/code/")
        answer = client.post(f"/account/security/code/?next={REGISTER}", {"code": code_of(account)})
        assert answer["Location"] == REGISTER
        shown = client.get(REGISTER).content.decode()
        assert hidden(shown)["name"] == [NAME]
        assert size() == before, "nothing was signed on the way"
        assert NAME not in client.get(REGISTER).content.decode(), "they are kept once"


def test_other_forms_are_not_kept_and_say_so(world: World) -> None:
    _account, client = _head(world)
    Session.objects.all().delete()

    sent = client.post("/account/programs/add/", {"name": NAME})
    assert sent["Location"] == f"{LOGIN}?next=%2Faccount%2Fprograms%2Fadd%2F"
    assert drafts.COOKIE not in sent.cookies
    assert "what you sent was not done" in client.get(sent["Location"]).content.decode()


def test_what_is_too_long_for_a_browser_to_keep_is_said_to_be_lost(world: World) -> None:
    _account, client = _head(world)
    Session.objects.all().delete()

    sent = client.post(REGISTER, {"name": secrets.token_hex(drafts.LARGEST)})
    assert drafts.COOKIE not in sent.cookies
    assert "what you sent was not done" in client.get(sent["Location"]).content.decode()


def test_what_a_browser_keeps_must_be_what_it_was_given(world: World) -> None:
    with clock.held_at(world.now):
        _account, client = _head(world)
        for forged in ("", "x", signing.dumps({"path": REGISTER, "data": "name=x"}, salt="another")):
            client.cookies[drafts.COOKIE] = forged
            answer = client.get(REGISTER)
            assert answer.status_code == 200
            assert hidden(answer.content.decode()) == {}


@pytest.mark.usefixtures("world")
def test_strangers_store_nothing_here() -> None:
    client = Client()
    sent = client.post(REGISTER, {"name": NAME})
    assert sent.cookies[drafts.COOKIE]["httponly"]
    assert sent.cookies[drafts.COOKIE]["path"] == REGISTER
    assert Session.objects.count() == 0
