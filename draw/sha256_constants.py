"""The constants of SHA-256 (FIPS 180-4), computed as the standard defines them.

Fractional parts of the square roots of the first 8 primes and the cube roots of the first 64.
"""

from __future__ import annotations

from math import isqrt


def _primes(count: int) -> list[int]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % p for p in found):
            found.append(number)
        number += 1
    return found


def _cube_root(number: int) -> int:
    """The largest integer whose cube is at most `number`, by bisection."""
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low


INITIAL = tuple(isqrt(p << 64) % 2**32 for p in _primes(8))
ROUNDS = tuple(_cube_root(p << 96) % 2**32 for p in _primes(64))
