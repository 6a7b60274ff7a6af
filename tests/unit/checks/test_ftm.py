"""FollowTheMoney entities: what they become together with those that point to them, and which files are refused."""

import json
from io import BytesIO
from typing import Any

import pytest

from wasl.checks.reading import ListRefused, ReadList, entries, read_list
from wasl.checks.reading.entry import ENTRY_MAX, ID_MAX
from wasl.checks.reading.ftm import TOLD_MAX
from wasl.screening.subject import Document, Identifier


def line(entity_id: str, schema: str, **properties: Any) -> str:
    return json.dumps({"id": entity_id, "schema": schema, "properties": properties}, ensure_ascii=False) + "\n"


def read(*lines: str) -> ReadList:
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
        ((PERSON, line("x", "Person", name=["X"], nationality=["a\0b"])), "malformed", 2),
        ((PERSON, line("x", "Person", name=["X"], nationality=["y" * 70_000])), "too-large", 2),
        ((PERSON, line("x", "Person", name=["X"], notes=["y" * 60_000 + str(n) for n in range(5)])), "too-large", 2),
        ((PERSON, line("x", "Person", name=["X"], idNumber=[f"n{n}" for n in range(6_000)])), "too-large", 2),
        ((PERSON, line("x", "Person", name=["X"], phone=[f"+49{n}" for n in range(6_000)])), "too-large", 2),
        ((PERSON, line("x" * (ID_MAX - len("ftm:") + 1), "Person", name=["X"])), "too-large", 2),
        ((PERSON, line("a\0b", "Person", name=["X"])), "malformed", 2),
        ((PERSON, line("a\ud800", "Person", name=["X"]).replace("\ud800", "\\ud800")), "malformed", 2),
        ((PERSON, line("s", "Sanction", entity=[f"p{n}" for n in range(TOLD_MAX + 1)])), "too-large", 2),
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


def test_an_address_named_again_and_again_is_read_once() -> None:
    long = "1 Street " * 7_000
    person = line("p1", "Person", name=["Samir"], addressEntity=["a1"] * 50_000)
    (entry,) = read(line("a1", "Address", full=[long]), person).entries

    assert entry.shown["addresses"] == (long.strip(),)


def test_what_is_told_of_many_counts_with_each_of_them() -> None:
    people = [line(f"p{n}", "Person", name=[f"Samir {n}"]) for n in range(TOLD_MAX)]
    told = line("s", "Sanction", entity=[f"p{n}" for n in range(TOLD_MAX)] * 2, reason=["y" * 1000])
    file = BytesIO("".join([told, *people]).encode())
    assert {len(entry.shown["remarks"][0]) for entry in entries("ftm", {"ftm": file}, most=200_000)} == {1000}

    file.seek(0)
    with pytest.raises(ListRefused) as caught:
        list(entries("ftm", {"ftm": file}, most=50_000))
    assert caught.value.code == "too-large"
    assert 40 < caught.value.line < 52, "where it was too much"

    reasons = [str(n) + "y" * 60_000 for n in range(ENTRY_MAX // 60_000 + 1)]
    refusal = refused(line("s", "Sanction", entity=["p0"], reason=reasons), *people)
    assert (refusal.code, refusal.line, refusal.field) == ("too-large", 2, "remarks")
