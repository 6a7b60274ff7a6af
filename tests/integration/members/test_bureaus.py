"""How a bureau is reached: for every member, for nobody else, and gone when it is erased."""

from datetime import timedelta
from typing import Any

from tests.integration.members.pages import at_the_desk, say
from tests.world import World
from wasl.acts import queries
from wasl.acts.models import Audience
from wasl.members import queries as members
from wasl.members.acts import DescribeBureau, Hours
from wasl.members.models import BureauDescription

KIND = "members.describe-bureau/1"


def described(**other: Any) -> DescribeBureau:
    said: dict[str, Any] = {
        "city": "Rabat",
        "telephones": ("+212 500 000 000",),
        "languages": ("fr", "ar"),
        "time_zone": "Africa/Casablanca",
        "hours": (Hours(day=1, opens="08:30", closes="16:30"),),
    }
    return DescribeBureau(**said | other)


def test_every_party_reads_it_and_the_public_does_not(world: World) -> None:
    entry = world.perform(described(), by="MA").index

    for reader in ("MA", "FR", "secretariat", "system"):
        assert world.as_seen_by(reader).knows(entry)
        assert members.description("MA", reader) is not None
    assert not world.as_seen_by(None).knows(entry)
    assert members.description("MA", None) is None


def test_a_member_that_joins_later_reads_it_too(world: World) -> None:
    entry = world.perform(described(), by="MA").index
    world.admit("KE")

    assert world.as_seen_by("KE").knows(entry)
    assert [line.index for line in queries.newest("KE", kind=KIND)] == [entry]


def test_lists_hold_it_once_for_every_party(world: World) -> None:
    entry = world.perform(described(), by="MA").index

    assert Audience.objects.filter(entry=entry).count() == 1
    for reader in ("MA", "FR", "secretariat"):
        assert [line.index for line in queries.newest(reader, kind=KIND)] == [entry]
        assert [line.index for line in queries.newest(reader, kind=KIND, party="MA")] == [entry]
        assert [line.index for line in queries.oldest(reader, kind=KIND, party="MA")] == [entry]
        assert queries.newest(reader, kind=KIND, party="FR") == []
    assert queries.newest(None, kind=KIND) == []


def test_lists_of_what_is_addressed_to_one_and_to_all_are_one_list(world: World) -> None:
    first = world.register_officer("MA")
    second = world.perform(described(), by="MA").index
    third = world.register_officer("MA")

    assert [line.index for line in queries.newest("secretariat", party="MA")][:3] == [third, second, first]
    assert [line.index for line in queries.newest("secretariat", party="MA", before=third, limit=1)] == [second]
    assert [line.index for line in queries.newest("FR", party="MA") if not line.is_open] == [second]


def test_the_newest_counts(world: World) -> None:
    world.perform(described(), by="MA")
    world.perform(described(city="Casablanca"), by="MA")
    found = members.description("MA", "FR")

    assert found is not None
    assert found.city == "Casablanca"
    assert found.languages == ["ar", "fr"], "a set has one form in the record"


def test_erasing_the_newest_leaves_the_one_before(world: World) -> None:
    world.perform(described(), by="MA")
    entry = world.perform(described(city="Casablanca"), by="MA").index
    world.erase("MA", entry)
    found = members.description("MA", "FR")

    assert found is not None
    assert found.city == "Rabat"


def test_every_party_learns_that_it_is_gone(world: World) -> None:
    entry = world.perform(described(), by="MA").index
    erasure = world.erase("MA", entry).index
    world.admit("KE")

    assert not BureauDescription.objects.exists()
    assert all(world.as_seen_by(reader).knows(erasure) for reader in ("MA", "FR", "secretariat"))
    assert not world.as_seen_by("KE").knows(erasure), "who joined later never read it"
    assert not world.as_seen_by(None).knows(erasure)


def test_it_is_said_and_changed_by_page(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        say(
            client,
            "/bureau/describe/",
            address="SPECIMEN House\r\n1 Specimen Street",
            city="Rabat",
            telephones="+212 500 000 000",
            languages=["ar", "fr"],
            time_zone="Africa/Casablanca",
            hours_1="8:30-12:00, 14:00 – 18:00",
            hours_5="08:30-24:00",
        )
        form = client.get("/bureau/describe/").content.decode()
        page = client.get("/members/MA/").content.decode()
    found = members.description("MA", "FR")

    assert found is not None
    assert found.address == ["SPECIMEN House", "1 Specimen Street"]
    assert found.hours == [[1, "08:30", "12:00"], [1, "14:00", "18:00"], [5, "08:30", "24:00"]]
    assert 'value="08:30-12:00 14:00-18:00"' in form
    assert "+212 500 000 000" in page


def test_hours_that_are_none_are_said_at_their_day(world: World) -> None:
    with at_the_desk(world, "MA") as client:
        for wrong in ("morning", "8-", "25:00-26:00", "16:00-08:00"):
            answer = client.post("/bureau/describe/", {"time_zone": "Africa/Casablanca", "hours_3": wrong})
            assert answer.status_code == 422, wrong
            assert 'href="#id_hours_3"' in answer.content.decode(), wrong


def test_the_page_of_a_member_tells_members_who_is_on_duty(world: World) -> None:
    world.perform(described(), by="MA")
    world.pass_time(minutes=90)  # a Monday, 09:30 UTC: 10:30 in Rabat
    with at_the_desk(world, "FR") as client:
        page = client.get("/members/MA/").content.decode()
        told = client.get("/api/v1/members/MA").json()["bureau"]

        assert "on duty now" in page
        assert told["on_duty"] is True
        assert told["changes"] == "2026-01-05T15:30:00+00:00"
    public = world.pass_time(hours=12) and client_of_nobody()
    assert "for members and the secretariat" in public.get("/members/MA/").content.decode()
    assert public.get("/api/v1/members/MA").json()["bureau"] is None


def client_of_nobody() -> Any:
    from django.test import Client

    return Client()


def test_round_the_clock_has_no_hours(world: World) -> None:
    world.perform(described(always=True, hours=()), by="MA")
    world.pass_time(days=2, hours=3)
    with at_the_desk(world, "FR") as client:
        assert "round the clock" in client.get("/members/MA/").content.decode()


def test_what_was_said_before_a_moment_is_not_asked_for(world: World) -> None:
    """A description has the time at which it was decided."""
    world.pass_time(hours=1)
    world.perform(described(), by="MA")
    found = members.description("MA", "MA")

    assert found is not None
    assert found.at == world.now
    assert found.at - timedelta(hours=1) < world.now
