"""A lost second factor: two different people agree, then its owner begins anew."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from tests.integration.accounts.test_signing_in import with_app
from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts import recovering
from wasl.accounts.models import Account, Event, Recovery, SignIn
from wasl.acts import clock, outbox
from wasl.members.acts import Role

NEW = {"password1": "a new phrase of this specimen", "password2": "a new phrase of this specimen"}
WAITING = "/account/recovery/waiting/"


@pytest.fixture
def people(world: World, settings: Any) -> dict[str, Account]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return {
        "officer": with_app(person(world, "MA", Role.OFFICER)),
        "head": with_app(person(world, "MA", Role.HEAD)),
        "administrator": with_app(person(world, "secretariat", Role.ADMINISTRATOR)),
        "elsewhere": with_app(person(world, "FR", Role.HEAD)),
    }


def ask(account: Account) -> Recovery:
    Client().post("/account/recovery/", {"email": account.email})
    recovering.begin_asked(clock.now())
    return Recovery.objects.get(account=account, ended_at=None)


def decide(account: Account, recovery: Recovery, said: str) -> Any:
    return signed_in(account).post(f"{WAITING}{recovery.pk}/", {"as": said})


def link() -> str:
    outbox.send_due(clock.now())
    found = [re.search(r"http://testserver(/account/recovery/\d+-\S+)", message.body) for message in mail.outbox]
    return next(match[1] for match in reversed(found) if match)


def test_two_agree_and_the_owner_begins_anew(world: World, people: dict[str, Account]) -> None:
    officer, client = people["officer"], signed_in(people["officer"])
    recovery = ask(officer)
    assert officer.email in signed_in(people["head"]).get(WAITING).content.decode()

    decide(people["head"], recovery, "head")
    outbox.send_due(clock.now())
    assert not [message for message in mail.outbox if re.search(r"/account/recovery/\d+-", message.body)]
    decide(people["administrator"], recovery, "administrator")
    where, guest = link(), Client()
    assert guest.get(where).status_code == 200
    assert guest.post(where, NEW)["Location"] == "/account/login/"

    assert not Authenticator.objects.filter(user=officer).exists()
    assert client.get("/account/security/").status_code == 302, "every session is gone"
    assert guest.get(where).status_code == guest.post(where, NEW).status_code == 410
    assert (
        "do not belong together"
        in guest.post("/account/login/", {"login": officer.email, "password": PASSWORD}).content.decode()
    )
    answer = guest.post("/account/login/", {"login": officer.email, "password": NEW["password1"]})
    assert answer.status_code == 302
    assert guest.get("/account/security/").content.decode().count("until then your rights rest") == 1
    said = list(SignIn.objects.filter(account=officer.pk).order_by("pk").values_list("event", flat=True))
    assert said[:4] == [
        Event.RECOVERY_ASKED, Event.RECOVERY_AGREED, Event.RECOVERY_AGREED, Event.RECOVERED,
    ]  # fmt: skip
    told = [message for message in mail.outbox if message.to == [officer.email]]
    assert len(told) >= 3, "every step is told to the one whom it is about"


def test_nobody_agrees_twice(world: World, people: dict[str, Account]) -> None:
    """The head of the secretariat who is administrator too counts once."""
    both = with_app(person(world, "secretariat", Role.HEAD))
    world.appoint("secretariat", both.seats.get().officer, Role.ADMINISTRATOR)
    colleague = with_app(person(world, "secretariat", Role.CLERK))
    recovery = ask(colleague)

    decide(both, recovery, "head")
    answer = signed_in(both).post(f"{WAITING}{recovery.pk}/", {"as": "administrator"}, follow=True)
    assert "[four-eyes]" in answer.content.decode()
    recovery.refresh_from_db()
    assert (recovery.by_head, recovery.by_administrator) == (both.pk, None)
    recovery.by_administrator = both.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        recovery.save()


def test_nobody_agrees_to_their_own(world: World, people: dict[str, Account]) -> None:
    head = people["head"]
    recovery = ask(head)

    assert decide(head, recovery, "head").status_code == 404
    assert decide(people["elsewhere"], recovery, "head").status_code == 404, "nor does the head of another bureau"
    recovery.refresh_from_db()
    assert recovery.by_head is None


def test_for_a_head_the_head_of_the_secretariat_stands_in(world: World, people: dict[str, Account]) -> None:
    secretary = with_app(person(world, "secretariat", Role.HEAD))
    recovery = ask(people["head"])

    decide(secretary, recovery, "head")
    decide(people["administrator"], recovery, "administrator")
    assert Client().get(link()).status_code == 200


def test_a_refusal_ends_it(world: World, people: dict[str, Account]) -> None:
    recovery = ask(people["officer"])
    decide(people["head"], recovery, "head")
    decide(people["administrator"], recovery, "refuse")

    answer = signed_in(people["administrator"]).post(f"{WAITING}{recovery.pk}/", {"as": "administrator"}, follow=True)
    assert "[recovery-ended]" in answer.content.decode()
    assert Authenticator.objects.filter(user=people["officer"]).exists()


def test_a_link_expires_and_a_request_too(world: World, people: dict[str, Account]) -> None:
    recovery = ask(people["officer"])
    with clock.held_at(clock.now() + timedelta(days=7, seconds=1)):
        assert recovering.parts_open_to(_visitor(people["head"]), recovery) == []
    decide(people["head"], recovery, "head")
    decide(people["administrator"], recovery, "administrator")
    where = link()
    with clock.held_at(clock.now() + timedelta(hours=24, seconds=1)):
        assert Client().get(where).status_code == 410


def _visitor(account: Account) -> Any:
    from wasl.web.visitors import Visitor

    return Visitor(account=account.pk, party="MA", rights=frozenset({"accounts.recover"}))


def test_asking_shows_nothing_and_asks_nothing_of_whoever_has_no_second_factor(world: World, people: Any) -> None:
    plain = person(world, "MA", Role.LIAISON)
    answers = [
        Client().post("/account/recovery/", {"email": email}).content
        for email in (people["officer"].email, plain.email, "nobody@specimen.example")
    ]
    cleaned = {re.sub(rb'(value|nonce|hx-headers|data-live[a-z-]*)="[^"]*"', b"", answer) for answer in answers}
    assert len(cleaned) == 1
    for _ in range(2):
        recovering.begin_asked(clock.now())
    assert Recovery.objects.count() == 1


def test_the_operator_stands_in_for_both(world: World, people: dict[str, Account]) -> None:
    path = recovering.by_operator(people["head"])

    assert Client().get(path).status_code == 200
    assert link() == path
