"""What the room of accounts refuses: keys of programs, invitations, recoveries."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from tests.integration.acts.refused.elsewhere import Told, asked
from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import inviting, programs, recovering
from wasl.accounts.models import Account, Invitation, Recovery, Seat
from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.members.acts import Role
from wasl.members.models import Officer
from wasl.web.errors import too_many
from wasl.web.visitors import NOBODY, Visitor

REQUEST = RequestFactory().post("/account/")
MAIL = "officer@specimen.example"


def _refusal(do: Callable[[], object]) -> Refused:
    try:
        do()
    except Refused as refusal:
        return refusal
    message = "this was not refused"
    raise AssertionError(message)


def _officer(world: World) -> Officer:
    return Officer.objects.get(pk=world.register_officer("MA"))


def _language() -> dict[str, str]:
    return {"Accept-Language": get_language() or "en"}


def _asked_with(key: str) -> HttpResponse:
    answer: HttpResponse = Client().get("/api/v1/record", headers={"Authorization": f"Bearer {key}"} | _language())
    return answer


@asked("bad-api-key")
def a_key_that_nobody_was_given(world: World) -> Told:
    return _asked_with("wasl_specimen00_" + "x" * 43)


@asked("api-key-ended")
def a_program_whose_key_was_revoked(world: World) -> Told:
    program, key = programs.add("MA", "SPECIMEN", "SPECIMEN", ["record.read"], 30, by=1)
    programs.revoke(program)
    return _asked_with(key)


@asked("too-many-requests")
def one_forged_key_after_the_other(world: World) -> Told:
    for _ in range(31):
        answer = _asked_with("wasl_")
    return answer


@asked("too-many-requests")
def whoever_tries_too_often(world: World) -> Told:
    return too_many(RequestFactory().get("/api/v1/record"))


@asked("not-open-to-you")
def a_list_of_sign_ins_for_nobody(world: World) -> Told:
    return Client().get("/api/v1/sign-ins/all", headers=_language())


@asked("has-account")
def an_invitation_for_somebody_with_an_account(world: World) -> Told:
    officer = _officer(world)
    account, _made = Account.objects.get_or_create(email=MAIL)
    Seat.objects.create(account=account, party="MA", officer=officer.pk)
    return _refusal(lambda: inviting.invite(officer, MAIL, "en", by=None))


@asked("already-invited")
def a_second_invitation(world: World) -> Told:
    officer = _officer(world)
    inviting.invite(officer, MAIL, "en", by=None)
    return _refusal(lambda: inviting.invite(officer, MAIL, "en", by=None))


@asked("invitation-ended")
def an_invitation_withdrawn_twice(world: World) -> Told:
    invitation = inviting.invite(_officer(world), MAIL, "en", by=None)
    inviting.withdraw(invitation)
    return _refusal(lambda: inviting.withdraw(Invitation.objects.get(pk=invitation.pk)))


def _recovery(world: World) -> Recovery:
    account, _made = Account.objects.get_or_create(email=MAIL)
    if not account.seats.exists():
        Seat.objects.create(account=account, party="MA", officer=_officer(world).pk)
    now = clock.now()
    Recovery.objects.filter(account=account).delete()
    return Recovery.objects.create(account=account, asked_at=now, expires_at=now + timedelta(days=1))


@asked("four-eyes")
def somebody_who_agrees_to_their_own_recovery(world: World) -> Told:
    recovery = _recovery(world)
    visitor = Visitor(account=recovery.account_id, party="MA", rights=frozenset({recovering.HEAD}))
    return _refusal(lambda: recovering.agree(recovery, visitor, "head", REQUEST))


@asked("not-open-to-you")
def somebody_who_agrees_without_the_right(world: World) -> Told:
    return _refusal(lambda: recovering.agree(_recovery(world), NOBODY, "head", REQUEST))


@asked("recovery-ended")
def a_recovery_refused_twice(world: World) -> Told:
    recovery = _recovery(world)
    recovering.refuse(recovery, NOBODY, REQUEST)
    return _refusal(lambda: recovering.refuse(recovery, NOBODY, REQUEST))


@asked("not-there")
def an_officer_who_is_none(world: World) -> Told:
    client = signed_in(Account.objects.first() or person(world, "MA", Role.HEAD))
    return client.get("/api/v1/officers/999", headers=_language())
