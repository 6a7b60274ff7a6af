"""The demo's world: everybody in it is a specimen, every role is held, and it is the same each time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.world import forgotten
from wasl.accounts.models import Account, Invitation, Recovery, Seat, SignIn
from wasl.acts import clock, queries, rebuild
from wasl.acts.act import SECRETARIAT
from wasl.demo import cards, people, seats, world
from wasl.members import lists, states
from wasl.members import queries as member_queries
from wasl.members.acts import Role
from wasl.members.models import (
    Agreement,
    AgreementWarning,
    BureauDescription,
    Mandate,
    Member,
    Officer,
    Partner,
    Suspension,
)

pytestmark = pytest.mark.django_db  # also says that there is to be a database when these run alone

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """The demo as it is at noon of some day, built once: these tests only look."""
    with django_db_blocker.unblock(), forgotten():
        world.build(NOW, lambda _done, _total: None)
        with clock.held_at(NOW):
            yield NOW


def test_all_members_are_there_and_twelve_bureaus_on_four_continents(built: datetime) -> None:
    assert Member.objects.count() == len(states.states()) == 196
    staffed = {party for party in Mandate.objects.values_list("party", flat=True) if party != SECRETARIAT}
    assert staffed == set(people.BUREAUS)
    assert len(staffed) == 12
    assert {states.state(code).region for code in staffed} == set(states.Region)


def test_everybody_is_a_specimen(built: datetime) -> None:
    names = list(Officer.objects.values_list("name", flat=True))

    assert len(names) > 90
    assert [name for name in names if "SPECIMEN" not in name and "نموذج" not in name] == []
    assert [name for name, number in Counter(names).items() if number > 1] == []


def test_each_role_is_held_and_has_somebody_to_be(built: datetime) -> None:
    found = seats.people()

    assert {role for person in found for role in person.roles} == {role.value for role in Role}
    shown = {card.role: card.choices for group in cards.groups(found, None) for card in group.cards}
    assert set(shown) == {role.value for role in Role}
    assert all(shown.values())


def test_heads_of_twelve_bureaus_and_several_parties_can_be_chosen(built: datetime) -> None:
    bureaus, *_others = cards.groups(seats.people(), None)
    heads = next(card for card in bureaus.cards if card.role == Role.HEAD)

    assert {choice.party for choice in heads.choices} == set(people.BUREAUS)


def test_somebody_holds_two_roles(built: datetime) -> None:
    assert any(set(person.roles) == {Role.HEAD, Role.HEAD_OF_DELEGATION} for person in seats.people())


def test_accounts_have_no_password_and_one_seat(built: datetime) -> None:
    accounts = list(Account.objects.all())

    assert len(accounts) == Seat.objects.count() > 70
    assert not any(account.has_usable_password() for account in accounts)
    assert Account.objects.filter(email=f"head-of-bureau.ma@{seats.DOMAIN}").exists()


def test_giving_accounts_again_gives_nobody_a_second_one(built: datetime) -> None:
    before = Account.objects.count()
    seats.give_accounts()

    assert Account.objects.count() == before


def test_its_history_is_two_years_long_and_ends_now(built: datetime) -> None:
    newest = queries.last_at()
    assert newest
    assert timedelta(0) <= built - newest < timedelta(days=1)
    founded = Mandate.objects.filter(party=SECRETARIAT).order_by("begins").first()
    assert founded
    assert built - founded.begins > timedelta(days=700)


def test_the_record_accounts_for_every_table(built: datetime) -> None:
    assert rebuild.compare() == []


def test_partners_agreements_and_suspensions_of_every_sort_are_there(built: datetime) -> None:
    partners, agreements = Partner.objects.all(), Agreement.objects.all()

    assert len(partners) == 8
    assert all("SPECIMEN" in partner.name["en"] and "نموذج" in partner.name["ar"] for partner in partners)
    assert {partner.sort for partner in partners} == set(lists.partner_sorts())
    assert sum(partner.ended_at is not None for partner in partners) == 1
    assert [each for each in agreements if each.ends and built < each.ends < built + timedelta(days=60)]
    assert {area for each in agreements for area in each.areas} == set(lists.crime_areas())
    assert any(each.ended_at for each in agreements)
    assert any(not each.partner for each in agreements), "one is among members"
    assert Agreement.objects.filter(begins__gt=built).exists()


def test_the_secretariat_was_warned_of_the_agreement_that_ends(built: datetime) -> None:
    ending = Agreement.objects.get(ended_at=None, ends__lt=built + timedelta(days=60))
    assert AgreementWarning.objects.filter(agreement=ending.entry).exists()


def test_one_suspension_is_over_and_one_lasts(built: datetime) -> None:
    over, lasting = Suspension.objects.order_by("entry")

    assert over.ended_at
    assert member_queries.rights_suspended(over.member, built) == frozenset()
    assert member_queries.rights_suspended(lasting.member, built) == {"be-elected"}
    assert all("SPECIMEN" in text for each in (over, lasting) for text in (each.reason, each.article))


def test_each_bureau_and_the_secretariat_say_how_they_are_reached(built: datetime) -> None:
    described = list(BureauDescription.objects.values_list("party", flat=True))

    assert sorted(set(described)) == sorted([*people.BUREAUS, "secretariat"])


def test_something_waits_and_the_audit_has_lines_in_the_order_of_time(built: datetime) -> None:
    assert [each.is_open(built) for each in Recovery.objects.all()] == [True]
    assert [each.is_open(built) for each in Invitation.objects.all()] == [True]
    times = list(SignIn.objects.order_by("pk").values_list("at", flat=True))
    assert len(times) > 200
    assert times == sorted(times)
    assert times[-1] <= built
    assert not set(SignIn.objects.values_list("account", flat=True)) - {
        None,
        *Account.objects.values_list("pk", flat=True),
    }
