"""Machine-readable zones: the specimens of ICAO and of states, damaged ones, and what is refused."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import public_data
from wasl.screening.check_digits import travel_document
from wasl.screening.mrz import NotAZone, parse
from wasl.screening.subject import Document

TODAY = date(2026, 11, 27)

# The specimens of ICAO Doc 9303 for the state of Utopia.
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F9612109ZE184226B<<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
EVERY = {"TD3": TD3, "TD2": TD2, "TD1": TD1, "MRV-A": MRV_A, "MRV-B": MRV_B}

_FIELDS = {"document": "number", "personal": "optional"}
"""What the published vectors call two fields, and what we do."""


@pytest.mark.parametrize(("kind", "text"), EVERY.items())
def test_a_specimen_of_every_format_is_right(kind: str, text: str) -> None:
    zone = parse(text, TODAY)
    assert zone.format == kind
    assert zone.is_right
    assert (zone.surname, zone.given, zone.name) == ("ERIKSSON", "ANNA MARIA", "ANNA MARIA ERIKSSON")
    assert zone.issuer_code == "UTO"
    assert zone.issuer == ""
    assert zone.sex == "female"
    assert not zone.truncated
    assert zone.repaired == ()


def test_every_field_of_a_passport() -> None:
    zone = parse(TD3, TODAY)
    assert (zone.kind, zone.number, zone.birth, zone.expiry) == ("P", "L898902C3", "1974-08-12", "2012-04-15")
    assert zone.optional == ("ZE184226B",)
    assert zone.document == Document("L898902C3", "passport", "uto")


@pytest.mark.parametrize(
    "text", [TD3.replace("\n", ""), TD3.lower(), f"\n {TD3} \n", TD3.replace("<", " "), TD3.replace("<", "‹")]
)
def test_how_it_is_pasted_is_no_matter(text: str) -> None:
    assert parse(text, TODAY) == parse(TD3, TODAY)


def test_arabic_digits_are_digits() -> None:
    assert parse(TD3.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), TODAY) == parse(TD3, TODAY)


def test_a_long_number_goes_on_in_the_optional_field() -> None:
    zone = parse(TD1_LONG, TODAY)
    assert zone.number == "D23145890734"
    assert zone.optional == ()
    assert zone.is_right
    assert parse(TD1_LONG.replace("<7349", "<7348"), TODAY).failures == ("number", "composite")


def test_a_short_number_with_optional_data_is_not_long() -> None:
    text = "I<MCO029067<<<0ABC<<<<<<<<<<<<\n9901018F0903248MCO<<<<<<<<<<<0\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<"
    zone = parse(text, TODAY)
    assert (zone.number, zone.optional) == ("029067", ("ABC",))


@pytest.mark.parametrize(
    ("at", "wrong", "failures"),
    [
        (45 + 9, "7", ("number", "composite")),
        (45 + 19, "3", ("birth", "composite")),
        (45 + 27, "8", ("expiry", "composite")),
        (45 + 42, "2", ("optional", "composite")),
        (45 + 43, "1", ("composite",)),
        (45 + 13, "8", ("birth", "composite")),
    ],
)
def test_the_failing_check_digit_is_named(at: int, wrong: str, failures: tuple[str, ...]) -> None:
    zone = parse(TD3[:at] + wrong + TD3[at + 1 :], TODAY)
    assert zone.failures == failures
    assert not zone.is_right


def test_a_letter_for_a_digit_is_repaired_and_said_so() -> None:
    zone = parse(TD3.replace("7408122F", "74O8I22F").replace("ERIKSSON", "ER1KSS0N"), TODAY)
    assert (zone.birth, zone.surname) == ("1974-08-12", "ERIKSSON")
    assert zone.repaired == ("birth", "name")
    assert zone.is_right


@pytest.mark.parametrize(
    ("right", "misread", "field"),
    [
        ("7408122F", "74O8122F", "birth"),
        ("7408122F", "740812ZF", "birth"),
        ("1204159", "I2O4I59", "expiry"),
        ("L898902C36", "L898902C3G", "number"),
        ("<10", "<lO", "composite"),
    ],
)
def test_where_only_figures_may_stand_a_look_alike_is_read_as_one(right: str, misread: str, field: str) -> None:
    zone = parse(TD3.replace(right, misread), TODAY)
    assert zone.failures == ()
    assert field in zone.repaired
    assert (zone.number, zone.birth, zone.expiry) == ("L898902C3", "1974-08-12", "2012-04-15")


@pytest.mark.parametrize("filler", ["«", "<<"])
def test_a_double_sign_is_two_fillers_or_one_as_the_lines_are_long(filler: str) -> None:
    assert parse(TD3.replace("<", "«"), TODAY).is_right
    assert parse(TD3.replace("<<", filler), TODAY).name == "ANNA MARIA ERIKSSON"


@pytest.mark.parametrize(
    ("field", "surname", "given", "truncated"),
    [
        ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA MARIA", False),
        ("VAN<DER<MUELLEN<<MARIANNE<LOUISE<<<<<<<", "VAN DER MUELLEN", "MARIANNE LOUISE", False),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", "", False),
        ("<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ANNA MARIA", "", False),
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", True),
        ("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNA", "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNA", "", True),
        ("ERIKSSON<<ANNA<MARIA<<<<<<<K<<<<<KK<<<<", "ERIKSSON", "ANNA MARIA", False),
        ("ERIKSSON<<ANNA<MARIAKKKKKKKKKKKKKKKKKKK", "ERIKSSON", "ANNA MARIA", False),
        ("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", "", False),
    ],
)
def test_names_are_parted_and_a_cut_one_is_known(field: str, surname: str, given: str, truncated: bool) -> None:
    zone = parse(f"P<UTO{field}{TD3[44:]}", TODAY)
    assert (zone.surname, zone.given, zone.truncated) == (surname, given, truncated)


@pytest.mark.parametrize(
    ("birth", "expiry", "read"),
    [
        ("261127", "311127", ("2026-11-27", "2031-11-27")),
        ("261128", "761101", ("1926-11-28", "2076-11-01")),
        ("270101", "770101", ("1927-01-01", "1977-01-01")),
        ("74<<<<", "1204<<", ("1974", "2012-04")),
        ("7400<<", "<<<<<<", ("1974", "")),
        ("749931", "120431", ("1974", "2012-04-31")),
    ],
)
def test_the_century_is_the_last_that_can_be(birth: str, expiry: str, read: tuple[str, str]) -> None:
    zone = parse(TD3.replace("740812", birth).replace("120415", expiry), TODAY)
    assert (zone.birth, zone.expiry) == read


@pytest.mark.parametrize(
    "text",
    ["", "P<UTO", TD3[:-1], TD3[1:], TD1.rpartition("\n")[0], TD3 + "<", "A" * 43, f"{TD2}\n{TD2[:36]}", "<" * 10_000],
)
def test_a_wrong_length_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(NotAZone, match="2 lines of 44 characters") as refused:
        parse(text, TODAY)
    assert refused.value.found == tuple(len(line) for line in text[:1_000].splitlines() if line)


def test_the_french_card_of_before_2021() -> None:
    lines = ["IDFRANOVAK<<<<<<<<<<<<<<<<<<<<123456", "ABCDE12345126JAN<<<<<<<<<<<8110251M8"]
    zone = parse("\n".join(lines), TODAY)
    assert (zone.format, zone.name, zone.number, zone.issuer) == ("FRA-ID", "JAN NOVAK", "ABCDE1234512", "fr")
    assert zone.is_right


def test_the_published_vectors_are_judged_as_by_others() -> None:
    path = public_data.path("mrz/mrz_vectors.jsonl")
    vectors = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    judged = [vector for vector in vectors if vector["format"] != "other"]
    assert len(judged) >= 45
    for vector in judged:
        zone = parse("\n".join(vector["lines"]), TODAY)
        wrong = {_FIELDS.get(field, field) for field, right in vector["computed_check_digits"].items() if not right}
        mended = {*zone.repaired, "composite"} if zone.repaired else set()
        assert (zone.format, set(zone.failures) | (wrong & mended)) == (vector["format"], wrong)


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=15),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=15),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9),
    st.dates(date(1927, 1, 1), date(2026, 1, 1)),
)
def test_a_zone_made_of_any_facts_reads_back(surname: str, given_name: str, number: str, born: date) -> None:
    padded, birth = f"{number:<<9}", f"{born:%y%m%d}"
    first = f"P<UTO{surname}<<{given_name}".ljust(44, "<")
    numbers, dated, expires = (field + travel_document(field) for field in (padded, birth, "300101"))
    second = f"{numbers}UTO{dated}F{expires}{'<' * 14}0"
    second += travel_document(second[:10] + second[13:20] + second[21:43])
    zone = parse(f"{first}\n{second}", TODAY)
    assert zone.is_right
    assert (zone.number, zone.birth, zone.expiry) == (number, born.isoformat(), "2030-01-01")
    assert (zone.surname, zone.given) == (surname, given_name) or "KKKK" in surname + given_name


@given(st.sampled_from(sorted(EVERY)), st.data())
def test_noise_in_a_zone_never_fails(kind: str, data: st.DataObject) -> None:
    text = EVERY[kind]
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=20)):
        if text[at] != "\n":
            text = text[:at] + data.draw(st.sampled_from("<ABKO0158Z")) + text[at + 1 :]
    zone = parse(text, TODAY)
    assert zone.number == zone.number.strip()


@given(st.text(max_size=300))
def test_noise_is_refused(text: str) -> None:
    with pytest.raises(NotAZone):
        parse(text, TODAY)
