"""What a text can be: the readings that are looked up, and the queries that look."""

from datetime import date

import pytest

from wasl.acts.refusals import Refused
from wasl.checks.understanding import SEVERAL_MAX, Understood, slips, understood
from wasl.screening import Document, Identifier, Query
from wasl.screening.apart import written
from wasl.screening.atoms import NAME_MAX
from wasl.screening.left_out import left_out
from wasl.screening.question import LeftOut

TODAY = date(2026, 1, 5)
ANYTHING = Query(schema="Thing")
ZONE = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def _of(text: str, facts: Query = ANYTHING, only: str = "") -> Understood:
    return understood(text, facts, TODAY, only)


def _refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        _of(text)
    return refused.value.code


def test_a_name_is_looked_up_as_a_name_with_the_facts_beside_it() -> None:
    (query,) = _of("محمد نموذج الحداد", Query(schema="Person", birth_dates=("1974",))).queries

    assert query == Query(schema="Person", names=("محمد نموذج الحداد",), birth_dates=("1974",))


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", ""])
def test_a_zone_is_a_person_with_a_document_however_its_lines_are_pasted(between: str) -> None:
    found = _of(between.join(ZONE))

    (query,) = found.queries
    assert [each.kind for each in found.readings] == ["mrz"]
    assert query.schema == "Person"
    assert query.names == ("ANNA MARIA ERIKSSON",)
    assert query.birth_dates == ("1974-08-12",)
    assert query.sex == "female"
    assert [each.number for each in query.documents] == ["L898902C3"]


def test_a_zone_whose_digits_do_not_fit_is_looked_up_and_said_to_be_at_fault() -> None:
    found = _of("\n".join(ZONE).replace("7408122", "7408129"))

    assert found.readings[0].zone
    assert found.readings[0].zone.failures == ("birth", "composite")
    assert found.queries[0].names


def test_half_a_zone_is_no_name_of_anybody() -> None:
    assert _refusal(ZONE[0][:-2]) == "zone-not-whole"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mohamed SPECIMEN 1974-03-12", "1974-03-12"),
        ("1974-03-12, Mohamed SPECIMEN", "1974-03-12"),
        ("Mohamed SPECIMEN (12.03.1974)", "1974-03-12"),
        ("Mohamed SPECIMEN 1974", "1974"),
        ("Mohamed SPECIMEN ١٩٧٤", "1974"),
        ("Mohamed SPECIMEN 03/04/1974", "03/04/1974"),
    ],
)
def test_a_date_beside_a_name_is_the_date_of_birth(text: str, day: str) -> None:
    person = _of(text).queries[0]

    assert (person.names, person.birth_dates) == (("Mohamed SPECIMEN",), (day,))


def test_a_number_beside_a_name_is_the_number_of_a_document() -> None:
    (person, *_others) = _of("Mohamed SPECIMEN AB1234567").queries

    assert (person.names, person.documents) == (("Mohamed SPECIMEN",), (Document("AB1234567"),))


def test_a_full_date_is_never_left_out_of_the_question() -> None:
    assert all(query.birth_dates for query in _of("Mohamed SPECIMEN 1974-03-12").queries)


def test_a_year_may_be_part_of_an_organisations_name_but_not_of_a_persons() -> None:
    _person, organisation = _of("Specimen Brigade 1955").queries

    assert (organisation.schema, organisation.names) == ("Organization", ("Specimen Brigade 1955",))
    assert len(_of("Specimen Brigade 1955", Query(schema="Person")).queries) == 1


def test_two_readings_of_a_date_stay_two() -> None:
    assert written("03/04/1974") == "03/04/1974"
    assert written("13/04/1974") == "1974-04-13"
    assert written("1396-05-12") == "1396-05-12"


def test_an_identifier_that_is_certain_is_looked_up_as_nothing_else() -> None:
    found = _of("GB33 BUKB 2020 1555 5555 55")

    assert found.queries == (Query(schema="Thing", identifiers=(Identifier("iban", "GB33BUKB20201555555555"),)),)


def test_what_can_be_several_things_is_looked_up_as_all_of_them() -> None:
    found = _of("AB1234567")

    assert {each.kind for each in found.readings} == {"document", "plate"}
    assert len(found.queries) == 2


def test_the_asker_has_the_last_word() -> None:
    assert _of("AB1234567", only="name").queries == (Query(schema="Thing", names=("AB1234567",)),)
    assert _of("Born: 1974", only="document").queries[0].documents
    assert _of("<<<", only="document").queries == ()


def test_each_line_is_a_question_of_its_own_and_only_so_many_are_answered() -> None:
    found = _of("Anna SPECIMEN\nIvan OBRAZTSOV\n\nAB1234567")

    assert [query.names for query in found.queries[:2]] == [("Anna SPECIMEN",), ("Ivan OBRAZTSOV",)]
    assert _refusal("\n".join(f"Specimen {'I' * number}" for number in range(1, SEVERAL_MAX + 2))) == "too-many-lines"
    assert _refusal("Specimen\n" * 500) == "too-many-lines"


def test_a_date_alone_finds_nobody_and_is_told_so() -> None:
    assert _refusal("1974-03-12") == "date-alone"


@pytest.mark.parametrize("text", ["...", "\u200f", "—", "\n\n"])
def test_what_says_nothing_is_understood_as_nothing(text: str) -> None:
    assert not any(query.names for query in _of(text).queries)


def test_a_very_long_text_becomes_a_name_of_bounded_length_and_the_rest_is_counted() -> None:
    found = _of("Specimen " * 1_100)

    assert all(len(name) <= NAME_MAX for query in found.queries for name in query.names)
    assert found.left_out == 1_100 - len(found.queries[0].names[0].split())
    assert _refusal("\ufdfa" * 2_000) == "too-long"


IBAN, WALLET = "GB82WEST12345698765432", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


@pytest.mark.parametrize(
    "text",
    [
        f"IBAN {IBAN}",
        f"pay to {IBAN} please",
        "pay GB82 WEST 1234 5698 7654 32 to Specimen",
        f"account: {IBAN}",
        f"compte n° {IBAN}",
        f"cuenta {IBAN}",
        f"رقم الحساب: {IBAN}",
        f"Zebulon Quix\n{IBAN}",
        f"Zebulon Quix {IBAN.lower()}.",
        f"{IBAN}, {WALLET}",
    ],
)
def test_an_identifier_is_looked_up_without_the_words_beside_it(text: str) -> None:
    assert any(Identifier("iban", IBAN) in query.identifiers and not query.names for query in _of(text).queries), _of(
        text
    ).queries


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"Zebulon Quix {WALLET}", "bitcoin", WALLET),
        (f"{IBAN}, {WALLET}", "bitcoin", WALLET),
        ("Zelkova Star IMO 9074729", "imo", "9074729"),
        ("Zelkova Star 9074729", "imo", "9074729"),
        ("MV Star 9, IMO No. 9074729", "imo", "9074729"),
        ("blue Specimen 1HGCM82633A004352", "vin", "1HGCM82633A004352"),
        ("Zebulon Quix +212 5 37 00 00 00", "phone", "+212537000000"),
        ("see hxxps://evil[.]example/a today", "url", "https://evil.example/a"),
        ("plaque 12345-A-6 Specimen", "plate", "12345A6"),
    ],
)
def test_every_kind_of_identifier_is_found_among_words(text: str, kind: str, value: str) -> None:
    found = _of(text)

    assert (kind, value) in {(each.kind, each.value) for each in found.readings}
    assert any(query.identifiers and not query.names for query in found.queries)


def test_a_slip_in_an_identifier_among_words_is_said() -> None:
    found = _of(f"pay to {IBAN[:-1]}3 please")

    assert ("iban", "checksum") in {(each.kind, each.fault) for each in found.readings}
    assert slips(Query(identifiers=(Identifier("iban", f"{IBAN[:-1]}3"),)))[0].fault == "checksum"
    assert slips(Query(identifiers=(Identifier("iban", IBAN),))) == ()


@pytest.mark.parametrize(
    "text",
    [
        *("Passeport n° A1234567", "Passport No. A1234567", "pasaporte nº: A1234567", "№ A1234567", "n°A1234567"),
        *("رقم الجواز: A1234567", "جواز A1234567", "رقم جواز السفر A1234567", "carte d'identité A1234567"),
    ],
)
def test_words_that_say_what_a_number_is_are_nobodys_name(text: str) -> None:
    found = _of(text)

    assert not any(query.names for query in found.queries)
    assert Document("A1234567") in found.queries[0].documents


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("رقم جواز السفر A1234567 محمد الحداد", "محمد الحداد"),
        ("name: Ali Hassan, DOB: 1974-03-12, passport: A1234567", "Ali Hassan"),
        ("né le 12/03/1974 Ali Hassan", "Ali Hassan"),
        ("Zhang Lei 12345678", "Zhang Lei"),
        ("Max Born 1974-03-12", "Max Born"),
        ("Max born 1974-03-12", "Max"),
        ("Passport AB 123456 Ali Hassan", "Ali Hassan"),
        ("Boeing 747 A1234567 1974-03-12", "Boeing 747"),
    ],
)
def test_a_name_keeps_its_own_words_and_no_label(text: str, name: str) -> None:
    assert _of(text).queries[0].names == (name,)


def test_a_number_written_in_parts_is_looked_up_whole_and_no_part_is_lost() -> None:
    numbers = {each.number for query in _of("AB 12 345678").queries for each in query.documents}
    assert numbers == {"AB12345678", "345678"}
    assert {each.number for query in _of("A1234567 12345").queries for each in query.documents} >= {"A1234567"}


def test_a_number_that_is_too_long_is_asked_for_whole_so_that_it_is_counted() -> None:
    (query,) = _of("9" * 60, only="document").queries
    assert left_out(query) == LeftOut(facts=1)
