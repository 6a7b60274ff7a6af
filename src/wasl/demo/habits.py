"""What happened around the demo's accounts: sign-ins, a program's key, and two things that wait for somebody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from wasl.accounts import inviting, programs, recovering
from wasl.accounts.models import Account, Event, Seat, SignIn
from wasl.acts import clock
from wasl.demo import seats
from wasl.demo.steps import Step
from wasl.members.models import Officer

SINCE = 34
"""Days before the present: the first sign-in that the audit shows."""

METHODS = ("totp", "webauthn")
NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
"""Those that are kept for examples."""

AGENT = "SPECIMEN"


def steps(expected: str) -> Iterator[Step]:
    """The steps; `expected` is the name of the officer who is invited and not there yet."""
    yield Step(20.3, _program)
    yield Step(1.5, lambda: recovering.begin(_account("bureau-officer.fr")))
    yield Step(1.2, lambda: _invite(expected))


def write_audit() -> None:
    """Some five weeks of sign-ins up to now: everybody's, at hours of their own; now and then a wrong password.

    The lines that the steps wrote take their places among them: the audit is read in the order of its numbers.
    """
    now = clock.now()
    lines = list(SignIn.objects.all())
    places = dict(Seat.objects.order_by("-pk").values_list("account", "party"))
    for number, account in enumerate(Account.objects.order_by("pk").values_list("pk", flat=True)):
        whose = {"account": account, "party": places.get(account, ""), "network": NETWORKS[number % 3]}
        for turn in range(3):
            days = (number * 5 + turn * 11) % SINCE + 1
            at = now - timedelta(days=days, minutes=(number * 37 + turn * 91) % 600)
            lines.append(_line(at, Event.SIGNED_IN, METHODS[(number + turn) % 2], whose))
            if (number + turn * 3) % 17 == 0:
                lines.append(_line(at - timedelta(seconds=40), Event.WRONG_PASSWORD, "password", whose))
    SignIn.objects.all().delete()
    for line in lines:
        line.pk = None
    SignIn.objects.bulk_create(sorted(lines, key=lambda line: line.at))


def _line(at: datetime, event: Event, method: str, whose: dict[str, Any]) -> SignIn:
    return SignIn(at=at, tried="", event=event, method=method, agent=AGENT, **whose)


def _account(place: str) -> Account:
    return Account.objects.get(email=f"{place}@{seats.DOMAIN}")


def _program() -> None:
    """The key is shown to nobody: whoever wants one makes one."""
    by = _account("head-of-bureau.fr")
    programs.add("FR", "SPECIMEN archive", "SPECIMEN: keeps a copy of the record", ("record.read",), 180, by=by.pk)


def _invite(name: str) -> None:
    officer, by = Officer.objects.get(name=name), _account("head-of-bureau.ke")
    inviting.invite(officer, f"new.officer.ke@{seats.DOMAIN}", "en", by=by.pk)
