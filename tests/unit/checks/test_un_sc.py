"""The Security Council's list: what every form of it becomes, and which files are refused where."""

import gzip
from collections import Counter
from datetime import date
from io import BytesIO

import pytest

from tests.unit.checks import lists
from wasl.checks.reading import Entry, ListRefused, ReadList, published, read_list
from wasl.checks.reading.elements import DEPTH_MAX
from wasl.screening.subject import Document, Identifier

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS>\n'
MIDDLE = "</INDIVIDUALS><ENTITIES>\n"
TAIL = "</ENTITIES></CONSOLIDATED_LIST>\n"
NAMED = "<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><FIRST_NAME>SAMIR</FIRST_NAME>"


def individual(inner: str = NAMED) -> str:
    return f"<INDIVIDUAL>{inner}</INDIVIDUAL>\n"


def entity(inner: str) -> str:
    return f"<ENTITY><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>{inner}</ENTITY>\n"


def read(text: str | bytes) -> ReadList:
    return read_list("un-sc", {"un-sc": BytesIO(text if isinstance(text, bytes) else text.encode())})


def one(inner: str) -> Entry:
    return read(HEAD + individual(NAMED + inner) + MIDDLE + TAIL).entries[0]


def refused(text: str | bytes) -> ListRefused:
    with pytest.raises(ListRefused) as caught:
        read(text)
    return caught.value


def birth(inner: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    entry = one(f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>")
    return entry.subject.birth_dates, entry.shown.get("births", ())


def test_a_whole_individual() -> None:
    entry = one(
        """<SECOND_NAME> al </SECOND_NAME><THIRD_NAME/><FOURTH_NAME>NAMUDHAJI</FOURTH_NAME>
        <UN_LIST_TYPE>Example</UN_LIST_TYPE><LISTED_ON>2015-03-04-04:00</LISTED_ON><GENDER>Male</GENDER>
        <COMMENTS1>Special Notice web link: https://www.interpol.int/en/notice/1.</COMMENTS1>
        <NAME_ORIGINAL_SCRIPT>سمير النموذجي</NAME_ORIGINAL_SCRIPT>
        <DESIGNATION><VALUE>Colonel</VALUE><VALUE>Director</VALUE></DESIGNATION>
        <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
        <LAST_DAY_UPDATED><VALUE>2016-01-01</VALUE><VALUE/></LAST_DAY_UPDATED>
        <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>
          <ALIAS_NAME>Samer Namoozaji; Sameer Namoudaji</ALIAS_NAME></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY>
          <ALIAS_NAME>Abu Mithal</ALIAS_NAME><NOTE>nom de guerre</NOTE></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
        <INDIVIDUAL_ADDRESS><CITY>Beirut</CITY><COUNTRY>Lebanon</COUNTRY><NOTE>as of 2015</NOTE></INDIVIDUAL_ADDRESS>
        <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Qom</CITY>
          <COUNTRY>Iran (Islamic Republic of)</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
        <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> X 123456</NUMBER>
          <ISSUING_COUNTRY>Lebanon</ISSUING_COUNTRY><DATE_OF_ISSUE>2010-02-18</DATE_OF_ISSUE></INDIVIDUAL_DOCUMENT>"""
    )

    subject = entry.subject
    assert (subject.id, subject.schema, subject.lists, entry.line) == ("un-sc:XXi.001", "Person", ("un-sc",), 3)
    assert subject.names == ("SAMIR al NAMUDHAJI", "سمير النموذجي", "Samer Namoozaji", "Sameer Namoudaji")
    assert subject.weak_names == ("Abu Mithal",)
    assert (subject.nationalities, subject.countries, subject.sex) == (("ir",), ("lb",), "male")
    assert subject.places == ("Qom, Iran (Islamic Republic of)",)
    assert subject.documents == (Document("X 123456", "passport", "lb"),)
    assert dict(entry.shown) == {
        "programmes": ("Example",),
        "reference": ("XXi.001",),
        "listed": ("2015-03-04",),
        "updated": ("2016-01-01",),
        "positions": ("Colonel", "Director"),
        "aliases": ("Samer Namoozaji; Sameer Namoudaji (Good)", "Abu Mithal (Low, nom de guerre)"),
        "addresses": ("Beirut, Lebanon (as of 2015)",),
        "papers": ("Passport X 123456 Lebanon (issued 2010-02-18)",),
        "links": ("https://www.interpol.int/en/notice/1",),
        "remarks": ("Special Notice web link: https://www.interpol.int/en/notice/1.",),
    }
    assert entry.unread == ()


@pytest.mark.parametrize(
    ("inner", "dates"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1975-04-21</DATE>", ("1975-04-21",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1975-04-21-04:00</DATE>", ("1975-04-21",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1975</YEAR>", ("1975",)),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1975</YEAR>", ("~1975",)),
        ("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1975</TO_YEAR>", ("1973/1975",)),
        (
            "<NOTE>Approximately</NOTE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1975</TO_YEAR>",
            ("~1973/1975",),
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1975</NOTE>", ("1975-11",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1975</YEAR><NOTE>Sep.</NOTE>", ("1975-09",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Between Aug. and Sep. 1975</NOTE>", ("1975-08", "1975-09")),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1395 (Hijri Calendar)</NOTE>", ("1395-06-24 ah",)),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1975-04-21</DATE><NOTE>false passport</NOTE>", ("1975-04-21",)),
        ("<TYPE_OF_DATE/>", ()),
    ],
)
def test_every_form_of_a_birth_date(inner: str, dates: tuple[str, ...]) -> None:
    assert birth(inner)[0] == dates


def test_what_people_read_of_a_birth_date_is_what_the_list_says() -> None:
    assert birth("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1975-04-21</DATE><NOTE>from false passport</NOTE>")[1] == (
        "1975-04-21 (from false passport)",
    )
    entry = one("<INDIVIDUAL_DATE_OF_BIRTH><NOTE>30-35 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>")
    assert [(each.fact, each.text) for each in entry.unread] == [("birth_dates", "30-35 years old")]
    assert entry.shown["births"] == ("30-35 years old",)


@pytest.mark.parametrize(
    ("inner", "document"),
    [
        ("<NUMBER>A123456</NUMBER>", Document("A123456", "passport")),
        ("<NUMBER>Libyan Passport No. 96/184</NUMBER>", Document("96/184", "passport", "ly")),
        ("<NOTE>Tunisian passport number L 191 issued on 28 Feb. 1996</NOTE>", Document("L 191", "passport", "tn")),
        (
            "<TYPE_OF_DOCUMENT2>United States Social Security Number:</TYPE_OF_DOCUMENT2><NUMBER>000-12-3456</NUMBER>",
            Document("000-12-3456", "social-security", "us"),
        ),
        ("<NUMBER>Diplomatic Passport D014433</NUMBER>", Document("D014433", "passport")),
    ],
)
def test_a_document_s_number_wherever_it_stands(inner: str, document: Document) -> None:
    kind = "" if "DOCUMENT2" in inner else "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
    assert one(f"<INDIVIDUAL_DOCUMENT>{kind}{inner}</INDIVIDUAL_DOCUMENT>").subject.documents == (document,)


def test_placeholders_and_quotes_are_no_part_of_a_name() -> None:
    entry = one(
        "<SECOND_NAME>NAMUDHAJI</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>"
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>“The Example”</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>‘Abd al-Mithal</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    )
    assert entry.subject.names == ("SAMIR NAMUDHAJI", "‘Abd al-Mithal")
    assert entry.subject.weak_names == ("The Example",)


def test_a_document_without_a_number_is_shown_and_told() -> None:
    entry = one(
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
        "<NOTE>issued in 1993</NOTE></INDIVIDUAL_DOCUMENT>"
    )
    assert entry.subject.documents == ()
    assert [each.fact for each in entry.unread] == ["documents"]
    assert entry.shown["papers"] == ("Passport (issued in 1993)",)


def test_an_organisation() -> None:
    text = entity(
        "<FIRST_NAME>EXAMPLE TRADING (ETC)</FIRST_NAME><COMMENTS1>IMO number: 1234567.</COMMENTS1>"
        "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Sample Trading (Malaysia)</ALIAS_NAME></ENTITY_ALIAS>"
        "<ENTITY_ADDRESS><STREET>1 Street</STREET><COUNTRY>China, Hong Kong Special Administrative Region</COUNTRY>"
        "</ENTITY_ADDRESS>"
    )
    subject = read(HEAD + MIDDLE + text + TAIL).entries[0].subject
    assert (subject.id, subject.schema) == ("un-sc:XXe.001", "Organization")
    assert subject.names == ("EXAMPLE TRADING", "ETC", "Sample Trading (Malaysia)")
    assert subject.countries == ("hk",)
    assert subject.identifiers == (Identifier("imo", "1234567"),)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "truncated", 1),
        (HEAD, "truncated", 3),
        (HEAD + individual(), "truncated", 4),
        (HEAD + MIDDLE + TAIL, "empty", 0),
        (HEAD + individual() + individual() + MIDDLE + TAIL, "duplicate", 4),
        (HEAD + individual("<FIRST_NAME>A</FIRST_NAME>") + MIDDLE + TAIL, "missing", 3),
        (HEAD + individual("<REFERENCE_NUMBER>X</REFERENCE_NUMBER>") + MIDDLE + TAIL, "missing", 3),
        (HEAD + individual(NAMED + "\n<FIRST_NAME>B</FIRST_NAME>") + MIDDLE + TAIL, "malformed", 4),
        (HEAD + individual() + "</ENTITIES>", "malformed", 4),
        (HEAD + individual() + MIDDLE + TAIL + "<MORE/>", "malformed", 6),
        (HEAD + individual(NAMED + "\n<COMMENTS1>\0</COMMENTS1>") + MIDDLE + TAIL, "malformed", 4),
        (HEAD + individual(NAMED + f"<COMMENTS1>{'x' * 70_000}</COMMENTS1>") + MIDDLE + TAIL, "too-large", 3),
        (HEAD + individual(NAMED + "<A>" * DEPTH_MAX), "malformed", 3),
        (HEAD + individual(NAMED + "<A/>" * 60_000), "too-large", 3),
        ("<rss><channel/></rss>", "other-file", 1),
        ("<CONSOLIDATED_LIST/>", "missing", 1),
        ('<CONSOLIDATED_LIST dateGenerated="today"/>', "missing", 1),
        ("<INDIVIDUAL/>", "other-file", 1),
        ("<html>", "other-file", 1),
        (HEAD.replace("UTF-8", "ISO-8859-1"), "encoding", 1),
        (HEAD.encode() + individual(NAMED + "\n<TITLE>é</TITLE>").encode("latin-1"), "malformed", 4),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><CONSOLIDATED_LIST/>', "malformed", 1),
        ('<!DOCTYPE a [<!ENTITY b "c">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>', "malformed", 1),
    ],
)
def test_a_file_with_a_fault_is_refused_at_its_line(text: str | bytes, code: str, line: int) -> None:
    refusal = refused(text)
    assert (refusal.code, refusal.line) == (code, line)


def test_entities_that_multiply_are_refused_before_they_do() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "ha">{levels}]><CONSOLIDATED_LIST>&l9;</CONSOLIDATED_LIST>'
    assert refused(bomb).code == "malformed"


def test_the_day_the_list_was_made() -> None:
    file = BytesIO((HEAD + individual() + MIDDLE + TAIL).encode())
    assert published("un-sc", {"un-sc": file}) == date(2026, 1, 1)
    assert len(read_list("un-sc", {"un-sc": file}).entries) == 1
    assert published("ftm", {}) is None


class TestPublished:
    @pytest.mark.parametrize(
        ("edition", "individuals", "entities"),
        [("2017-07-03", 650, 371), ("2018-10-29", 703, 390), ("2026-02-27", 730, 273)],
    )
    def test_every_entry_is_read(self, edition: str, individuals: int, entities: int) -> None:
        found = lists.un_list(edition)

        assert Counter(entry.subject.schema for entry in found.entries) == {
            "Person": individuals,
            "Organization": entities,
        }
        assert all(entry.subject.id.startswith("un-sc:") and entry.shown["listed"] for entry in found.entries)

    def test_next_to_nothing_is_left_unread(self) -> None:
        found = lists.un_list("2026-02-27")

        unread = found.unread()
        assert (unread["birth_dates"], unread["documents"], unread["nationalities"], unread["sex"]) == (1, 2, 0, 0)
        facts = Counter[str]()
        for entry in found.entries:
            facts["birth_dates"] += len(entry.subject.birth_dates)
            facts["documents"] += len(entry.subject.documents)
            facts["nationalities"] += len(entry.subject.nationalities)
        assert facts["birth_dates"] > 850
        assert facts["documents"] > 450
        assert facts["nationalities"] > 640

    def test_weak_names_are_those_the_list_calls_low(self) -> None:
        found = lists.un_list("2026-02-27")
        assert 600 <= sum(len(entry.subject.weak_names) for entry in found.entries) <= 660

    def test_a_file_cut_anywhere_is_refused_or_whole(self) -> None:
        whole = gzip.decompress(lists.un_file("2026-02-27").read_bytes())
        end = whole.rindex(b"</CONSOLIDATED_LIST>") + len(b"</CONSOLIDATED_LIST>")
        for at in range(0, end, end // 12):
            assert refused(whole[:at]).code == "truncated"
        # A shorter list of real entries, cut at every place its structure has.
        last = whole.index(b"</INDIVIDUAL>", 40_000) + len(b"</INDIVIDUAL>")
        short = whole[:last] + b"</INDIVIDUALS></CONSOLIDATED_LIST>\n"
        assert len(read(short).entries) > 10
        for at in (*range(1, len(short) - 60, 997), *range(len(short) - 60, len(short) - 1)):
            assert refused(short[:at]).code == "truncated"
        assert len(read(short[:-1]).entries) > 10
