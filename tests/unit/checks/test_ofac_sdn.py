"""The SDN list: what its files and its remarks become, and which files are refused where."""

from collections import Counter
from io import BytesIO

import pytest

from tests.unit.checks import lists
from wasl.checks.reading import Entry, ListRefused, ReadList, read_list
from wasl.screening.subject import Document, Identifier

SDN = '7,"NAMUDHAJI, Samir, Jr.","individual","SDGT] [IRAQ2","Colonel",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{remarks}\r\n'
VESSEL = '8,"EXAMPLE STAR","vessel","CUBA",-0- ,"AB1",Tug,"2597","1098","Cuba","Example Lines",-0- \r\n'
END = "\x1a"
EMPTY = {"sdn": END, "alt": END, "add": END, "comments": ""}


def read(**files: str) -> ReadList:
    return read_list("ofac-sdn", {name: BytesIO(text.encode("latin-1")) for name, text in (EMPTY | files).items()})


def sdn(remarks: str = "-0- ") -> str:
    return SDN.format(remarks=f'"{remarks}"' if remarks != "-0- " else remarks) + END


def one(remarks: str) -> Entry:
    return read(sdn=sdn(remarks)).entries[0]


def test_an_individual_over_all_files() -> None:
    entry = read(
        sdn=sdn("DOB 10 Dec 1958; POB Qom, Iran; nationality Iran; Gender Male; a.k.a. 'ABU MITHAL'."),
        alt=f'7,12,"aka","NAMOOZAJI, Samer",-0- \r\n{END}',
        add=f'7,25,-0- ,"Havana","Cuba",-0- \r\n{END}',
    ).entries[0]

    subject = entry.subject
    assert (subject.id, subject.schema) == ("ofac-sdn:7", "Person")
    assert subject.names == ("Samir NAMUDHAJI Jr.", "Samer NAMOOZAJI")
    assert subject.weak_names == ("ABU MITHAL",)
    assert (subject.birth_dates, subject.places) == (("1958-12-10",), ("Qom, Iran",))
    assert (subject.nationalities, subject.countries, subject.sex) == (("ir",), ("cu",), "male")
    assert entry.shown["programmes"] == ("SDGT", "IRAQ2")
    assert entry.shown["aliases"] == ("NAMOOZAJI, Samer (aka)", "ABU MITHAL (a.k.a.)")
    assert entry.shown["addresses"] == ("Havana, Cuba",)
    assert entry.unread == ()


def test_a_vessel() -> None:
    entry = read(sdn=VESSEL + END).entries[0]

    assert (entry.subject.schema, entry.subject.names) == ("Vessel", ("EXAMPLE STAR",))
    assert entry.subject.identifiers == (Identifier("call-sign", "AB1"),)
    assert entry.subject.countries == ("cu",)
    assert entry.shown["linked"] == ("Example Lines",)
    assert entry.shown["craft"] == ("Type Tug", "Tonnage 2597", "GRT 1098", "Flag Cuba")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("10 Dec 1958", ("1958-12-10",)),
        ("1958", ("1958",)),
        ("Dec 1958", ("1958-12",)),
        ("circa 1958", ("~1958",)),
        ("1956 to 1958", ("1956/1958",)),
        ("circa 1956-1958", ("~1956/1958",)),
        ("01 Jan 1958 to 31 Dec 1958", ("1958",)),
        ("01 Jun 1958 to 30 Jun 1958", ("1958-06",)),
        ("Sep 1957 to Oct 1958", ("1957/1958",)),
    ],
)
def test_every_form_of_a_birth_date(text: str, dates: tuple[str, ...]) -> None:
    assert one(f"DOB {text}; alt. DOB 1970.").subject.birth_dates == (*dates, "1970")


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Passport A123456 (Iran) expires 12 Feb 2015", Document("A123456", "passport", "ir")),
        ("Passport A-123456", Document("A-123456", "passport")),
        ("Passport D000123, Diplomatic (Syria)", Document("D000123", "passport", "sy")),
        ("Passport #H004 (Korea, North)", Document("H004", "passport", "kp")),
        ("Passport C1234(0) (United Kingdom)", Document("C1234(0)", "passport", "gb")),
        ("alt. Cedula No. V-1.234.567 (Venezuela)", Document("V-1.234.567", "identity-card", "ve")),
        ("NIT # 900100200-1 (Colombia)", Document("900100200-1", "tax-number", "co")),
        ("Registration ID HRB 12345 (Germany)", Document("HRB 12345", "registration", "de")),
        ("Aircraft Tail Number EP-ABC", Document("EP-ABC", "aircraft-registration")),
    ],
)
def test_documents(text: str, document: Document) -> None:
    assert one(f"{text}.").subject.documents == (document,)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Digital Currency Address - XBT 1Example", Identifier("bitcoin", "1Example")),
        ("Digital Currency Address - USDT 0xab", Identifier("ethereum", "0xab")),
        ("Digital Currency Address - USDT TExample", Identifier("tron", "TExample")),
        ("alt. Digital Currency Address - ZEC t1Example", Identifier("zcash", "t1Example")),
        ("alt. Digital Currency Address - ETC 0xab", Identifier("ethereum", "0xab")),
        ("Vessel Registration Identification IMO 1234567", Identifier("imo", "1234567")),
        ("Identification Number IMO 1234567", Identifier("imo", "1234567")),
        ("MMSI 123456789", Identifier("mmsi", "123456789")),
        ("SWIFT/BIC EXAMPLE1", Identifier("bic", "EXAMPLE1")),
        ("Email Address info@example.org", Identifier("e-mail", "info@example.org")),
        ("Email:info@example.org", Identifier("e-mail", "info@example.org")),
        ("Website www.example.org", Identifier("domain", "www.example.org")),
        ("Website https://example.org/list/", Identifier("url", "example.org/list")),
        ("Telephone: 0097212345678", Identifier("phone", "0097212345678")),
        ("Phone Number 982112345678", Identifier("phone", "+982112345678")),
        ("Fax (98)(21)(12345678)", Identifier("phone", "+982112345678")),
    ],
)
def test_what_is_looked_up(text: str, identifier: Identifier) -> None:
    assert one(f"{text}.").subject.identifiers == (identifier,)


def test_a_currency_nobody_knows_is_told() -> None:
    assert [each.fact for each in one("Digital Currency Address - QQQ abc.").unread] == ["identifiers"]


def test_long_remarks_go_on_in_the_comments_in_the_middle_of_a_word() -> None:
    start, rest = "x" * 989 + "; MMSI 1234"[:11], "56789; DOB 1958."
    entry = read(sdn=sdn(start), comments=f'7,"{rest}"\r\n').entries[0]

    assert entry.subject.identifiers == (Identifier("mmsi", "123456789"),)
    assert entry.subject.birth_dates == ("1958",)


@pytest.mark.parametrize(
    ("files", "code", "line", "field"),
    [
        ({}, "empty", 0, ""),
        ({"sdn": ""}, "truncated", 0, "sdn"),
        ({"sdn": sdn()[:-1]}, "truncated", 1, "sdn"),
        ({"sdn": sdn(), "alt": ""}, "truncated", 0, "alt"),
        ({"sdn": sdn() + "\r\n" + VESSEL}, "malformed", 3, "sdn"),
        ({"sdn": VESSEL + VESSEL + END}, "duplicate", 2, "sdn/ent_num"),
        ({"sdn": VESSEL + "9,short\r\n" + END}, "malformed", 2, "sdn"),
        ({"sdn": VESSEL.replace("8", "eight", 1) + END}, "malformed", 1, "sdn/ent_num"),
        ({"sdn": VESSEL.replace("vessel", "ghost") + END}, "unknown-value", 1, "sdn/type"),
        ({"sdn": VESSEL.replace("EXAMPLE STAR", "") + END}, "missing", 1, "name"),
        ({"sdn": VESSEL.replace("EXAMPLE", "EXA\0MPLE") + END}, "malformed", 1, "sdn"),
        ({"sdn": VESSEL.replace('"EXAMPLE', '"EXA"MPLE') + END}, "malformed", 1, "sdn"),
        ({"sdn": VESSEL + '9,"open\r\n' + END}, "truncated", 2, "sdn"),
        ({"sdn": sdn(), "alt": f'7,1,"xyz","A",-0- \r\n{END}'}, "unknown-value", 1, "alt/alt_type"),
        ({"sdn": sdn(), "add": f'9,1,-0- ,-0- ,"Cuba",-0- \r\n{END}'}, "unknown-value", 1, "add/ent_num"),
        ({"sdn": sdn("y" * 1000)}, "truncated", 1, "sdn/remarks"),
        ({"sdn": sdn("y" * 1000), "comments": '7,"and no end"\r\n'}, "truncated", 1, "comments/remarks"),
        ({"sdn": sdn("y" * 70_000)}, "too-large", 1, "sdn"),
    ],
)
def test_a_file_with_a_fault_is_refused_at_its_line(files: dict[str, str], code: str, line: int, field: str) -> None:
    with pytest.raises(ListRefused) as caught:
        read(**files)
    assert (caught.value.code, caught.value.line, caught.value.field) == (code, line, field)


def test_every_file_is_needed() -> None:
    with pytest.raises(ListRefused, match="not whole without its file add"):
        read_list("ofac-sdn", {"sdn": BytesIO(), "alt": BytesIO(), "comments": BytesIO()})


class TestPublished:
    def test_every_entry_is_read(self) -> None:
        found = lists.ofac_list(lists.ofac_files())

        assert Counter(entry.subject.schema for entry in found.entries) == {
            "Person": 4620,
            "Organization": 3673,
            "Vessel": 406,
            "Airplane": 277,
        }
        strong = sum(len(entry.subject.names) for entry in found.entries)
        assert strong > 8976 + 11_800  # some of the 11,910 aliases repeat a name

    def test_next_to_nothing_is_left_unread(self) -> None:
        found = lists.ofac_list(lists.ofac_files())

        unread = found.unread()
        assert unread.pop("identifiers") < 20  # telephones without a country's code, numbers with slips
        assert unread == {"documents": 3, "countries": 6}
        kinds = Counter(each.kind for entry in found.entries for each in entry.subject.identifiers)
        assert kinds["bitcoin"] == 67  # two of them of currencies that split from it
        assert kinds["ethereum"] == 10
        assert kinds["litecoin"] == 9
        assert kinds["imo"] > 400
        assert kinds["mmsi"] == 51
        assert sum(len(entry.subject.birth_dates) for entry in found.entries) > 5200
        assert sum(len(entry.subject.documents) for entry in found.entries) > 6500

    def test_files_cut_anywhere_are_refused(self) -> None:
        files = _some_entries()
        for name in ("sdn", "alt", "add"):
            size = len(files[name])
            for at in (*range(0, size, max(1, size // 40)), *range(size - 40, size)):
                with pytest.raises(ListRefused):
                    lists.ofac_list(files | {name: files[name][:at]})

    def test_comments_cut_anywhere_are_refused_or_whole(self) -> None:
        files = _some_entries()
        complete = lists.ofac_list(files).digest()
        for at in range(len(files["comments"])):
            try:
                assert lists.ofac_list(files | {"comments": files["comments"][:at]}).digest() == complete
            except ListRefused:
                continue


def _some_entries() -> dict[str, bytes]:
    """The real files with the entries alone that have comments, so that many places can be tried."""
    whole = lists.ofac_files()
    wanted = {row.split(b",")[0] for row in whole["comments"].splitlines()}

    def kept(name: str) -> bytes:
        return b"".join(row for row in whole[name].splitlines(keepends=True) if row.split(b",")[0] in wanted)

    return {name: kept(name) + b"\x1a" for name in ("sdn", "alt", "add")} | {"comments": whole["comments"]}
