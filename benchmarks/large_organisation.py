"""Many officers, accounts and what they were told, written straight into the tables beside a large record.

What pages read is as on any other installation. Entries that the rows name lie in the record; their acts say other
things, which no list looks at.
"""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.test import Client

from benchmarks import large_record
from wasl.accounts.models import Account, Event, Notification, Seat, SignIn
from wasl.acts import clock
from wasl.acts.driver import Driver
from wasl.members import roles, states
from wasl.members.acts import Role
from wasl.members.models import Agreement, BureauKey, KeyState, Mandate, Member, Partner
from wasl.web import search_index

FIRST = ("Salma", "سلمى", "Karim", "كريم", "Amélie", "José", "Chinwe", "Ivan", "Иван", "Mei", "Yusuf", "فاطمة", "Noor")
LAST = ("Bennani", "العلوي", "Dupont", "García", "Okafor", "Petrov", "Петров", "Tanaka", "Haddad", "الحداد", "Silva")
CHUNK = 20_000
PARTNERS, AGREEMENTS = 60, 300

Row = tuple[object, ...]


def write(officers: int, size: int) -> None:
    """Fill members, keys, officers, mandates, partners and agreements; index the officers' names."""
    drawn, parties = random.Random(20261127), [state.code for state in states.states()]
    now = clock.now()
    members = [Member(code=one.code, entry=0, region=one.region, joined=one.joined) for one in states.states()]
    Member.objects.bulk_create(members)
    BureauKey.objects.bulk_create(
        BureauKey(keyid=f"{code:A<43}", entry=0, party=code, state=KeyState.IN_FORCE, registered_at=now)
        for code in parties
    )
    loud = large_record.loudest()
    people, mandates = _officers(officers, size, drawn, parties, loud), []
    columns = ("entry", "party", "name", "photograph")
    while chunk := list(islice(people, CHUNK)):
        with transaction.atomic():
            Driver(connection).write([("members_officer", columns, chunk)])
        mandates += chunk
    _mandates(mandates, drawn)
    _partners(parties, drawn)
    search_index.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _officers(count: int, size: int, drawn: random.Random, parties: Sequence[str], loud: str) -> Iterator[Row]:
    """One in five works at the secretariat, one in ten at the bureau that says most."""
    for number in range(count):
        party = drawn.choices(("secretariat", loud, drawn.choice(parties)), (20, 10, 70))[0]
        name = f"{drawn.choice(FIRST)} {drawn.choice(LAST)} SPECIMEN {number}"
        yield number * (size // count), party, name, ""


def _mandates(officers: Sequence[Row], drawn: random.Random) -> None:
    names = list(roles.roles())
    begins = large_record.BEGINNING
    rows = (
        Mandate(
            entry=entry,
            party=party,
            officer=entry,
            role=drawn.choice(names[1:]),
            begins=begins,
            ends=begins + timedelta(days=drawn.randrange(800, 3000)) if drawn.random() < 0.3 else None,
        )
        for entry, party, _name, _photograph in officers
    )
    while chunk := list(islice(rows, CHUNK)):
        Mandate.objects.bulk_create(chunk, batch_size=2000)


def _partners(parties: Sequence[str], drawn: random.Random) -> None:
    now = clock.now()
    named = [dict.fromkeys(("ar", "en", "es", "fr"), f"SPECIMEN body {number}") for number in range(PARTNERS)]
    Partner.objects.bulk_create(
        Partner(
            entry=number,
            partner=f"body-{number}",
            name=name,
            sort="regional-body",
            regions=[],
            members=sorted(drawn.sample(parties, 12)),
        )
        for number, name in enumerate(named)
    )
    Agreement.objects.bulk_create(
        Agreement(
            entry=1000 + number,
            partner=f"body-{number % PARTNERS}",
            members=sorted(drawn.sample(parties, 6)),
            title=dict.fromkeys(("ar", "en", "es", "fr"), f"SPECIMEN agreement {number}"),
            areas=["cybercrime"],
            shares=[],
            begins=now - timedelta(days=number),
            ends=now + timedelta(days=30 + number) if number % 3 else None,
            reference="SPECIMEN",
        )
        for number in range(AGREEMENTS)
    )


def account(party: str, role: Role) -> Account:
    """Somebody with a role at a party, who was told much and signed in often."""
    entry = 900_000_000 + Account.objects.count()
    with transaction.atomic():
        columns = ("entry", "party", "name", "photograph")
        Driver(connection).write([("members_officer", columns, [(entry, party, f"SPECIMEN {role}", "")])])
    now = clock.now()
    Mandate.objects.create(entry=entry, party=party, officer=entry, role=role.value, begins=large_record.BEGINNING)
    made = Account.objects.open(f"{role}.{party}@specimen.example", "en")
    Seat.objects.create(account=made, party=party, officer=entry)
    Notification.objects.bulk_create(
        (
            Notification(
                account=made,
                kind="mandate-given",
                path=f"/record/{number}/",
                key=f"benchmark/{number}",
                told_at=now,
                read_at=now if number % 2 else None,
            )
            for number in range(5000)
        ),
        batch_size=1000,
    )
    return made


def sign_ins(count: int, accounts: Sequence[Account], party: str) -> None:
    """Lines of the audit."""
    now = clock.now()
    SignIn.objects.bulk_create(
        (
            SignIn(
                at=now - timedelta(seconds=count - number),
                account=accounts[number % len(accounts)].pk,
                party=party if number % 3 else "secretariat",
                event=Event.SIGNED_IN,
                method="password",
                network="192.0.2.0",
                agent="benchmark",
            )
            for number in range(count)
        ),
        batch_size=2000,
    )


def signed_in(made: Account) -> Client:
    """A client in whose session the account signed in with a second factor."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(made)
    session, now = client.session, time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": made.email},
        {"method": "mfa", "at": now, "id": 0, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(made.pk)
    session.save()
    return client
