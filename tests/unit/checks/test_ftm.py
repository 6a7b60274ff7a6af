"""FollowTheMoney entities: what they become together with those that point to them, and which files are refused."""

import json
from io import BytesIO
from typing import Any

import pytest

from wasl.checks.reading import Edition, ListRefused, read_list
from wasl.screening.subject import Document, Identifier


def line(entity_id: str, schema: str, **properties: Any) -> str:
    return json.dumps({"id": entity_id, "schema": schema, "properties": properties}, ensure_ascii=False) + "\n"


def read(*lines: str) -> Edition:
    return read_list("ftm", {"ftm": BytesIO("".join(lines).encode())})


def refused(*lines: str | bytes) -> ListRefused:
    data = b"".join(each if isinstance(each, bytes) else each.encode() for each in lines)
    with pytest.raises(ListRefused) as caught:
        read_list("ftm", {"ftm": BytesIO(data)})
    return caught.value


PERSON = line("p1", "Person", name=["Samir Namudhaji"])


def test_a_person_with_what_points_to_it() -> None:
    edition = read(
        line("s1", "Sanction", entity=["p1"], program=["EX"], listingDate=["2015-03-04"], reason=["Why."]),
        line(
            "p1",
            "Person",
            name=["Samir Namudhaji", "سمير النموذجي"],
            alias=["Samer Namoozaji"],
            weakAlias=["Abu Mithal"],
            birthDate=["1958-12", "1959"],
            nationality=["na", "suhh"],
            gender=["male"],
            birthPlace=["Qom"],
            passportNumber=["A1234"],
            addressEntity=["a1"],
            topics=["sanction"],
        ),
        line("a1", "Address", full=["1 Street, Beirut"]),
        line("d1", "Passport", holder=["p1"], number=["B5678"], country=["lb"], type=["Passport"]),
        line("w1", "CryptoWallet", holder=["p1"], publicKey=["1Example"], currency=["XBT"]),
        line("r1", "Family", person=["p1"], relative=["p2"]),
    )

    entry, wallet = edition.entries
    subject = entry.subject
    assert (subject.id, subject.schema, entry.line) == ("ftm:p1", "Person", 2)
    assert subject.names == ("Samir Namudhaji", "سمير النموذجي", "Samer Namoozaji")
    assert (subject.weak_names, subject.birth_dates) == (("Abu Mithal",), ("1958-12", "1959"))
    assert (subject.nationalities, subject.sex, subject.places) == (("na", "su"), "male", ("Qom",))
    assert subject.documents == (Document("A1234", "passport", "na"), Document("B5678", "passport", "lb"))
    assert subject.identifiers == (Identifier("bitcoin", "1Example"),)
    assert entry.shown["programmes"] == ("EX",)
    assert entry.shown["listed"] == ("2015-03-04",)
    assert entry.shown["addresses"] == ("1 Street, Beirut",)
    assert (wallet.subject.schema, wallet.subject.names) == ("CryptoWallet", ("1Example",))
    assert wallet.subject.identifiers == (Identifier("bitcoin", "1Example"),)


def test_craft_and_companies() -> None:
    edition = read(
        line("v", "Vessel", name=["EXAMPLE STAR"], imoNumber=["1234567"], flag=["pa"], buildDate=["1990"]),
        line("k", "Vehicle", name=["Van"], registrationNumber=["AB 123"], country=["fr"]),
        line("c", "Company", name=["Example AG"], leiCode=["LEI1"], jurisdiction=["ch"], registrationNumber=["CH-1"]),
    )

    vessel, vehicle, company = (entry.subject for entry in edition.entries)
    assert (vessel.identifiers, vessel.countries) == ((Identifier("imo", "1234567"),), ("pa",))
    assert vehicle.identifiers == (Identifier("plate", "AB 123"),)
    assert company.documents == (Document("CH-1", "registration", "ch"),)
    assert company.countries == ("ch",)


def test_blank_lines_and_unknown_properties_and_schemata_do_no_harm() -> None:
    assert len(read(PERSON, "\n", line("x", "Wormhole", depth=["9"])).entries) == 1


@pytest.mark.parametrize(
    ("lines", "code", "at"),
    [
        ((), "empty", 0),
        ((line("a", "Address", full=["x"]),), "empty", 0),
        ((PERSON, PERSON), "duplicate", 2),
        ((PERSON, line("p2", "Person", alias=[])), "missing", 2),
        ((PERSON, '{"id": "p2"'), "truncated", 2),
        ((PERSON, '{"id": "p2"\n'), "malformed", 2),
        ((PERSON, "[]\n"), "malformed", 2),
        ((PERSON, '{"schema": "Person", "properties": {}}\n'), "missing", 2),
        ((PERSON, '{"id": "x", "schema": 7, "properties": {}}\n'), "missing", 2),
        ((PERSON, '{"id": "x", "schema": "Person"}\n'), "missing", 2),
        ((PERSON, '{"id": "x", "schema": "Person", "properties": {"name": "not a list"}}\n'), "malformed", 2),
        ((PERSON, line("x", "Person", name=["a\0b"])), "malformed", 2),
        ((PERSON, '{"id": "x", "schema": "Person", "properties": {"name": ["\\ud800"]}}\n'), "malformed", 2),
        ((PERSON, line("x", "Person", name=["y" * 70_000])), "too-large", 2),
        ((PERSON, line("x", "Person", name=[f"n{n}" for n in range(6_000)])), "too-large", 2),
        ((PERSON, "[" * 100_000 + "\n"), "malformed", 2),
        ((PERSON, b'{"id": "\xff"}\n'), "encoding", 2),
        ((PERSON, "\0\n"), "malformed", 2),
    ],
)
def test_a_file_with_a_fault_is_refused_at_its_line(lines: tuple[str, ...], code: str, at: int) -> None:
    refusal = refused(*lines)
    assert (refusal.code, refusal.line) == (code, at)


def test_a_file_cut_inside_a_line_is_refused() -> None:
    whole = PERSON + line("p2", "Person", name=["سمير"])
    for at in range(1, len(whole.encode())):
        if at != len(PERSON.encode()):
            assert refused(whole.encode()[:at]).code in ("truncated", "encoding")
