"""Every list of the product, with 100,000 officers and a record of a million entries, as the one who may see it.

Real templates and middleware, through Django's test client: what the server does from the request to the last byte.
"""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import large_organisation, large_record
from benchmarks.measuring import Finding, at_most, finding, in_turns, seconds
from wasl.members.acts import Role

SIZE = 1_000_000
OFFICERS = 100_000
SIGN_INS = 100_000
ROUNDS = 15
GOAL = 60

BARE = "/search/"
"""A page of the same shell, for the same person, that lists nothing."""

NOBODY, HEAD, CLERK, SECRETARY, ADMINISTRATOR = "nobody", "head", "clerk", "secretary", "administrator"

PAGES = {
    "first page": ("/", NOBODY),
    "desk of a head of bureau": ("/", HEAD),
    "desk of the Secretary General": ("/", SECRETARY),
    "members": ("/members/", NOBODY),
    "members as tiles": ("/members/?view=tiles", NOBODY),
    "members, searched": ("/members/?q=ma", NOBODY),
    "one member": ("/members/{loud}/", NOBODY),
    "one member, its own head": ("/members/{loud}/", HEAD),
    "two members compared": ("/members/compare/?a={loud}&b=FR", NOBODY),
    "officers of a bureau": ("/officers/", HEAD),
    "officers of a bureau, searched": ("/officers/?q=salma", HEAD),
    "officers of all": ("/officers/", SECRETARY),
    "officers of all, searched": ("/officers/?q=salma+bennani", SECRETARY),
    "partners": ("/partners/", CLERK),
    "agreements": ("/agreements/", CLERK),
    "record": ("/record/", HEAD),
    "record, closed acts of a party": ("/record/?party={loud}", SECRETARY),
    "notifications": ("/account/notifications/", HEAD),
    "notifications, unread": ("/account/notifications/?show=unread", HEAD),
    "people of a bureau": ("/account/people/", HEAD),
    "sign-ins of a bureau": ("/account/audit/bureau/", HEAD),
    "sign-ins of all": ("/account/audit/", ADMINISTRATOR),
    "search for a member": ("/search/?q=morocco", NOBODY),
    "search for a name, of all": ("/search/?q=salma", SECRETARY),
    "search for two names, of all": ("/search/?q=salma+bennani", SECRETARY),
    "search for a word that every name has": ("/search/?q=specimen", SECRETARY),
    "search across scripts": ("/search/?q=فاطمة", SECRETARY),
    "search for one name in many": ("/search/?q=specimen+73112", SECRETARY),
    "search in a bureau": ("/search/?q=karim", HEAD),
    "search for acts": ("/search/?q=officer+appointed+{loud}", HEAD),
    "search for a commitment": ("/search/?q=00000000", NOBODY),
    "search, in the palette": ("/search/?q=sal&partial=palette", SECRETARY),
}


def measure(database: str) -> Iterator[Finding]:
    """Each page beside the bare one, in turns."""
    large_record.write(SIZE)
    large_organisation.write(OFFICERS, SIZE)
    loud = large_record.loudest()
    people = {
        HEAD: large_organisation.account(loud, Role.HEAD),
        CLERK: large_organisation.account("secretariat", Role.CLERK),
        SECRETARY: large_organisation.account("secretariat", Role.HEAD),
        ADMINISTRATOR: large_organisation.account("secretariat", Role.ADMINISTRATOR),
    }
    large_organisation.sign_ins(SIGN_INS, list(people.values()), loud)
    clients = {name: large_organisation.signed_in(account) for name, account in people.items()}
    clients[NOBODY] = Client(headers={"host": "127.0.0.1"})
    for name, (template, who) in PAGES.items():
        client, address = clients[who], template.format(loud=loud)
        pairs = in_turns(ROUNDS, partial(_milliseconds, client, address), partial(_milliseconds, client, BARE))
        yield finding(
            f"list of {OFFICERS:,} officers and {SIZE:,} acts, {name}, {database}",
            pairs,
            "ms",
            "a page of the same shell that lists nothing, for the same person",
            goal=at_most(GOAL, "ms"),
            remark=f"{address}, {who}: {_queries(client, address)} queries",
        )


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _get(client, address)
    return len(captured)


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _milliseconds(client: Client, address: str) -> float:
    return 1000 * seconds(lambda: _get(client, address))
