"""Signing in and out: with a password, with a second factor, and what a session is worth afterwards."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts import sessions
from wasl.accounts.models import Account, Event, SignIn
from wasl.members.acts import Role

LOGIN = "/account/login/"
SECURITY = "/account/security/"


def code_of(account: Account) -> str:
    """What the app shows now."""
    from allauth.mfa.utils import decrypt

    found = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    counter = next(iter(totp.yield_hotp_counters_from_time())) + 1
    return totp.format_hotp_value(totp.hotp_value(decrypt(found.data["secret"]), counter))


def with_app(account: Account) -> Account:
    """The account with an app."""
    totp.TOTP.activate(account, totp.generate_totp_secret())
    return account


def events(account: Account | None = None) -> list[str]:
    found = SignIn.objects.order_by("pk")
    return [line.event for line in (found.filter(account=account.pk) if account else found)]


def sign_in(account: Account, client: Client, **more: str) -> Any:
    return client.post(LOGIN, {"login": account.email, "password": PASSWORD, **more})


def test_a_password_and_then_a_code(world: World) -> None:
    account, client = with_app(person(world, "MA", Role.HEAD)), Client()

    answer = sign_in(account, client)
    assert answer["Location"] == "/account/security/code/"
    assert client.get("/account/people/")["Location"].startswith(LOGIN), "a password alone opens nothing"

    answer = client.post("/account/security/code/", {"code": code_of(account)})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/account/people/").status_code == 200
    assert events(account) == [Event.SIGNED_IN]
    line = SignIn.objects.get(event=Event.SIGNED_IN)
    assert (line.method, line.party, line.network) == ("totp", "MA", "127.0.0.0/24")


def test_a_code_opens_once(world: World) -> None:
    account = with_app(person(world, "MA", Role.HEAD))
    code, first, second = code_of(account), Client(), Client()
    for client in (first, second):
        sign_in(account, client)

    assert first.post("/account/security/code/", {"code": code}).status_code == 302
    again = second.post("/account/security/code/", {"code": code})
    assert again.status_code == 200
    assert "was used already" in again.content.decode()
    assert Event.WRONG_FACTOR in events(account)


@pytest.mark.django_db(transaction=True)
def test_whoever_owes_a_second_factor_has_no_right_until_it_is_there(world: World) -> None:
    account, client = person(world, "MA", Role.HEAD), Client()
    sign_in(account, client)

    assert client.get("/account/people/")["Location"].startswith(SECURITY)
    page = client.get("/account/security/app/").content.decode()
    assert '<svg class="qr"' in page
    secret = client.session[totp.SECRET_SESSION_KEY]
    assert secret in page
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/account/security/app/", {"code": code})

    assert answer["Location"] == "/account/security/codes/"
    assert client.get("/account/people/").status_code == 200, "whoever adds one holds it in their hand"
    shown = client.get("/account/security/codes/").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", shown)) == 10
    assert len(client.get("/account/security/codes/recovery-codes.txt").content.split()) == 10


def test_secrets_are_sealed_where_they_lie(world: World) -> None:
    account, client = person(world, "MA", Role.HEAD), Client()
    sign_in(account, client)
    client.get("/account/security/app/")
    secret = client.session[totp.SECRET_SESSION_KEY]
    client.post(
        "/account/security/app/", {"code": totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))}
    )
    codes = client.get("/account/security/codes/recovery-codes.txt").content.decode().split()

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)
    assert account.password.startswith("argon2")


def test_a_recovery_code_stands_in_once(world: World) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    account = with_app(person(world, "MA", Role.HEAD))
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(account, client)
        assert client.post("/account/security/code/", {"code": code}).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_the_first_factor_ends_the_sessions_that_only_knew_the_password(world: World) -> None:
    account, here, there = person(world, "MA", Role.HEAD), Client(), Client()
    sign_in(account, here)
    sign_in(account, there)
    here.get("/account/security/app/")
    secret = here.session[totp.SECRET_SESSION_KEY]
    here.post(
        "/account/security/app/", {"code": totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))}
    )

    assert here.get(SECURITY).status_code == 200
    assert there.get(SECURITY)["Location"].startswith(LOGIN)


def test_a_password_does_not_prove_somebody_who_has_a_second_factor(world: World) -> None:
    account = with_app(person(world, "MA", Role.HEAD))
    client = signed_in(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 3600}]
    session.save()

    answer = client.get("/account/security/passkeys/add/")
    assert answer["Location"].startswith("/account/reauthenticate/code/")
    password = client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert password["Location"].startswith("/account/reauthenticate/code/")
    answer = client.post(
        "/account/reauthenticate/code/?next=/account/security/passkeys/add/", {"code": code_of(account)}
    )
    assert answer["Location"] == "/account/security/passkeys/add/"
    assert client.get("/account/security/passkeys/add/").status_code == 200


def test_whoever_needs_a_second_factor_keeps_one(world: World) -> None:
    account = with_app(person(world, "MA", Role.HEAD))
    client = signed_in(account)

    answer = client.post("/account/security/app/remove/")
    assert "add another one first" in answer.content.decode()
    assert Authenticator.objects.filter(user=account).exists()

    other = with_app(person(world, "MA", Role.LIAISON))
    client = signed_in(other)
    assert client.post("/account/security/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=other).exists()


def test_signing_out_ends_the_session(world: World) -> None:
    account, client = person(world, "MA", None), Client()
    sign_in(account, client)
    cookie = client.cookies["sessionid"].value

    assert client.get("/account/logout/").status_code == 200
    client.post("/account/logout/")
    client.cookies["sessionid"] = cookie
    assert client.get(SECURITY)["Location"].startswith(LOGIN)
    assert events(account) == [Event.SIGNED_IN, Event.SIGNED_OUT]


def test_all_sessions_are_listed_and_ended(world: World) -> None:
    account, here, there = person(world, "MA", None), Client(), Client(HTTP_USER_AGENT="Mozilla Windows Firefox/140.0")
    sign_in(account, here)
    sign_in(account, there)

    page = here.get("/account/sessions/").content.decode()
    assert "Firefox · Windows" in page
    here.post("/account/sessions/", {"end": "others"})
    assert there.get(SECURITY)["Location"].startswith(LOGIN)
    assert here.get(SECURITY).status_code == 200

    sign_in(account, there)
    there.post("/account/sessions/", {"end": "all"})
    assert here.get(SECURITY)["Location"].startswith(LOGIN)
    assert not UserSession.objects.filter(user=account).exists()


@pytest.mark.parametrize("what", [sessions.BEGAN, sessions.SEEN])
def test_a_session_ends_by_itself(world: World, what: str, settings: Any) -> None:
    account, client = person(world, "MA", None), Client()
    sign_in(account, client)
    session = client.session
    session[what] = time.time() - {sessions.BEGAN: 12 * 3600, sessions.SEEN: settings.WASL_SESSION_IDLE}[what] - 1
    session.save()

    assert client.get(SECURITY)["Location"].startswith(LOGIN)
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_a_new_password_ends_every_other_session(world: World) -> None:
    account, here, there = person(world, "MA", None), Client(), Client()
    sign_in(account, here)
    sign_in(account, there)
    new = "another specimen of a phrase"

    wrong = here.post(
        "/account/password/change/", {"oldpassword": "not it at all", "password1": new, "password2": new}
    ).content.decode()
    assert "This is not your present password." in wrong
    short = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "at least 12" in short.content.decode()
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert here.get(SECURITY).status_code == 200
    assert there.get(SECURITY)["Location"].startswith(LOGIN)
    assert Event.PASSWORD_CHANGED in events(account)


@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_every_page_of_a_person_answers(world: World, language: str) -> None:
    client = signed_in(with_app(person(world, "MA", Role.HEAD)))
    for path in (
        "security/", "security/passkeys/", "security/passkeys/add/", "security/app/remove/", "security/codes/new/",
        "sessions/", "history/", "audit/bureau/", "people/", "programs/", "programs/add/", "recovery/waiting/",
        "recovery/", "password/change/", "password/reset/", "password/reset/sent/", "password/changed/", "logout/",
    ):  # fmt: skip
        answer = client.get(f"/account/{path}", headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        assert f'lang="{language}"' in answer.content.decode(), path


def test_nobody_signs_up_and_nobody_changes_an_address_alone() -> None:
    from django.urls import NoReverseMatch, reverse

    for name in ("account_signup", "account_email", "account_request_login_code", "account_inactive"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_audit_is_read_by_whoever_may(world: World) -> None:
    """One's own by everybody, the bureau's by its head, everybody's by an auditor of the secretariat."""
    plain, head, foreign = person(world, "MA", None), person(world, "MA", Role.HEAD), person(world, "FR", Role.HEAD)
    auditor = person(world, "secretariat", Role.AUDITOR)
    for _ in range(3):
        sign_in(plain, Client())
    sign_in(foreign, Client())

    def lines(account: Account, path: str) -> list[dict[str, Any]]:
        answer = signed_in(account).get(f"/api/v1/sign-ins{path}")
        assert answer.status_code == 200, answer.content
        assert answer["Cache-Control"] == "private, no-store"
        found: list[dict[str, Any]] = answer.json()["lines"]
        return found

    assert [line["event"] for line in lines(plain, "")] == ["signed-in"] * 3
    assert {line["account"] for line in lines(head, "/bureau")} == {plain.pk}
    assert {line["account"] for line in lines(auditor, "/all")} == {plain.pk, foreign.pk}
    assert signed_in(plain).get("/api/v1/sign-ins/bureau").status_code == 403
    assert signed_in(head).get("/api/v1/sign-ins/all").status_code == 403
    assert Client().get("/api/v1/sign-ins").status_code == 401

    client = signed_in(plain)
    first = client.get("/api/v1/sign-ins?limit=2").json()
    second = client.get(f"/api/v1/sign-ins?limit=2&before={first['next']}").json()
    assert (len(first["lines"]), len(second["lines"]), second["next"]) == (2, 1, None)
    text = client.get("/account/history.csv?event=signed-in").content.decode().splitlines()
    assert len(text) == 4
    assert text[0].startswith("at,event,account")
    sign_in(plain, Client(HTTP_USER_AGENT="=cmd|'/c calc'!A1"))
    assert ",'=cmd|" in client.get("/account/history.csv").content.decode(), "no formula for a table program"
    assert "plain" not in signed_in(foreign).get("/account/audit/bureau/").content.decode()
