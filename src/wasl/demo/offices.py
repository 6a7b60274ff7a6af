"""A bureau, or the secretariat, as the history of the demo acts for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wasl.acts import clock, keystore
from wasl.acts.act import SECRETARIAT, SYSTEM, Act
from wasl.acts.acts import Erase
from wasl.acts.perform import perform
from wasl.members import hosting
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

TERM = timedelta(days=120)
"""What a duty officer is appointed for; then another term follows."""


@dataclass(slots=True)
class Office:
    """What the history must remember of a party: the entries of its officers and of their mandates, by role."""

    code: str
    officers: dict[Role, int] = field(default_factory=dict)
    mandates: dict[Role, int] = field(default_factory=dict)

    def say(self, *acts: Act) -> list[int]:
        """Acts of this party, under the mandate of its head once it has one; returns their entries."""
        under = self.mandates.get(Role.HEAD)
        return [receipt.index for receipt in hosting.act_as_many(self.code, acts, under)]

    def register(self, roles: tuple[Role, ...], names: tuple[str, ...]) -> None:
        """Make officers known who are appointed later, the first of them as head at once."""
        entries = self.say(*(RegisterOfficer(name=name) for name in names))
        self.officers = dict(zip(roles, entries, strict=True))
        self.appoint(Role.HEAD, self.officers[Role.HEAD])

    def appoint(self, role: Role, officer: int, ends: datetime | None = None) -> None:
        """Give an officer the role from now on."""
        (mandate,) = self.say(AppointOfficer(officer=officer, role=role, ends=ends))
        self.officers[role], self.mandates[role] = officer, mandate

    def hire(self, role: Role, names: tuple[str, ...], ends: datetime | None = None) -> None:
        """Register several people and appoint them; the first one is remembered."""
        officers = self.say(*(RegisterOfficer(name=name) for name in names))
        mandates = self.say(*(AppointOfficer(officer=officer, role=role, ends=ends) for officer in officers))
        self.officers[role], self.mandates[role] = officers[0], mandates[0]

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

    def rotate_key(self) -> None:
        """The party replaces its key, as is good practice."""
        hosting.rotate(self.code, self.mandates.get(Role.HEAD))

    def lose_key(self, secretariat: "Office") -> None:
        """The secretariat revokes a key that got into wrong hands, and registers another."""
        key = keystore.keyid_of(hosting.hosted_key(self.code))
        secretariat.say(RevokeKey(key=key, reason=RevocationReason.COMPROMISED))
        keystore.forget(key)
        hosting.host_bureaus([self.code], KeyReason.COMPROMISED, secretariat.mandates[Role.HEAD])


def offices(bureaus: tuple[str, ...]) -> tuple[dict[str, Office], Office]:
    """The bureaus by code, and the secretariat, before anything happened."""
    return {code: Office(code) for code in bureaus}, Office(SECRETARIAT)
