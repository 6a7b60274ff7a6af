"""What is owed to people: written with the act, sent after it, tried again until it went, and never the content."""

import socket
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from tests.integration.acts.kinds_for_a_test import Stumble, known
from tests.integration.acts.mail_server import MailServer, serving
from tests.world import BEGINNING, World
from wasl.acts import clock, deadlines, keystore, outbox, rebuild
from wasl.acts.models import OutboxMessage
from wasl.acts.perform import perform_many
from wasl.members.acts import RevocationReason, RevokeKey
from wasl.members.models import Mandate

OPERATOR = "operator@specimen.example"


def _owed() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.filter(sent_at=None).values_list("recipient", "template"))


def _revocation(world: World, party: str, reason: RevocationReason = RevocationReason.LOST) -> RevokeKey:
    return RevokeKey(key=keystore.keyid_of(world.keys[party]), reason=reason)


def test_the_operator_is_told_of_a_lost_key(world: World) -> None:
    entry = world.revoke_key("FR", by="secretariat").index
    assert _owed() == [(OPERATOR, "key-lost")]

    assert outbox.send_due(world.now) == 1

    (message,) = mail.outbox
    assert message.to == [OPERATOR]
    assert message.subject == "Wasl: a key was reported lost or compromised"
    assert f"http://testserver/record/{entry}/" in message.body
    assert _owed() == []
    assert outbox.send_due(world.now + timedelta(days=1)) == 0


def test_a_message_never_carries_content(world: World) -> None:
    """Not who, not which key, not why: that is behind the address, for whoever may read it."""
    keyid = keystore.keyid_of(world.keys["FR"])
    world.revoke_key("FR", by="secretariat", reason=RevocationReason.COMPROMISED)
    outbox.send_due(world.now)

    (message,) = mail.outbox
    raw = message.message().as_string()
    assert keyid not in raw
    for word in ("FR", "France", "compromised."):
        assert word not in message.body.replace("http://testserver", "")


def test_a_retired_key_is_no_news(world: World) -> None:
    world.perform(_revocation(world, "FR", RevocationReason.RETIRED), by="FR")

    assert _owed() == []


def test_nothing_is_owed_for_what_was_refused(world: World) -> None:
    assert world.refusal(_revocation(world, "FR"), by="MA") == "not-own-key"
    assert _owed() == []


def test_nothing_is_owed_when_the_transaction_fails(world: World) -> None:
    """The message and the act live or die together."""

    def apply(*_arguments: Any) -> None:
        raise ZeroDivisionError

    with known(Stumble, apply):
        sources = [world.signed(_revocation(world, "FR"), "FR"), world.signed(Stumble(word="fault"), "MA")]
        with clock.held_at(world.now), pytest.raises(ZeroDivisionError):
            perform_many(sources)

    assert _owed() == []


def test_a_rebuild_owes_nothing_again(world: World) -> None:
    world.revoke_key("FR", by="secretariat")
    outbox.send_due(world.now)

    rebuild.rebuild()

    assert OutboxMessage.objects.count() == 1
    assert outbox.send_due(world.now + timedelta(days=1)) == 0


def test_without_a_mail_server_all_stays_owed(world: World, settings: Any) -> None:
    """Nothing is tried and nothing counts as sent; when there is a server, it goes at once."""
    world.revoke_key("FR", by="secretariat")
    sending, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, outbox.NOWHERE
    assert not outbox.can_send()
    assert outbox.send_due(world.now + timedelta(days=1)) == 0
    assert outbox.waiting() == 1
    assert OutboxMessage.objects.get().attempts == 0

    settings.EMAIL_BACKEND = sending
    assert outbox.send_due(world.now) == 1
    assert outbox.waiting() == 0


def test_in_the_language_of_whoever_is_told(db: None) -> None:
    for language in ("ar", "en", "es", "fr"):
        outbox.owe([outbox.email(f"{language}@specimen.example", language, "tables-differ", "/record/")])
    outbox.send_due(clock.now())

    subjects = {message.to[0][:2]: message.subject for message in mail.outbox}
    assert len(set(subjects.values())) == 4
    assert subjects["en"] == "Wasl: the tables differ from the record"


REFUSING = {
    "is busy": MailServer(greeting=b"421 come back later\r\n"),
    "hangs up": MailServer(greeting=b""),
    "talks nonsense": MailServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "knows nobody of that name": MailServer(nobody=OPERATOR),
}


@pytest.fixture
def over_smtp(settings: Any) -> Any:
    """Mail goes over the network; `settings` to give the port to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    return settings


@pytest.mark.parametrize("server", REFUSING.values(), ids=REFUSING)
def test_a_server_that_refuses_is_tried_again(db: None, over_smtp: Any, server: MailServer) -> None:
    """After a minute, ten minutes, an hour, and then every six hours, for ever: what is owed stays owed."""
    now, waited, message = BEGINNING, [], OutboxMessage()
    with clock.held_at(now):
        outbox.owe([outbox.email(OPERATOR, "en", "key-lost", "/record/1/")])

    with serving(server):
        over_smtp.EMAIL_PORT = server.port
        for _attempt in range(6):
            assert outbox.send_due(now) == 0
            message = OutboxMessage.objects.get()
            assert outbox.send_due(message.next_attempt_at - timedelta(microseconds=1)) == 0
            assert OutboxMessage.objects.get().attempts == message.attempts
            waited.append(message.next_attempt_at - now)
            now = message.next_attempt_at

    assert waited == [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), *[timedelta(hours=6)] * 3]
    assert message.last_error
    assert OPERATOR not in message.last_error


def test_it_goes_once_the_server_is_back(db: None, over_smtp: Any) -> None:
    server, now = MailServer(), BEGINNING
    with clock.held_at(now):
        outbox.owe([outbox.email(OPERATOR, "en", "key-lost", "/record/1/")])
    over_smtp.EMAIL_PORT = 1
    assert outbox.send_due(now) == 0

    with serving(server):
        over_smtp.EMAIL_PORT = server.port
        assert outbox.send_due(now + timedelta(minutes=1)) == 1

    message = OutboxMessage.objects.get()
    assert (message.attempts, message.last_error, len(server.taken)) == (2, "", 1)
    assert "http://testserver/record/1/" in server.taken[0]


def test_one_that_cannot_go_does_not_hold_up_the_others(db: None, over_smtp: Any) -> None:
    """A server may refuse one address and take the next."""
    with clock.held_at(BEGINNING):
        for name in ("first", "nobody", "last"):
            outbox.owe([outbox.email(f"{name}@specimen.example", "en", "key-lost", "/record/1/")])

    with serving(MailServer()) as server:
        over_smtp.EMAIL_PORT = server.port
        assert outbox.send_due(BEGINNING) == 2

    assert _owed() == [("nobody@specimen.example", "key-lost")]
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    ("recipient", "template"),
    [("somebody@specimen.example", "no-such-template"), ("a\nBcc: others@specimen.example", "key-lost")],
    ids=["a template that is not there", "an address that is none"],
)
def test_one_that_cannot_even_be_written_holds_up_nobody(db: None, recipient: str, template: str) -> None:
    with clock.held_at(BEGINNING):
        outbox.owe([outbox.email(recipient, "en", template, "/record/1/")])
        outbox.owe([outbox.email(OPERATOR, "en", "key-lost", "/record/1/")])
        deadlines.tick()

    assert _owed() == [(recipient, template)]
    assert OutboxMessage.objects.get(sent_at=None).last_error
    assert [message.to for message in mail.outbox] == [[OPERATOR]]


def test_a_server_that_hangs_is_given_up_for_this_time(
    world: World, over_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What falls due comes before the mail, and a tick does not wait for each message."""
    mandate = world.appoint("MA", ends=world.now + timedelta(days=1))
    world.pass_time(days=2)
    monkeypatch.setattr(outbox, "SECONDS", 0.5)
    over_smtp.EMAIL_TIMEOUT = 0.4
    with clock.held_at(world.now), socket.create_server(("127.0.0.1", 0)) as silent:
        over_smtp.EMAIL_PORT = silent.getsockname()[1]
        outbox.owe([outbox.email(OPERATOR, "en", "key-lost", f"/record/{number}/") for number in range(10)])
        began = time.monotonic()
        deadlines.tick()
        assert time.monotonic() - began < 3

    assert Mandate.objects.get(pk=mandate).ended_at == world.now
    assert OutboxMessage.objects.filter(attempts=0).count() == 8
