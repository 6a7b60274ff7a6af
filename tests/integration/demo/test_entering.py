"""Entering as somebody with one click: only in a demo, by POST, and each time with a new session."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import person
from tests.world import World
from wasl.accounts.models import Account
from wasl.demo import seats
from wasl.members.acts import Role


def _account(party: str, role: str) -> int:
    return next(each.account for each in seats.people() if each.party == party and role in each.roles)


def _entered(client: Client, account: int, **more: Any) -> Any:
    return client.post("/welcome/enter/", {"account": account, **more})


def _name(client: Client) -> str:
    """Whom the next page takes the visitor for."""
    visitor = client.get("/welcome/").wsgi_request.visitor  # type: ignore[attr-defined]
    return f"{visitor.party} {','.join(held.role for held in visitor.roles)}" if visitor.signed_in else ""


@pytest.fixture
def town(demo: World) -> World:
    """A head of bureau and a border officer, with accounts of the demo."""
    demo.heads["MA"] = demo.appoint("MA", demo.register_officer("MA", "SPECIMEN Head"), Role.HEAD)
    demo.appoint("FR", demo.register_officer("FR", "SPECIMEN Border"), Role.BORDER)
    seats.give_accounts()
    return demo


def test_a_card_makes_one_somebody_with_all_rights_of_the_role(town: World, client: Client) -> None:
    answer = _entered(client, _account("MA", Role.HEAD))

    assert (answer.status_code, answer["Location"]) == (302, "/")
    visitor = client.get("/welcome/").wsgi_request.visitor  # type: ignore[attr-defined]
    assert (visitor.party, visitor.owes_second_factor) == ("MA", False)
    assert visitor.may("officers.manage")


def test_whoever_changes_leaves_the_session_before(town: World, client: Client) -> None:
    _entered(client, _account("MA", Role.HEAD))
    before = client.session.session_key
    stale = Client()
    stale.cookies["sessionid"] = client.cookies["sessionid"].value

    _entered(client, _account("FR", Role.BORDER))

    assert _name(client) == f"FR {Role.BORDER}"
    assert client.session.session_key != before
    assert _name(stale) == ""


def test_a_session_from_before_entering_is_not_the_one_after(town: World, client: Client) -> None:
    """Whoever planted a session's name in somebody's browser does not get in with it."""
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    _entered(client, _account("MA", Role.HEAD))

    assert client.session.session_key != planted
    assert "planted" not in client.session


def test_nobody_is_entered_by_a_key_that_is_none(in_demo: Path, db: Any, client: Client) -> None:
    for account in ("", "0", "-1", "٣", "1e3", "9" * 40, "none", "1 OR 1=1"):
        answer = client.post("/welcome/enter/", {"account": account}, follow=True)

        assert answer.status_code == 200
        assert "Nobody can be entered as with this" in answer.content.decode()
        assert _name(client) == ""


def test_a_closed_account_and_one_without_a_seat_are_not_entered(town: World, client: Client) -> None:
    closed = Account.objects.get(pk=_account("FR", Role.BORDER))
    closed.is_active = False
    closed.save()
    seatless = Account.objects.open("nobody@demo.wasl.example", "en")

    for account in (closed.pk, seatless.pk):
        _entered(client, account)
        assert _name(client) == ""


def test_one_goes_on_to_an_address_of_this_site_only(town: World, client: Client) -> None:
    for asked, gone_to in (
        ("/members/MA/", "/members/MA/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:x", "/"),
    ):
        assert _entered(client, _account("MA", Role.HEAD), next=asked)["Location"] == gone_to


def test_entering_takes_a_form_of_this_site(town: World) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert _entered(strict, _account("MA", Role.HEAD)).status_code == 403
    assert strict.get("/welcome/enter/").status_code == 405


def test_the_language_of_the_page_is_kept(town: World, client: Client) -> None:
    client.cookies["django_language"] = "fr"
    account = _account("MA", Role.HEAD)
    assert Account.objects.get(pk=account).language == "ar"

    _entered(client, account)

    assert Account.objects.get(pk=account).language == "fr"
    assert client.get("/welcome/")["Content-Language"] == "fr"


def test_one_can_be_nobody_again(town: World, client: Client) -> None:
    _entered(client, _account("MA", Role.HEAD))

    assert client.post("/welcome/leave/")["Location"] == "/welcome/"
    assert _name(client) == ""


def test_the_card_of_whoever_one_is_says_so(town: World, client: Client) -> None:
    _entered(client, _account("MA", Role.HEAD))

    page = client.get("/welcome/").content.decode()
    assert f'value="{_account("MA", Role.HEAD)}" aria-current="true"' in page
    assert f'value="{_account("FR", Role.BORDER)}" aria-current="true"' not in page


def test_in_a_real_installation_there_is_no_such_page(db: Any, client: Client) -> None:
    for path in ("/welcome/", "/tour/1/", "/clock/"):
        assert client.get(path).status_code == 404


def test_in_a_real_installation_nobody_is_entered_and_no_clock_moved(world: World, client: Client) -> None:
    account = person(world, "MA", Role.HEAD)

    for name in ("demo-enter", "demo-leave", "demo-tour-end", "demo-clock"):
        answer = client.post(reverse(name), {"account": account.pk, "by": "month"})
        assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_real_installation_bears_no_line_of_a_demo(db: Any, client: Client) -> None:
    client.cookies["wasl_tour"] = "1"
    page = client.get("/members/").content.decode()

    assert "Demonstration" not in page
    assert 'class="tour"' not in page
