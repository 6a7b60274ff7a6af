"""Whoever is refused learns why, in four languages, and nothing was changed."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.integration.acts.refused.cases import IDENTITY, ORIGIN
from tests.integration.acts.refused.envelopes import OFFICER
from tests.integration.acts.refused.gathered import CASES, Case
from tests.world import World, checksums, key_of
from wasl.acts import clock, keystore
from wasl.acts.perform import BATCH_MAX, perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members.acts import FoundOrganisation
from wasl.record import canonical, envelope

ENGLISH = {"the", "this", "was", "may", "not", "is", "must", "only", "with", "never", "there", "which", "of", "be"}
"""Words that no sentence in French or Spanish has, and few in English lack."""

ONE_NAME = {"JSON", "RFC"}
"""Formats and standards have one name in every language."""


def _raw_english(refusal: Refused, language: str) -> str:
    """What is wrong with the refusal's text in a language; empty when nothing is."""
    with translation.override("en"):
        template, english = str(refusal.template), refusal.text
    with translation.override(language):
        translated, text = gettext(template), refusal.text
    said = {str(value) for value in refusal.values.values()}
    words = set(re.findall(r"[A-Za-z]{2,}", text)) - ONE_NAME - said
    if "%" in text or translated == template or text == english:
        return f"{language}: {text}"
    if language == "ar" and (words or not re.search(r"[\u0621-\u064a]", text)):
        return f"{language}: {text}"
    return f"{language}: {text}" if {word.lower() for word in words} & ENGLISH else ""


def _assert_told_in_four_languages(refusal: Refused) -> None:
    with translation.override("en"):
        assert re.fullmatch(r"[A-Z].*\.", refusal.text), refusal.text
        assert "%(" not in refusal.text
    wrong = [_raw_english(refusal, language) for language in ("ar", "fr", "es")]
    assert not any(wrong), wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, db: None) -> None:
    world = World(members=("MA", "FR"))
    source = case.make(world)
    before = checksums()

    with clock.held_at(world.now), pytest.raises(Refused) as refused:
        perform(source)

    assert refused.value.code == case.code
    assert checksums() == before
    _assert_told_in_four_languages(refused.value)
    with clock.held_at(world.now):
        refusal, receipt = perform_many([source, _greeting()])
    assert isinstance(refusal, Refused)
    assert isinstance(receipt, Receipt), "the others of a batch are accepted"


def _greeting() -> bytes:
    return keystore.sign(OFFICER, "secretariat", key_of("secretariat")).normal


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)


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
