"""Whom one can be: a card for each role, in groups, with the people who hold it now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.wording import Text
from wasl.demo.seats import Person
from wasl.members import queries
from wasl.members.acts import Role
from wasl.members.naming import party_title
from wasl.members.purposes import purpose, title_at

MANY = 6
"""A card with more people than this takes a line of its own."""

Parties = tuple[str, ...]

ALL: Parties = ()
AT_SECRETARIAT: Parties = (SECRETARIAT,)

GROUPS: tuple[tuple[str, Text, tuple[tuple[Role, Parties], ...]], ...] = (
    (
        "bureaus",
        _("Bureaus"),
        (
            (Role.HEAD, ALL),
            (Role.OFFICER, ("FR", "EG", "BR", "IN")),
            (Role.BORDER, ("MA", "JP", "DE", "US")),
            (Role.DUTY, ("AR", "ES", "KE", "FR")),
        ),
    ),
    (
        "delegations",
        _("Delegations"),
        (
            (Role.HEAD_OF_DELEGATION, ("MA", "SN", "BR", "KE")),
            (Role.DELEGATE, ("MA", "FR", "JP", "US")),
            (Role.LIAISON, ("MA",)),
        ),
    ),
    (
        "secretariat",
        _("General Secretariat"),
        tuple(
            (role, AT_SECRETARIAT)
            for role in (Role.HEAD, Role.REVIEWER, Role.CLERK, Role.EDITOR, Role.DOOR, Role.ADMINISTRATOR)
        ),
    ),
    (
        "committees",
        _("Assembly and committees"),
        tuple((role, AT_SECRETARIAT) for role in (Role.PRESIDING, Role.CREDENTIALS, Role.TELLER, Role.EXECUTIVE)),
    ),
    ("oversight", _("Oversight"), ((Role.COMMISSION, AT_SECRETARIAT), (Role.AUDITOR, (SECRETARIAT, "DE")))),
)
"""Which roles stand together, and whose people their cards show: those of all bureaus, or of some parties.

Everybody else can be entered as from the list below the cards.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody on a card."""

    account: int
    party: str
    party_name: Text
    name: str
    titles: tuple[Text, ...]
    current: bool

    @property
    def of_secretariat(self) -> bool:
        """Whether the party goes without saying on a card of the secretariat."""
        return self.party == SECRETARIAT


@dataclass(frozen=True, slots=True)
class Card:
    """A role, what it does, and who holds it; nobody may, when the clock was moved."""

    role: str
    title: Text
    purpose: Text
    choices: tuple[Choice, ...]
    is_wide: bool
    """Whether it takes a line of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading."""

    name: str
    title: Text
    cards: tuple[Card, ...]


def groups(found: Iterable[Person], current: int | None) -> list[Group]:
    """The cards: one person of each bureau, everybody of the secretariat. `current` is the account signed in."""
    held: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in found:
        for role in person.roles:
            held[role, person.party].append(person)
    bureaus = tuple(party for party in queries.parties() if party != SECRETARIAT)
    return [
        Group(name, title, tuple(_card(role, parties or bureaus, held, current) for role, parties in roles))
        for name, title, roles in GROUPS
    ]


def _card(role: Role, parties: Parties, held: dict[tuple[str, str], list[Person]], current: int | None) -> Card:
    chosen: list[Person] = []
    for party in parties:
        chosen += held.get((role, party), [])[: None if party == SECRETARIAT else 1]
    leading = SECRETARIAT if parties[:1] == AT_SECRETARIAT else ""
    choices = tuple(_choice(person, current) for person in chosen)
    return Card(role, title_at(role, leading), purpose(role, leading), choices, is_wide=len(choices) > MANY)


def everybody(found: Iterable[Person], current: int | None) -> list[Choice]:
    """All of them, the parties in the order of `queries.parties`."""
    order = {party: number for number, party in enumerate(queries.parties())}
    return [_choice(person, current) for person in sorted(found, key=lambda person: order.get(person.party, 0))]


def _choice(person: Person, current: int | None) -> Choice:
    titles = tuple(title_at(role, person.party) for role in person.roles)
    party_name = party_title(person.party)
    return Choice(person.account, person.party, party_name, person.name, titles, person.account == current)
