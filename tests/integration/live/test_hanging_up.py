"""When a session, an account or a mandate ends, so do its streams, and what was given to open them."""

import json
from typing import Any

import pytest

from tests.integration.live.listening import Listener, Teller, granted, minted
from tests.server import Server, signed
from wasl.members.acts import AppointOfficer, EndMandate, EndReason, RegisterOfficer, Role
from wasl.web.live import tokens

SIGN_IN = """
import json
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from wasl.accounts.models import Account, Seat
account = Account.objects.open("SPECIMEN.amina@specimen.example", "fr", "a specimen of a passphrase")
Seat.objects.create(account=account, party="MA", officer=3)
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.save()
print(json.dumps({"account": account.pk, "session": session.session_key}))
"""

SIGN_OUT = """
import sys
import django
django.setup()
from django.contrib.sessions.models import Session
from wasl.web import live
Session.objects.filter(pk=sys.argv[1]).delete()
live.hang_up(session=sys.argv[1])
assert live.flush(20)
"""

REVOKE = """
import django
django.setup()
from wasl.accounts import programs
from wasl.web import live
program, _key = programs.add("MA", "SPECIMEN", "SPECIMEN", ["record.read"], 30, by=1)
programs.revoke(program)
assert live.flush(20)
"""


def _key(server: Server) -> str:
    return server.installation.secret("django.key").hex()


def _ended(listener: Listener) -> bool:
    message = listener.next()
    return message is not None and message.event == "bye" and listener.next() is None


def test_a_session_ends_in_the_middle_of_a_stream(server: Server) -> None:
    person: dict[str, Any] = json.loads(server.installation.python(SIGN_IN))
    cookie, topic = f"sessionid={person['session']}", f"account:{person['account']}"
    token = granted(server, topic, "record", cookies=cookie)
    assert tokens.read(token, key=_key(server)).topics == (topic, "record")

    with Listener(server, token) as mine, Listener(server, granted(server, "record")) as other:
        server.installation.python(SIGN_OUT, person["session"])
        assert _ended(mine)
        server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA"))
        assert "entries-" in other.take(1)[0].text
    with Listener(server, token) as again:
        assert again.status == 401

    left = tokens.read(granted(server, topic, "record", cookies=cookie), key=_key(server))
    assert (left.topics, left.audiences, left.owners) == (("record",), {"public"}, frozenset())


def test_a_key_that_is_revoked_hears_nothing_more(server: Server) -> None:
    """What a program opened ends with its key; its party's people come back at once."""
    ours, theirs = (minted(server, ["account:5"], owners=[f"party:{code}"]) for code in ("MA", "FR"))
    with Listener(server, ours) as listener, Listener(server, theirs) as other:
        server.installation.python(REVOKE)
        assert _ended(listener)
        assert other.hears_nothing(0.3)
    with Listener(server, ours) as again:
        assert again.status == 401


def test_a_mandate_ends_in_the_middle_of_a_stream(server: Server) -> None:
    """The streams of its member's people come back with what they may hear now; nobody else's end."""
    officer = server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).json["index"]
    mandate = server.submit(signed(AppointOfficer(officer=officer, role=Role.OFFICER), "MA")).json["index"]
    ours, theirs = (minted(server, ["account:5"], owners=[f"party:{code}"]) for code in ("MA", "FR"))
    with Listener(server, ours) as listener, Listener(server, theirs) as other:
        assert server.submit(signed(EndMandate(mandate=mandate, reason=EndReason.RESIGNED), "MA")).status == 201
        assert _ended(listener)
        assert other.hears_nothing(0.3)
    with Listener(server, ours) as again:
        assert again.status == 401


@pytest.mark.parametrize(("whose", "owner"), [({"account": 41}, "account:41"), ({"party": "FR"}, "party:FR")])
def test_whoever_is_hung_up_on_comes_back_with_a_new_token(
    server: Server, teller: Teller, whose: dict[str, Any], owner: str
) -> None:
    token = minted(server, ["record"], owners=[owner, "account:40"])
    stranger = minted(server, ["record"], owners=["account:4"])
    with Listener(server, token) as listener, Listener(server, stranger) as other:
        teller.hang_up(**whose)
        assert _ended(listener)
        assert other.hears_nothing(0.3)
    with Listener(server, token) as again:
        assert again.status == 401
    with Listener(server, minted(server, ["record"], owners=[owner])) as new:
        assert new.status == 200
        assert new.hears_nothing(0.2)


def test_a_hung_up_token_is_refused_by_a_server_that_starts_later(server: Server, teller: Teller) -> None:
    token = minted(server, ["record"], owners=["account:42"])
    server.stop()
    teller.hang_up(account=42)
    server.start()
    with Listener(server, token) as listener:
        assert listener.status == 401
    with Listener(server, minted(server, ["record"], owners=["account:43"])) as other:
        assert other.status == 200
