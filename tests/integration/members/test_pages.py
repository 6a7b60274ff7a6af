"""The pages of members, officers, partners, agreements and roles: what each reader sees, and the same as data."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.integration.acts.refused.relations import UNION, agreed
from tests.integration.members.pages import at_the_desk, say
from tests.people import person, signed_in
from tests.world import NAME, World
from wasl.acts import clock
from wasl.members import roles, roster
from wasl.members.acts import Role, SuspendRights
from wasl.web import access

SUSPENSION = SuspendRights(member="MA", rights=("vote",), reason="SPECIMEN reason", article="SPECIMEN 52")


def _rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def _codes(client: Client, query: str) -> list[str]:
    """The members that a list shows: the same as a page, as CSV and as JSON."""
    listed = [row["code"] for row in _rows(client.get(f"/members/?{query}&view=csv"))]
    told = [row["code"] for row in client.get(f"/api/v1/members?order=name&{query}").json()]
    page = client.get(f"/members/?{query}").content.decode()
    assert listed == told
    assert all(f'href="/members/{code}/"' in page for code in listed)
    return listed


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=maroc", ["MA"]),
        ("q=المغرب", ["MA"]),
        ("q=Marruecos", ["MA"]),
        ("q=MAR", ["MA"]),
        ("q=zzz", []),
        ("region=africa", ["KE", "MA", "SN"]),
        ("region=africa&q=sen", ["SN"]),
        ("standing=suspended", ["MA"]),
        ("standing=no-bureau", ["KE"]),
        ("standing=bureau&region=africa", ["MA", "SN"]),
    ],
)
def test_members_by_what_is_asked_for(world: World, query: str, codes: list[str]) -> None:
    from wasl.members import hosting, states

    world.perform(hosting.admission(states.state("KE")), by="secretariat")
    world.perform(SUSPENSION, by="secretariat")
    with clock.held_at(world.now):
        assert _codes(Client(), query) == codes


def test_what_is_not_on_a_list_counts_as_not_said(world: World) -> None:
    page = Client().get("/members/?region=atlantis&standing=x&order=y&view=z")

    assert page.status_code == 200
    assert page.content.decode().count('href="/members/MA/"') == 1


def test_a_member_shows_what_is_suspended_and_why(world: World) -> None:
    entry = world.perform(SUSPENSION, by="secretariat").index
    with clock.held_at(world.now):
        page = Client().get("/members/MA/").content.decode()
        told = Client().get("/api/v1/members/MA").json()["suspensions"]

    assert "SPECIMEN reason" in page
    assert "SPECIMEN 52" in page
    assert f'href="/record/{entry}/"' in page
    assert [(each["rights"], each["in_force"]) for each in told] == [(["vote"], True)]


def test_everything_a_member_did_can_be_paged_through(world: World) -> None:
    for _number in range(25):
        world.register_officer("MA")
    with at_the_desk(world, "MA") as client:
        first = client.get("/members/MA/").content.decode()
        older = first.split('rel="next" href="')[1].split("#")[0]
        second = client.get(f"/members/MA/{older}").content.decode()

    assert first.count("Officer registered") == 19, "the newest act is the head's appointment"
    assert second.count("Officer registered") == 7
    assert 'rel="prev"' in second


def test_names_of_officers_are_for_their_bureau_and_the_secretariat(world: World) -> None:
    world.appoint("MA", world.register_officer("MA", "SPECIMEN Known Here"))
    with at_the_desk(world, "MA") as client:
        assert "SPECIMEN Known Here" in client.get("/members/MA/").content.decode()
    with at_the_desk(world, "secretariat") as client:
        assert "SPECIMEN Known Here" in client.get("/members/MA/").content.decode()
    with at_the_desk(world, "FR") as client:
        assert "SPECIMEN Known Here" not in client.get("/members/MA/").content.decode()
    assert "SPECIMEN Known Here" not in Client().get("/members/MA/").content.decode()


def test_a_role_without_the_right_shows_no_names(world: World) -> None:
    world.appoint("MA", world.register_officer("MA", "SPECIMEN Known Here"))
    with at_the_desk(world, "MA", Role.BORDER) as client:
        assert "SPECIMEN Known Here" not in client.get("/members/MA/").content.decode()
        assert client.get("/officers/").status_code == 403


def test_two_members_side_by_side(world: World) -> None:
    world.perform(UNION, by="secretariat")
    world.perform(agreed(world), by="secretariat")
    world.perform(
        agreed(world, partner=None, members=("FR", "MA"), title={**NAME, "en": "In common"}), by="secretariat"
    )
    with clock.held_at(world.now):
        page = Client().get("/members/compare/?a=MA&b=FR").content.decode()
    common, _title, apart = page.partition("Only Morocco")

    assert "In common" in common
    assert NAME["en"] in apart.partition("Only France")[0]
    assert "No agreement of its own." in apart.partition("Only France")[2]


@pytest.mark.parametrize(("query", "status"), [("a=MA&b=XX", 404), ("a=MA&b=MA", 200), ("a=MA", 200), ("", 200)])
def test_a_comparison_takes_two_members(world: World, query: str, status: int) -> None:
    assert Client().get(f"/members/compare/?{query}").status_code == status


def _officers(client: Client, query: str) -> list[str]:
    listed = [row["name"] for row in _rows(client.get(f"/officers/?{query}&view=csv"))]
    assert [each["name"] for each in client.get(f"/api/v1/officers?{query}").json()["officers"]] == listed
    return listed


def test_officers_by_what_is_asked_for(world: World) -> None:
    world.appoint("MA", world.register_officer("MA", "SPECIMEN Amina"), Role.DUTY)
    ended = world.appoint("MA", world.register_officer("MA", "SPECIMEN سلمى"), Role.BORDER)
    world.end_mandate("MA", ended)
    world.register_officer("FR", "SPECIMEN Amélie")
    with at_the_desk(world, "MA") as client:
        head = "SPECIMEN head-of-bureau"
        assert _officers(client, "") == [head, "SPECIMEN سلمى", "SPECIMEN Amina"]
        assert _officers(client, "role=duty-officer") == ["SPECIMEN Amina"]
        assert _officers(client, "role=border-officer") == []
        assert _officers(client, "state=without") == ["SPECIMEN سلمى"]
        assert _officers(client, "state=in-office") == [head, "SPECIMEN Amina"]
        assert _officers(client, "role=duty-officer&state=without") == []
        assert _officers(client, "q=amina") == ["SPECIMEN Amina"]
        assert _officers(client, "q=salma") == ["SPECIMEN سلمى"]
        assert _officers(client, "q=amina&role=border-officer") == []
        assert _officers(client, "party=FR") == [head, "SPECIMEN سلمى", "SPECIMEN Amina"], (
            "one's own, whatever is asked"
        )
    with at_the_desk(world, "secretariat") as client:
        assert _officers(client, "party=FR") == ["SPECIMEN Amélie"]
        assert set(_officers(client, "q=am")) == {"SPECIMEN Amina", "SPECIMEN Amélie"}


@pytest.mark.parametrize("query", ["", "role=duty-officer", "state=in-office", "q=specimen"])
def test_pages_of_officers_follow_each_other_without_gap_or_repetition(world: World, query: str) -> None:
    for number in range(7):
        world.appoint("MA", world.register_officer("MA", f"SPECIMEN {number}"), Role.DUTY)
    with at_the_desk(world, "MA") as client:
        found: list[str] = []
        before: int | None = None
        while True:
            more = f"&before={before}" if before is not None else ""
            page = client.get(f"/api/v1/officers?limit=3&{query}{more}").json()
            found += [each["name"] for each in page["officers"]]
            before = page["next"]
            if before is None:
                break

    assert [name for name in found if name != "SPECIMEN head-of-bureau"] == [
        f"SPECIMEN {n}" for n in reversed(range(7))
    ]


def test_those_with_a_role_are_looked_for_a_stretch_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "LOOKED_AT", 4)
    for number in range(9):
        officer = world.register_officer("MA", f"SPECIMEN {number}")
        if number == 1:
            world.appoint("MA", officer, Role.DUTY)
    found, asked = [], roster.Asked(party="MA", state=roster.WITH)
    for _page in range(4):
        page = roster.page("MA", asked, 50)
        found += [officer.name for officer in page.officers]
        if page.before is None:
            break
        asked = roster.Asked(party="MA", state=roster.WITH, before=page.before)

    assert found == ["SPECIMEN 1"]
    assert page.before is None


def test_words_of_two_scripts_are_marked_in_lists(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Аmina")
    with at_the_desk(world, "MA") as client:
        assert client.get("/officers/").content.decode().count("mixed scripts") == 1


def test_a_name_is_no_formula_in_a_spreadsheet(world: World) -> None:
    world.register_officer("MA", '=HYPERLINK("https://specimen.example")')
    with at_the_desk(world, "MA") as client:
        text = client.get("/officers/?view=csv").content.decode()

    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_a_name_cannot_break_out_of_a_page(world: World) -> None:
    officer = world.register_officer("MA", "<script>SPECIMEN</script>")
    with at_the_desk(world, "MA") as client:
        for address in ("/officers/", f"/officers/{officer}/", f"/officers/{officer}/appoint/"):
            assert "<script>SPECIMEN" not in client.get(address).content.decode()


def test_partners_and_agreements_from_page_to_page(world: World) -> None:
    words = {f"name_{language}": text for language, text in NAME.items()}
    titles = {f"title_{language}": text for language, text in NAME.items()}
    with at_the_desk(world, "secretariat") as client:
        say(
            client,
            "/partners/admit/",
            partner="specimen-union",
            sort="regional-body",
            regions=["africa"],
            members=["MA", "SN"],
            **words,
        )
        say(client, "/partners/specimen-union/change/", sort="bilateral", members=["MA"], **words)
        entry = say(
            client,
            "/agreements/conclude/",
            partner="specimen-union",
            areas=["terrorism", "cybercrime"],
            shares=["notices"],
            begins="2026-01-01",
            ends="2026-03-01",
            reference="SPECIMEN 1",
            **titles,
        )
        refused = client.post("/partners/specimen-union/end/", {"reason": "withdrew"})
        listed = client.get("/agreements/?state=ending&area=terrorism&member=MA").content.decode()
        told = client.get("/api/v1/agreements?member=MA").json()
        say(client, f"/agreements/{entry}/end/", reason="replaced")
        say(client, "/partners/specimen-union/end/", reason="withdrew")
        pages = [client.get(page).content.decode() for page in ("/partners/", "/partners/specimen-union/")]

    assert refused.status_code == 422
    assert "agreements-in-force" in refused.content.decode()
    assert f'href="/agreements/{entry}/"' in listed
    assert [(each["entry"], each["areas"]) for each in told] == [(entry, ["cybercrime", "terrorism"])]
    assert all("ended" in page for page in pages)


def test_an_agreement_needs_somebody_on_the_other_side(world: World) -> None:
    titles = {f"title_{language}": text for language, text in NAME.items()}
    said = {"areas": ["terrorism"], "shares": ["notices"], "begins": "2026-01-01", "reference": "SPECIMEN"}
    with at_the_desk(world, "secretariat") as client:
        answer = client.post("/agreements/conclude/", {**said, **titles, "members": ["MA"]})

    assert answer.status_code == 422
    assert "with a partner, or among two members" in answer.content.decode()


def test_rights_are_suspended_and_restored_by_page(world: World) -> None:
    with at_the_desk(world, "secretariat") as client:
        said = {"rights": ["vote", "host"], "reason": "SPECIMEN reason", "article": "SPECIMEN 52"}
        entry = say(client, "/members/FR/suspend/", **said)
        assert "SPECIMEN reason" in client.get("/members/FR/").content.decode()
        say(client, f"/suspensions/{entry}/restore/", reason="decided")

        assert "restored" in client.get("/members/FR/").content.decode()


def test_a_member_is_admitted_and_hosted_by_page(world: World) -> None:
    from wasl.acts import keystore

    with at_the_desk(world, "secretariat") as client:
        say(client, "/members/admit/", member="KE")
        say(client, "/members/KE/host/")
        (keyid,) = keystore.hosted("KE")

        assert keyid in client.get("/members/KE/").content.decode()
        assert client.get("/members/KE/host/").status_code == 404
    world.keys["KE"] = keystore.signing_key(keyid)


def test_every_role_is_shown_with_its_rights_and_its_holders(world: World) -> None:
    world.appoint("MA", role=Role.DUTY)
    world.appoint("FR", role=Role.DUTY)
    with clock.held_at(world.now):
        page = Client().get("/roles/").content.decode()
        told = {role["name"]: role for role in Client().get("/api/v1/roles").json()}

    assert [role.value for role in Role] == [name for name in roles.roles() if f'id="{name}"' in page]
    assert told["duty-officer"]["held"] == 2
    assert told["teller"]["held"] == 0


def test_every_right_of_a_role_has_a_name() -> None:
    for role in roles.roles().values():
        assert role.rights | role.at_secretariat <= set(access.rights()), role.name


def test_a_role_that_is_known_is_in_the_table_and_the_other_way_round() -> None:
    assert {role.value for role in Role} == set(roles.roles())


@pytest.mark.parametrize("party", ["MA", "secretariat"])
def test_only_what_the_party_gives_is_offered(world: World, party: str) -> None:
    officer = world.register_officer(party)
    with at_the_desk(world, party) as client:
        page = client.get(f"/officers/{officer}/appoint/").content.decode()

    offered = {role.value for role in Role if f'value="{role.value}"' in page}
    assert offered == {
        name for name, role in roles.roles().items() if role.given_to(secretariat=party == "secretariat")
    }


def test_officers_of_another_party_are_not_there_for_programs(world: World) -> None:
    officer = world.register_officer("FR")
    with at_the_desk(world, "MA") as client:
        answer = client.get(f"/api/v1/officers/{officer}")

        assert answer.status_code == 404
        assert json.loads(answer.content)["code"] == "not-there"


def test_pages_that_show_what_is_closed_are_kept_by_no_cache(world: World) -> None:
    client = signed_in(person(world, "MA"))
    officer = world.register_officer("MA")
    with clock.held_at(world.now):
        for address in ("/members/MA/", "/officers/", f"/officers/{officer}/", "/bureau/describe/", "/api/v1/officers"):
            assert client.get(address)["Cache-Control"] == "private, no-store", address
