"""The demo's world: an invented organisation with the real members, and two years of acts by twelve bureaus.

The same acts at the same distances from `now` each time; only keys, salts and identities are drawn anew.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings

from wasl.acts import clock, deadlines
from wasl.demo import addresses, habits, outside, people, seats, watching
from wasl.demo.offices import TERM, Office, offices
from wasl.demo.steps import Step
from wasl.members import hosting, states
from wasl.members.acts import EndReason, Role

HISTORY = 730
"""Days from the founding to the present."""

SESSION = timedelta(days=45)
"""From the present to the end of the next session: the last day of those who serve it or are sent to it."""

EXPECTED = "Naliaka SPECIMEN"
"""Somebody whose mandate has not begun: invited, and without an account yet."""

Progress = Callable[[int, int], None]


def build(now: datetime, progress: Progress) -> None:
    """Fill an empty demo installation with its history up to `now`, and give everybody in office an account.

    Steps are performed in the order of time, each with the clock held at its moment, since the door never lets
    the decided time go back. Who has an account is told of what happens afterwards; the tick at the end does what a
    server would have done meanwhile.
    """
    bureaus, secretariat = offices(tuple(people.BUREAUS))
    happenings = [
        *_founding(),
        *_secretariat(secretariat, now),
        *_careers(bureaus),
        *_delegations(bureaus, now),
        *outside.steps(secretariat, now),
        *_events(bureaus, secretariat, now),
        Step(habits.SINCE + 1, seats.give_accounts),
        *habits.steps(EXPECTED),
        *watching.steps(secretariat, bureaus),
    ]
    steps = sorted(happenings, key=lambda step: -step.days)
    for done, step in enumerate(steps, start=1):
        with clock.held_at(now - timedelta(days=step.days)):
            step.happen()
        progress(done, len(steps))
    with clock.held_at(now):
        seats.give_accounts()
        habits.write_audit()
        deadlines.tick(now)


def _founding() -> list[Step]:
    codes = [state.code for state in states.states()]
    return [
        Step(HISTORY, lambda: hosting.found_organisation(settings.WASL_HOME.name)),
        Step(HISTORY - 0.1, lambda: hosting.admit_all(codes)),
        Step(HISTORY - 1, lambda: hosting.host_bureaus(codes)),
    ]


def _secretariat(secretariat: Office, now: datetime) -> Iterator[Step]:
    """The Secretary General first, then the staff, those who are elected, and those who serve the next session."""
    head, *staff = people.SECRETARIAT_STAFF
    yield Step(HISTORY - 3, lambda: secretariat.register((head,), people.SECRETARIAT_STAFF[head]))
    yield Step(HISTORY - 4, _describing(secretariat))
    for number, role in enumerate(staff):
        yield Step(HISTORY - 5 - number, _hiring(secretariat, role, people.SECRETARIAT_STAFF[role], None))
    for role, years in ((Role.EXECUTIVE, 3), (Role.COMMISSION, 5)):
        ends = now - timedelta(days=640) + timedelta(days=365 * years)
        yield Step(640, _hiring(secretariat, role, people.ELECTED[role], ends))
    for number, (role, names) in enumerate(people.OF_THE_ASSEMBLY.items()):
        yield Step(52 - number, _hiring(secretariat, role, names, now + SESSION))


def _careers(bureaus: dict[str, Office]) -> Iterator[Step]:
    """The bureaus open one after the other; each then has a duty officer, term after term."""
    for number, bureau in enumerate(bureaus.values()):
        opens = HISTORY - 14 - 9 * number
        yield Step(opens, _opening(bureau))
        yield Step(opens - 3, _staffing(bureau))
        yield Step(opens - 4, _describing(bureau))
        for begins in range(opens - 5, 0, -TERM.days):
            yield Step(begins, bureau.duty_term)


def _opening(bureau: Office) -> Callable[[], None]:
    return lambda: bureau.register(people.BUREAU_ROLES, people.BUREAUS[bureau.code])


def _staffing(bureau: Office) -> Callable[[], None]:
    """The head appoints those who need no term."""

    def staff() -> None:
        for role in (Role.OFFICER, Role.BORDER):
            bureau.appoint(role, bureau.officers[role])

    return staff


def _describing(bureau: Office) -> Callable[[], object]:
    return lambda: bureau.say(addresses.description(bureau.code))


def _hiring(office: Office, role: Role, names: tuple[str, ...], ends: datetime | None) -> Callable[[], None]:
    return lambda: office.hire(role, names, ends)


def _delegations(bureaus: dict[str, Office], now: datetime) -> Iterator[Step]:
    """Who is sent to the next session, until it is over."""
    ends = now + SESSION
    for number, (code, (head, *delegates)) in enumerate(people.DELEGATIONS.items()):
        yield Step(41 - number, _hiring(bureaus[code], Role.HEAD_OF_DELEGATION, (head,), ends))
        yield Step(40.9 - number, _hiring(bureaus[code], Role.DELEGATE, tuple(delegates), ends))
    code, delegate = people.OWN_DELEGATE
    own = bureaus[code]
    yield Step(31.5, lambda: own.appoint(Role.HEAD_OF_DELEGATION, own.officers[Role.HEAD], ends))
    yield Step(31.4, _hiring(own, Role.DELEGATE, (delegate,), ends))
    yield Step(58, _hiring(bureaus[people.HOST], Role.LIAISON, (people.HOST_LIAISON,), ends))


def _events(bureaus: dict[str, Office], secretariat: Office, now: datetime) -> list[Step]:
    """What happened besides."""
    resigned, dismissed = EndReason.RESIGNED, EndReason.DISMISSED
    bureau, auditor = people.BUREAU_AUDITOR
    return [
        Step(500.5, _hiring(bureaus[bureau], Role.AUDITOR, (auditor,), None)),
        Step(400, bureaus["IN"].rotate_key),
        Step(300, bureaus["FR"].rotate_key),
        Step(260.5, lambda: secretariat.replace(Role.EDITOR, "Malak SPECIMEN Aziz", EndReason.REASSIGNED)),
        Step(200.5, lambda: bureaus["BR"].lose_key(secretariat)),
        Step(150.5, lambda: bureaus["JP"].replace(Role.BORDER, "Shō SPECIMEN Mihon", resigned)),
        Step(120.5, lambda: bureaus["SN"].leave(Role.OFFICER)),
        Step(90.5, lambda: bureaus["SN"].erase(Role.OFFICER)),
        Step(60.5, lambda: bureaus["MA"].succeed("مريم الشاوي نموذج")),
        Step(30.5, lambda: bureaus["US"].replace(Role.OFFICER, "Noor SPECIMEN Castellane", dismissed)),
        Step(9.5, lambda: bureaus["KE"].expect(EXPECTED, now + timedelta(days=20))),
        Step(100.5, _describing(bureaus["MA"])),
        Step(0.5, lambda: bureaus["DE"].replace(Role.BORDER, "Björn SPECIMEN-Thoß", resigned)),
    ]
