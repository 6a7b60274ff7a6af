"""What the roles that an account holds at this moment ask of it."""

from wasl.accounts import visiting
from wasl.accounts.models import Account, Seat
from wasl.members import roles


def needs_second_factor(account: Account) -> bool:
    """Whether any role at any of its seats asks for a second factor."""
    return any(seat_needs_second_factor(seat) for seat in account.seats.all())


def seat_needs_second_factor(seat: Seat) -> bool:
    """Whether a role held at this seat asks for one."""
    return any(roles.roles()[held.role].second_factor for held in visiting.held_at(seat))


def may(account: Account, right: str, party: str | None = None) -> bool:
    """Whether the account has the right by a mandate in force, at one party or at any."""
    seats = account.seats.all() if party is None else account.seats.filter(party=party)
    return any(right in held.rights for seat in seats for held in visiting.held_at(seat))
