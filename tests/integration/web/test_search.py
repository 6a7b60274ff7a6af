"""Searching: what everybody finds, what officers find, and what nobody finds."""

from typing import Any
from urllib.parse import quote

from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock, deadlines
from wasl.acts.models import JournalEntry
from wasl.members.acts import AdmitPartner, ConcludeAgreement
from wasl.members.models import BureauKey, Officer
from wasl.web import search_index, searching
from wasl.web.models import CommitmentStart, SearchProgress, SearchTerm


def _groups(client: Client, asked: str, **more: str) -> dict[str, list[str]]:
    """The titles found, by group."""
    answer = client.get("/api/v1/search", {"q": asked, **more})
    assert answer.status_code == 200, answer.content
    return {group["name"]: [hit["title"] for hit in group["hits"]] for group in answer.json()["groups"]}


def test_a_member_is_found_in_every_language(world: World) -> None:
    for asked in ("Morocco", "morocco", "MAROC", "المغرب", "مغرب", "Marruecos", "MA", "MAR", "moroc"):
        assert "Morocco" in _groups(Client(), asked)["members"], asked


def test_the_page_shows_groups_and_links(world: World) -> None:
    text = Client().get("/search/", {"q": "Japan"}).content.decode()

    assert 'href="/members/JP/"' in text
    assert 'value="Japan"' in text


def test_without_a_question_it_says_what_can_be_found(world: World) -> None:
    text = Client().get("/search/").content.decode()

    assert "What can be found" in text


def test_nothing_found_gives_advice(world: World) -> None:
    text = Client().get("/search/", {"q": "xyzzyqq"}).content.decode()

    assert "Nothing found" in text
    assert "Try fewer words" in text


def test_an_entrys_number_leads_to_the_entry(world: World) -> None:
    for asked in ("#3", "# 3", "#٣"):
        answer = Client().get("/search/", {"q": asked})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/record/3/"), asked
    assert Client().get("/search/", {"q": "#99999"}).status_code == 200
    assert Client().get("/search/", {"q": "3"}).status_code == 200
    assert _groups(Client(), "3")["acts"]


def test_a_commitment_leads_to_its_entry(world: World) -> None:
    """From the index, and before a tick has taken it there."""
    digits = bytes(JournalEntry.objects.get(pk=4).commitment).hex()
    for _round in range(2):
        for asked in (digits, digits[:8], digits[:11], digits[:9].upper()):
            answer = Client().get("/search/", {"q": asked})
            assert (answer.status_code, answer.headers["Location"]) == (302, "/record/4/"), asked
        with clock.held_at(world.now):
            deadlines.tick()
        assert CommitmentStart.objects.count() == JournalEntry.objects.count()


def test_a_key_leads_to_the_entry_that_registered_it(world: World) -> None:
    key = BureauKey.objects.get(party="FR")
    for asked in (key.keyid, key.keyid[:12]):
        answer = Client().get("/search/", {"q": asked})
        assert answer.headers["Location"] == f"/record/{key.entry}/"


def test_acts_are_found_by_kind_and_party_in_any_language(world: World) -> None:
    world.appoint_head("MA")
    world.appoint_head("FR")
    for asked in ("officer appointed Morocco", "appointed المغرب", "Morocco appointed officer"):
        hits = Client().get("/api/v1/search", {"q": asked}).json()["groups"]
        (acts,) = [group for group in hits if group["name"] == "acts"]
        assert {(hit["title"], hit["party"]) for hit in acts["hits"]} == {("Officer appointed", "MA")}


def test_acts_are_found_by_what_they_say(world: World) -> None:
    world.appoint_head("MA")

    assert _groups(Client(), "Head of bureau")["acts"] == ["Officer appointed"]


def test_closed_acts_are_found_by_those_who_may_read_them(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Salma")
    own, other = signed_in(person(world, "MA")), signed_in(person(world, "FR"))
    with clock.held_at(world.now):
        assert "Officer registered" in _groups(own, "officer registered morocco")["acts"]
        assert "Officer registered" not in _groups(other, "officer registered morocco").get("acts", [])
        assert "Officer registered" not in _groups(Client(), "officer registered morocco").get("acts", [])


def test_an_officer_is_found_in_any_script_by_the_bureau_and_the_secretariat(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Salma Bennani")
    world.register_officer("MA", "SPECIMEN Karim Alaoui")
    bureau, secretariat = signed_in(person(world, "MA")), signed_in(person(world, "secretariat"))
    other = signed_in(person(world, "FR"))
    with clock.held_at(world.now):
        for asked in ("Salma", "sal", "salma bennani", "BENNANI", "سلمى", "بناني سلمى", "Salma Bennânî"):
            for client in (bureau, secretariat):
                assert _groups(client, asked)["officers"] == ["SPECIMEN Salma Bennani"], asked
            for client in (other, Client()):
                assert "officers" not in _groups(client, asked), asked


def test_a_name_in_arabic_is_found_by_latin_letters(world: World) -> None:
    world.register_officer("MA", "نموذج سلمى الحداد")
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        for asked in ("Salma", "salma haddad", "الحداد", "حداد سلمي"):
            assert "نموذج سلمى الحداد" in _groups(client, asked)["officers"], asked


def test_whoever_owes_a_second_factor_finds_no_officer(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Salma")
    client = signed_in(person(world, "MA"), second_factor=False)
    with clock.held_at(world.now):
        assert "officers" not in _groups(client, "Salma")


def test_an_erased_name_is_nowhere(world: World) -> None:
    """Not in the list, and not in the index: it goes in the transaction that erases it."""
    entry = world.register_officer("MA", "SPECIMEN Salma")
    assert SearchTerm.objects.filter(entry=entry).exists()

    world.erase("MA", entry)

    assert not SearchTerm.objects.filter(entry=entry).exists()
    search_index.rebuild()
    assert not SearchTerm.objects.filter(entry=entry).exists()
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        assert "officers" not in _groups(client, "Salma")


def test_a_word_that_was_left_behind_shows_nobody_anything(world: World) -> None:
    """The name is read from the officers' table, as the reader may see it."""
    entry = world.register_officer("MA", "SPECIMEN Salma")
    world.erase("MA", entry)
    SearchTerm.objects.create(source="officer", entry=entry, party="MA", term=b"salma")
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        assert "officers" not in _groups(client, "Salma")


def test_what_was_missed_is_caught_up_by_number(world: World, monkeypatch: Any) -> None:
    """A process that is killed between the act and the index loses nothing."""
    monkeypatch.setattr(search_index, "_sources", {})
    world.register_officer("MA", "SPECIMEN Missed")
    monkeypatch.undo()
    assert search_index.entries("officer", ["missed"], 5) == []

    with clock.held_at(world.now):
        deadlines.tick()

    assert search_index.entries("officer", ["missed"], 5) == [Officer.objects.get(name="SPECIMEN Missed").entry]


def test_after_a_loss_the_index_is_made_again(world: World) -> None:
    entries = [world.register_officer("MA", f"SPECIMEN Officer {number}") for number in range(3)]
    before = set(SearchTerm.objects.values_list("entry", "party", "source"))
    SearchTerm.objects.all().delete()
    CommitmentStart.objects.all().delete()
    SearchProgress.objects.all().delete()

    search_index.rebuild()

    assert set(SearchTerm.objects.values_list("entry", "party", "source")) == before
    assert {entry for entry, _party, _source in before} >= set(entries)
    assert search_index.catch_up("officer") == 0


def test_indexing_twice_writes_nothing_twice(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Twice")
    before = SearchTerm.objects.count()
    for _round in range(3):
        with clock.held_at(world.now):
            deadlines.tick()
    assert SearchTerm.objects.count() == before


def test_frequent_words_are_joined(world: World, monkeypatch: Any) -> None:
    """Where every word finds many, those that have all of them are found all the same."""
    monkeypatch.setattr(search_index, "FEW", 2)
    for name in ("Salma Bennani", "Salma Alaoui", "Karim Bennani", "Salma Bennani Haddad"):
        world.register_officer("MA", f"SPECIMEN {name}")

    found = search_index.entries("officer", ["salma", "bennani"], 10, "MA")

    names = set(Officer.objects.filter(pk__in=found).values_list("name", flat=True))
    assert names == {"SPECIMEN Salma Bennani", "SPECIMEN Salma Bennani Haddad"}


def test_more_are_announced(world: World) -> None:
    for number in range(12):
        world.register_officer("MA", f"SPECIMEN Many {number}")
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        text = client.get("/search/", {"q": "many"}).content.decode()

    assert "The best results of each group" in text
    assert "/officers/?q=many" in text


def test_pages_are_found(world: World) -> None:
    assert "Members" in _groups(Client(), "members")["pages"]
    assert "Members" in _groups(Client(), "أعضاء")["pages"] or "Record" in _groups(Client(), "record")["pages"]


def test_only_pages_that_open_are_found(world: World) -> None:
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        own = _groups(client, "sign-ins").get("pages", [])
        nobody = _groups(Client(), "sign-ins").get("pages", [])
    assert set(nobody) <= set(own)


def test_the_palette_gets_options_only(world: World) -> None:
    answer = Client().get("/search/", {"q": "Morocco", "partial": "palette"})
    text = answer.content.decode()

    assert "<html" not in text
    assert '<div role="group" aria-label="Members">' in text
    assert 'role="option"' in text
    assert Client().get("/search/", {"q": "#3", "partial": "palette"}).status_code == 200


def test_a_name_is_text_and_nothing_else(world: World) -> None:
    world.register_officer("MA", "SPECIMEN <b>Bold</b>")
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        text = client.get("/search/", {"q": "bold"}).content.decode()

    assert "<b>Bold" not in text
    assert "<bdi>SPECIMEN &lt;b&gt;Bold&lt;/b&gt;</bdi>" in text


def test_any_question_is_answered(world: World) -> None:
    odd = ("\0", "%", "_", "'; DROP TABLE", "a" * 500, "\u202e", "*", "#", "##1", "-1", "٪", "=slm", "~slm")
    for asked in odd:
        assert Client().get(f"/search/?q={quote(asked)}").status_code == 200, asked


def test_a_percent_sign_finds_not_everything(world: World) -> None:
    world.register_officer("MA", "SPECIMEN Salma")
    client = signed_in(person(world, "MA"))
    with clock.held_at(world.now):
        for asked in ("%", "_", "s%a", "=slm", "~slm"):
            assert "officers" not in _groups(client, asked), asked


def test_the_api_refuses_what_is_too_long(world: World) -> None:
    answer = Client().get("/api/v1/search", {"q": "a" * (searching.LONGEST + 1)})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid-request"


NAMES = {
    "ar": "اتحاد الواحة نموذج",
    "en": "Oasis Union SPECIMEN",
    "es": "Unión del Oasis SPECIMEN",
    "fr": "Union de l’Oasis SPECIMEN",
}


def test_partners_and_agreements_are_found_in_any_language(world: World) -> None:
    world.perform(
        AdmitPartner(partner="oasis-union", name=NAMES, sort="regional-body", members=("MA",)), by="secretariat"
    )
    agreement = world.perform(
        ConcludeAgreement(
            partner="oasis-union",
            members=(),
            title={language: f"{name} 7" for language, name in NAMES.items()},
            areas=("cybercrime",),
            shares=("notices",),
            begins=world.now,
            reference="SPECIMEN/2026/7",
        ),
        by="secretariat",
    ).index
    for asked in ("oasis", "الواحة", "واحه", "UNIÓN oasis", "l'oasis"):
        found = _groups(Client(), asked)
        assert found["partners"] == ["Oasis Union SPECIMEN"], asked
        assert found["agreements"] == ["Oasis Union SPECIMEN 7"], asked
    text = Client().get("/search/", {"q": "oasis 2026"}).content.decode()
    assert f'href="/agreements/{agreement}/"' in text
