"""Notifications: people hear of what concerns them, once, in the page and by e-mail, and never the content."""

import csv
import re
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import notifications
from wasl.accounts.models import Account, Choices, Notification, Seat
from wasl.acts import clock, deadlines, keystore, outbox
from wasl.acts.models import OutboxMessage
from wasl.members.acts import RevocationReason, RevokeKey, Role


def _told(account: Account) -> list[str]:
    return list(Notification.objects.filter(account=account).order_by("pk").values_list("kind", flat=True))


def _tick(world: World, now: datetime | None = None) -> None:
    """A tick at a moment, not held back by the one before."""
    notifications._looked.clear()
    with clock.held_at(now or world.now):
        deadlines.tick(now or world.now)


def _officer(account: Account) -> int:
    return account.seats.get().officer


def test_an_officer_hears_of_a_mandate_at_once(world: World) -> None:
    world.appoint_head("MA")
    account = person(world, "MA", None)
    mandate = world.appoint("MA", _officer(account), Role.OFFICER)

    (one,) = Notification.objects.filter(account=account)
    assert (one.kind, one.path, one.read_at) == ("mandate-given", f"/record/{mandate}/", None)
    world.end_mandate("MA", mandate)
    assert _told(account) == ["mandate-given", "mandate-ended"]


def test_nobody_else_hears(world: World) -> None:
    head, other = person(world, "MA"), person(world, "FR")
    account = person(world, "MA", None)
    before = _told(head), _told(other)
    world.appoint("MA", _officer(account), Role.OFFICER)

    assert (_told(head), _told(other)) == before


def test_nothing_is_owed_to_officers_without_an_account(world: World) -> None:
    world.appoint("MA", role=Role.OFFICER)

    assert not OutboxMessage.objects.filter(channel=outbox.PEOPLE).exists()
    assert not Notification.objects.exists()


def test_heads_hear_of_their_bureaus_keys(world: World) -> None:
    head, other, officer = person(world, "MA"), person(world, "FR"), person(world, "MA", Role.OFFICER)
    world.rotate_key("MA")
    world.perform(RevokeKey(key=keystore.keyid_of(world.keys["MA"]), reason=RevocationReason.LOST), by="secretariat")

    assert _told(head) == ["key-changed", "key-revoked"]
    assert "key-changed" not in _told(officer)
    assert _told(other) == []


def test_a_closed_account_hears_nothing(world: World) -> None:
    world.appoint_head("MA")
    account = person(world, "MA", None)
    Account.objects.filter(pk=account.pk).update(is_active=False, closed_at=world.now)
    world.appoint("MA", _officer(account), Role.OFFICER)

    assert _told(account) == []


def test_what_was_not_delivered_at_once_the_tick_delivers_once(world: World, monkeypatch: Any) -> None:
    world.appoint_head("MA")
    account = person(world, "MA", None)

    class Stumbling:
        def reached(self, recipients: Any) -> frozenset[str]:
            return frozenset(recipients)

        def deliver(self, messages: Any) -> None:
            raise OSError

    monkeypatch.setattr(outbox, "_postmen", [Stumbling()])
    world.appoint("MA", _officer(account), Role.OFFICER)
    assert _told(account) == []
    assert OutboxMessage.objects.filter(channel=outbox.PEOPLE).count() == 1
    monkeypatch.undo()

    _tick(world)
    _tick(world)

    assert _told(account) == ["mandate-given"]
    assert not OutboxMessage.objects.filter(channel=outbox.PEOPLE).exists()


def test_delivering_the_same_message_twice_tells_once(world: World) -> None:
    account = person(world, "MA")
    message = outbox.people(f"account/{account.pk}", "key-changed", "/record/1/")
    outbox.owe([message])
    (kept,) = OutboxMessage.objects.filter(channel=outbox.PEOPLE)
    for _round in range(2):
        notifications.Postman().deliver([kept])

    assert _told(account) == ["key-changed"]


def test_one_person_with_two_seats_is_told_once(world: World) -> None:
    account = person(world, "MA")
    second = world.register_officer("MA", "SPECIMEN Second")
    world.appoint("MA", second, Role.HEAD)
    Seat.objects.create(account=account, party="MA", officer=second)
    before = len(_told(account))
    outbox.owe([outbox.people("MA/head-of-bureau", "key-changed", "/record/1/")])
    outbox.deliver_at_once()

    assert _told(account)[before:] == ["key-changed"]


def test_recipients_behind_whom_nobody_stands(world: World) -> None:
    person(world, "MA")
    odd = ("", "/", "account/", "account/x", "officer/-1", "MA/", "ZZ/head-of-bureau", "officer/٣")
    outbox.owe(outbox.people(recipient, "key-changed", "/record/1/") for recipient in odd)

    assert not OutboxMessage.objects.filter(channel=outbox.PEOPLE).exists()


def test_a_mandate_that_ends_within_30_days_is_announced_once(world: World) -> None:
    world.appoint_head("MA")
    account = person(world, "MA", None)
    world.appoint("MA", _officer(account), Role.OFFICER, ends=world.now + timedelta(days=40))
    _tick(world)
    assert _told(account) == ["mandate-given"]

    later = world.now + timedelta(days=11)
    for _round in range(3):
        _tick(world, later)

    assert _told(account) == ["mandate-given", "mandate-ends"]


def test_e_mail_carries_no_content(world: World) -> None:
    account = person(world, "MA", None, language="en")
    world.appoint("MA", _officer(account), Role.HEAD)
    with clock.held_at(world.now):
        outbox.send_due(world.now)

    (message,) = [one for one in mail.outbox if one.to == [account.email]]
    body = f"{message.subject} {message.body}"
    assert "http://testserver/account/notifications/" in body
    for word in ("mandate", "Morocco", "Head", "/record/"):
        assert word not in body


def test_several_notifications_are_one_e_mail_while_it_waits(world: World) -> None:
    head = person(world, "MA")
    world.rotate_key("MA", 1)
    world.rotate_key("MA", 2)
    owed = OutboxMessage.objects.filter(channel=outbox.EMAIL, recipient=head.email, sent_at=None)
    assert owed.count() == 1
    outbox.send_due(world.now)
    world.rotate_key("MA", 3)
    assert owed.count() == 1


def test_each_person_chooses(world: World) -> None:
    head = person(world, "MA")
    Choices.objects.create(account=head, in_page={"key-changed": False}, by_mail={"key-changed": False})
    world.rotate_key("MA")

    (one,) = Notification.objects.filter(account=head, kind="key-changed")
    assert one.read_at is not None
    assert notifications.unread_of(head.pk) == 0
    assert not OutboxMessage.objects.filter(channel=outbox.EMAIL, recipient=head.email).exists()


def test_they_are_kept_for_180_days(world: World) -> None:
    head = person(world, "MA")
    world.rotate_key("MA")
    told_at = Notification.objects.get(account=head).told_at
    _tick(world, told_at + timedelta(days=180))
    assert _told(head) == ["key-changed"]
    _tick(world, told_at + timedelta(days=180, seconds=1))
    assert _told(head) == []


def test_the_list_the_bell_and_reading(world: World) -> None:
    head = person(world, "MA")
    world.rotate_key("MA")
    client = signed_in(head)
    with clock.held_at(world.now):
        text = client.get("/account/notifications/").content.decode()
        assert "A key of your bureau was replaced" in text
        assert "1 unread" in text
        (address,) = set(re.findall(r'href="(/account/notifications/[0-9]+/)"', text))
        answer = client.get(address)
        assert answer.headers["Location"] == Notification.objects.get().path
        assert "1 unread" not in client.get("/account/notifications/").content.decode()
        client.post(f"{address}mark/", {"read": "no"})
        assert notifications.unread_of(head.pk) == 1
        client.post("/account/notifications/read/")
        assert notifications.unread_of(head.pk) == 0
        assert "You have read everything." in client.get("/account/notifications/?show=unread").content.decode()


def test_another_persons_notifications_are_not_there(world: World) -> None:
    person(world, "MA")
    world.rotate_key("MA")
    number = Notification.objects.get().pk
    client = signed_in(person(world, "FR"))
    with clock.held_at(world.now):
        assert client.get(f"/account/notifications/{number}/").status_code == 404
        assert client.post(f"/account/notifications/{number}/mark/", {"read": "yes"}).status_code == 404
        client.post("/account/notifications/read/")
    assert Notification.objects.get().read_at is None


def test_the_list_goes_on_page_by_page(world: World) -> None:
    head = person(world, "MA")
    notifications.tell((head.pk, "key-changed", f"/record/{number}/", f"test/{number}") for number in range(65))
    client, seen, path = signed_in(head), [], "/account/notifications/"
    with clock.held_at(world.now):
        for _page in range(3):
            text = client.get(path).content.decode()
            seen += re.findall(r'href="/account/notifications/([0-9]+)/"', text)
            onward = re.search(r'rel="next" href="([^"]+)"', text)
            path = "/account/notifications/" + (onward[1].replace("&amp;", "&") if onward else "")
    assert len(seen) == len(set(seen)) == 65


def test_a_refused_act_tells_nobody(world: World) -> None:
    head = person(world, "MA")
    key = keystore.keyid_of(world.keys["MA"])
    assert world.refusal(RevokeKey(key=key, reason=RevocationReason.LOST), by="FR") == "not-own-key"

    assert _told(head) == []
    assert not OutboxMessage.objects.exists()


def test_the_same_list_for_programs(world: World) -> None:
    head = person(world, "MA")
    notifications.tell((head.pk, "key-changed", f"/record/{number}/", f"test/{number}") for number in range(3))
    client = signed_in(head)
    with clock.held_at(world.now):
        first = client.get("/api/v1/notifications?limit=2").json()
        rest = client.get("/api/v1/notifications", {"before": first["next"]}).json()
        client.post("/account/notifications/read/")
        assert client.get("/api/v1/notifications?unread=true").json()["notifications"] == []
    lines = [*first["notifications"], *rest["notifications"]]
    assert [line["path"] for line in lines] == ["/record/2/", "/record/1/", "/record/0/"]
    assert {line["title"] for line in lines} == {"A key of your bureau was replaced"}
    assert rest["next"] is None


def test_nobody_is_told_what_others_were_told(world: World) -> None:
    assert Client().get("/api/v1/notifications").status_code == 401


def test_what_one_was_told_comes_as_a_file(world: World) -> None:
    world.appoint_head("MA")
    account, other = person(world, "MA", None), person(world, "FR")
    mandate = world.appoint("MA", _officer(account), Role.OFFICER)
    world.end_mandate("MA", mandate)
    Notification.objects.filter(account=account, kind="mandate-given").update(read_at=world.now)
    with clock.held_at(world.now):
        client = signed_in(account)
        answer = client.get("/account/notifications/?view=csv")
        unread = client.get("/account/notifications/?show=unread&view=csv").content.decode().splitlines()
        theirs = signed_in(other).get("/account/notifications/?view=csv").content.decode()
    rows = list(csv.DictReader(answer.content.decode().splitlines()))

    assert answer["Cache-Control"] == "private, no-store"
    assert [(row["kind"], row["path"]) for row in rows][-1] == ("mandate-given", f"/record/{mandate}/")
    assert [row["kind"] for row in rows] == ["mandate-ended", "mandate-given"]
    assert len(unread) == 2
    assert f"/record/{mandate}/" not in theirs
