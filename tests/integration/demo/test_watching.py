"""The lists of the demo: asked in any script, one of them overdue, one person cleared, and a log of who asked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.world import forgotten
from wasl.acts import clock
from wasl.checks import asking, queries
from wasl.checks.models import Check, Edition, LoggedDay
from wasl.demo import watching, world
from wasl.screening import Document, Query
from wasl.web.visitors import Visitor

pytestmark = pytest.mark.django_db  # also says that there is to be a database when these run alone

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)
OFFICER = Visitor(party="FR", account=1, name="Mathieu SPECIMEN")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """The demo, built once: these tests look, and ask."""
    with django_db_blocker.unblock(), forgotten():
        world.build(NOW, lambda _done, _total: None)
        with clock.held_at(NOW):
            yield NOW


def ask(text: str, visitor: Visitor = OFFICER, **facts: Any) -> asking.Answer:
    return asking.ask(asking.Question(text, Query(schema="Thing", **facts), purpose="training"), visitor)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("محمد نموذج الحداد", "W-001"),
        ("Oksana Zrazkova", "W-009"),
        ("陈样本", "W-014"),
        ("GB82 WEST 1234 5698 7654 32", "O-001"),
        ("IMO 9074729", "V-001"),
        ("XU0001975", "D-002"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "C-002"),
        ("malware[.]specimen[.]example", "I-002"),
        (
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "W-025",
        ),
    ],
)
def test_whatever_is_typed_finds_who_or_what_is_listed(built: datetime, text: str, entry: str) -> None:
    assert ask(text).alerts[0].entry.id == f"{watching.WANTED}:{entry}"


def test_nobody_else_is_found(built: datetime) -> None:
    answer = ask("Julia SPECIMEN Roberts")

    assert not answer.unanswered
    assert answer.alerts == ()


def test_one_bureaus_list_is_its_own_and_overdue(built: datetime) -> None:
    theirs = Visitor(party=watching.OVERDUE_OF, account=2, name="يونس الأطلسي نموذج")

    assert [each.name for each in ask("Anybody").stale] == []
    assert [each.name for each in ask("Anybody", theirs).stale] == [f"ma.{watching.OVERDUE}"]
    assert ask("SPEC 174", theirs).alerts


def test_a_namesake_is_cleared_for_the_bureau_that_said_so_and_shown_to_others(built: datetime) -> None:
    bureau = Visitor(party="DE", account=3, name="Sören SPECIMEN-Weiß")
    paper = (Document("C01X0SPEC1"),)
    own, others = (ask("Muhammad SPECIMEN-Haddad", who, documents=paper).found for who in (bureau, OFFICER))

    (here,), (there,) = ([each for each in found if each.entry.id.endswith(":W-002")] for found in (own, others))
    assert (here.cleared, there.cleared) == (True, False)
    assert here.clearance == there.clearance
    assert here.clearance is not None
    assert not here.alert


def test_the_list_was_renewed_again_and_again_and_grew(built: datetime) -> None:
    known = queries.list_named(watching.WANTED)
    assert known
    sizes = list(Edition.objects.filter(list=known.entry).order_by("entry").values_list("entries", flat=True))

    assert len(sizes) >= 12
    assert sizes == sorted(sizes)
    assert sizes[-1] > 40


def test_every_question_is_in_the_log_and_the_days_before_in_the_record(built: datetime) -> None:
    asked = Check.objects.exclude(purpose="training")

    assert asked.count() == len(watching.ASKED)
    assert {each.party for each in asked} >= {"MA", "FR", "JP", "DE"}
    assert LoggedDay.objects.count() >= 5
