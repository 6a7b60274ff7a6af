"""Who makes a request: the answer that the gate asks this room for."""

from collections.abc import Iterable

from django.http import HttpRequest

from wasl.accounts import programs, sessions
from wasl.accounts.models import Account, Seat
from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.members import queries, roles
from wasl.members.models import Mandate, Officer
from wasl.members.purposes import title_at
from wasl.members.wording import role_title
from wasl.web.visitors import NOBODY, Held, Visitor, visitor_of

SEAT = "seat"
"""Where the session keeps which of an account's officers acts."""


class Accounts:
    """People by their session, programs by their key."""

    def visitor(self, request: HttpRequest) -> Visitor:
        """The signed-in officer with the roles held at this moment, a party's program, or nobody.

        Raises Refused: bad-api-key, api-key-ended, too-many-requests.
        """
        if programs.bears_key(request):
            return programs.visitor(request)
        account = getattr(request, "user", None)
        if not isinstance(account, Account):
            return NOBODY
        seat = seat_of(request, account)
        if seat is None:
            return Visitor(account=account.pk, name=account.email)
        held = held_at(seat)
        owes = any(roles.roles()[each.role].second_factor for each in held) and not sessions.second_factor_given(
            request
        )
        return Visitor(
            party=seat.party,
            account=account.pk,
            officer=seat.officer,
            name=name_of(seat) or account.email,
            roles=held,
            rights=frozenset() if owes else frozenset().union(*(each.rights for each in held)),
            owes_second_factor=owes,
        )

    def holders(self, right: str) -> Iterable[Text]:
        """The titles of the roles that give a right."""
        return [role_title(role) for role in roles.with_right(right)]

    def proved_recently(self, request: HttpRequest) -> bool:
        """Whether the person proved within the last minutes that it is they who sit there."""
        return sessions.proved_recently(request)


def reader(request: HttpRequest) -> str | None:
    """As whom a request reads that no bureau's key signed: a person or a program, and only where nothing changes."""
    return visitor_of(request).reader if request.method in ("GET", "HEAD") else None


def seat_of(request: HttpRequest, account: Account) -> Seat | None:
    """The seat chosen in this session, else the first one that has a mandate in force, else the first."""
    seats = list(account.seats.order_by("pk"))
    if len(seats) == 1:
        return seats[0]
    chosen = request.session.get(SEAT)
    found = next((seat for seat in seats if seat.pk == chosen), None)
    return found or next((seat for seat in seats if held_at(seat)), seats[0] if seats else None)


def held_at(seat: Seat) -> tuple[Held, ...]:
    """The roles of a seat at this moment."""
    return tuple(_held(seat))


def _held(seat: Seat) -> Iterable[Held]:
    now, known = clock.now(), roles.roles()
    for mandate in Mandate.objects.filter(officer=seat.officer, party=seat.party, ended_at=None).order_by("entry"):
        if queries.in_force(mandate, now) and mandate.role in known:
            rights = known[mandate.role].rights_at(seat.party)
            title = title_at(mandate.role, seat.party)
            yield Held(mandate.role, title, mandate.entry, rights, mandate.ends)


def name_of(seat: Seat) -> str:
    """The officer's name; empty when it was erased."""
    officer = Officer.objects.filter(pk=seat.officer).first()
    return officer.name if officer else ""
