"""One example of every act, in the order of a small record: entry 0 first. Add new ones at the end, change none.

The keys are those of `tests.world`, the identity and the salt are drawn from the kind's name, so an example is the
same wherever it is signed. `python -m tests.vectors.acts.write KIND` makes its golden file.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.world import BEGINNING, NAME, key_of
from wasl.acts import statement
from wasl.acts.act import Act, By, Decided, format_instant
from wasl.acts.acts import Erase, Erased
from wasl.checks.acts import (
    ClearanceEnd,
    ClearanceEnded,
    Cleared,
    Clearing,
    CloseList,
    CloseReason,
    CommitLog,
    EndClearance,
    GiveClearance,
    Imported,
    ImportList,
    ListFile,
    OpenList,
    Paper,
    Source,
)
from wasl.members.acts import (
    AdmitMember,
    AdmitPartner,
    AgreementEnd,
    Appointed,
    AppointOfficer,
    ChangePartner,
    ChangePhotograph,
    ConcludeAgreement,
    DescribeBureau,
    EndAgreement,
    EndMandate,
    EndPartner,
    EndReason,
    FoundOrganisation,
    Hours,
    KeyReason,
    PartnerEnd,
    RegisterBureauKey,
    RegisterOfficer,
    RestoreReason,
    RestoreRights,
    RevocationReason,
    RevokeKey,
    Role,
    RotateKey,
    Suspended,
    SuspendRights,
)
from wasl.members.states import Region
from wasl.record import authority, canonical, entry, envelope
from wasl.record.encoding import encode, key_name

FOLDER = Path(__file__).parent
ORIGIN = "record.specimen.example"


def _keyid(party: str, generation: int = 0) -> str:
    return key_name(bytes(key_of(party, generation).verify_key))


def _possession(party: str, generation: int = 0) -> str:
    text = authority.possession_text(ORIGIN, party, _keyid(party, generation))
    return encode(key_of(party, generation).sign(text).signature)


@dataclass(frozen=True)
class Example:
    """An act, who signs it, and what the door decided beside the time."""

    act: Act
    by: str
    mandate: int | None = None
    generation: int = 0
    """Which of the party's keys signs."""
    decided: type[Decided] = Decided
    facts: dict[str, Any] = field(default_factory=dict)


EXAMPLES = (
    Example(
        FoundOrganisation(name=NAME, secretariat_key=_keyid("secretariat"), system_key=_keyid("system")), "secretariat"
    ),
    Example(AdmitMember(member="MA", region=Region.AFRICA, joined="1957-09"), "secretariat"),
    Example(
        RegisterBureauKey(party="MA", key=_keyid("MA"), possession=_possession("MA"), reason=KeyReason.FIRST),
        "secretariat",
    ),
    Example(RegisterOfficer(name="SPECIMEN أمينة", photograph=sha256(b"specimen").hexdigest()), "MA"),
    Example(
        AppointOfficer(officer=3, role=Role.HEAD, ends=BEGINNING + timedelta(days=365)),
        "MA",
        decided=Appointed,
        facts={"begins": BEGINNING + timedelta(hours=4)},
    ),
    Example(RotateKey(new_key=_keyid("MA", 1), possession=_possession("MA", 1)), "MA", mandate=4),
    Example(EndMandate(mandate=4, reason=EndReason.RESIGNED), "MA", mandate=4, generation=1),
    Example(RevokeKey(key=_keyid("MA", 1), reason=RevocationReason.COMPROMISED), "secretariat"),
    Example(
        RegisterBureauKey(party="MA", key=_keyid("MA", 2), possession=_possession("MA", 2), reason=KeyReason.LOST),
        "secretariat",
    ),
    Example(
        Erase(entry=3, reason="no longer needed"),
        "MA",
        generation=2,
        decided=Erased,
        facts={"readers": ("secretariat",)},
    ),
    Example(
        DescribeBureau(
            address=("SPECIMEN House", "1 Specimen Street"),
            city="Rabat",
            telephones=("+212 500 000 000",),
            emails=("bureau@specimen.example",),
            channels=("SPECIMEN channel 7",),
            languages=("ar", "fr"),
            time_zone="Africa/Casablanca",
            always=False,
            hours=(Hours(day=1, opens="08:30", closes="16:30"), Hours(day=5, opens="08:30", closes="24:00")),
            holidays="SPECIMEN: as published each year",
        ),
        "MA",
        generation=2,
    ),
    Example(
        AdmitPartner(
            partner="specimen-union",
            name=NAME,
            sort="regional-body",
            regions=(Region.AFRICA,),
            members=("MA",),
        ),
        "secretariat",
    ),
    Example(
        ChangePartner(
            partner="specimen-union",
            name=NAME,
            sort="international-organisation",
            regions=(Region.AFRICA, Region.EUROPE),
            members=(),
        ),
        "secretariat",
    ),
    Example(
        ConcludeAgreement(
            partner="specimen-union",
            members=(),
            title=NAME,
            areas=("cybercrime", "terrorism"),
            shares=("messages", "notices"),
            begins=BEGINNING,
            ends=BEGINNING + timedelta(days=365),
            reference="SPECIMEN resolution 1, article 2",
        ),
        "secretariat",
    ),
    Example(EndAgreement(agreement=13, reason=AgreementEnd.DENOUNCED), "secretariat"),
    Example(EndPartner(partner="specimen-union", reason=PartnerEnd.DISSOLVED), "secretariat"),
    Example(
        SuspendRights(
            member="MA",
            rights=("host", "vote"),
            reason="SPECIMEN: an invented reason",
            article="SPECIMEN article 52",
            ends=BEGINNING + timedelta(days=365),
        ),
        "secretariat",
        decided=Suspended,
        facts={"begins": BEGINNING + timedelta(hours=16)},
    ),
    Example(RestoreRights(suspension=16, reason=RestoreReason.DECIDED), "secretariat"),
    Example(ChangePhotograph(officer=3, photograph=sha256(b"another specimen").hexdigest()), "MA", generation=2),
    Example(OpenList(list="specimens", source=Source.CSV, title=NAME, renewed_within=30), "secretariat"),
    Example(
        ImportList(
            list=19,
            files=(ListFile(name="csv", content=sha256(b"specimen").hexdigest(), packed=True),),
            columns='[id]\ncolumn = "reference"\n',
            published="2026-01-05",
            digest=sha256(b"specimen edition").hexdigest(),
            entries=2,
            added=2,
            changed=0,
            delisted=0,
        ),
        "secretariat",
        decided=Imported,
    ),
    Example(
        GiveClearance(
            subject="specimens:1",
            person=Cleared(
                names=("SPECIMEN Marwan", "نموذج مروان"),
                birth_date="1990-05-04",
                nationalities=("ma",),
                documents=(Paper(number="SP123456", country="ma"),),
            ),
            reason="SPECIMEN: seen with the passport",
            ends=BEGINNING + timedelta(days=365),
            shared=True,
        ),
        "MA",
        generation=2,
        decided=Clearing,
        facts={"digest": sha256(b"specimen entry").hexdigest()},
    ),
    Example(
        EndClearance(clearance=21, reason=ClearanceEnd.WITHDRAWN),
        "MA",
        generation=2,
        decided=ClearanceEnded,
        facts={"party": "MA", "shared": True},
    ),
    Example(CommitLog(day="2026-01-04", checks=3, digest=sha256(b"specimen day").hexdigest()), "system"),
    Example(CloseList(list=19, reason=CloseReason.REPLACED), "secretariat"),
)


def place_of(kind: str) -> int:
    """The entry that is the example of a kind: the first one. Raises LookupError."""
    for index, example in enumerate(EXAMPLES):
        if example.act.kind == kind:
            return index
    message = f"{kind} has no example in {Path(__file__).name}"
    raise LookupError(message)


def file_of(kind: str) -> Path:
    """Where the golden file of a kind lies."""
    return FOLDER / f"{kind.replace('/', '.')}.json"


def opened(index: int) -> dict[str, Any]:
    """An example as it stands in the record: everything that its golden file fixes."""
    example = EXAMPLES[index]
    kind = example.act.kind
    identity = str(uuid.UUID(bytes=sha256(f"identity {index} {kind}".encode()).digest()[:16], version=4))
    salt = sha256(f"salt {index} {kind}".encode()).digest()
    payload = statement.write(example.act, By(party=example.by, mandate=example.mandate), ORIGIN, identity)
    signed = envelope.sign(payload, key_of(example.by, example.generation))
    decided = example.decided(at=BEGINNING + timedelta(hours=index), **example.facts)
    decided_bytes = canonical.dumps(decided.model_dump(mode="json"))
    return {
        "kind": kind,
        "index": index,
        "id": identity,
        "origin": ORIGIN,
        "at": format_instant(decided.at),
        "envelope": json.loads(signed.normal),
        "decided": json.loads(decided_bytes),
        "salt": salt.hex(),
        "commitment": entry.commitment(salt, signed.normal, decided_bytes).hex(),
        "schema": schema_digest(type(example.act)),
        "words": words(type(example.act)),
    }


def schema_digest(act: type[Act]) -> str:
    """What an act of the class says and what is decided beside it: fields, forms and meanings, in 64 digits.

    Of a list of words (`words`), only that there is one.
    """
    schemas = [model.model_json_schema() for model in (act, act.decided_type)]
    for schema in schemas:
        for name, listed in schema.get("$defs", {}).items():
            if "enum" in listed:
                schema["$defs"][name] = {"type": listed["type"]}
    return sha256(canonical.dumps([*schemas, act.open])).hexdigest()


def words(act: type[Act]) -> dict[str, list[str]]:
    """The lists of words that an act of the class takes words from: roles, reasons, regions. They may grow."""
    schemas = [model.model_json_schema() for model in (act, act.decided_type)]
    listed = {name: found for schema in schemas for name, found in schema.get("$defs", {}).items() if "enum" in found}
    return {name: sorted(found["enum"]) for name, found in sorted(listed.items())}
