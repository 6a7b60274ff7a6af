"""Whoever is refused learns why, in four languages, and nothing was changed."""

import re

import pytest

from tests.integration.acts.refused import texts
from tests.integration.acts.refused.cases import IDENTITY, ORIGIN
from tests.integration.acts.refused.elsewhere import ELSEWHERE, Elsewhere
from tests.integration.acts.refused.envelopes import OFFICER
from tests.integration.acts.refused.gathered import CASES, Case, at_the_door
from tests.world import World, checksums, key_of
from wasl.acts import clock, keystore
from wasl.acts.perform import BATCH_MAX, perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members.acts import FoundOrganisation
from wasl.record import canonical, envelope


def _assert_told_in_four_languages(refusal: Refused, case: str = "") -> None:
    code, told, wrong = texts.said(lambda: refusal)
    assert told == texts.expected(code, case)
    assert wrong == texts.expected_fields(code, case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, db: None) -> None:
    world = World(members=("MA", "FR"))
    source = case.make(world)
    before = checksums()

    refusal = at_the_door(source, world)

    assert refusal.code == case.code
    assert checksums() == before
    _assert_told_in_four_languages(refusal, case.name)
    with clock.held_at(world.now):
        refusal, receipt = perform_many([source, _greeting(world)])
    assert isinstance(refusal, Refused)
    assert isinstance(receipt, Receipt), "the others of a batch are accepted"


def _greeting(world: World) -> bytes:
    mandate = world.heads.get("secretariat")
    return keystore.sign(OFFICER, "secretariat", key_of("secretariat"), mandate=mandate).normal


@pytest.mark.parametrize("case", ELSEWHERE, ids=lambda case: case.name)
def test_refused_elsewhere(case: Elsewhere, db: None) -> None:
    world = World(members=("MA", "FR"))

    code, told, wrong = texts.said(lambda: case.ask(world))

    assert code == case.code
    assert told == texts.expected(code, case.name)
    assert wrong == texts.expected_fields(code, case.name)


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in [*CASES, *ELSEWHERE]]
    assert len(set(names)) == len(names)


def test_every_refusal_in_the_product_is_fixed_in_four_languages() -> None:
    """And nothing is fixed that nobody says. What it was changed to: `python -m tests.vectors.refusals` writes it."""
    raised, fixed = list(texts.in_source()), texts.fixed()
    said = [(code, line["en"]) for code, lines in fixed.items() for line in lines]

    assert len(raised) > 70
    assert [each for each in raised if not any(texts.fits(*each[1:], *line) for line in said)] == []
    assert [line for line in said if not any(texts.fits(*each[1:], *line) for each in raised)] == []


def test_what_is_fixed_is_a_sentence_in_each_language() -> None:
    fixed = texts.fixed()
    for line in [line for code in fixed for line in [*fixed[code], *texts.fixed_fields(code)]]:
        told = [line[language] for language in texts.LANGUAGES]
        assert len(set(told)) == 4
        assert all(text.endswith(".") and "%(" not in text for text in told)
        assert re.search(r"[\u0621-\u064a]", line["ar"])


def test_a_batch_over_1024_acts(db: None) -> None:
    world = World(members=("MA",))
    before = checksums()

    with pytest.raises(Refused) as refused:
        perform_many([world.signed(OFFICER, "MA")] * (BATCH_MAX + 1))

    assert (refused.value.code, refused.value.status) == ("batch-too-large", 413)
    assert checksums() == before
    _assert_told_in_four_languages(refused.value)


def test_nothing_is_said_before_the_founding(db: None) -> None:
    key = key_of("MA")
    with pytest.raises(Refused) as refused:
        perform(keystore.sign(OFFICER, "MA", key).normal)

    assert refused.value.code == "not-founded"
    _assert_told_in_four_languages(refused.value)


@pytest.mark.parametrize("fault", ["another key", "another party", "a mandate", "one key twice"])
def test_a_founding_that_is_none(fault: str, db: None) -> None:
    secretariat, system = key_of("secretariat"), key_of("system")
    keys = [keystore.keyid_of(secretariat), keystore.keyid_of(secretariat if fault == "one key twice" else system)]
    name = {"ar": "م", "en": "S", "es": "S", "fr": "S"}
    act = FoundOrganisation(name=name, secretariat_key=keys[0], system_key=keys[1])
    signer = system if fault == "another key" else secretariat
    party = "MA" if fault == "another party" else "secretariat"

    with pytest.raises(Refused) as refused:
        perform(keystore.sign(act, party, signer, mandate=3 if fault == "a mandate" else None).normal)

    assert refused.value.code == ("key-known" if fault == "one key twice" else "not-founded")
    _assert_told_in_four_languages(refused.value)


def test_what_is_wrong_is_said_by_field(db: None) -> None:
    """A program that writes acts learns where it went wrong, the author's own fields apart from the act's."""
    world = World(members=("MA",))
    said = {
        "act": {"name": "x" * 301, "rank": 1},
        "by": {"party": "ma", "mandate": None},
        "id": IDENTITY,
        "kind": "members.register-officer/1",
        "origin": ORIGIN,
    }
    by, act = _refusal(world, said), _refusal(world, said | {"by": {"party": "MA", "mandate": None}})

    assert set(by.fields) == {"by.party"}
    assert set(act.fields) == {"name", "rank"}


def _refusal(world: World, said: dict[str, object]) -> Refused:
    with pytest.raises(Refused) as refused:
        perform(envelope.sign(canonical.dumps(said), world.keys["MA"]).normal)
    return refused.value


def test_a_refused_act_can_be_said_rightly_afterwards(world: World) -> None:
    """A refusal uses up nothing, not even the identity."""
    mandate = world.appoint_head("FR")
    with clock.held_at(world.now), pytest.raises(Refused):
        perform(world.signed(OFFICER, "MA", mandate=mandate, identity=IDENTITY))

    assert world.hand_in(world.signed(OFFICER, "MA", identity=IDENTITY)).identity == IDENTITY
