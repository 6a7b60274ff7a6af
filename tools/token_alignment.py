"""Learns what each sign of a script is written as in Latin letters. A part of `train_tokens.py`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.align import (
    CHUNK_MAX,
    EIGHTHS,
    LETTERS_MAX,
    UNSEEN,
    Aligner,
    Bytes,
    chunk_numbers,
    encode_letters,
    signs_of,
)
from wasl.screening.scripts import readings

SIGN_MIN: Final = 3
LIKE_SOUNDING: Final = 4.0
"""What the other signs of one sound tell of a Han character, as if it had been seen so often with their chunks."""
ANYTHING: Final = np.array([0.3, 0.5 / 26, 0.15 / 26**2, 0.05 / 26**3])
"""Chances of a chunk of 0 to 3 letters that has nothing to do with the sign: a slip, noise in the data."""

RARE: Final = {"Arab": "پچژگڤٹڈڑ", "Cyrl": "іїєґўђћџљњјѓќѕқғңөұүһәҳҷӣӯ"}
"""Letters of a script's other languages: where the pairs lack them, they are written as they are read."""


def learn_letters(spelled: Iterable[str]) -> Bytes:
    """The price of a letter after another (0 is the beginning), in eighths of a bit; that of no letter is nothing."""
    counts = np.ones((27, 27))
    encoded = np.pad(encode_letters(list(spelled)), ((0, 0), (1, 0)))
    np.add.at(counts, (encoded[:, :-1], encoded[:, 1:]), 1)
    counts[:, 0] = 0
    found = np.zeros((27, 27))
    found[:, 1:] = -np.log2(counts[:, 1:] / counts.sum(axis=1, keepdims=True))
    return _eighths(found)


def learn_aligner(pairs: Sequence[tuple[str, str]], script: str, rounds: int = 6) -> Aligner:
    """Prices of chunks of letters for each sign, by hard expectation maximisation from a diagonal guess."""
    pairs = [(native, latin[:LETTERS_MAX]) for native, latin in pairs]
    counts = Counter(_diagonal(pairs))
    for _ in range(rounds):
        counts = Counter(_cheapest(_priced(counts, final=False), pairs))
    rare = set(RARE.get(script, "")).difference(sign for native, _ in pairs for sign in native)
    counts.update({(sign, chunk): SIGN_MIN for sign in rare for chunk in _as_read(sign)})
    return _priced(counts, final=True, sound_of=_sound if script == "Hani" else None)


def _sound(sign: str) -> str:
    return next(iter(readings(sign)), "")


def _as_read(sign: str) -> Iterator[int]:
    numbers = chunk_numbers(encode_letters(readings(sign)))
    for number, reading in zip(numbers, readings(sign), strict=True):
        if len(reading) <= CHUNK_MAX:
            yield int(number[len(reading), len(reading)])


def _diagonal(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    for native, latin in pairs:
        signs = signs_of(native)
        numbers = chunk_numbers(encode_letters([latin]))[0]
        for place, sign in enumerate(signs):
            begin, end = place * len(latin) // len(signs), (place + 1) * len(latin) // len(signs)
            for last in range(begin, min(end + 1, len(latin)) + 1):
                for length in range(min(CHUNK_MAX, last) + 1):
                    yield sign, int(numbers[length, last])


def _cheapest(aligner: Aligner, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """The signs and chunks on the cheapest way of every pair that has one."""
    for start in range(0, len(pairs), 2048):
        block = pairs[start : start + 2048]
        numbers = chunk_numbers(encode_letters([latin for _, latin in block]))
        columns = aligner.columns(numbers)
        signs = aligner.encode([native for native, _ in block])
        so_far = np.full((len(block), CHUNK_MAX + columns.shape[2]), 20_000)
        so_far[:, CHUNK_MAX] = 0
        back = []
        for row in signs.T:
            step = aligner.prices[row[:, None, None], columns].astype(np.int64)
            for length in range(CHUNK_MAX + 1):
                step[:, length] += so_far[:, CHUNK_MAX - length : CHUNK_MAX - length + columns.shape[2]]
            back.append(step.argmin(axis=1))
            so_far[:, CHUNK_MAX:] = step.min(axis=1)
        for place, (native, latin) in enumerate(block):
            last = len(latin)
            if so_far[place, CHUNK_MAX + last] < 20_000:
                for order, sign in reversed([*enumerate(signs_of(native))]):
                    length = int(back[order][place, last])
                    yield sign, int(numbers[place, length, last])
                    last -= length


def _priced(
    counts: Mapping[tuple[str, int], int], *, final: bool, sound_of: Callable[[str], str] | None = None
) -> Aligner:
    """Counts as prices: mostly as counted, a little by the script's habit, and a hundredth anything at all.

    Of a final table the chunks seen once with a sign are left out, and so are signs seen less than thrice; but signs
    that sound alike (`sound_of`) are then counted together, as far as they are seen too seldom by themselves.
    """
    by_sign, by_chunk = Counter[str](), Counter[int]()
    for (sign, chunk), count in counts.items():
        by_sign[sign] += count
        by_chunk[chunk] += count
    enough = 1 if sound_of else SIGN_MIN
    signs = "".join(sorted(sign for sign, count in by_sign.items() if count >= enough))
    row = {sign: place for place, sign in enumerate(signs, 2)}
    least = 2 if final else 1
    kept = {pair: count for pair, count in counts.items() if count >= least and pair[0] in row}
    chunks = np.array(sorted({chunk for _, chunk in kept if chunk}), np.uint16)
    habit = np.array([by_chunk[int(chunk)] for chunk in chunks]) / by_chunk.total()
    length = 1 + (chunks >= 27).astype(int) + (chunks >= 27**2)
    anything = np.concatenate((ANYTHING, ANYTHING[length]))
    column = {0: 0, **{int(chunk): place for place, chunk in enumerate(chunks, UNSEEN)}}
    share = np.zeros((len(signs) + 2, len(anything)))
    share[1, 0], share[1, UNSEEN:] = by_chunk[0] / by_chunk.total(), habit
    for (sign, chunk), count in kept.items():
        share[row[sign], column[chunk]] = count / by_sign[sign]
    if sound_of:
        seen = np.array([0, 0, *(by_sign[sign] for sign in signs)], float)
        share[2:] = _with_like_sounding(share[2:], seen[2:], [sound_of(sign) for sign in signs])
    prices = _eighths(-np.log2(0.99 * share + 0.01 * anything))
    prices[0] = 255
    prices[0, 0] = 0
    return Aligner(signs, chunks, prices)


def _with_like_sounding(
    share: NDArray[np.float64], seen: NDArray[np.float64], sounds: list[str]
) -> NDArray[np.float64]:
    """The shares of chunks (signs, chunks), each sign's drawn to those of its sound the more the less it was `seen`."""
    _, sound = np.unique(sounds, return_inverse=True)
    counted = np.zeros((sound.max() + 1, share.shape[1]))
    np.add.at(counted, sound, share * seen[:, None])
    together = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)
    own = (seen / (seen + LIKE_SOUNDING))[:, None]
    return own * share + (1 - own) * together[sound]


def _eighths(bits: NDArray[np.float64]) -> Bytes:
    return np.clip(np.rint(bits * EIGHTHS), 0, 254).astype(np.uint8)
