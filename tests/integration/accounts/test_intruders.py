"""Somebody with a foot in the door: an old session, a mandate that is over, a seat at another bureau, a program's key.

What strangers try is in `test_attacks`.
"""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.integration.accounts.test_recovery import ask, decide
from tests.integration.accounts.test_signing_in import with_app
from tests.integration.members.pages import at_the_desk
from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts import inviting, notifications, programs, recovering
from wasl.accounts.models import Account, Event, Invitation, Notification, Recovery, Seat, SignIn
from wasl.acts import clock
from wasl.members.acts import Role
from wasl.members.models import Mandate

HISTORY, BUREAU, ALL = "/account/history/", "/account/audit/bureau/", "/account/audit/"


def end_mandate(world: World, account: Account) -> None:
    """The officer's mandates are over."""
    seat = account.seats.get()
    for mandate in Mandate.objects.filter(officer=seat.officer, ended_at=None):
        world.end_mandate(seat.party, mandate.entry)


def grown_old(client: Client, *, but_the_password: bool) -> None:
    """What the session proved, it proved yesterday; or all but a password, which it proved now."""
    session = client.session
    for record in session["account_authentication_methods"]:
        if record["method"] == "mfa" or not but_the_password:
            record["at"] = time.time() - 24 * 3600 - 1
    session.save()


def test_a_password_alone_signs_nothing_for_whoever_has_more(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        grown_old(client, but_the_password=True)
        answer = client.post("/officers/register/", {"name": "SPECIMEN"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")


@pytest.mark.parametrize("number", ["9" * 5000, "٣", "9" * 40, "-1", "1\0", ""])
def test_no_number_of_a_seat_breaks_anything(world: World, number: str) -> None:
    assert signed_in(person(world, "MA")).post("/account/seat/", {"seat": number}).status_code == 404


class TestAgreeing:
    """Whoever agreed to a recovery must still be who they were when the other agrees."""

    @pytest.fixture
    def people(self, world: World, settings: Any) -> dict[str, Account]:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        return {
            "officer": with_app(person(world, "MA", Role.OFFICER)),
            "head": with_app(person(world, "MA", Role.HEAD)),
            "administrator": with_app(person(world, "secretariat", Role.ADMINISTRATOR)),
        }

    def test_an_agreement_ends_with_the_mandate(self, world: World, people: dict[str, Account]) -> None:
        recovery = ask(people["officer"])
        decide(people["head"], recovery, "head")
        end_mandate(world, people["head"])
        decide(people["administrator"], recovery, "administrator")

        recovery.refresh_from_db()
        assert (recovery.by_head, recovery.by_administrator) == (None, people["administrator"].pk)
        assert recovering.opened_by(recovering.path_of(recovery).split("/")[-2]) is None

        successor = with_app(person(world, "MA", Role.HEAD))
        decide(successor, recovery, "head")
        recovery.refresh_from_db()
        assert recovery.agreed

    def test_an_agreement_ends_with_the_account(self, world: World, people: dict[str, Account]) -> None:
        recovery = ask(people["officer"])
        decide(people["administrator"], recovery, "administrator")
        inviting.close(people["administrator"], by=None)
        decide(people["head"], recovery, "head")

        recovery.refresh_from_db()
        assert not recovery.agreed


class TestTwoBureaus:
    """Somebody who sits at two bureaus is seen by both, each from the day on which they came."""

    def test_both_read_what_happened(self, world: World) -> None:
        account = person(world, "FR", Role.OFFICER)
        before = Client()
        before.post("/account/login/", {"login": account.email, "password": "a wrong phrase entirely"})
        Seat.objects.create(account=account, party="MA", officer=world.register_officer("MA", "SPECIMEN Second"))
        Client().post("/account/login/", {"login": account.email, "password": PASSWORD})

        there = signed_in(person(world, "FR", Role.HEAD)).get("/api/v1/sign-ins/bureau").json()["lines"]
        here = signed_in(person(world, "MA", Role.HEAD)).get("/api/v1/sign-ins/bureau").json()["lines"]
        assert [line["event"] for line in there] == [Event.SIGNED_IN, Event.WRONG_PASSWORD]
        assert [line["event"] for line in here] == [Event.SIGNED_IN], "and nothing from before"
        assert {line["party"] for line in here} == {"MA"}

    def test_each_line_is_read_once(self, world: World) -> None:
        account = person(world, "FR", Role.OFFICER)
        Seat.objects.create(account=account, party="MA", officer=world.register_officer("MA", "SPECIMEN Second"))
        Client().post("/account/login/", {"login": account.email, "password": PASSWORD})

        own = signed_in(account).get("/api/v1/sign-ins").json()["lines"]
        auditor = signed_in(person(world, "secretariat", Role.AUDITOR))
        everything = auditor.get("/api/v1/sign-ins/all").json()["lines"]
        assert len(own) == len(everything) == 1
        assert "SPECIMEN Second" in signed_in(person(world, "MA")).get(BUREAU).content.decode()
        assert "SPECIMEN bureau-officer" in signed_in(person(world, "FR")).get(BUREAU).content.decode()

    def test_a_bureau_keeps_what_it_saw(self, world: World) -> None:
        account = person(world, "FR", Role.OFFICER)
        officer = world.register_officer("MA", "SPECIMEN Second")
        Seat.objects.create(account=account, party="MA", officer=officer)
        Client().post("/account/login/", {"login": account.email, "password": PASSWORD})
        head = signed_in(person(world, "MA", Role.HEAD))
        head.post(f"/account/people/{officer}/close/")

        events = [line["event"] for line in head.get("/api/v1/sign-ins/bureau").json()["lines"]]
        assert events == [Event.CLOSED, Event.SIGNED_IN]
        elsewhere = signed_in(person(world, "FR", Role.HEAD)).get("/api/v1/sign-ins/bureau").json()["lines"]
        assert [line["event"] for line in elsewhere] == [Event.SIGNED_IN], "whom one bureau lets go is its own affair"


def test_who_reads_the_audit_reads_no_names_that_their_role_hides(world: World) -> None:
    head = person(world, "MA", Role.HEAD)
    Client().post("/account/login/", {"login": head.email, "password": PASSWORD})

    page = signed_in(person(world, "secretariat", Role.ADMINISTRATOR)).get(ALL).content.decode()
    assert "SPECIMEN head-of-bureau" not in page
    assert "Morocco" in page
    assert "SPECIMEN head-of-bureau" in signed_in(person(world, "secretariat", Role.AUDITOR)).get(ALL).content.decode()


def test_a_password_alone_reads_no_colleague_s_name(world: World) -> None:
    """One's own history says who did something; not before the second factor."""
    officer, head = person(world, "MA", Role.OFFICER), person(world, "MA", Role.HEAD)
    SignIn.objects.create(at=clock.now(), account=officer.pk, party="MA", by=head.pk, event=Event.RECOVERY_AGREED)

    assert "SPECIMEN head-of-bureau" not in signed_in(officer, second_factor=False).get(HISTORY).content.decode()
    assert "SPECIMEN head-of-bureau" in signed_in(officer).get(HISTORY).content.decode()


def test_whoever_comes_back_finds_nothing_of_before(world: World) -> None:
    """The mailbox may be another person's by now, or the bureau another one."""
    account = person(world, "FR", Role.OFFICER)
    notifications.tell([(account.pk, "mandate-ends", "/record/1/", "specimen")])
    inviting.close(account, by=None)
    officer = world.register_officer("MA", "SPECIMEN Returned")
    signed_in(person(world, "MA")).post(
        f"/account/people/{officer}/invite/", {"email": account.email, "language": "en"}
    )
    link = inviting.path_of(Invitation.objects.get())
    phrase = {"password1": "a new phrase of this specimen", "password2": "a new phrase of this specimen"}
    Client().post(link, phrase)

    account.refresh_from_db()
    assert account.is_active
    assert not Notification.objects.filter(account=account).exists()


class TestFlooding:
    """A mailbox is not filled, whoever asks."""

    def test_one_address_is_invited_only_so_often(self, world: World) -> None:
        client, codes = signed_in(person(world, "MA", Role.HEAD)), []
        for number in range(12):
            officer = world.register_officer("MA", f"SPECIMEN {number}")
            said = {"email": "victim@specimen.example", "language": "en"}
            codes.append(client.post(f"/account/people/{officer}/invite/", said).status_code)

        assert codes[:10] == [codes[0]] * 10
        assert codes[10:] == [429, 429]

    def test_nor_is_one_invitation_sent_again_and_again(self, world: World) -> None:
        client, officer = signed_in(person(world, "MA", Role.HEAD)), world.register_officer("MA", "SPECIMEN")
        client.post(f"/account/people/{officer}/invite/", {"email": "victim@specimen.example", "language": "en"})
        number = Invitation.objects.get().pk
        codes = [client.post(f"/account/people/invitations/{number}/again/").status_code for _ in range(11)]

        assert codes[-1] == 429
        assert 429 not in codes[:9]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_key_does_nothing_but_read(world: World, method: str) -> None:
    head = person(world, "MA", Role.HEAD)
    _program, key = programs.add("MA", "S", "S", ["record.read", "officers.read"], 30, by=head.pk)
    bearer: dict[str, Any] = {"headers": {"Authorization": f"Bearer {key}"}}
    client = signed_in(head)

    for path in ("/account/seat/", "/officers/register/", "/account/programs/add/", "/account/people/1/invite/"):
        answer = getattr(client, method)(path, {"name": "SPECIMEN"}, **bearer)
        assert answer.status_code in (302, 403, 405), path
        assert answer.status_code != 302 or answer["Location"].startswith("/account/login/"), path
    assert not Recovery.objects.exists()
    assert client.get("/account/profile/", **bearer).status_code in (302, 403), "not even beside a person's session"


def test_a_session_lasts_no_longer_than_it_may(world: World) -> None:
    """A cookie that was stolen is worth something for twelve hours at most, however busy the thief."""
    client = signed_in(person(world, "MA"))
    session = client.session
    session["began"], session["seen"] = time.time() - timedelta(hours=12, seconds=1).total_seconds(), time.time()
    session.save()

    assert client.get("/account/people/")["Location"].startswith("/account/login/")
