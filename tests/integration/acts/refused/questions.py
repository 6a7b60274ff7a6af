"""Questions that are not put to the lists, or that nobody can answer."""

import shutil

from tests.integration.acts.refused.elsewhere import Told, asked
from tests.integration.acts.refused.lists import kept, refusal
from tests.world import World
from wasl.checks.asking import TEXT_MAX, Question, answered, ask
from wasl.checks.index import shelves
from wasl.checks.understanding import SEVERAL_MAX
from wasl.web.visitors import Visitor

ZONE = "P<UTOSPECIMENOV<<MARWAN<<<<<<<<<<<<<<<<<<<<<"
"""The first of two lines."""


def _asked(world: World, text: str) -> Told:
    kept(world)
    visitor = Visitor(party="MA", account=1, name="SPECIMEN")
    return refusal(world, lambda: ask(Question(text, purpose="training"), visitor))


def _unanswered(world: World) -> Told:
    """What stands behind an answer that says the lists could not be asked."""
    question = Question("Marwan Specimenov", purpose="training")
    return refusal(world, lambda: answered(question, "MA", world.now))


@asked("nothing-asked")
def a_question_of_nothing(world: World) -> Told:
    return _asked(world, " ")


@asked("too-long")
def a_question_of_more_than_ten_thousand_characters(world: World) -> Told:
    return _asked(world, "a" * (TEXT_MAX + 1))


@asked("too-many-lines")
def a_question_of_more_lines_than_are_asked_at_once(world: World) -> Told:
    return _asked(world, "SPECIMEN\n" * (SEVERAL_MAX + 1))


@asked("nothing-understood")
def a_question_of_figures_without_end(world: World) -> Told:
    return _asked(world, "1" * 500)


@asked("date-alone")
def a_question_of_a_date_alone(world: World) -> Told:
    return _asked(world, "1974-03-12")


@asked("zone-not-whole")
def a_question_of_one_line_of_a_zone(world: World) -> Told:
    return _asked(world, ZONE)


@asked("no-lists")
def a_question_where_no_list_is_kept(world: World) -> Told:
    return _unanswered(world)


@asked("no-index")
def a_question_before_there_is_an_index(world: World) -> Told:
    kept(world)
    shutil.rmtree(shelves.folder(), ignore_errors=True)
    return _unanswered(world)


@asked("no-index")
def a_question_to_an_index_that_is_gone(world: World) -> Told:
    kept(world)
    (shelves.index_file("secretariat")).unlink(missing_ok=True)
    return _unanswered(world)


@asked("no-index")
def a_question_to_an_index_that_cannot_be_read(world: World) -> Told:
    kept(world)
    path = shelves.place("secretariat") / "lists.json"
    path.unlink(missing_ok=True)
    path.mkdir()
    try:
        return _unanswered(world)
    finally:
        path.rmdir()
