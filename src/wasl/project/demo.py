"""The demo's world: an invented organisation with the real members, and two years of acts by twelve bureaus.

The same acts at the same distances from `now` each time; only keys, salts and identities are drawn anew. Every
person is invented and bears SPECIMEN or نموذج in the name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from wasl.acts import clock, keystore
from wasl.acts.act import SECRETARIAT, SYSTEM, Act
from wasl.acts.acts import Erase
from wasl.acts.perform import perform
from wasl.members import hosting, states
from wasl.members.acts import (
    AppointOfficer,
    EndMandate,
    EndReason,
    KeyReason,
    RegisterOfficer,
    RevocationReason,
    RevokeKey,
    Role,
)

OFFICERS: dict[str, tuple[str, str, str, str]] = {
    "MA": ("سلمى الريفي نموذج", "يونس الأطلسي نموذج", "هناء الساحلي نموذج", "إدريس الواحي نموذج"),
    "FR": ("Hélène SPECIMEN-Duval", "Mathieu SPECIMEN", "Océane SPECIMEN-Leroux", "Thibault SPECIMEN"),
    "BR": ("Luíza SPECIMEN de Araújo", "João SPECIMEN", "Conceição SPECIMEN Brandão", "Inácio SPECIMEN"),
    "JP": ("見本 さくら SPECIMEN", "見本 健太 SPECIMEN", "見本 美咲 SPECIMEN", "見本 大輔 SPECIMEN"),
    "SN": ("Awa SPECIMEN Ndoye", "Ousmane SPECIMEN", "Coumba SPECIMEN Faye", "Mamadou SPECIMEN"),
    "EG": ("نادية النيلي نموذج", "كريم الدلتاوي نموذج", "ليلى الصعيدي نموذج", "طارق القناوي نموذج"),
    "DE": ("Jürgen SPECIMEN-Groß", "Käthe SPECIMEN", "Sören SPECIMEN-Weiß", "Änne SPECIMEN"),
    "US": ("Dana SPECIMEN Whitfield", "Marcus SPECIMEN", "Kiona SPECIMEN", "Elliot SPECIMEN O’Dell"),
    "AR": ("Martina SPECIMEN Iturbe", "Joaquín SPECIMEN", "Lucía SPECIMEN Peñalba", "Nahuel SPECIMEN"),
    "IN": ("आशा नमूना SPECIMEN", "विक्रम नमूना SPECIMEN", "मीरा नमूना SPECIMEN", "अर्जुन नमूना SPECIMEN"),
    "ES": ("Nuria SPECIMEN Ibáñez", "Íñigo SPECIMEN", "Begoña SPECIMEN Muñoz", "Xoán SPECIMEN"),
    "KE": ("Wanjiru SPECIMEN", "Kiprono SPECIMEN", "Achieng SPECIMEN", "Mutua SPECIMEN"),
}
"""Of each bureau: its head, an officer, a border officer and a duty officer."""

ROLES = (Role.HEAD, Role.OFFICER, Role.BORDER, Role.DUTY)
HISTORY = 730
"""Days from the founding to the present."""

TERM = timedelta(days=120)
"""What a duty officer is appointed for; then another term follows."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Bureau:
    """What the history must remember of a bureau: the entries of its officers and of their mandates, by role."""

    code: str
    officers: dict[Role, int] = field(default_factory=dict)
    mandates: dict[Role, int] = field(default_factory=dict)

    def say(self, *acts: Act) -> list[int]:
        """Acts of this bureau, under the mandate of its head once it has one; returns their entries."""
        under = self.mandates.get(Role.HEAD)
        return [receipt.index for receipt in hosting.act_as_many(self.code, acts, under)]

    def open(self) -> None:
        """Register the first officers; until there is a head, the key alone speaks."""
        entries = self.say(*(RegisterOfficer(name=name) for name in OFFICERS[self.code]))
        self.officers = dict(zip(ROLES, entries, strict=True))
        self.appoint(Role.HEAD, self.officers[Role.HEAD])

    def staff(self) -> None:
        """The head appoints those who need no term."""
        for role in (Role.OFFICER, Role.BORDER):
            self.appoint(role, self.officers[role])

    def appoint(self, role: Role, officer: int, ends: datetime | None = None) -> None:
        """Give an officer the role from now on."""
        (mandate,) = self.say(AppointOfficer(officer=officer, role=role, ends=ends))
        self.officers[role], self.mandates[role] = officer, mandate

    def duty_term(self) -> None:
        """The installation ends the term that is over, and the head appoints for another."""
        if over := self.mandates.get(Role.DUTY):
            act = EndMandate(mandate=over, reason=EndReason.EXPIRED)
            perform(keystore.sign(act, SYSTEM, keystore.system_key()).normal)
        self.appoint(Role.DUTY, self.officers[Role.DUTY], ends=clock.now() + TERM)

    def replace(self, role: Role, name: str, reason: EndReason) -> None:
        """End the mandate of whoever holds the role and appoint somebody new."""
        _, officer = self.say(EndMandate(mandate=self.mandates[role], reason=reason), RegisterOfficer(name=name))
        self.appoint(role, officer)

    def succeed(self, name: str) -> None:
        """A new head takes over: appointed by the old one, whose mandate then ends."""
        (officer,) = self.say(RegisterOfficer(name=name))
        before = self.mandates[Role.HEAD]
        self.appoint(Role.HEAD, officer)
        self.say(EndMandate(mandate=before, reason=EndReason.RESIGNED))

    def leave(self, role: Role) -> None:
        """An officer goes, and nobody follows."""
        self.say(EndMandate(mandate=self.mandates.pop(role), reason=EndReason.REASSIGNED))

    def erase(self, role: Role) -> None:
        """The bureau erases the name of an officer who left."""
        self.say(Erase(entry=self.officers.pop(role), reason="The officer left the service."))

    def expect(self, name: str, begins: datetime) -> None:
        """Somebody is appointed whose mandate begins later."""
        (officer,) = self.say(RegisterOfficer(name=name))
        self.say(AppointOfficer(officer=officer, role=Role.OFFICER, begins=begins))

    def lose_key(self) -> None:
        """The secretariat revokes a key that got into wrong hands, and registers another."""
        key = keystore.keyid_of(hosting.hosted_key(self.code))
        hosting.act_as(SECRETARIAT, RevokeKey(key=key, reason=RevocationReason.COMPROMISED))
        keystore.forget(key)
        hosting.host_bureaus([self.code], KeyReason.COMPROMISED)

    def rotate_key(self) -> None:
        """The bureau replaces its key, as is good practice."""
        hosting.rotate(self.code, self.mandates.get(Role.HEAD))


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that happens, so many days before the present."""

    days: float
    happen: Callable[[], object]


def build(now: datetime, progress: Progress) -> None:
    """Fill an empty demo installation with its history up to `now`.

    Steps are performed in the order of time, each with the clock held at its moment, since the door never lets
    the decided time go back.
    """
    bureaus = {code: _Bureau(code) for code in OFFICERS}
    steps = sorted([*_founding(), *_careers(bureaus), *_events(bureaus, now)], key=lambda step: -step.days)
    for done, step in enumerate(steps, start=1):
        with clock.held_at(now - timedelta(days=step.days)):
            step.happen()
        progress(done, len(steps))


def _founding() -> list[_Step]:
    codes = [state.code for state in states.states()]
    return [
        _Step(HISTORY, lambda: hosting.found_organisation(settings.WASL_HOME.name)),
        _Step(HISTORY - 0.1, lambda: hosting.admit_all(codes)),
        _Step(HISTORY - 1, lambda: hosting.host_bureaus(codes)),
    ]


def _careers(bureaus: dict[str, _Bureau]) -> Iterator[_Step]:
    """The bureaus open one after the other; each then has a duty officer, term after term."""
    for number, bureau in enumerate(bureaus.values()):
        opens = HISTORY - 14 - 9 * number
        yield _Step(opens, bureau.open)
        yield _Step(opens - 3, bureau.staff)
        for begins in range(opens - 5, 0, -TERM.days):
            yield _Step(begins, bureau.duty_term)


def _events(bureaus: dict[str, _Bureau], now: datetime) -> list[_Step]:
    """What happened besides."""
    resigned, dismissed = EndReason.RESIGNED, EndReason.DISMISSED
    return [
        _Step(400, bureaus["IN"].rotate_key),
        _Step(300, bureaus["FR"].rotate_key),
        _Step(200.5, bureaus["BR"].lose_key),
        _Step(150.5, lambda: bureaus["JP"].replace(Role.BORDER, "見本 翔 SPECIMEN", resigned)),
        _Step(120.5, lambda: bureaus["SN"].leave(Role.OFFICER)),
        _Step(90.5, lambda: bureaus["SN"].erase(Role.OFFICER)),
        _Step(60.5, lambda: bureaus["MA"].succeed("مريم الشاوي نموذج")),
        _Step(30.5, lambda: bureaus["US"].replace(Role.OFFICER, "Noor SPECIMEN Castellane", dismissed)),
        _Step(9.5, lambda: bureaus["KE"].expect("Naliaka SPECIMEN", now + timedelta(days=20))),
        _Step(0.5, lambda: bureaus["DE"].replace(Role.BORDER, "Björn SPECIMEN-Thoß", resigned)),
    ]
