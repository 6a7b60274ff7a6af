"""Inviting an officer, opening the account, another seat, leaving."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts import inviting, upkeep
from wasl.accounts.models import Account, Event, Invitation, Seat, SignIn
from wasl.acts import clock, outbox
from wasl.acts.models import OutboxMessage
from wasl.members.acts import Role

ADDRESS = "specimen.officer@specimen.example"
PHRASE = {"password1": "a phrase of this specimen", "password2": "a phrase of this specimen"}


@pytest.fixture
def posted(settings: Any) -> None:
    """A mail server, whose post lies in `mail.outbox`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def link_in(message: Any) -> str:
    found = re.search(r"http://testserver(/account/\S+)", message.body)
    assert found, message.body
    return found[1]


def sent() -> str:
    """The link in the newest mail, after the outbox was emptied."""
    outbox.send_due(clock.now())
    return link_in(mail.outbox[-1])


def invite(client: Client, officer: int, email: str = ADDRESS, language: str = "fr") -> Any:
    return client.post(f"/account/people/{officer}/invite/", {"email": email, "language": language})


def test_an_officer_is_invited_and_opens_the_account(world: World, posted: None) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    officer = world.register_officer("MA", "SPECIMEN Officer")
    world.appoint("MA", officer, Role.OFFICER)

    assert invite(head, officer)["Location"] == "/account/people/"
    link, guest = sent(), Client()
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert "SPECIMEN" not in message.body + message.subject, "a mail holds no content"
    assert "SPECIMEN Officer" in guest.get(link).content.decode()
    answer = guest.post(link, PHRASE)

    assert answer["Location"] == "/account/security/", "the role asks for a second factor"
    account = Account.objects.get(email=ADDRESS)
    assert account.check_password(PHRASE["password1"])
    assert list(account.seats.values_list("party", "officer")) == [("MA", officer)]
    assert guest.get("/account/security/").status_code == 200
    assert "has an account" in head.get("/account/people/?state=account").content.decode()


def test_no_link_lies_in_the_database(world: World, posted: None) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    officer = world.register_officer("MA")
    invite(head, officer)

    message = OutboxMessage.objects.get(template=inviting.KIND)
    link = inviting.path_of(Invitation.objects.get())
    assert len(link) > 60
    assert message.path == f"/account/invitation/{Invitation.objects.get().pk}/"
    assert Client().get(message.path).status_code == 410


def test_an_account_without_a_password_begins_with_a_passkey(world: World, posted: None) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    invite(head, world.register_officer("MA"))
    guest = Client()

    answer = guest.post(sent(), {"way": "passkey"})
    assert answer["Location"] == "/account/security/passkeys/add/"
    assert guest.get("/account/security/passkeys/add/").status_code == 200
    assert not Account.objects.get(email=ADDRESS).has_usable_password()


def test_a_link_opens_once(world: World, posted: None) -> None:
    invite(signed_in(person(world, "MA", Role.HEAD)), world.register_officer("MA"))
    link = sent()

    assert Client().post(link, PHRASE).status_code == 302
    for answer in (Client().get(link), Client().post(link, PHRASE)):
        assert answer.status_code == 410
        assert "invitation-ended" in answer.content.decode()
    assert Account.objects.filter(email=ADDRESS).count() == 1


def test_a_link_expires(world: World, posted: None) -> None:
    invite(signed_in(person(world, "MA", Role.HEAD)), world.register_officer("MA"))
    link = sent()

    with clock.held_at(clock.now() + timedelta(hours=72, seconds=1)):
        assert Client().get(link).status_code == 410


def test_sent_again_the_old_link_opens_nothing(world: World, posted: None) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    invite(head, world.register_officer("MA"))
    old, number = sent(), Invitation.objects.get().pk

    head.post(f"/account/people/invitations/{number}/again/")
    new = sent()
    assert new != old
    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)


def test_a_withdrawn_invitation_opens_nothing_and_is_not_sent(world: World, posted: None) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    officer = world.register_officer("MA")
    invite(head, officer)
    link, number = inviting.path_of(Invitation.objects.get()), Invitation.objects.get().pk

    head.post(f"/account/people/invitations/{number}/withdraw/")
    outbox.send_due(clock.now())
    assert Client().get(link).status_code == 410
    assert mail.outbox == []
    assert not OutboxMessage.objects.filter(template=inviting.KIND).exists()
    assert invite(head, officer).status_code == 302, "the officer can be invited again"


def test_nobody_is_invited_twice_at_once(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    officer = world.register_officer("MA")
    invite(head, officer)

    assert "is invited already" in invite(head, officer).content.decode()
    other = person(world, "MA", Role.OFFICER)
    assert "has an account already" in invite(head, other.seats.get().officer).content.decode()


def test_a_head_invites_officers_of_the_own_bureau_alone(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    foreign = world.register_officer("FR", "SPECIMEN Foreign")

    assert invite(head, foreign).status_code == 404
    assert "SPECIMEN Foreign" not in head.get("/account/people/").content.decode()
    officer = signed_in(person(world, "MA", Role.OFFICER))
    assert officer.get("/account/people/").status_code == 403


def test_where_no_mail_goes_out_the_link_is_shown_once(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = outbox.NOWHERE
    answer = invite(signed_in(person(world, "MA", Role.HEAD)), world.register_officer("MA"))

    assert inviting.path_of(Invitation.objects.get()) in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_somebody_with_an_account_takes_another_seat(world: World, posted: None) -> None:
    account = person(world, "FR", Role.LIAISON)
    head = signed_in(person(world, "MA", Role.HEAD))
    officer = world.register_officer("MA", "SPECIMEN Second Post")
    world.appoint("MA", officer, Role.LIAISON)
    invite(head, officer, account.email)
    link = sent()

    assert Client().get(link)["Location"].startswith("/account/login/?next=")
    assert Client().post(link, PHRASE)["Location"].startswith("/account/login/"), "nobody else sets a password for it"
    client = signed_in(account)
    client.post(link)
    seats = {seat.party: seat.pk for seat in account.seats.all()}
    assert set(seats) == {"FR", "MA"}

    client.post("/account/seat/", {"seat": seats["MA"]})
    assert "SPECIMEN Second Post" in client.get("/account/security/").content.decode()
    assert client.post("/account/seat/", {"seat": 10**9}).status_code == 404
    assert client.get("/account/seat/").status_code in (403, 405)


def test_closing_an_account_ends_its_sessions_at_once(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    account, client = person(world, "MA", Role.LIAISON), Client()
    client.post("/account/login/", {"login": account.email, "password": PASSWORD})
    assert client.get("/account/security/").status_code == 200
    officer = account.seats.get().officer

    page = head.get(f"/account/people/{officer}/close/").content.decode()
    assert "Host country liaison" in page, "the mandates that are still in force"
    head.post(f"/account/people/{officer}/close/")

    assert client.get("/account/security/")["Location"].startswith("/account/login/")
    answer = Client().post("/account/login/", {"login": account.email, "password": PASSWORD})
    assert "do not belong together" in answer.content.decode(), "as if there were no such account"
    account.refresh_from_db()
    assert (account.is_active, account.has_usable_password()) == (False, False)
    assert not Authenticator.objects.filter(user=account).exists()
    assert SignIn.objects.filter(event=Event.CLOSED, account=account.pk).exists()
    assert "account closed" in head.get("/account/people/?state=closed").content.decode()


def test_whoever_left_can_come_back(world: World, posted: None) -> None:
    """With the same address: the closed account opens again, and none of what it was before."""
    head, account = signed_in(person(world, "MA", Role.HEAD)), person(world, "MA", Role.LIAISON)
    inviting.close(account, by=None)
    officer = world.register_officer("MA", "SPECIMEN Returned")
    invite(head, officer, account.email)

    assert Client().post(sent(), PHRASE).status_code == 302
    account.refresh_from_db()
    assert (account.is_active, account.closed_at, account.check_password(PHRASE["password1"])) == (True, None, True)
    assert list(account.seats.values_list("officer", flat=True)) == [officer]


def test_what_nobody_could_send_is_not_owed_for_ever(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = outbox.NOWHERE
    page = Client().get("/account/password/reset/").content.decode()
    assert "No mail goes out" in page
    Client().post("/account/password/reset/", {"email": ADDRESS})
    assert outbox.waiting() == 1

    with clock.held_at(clock.now() + timedelta(hours=73)):
        upkeep.sweep(clock.now())
    assert outbox.waiting() == 0


def test_whoever_acts_elsewhere_too_goes_on_there(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    account = person(world, "MA", Role.LIAISON)
    Seat.objects.create(account=account, party="FR", officer=world.register_officer("FR"))

    told = head.post(f"/account/people/{account.seats.get(party='MA').officer}/close/", follow=True)
    account.refresh_from_db()
    assert account.is_active
    assert "The account goes on elsewhere." in told.content.decode()
    assert [seat.party for seat in account.seats.all()] == ["FR"]


def test_nobody_closes_their_own_account(world: World) -> None:
    account = person(world, "MA", Role.HEAD)
    client = signed_in(account)

    assert client.post(f"/account/people/{account.seats.get().officer}/close/")["Location"] == "/account/people/"
    account.refresh_from_db()
    assert account.is_active


def test_a_mandate_that_ends_takes_its_rights_in_mid_session(world: World) -> None:
    account = person(world, "MA", Role.HEAD)
    client = signed_in(account)
    assert client.get("/account/people/").status_code == 200

    world.end_mandate("MA", world.heads["MA"])
    assert client.get("/account/people/").status_code == 403


def test_the_list_goes_on_over_pages(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    for number in range(55):
        world.register_officer("MA", f"SPECIMEN {number:02}")

    first = head.get("/account/people/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = head.get("/account/people/" + older[1].replace("&amp;", "&")).content.decode()
    names = [set(re.findall(r"<bdi>(SPECIMEN \d\d)</bdi>", page)) for page in (first, second)]
    assert len(names[0]) == 50
    assert not names[0] & names[1]
    assert len(names[0] | names[1]) == 55


def test_what_is_old_is_removed_at_a_tick(world: World) -> None:
    invite(signed_in(person(world, "MA", Role.HEAD)), world.register_officer("MA"))
    assert Invitation.objects.exists()

    def later(days: int) -> None:
        # Somebody vouched for the clock, or nothing is destroyed.
        with clock.held_at(clock.now() + timedelta(days=days)):
            upkeep.sweep(clock.now())

    later(399)
    assert Invitation.objects.exists()
    assert SignIn.objects.exists()
    later(404)
    assert not Invitation.objects.exists()
    assert not SignIn.objects.exists()
