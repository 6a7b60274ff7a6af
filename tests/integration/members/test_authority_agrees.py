"""The door and whoever verifies an export judge by the same rules: what one refuses, so does the other, for one reason.

A table holds each reason once. Random histories, sent to the door act by act, look for what the table forgot;
`tests/integration/acts/test_history.py` asks of such histories that every table follows from them.
"""

import inspect
import re
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from nacl.signing import SigningKey

from tests.integration.acts.refused import checks, lists, relations
from tests.integration.acts.refused.cases import ORIGIN, payload
from tests.integration.acts.refused.gathered import CASES, Case
from tests.integration.members.agreement import Agreement
from tests.vectors.acts.examples import EXAMPLES
from tests.world import World, claimed, key_of
from wasl.acts import checkpoints, clock, keystore, queries, registry, statement
from wasl.acts.perform import perform, perform_many
from wasl.acts.refusals import Refused
from wasl.members.acts import (
    AdmitMember,
    AppointOfficer,
    EndMandate,
    EndReason,
    KeyReason,
    RegisterBureauKey,
    RegisterOfficer,
    RevocationReason,
    RevokeKey,
    Role,
)
from wasl.members.states import Region
from wasl.record import authority, canonical, envelope, export
from wasl.record import statement as statements
from wasl.record.authority import NotEntitled
from wasl.record.checkpoint import Checkpoint
from wasl.record.entry import entry_bytes
from wasl.record.governance import CLOSED, DECLARED, FORMS, GOVERNANCE, check_form
from wasl.record.opened import Opened
from wasl.record.tree import CompactRange, leaf
from wasl.record.verification import Folder, Report, verify

NO_VERIFIER_KNOWS = {
    *("bad-envelope", "too-large", "bad-signature", "not-canonical", "wrong-record", "unknown-kind", "invalid-act"),
    *("unknown-state", "blob-missing", "erased", "not-there", "not-author", "open-act"),
}
"""The door's codes that say nothing about who may sign, or rest on more than the acts in a record."""

NEVER_ASKED = {"bad-act", "wrong-verdict", "time-backwards", "unknown-version"}
"""A verifier's own codes: the door takes no other form than one, gives time and verdict itself, and is not too old."""

SAY_NOTHING_OF_IT = {relations.__name__, checks.__name__, lists.__name__}
"""Where the acts are refused that say nothing about who may sign."""

SIGNING = [case for case in CASES if case.authority]


def forced(source: bytes, world: World, folder: Path) -> Report:
    """What is said of a record in which the operator put the act next, past the door, and signed all of it anew."""
    size, claim = queries.head().size, world.claim(source)
    opened = Opened(envelope.parse(source), canonical.dumps(claim.decided), token_bytes(32))
    last = entry_bytes(opened.commitment, is_open=claim.kind in GOVERNANCE)
    entries, tree = [*queries.all_entries(size), last], CompactRange()
    for entry in entries:
        tree.append(leaf(entry))
    head = Checkpoint(ORIGIN, tree.size, tree.root())
    export.write(
        folder,
        checkpoint=head.cosigned(
            head.signed(checkpoints.log_signer()), checkpoints.cosigner(), int(claim.at.timestamp())
        ),
        keys=checkpoints.verifier_keys(),
        entries=entries,
        opened=[*((kept.index, kept.opened.write()) for kept in queries.all_kept(size)), (size, opened.write())],
    )
    return verify(Folder(folder))


@pytest.mark.parametrize("case", SIGNING, ids=lambda case: case.name)
def test_what_the_door_refuses_no_verifier_believes(case: Case, db: None, tmp_path: Path) -> None:
    world = World(members=("MA", "FR"))
    source = case.make(world)
    judge = world.authority()

    with pytest.raises(NotEntitled) as verdict:
        judge.take(world.claim(source))
    report = forced(source, world, tmp_path / "export")
    with clock.held_at(world.now), pytest.raises(Refused) as refused:
        perform(source)

    assert refused.value.code == verdict.value.code == case.authority
    place = f"open/{queries.head().size}.json"
    assert [(problem.place, problem.code) for problem in report.problems] == [(place, case.authority)]


def test_every_reason_about_signing_is_in_the_table() -> None:
    reasons = set(re.findall(r'NotEntitled\(\s*"([a-z-]+)"', inspect.getsource(authority)))
    assert {case.authority for case in SIGNING} == reasons - NEVER_ASKED

    believed = {case.code for case in CASES if not case.authority and case.make.__module__ not in SAY_NOTHING_OF_IT}
    assert believed - NO_VERIFIER_KNOWS == {"unknown-officer"}  # one who was erased


def test_what_the_door_believes_so_does_every_verifier(db: None) -> None:
    """And what it refuses for a reason that can be seen in the record, no verifier believes: over random histories."""
    run_state_machine_as_test(Agreement)


def test_in_one_batch_each_act_is_judged_by_those_before_it(db: None) -> None:
    world = World(members=("MA",))
    second = world.keys["second"] = key_of("secretariat", 2)
    officer = world.register_officer("MA")
    admission = AdmitMember(member="SN", region=Region.AFRICA, joined="1960-09")
    appointment = AppointOfficer(officer=officer, role=Role.HEAD)
    size = queries.head().size
    batch: list[tuple[Any, str, str, int | None, str]] = [
        (admission, "secretariat", "secretariat", None, ""),
        (admission, "secretariat", "secretariat", None, "already-member"),
        (_registration("secretariat", second), "secretariat", "secretariat", None, ""),
        (_revocation(world.keys["secretariat"]), "secretariat", "secretariat", None, ""),
        (_revocation(second), "secretariat", "secretariat", None, "key-ended"),
        (_revocation(second), "secretariat", "second", None, "last-key"),
        (appointment, "MA", "MA", None, ""),
        (appointment, "MA", "MA", None, "no-mandate"),
        (appointment, "MA", "MA", size + 3, "already-appointed"),
        (EndMandate(mandate=size + 3, reason=EndReason.RESIGNED), "MA", "MA", size + 3, ""),
        (EndMandate(mandate=size + 3, reason=EndReason.RESIGNED), "MA", "MA", None, "already-ended"),
        (appointment, "MA", "MA", size + 3, "mandate-not-in-force"),
        (appointment, "MA", "MA", None, ""),
    ]
    sources = [
        keystore.sign(act, by, world.keys[key], mandate=mandate).normal for act, by, key, mandate, _code in batch
    ]
    judge = world.authority()

    with clock.held_at(world.now):
        outcomes = perform_many(sources)

    codes = [outcome.code if isinstance(outcome, Refused) else "" for outcome in outcomes]
    assert codes == [code for *_said, code in batch]
    for kept in queries.kept_between(size, queries.head().size):
        judge.take(claimed(kept.index, kept.envelope, kept.decided_fields))


def _registration(party: str, key: SigningKey) -> RegisterBureauKey:
    shown = keystore.possession(party, key)
    return RegisterBureauKey(party=party, key=keystore.keyid_of(key), possession=shown, reason=KeyReason.ADDITIONAL)


def _revocation(key: SigningKey) -> RevokeKey:
    return RevokeKey(key=keystore.keyid_of(key), reason=RevocationReason.LOST)


def test_the_installation_signs_by_its_key_alone_even_with_a_head(world: World) -> None:
    """Rule 4: it names no officer. Were it asked to, what is due would never again be performed."""
    world.appoint("system", role=Role.HEAD)
    source = world.signed(RegisterOfficer(name="SPECIMEN"), "system")
    world.authority().take(world.claim(source))

    assert world.hand_in(source).index


WORDS = {"name", "region", "reason", "role"}
"""What the door takes from lists of its own, which may grow."""

VALUES = (
    *(None, True, 0, 1, -1, 1.5, 2.0**53, "", "MA", "ma", "MAR", "MA\n", "secretariat", "operator", "lost", "Lost"),
    *("1960-01", "1960-13", "0960-01", "A" * 43, "A" * 42, "A" * 43 + "\n", "A" * 86 + "==", "A" * 88, "QQ=="),
    *("2026-02-01T00:00:00.000000Z", "2026-03-01T00:00:00.000000Z", "2026-02-01T00:00:00Z", "2026-02-01"),
    *("2026-02-01T00:00:00.000000", "2026-02-01T00:00:00.000000+00:00", "2026-02-01 00:00:00.000000Z"),
    *([], {}, ["MA"], {"en": "Wasl"}),
)


@given(data=st.data(), example=st.sampled_from([said for said in EXAMPLES if said.act.kind in GOVERNANCE]))
def test_a_verifier_takes_an_act_in_the_form_that_the_door_takes(data: st.DataObject, example: Any) -> None:
    kind, said = example.act.kind, payload(example.act, example.by, example.mandate)
    names = data.draw(st.lists(st.sampled_from([*FORMS[kind], "more"]), max_size=2, unique=True))
    said["act"] |= {name: data.draw(st.sampled_from(VALUES), label=name) for name in names}
    if lost := data.draw(st.sampled_from(["", *FORMS[kind]] if not names else [""])):
        del said["act"][lost]
    decided = {"at": "2026-01-05T12:00:00.000000Z"}
    decided |= {"begins": decided["at"]} if kind == "members.appoint-officer/1" else {}

    door, verifier = _door_reads(said), _verifier_reads(kind, said["act"], decided)

    assert verifier or not door
    assert door or not verifier or set(names) & WORDS


PARTS = st.dictionaries(
    st.sampled_from(["act", "by", "id", "kind", "origin", "more"]),
    st.sampled_from([*VALUES, ORIGIN, "other.example", {"party": "MA"}, {"mandate": 1, "party": "MA", "role": None}]),
    max_size=2,
)


@given(example=st.sampled_from(EXAMPLES), changed=PARTS, lost=st.none() | st.sampled_from(sorted(statements.PARTS)))
def test_a_verifier_takes_what_surrounds_an_act_as_the_door_does(example: Any, changed: Any, lost: str | None) -> None:
    said = payload(example.act, example.by, example.mandate) | changed
    said.pop(lost, None)

    verifier = _verifier_reads_parts(canonical.dumps(said))

    assert verifier or not _door_reads(said)
    if lost or changed.keys() & {"by", "id", "more"}:
        assert not verifier


def test_a_verifier_knows_which_kinds_are_open() -> None:
    kinds = {kind.name: kind.act.open for kind in registry.kinds()}
    assert {name for name, is_open in kinds.items() if is_open} == GOVERNANCE | DECLARED
    assert {name for name, is_open in kinds.items() if not is_open} == CLOSED


def _verifier_reads_parts(said: bytes) -> bool:
    try:
        statements.read(said)
    except statements.BadStatement:
        return False
    return True


def _door_reads(said: dict[str, Any]) -> bool:
    try:
        statement.read(envelope.sign(canonical.dumps(said), key_of("MA")).normal, ORIGIN)
    except Refused:
        return False
    return True


def _verifier_reads(kind: str, act: dict[str, Any], decided: dict[str, Any]) -> bool:
    try:
        check_form(kind, act, decided)
    except ValueError:
        return False
    return True
