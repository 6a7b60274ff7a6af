"""The accounts of the demo: one for everybody in office, without a password, to enter as them with one click."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.db import transaction

from wasl.accounts.models import Account, Seat
from wasl.acts import clock
from wasl.members import queries
from wasl.members.models import Mandate, Officer

DOMAIN = "demo.wasl.example"
LANGUAGES = {"MA": "ar", "EG": "ar", "FR": "fr", "SN": "fr", "ES": "es", "AR": "es"}
"""Of the bureaus that do not write English; whoever enters keeps the language the page was in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can be: an account, the officer it acts as, and the roles held now."""

    account: int
    party: str
    name: str
    roles: tuple[str, ...]


def give_accounts() -> None:
    """An account and a seat for every officer with a mandate in force, who has none yet."""
    now = clock.now()
    with transaction.atomic():
        taken = set(Seat.objects.values_list("officer", flat=True))
        named = set(Account.objects.values_list("email", flat=True))
        for held in Mandate.objects.filter(ended_at=None).order_by("entry"):
            if held.officer in taken or not queries.in_force(held, now):
                continue
            taken.add(held.officer)
            address = next(each for each in _addresses(held.role, held.party) if each not in named)
            named.add(address)
            account = Account.objects.open(address, LANGUAGES.get(held.party, "en"))
            Seat.objects.create(account=account, party=held.party, officer=held.officer)


def _addresses(role: str, party: str) -> Iterator[str]:
    """What somebody could be called: by the role and the party, then with a number."""
    place = f"{role}.{party}".lower()
    yield f"{place}@{DOMAIN}"
    yield from (f"{place}.{number}@{DOMAIN}" for number in count(2))


def people() -> list[Person]:
    """Everybody one can enter as, with a mandate in force now, in the order in which they were appointed."""
    now = clock.now()
    open_accounts = Account.objects.filter(is_active=True).values("pk")
    seats = {seat.officer: seat for seat in Seat.objects.filter(account__in=open_accounts)}
    names = dict(Officer.objects.filter(pk__in=list(seats)).values_list("entry", "name"))
    roles: defaultdict[int, list[str]] = defaultdict(list)
    for held in Mandate.objects.filter(officer__in=list(seats), ended_at=None).order_by("entry"):
        if queries.in_force(held, now):
            roles[held.officer].append(held.role)
    return [
        Person(seats[officer].account_id, seats[officer].party, names.get(officer, ""), tuple(found))
        for officer, found in roles.items()
    ]


def account(key: str) -> Account | None:
    """The account that may be entered, by its key as a form gives it: open, and with a seat."""
    if not key.isascii() or not key.isdecimal() or len(key) > 18:
        return None
    return Account.objects.filter(pk=int(key), is_active=True, seats__isnull=False).distinct().first()
