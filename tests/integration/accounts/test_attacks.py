"""Attacks on accounts, and what they get for an answer.

Forged and altered keys of programs are in `test_programs`; links that were used or have expired, and a mandate that
ends in mid-session, in `test_invitations`; one person who agrees twice in `test_recovery`.
"""

import re
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.accounts.conftest import Quick
from tests.integration.accounts.test_signing_in import with_app
from tests.people import PASSWORD, person, signed_in
from tests.world import World
from wasl.accounts import addresses, audit
from wasl.accounts.models import Account, Event, Program, SignIn
from wasl.acts import clock, outbox
from wasl.members.acts import Role

LOGIN = "/account/login/"


def attempt(email: str, password: str = "a wrong phrase entirely", client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, **more)


class TestSpraying:
    """Many passwords at one account, or one password at many accounts."""

    def test_one_account_stands_only_so_many_attempts(self, world: World) -> None:
        account = person(world, "MA", None)
        for number in range(6):
            assert attempt(account.email, REMOTE_ADDR=f"198.51.{number}.7").status_code == 200
        stopped = attempt(account.email, PASSWORD, REMOTE_ADDR="203.0.113.9", headers={"Accept-Language": "ar"})

        assert stopped.status_code == 429, "from wherever, and even with the right password"
        assert 'lang="ar"' in stopped.content.decode()
        assert int(stopped["Retry-After"]) > 0
        assert [line.event for line in SignIn.objects.order_by("pk")] == [Event.WRONG_PASSWORD] * 6 + [Event.LIMITED]

    def test_one_network_stands_only_so_many_attempts(self, world: World) -> None:
        account = person(world, "MA", None)
        codes = [
            attempt(f"specimen.{number}@specimen.example", REMOTE_ADDR=f"198.51.100.{number}").status_code
            for number in range(31)
        ]

        assert codes == [200] * 30 + [429]
        assert attempt(account.email, PASSWORD, REMOTE_ADDR="198.51.100.200").status_code == 429
        assert attempt(account.email, PASSWORD, REMOTE_ADDR="203.0.113.1").status_code == 302, "others are let in"

    def test_whoever_is_right_counts_for_nothing(self, world: World) -> None:
        account = person(world, "MA", None)
        for _ in range(35):
            assert attempt(account.email, PASSWORD).status_code == 302

    def test_codes_cannot_be_tried_through(self, world: World) -> None:
        account, client = with_app(person(world, "MA", Role.HEAD)), Client()
        assert attempt(account.email, PASSWORD, client).status_code == 302
        pages = [
            client.post("/account/security/code/", {"code": f"{number:06}"}).content.decode() for number in range(8)
        ]

        assert "Too many attempts" not in pages[5]
        assert "Too many attempts" in pages[6]

    def test_addresses_that_nobody_has_are_kept_as_hashes(self, world: World) -> None:
        attempt("Nobody@specimen.example")

        (line,) = SignIn.objects.all()
        assert (line.event, line.account, line.tried) == (Event.UNKNOWN, None, audit.hashed("nobody@specimen.example"))
        assert "nobody" not in str(SignIn.objects.values().get())


class TestSessions:
    def test_a_session_planted_before_is_worth_nothing(self, world: World) -> None:
        account, victim, attacker = person(world, "MA", None), Client(), Client()
        victim.get(LOGIN)
        session = victim.session
        session["planted"] = True
        session.save()
        planted = session.session_key
        victim.cookies["sessionid"] = attacker.cookies["sessionid"] = planted
        attempt(account.email, PASSWORD, victim)

        assert victim.cookies["sessionid"].value != planted
        assert victim.get("/account/security/").status_code == 200
        assert attacker.get("/account/security/")["Location"].startswith(LOGIN)

    def test_the_cookie_is_for_the_server_alone(self, world: World) -> None:
        answer = attempt(person(world, "MA", None).email, PASSWORD)
        cookie = answer.cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_a_session_of_a_password_cannot_pretend_to_more(self, world: World) -> None:
        """The record of a second factor is of this account's session: another's does not count."""
        one, other = person(world, "MA", Role.HEAD), person(world, "FR", Role.HEAD)
        client = signed_in(one, second_factor=False)
        session = client.session
        session["account_authentication_methods"].append({"method": "mfa", "at": 1e10})
        session["account_authentication_methods_user"] = str(other.pk)
        session.save()

        assert client.get("/account/people/")["Location"].startswith("/account/security/")


FORMS = (
    "login/", "logout/", "seat/", "sessions/", "people/1/invite/", "people/1/close/", "people/invitations/1/again/",
    "people/invitations/1/withdraw/", "recovery/", "recovery/waiting/1/", "programs/add/", "programs/1/revoke/",
    "password/change/", "password/reset/", "security/app/", "security/passkeys/add/", "security/codes/new/",
)  # fmt: skip


def test_a_form_of_another_site_is_refused(world: World) -> None:
    client = signed_in(person(world, "MA", Role.HEAD), client=Client(enforce_csrf_checks=True))

    for path in FORMS:
        answer = client.post(f"/account/{path}", {"login": "x", "password": "y"})
        assert answer.status_code == 403, path
        assert "its form came from elsewhere" in answer.content.decode(), path


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example", "http:///evil.example", "javascript:alert(1)",
    "https:evil.example", "///evil.example", "\thttps://evil.example", "http://testserver@evil.example/",
    "http://testserver.evil.example/",
)  # fmt: skip


def test_nobody_is_sent_elsewhere(world: World) -> None:
    account, client = person(world, "MA", None), Client()

    for onward in ELSEWHERE:
        answer = client.post(LOGIN, {"login": account.email, "password": PASSWORD, "next": onward})
        assert answer["Location"] == "/", onward
        answer = client.post("/account/logout/", {"next": onward})
        assert answer["Location"] == LOGIN, onward


def test_people_are_sent_on_within_the_site(world: World) -> None:
    account = person(world, "MA", None)

    answer = Client().post(f"{LOGIN}?next=/account/sessions/", {"login": account.email, "password": PASSWORD})
    assert answer["Location"] == "/account/sessions/"


def test_a_false_host_is_refused_and_stands_in_no_mail(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    account = person(world, "MA", None)

    answer = Client().post("/account/password/reset/", {"email": account.email}, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    Client().post("/account/password/reset/", {"email": account.email}, headers=forwarded)
    outbox.send_due(clock.now())
    (message,) = mail.outbox
    assert "http://testserver/account/password/reset/" in message.body
    assert "evil" not in message.body


class Counting(Quick):
    """How often the password was hashed."""

    asked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.asked.append("encode")
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        self.asked.append("verify")
        return super().verify(password, encoded)


class TestEnumeration:
    """Nobody learns which addresses have an account."""

    def _page(self, answer: Any) -> tuple[int, str]:
        text = re.sub(
            r'(name="csrfmiddlewaretoken" value|content|data-[a-z-]+|value)="[^"]*"', "", answer.content.decode()
        )
        return answer.status_code, text

    @pytest.mark.parametrize(
        ("path", "field"), [(LOGIN, "login"), ("/account/password/reset/", "email"), ("/account/recovery/", "email")]
    )
    def test_the_answer_and_the_work_are_the_same(self, world: World, path: str, field: str, settings: Any) -> None:
        settings.PASSWORD_HASHERS = [f"{Counting.__module__}.{Counting.__qualname__}"]
        known, unknown = person(world, "MA", None).email, "nobody.ma.00@specimen.example"
        found = {}
        for email in (known, unknown):
            Counting.asked.clear()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = Client().post(path, {field: email, "password": "a wrong phrase entirely"}, follow=True)
            found[email] = (self._page(answer), len(Counting.asked), len(queries))

        assert found[known][0] == found[unknown][0]
        assert found[known][1] == found[unknown][1] == (1 if path == LOGIN else 0)
        assert abs(found[known][2] - found[unknown][2]) <= 1

    def test_a_closed_account_looks_like_none(self, world: World) -> None:
        from wasl.accounts import inviting

        account = person(world, "MA", None)
        inviting.close(account, by=None)
        assert self._page(attempt(account.email, PASSWORD)) == self._page(attempt("nobody@specimen.example", PASSWORD))

    def test_a_mail_goes_only_to_whom_an_account_belongs(self, world: World, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        account = person(world, "MA", None)
        for email in (account.email, "nobody@specimen.example"):
            Client().post("/account/password/reset/", {"email": email})
        outbox.send_due(clock.now())

        assert [message.to for message in mail.outbox] == [[account.email]]
        assert outbox.waiting() == 0


def test_a_link_for_a_new_password_opens_once(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    account, before = person(world, "MA", None), Client()
    attempt(account.email, PASSWORD, before)
    Client().post("/account/password/reset/", {"email": account.email})
    outbox.send_due(clock.now())
    link = re.search(r"http://testserver(/account/\S+)", mail.outbox[-1].body)
    assert link
    client, new = Client(), "a new phrase of this specimen"
    form = client.get(link[1])["Location"]
    assert "set-password" in form, "the key stands in no address that a page could tell another site"

    answer = client.post(form, {"password1": new, "password2": new})
    assert answer["Location"] == "/account/password/changed/"
    assert before.get("/account/security/")["Location"].startswith(LOGIN), "every session is ended"
    assert "expired" in Client().get(link[1]).content.decode()
    assert attempt(account.email, new).status_code == 302


LOOKALIKES = (
    "h\u0435ad@specimen.example",  # Cyrillic е
    "head@sp\u0435cimen.example",
    "head@specim\u03b5n.example",  # Greek ε
    "h\u00e9ad@specimen.example",
)
UNSEEN = (
    "head\u202e@specimen.example",
    "head@speci\u200bmen.example",
    "he\u2066ad@specimen.example",
    "head@\u00adx.example",
)


class TestFalseNames:
    """Letters that look like others, and characters that nobody sees."""

    def test_an_address_that_looks_like_another_is_refused(self, world: World) -> None:
        head = signed_in(person(world, "MA", Role.HEAD))
        officer = world.register_officer("MA")
        expected = ("letters of several scripts", "letters without accents", "cannot be seen", "valid email")

        for email in (*LOOKALIKES, *UNSEEN):
            answer = head.post(f"/account/people/{officer}/invite/", {"email": email, "language": "en"})
            assert answer.status_code == 200, email
            assert any(part in answer.content.decode() for part in expected), email

    def test_a_foreign_domain_is_shown_as_it_goes_over_the_wire(self) -> None:
        assert addresses.cleaned("head@\u0430\u0440\u0430.example") == "head@xn--80aa1c.example"
        assert addresses.cleaned("HEAD@B\u00fcro.example") == "head@xn--bro-hoa.example"

    @given(st.text(max_size=40))
    def test_what_is_kept_is_ascii_or_refused(self, text: str) -> None:
        try:
            kept = addresses.cleaned(f"{text}@specimen.example")
        except ValidationError:
            return
        assert kept.isascii()
        assert kept == kept.casefold()
        assert addresses.cleaned(kept) == kept

    def test_what_turns_text_round_is_refused_in_names(self, world: World) -> None:
        head = signed_in(person(world, "MA", Role.HEAD))

        for name in ("SPECIMEN\u202egnp.exe", "SPECI\u200bMEN", "SPECIMEN\u2066"):
            said = {"name": name, "purpose": "SPECIMEN", "scopes": ["record.read"], "days": 30}
            answer = head.post("/account/programs/add/", said)
            assert "cannot be seen" in answer.content.decode(), name
        assert not Program.objects.exists()

    def test_one_address_is_one_account_whatever_its_capitals(self, world: World) -> None:
        account = person(world, "MA", None)
        assert attempt(account.email.upper(), PASSWORD).status_code == 302
        assert Account.objects.count() == 1
