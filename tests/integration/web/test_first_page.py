"""The first page: the public face for everybody, and for each role a desk that says what the role is for."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock
from wasl.members import purposes, roles
from wasl.members.acts import Role
from wasl.web import desk


def _text(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_everybody_sees_the_public_face(world: World) -> None:
    text = _text(Client())

    assert "Specimen Organisation" in text
    assert "/account/login/" in text
    assert "wasl record verify http://testserver/log" in text
    assert "Member admitted" not in text or "/record/" in text
    assert "SPECIMEN Officer" not in text


def test_before_the_founding_there_is_a_first_page_too(db: None) -> None:
    for path in ("/", "/search/", "/search/?q=morocco", "/search/?q=%230", "/search/?q=00000000"):
        assert "<h1>" in _text(Client(), path), path


def test_the_public_face_shows_no_closed_act(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Nobody Else")

    assert "SPECIMEN Nobody Else" not in _text(Client())


def _party_for(role: Role) -> str:
    facts = roles.roles()[role.value]
    return "secretariat" if facts.given_to(secretariat=True) and not facts.given_to(secretariat=False) else "MA"


def test_each_role_has_a_desk_without_a_way_that_is_closed(world: World) -> None:
    """It says what the role is for, and everything it links to opens."""
    clients = {(role, _party_for(role)): signed_in(person(world, _party_for(role), role)) for role in Role}
    with clock.held_at(world.now):
        for (role, party), client in clients.items():
            text = _text(client)
            assert str(purposes.purpose(role.value, party)) in text, role
            main = text[text.index("<main") : text.index("</main>")]
            ways = set(re.findall(r'<a [^>]*href="(/[^"]*)"', main))
            entries = sorted(path for path in ways if re.fullmatch(r"/record/[0-9]+/", path))
            for path in sorted(ways - set(entries[1:])):
                answer = client.get(path.replace("&amp;", "&"))
                assert answer.status_code in (200, 302), (role, path, answer.status_code)
                assert "/account/login/" not in answer.headers.get("Location", ""), (role, path)


def test_whoever_owes_a_second_factor_is_told(world: World) -> None:
    account = person(world, "MA")
    with clock.held_at(world.now):
        text = _text(signed_in(account, second_factor=False))

    assert "second factor" in text
    assert "/account/security/" in text


def test_whoever_holds_no_role_is_told(world: World) -> None:
    account = person(world, "MA", None)
    with clock.held_at(world.now):
        assert "You hold no role now." in _text(signed_in(account))


def test_a_mandate_that_ends_soon_waits_for_its_holder_and_for_the_head(world: World) -> None:
    head = person(world, "MA")
    officer = person(world, "MA", None)
    entry = officer.seats.get().officer
    mandate = world.appoint("MA", entry, Role.OFFICER, ends=world.now + timedelta(days=59))
    with clock.held_at(world.now):
        assert "Your mandate ends" in _text(signed_in(officer))
        assert "A mandate ends: Bureau officer" in _text(signed_in(head))

    world.pass_time(hours=1)
    world.end_mandate("MA", mandate)
    with clock.held_at(world.now):
        assert "A mandate ends: Bureau officer" not in _text(signed_in(head))


def test_a_mandate_that_ends_later_waits_for_nobody(world: World) -> None:
    head = person(world, "MA")
    world.appoint("MA", role=Role.OFFICER, ends=world.now + timedelta(days=61))
    with clock.held_at(world.now):
        assert "A mandate ends" not in _text(signed_in(head))


def test_an_old_key_waits_for_the_head(world: World) -> None:
    head = person(world, "MA")
    with clock.held_at(world.now + timedelta(days=731)):
        assert "A key should be replaced" in _text(signed_in(head))
    with clock.held_at(world.now + timedelta(days=700)):
        assert "A key should be replaced" not in _text(signed_in(head))


def test_what_i_did_last_is_mine_alone(world: World) -> None:
    head = person(world, "MA")
    world.register_officer("MA", "SPECIMEN Registered by the head")
    with clock.held_at(world.now):
        mine = _text(signed_in(head))
        other = _text(signed_in(person(world, "MA", Role.OFFICER)))

    assert "What you did last" in mine
    assert "What you did last" not in other


def test_closed_acts_of_others_show_on_no_desk(world: World) -> None:
    account = person(world, "FR")
    world.register_officer("MA", "SPECIMEN of Morocco")
    with clock.held_at(world.now):
        assert "SPECIMEN of Morocco" not in _text(signed_in(account))


def test_what_is_shown_to_somebody_no_cache_keeps(world: World) -> None:
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        for path in ("/", "/record/", "/record/3/", "/record.csv", "/members/", "/search/?q=x", "/account/profile/"):
            assert client.get(path).headers["Cache-Control"] == "private, no-store", path


def test_a_card_stays_away_where_it_has_nothing_to_say(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk, "_cards", [(1, lambda _visitor: None)])
    with clock.held_at(world.now):
        assert "card-own" not in _text(signed_in(person(world, "MA")))
