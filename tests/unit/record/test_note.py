import random
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record import published
from tests.unit.record.record_builder import ORIGIN, RecordBuilder, seed
from tests.unit.record.reference import Grown
from wasl.record import checkpoint, note, tiles, tree
from wasl.record.checkpoint import Checkpoint
from wasl.record.note import Ed25519Signer, MLDSA44Cosigner, NoteError, Signature

LOG = Ed25519Signer(ORIGIN, seed("log"))
COSIGNER = MLDSA44Cosigner(f"{ORIGIN}/cosigner", seed("cosigner"))
KEYS = [LOG.verifier(), COSIGNER.verifier()]
HEAD = Checkpoint(ORIGIN, 20852163, seed("root"))


@pytest.fixture(scope="module")
def signed() -> str:
    return HEAD.cosigned(HEAD.signed(LOG), COSIGNER, 1_780_000_000)


def test_the_specifications_example_notes() -> None:
    examples = [line["text"] for line in published.lines("c2sp_spec_examples.jsonl") if "witness" not in line["spec"]]
    names = [[signature.name for signature in note.parse(text).signatures] for text in examples[:4]]

    assert names == [
        ["quasimodo.example/salvatore"],
        ["example.com/foo"],
        ["example.com/behind-the-sofa"],
        ["example.com/behind-the-sofa", "witness.example.com/w1"],
    ]
    for text in examples[:4]:
        found = note.parse(text)
        assert note.write(found.text, found.signatures) == text
    assert note.parse(examples[0]).text.count("\n") == 4
    assert checkpoint.parse(note.parse(examples[3]).text).size == 20852163


def test_a_whole_published_log() -> None:
    """16 signed checkpoints of one growing log, its tiles and its entries, made by another program."""
    folder = published.folder("tessera_log")
    key = note.read_vkey((folder / "VERIFIER_KEY.txt").read_text().strip())
    heads = [checkpoint.opened((folder / f"checkpoint.{size}").read_text("utf-8"), [key]) for size in range(16)]
    grown = Grown([])

    assert key.vkey == (folder / "VERIFIER_KEY.txt").read_text().strip()
    for size, head in enumerate(heads):
        if size:
            entries = tiles.unbundle((folder / tiles.Tile(None, 0, size).path).read_bytes())
            leaves = tiles.leaf_hashes(entries)
            assert (folder / tiles.Tile(0, 0, size).path).read_bytes() == b"".join(leaves)
            assert tiles.bundle(entries) == (folder / tiles.Tile(None, 0, size).path).read_bytes()
            grown.append(leaves[-1])
        assert (head.size, head.root) == (size, grown.range.root())
        for older in heads[:size]:
            path = tree.consistency_path(older.size, size, grown.nodes)
            tree.verify_consistency(older.size, size, older.root, head.root, path)
    assert (folder / "checkpoint").read_bytes() == (folder / "checkpoint.15").read_bytes()


def test_a_checkpoint_round_trip(signed: str) -> None:
    assert checkpoint.opened(signed, KEYS) == HEAD
    assert signed.startswith(f"{ORIGIN}\n20852163\n")
    assert [note.read_vkey(key.vkey).vkey for key in KEYS] == [key.vkey for key in KEYS]
    assert [note.read_vkey(key.vkey).key for key in KEYS] == [key.key for key in KEYS]


def test_a_flipped_bit_anywhere_in_the_note_is_refused(signed: str) -> None:
    """Every byte of text, log signature and ML-DSA cosignature; one bit each, drawn from a seed."""
    data, chance = signed.encode(), random.Random(1)
    assert len(data) > 3000
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        with pytest.raises((NoteError, UnicodeDecodeError)):
            checkpoint.opened(changed.decode(), KEYS)


def test_every_bit_of_the_signed_text_and_the_logs_line_counts() -> None:
    data = HEAD.signed(LOG).encode()
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            with pytest.raises((NoteError, UnicodeDecodeError)):
                checkpoint.opened(changed.decode(), KEYS[:1])


def test_a_missing_or_added_byte_is_refused(signed: str) -> None:
    for place in range(0, len(signed), 7):
        for changed in (signed[:place] + signed[place + 1 :], signed[:place] + "A" + signed[place:]):
            with pytest.raises(NoteError):
                checkpoint.opened(changed, KEYS)


def test_a_cosignature_covers_its_time_size_and_name(signed: str) -> None:
    log_line, cosigned_line = note.parse(signed).signatures
    later = Signature(cosigned_line.name, cosigned_line.key_id, (1_780_000_001).to_bytes(8) + cosigned_line.data[8:])
    other_head = Checkpoint(ORIGIN, HEAD.size + 1, HEAD.root)

    with pytest.raises(NoteError, match="cosigner is wrong"):
        checkpoint.opened(note.write(HEAD.text, [log_line, later]), KEYS)
    with pytest.raises(NoteError, match="cosigner is wrong"):
        checkpoint.opened(note.write(other_head.text, [LOG.sign(other_head.text), cosigned_line]), KEYS)
    assert not note.MLDSA44Verifier("another.example", KEYS[1].key).verify(HEAD.text, cosigned_line.data)


def test_cosignatures_are_randomised_and_both_verify(signed: str) -> None:
    again = HEAD.cosigned(HEAD.signed(LOG), COSIGNER, 1_780_000_000)

    assert again != signed
    assert checkpoint.opened(again, KEYS) == HEAD


def test_unknown_signatures_are_ignored_and_known_wrong_ones_are_not(signed: str) -> None:
    witness = Ed25519Signer("witness.example", seed("witness"))
    more = signed + witness.sign("something else").line

    assert checkpoint.opened(more, KEYS) == HEAD
    with pytest.raises(NoteError, match=r"witness\.example is wrong"):
        checkpoint.opened(more, [*KEYS, witness.verifier()])
    twice = HEAD.signed(LOG) + LOG.sign("another text\n").line
    with pytest.raises(NoteError, match="is wrong"):
        checkpoint.opened(twice, KEYS[:1])


def test_a_key_that_must_sign_and_did_not(signed: str) -> None:
    with pytest.raises(NoteError, match="no signature by"):
        checkpoint.opened(HEAD.signed(LOG), KEYS)
    with pytest.raises(NoteError, match="no signature by"):
        checkpoint.opened(signed, [Ed25519Signer(ORIGIN, seed("other")).verifier()])


def test_the_order_of_the_keys_does_not_matter(signed: str) -> None:
    assert checkpoint.opened(signed, KEYS[::-1]) == HEAD


def test_a_log_signs_as_itself() -> None:
    stranger = Ed25519Signer("stranger.example", seed("log"))

    with pytest.raises(NoteError, match="another log"):
        checkpoint.opened(HEAD.signed(stranger), [stranger.verifier()])
    with pytest.raises(NoteError, match="another log"):
        checkpoint.opened(HEAD.signed(stranger), [])
    only_cosigned = note.write(HEAD.text, [MLDSA44Cosigner(ORIGIN, seed("c")).sign(HEAD.text, 1)])
    with pytest.raises(NoteError, match="another log"):
        checkpoint.opened(only_cosigned, [MLDSA44Cosigner(ORIGIN, seed("c")).verifier()])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{ORIGIN}\n5\n",
        f"{ORIGIN}\n5\n{b64encode(bytes(31)).decode()}\n",
        f"{ORIGIN}\n5\n{b64encode(bytes(33)).decode()}\n",
        f"{ORIGIN}\n5\n{b64encode(bytes(32)).decode()}",
        f"{ORIGIN}\n5\n{b64encode(bytes(32)).decode()}\nextension\n",
        f"{ORIGIN}\n5\n{b64encode(bytes(32)).decode()}\nextension",
        f"{ORIGIN}\n5\n{b64encode(bytes(32)).decode()}\n\n",
        f"\n5\n{b64encode(bytes(32)).decode()}\n",
        *(
            f"{ORIGIN}\n{size}\n{b64encode(bytes(32)).decode()}\n"
            for size in ("", "-1", "+1", "05", " 5", "5 ", "1_000", "٥", "1e3", "0x5", "1" * 17, "1" * 5000)
        ),
    ],
)
def test_a_malformed_checkpoint_is_refused_even_when_signed(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoint.parse(text)
    with pytest.raises(NoteError):
        checkpoint.opened(note.write(text, [LOG.sign(text)]), KEYS[:1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name QUJDREVG",
        "text\n\n— name QUJDREVG\n\n",
        "text\n\n- name QUJDREVG\n",
        "text\n\n— name\n",
        "text\n\n—  QUJDREVG\n",
        "text\n\n— na+me QUJDREVG\n",
        "text\n\n— name QUJDRA==\n",
        "text\n\n— name QUJDREVG==\n",
        "text\n\n— name QUJDREVG QUJDREVG\n",
        "text\n\n— na\u2003me QUJDREVG\n",
        "te\rxt\n\n— name QUJDREVG\n",
        "te\x00xt\n\n— name QUJDREVG\n",
        "text\n\n" + "— name QUJDREVG\n" * 65,
        "x" * 1_000_001 + "\n\n— name QUJDREVG\n",
    ],
)
def test_a_malformed_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        note.parse(text)


def test_as_many_signatures_as_the_specification_asks_for_are_read() -> None:
    assert len(note.parse("text\n\n" + "— name QUJDREVG\n" * 16).signatures) == 16


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    for candidate in (text, text + "\n\n— name QUJDREVG\n"):
        try:
            found = note.parse(candidate)
        except NoteError:
            continue
        assert note.write(found.text, found.signatures) == candidate


def test_every_changed_character_of_a_verifier_key_is_refused() -> None:
    chance = random.Random(2)
    for vkey in RecordBuilder().vkeys:
        for place in range(len(vkey)):
            changed = vkey[:place] + chr(ord(vkey[place]) ^ 1 << chance.randrange(7)) + vkey[place + 1 :]
            with pytest.raises(NoteError):
                note.read_vkey(changed)


@pytest.mark.parametrize("vkey", ["", "+", "++", "a+b", "name+00000000+", "name+00000000+AQ==", "n m+00000000+AQ=="])
def test_a_malformed_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        note.read_vkey(vkey)


def test_a_key_of_a_kind_nobody_here_knows_is_refused() -> None:
    for kind, size in ((0x02, 32), (0x04, 32), (0x06, 32), (0x01, 33)):
        key_id = note.key_id("name", kind, bytes(size)).hex()
        with pytest.raises(NoteError):
            note.read_vkey(f"name+{key_id}+{b64encode(bytes([kind]) + bytes(size)).decode()}")


def test_a_name_with_space_or_plus_is_refused() -> None:
    for name in ("", "a b", "a+b", "a\u00a0b"):
        with pytest.raises(NoteError):
            Ed25519Signer(name, bytes(32))
