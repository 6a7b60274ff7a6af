"""An organisation of 196 members to measure on: keys derived from names, acts through the one door."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import connection
from nacl.signing import SigningKey

from benchmarks.installation import NAME
from wasl.acts import keystore
from wasl.acts.act import Act
from wasl.acts.perform import BATCH_MAX, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members import hosting, states
from wasl.members.acts import AppointOfficer, FoundOrganisation, KeyReason, RegisterOfficer, Role

SECRETARIAT = "secretariat"


def key_of(party: str) -> SigningKey:
    """The key a party uses, drawn from its name."""
    return SigningKey(sha256(f"specimen {party}".encode()).digest())


def signed(acts: Sequence[Act], party: str, mandate: int | None = None) -> list[bytes]:
    """The acts signed by a party, as the door takes them."""
    key = key_of(party)
    return [keystore.sign(act, party, key, mandate=mandate).normal for act in acts]


def accepted(sources: Sequence[bytes]) -> list[Receipt]:
    """Perform acts in batches, none of which may be refused."""
    receipts: list[Receipt] = []
    for start in range(0, len(sources), BATCH_MAX):
        for outcome in perform_many(sources[start : start + BATCH_MAX]):
            if isinstance(outcome, Refused):
                raise outcome
            receipts.append(outcome)
    return receipts


def found() -> None:
    """Write the founding, the 196 members and their keys."""
    secretariat, system = (keystore.keyid_of(key) for key in (key_of(SECRETARIAT), keystore.system_key()))
    founding = FoundOrganisation(name=NAME, secretariat_key=secretariat, system_key=system)
    admissions = [hosting.admission(state) for state in states.states()]
    keys = [hosting.registration(state.code, key_of(state.code), KeyReason.FIRST) for state in states.states()]
    accepted(signed([founding, *admissions, *keys], SECRETARIAT))


def head_of(party: str) -> int:
    """Register and appoint the head of a bureau; returns the mandate."""
    officer = accepted(signed([RegisterOfficer(name="SPECIMEN Head")], party))[0].index
    return accepted(signed([AppointOfficer(officer=officer, role=Role.HEAD)], party))[0].index


def settle() -> None:
    """What PostgreSQL does by itself within a minute: learn how large its tables are."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def appointments(party: str, mandate: int, count: int) -> list[bytes]:
    """Register officers of a bureau and sign an appointment for each, not yet performed."""
    officers = [RegisterOfficer(name=f"SPECIMEN Officer {number}") for number in range(count)]
    registered = accepted(signed(officers, party, mandate))
    acts = [AppointOfficer(officer=receipt.index, role=Role.OFFICER) for receipt in registered]
    return signed(acts, party, mandate)
