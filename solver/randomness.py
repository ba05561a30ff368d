"""Seeded numbers: SHA-256 of the seed and a purpose, never the interpreter's own randomness."""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

from solver.problem import Seed


def ticket(seed: Seed, purpose: str) -> int:
    """A 256-bit number that depends on the seed and the purpose alone."""
    return int.from_bytes(hashlib.sha256(f"{seed}/#{purpose}".encode()).digest(), "big")


def stream(seed: Seed, purpose: str) -> NDArray[np.uint64]:
    """The state of a splitmix64 stream for the kernel."""
    return np.array([ticket(seed, purpose) >> 192], dtype=np.uint64)


def fall_table(size: int = 4096) -> NDArray[np.int64]:
    """-ln(u) * 1024 at evenly spaced u, rounded: annealing draws from it in integers."""
    values = [round(-math.log((k + 0.5) / size) * 1024) for k in range(size)]
    return np.array(values, dtype=np.int64)
