"""Which acts exist: each with a rule, a function that applies it, a name and a sentence in four languages."""

from typing import Literal

import pytest
from django.utils import translation

from wasl.acts import registry
from wasl.acts.act import Act
from wasl.acts.registry import Kind, says

LANGUAGES = ("ar", "en", "es", "fr")


@pytest.mark.parametrize("kind", registry.kinds(), ids=lambda kind: kind.name)
def test_every_act_is_complete(kind: Kind) -> None:
    assert kind.rule is not None
    assert kind.apply is not None
    assert kind.rule.__doc__
    assert kind.apply.__doc__
    assert kind.act.__doc__


@pytest.mark.parametrize("kind", registry.kinds(), ids=lambda kind: kind.name)
def test_every_act_has_a_name_in_four_languages(kind: Kind) -> None:
    titles = set()
    for language in LANGUAGES:
        with translation.override(language):
            titles.add(str(registry.title(kind.name)))

    assert len(titles) == 4, titles


@pytest.mark.parametrize("kind", registry.kinds(), ids=lambda kind: kind.name)
def test_every_field_has_a_name_in_four_languages(kind: Kind) -> None:
    for field in {*kind.act.model_fields, *kind.act.decided_type.model_fields} - {"kind"}:
        labels = set()
        for language in LANGUAGES:
            with translation.override(language):
                labels.add(str(registry.label(field)))
        assert len(labels) > 1, field
        assert field not in labels, field


def test_an_unknown_kind_is_called_by_its_own_name() -> None:
    assert registry.find("rooms.nothing/1") is None
    assert registry.title("rooms.nothing/1") == "rooms.nothing/1"
    assert registry.summary("rooms.nothing/1", {}, {}) == "rooms.nothing/1"
    assert registry.label("nothing") == "nothing"


def test_two_acts_cannot_share_a_kind() -> None:
    class Other(Act):
        kind: Literal["acts.erase/1"] = "acts.erase/1"

    with pytest.raises(ValueError, match=r"two acts call themselves acts\.erase/1"):
        says("Other", lambda act, decided: "")(Other)


def test_an_act_without_a_rule_stops_the_start() -> None:
    class Ruleless(Act):
        kind: Literal["tests.ruleless/1"] = "tests.ruleless/1"

    says("Ruleless", lambda act, decided: "")(Ruleless)
    try:
        with pytest.raises(LookupError, match=r"tests\.ruleless/1 lacks a rule"):
            registry.discover()
    finally:
        del registry._kinds["tests.ruleless/1"], registry._by_class[Ruleless]


def test_acts_and_facts_cannot_be_changed() -> None:
    for kind in registry.kinds():
        for model in (kind.act, kind.act.decided_type):
            assert model.model_config["frozen"]
            assert model.model_config["extra"] == "forbid"
