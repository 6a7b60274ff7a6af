import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record import published
from tests.unit.record.record_builder import RecordBuilder, organisation
from wasl.record import proof, tree
from wasl.record.note import NoteError
from wasl.record.proof import TlogProof
from wasl.record.tree import CompactRange, ProofError, leaf


@pytest.fixture(scope="module")
def record() -> RecordBuilder:
    return organisation(20)


def prove(record: RecordBuilder, index: int) -> TlogProof:
    leaves = [leaf(entry) for entry in record.entries]
    return TlogProof(index, tuple(tree.batch_proofs(CompactRange(), leaves)[index]), record.checkpoint())


def test_every_entry_is_proved_in_one_file(record: RecordBuilder) -> None:
    keys = [record.log.verifier(), record.cosigner.verifier()]
    for index, entry in enumerate(record.entries):
        written = prove(record, index).write()

        assert written.startswith(f"c2sp.org/tlog-proof@v1\nindex {index}\n")
        assert proof.read(written).write() == written
        assert proof.read(written).verify(leaf(entry), keys).size == 20


def test_another_entry_or_another_key_is_refused(record: RecordBuilder) -> None:
    keys = [record.log.verifier(), record.cosigner.verifier()]
    made = proof.read(prove(record, 7).write())
    stranger = RecordBuilder(origin="stranger.example")

    with pytest.raises(ProofError):
        made.verify(leaf(record.entries[8]), keys)
    with pytest.raises(ProofError):
        TlogProof(8, made.path, made.checkpoint).verify(leaf(record.entries[7]), keys)
    with pytest.raises(NoteError):
        made.verify(leaf(record.entries[7]), [stranger.log.verifier()])


def test_a_flipped_bit_anywhere_is_refused(record: RecordBuilder) -> None:
    keys = [record.log.verifier(), record.cosigner.verifier()]
    data, hashed = prove(record, 13).write().encode(), leaf(record.entries[13])
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        with pytest.raises((NoteError, ProofError, UnicodeDecodeError)):
            proof.read(changed.decode()).verify(hashed, keys)


def test_a_record_of_one_needs_no_hashes() -> None:
    record = organisation(1)
    written = prove(record, 0).write()

    assert written.split("\n")[:3] == ["c2sp.org/tlog-proof@v1", "index 0", ""]
    proof.read(written).verify(leaf(record.entries[0]), [record.log.verifier()])


def test_the_specifications_example() -> None:
    (text,) = [line["text"] for line in published.lines("c2sp_spec_examples.jsonl") if line["spec"] == "tlog-proof.md"]

    found = proof.read(text)

    assert (found.index, len(found.path)) == (73894, 5)
    assert found.checkpoint.startswith("example.com/fancylog\n109482\n")
    without_extra = "\n".join(line for line in text.split("\n") if not line.startswith("extra "))
    assert found.write() == without_extra


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v2\nindex 0",
        "c2sp.org/tlog-proof@v1\n0",
        "c2sp.org/tlog-proof@v1\nindex",
        "c2sp.org/tlog-proof@v1\nindex 00",
        "c2sp.org/tlog-proof@v1\nindex -1",
        "c2sp.org/tlog-proof@v1\nindex ٠",
        "c2sp.org/tlog-proof@v1\nindex 0\nQUJD",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra QUJD",
        "c2sp.org/tlog-proof@v1\nindex 0\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex 0\né",
        "c2sp.org/tlog-proof@v1\nextra QUJD",
    ],
)
def test_a_malformed_file_is_refused(head: str) -> None:
    with pytest.raises(NoteError):
        proof.read(head + "\n\n" + RecordBuilder().checkpoint())
    with pytest.raises(NoteError):
        proof.read(head)


@settings(deadline=None, max_examples=200)
@given(st.text("c2sp.org/tlog-proof@v1\nindex 0extra QUJD=", max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        proof.read(text)
        proof.read("c2sp.org/tlog-proof@v1\n" + text)
    except NoteError:
        pass
