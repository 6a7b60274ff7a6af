"""Whatever can be wrong with a field has a sentence of our own, and no error is told in pydantic's English."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tests.conftest import FEWER
from wasl.acts import faults, registry
from wasl.acts.act import By
from wasl.api.router import api

ACTS: list[type[BaseModel]] = [By, *(kind.act for kind in registry.kinds())]
ADDRESSES: list[type[BaseModel]] = [
    model
    for _prefix, router in api._routers
    for view in router.path_operations.values()
    for operation in view.operations
    for model in operation.models
]

BY_NODE: dict[str, set[str]] = {
    "model": {"model_type"},
    "model-fields": set(),
    "model-field": set(),
    "default": set(),
    "nullable": set(),
    "union": set(),
    "function-after": {"value_error"},
    "function-before": {"value_error"},
    "str": {"string_type"},
    "bool": {"bool_type", "bool_parsing"},
    "tuple": {"tuple_type"},
    "float": {"float_type", "float_parsing"},
    "int": {"int_type", "int_from_float", "int_parsing", "int_parsing_size"},
    "dict": {"dict_type"},
    "enum": {"enum"},
    "literal": {"literal_error"},
    "datetime": {"datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"},
}
"""The errors of each node of a core schema. A node that is not here is new: say what can be wrong with it."""

BY_CONSTRAINT = {
    "min_length": "string_too_short",
    "max_length": "string_too_long",
    "pattern": "string_pattern_mismatch",
    "ge": "greater_than_equal",
    "le": "less_than_equal",
}
BY_LENGTH = {"min_length": "too_short", "max_length": "too_long"}
"""The same where not letters are counted but parts."""

BARE = {
    *("type", "schema", "fields", "keys_schema", "values_schema", "choices", "default", "members", "expected"),
    *("cls", "config", "ref", "metadata", "serialization", "function", "model_name", "computed_fields"),
    *("custom_init", "root_model", "post_init", "strict", "strip_whitespace", "sub_type", "missing"),
    *(
        "items_schema",
        "variadic_item_index",
        "microseconds_precision",
        "validation_alias",
        "serialization_alias",
        "frozen",
        "generic_origin",
    ),
}
"""What a node may say beside its constraints: none of it is an error of its own."""


def _nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a core schema and all below it."""
    yield schema
    inner = [schema[name] for name in ("schema", "keys_schema", "values_schema") if name in schema]
    inner += [*schema.get("fields", {}).values(), *schema.get("choices", [])]
    inner += schema.get("items_schema", [])
    for each in inner:
        yield from _nodes(each)


def _possible(model: type[BaseModel]) -> set[str]:
    """The types of all errors that a model can report of JSON, or of the text in an address."""
    found: set[str] = set()
    for node in _nodes(model.__pydantic_core_schema__):  # type: ignore[arg-type]
        constraints = node.keys() - BARE
        assert node["type"] in BY_NODE, node
        assert constraints <= BY_CONSTRAINT.keys(), node
        named = BY_CONSTRAINT | BY_LENGTH if node["type"] == "tuple" else BY_CONSTRAINT
        found |= BY_NODE[node["type"]] | {named[name] for name in constraints}
        if node["type"] == "model-fields":
            found |= {"missing", "extra_forbidden"}
    return found


@pytest.mark.parametrize("model", [*ACTS, *ADDRESSES], ids=lambda model: model.__name__)
def test_every_error_that_can_be_has_a_text(model: type[BaseModel]) -> None:
    assert _possible(model) - {"value_error"} <= faults.TEXTS.keys()


@pytest.mark.parametrize("model", ADDRESSES, ids=lambda model: model.__name__)
def test_no_address_has_a_validator(model: type[BaseModel]) -> None:
    """Ninja makes a validator's error a plain text, which could not be told from another library's English."""
    assert "value_error" not in _possible(model)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ar", "en", "es", "fr", "x"]), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("model", [*ACTS, *ADDRESSES], ids=lambda model: model.__name__)
@FEWER
@given(data=st.data())
def test_whatever_is_said_wrongly_has_a_text(model: type[BaseModel], data: st.DataObject) -> None:
    """And nothing goes wrong that the walk through the schema did not foresee."""
    names = st.sampled_from([*model.model_fields, "more"])
    try:
        model.model_validate(data.draw(st.dictionaries(names, _values) | _values))
    except ValidationError as error:
        errors = error.errors(include_input=False)
        assert {each["type"] for each in errors} <= _possible(model)
        told = {str(text) for text in faults.by_field(errors).values()}
        assert str(faults.UNFORESEEN) not in told
        assert not told & {each["msg"] for each in errors}


def test_a_validator_of_ours_is_told_in_the_language_of_the_reader() -> None:
    """Not in the one that was active when the act was looked at."""
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        registry.kinds()[0].act.model_validate({"entry": 1, "reason": "a\nb"})
    told = faults.by_field(refused.value.errors())["reason"]

    said = set()
    for language in ("ar", "en", "es", "fr"):
        with translation.override(language):
            said.add(str(told))
    assert len(said) == 4


@pytest.mark.parametrize(
    "error",
    [
        {"type": "uuid_parsing", "loc": ("id",), "ctx": {"error": "invalid length"}},
        {"type": "value_error", "loc": ("id",), "ctx": {"error": ValueError("another library's English")}},
    ],
)
def test_what_nobody_foresaw_is_told_in_general(error: dict[str, Any]) -> None:
    with translation.override("es"):
        assert str(faults.by_field([error])["id"]) == "Este valor no es válido."
