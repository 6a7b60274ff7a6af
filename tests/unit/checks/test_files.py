"""Lists as they lie on a disk: packed, in folders, broken."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.checks.reading import ListRefused, opened, read_list
from wasl.checks.reading.files import OFAC

PERSON = b'{"id": "p1", "schema": "Person", "properties": {"name": ["Samir"]}}\n'


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json.gz"
    path.write_bytes(gzip.compress(PERSON))
    with opened("ftm", path) as files:
        assert len(read_list("ftm", files).entries) == 1


@pytest.mark.parametrize("at", [0, 1, 12, 30, -1, -5])
def test_a_packed_file_cut_anywhere_is_refused(tmp_path: Path, at: int) -> None:
    path = tmp_path / "entities.ftm.json.gz"
    path.write_bytes(gzip.compress(PERSON * 3)[:at])
    with opened("ftm", path) as files, pytest.raises(ListRefused):
        read_list("ftm", files)


def test_a_packed_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json.gz"
    path.write_bytes(PERSON)
    with opened("ftm", path) as files, pytest.raises(ListRefused, match="broken"):
        read_list("ftm", files)


def test_a_packed_file_with_a_broken_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json.gz"
    packed = bytearray(gzip.compress(PERSON * 3))
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)
    with opened("ftm", path) as files, pytest.raises(ListRefused):
        read_list("ftm", files)


def test_the_files_of_a_list_lie_beside_each_other(tmp_path: Path) -> None:
    row = b'8,"EXAMPLE STAR","vessel","CUBA",-0- ,"AB1",Tug,"2597","1098","Cuba","Example Lines",-0- \r\n\x1a'
    for stem in OFAC.values():
        (tmp_path / f"{stem}.csv").write_bytes({"sdn": row, "sdn_comments": b""}.get(stem, b"\x1a"))
    for path in (tmp_path, tmp_path / "sdn.csv"):
        with opened("ofac-sdn", path) as files:
            assert len(read_list("ofac-sdn", files).entries) == 1

    (tmp_path / "alt.csv").unlink()
    with pytest.raises(ListRefused) as caught, opened("ofac-sdn", tmp_path):
        pass
    assert (caught.value.code, caught.value.field) == ("missing", "alt")


SAMPLES = {
    "un-sc": (
        b'<CONSOLIDATED_LIST dateGenerated="2026-01-01"><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>X</REFERENCE_NUMBER>'
        b"<FIRST_NAME>SAMIR</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><YEAR>1958</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        b"</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    ),
    "ftm": PERSON,
}


@given(
    kind=st.sampled_from(sorted(SAMPLES)), at=st.integers(0, 300), noise=st.binary(max_size=6), size=st.integers(0, 4)
)
@settings(deadline=None, max_examples=300)
def test_no_damage_does_worse_than_a_refusal(kind: str, at: int, noise: bytes, size: int) -> None:
    whole = SAMPLES[kind]
    at = min(at, len(whole))
    try:
        edition = read_list(kind, {kind: BytesIO(whole[:at] + noise + whole[at + size :])})
    except ListRefused:
        return
    assert len(edition.entries) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), opened("ftm", tmp_path / "none"):
        pass
