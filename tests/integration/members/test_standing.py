"""Two members side by side and the secretariat, for people and for programs."""

from django.test import Client

from tests.integration.members.pages import at_the_desk, say
from tests.world import NAME, World
from wasl.acts import clock
from wasl.members.acts import AdmitPartner, ConcludeAgreement, Role
from wasl.members.states import Region

BUREAU = {"city": "Lyon", "telephones": "+33 472 000 000", "time_zone": "Europe/Paris", "hours_1": "08:00-17:00"}


def _agreement(world: World, *members: str, partner: str | None = None) -> int:
    act = ConcludeAgreement(
        partner=partner,
        members=members,
        title=NAME,
        areas=("cybercrime",),
        shares=("messages",),
        begins=world.now,
        reference="SPECIMEN",
    )
    return world.perform(act, by="secretariat").index


def test_what_the_comparison_shows_is_there_as_json(world: World, client: Client) -> None:
    world.perform(
        AdmitPartner(partner="union", name=NAME, sort="regional-body", regions=(Region.AFRICA,), members=("MA",)),
        by="secretariat",
    )
    both, alone = _agreement(world, "FR", "MA"), _agreement(world, partner="union")
    world.appoint("MA", role=Role.OFFICER)

    address = "/api/v1/compare?a=MA&b=FR"
    assert address.replace("&", "&amp;") in client.get("/members/compare/?a=MA&b=FR").content.decode()
    told = client.get(address).json()
    ours, theirs = told["members"]

    assert told["agreements"] == [both]
    assert (ours["code"], ours["agreements"], ours["partners"], ours["officers"]) == ("MA", [alone], ["union"], 1)
    assert (theirs["code"], theirs["agreements"], theirs["partners"], theirs["officers"]) == ("FR", [], [], 0)


def test_a_comparison_with_nobody_is_none(world: World, client: Client) -> None:
    assert client.get("/api/v1/compare?a=MA&b=XX").status_code == 404
    assert client.get("/api/v1/compare?a=MA&b=ma").status_code == 422
    assert client.get("/api/v1/compare?a=MA").status_code == 422


def test_how_the_secretariat_is_reached_is_for_members(world: World, client: Client) -> None:
    with at_the_desk(world, "secretariat") as secretary:
        say(secretary, "/bureau/describe/", **BUREAU)
        page = secretary.get("/secretariat/").content.decode()
    assert "+33 472 000 000" in page
    assert 'href="/bureau/describe/"' in page
    with at_the_desk(world, "MA", Role.OFFICER) as officer:
        page = officer.get("/secretariat/").content.decode()
        assert "+33 472 000 000" in page
        assert 'href="/bureau/describe/"' not in page
    with clock.held_at(world.now):
        public = client.get("/secretariat/").content.decode()
        told = client.get("/api/v1/secretariat").json()
    assert "+33 472" not in public
    assert told["bureau"] is None
    assert [key["state"] for key in told["keys"]] == ["in-force"]
    assert told["keys"][0]["keyid"] in public


def test_the_secretariat_offers_nothing_that_is_for_members(world: World) -> None:
    with at_the_desk(world, "secretariat") as secretary:
        page = secretary.get("/secretariat/").content.decode()
    assert "/suspend/" not in page
    assert "/host/" not in page


def test_the_head_of_the_secretariat_is_called_secretary_general(world: World) -> None:
    with at_the_desk(world, "secretariat") as secretary:
        for page in ("/", "/secretariat/", "/officers/", "/account/people/"):
            shown = secretary.get(page).content.decode()
            assert "Secretary General" in shown, page
