"""The one box: what a pasted text can be."""

from datetime import date
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.recognise import READINGS_MAX, recognise

TODAY = date(2026, 11, 27)
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (ZONE, "mrz", "L898902C3"),
        (f"Seen at the counter:\n\n{ZONE}\nreturned", "mrz", "L898902C3"),
        (ZONE.replace("\n", " "), "mrz", "L898902C3"),
        ("gb82 west 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("IBAN: GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("MA64011519000001205000534921", "iban", "MA64011519000001205000534921"),
        ("5299 00T8 BM49 AURS DO55", "lei", "529900T8BM49AURSDO55"),
        (" 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n", "bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("1HGCM82633A004352", "vin", "1HGCM82633A004352"),
        ("IMO 9074729", "imo", "9074729"),
        ("imo: 9074729", "imo", "9074729"),
        ("MMSI 366 123 456", "mmsi", "366123456"),
        ("490154203237518", "imei", "490154203237518"),
        ("192[.]0[.]2[.]1", "ip", "192.0.2.1"),
        ("192.0.2.1:8080", "ip", "192.0.2.1"),
        ("2001:DB8::1", "ip", "2001:db8::1"),
        ("hxxps://evil[.]example/a", "url", "https://evil.example/a"),
        ("evil.example/a/b", "url", "http://evil.example/a/b"),
        ("evil[.]example", "domain", "evil.example"),
        ("مثال.إختبار", "domain", "xn--mgbh0fb.xn--kgbechtv"),
        ("Jane.Doe[at]example[.]com", "e-mail", "jane.doe@example.com"),
        ("+33 1 23 45 67 89", "phone", "+33123456789"),
        ("d41d8cd98f00b204e9800998ecf8427e", "md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("L898902C3", "document", "L898902C3"),
        ("12 AB 34567", "document", "12AB34567"),
        ("٠١٢٣٤٥٦٧٨", "document", "012345678"),
        ("جواز: ٠١٢٣٤٥٦٧٨", "document", "012345678"),
        ("passport no. : L898902C3", "document", "L898902C3"),
        ("Plate: AB-123-CD", "plate", "AB123CD"),
        ("1975-04-21", "date", "1975-04-21"),
        ("DOB: 1975", "date", "1975"),
        ("21 Apr 1975", "date", "1975-04-21"),
        ("Mohamed Nomouzaj El Haddad", "name", "Mohamed Nomouzaj El Haddad"),
        ("محمد نموذج الحداد", "name", "محمد نموذج الحداد"),
        ("习近平", "name", "习近平"),
        ("HANSPETER", "name", "HANSPETER"),
        ("J. Smith", "name", "J. Smith"),
        ("M.Ali", "name", "M.Ali"),
        ("O'Brien & Co. Ltd.", "name", "O'Brien & Co. Ltd."),
        ("Anna\nMaria", "name", "Anna Maria"),
        ("Name: DEUTDEFF", "name", "DEUTDEFF"),
    ],
)
def test_the_likeliest_reading_comes_first(text: str, kind: str, value: str) -> None:
    first = recognise(text, TODAY)[0]
    assert (first.kind, first.value, first.fault) == (kind, value, "")
    assert first.confidence > 0.5


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("أ ب د ١٢٣٤", "plate"),
        ("AB-123-CD", "plate"),
        ("3EAB7", "call-sign"),
        ("9074729", "imo"),
        ("366123456", "mmsi"),
        ("DEUTDEFF", "bic"),
        ("www.example.com", "name"),
    ],
)
def test_what_else_it_can_be_is_offered(text: str, kind: str) -> None:
    assert kind in {reading.kind for reading in recognise(text, TODAY)[1:]}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("GB82 WEST 1234 5698 7654 33", "iban"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bitcoin"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "ethereum"),
        ("IMO 9074728", "imo"),
        (ZONE[:-1] + "1", "mrz"),
    ],
)
def test_a_slip_is_shown_as_one(text: str, kind: str) -> None:
    slip = next(reading for reading in recognise(text, TODAY) if reading.kind == kind)
    assert slip.fault == "checksum"
    assert slip.confidence < 0.95


def test_a_zone_that_is_too_short_is_shown_as_one() -> None:
    first = recognise(ZONE[:40] + ZONE[44:], TODAY)[0]
    assert (first.kind, first.fault, first.zone) == ("mrz", "length", None)


def test_a_zone_brings_its_fields() -> None:
    zone = recognise(ZONE, TODAY)[0].zone
    assert zone
    assert (zone.name, zone.birth) == ("ANNA MARIA ERIKSSON", "1974-08-12")


@pytest.mark.parametrize("text", ["", "  \n", "?!", "<<<<", "١" * 500])
def test_nothing_known_is_nothing(text: str) -> None:
    assert recognise(text, TODAY) == ()


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "1", "<", "A1 ", "P<UTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n", "[.]", "a.", "(at)", ":", "%41", "é"),
        *("a/../", "a@", "-", "1 ", "\n", "١", "abc:", "Ⅷ", "a-", "0.", "1-", "f:", "1:", "((", " a", "a\n", "+1 "),
        *("//", "..", "@.", "xn--", "1/2/", "~", "?", "m&", "#!", "a%", "'a", "名", "م", "İ", "ß.", "\u202e", "😀"),
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    for length in (100, 200, 1_000, 4_096, 30_000):
        for around in ("{}", "a{}é", "http://{}!", "IBAN: {}", "1.{}"):
            text = around.format((piece * length)[:length])
            begun = process_time()
            assert len(recognise(text, TODAY)) <= READINGS_MAX
            assert process_time() - begun < 5, "what looks back and forth takes minutes here"


@given(st.text(max_size=300))
def test_noise_never_fails(text: str) -> None:
    readings = recognise(text, TODAY)
    assert len({(reading.kind, reading.value) for reading in readings}) == len(readings)
    assert all(0 < reading.confidence <= 1 for reading in readings)
    assert all(before.confidence >= after.confidence for before, after in pairwise(readings))


@given(st.text("0123456789ABCDEFabcdef.:/-@<[] \n", max_size=120))
def test_codes_of_any_make_never_fail(text: str) -> None:
    assert len(recognise(text, TODAY)) <= READINGS_MAX
