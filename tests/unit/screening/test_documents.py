"""Document numbers as they are typed and misread, and national numbers with their check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.check_digits import travel_document
from wasl.screening.documents import CHOSEN_FROM_MAX, compare, confusable, normal, weigh
from wasl.screening.identifiers import SEVERAL_MAX
from wasl.screening.index import Index
from wasl.screening.index.marks import MARKS_MAX
from wasl.screening.national_numbers import is_right
from wasl.screening.subject import Document, Query, Subject

NUMBERS = st.text("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", min_size=6, max_size=12)


def passport(number: str, country: str = "fr") -> Document:
    return Document(number=number, kind="passport", country=country)


@pytest.mark.parametrize(
    ("number", "state", "form"),
    [
        ("12 AB 34567", "", "12AB34567"),
        ("12-ab/34567", "", "12AB34567"),
        ("٠١٢٣٤٥٦٧٨", "", "012345678"),
        ("Passport No. 1234567", "", "PASSPORTNO1234567"),
        ("No. 1234567", "", "1234567"),
        ("№ 1234567", "", "1234567"),
        ("АВ1234567", "", "AB1234567"),
        ("USA 123456789", "us", "123456789"),
        ("US123456789", "USA", "123456789"),
        ("USA12345", "us", "USA12345"),
        ("PA0941234", "pk", "PA0941234"),
        ("RU AB123456", "", "AB123456"),
        ("rus-ab 123456", "ru", "AB123456"),
        ("RU AB123456", "fr", "RUAB123456"),
        ("AR 1234567", "", "AR1234567"),
        ("DL AB123456", "", "DLAB123456"),
        ("L898902C3<", "", "L898902C3"),
        ("", "", ""),
        ("---", "", ""),
    ],
)
def test_a_number_has_one_form(number: str, state: str, form: str) -> None:
    assert normal(number, state) == form


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (passport("L898902C3"), passport("L 898902-c3"), "document"),
        (passport("L898902C3"), passport("FRAL898902C3", "FRA"), "document-cut"),
        (passport("L898902C3"), passport("FRA L898902C3", ""), "document-state-unknown"),
        (passport("1898902C3"), passport("FRA1898902C3", "FRA"), "document"),
        (passport("L898902C3"), passport("L898902C3", ""), "document-state-unknown"),
        (passport("L898902C3"), passport("L898902C3", "de"), "document-other-state"),
        (passport("L898902C3"), Document("L898902C3", "visa", "fr"), "document-other-kind"),
        (passport("L898902C3"), passport("L898902C36"), "document-check-digit"),
        (passport("L8989O2C3"), passport("L898902C3"), "document-misread"),
        (passport("LB98902C3"), passport("L898902C3"), "document-misread"),
        (passport("L898902C3"), passport("L889902C3"), "document-exchanged"),
        (passport("L898902C3"), passport("L898702C3"), "document-one-character"),
        (passport("L898902C3"), passport("L8989023"), "document-one-character"),
        (passport("L898902C3"), passport("L898902C4"), "document-last-character"),
        (passport("L898902C3"), passport("898902C3"), "document-cut"),
        (passport("L898902C3"), passport("X1234567"), "document-differs"),
        (
            Document("10000000146", "national-number", "tr"),
            Document("10000000078", "national-number", "tr"),
            "document-permanent-differs",
        ),
    ],
)
def test_the_relation_is_named_and_the_same_from_both_sides(one: Document, other: Document, rule: str) -> None:
    found = compare(one, other)
    assert found
    assert found[0] == rule
    assert compare(other, one) == found


def test_the_nearer_the_number_the_more_bits() -> None:
    others = ["L898902C3", "L898902C36", "L8989O2C3", "L889902C3", "L898702C3", "L898902C4", "X1234567"]
    bits = [found[1] for other in others if (found := compare(passport("L898902C3"), passport(other)))]
    assert bits == sorted(bits, reverse=True)
    assert bits[0] > 20
    assert bits[-1] < 0


def test_a_short_number_says_little() -> None:
    short, long = compare(passport("12"), passport("12")), compare(passport("123456789"), passport("123456789"))
    assert short
    assert long
    assert short[1] < 4
    assert long[1] > 20


def test_numbers_of_different_states_or_kinds_say_nothing_when_they_differ() -> None:
    assert compare(passport("L898902C3"), passport("X1234567", "de")) is None
    assert compare(passport("L898902C3"), Document("X1234567", "visa", "fr")) is None
    assert weigh((passport("L898902C3"),), ()) is None
    assert weigh((passport("---"),), (passport("---"),)) is None


def test_two_right_national_numbers_are_two_people_however_alike() -> None:
    one, other = "12345678Z", "12345679S"
    assert is_right(one, "es")
    assert is_right(other, "es")
    for kind in ("national-number", "identity-card"):
        found = compare(Document(one, kind, "es"), Document(other, kind, "es"))
        assert found
        assert found[0] == "document-permanent-differs"


@pytest.mark.parametrize(
    ("number", "state"),
    [  # specimens of the issuing offices and of textbooks
        ("10000000146", "tr"),
        ("12345678Z", "es"),
        ("X1234567L", "es"),
        ("11010519491231002X", "cn"),
        ("52998224725", "br"),
        ("0123456789", "ir"),
        ("85073003328", "be"),
        ("44051401359", "pl"),
        ("111222333", "nl"),
        ("8001015009087", "za"),
        ("7523169263", "bg"),
        ("1630615123457", "ro"),
        ("7707083893", "ru"),
        ("8112189876", "se"),
        ("255081416802538", "fr"),
        ("1101700230708", "th"),
        ("000000018", "il"),
    ],
)
def test_a_national_number_is_right_and_one_digit_off_is_not(number: str, state: str) -> None:
    assert is_right(number, state) is True
    at = len(number) // 2
    assert is_right(f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}", state) is False
    assert is_right(number + "1", state) in {None, False}
    assert is_right("?" * len(number), state) is False


def test_nobody_knows_every_number() -> None:
    assert is_right("12345678", "fr") is None
    assert is_right("12345678", "") is None


@given(NUMBERS, st.sampled_from("-/ ."))
def test_separators_and_case_are_no_matter(number: str, separator: str) -> None:
    assert normal(separator.join(number).lower()) == normal(number)


@given(NUMBERS)
def test_a_number_with_the_check_digit_of_its_zone_is_the_same(number: str) -> None:
    found = compare(passport(number, "jp"), passport(number + travel_document(number), "jp"))
    assert found
    assert found[0] in {"document-check-digit", "document-cut"}


@given(NUMBERS, NUMBERS)
def test_comparison_is_symmetric(one: str, other: str) -> None:
    assert compare(passport(one), passport(other)) == compare(passport(other), passport(one))


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=10))
def test_noise_never_fails(one: str, other: str, state: str) -> None:
    found = compare(passport(one, state), passport(other, state))
    assert found == compare(passport(other, state), passport(one, state))
    assert confusable(normal(one)) == confusable(confusable(normal(one)))
    assert normal(normal(one, state)) == normal(one, state)


def test_long_numbers_and_many_of_them_cost_no_more_than_a_few() -> None:
    assert len(normal("1" * 10_000)) <= 40
    many = tuple(passport(f"{number:09}") for number in range(500))
    found = weigh(many, many)
    assert found
    assert found.bits > 10


def test_the_number_that_two_descriptions_share_is_compared_wherever_it_stands() -> None:
    shared = passport("K1234567", "jo")
    asked = (*(passport(f"{number:09}", "de") for number in range(CHOSEN_FROM_MAX - 1)), passport("KI234567", "jo"))
    listed = (*(passport(f"X{number:08}") for number in range(CHOSEN_FROM_MAX - 1)), shared)
    for ours, theirs in ((asked, listed), (listed, asked), (asked, (shared,)), ((shared,), asked)):
        found = weigh(ours, theirs)
        assert found
        assert found.rule == "document-misread"
        assert found.bits > 10


def test_a_number_in_common_always_says_something() -> None:
    found = weigh((passport("12", ""),), (passport("12"),))
    assert found
    assert found.bits > 0
    index = Index.build([Subject(id="1", documents=(passport("12"),))])
    (match,) = index.search(Query(documents=(passport("12", ""),)), threshold=0)
    assert [row.rule for row in match.evidence] == ["document-state-unknown"]


def test_a_number_found_behind_many_others_has_its_evidence() -> None:
    others = tuple(passport(f"{number:09}", "de") for number in range(MARKS_MAX - 1))
    listed = Subject(id="1", names=("Karim Nomouzaj",), documents=(passport("K1234567", "jo"),))
    (match,) = Index.build([listed]).search(Query(documents=(*others, passport("K1234567", "jo"))))
    assert [(row.rule, row.query) for row in match.evidence] == [("document", "K1234567")]
    assert CHOSEN_FROM_MAX >= MARKS_MAX
    assert SEVERAL_MAX >= MARKS_MAX
