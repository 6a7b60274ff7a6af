"""Keccak-256 as Ethereum and Monero use it: the padding of before the standard, so `hashlib` has it not.

Source: G. Bertoni and others, "The Keccak reference", version 3.0, 2011.
"""

from functools import lru_cache
from typing import Final

_RATE: Final = 136
_MASK: Final = (1 << 64) - 1


def _constants() -> tuple[int, ...]:
    """One round constant a round, from the shift register of the reference, section 1.2."""
    constants, register = [], 1
    for _round in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << (2**power - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _moves() -> tuple[tuple[int, int, int, int, int], ...]:
    """Rho and pi as one: from which lane, of which column, to which lane, turned left by how many bits, or right."""
    moves, x, y = [(0, 0, 0, 0, 64)], 1, 0
    for step in range(24):
        to_x, to_y = y, (2 * x + 3 * y) % 5
        turn = (step + 1) * (step + 2) // 2 % 64
        moves.append((x + 5 * y, x, to_x + 5 * to_y, turn, 64 - turn))
        x, y = to_x, to_y
    return tuple(moves)


_CONSTANTS: Final = _constants()
_MOVES: Final = _moves()
_ROWS: Final = tuple(slice(row, row + 5) for row in range(0, 25, 5))


@lru_cache(maxsize=4096)
def keccak_256(message: bytes) -> bytes:
    """The 32 bytes of the digest."""
    padded = bytearray(message) + b"\x01"
    padded += bytes(-len(padded) % _RATE)
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            lanes[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int]) -> list[int]:
    moved = [0] * 25
    for constant in _CONSTANTS:
        c0, c1, c2, c3, c4 = (lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5))
        parities = ((c4, c1), (c0, c2), (c1, c3), (c2, c4), (c3, c0))
        mixed = [left ^ ((right << 1 | right >> 63) & _MASK) for left, right in parities]
        for source, column, target, left, right in _MOVES:
            lane = lanes[source] ^ mixed[column]
            moved[target] = (lane << left | lane >> right) & _MASK
        lanes = []
        for row in _ROWS:
            m0, m1, m2, m3, m4 = moved[row]
            lanes += (m0 ^ ~m1 & m2, m1 ^ ~m2 & m3, m2 ^ ~m3 & m4, m3 ^ ~m4 & m0, m4 ^ ~m0 & m1)
        lanes[0] ^= constant
    return lanes
