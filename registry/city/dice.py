"""The city's own integer dice: the same throws on every machine, Python and PYTHONHASHSEED."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Dice:
    """SplitMix64 started from SHA-256(seed/label): every label is a stream of its own.

    Only integers are thrown, so nothing depends on floating point; a new stream never shifts another.
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int, label: str) -> None:
        digest = hashlib.sha256(f"{seed}/{label}".encode()).digest()
        self._state = int.from_bytes(digest[:8], "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, n: int) -> int:
        """An integer 0 <= k < n (the bias of 64 bits over small n is far below one in a billion)."""
        return self._next() % n

    def between(self, low: int, high: int) -> int:
        """An integer low <= k <= high."""
        return low + self.below(high - low + 1)

    def percent(self, chance: int) -> bool:
        """True in ``chance`` of 100 throws."""
        return self.below(100) < chance

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, each as likely."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in a thrown order (Fisher-Yates)."""
        out = list(values)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` by weights into whole numbers: largest remainder, ties to the first."""
    whole = sum(weights)
    shares = [total * w // whole for w in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_rest[: total - sum(shares)]:
        shares[i] += 1
    return shares
