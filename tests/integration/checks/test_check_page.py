"""The pages of checks as officers use them: the one box, its answer, side by side, an entry; and the telephone's."""

import re
import shutil
from typing import Any

import pytest
from django.test import Client

from tests.integration.checks.specimens import CLEARED, cleared, opened, renewed
from tests.integration.checks.test_asking import ALL, ERIKSSON, HADDAD, MUSTER, ZONE
from tests.integration.members.pages import at_the_desk
from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock
from wasl.checks import queries
from wasl.checks.index import shelves
from wasl.checks.models import Check
from wasl.members.acts import DescribeBureau, Role

NOBODY = "Zebulon Quixworth Featherstonehaugh"


@pytest.fixture
def listing(world: World) -> World:
    """A world whose secretariat keeps a list of specimens."""
    renewed(world, opened(world), ALL)
    return world


def _asked(client: Client, text: str, address: str = "/check/", **other: Any) -> Any:
    """The answer to a question, where the browser is sent."""
    sent = client.post(address, {"text": text, "purpose": "training"} | other)
    assert sent.status_code == 302, sent.content.decode()
    assert re.fullmatch(rf"{address}\d+/", sent["Location"])
    return client.get(sent["Location"])


def _words(answer: Any) -> str:
    """The page's text, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _title(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert found
    return found[1]


def test_a_question_is_answered_at_an_address_that_says_nothing_of_it(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "محمد نموذج الحداد", born="1974", nationality="Maroc")

        said = _words(answer)
        assert "محمد" not in answer.request["PATH_INFO"]
        assert _title(answer).startswith("1 match")
        assert "Mohamed SPECIMEN El Haddad" in said
        assert "the same year" in said
        assert "the same nationality" in said
        assert "3 subjects" in said
        assert answer["Cache-Control"] == "private, no-store"
    assert Check.objects.count() == 1


def test_a_reload_asks_nothing_again_and_shows_what_was_logged(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "Mohamed SPECIMEN El Haddad")
        again = client.get(answer.request["PATH_INFO"])

    assert _words(again) == _words(answer)
    assert Check.objects.count() == 1


def test_an_answer_is_for_who_asked_alone(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        address = _asked(client, "Mohamed SPECIMEN El Haddad").request["PATH_INFO"]
        for other in (person(listing, "MA", Role.OFFICER), person(listing, "FR", Role.OFFICER)):
            assert signed_in(other).get(address).status_code == 404
            assert signed_in(other).get(f"{address}compare/specimens:S-001/").status_code == 404
    with clock.held_at(listing.pass_time(hours=10)):
        assert client.get(address).status_code == 200
    with clock.held_at(listing.pass_time(hours=15)):
        assert client.get(address).status_code == 404


def test_the_three_outcomes_share_no_words(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        found, nobody = _asked(client, "Mohamed SPECIMEN El Haddad"), _asked(client, NOBODY)
        shutil.rmtree(shelves.folder())
        failed = _asked(client, NOBODY)
    pages = {"match": found, "Nobody on these lists": nobody, "Could not be answered": failed}
    for words, page in pages.items():
        assert [other for other in pages if other in _title(page)] == [words]
    assert [page.content.decode().count('role="alert"') for page in pages.values()] == [0, 0, 1]
    assert 'class="unanswered"' in failed.content.decode()
    assert "All 3 subjects of the lists asked were looked at" in _words(nobody)
    assert "looked at" not in _words(failed)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "Anna SPECIMEN", "purpose": ""}, "Say what the check is made for."),
        ({"text": ""}, "Type a name, a number"),
        ({"text": ZONE.splitlines()[0]}, "not like the whole of it"),
        ({"text": "1974-03-12"}, "A date alone finds nobody."),
        ({"text": "Anna SPECIMEN", "born": "never"}, "Write a year"),
        ({"text": "Anna SPECIMEN", "nationality": "Nowhere"}, "No state is known"),
        ({"text": "Anna SPECIMEN", "lists": "elsewhere"}, "elsewhere"),
    ],
)
def test_what_is_wrong_stands_at_the_form_and_nothing_is_asked(listing: World, sent: dict[str, str], told: str) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = client.post("/check/", {"purpose": "training"} | sent)

    assert answer.status_code == 422
    assert told in _words(answer)
    assert not Check.objects.exists()


def test_the_purpose_is_asked_once_a_session(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        assert "selected>Training" not in client.get("/check/").content.decode()
        _asked(client, NOBODY)
        for address in ("/check/", "/phone/"):
            assert '<option value="training" selected>' in client.get(address).content.decode()


def test_a_chip_takes_its_fact_away(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        both = _asked(client, "Mohamed El Haddad", born="1974", number="XA0000174", issuer="MA", kind="passport")
        one = _asked(client, "Mohamed El Haddad", born="1974", number="XA0000174", issuer="MA", without="number")
    assert ('value="born"' in both.content.decode(), 'value="number"' in both.content.decode()) == (True, True)
    assert ('value="born"' in one.content.decode(), 'value="number"' in one.content.decode()) == (True, False)
    assert [sorted(check.asked["facts"]) for check in Check.objects.order_by("pk")] == [
        ["birth_dates", "documents"],
        ["birth_dates"],
    ]


def test_what_was_read_is_said_and_can_be_corrected(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        read = _words(_asked(client, "XA0000174"))
        assert "Read as document number" in read
        assert "It is a name" in read
        corrected = _words(_asked(client, "XA0000174", reading="name"))
        assert "It is a name" not in corrected
        assert "Nobody on these lists" in corrected
        misread = _words(_asked(client, ZONE.replace("7408122", "74O8122")))
        assert "check digits valid · letter or figure, read by likeness: \u2068of the date of birth" in misread
        slip = _words(_asked(client, ZONE.replace("7408122", "7408129")))
        assert "TD3 · ANNA MARIA ERIKSSON · check digit does not fit: \u2068of the date of birth\u2069" in slip


def test_lists_are_chosen_and_those_of_others_are_not_offered(listing: World) -> None:
    renewed(listing, opened(listing, "MA", "ours"), [MUSTER | {"id": "M-1"}])
    renewed(listing, opened(listing, "FR", "theirs"), [MUSTER | {"id": "F-1"}])
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        form = client.get("/check/").content.decode()
        assert ("ma.ours" in form, "fr.theirs" in form) == (True, False)
        answer = _asked(client, "Erika SPECIMEN Mustermann", lists="ma.ours")
        assert ("M-1" in _words(answer), "S-003" in _words(answer)) == (True, False)
        (address,) = set(re.findall(r'href="(/lists/entry/ma.ours:M-1/[^"]*)"', answer.content.decode()))
        assert client.get(address, follow=True).status_code == 200
        assert client.get("/lists/entry/fr.theirs:F-1/").status_code == 404
        assert client.post("/lists/entry/specimens:nobody/", {"purpose": "visa"}, follow=True).status_code == 404


def test_a_list_not_renewed_is_warned_of(listing: World) -> None:
    listing.pass_time(days=8)
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            assert "was not renewed in time" in _words(_asked(client, NOBODY, address))


def test_a_list_whose_newest_edition_is_not_filed_is_said(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        assert "still being filed" not in _words(_asked(client, NOBODY))
        held = (shelves.place("secretariat") / "lists.json").read_bytes()
        renewed(listing, queries.lists_open()[0], [HADDAD, ERIKSSON])
        renewed(listing, opened(listing, word="others"), [MUSTER])
        (shelves.place("secretariat") / "lists.json").write_bytes(held)
        for address in ("/check/", "/phone/"):
            answer = _asked(client, NOBODY, address)
            said = _words(answer)
            assert said.count("the one before was asked") == 1
            assert said.count("whoever is on it is missing") == 1
            assert _title(answer).startswith("Not all lists were asked")
            assert "Nobody on these lists" not in said


def test_names_that_were_not_looked_for_are_said(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        assert "not looked for" not in _words(_asked(client, NOBODY))
        line = Check.objects.get()
        Check.objects.update(answered=line.answered | {"left_out": 6})
        for address in ("/check/", "/phone/"):
            assert "6 of the names were not looked for" in _words(client.get(f"{address}{line.pk}/"))


def test_what_was_not_all_looked_at_is_not_nobody(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            answer = _asked(client, "Quixworth " * 60 + "Mohamed SPECIMEN El Haddad", address)
            assert _title(answer).startswith("Not all of it was looked at")
            assert "words were not looked at" in _words(answer)
            assert "Nobody on these lists" not in _words(answer)


def test_marks_that_nobody_sees_are_no_question(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            answer = client.post(address, {"text": "\u200b\u200f", "purpose": "training"})
            assert (answer.status_code, "Type a name, a number" in _words(answer)) == (422, True)
    assert not Check.objects.exists()


def test_a_slip_in_an_account_is_said(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            assert "its check digit does not fit" in _words(
                _asked(client, "Zebulon Quixworth GB82WEST12345698765433", address)
            )


def test_each_line_of_the_box_is_read_and_stays_a_line(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            answer = _asked(client, "Zebulon Quixworth\r\nXA0000174", address)
            assert "Mohamed SPECIMEN El Haddad" in _words(answer)
            assert re.search(r"<textarea[^>]*>Zebulon Quixworth\s+XA0000174</textarea>", answer.content.decode())


def test_somebody_cleared_is_toned_down_with_who_said_so(listing: World) -> None:
    namesake = CLEARED.model_copy(update={"names": ("Mohamed SPECIMEN El Haddad",)})
    cleared(listing, "MA", subject="specimens:S-001", person=namesake)
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "Mohamed SPECIMEN El Haddad SP123456")
        assert _title(answer).startswith("Cleared")
        assert 'class="is-cleared"' in answer.content.decode()
        assert "Not the one listed, says Morocco : SPECIMEN: seen with the passport" in _words(answer)
        assert "Stop and verify" not in _words(_asked(client, "Mohamed SPECIMEN El Haddad SP123456", "/phone/"))


def test_a_thing_is_cleared_in_the_words_of_a_person(listing: World) -> None:
    renewed(listing, queries.lists_open()[0], [*ALL, {"id": "S-004", "schema": "Company", "name": "SPECIMEN Trading"}])
    with at_the_desk(listing, "MA", Role.HEAD) as client:
        for text, name in (("SPECIMEN Trading", "S-004"), ("Mohamed SPECIMEN El Haddad", "S-001")):
            answer = _asked(client, text)
            for page in (answer, client.get(f"{answer.request['PATH_INFO']}compare/specimens:{name}/")):
                assert "Not the one listed" in _words(page)
                assert "same person" not in _words(page)


def test_pairs_are_told_as_they_are_written(listing: World) -> None:
    renewed(listing, queries.lists_open()[0], [{"id": "S-001", "name": "Mohamed SPECIMEN EL HADDAD"}])
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "Al-Haddad Mohamed Specimen")
        for page in (answer, client.get(f"{answer.request['PATH_INFO']}compare/specimens:S-001/")):
            pairs = re.findall(r"<bdi>([^<]*)</bdi> <span class=\"sign\".*?<bdi>([^<]*)</bdi>", page.content.decode())
            assert ("Al-Haddad", "EL HADDAD") in pairs
            assert ("Specimen", "SPECIMEN") in pairs


def test_whom_another_bureau_cleared_is_an_alert_all_the_same(listing: World) -> None:
    namesake = CLEARED.model_copy(update={"names": ("Mohamed SPECIMEN El Haddad",)})
    cleared(listing, "FR", subject="specimens:S-001", person=namesake, shared=True)
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "Mohamed SPECIMEN El Haddad SP123456")
        assert 'class="is-alert"' in answer.content.decode()
        assert "Not the one listed, says France : SPECIMEN: seen with the passport" in _words(answer)
        assert "Stop and verify" in _words(_asked(client, "Mohamed SPECIMEN El Haddad SP123456", "/phone/"))


def test_who_may_clear_is_offered_it_and_nobody_else(listing: World) -> None:
    offered = []
    for role in (Role.BORDER, Role.DUTY):
        with at_the_desk(listing, "MA", role) as client:
            offered.append("/clearances/give/?subject=specimens" in _asked(client, "S-001").content.decode())
    assert offered == [False, True]


def test_side_by_side_the_rows_add_up(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        answer = _asked(client, "Mohammed SPECIMEN Haddad", born="1974-03-12", nationality="FR")
        page = client.get(f"{answer.request['PATH_INFO']}compare/specimens:S-001/")
        nobody = client.get(f"{answer.request['PATH_INFO']}compare/specimens:S-003/")

    bits = [
        float(sign.replace("−", "-") + value)
        for sign, value in re.findall(r'<bdi dir="ltr">([+−])([\d.]+)</bdi>', page.content.decode())
    ]
    rows, total = bits[:-1], bits[-1]
    assert len(rows) > 3
    assert abs(sum(rows) - total) <= 0.05 * len(bits)
    said = _words(page)
    assert "another nationality" in said
    assert "France" in said
    assert "Morocco" in said
    assert nobody.status_code == 404


def test_an_entry_is_shown_whole(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        found = _asked(client, "S-001").content.decode()
        (address,) = set(re.findall(r'href="(/lists/entry/specimens:S-001/[^"]*)"', found))
        said = _words(client.get(address, follow=True))
    for told in (
        "Mohamed SPECIMEN El Haddad",
        "محمد نموذج الحداد",
        "12 March 1974",
        "Morocco",
        "XA0000174",
        "passport",
    ):
        assert told in said


def test_on_the_telephone_a_zone_is_answered_in_a_few_words(listing: World) -> None:
    act = DescribeBureau(telephones=("+212 5 37 00 00 00",), time_zone="Africa/Casablanca")
    listing.perform(act, by="MA")
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        stop = _asked(client, ZONE, "/phone/")
        slip = _asked(
            client,
            ZONE.replace("ERIKSSON<<ANNA<MARIA", "QUIXWORTH<<ZEBULON<X").replace("L898902C3", "X12345678"),
            "/phone/",
        )
        nobody = _asked(client, NOBODY, "/phone/")
    assert "Stop and verify" in _words(stop)
    assert "check digits valid" in _words(stop)
    assert "recorded as “Training and tests”" in _words(stop)
    assert 'href="tel:+212537000000"' in stop.content.decode()
    assert "Look closer" in _words(slip)
    assert "check digit does not fit" in _words(slip)
    assert "Nobody on these lists" in _words(nobody)
    assert len(stop.content) < 12_000
    assert "<script" not in stop.content.decode()
    assert [check.way for check in Check.objects.all()] == ["phone"] * 3


def test_names_of_every_sort_leave_the_page_whole(world: World) -> None:
    many = [{"id": f"L-{number}", "name": f"SPECIMEN {'ا' * 60} <b>&\u202e{number}"} for number in range(12)]
    long = {"id": "X" * 200, "name": "SPECIMEN " + "Verylongname" * 40}
    renewed(world, opened(world), [*many, long])
    with at_the_desk(world, "MA", Role.BORDER) as client:
        for text in (f"SPECIMEN {'ا' * 60}", long["name"], "X" * 200):
            page = _asked(client, text).content.decode()
            assert "<b>&" not in page
