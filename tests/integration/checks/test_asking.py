"""A question put to real lists through the front door: what is found, what is refused, what cannot be answered."""

import shutil
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.checks.specimens import CLEARED, cleared, edition, opened, renewed
from tests.world import World
from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.asking import TEXT_MAX, Answer, Question, ask
from wasl.checks.index import indexing, shelves
from wasl.checks.log import recalled
from wasl.checks.models import Check, ListedEntry, ListedPart
from wasl.screening import Document, Query, replay
from wasl.screening.question import LeftOut
from wasl.web.visitors import Visitor

HADDAD = {
    "id": "S-001",
    "name": "Mohamed SPECIMEN El Haddad",
    "alias": "محمد نموذج الحداد",
    "birthDate": "1974-03-12",
    "nationality": "ma",
    "passportNumber": "XA0000174",
}
ERIKSSON = {"id": "S-002", "name": "Anna Maria SPECIMEN Eriksson", "birthDate": "1974-08-12", "gender": "female"}
ERIKSSON["passportNumber"] = "L898902C3"
MUSTER = {"id": "S-003", "name": "Erika SPECIMEN Mustermann", "email": "erika@specimen.example"}
ALL = (HADDAD, ERIKSSON, MUSTER)

OFFICER = Visitor(party="MA", account=7, name="SPECIMEN officer")
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.fixture
def listing(world: World) -> World:
    """A world whose secretariat keeps a list of specimens."""
    renewed(world, opened(world), ALL)
    return world


def _ask(world: World, text: str = "", visitor: Visitor = OFFICER, way: str = "page", **other: Any) -> Answer:
    with clock.held_at(world.now):
        return ask(Question(text=text, **{"purpose": "training"} | other), visitor, way=way)


def _ids(answer: Answer) -> list[str]:
    return [each.match.subject.id for each in answer.found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("محمد نموذج الحداد", "specimens:S-001"),
        ("El Haddad, Mohammed Specimen", "specimens:S-001"),
        ("Мохамед Специмен Эль-Хаддад", "specimens:S-001"),
        ("Моhаmеd SРЕСIМЕN Еl Наddаd", "specimens:S-001"),  # Cyrillic letters that look Latin
        ("XA0000174", "specimens:S-001"),
        ("passport no.: XA 0000174", "specimens:S-001"),
        ("S-001", "specimens:S-001"),
        ("s-001", "specimens:S-001"),
        (ZONE, "specimens:S-002"),
        (ZONE.replace("\n", " "), "specimens:S-002"),
        ("mailto:ERIKA@specimen.example", "specimens:S-003"),
    ],
)
def test_whatever_is_typed_the_one_meant_comes_first_and_is_an_alert(listing: World, text: str, wanted: str) -> None:
    answer = _ask(listing, text)

    assert _ids(answer)[:1] == [wanted]
    assert answer.found[0].alert
    assert not answer.unanswered


def test_the_evidence_of_every_match_makes_its_score(listing: World) -> None:
    for text in ("محمد نموذج الحداد 1974-03-12", "S-001", ZONE):
        for each in _ask(listing, text).found:
            assert replay(each.match.evidence) == each.match.score


def test_a_date_that_contradicts_counts_against_the_name(listing: World) -> None:
    right, wrong = _ask(listing, "Mohamed El Haddad 1974-03-12"), _ask(listing, "Mohamed El Haddad 1931-07-30")

    assert right.alerts
    assert not wrong.alerts


def test_nobody_is_an_answer_that_says_who_was_asked(listing: World) -> None:
    answer = _ask(listing, "Zebulon Quixworth Featherstonehaugh")

    assert (answer.found, answer.unanswered, answer.subjects) == ((), "", 3)
    assert [watch_list.name for watch_list, _edition in answer.asked] == ["specimens"]


def test_facts_are_enough_where_they_bring_a_number(listing: World) -> None:
    facts = Query(schema="Thing", documents=(Document("XA0000174", country="ma"),))

    assert _ids(_ask(listing, facts=facts)) == ["specimens:S-001"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("Anna SPECIMEN"), "unknown-purpose"),
        (Question("Anna SPECIMEN", purpose="curiosity"), "unknown-purpose"),
        (Question("  ", purpose="training"), "nothing-asked"),
        (Question(facts=Query(birth_dates=("1974",)), purpose="training"), "nothing-asked"),
        (Question("a" * (TEXT_MAX + 1), purpose="training"), "too-long"),
        (Question("Anna SPECIMEN", purpose="training", lists=("elsewhere",)), "unknown-list"),
        (Question("…", purpose="training"), "nothing-asked"),
        (Question("\u200b\u200f", purpose="training"), "nothing-asked"),
        (Question(facts=Query(names=("\u200b",)), purpose="training"), "nothing-asked"),
        (Question(facts=Query(names=("!!!",), documents=(Document("-"),)), purpose="training"), "nothing-asked"),
        (Question("1" * 500, purpose="training"), "nothing-understood"),
        (Question("SPECIMEN\n" * 500, purpose="training"), "too-many-lines"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_no_line(listing: World, question: Question, code: str) -> None:
    with pytest.raises(Refused) as refused, clock.held_at(listing.now):
        ask(question, OFFICER)

    assert refused.value.code == code
    assert not Check.objects.exists()


def test_a_text_of_ten_thousand_characters_is_answered(listing: World) -> None:
    assert not _ask(listing, "محمد " * 2_000).unanswered


def test_without_a_list_and_without_an_index_nobody_could_be_asked(world: World) -> None:
    assert _ask(world, "Anna SPECIMEN").unanswered == "no-lists"

    renewed(world, opened(world), ALL)
    shutil.rmtree(shelves.folder())

    answer = _ask(world, "Mohamed SPECIMEN El Haddad")
    assert (answer.unanswered, answer.found) == ("no-index", ())
    assert Check.objects.get(pk=answer.check).answered["unanswered"] == "no-index"


def test_an_index_that_cannot_be_read_is_no_answer(listing: World) -> None:
    assert _ask(listing, "S-001").found
    (shelves.index_file("secretariat")).unlink()

    assert _ask(listing, "Mohamed SPECIMEN El Haddad").unanswered == "no-index"


def test_a_bureaus_list_is_for_that_bureau_alone(listing: World) -> None:
    renewed(listing, opened(listing, "FR", "own"), [HADDAD | {"id": "F-1"}])

    ours, theirs = _ask(listing, "S-001"), _ask(listing, "F-1", replace(OFFICER, party="FR"))
    assert (ours.subjects, theirs.subjects) == (3, 4)
    assert set(_ids(_ask(listing, "محمد نموذج الحداد"))) == {"specimens:S-001"}
    assert "fr.own:F-1" in _ids(theirs)
    with pytest.raises(Refused):
        _ask(listing, "F-1", lists=("fr.own",))


def test_what_others_list_does_not_crowd_out_what_the_asker_sees(listing: World) -> None:
    many = [HADDAD | {"id": f"F-{number}"} for number in range(30)]
    renewed(listing, opened(listing, "FR", "own"), many)

    assert "specimens:S-001" in _ids(_ask(listing, "Mohamed SPECIMEN El Haddad", limit=3))


def test_somebody_cleared_is_shown_and_is_no_alert(listing: World) -> None:
    namesake = CLEARED.model_copy(update={"names": ("Mohamed SPECIMEN El Haddad",)})
    cleared(listing, subject="specimens:S-001", person=namesake)

    answer = _ask(listing, "Mohamed SPECIMEN El Haddad SP123456")

    found = next(each for each in answer.found if each.match.subject.id == "specimens:S-001")
    assert found.clearance
    assert not found.alert


def test_an_answer_is_recalled_as_it_was_logged(listing: World) -> None:
    question = {"facts": Query(schema="Person", birth_dates=("1974",)), "lists": ("specimens",), "reference": "A/1"}
    answer = _ask(listing, "محمد نموذج الحداد", **question)

    with clock.held_at(listing.now):
        line = recalled.line_of(answer.check or 0, OFFICER, listing.now)
        assert line
        again = recalled.recalled(line)

    assert again.question == answer.question
    assert again.found == answer.found
    assert (again.subjects, again.took, again.at, again.model) == (
        answer.subjects,
        answer.took,
        answer.at,
        answer.model,
    )


def test_what_the_list_says_otherwise_by_now_is_recalled_with_its_score_alone(listing: World) -> None:
    answer = _ask(listing, "محمد نموذج الحداد")
    watch_list = answer.found[0].watch_list

    renewed(listing, watch_list, [ERIKSSON, MUSTER])
    line = Check.objects.get(pk=answer.check)
    again = recalled.recalled(line)

    assert _ids(again) == ["specimens:S-001"]
    assert abs(again.found[0].match.score - answer.found[0].match.score) < 1e-4
    assert again.found[0].match.evidence == ()
    assert again.found[0].edition == answer.found[0].edition


def _again(answer: Answer) -> Answer:
    return recalled.recalled(Check.objects.get(pk=answer.check))


def test_an_answer_shown_again_says_of_the_lists_what_was_then(listing: World) -> None:
    listing.pass_time(days=8)
    watch_list, others = queries.list_named("specimens"), opened(listing, word="others")
    assert watch_list
    with indexing._turn("secretariat", wait=True):  # newer editions come and cannot be filed yet
        for each in (watch_list, others):
            listing.perform(edition(each), by="secretariat")
        answer = _ask(listing, "Nobody SPECIMEN Atall\n" + ZONE.replace("\n", ""))
    assert [each.name for each in answer.behind] == ["others", "specimens"]
    assert [[each.name for each in several] for several in (answer.outdated, answer.not_asked, answer.stale)] == [
        ["specimens"],
        ["others"],
        ["specimens"],
    ]
    indexing.keep_up()

    again = _again(answer)
    assert (again.behind, again.outdated, again.not_asked) == (answer.behind, answer.outdated, answer.not_asked)
    assert again.stale == answer.stale
    assert [edition.entry for _list, edition in again.asked] == [edition.entry for _list, edition in answer.asked]


@pytest.mark.parametrize("text", [ZONE, "Nobody SPECIMEN Atall 1974-03-12", "XA0000999"])
def test_how_a_text_was_read_is_shown_again(listing: World, text: str) -> None:
    answer = _ask(listing, text)
    assert answer.readings

    assert _again(answer).readings == answer.readings


def test_nobody_is_shown_again_without_asking_anew(listing: World) -> None:
    answer = _ask(listing, "Zebulon Quixworth Featherstonehaugh")
    shutil.rmtree(shelves.folder())

    again = _again(answer)
    assert (again.unanswered, again.found, again.subjects) == ("", (), 3)
    assert [watch_list.name for watch_list, _edition in again.asked] == ["specimens"]


def test_names_beyond_those_that_are_looked_for_are_counted(listing: World) -> None:
    facts = Query(schema="Person", names=tuple(f"Specimen Number{number}" for number in range(30)))
    answer = _ask(listing, facts=facts)

    assert answer.left_out == LeftOut(names=6)
    assert _again(answer).left_out == LeftOut(names=6)
    assert not _ask(listing, "Mohamed SPECIMEN El Haddad").left_out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quix " * 60 + "Mohamed SPECIMEN El Haddad", 40),
        ("Quix " * 300 + "Mohamed SPECIMEN El Haddad", 280),
        ("Q" * 300, 1),
    ],
)
def test_words_beyond_those_that_are_looked_at_are_counted(listing: World, text: str, words: int) -> None:
    answer = _ask(listing, text)

    assert answer.left_out.words >= words
    assert _again(answer).left_out == answer.left_out


def test_facts_beyond_those_that_are_compared_are_counted(listing: World) -> None:
    papers = tuple(Document(f"QX{number:07}") for number in range(18))

    assert _ask(listing, facts=Query(documents=(*papers, Document("9" * 41)))).left_out == LeftOut(facts=3)
    assert _ask(listing, facts=Query(documents=(Document("9" * 41),))).left_out == LeftOut(facts=1)
    assert not _ask(listing, facts=Query(documents=papers[:16])).left_out


def test_a_line_is_shown_to_its_asker_alone_and_for_a_day(listing: World) -> None:
    number = _ask(listing, "S-001").check or 0

    assert recalled.line_of(number, OFFICER, listing.now)
    assert recalled.line_of(number, replace(OFFICER, account=8), listing.now) is None
    assert recalled.line_of(number, replace(OFFICER, party="FR"), listing.now) is None
    assert recalled.line_of(number, replace(OFFICER, account=None), listing.now) is None
    assert recalled.line_of(number, OFFICER, listing.pass_time(hours=24)) is None


def test_what_clears_one_line_of_a_question_clears_no_other(listing: World) -> None:
    namesake = CLEARED.model_copy(update={"names": ("Mohamed SPECIMEN El Haddad",)})
    cleared(listing, "MA", subject="specimens:S-001", person=namesake)
    alone = _ask(listing, "Mohamed SPECIMEN El Haddad 1990-05-04")
    assert all(each.cleared for each in alone.found if each.match.subject.id == "specimens:S-001")

    answer = _ask(listing, "Mohamed SPECIMEN El Haddad 1974-03-12\nMohamed SPECIMEN El Haddad 1990-05-04")
    assert [each.match.subject.id for each in answer.alerts] == ["specimens:S-001"]


def test_a_list_that_was_named_and_is_not_there_yet_is_no_nobody(listing: World) -> None:
    opened(listing, word="others")

    assert _ask(listing, "Nobody SPECIMEN Atall", lists=("specimens",)).unanswered == ""
    assert _ask(listing, "Nobody SPECIMEN Atall", lists=("specimens", "others")).unanswered == "no-index"


def test_a_list_of_which_an_edition_was_erased_is_not_asked_until_it_is_whole_again(listing: World) -> None:
    watch_list = queries.list_named("specimens")
    assert watch_list
    first = queries.newest_edition(watch_list.entry)
    assert first
    renewed(listing, watch_list, (*ALL, HADDAD | {"id": "S-004", "name": "Another SPECIMEN"}))
    ListedEntry.objects.filter(entry=first.entry).delete()
    ListedPart.objects.filter(entry=first.entry).delete()

    assert _ask(listing, "Mohamed SPECIMEN El Haddad").unanswered == "no-index"
    with clock.held_at(listing.now):
        indexing.catch_up()
    assert _ids(_ask(listing, "Mohamed SPECIMEN El Haddad"))[:1] == ["specimens:S-001"]
