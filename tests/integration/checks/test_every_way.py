"""The log with a line of each way there is in which somebody asks or reads."""

import pytest
from django.test import Client

from tests.integration.checks.askers import DIFFERENCES, ENTRY, asked, client_of, program
from tests.integration.checks.specimens import MARWAN, cleared, listed, logged, renewed
from tests.world import World
from wasl.checks.many.batch import Order
from wasl.checks.many.columns import placed
from wasl.checks.models import Check
from wasl.checks.tables import logged_tables
from wasl.checks.tables.batches import TableRequest
from wasl.checks.wording import WAYS
from wasl.members.acts import Role
from wasl.web.visitors import Visitor

pytestmark = pytest.mark.usefixtures("held_clock")


def _one_line_of_each_way(world: World, officer: Client, there: Client, keeper: Client) -> None:
    """Everything is asked and read that leaves a line, in every way in which somebody can."""
    terms = "exclude_schema=Vessel&exclude_entity_ids=specimens:2&include_dataset=specimens"
    asked(officer, "John \u202eHTIMS\u202c Specimenov")
    officer.post("/phone/", {"text": "Marwan Specimenov", "purpose": "visa"})
    officer.post(ENTRY, {"purpose": "visa"}, follow=True)
    officer.post("/lists/entry/specimens:99/", {"purpose": "visa"}, follow=True)
    posted = {"content_type": "application/json"}
    assert there.post("/api/v1/check", {"text": "Marwan Specimenov"}, **posted).status_code == 200
    queries = {"queries": {"one": {"schema": "Person", "properties": {"name": ["Marwan Specimenov"]}}}}
    assert there.post(f"/api/yente/match/default?{terms}", queries, **posted).status_code == 200
    for address in ("lists/specimens/differences", "lists/specimens/differences?q=salma", "clearances"):
        assert there.get(f"/api/v1/{address}").status_code == 200
    for address in (DIFFERENCES, f"{DIFFERENCES}?q=salma&view=csv"):
        assert keeper.get(address).status_code == 200
    order = Order(placed(("name",)))
    logged_tables.write_begun(TableRequest(Visitor(party="MA"), "visa"), "0" * 64, order, "SPECIMEN.csv")
    weak = [{"row": 1, "asked": "Marwan", "matches": [{"subject": "specimens:1", "score": "0.5310", "cleared": None}]}]
    counted = {"unanswered": "", "lists": {}, "model": "", "threshold": "0.7000", "matches": []}
    counted |= {"matched": 0, "cleared": 0, "weak": 1, "not_checked": 0}
    logged(world, way="many", asked={"text": "", "facts": {}, "rows": 2}, answered=counted, rows=weak)


def test_the_log_is_shown_with_a_line_of_each_way_there_is(world: World) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [MARWAN])
    cleared(world)
    head, auditor = client_of(world, "MA", Role.HEAD), client_of(world, "secretariat", Role.AUDITOR)
    keeper = client_of(world, "secretariat", Role.CLERK)
    there = program("visa")
    _one_line_of_each_way(world, client_of(world), there, keeper)
    day = world.now.date().isoformat()
    assert head.get("/clearances/?list=specimens&view=csv").status_code == 200
    for filters in ("", f"?day={day}", "?alerts=yes", "?asker=specimen", "?view=csv", "?way=match"):
        for reader in (head, auditor):
            assert reader.get(f"/checks/log/{filters}").status_code == 200
    for query in ("", f"?day={day}", "?before=999", "?party=MA"):
        assert auditor.get(f"/api/v1/checks/log{query}").status_code == 200
    first = Check.objects.order_by("pk").values_list("pk", flat=True)[0]
    assert auditor.get(f"/checks/log/{first}/").status_code == 200, "that a line was read is a line, too"

    assert {each.way for each in Check.objects.all()} == set(WAYS)
    page = auditor.get("/checks/log/").content.decode()
    assert 'John <span class="mono unseen">U+202E</span>HTIMS<span class="mono unseen">U+202C</span>' in page
    assert "\u202e" not in page
    for way in WAYS:
        assert auditor.get(f"/checks/log/?way={way}").status_code == 200
        assert auditor.get(f"/api/v1/checks/log?way={way}").json()["checks"]
    for number in Check.objects.values_list("pk", flat=True):
        for address in (f"/checks/log/{number}/", f"/api/v1/checks/log/{number}"):
            shown = auditor.get(address)
            assert (shown.status_code, "\u202e" in shown.content.decode() and "api" not in address) == (200, False)


def test_a_file_whose_likeliest_are_weak_is_not_no_match_in_the_log(world: World) -> None:
    answered = {"unanswered": "", "lists": {}, "model": "", "threshold": "0.7000", "matches": [], "matched": 0}
    asked_of = {"text": "", "facts": {}, "rows": 2}
    logged(world, way="many", asked=asked_of, answered=answered | {"cleared": 0, "weak": 1, "not_checked": 0})
    page = client_of(world, "MA", Role.HEAD).get("/checks/log/?way=many").content.decode()
    assert ("no alert" in page, "no match" in page) == (True, False)
