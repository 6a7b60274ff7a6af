"""What programs are refused that check over the API, in Wasl's own words and as clients of yente ask."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import get_language

from tests.integration.acts.refused.elsewhere import Told, asked
from tests.integration.acts.refused.lists import kept
from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import programs
from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.checks import pace
from wasl.checks.api import bounds
from wasl.checks.lists import differing
from wasl.members.acts import Role

CHECK, MATCH = "/api/v1/check", "/api/yente/match/default"
DIFFERENCES = "/api/v1/lists/specimens/differences"
MARWAN: dict[str, Any] = {"schema": "Person", "properties": {"name": "Marwan Specimenov"}}


def _ask(world: World, path: str, said: Any = None, *, keep: bool = True) -> Any:
    """What a program of Morocco is told, of a list that the secretariat keeps: a question, or without one a GET."""
    with clock.held_at(world.now):
        if keep:
            kept(world)
        key = programs.add("MA", "SPECIMEN", "SPECIMEN", [programs.CHECKS], 30, by=1, check_purpose="visa")[1]
        client = Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": get_language() or "en"})
        return client.get(path) if said is None else client.post(path, said, content_type="application/json")


def _match(world: World, example: Any = MARWAN, how: str = "", **other: Any) -> Any:
    return _ask(world, f"{MATCH}{how}", {"queries": {"first": example}} | other)


@asked("bring-a-key")
def an_officer_who_checks_over_the_api(world: World) -> Told:
    client = signed_in(person(world, "MA", Role.OFFICER))
    answer: Any = client.post(
        CHECK,
        {"text": "SPECIMEN"},
        content_type="application/json",
        headers={"Accept-Language": get_language() or "en"},
    )
    return answer


@asked("purpose-not-yours")
def a_program_that_checks_for_another_purpose(world: World) -> Told:
    return _ask(world, CHECK, {"text": "Marwan Specimenov", "purpose": "finance"})


@asked("unknown-purpose")
def a_key_that_checks_for_nothing(world: World) -> Told:
    try:
        programs.add("MA", "SPECIMEN", "SPECIMEN", [programs.CHECKS], 30, by=1)
    except Refused as refusal:
        return refusal
    message = "this was not refused"
    raise AssertionError(message)


@asked("could-not-answer")
def a_check_where_no_list_is_kept(world: World) -> Told:
    return _ask(world, CHECK, {"text": "Marwan Specimenov"}, keep=False)


@asked("too-many-checks")
def a_program_that_runs_wild(world: World) -> Told:
    return pace.too_many(12)


@asked("too-many-checks")
def an_officer_who_checks_faster_than_anybody_types(world: World) -> Told:
    return pace.too_many_by_hand(12)


@asked("too-much-asked")
def a_request_of_more_names_than_are_asked_for_at_once(world: World) -> Told:
    names = [f"SPECIMEN {number}" for number in range(bounds.NAMES_MAX + 1)]
    return _match(world, {"schema": "Person", "properties": {"name": names}})


@asked("bring-a-key")
def an_officer_who_reads_a_list_over_the_api(world: World) -> Told:
    client = signed_in(person(world, "MA", Role.OFFICER))
    answer: Any = client.get(DIFFERENCES, headers={"Accept-Language": get_language() or "en"})
    return answer


@asked("not-supported")
def a_query_with_weights(world: World) -> Told:
    return _match(world, weights={"name_match": 0.5})


@asked("unknown-algorithm")
def a_query_for_another_algorithm(world: World) -> Told:
    return _match(world, how="?algorithm=logic-v2")


@asked("wrong-number-of-queries")
def a_request_without_queries(world: World) -> Told:
    return _ask(world, MATCH, {"queries": {}})


@asked("unknown-schema")
def a_query_for_a_song(world: World) -> Told:
    return _match(world, {"schema": "Song", "properties": {"name": "SPECIMEN"}})


@asked("unknown-schema")
def a_search_for_a_song(world: World) -> Told:
    return _ask(world, "/api/yente/search/default?q=SPECIMEN&schema=Song")


@asked("bad-example")
def a_query_with_a_control_character(world: World) -> Told:
    return _match(world, {"schema": "Person", "properties": {"name": "SPECIMEN \x00"}})


@asked("nothing-asked")
def a_query_with_a_date_alone(world: World) -> Told:
    return _match(world, {"schema": "Person", "properties": {"birthDate": "1974"}})


@asked("unknown-list")
def a_query_that_leaves_every_list_out(world: World) -> Told:
    return _match(world, how="?exclude_dataset=specimens")


@asked("not-there")
def an_entity_that_is_on_no_list(world: World) -> Told:
    return _ask(world, "/api/yente/entities/nobody")


@asked("not-there")
def a_property_that_leads_nowhere(world: World) -> Told:
    return _ask(world, "/api/yente/entities/1/adjacent/name")


@asked("not-there")
def a_clearance_that_nobody_gave(world: World) -> Told:
    return _ask(world, "/api/v1/clearances/999")


@asked("not-there")
def a_list_that_nobody_keeps(world: World) -> Told:
    return _ask(world, "/api/v1/lists/elsewhere")


@asked("not-there")
def an_edition_that_nobody_brought(world: World) -> Told:
    return _ask(world, f"{DIFFERENCES}?edition=999")


@asked("first-edition")
def what_a_first_edition_changed(world: World) -> Told:
    return _ask(world, DIFFERENCES)


@asked("too-large")
def what_changed_in_a_list_that_is_too_long_to_compare(world: World) -> Told:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differing, "AT_ONCE", 1)
        return _ask(world, DIFFERENCES)


@asked("not-there")
def a_check_that_nobody_made(world: World) -> Told:
    return _ask(world, "/api/v1/checks/log/999")


@asked("not-there")
def what_a_program_checked_itself(world: World) -> Told:
    return _ask(world, "/api/v1/checks/mine")
