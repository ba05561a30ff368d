"""SHA-256 over many rows at once, for pools of hundreds of thousands of rows and more.

Integer arithmetic compiled by numba, LANES messages side by side so that the compiler can use vector
registers; no floats, so the bytes are the same everywhere. `plain` has the same five functions on
hashlib for small pools, and a test holds the two equal.

Text columns come flat: `data` (uint8) holds all values one after the other, `offsets` (int64, n + 1)
where each begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from draw.credit import FORM, LONGEST_ID, VALUES, WEIGHTS
from draw.plain import Bytes, Flat, Hashes, Offsets
from draw.sha256_constants import INITIAL, ROUNDS

LANES = 64
_WORDS = npt.NDArray[np.uint32]
_K = np.array(ROUNDS, dtype=np.uint32)
_H = np.array(INITIAL, dtype=np.uint32)
_CODE_WEIGHTS = np.array([*WEIGHTS, 1], dtype=np.int64)
_u = np.uint32
_numba_njit: Any = numba.njit


def njit(function: Callable[..., Any]) -> Any:
    """Compile without holding the interpreter's lock; keep the machine code on disk if possible."""
    try:
        return _numba_njit(nogil=True, cache=True)(function)
    except RuntimeError:  # no folder to keep it in: compile anew in each process
        return _numba_njit(nogil=True)(function)


_inlined: Any = _numba_njit(inline="always")
_turn: Any = _inlined(lambda x, n: _u((x >> _u(n)) | (x << _u(32 - n))))


@njit
def _compress(w: Any, state: Any, t: Any) -> None:
    """One block of each lane: w (64, LANES) with 16 rows filled, state (8, LANES), t scratch."""
    for r in range(16, 64):
        for i in range(LANES):
            x, y = w[r - 15, i], w[r - 2, i]
            a = _turn(x, 7) ^ _turn(x, 18) ^ (x >> _u(3))
            b = _turn(y, 17) ^ _turn(y, 19) ^ (y >> _u(10))
            w[r, i] = _u(_u(w[r - 16, i] + a) + _u(w[r - 7, i] + b))
    for q in range(8):
        for i in range(LANES):
            t[q, i] = state[q, i]
    for r in range(64):
        # Instead of moving eight values a round, their places turn.
        a, b, c, d = (64 - r) & 7, (65 - r) & 7, (66 - r) & 7, (67 - r) & 7
        e, f, g, h = (68 - r) & 7, (69 - r) & 7, (70 - r) & 7, (71 - r) & 7
        k = _K[r]
        for i in range(LANES):
            x, y = t[e, i], t[a, i]
            big = _turn(x, 6) ^ _turn(x, 11) ^ _turn(x, 25)
            pick = (x & t[f, i]) ^ (~x & t[g, i])
            one = _u(_u(t[h, i] + big) + _u(pick + _u(k + w[r, i])))
            major = (y & t[b, i]) ^ (y & t[c, i]) ^ (t[b, i] & t[c, i])
            two = _u((_turn(y, 2) ^ _turn(y, 13) ^ _turn(y, 22)) + major)
            t[d, i] = _u(t[d, i] + one)
            t[h, i] = _u(one + two)
    for q in range(8):
        for i in range(LANES):
            state[q, i] = _u(state[q, i] + t[q, i])


@njit
def _hash_rows(head: Any, data: Any, offsets: Any, words: int) -> Any:
    """First `words` 32-bit words of SHA-256(head + value) of each value; head is below 56 bytes."""
    n, size = len(offsets) - 1, len(head)
    out = np.empty((n, words), np.uint32)
    w = np.empty((64, LANES), np.uint32)
    state = np.empty((8, LANES), np.uint32)
    kept = np.empty((8, LANES), np.uint32)
    t = np.empty((8, LANES), np.uint32)
    start = np.zeros(16, np.uint32)
    for j in range(size):
        start[j >> 2] |= _u(head[j]) << _u(24 - 8 * (j & 3))
    for first in range(0, n, LANES):
        lanes = min(LANES, n - first)
        most = 1
        for i in range(lanes):
            length = size + offsets[first + i + 1] - offsets[first + i]
            most = max(most, (length + 72) >> 6)
        for q in range(8):
            for i in range(LANES):
                state[q, i] = _H[q]
        for block in range(most):
            for j in range(16):
                for i in range(LANES):
                    w[j, i] = start[j] if block == 0 else _u(0)
                    if j < 8:
                        kept[j, i] = state[j, i]
            for i in range(lanes):
                begin = offsets[first + i]
                length = size + offsets[first + i + 1] - begin
                low, high = block << 6, min(length, (block + 1) << 6)
                for at in range(max(low, size), high):
                    p = at - low
                    w[p >> 2, i] |= _u(data[begin + at - size]) << _u(24 - 8 * (p & 3))
                if low <= length < low + 64:
                    p = length - low
                    w[p >> 2, i] |= _u(0x80) << _u(24 - 8 * (p & 3))
                if (length + 72) >> 6 == block + 1:
                    w[15, i] = _u(length << 3)
            _compress(w, state, t)
            for i in range(lanes):
                length = size + offsets[first + i + 1] - offsets[first + i]
                if (length + 72) >> 6 <= block:
                    for q in range(8):
                        state[q, i] = kept[q, i]
        for i in range(lanes):
            for q in range(words):
                out[first + i, q] = state[q, i]
    return out


@njit
def _hash_pairs(level: Any) -> Any:
    """SHA-256(0x01 + left + right) of each pair of nodes; level (2m, 8) words -> (m, 8) words."""
    n = len(level) // 2
    out = np.empty((n, 8), np.uint32)
    w = np.empty((64, LANES), np.uint32)
    state = np.empty((8, LANES), np.uint32)
    t = np.empty((8, LANES), np.uint32)
    for first in range(0, n, LANES):
        lanes = min(LANES, n - first)
        for q in range(8):
            for i in range(LANES):
                state[q, i] = _H[q]
        for i in range(lanes):
            last = _u(1)
            for j in range(16):
                word = level[2 * (first + i) + (j >> 3), j & 7]
                w[j, i] = _u(last << _u(24)) | (word >> _u(8))
                last = word & _u(255)
        _compress(w, state, t)
        for i in range(lanes):
            word = level[2 * (first + i) + 1, 7]
            w[0, i] = _u((word & _u(255)) << _u(24)) | _u(0x00800000)
            for j in range(1, 15):
                w[j, i] = _u(0)
            w[15, i] = _u(65 * 8)
        _compress(w, state, t)
        for i in range(lanes):
            for q in range(8):
                out[first + i, q] = state[q, i]
    return out


@njit
def _join(data: Any, offsets: Any, codes: Any, words: Any, word_offsets: Any) -> Any:
    """Append word `codes[i]` to value i; returns the new flat column."""
    n = len(offsets) - 1
    ends = np.empty(n + 1, np.int64)
    ends[0] = 0
    for i in range(n):
        word = word_offsets[codes[i] + 1] - word_offsets[codes[i]]
        ends[i + 1] = ends[i] + offsets[i + 1] - offsets[i] + word
    out = np.empty(ends[n], np.uint8)
    for i in range(n):
        at = ends[i]
        for j in range(offsets[i], offsets[i + 1]):
            out[at] = data[j]
            at += 1
        for j in range(word_offsets[codes[i]], word_offsets[codes[i] + 1]):
            out[at] = words[j]
            at += 1
    return out, ends


@njit
def _suspicious(data: Any, offsets: Any, form: Any, values: Any, weights: Any, longest: int) -> Any:
    n = len(offsets) - 1
    bad = np.zeros(n, np.bool_)
    for i in range(n):
        length = offsets[i + 1] - offsets[i]
        wrong = length == 0 or length > longest
        for j in range(offsets[i], offsets[i + 1]):
            wrong |= not form[data[j]]
        if length == 18 and not wrong:
            total = 0
            for j in range(18):
                total += values[data[offsets[i] + j]] * weights[j]
            wrong = total < 0 or total % 31 != 0
        bad[i] = wrong
    return bad


def first_words(ids: Flat, key: str) -> _WORDS:
    """The first 32 bits of each ticket."""
    words: _WORDS = _hash_rows(_head(f"{key}/"), *ids, 1)[:, 0]
    return words


def tickets(ids: Flat, key: str) -> Hashes:
    """Whole tickets, (n, 32) bytes."""
    return _bytes(_hash_rows(_head(f"{key}/"), *ids, 8))


def leaf_hashes(lines: Flat) -> Hashes:
    """Merkle leaves, SHA-256(0x00 + line), (n, 32) bytes."""
    return _bytes(_hash_rows(_head("\0"), *lines, 8))


def parents(level: Hashes) -> Hashes:
    """The next level of the tree; an odd last node goes up as it is."""
    pairs = level[: len(level) // 2 * 2]
    words = np.ascontiguousarray(pairs).view(">u4").astype(np.uint32)
    above = _bytes(_hash_pairs(words))
    return np.concatenate([above, level[-1:]]) if len(level) % 2 else above


def lines(ids: Flat, columns: Sequence[tuple[npt.NDArray[np.int32], list[str]]]) -> Flat:
    """Lines of a pool: id, then TAB and value of each column (codes into its values), NEWLINE."""
    joined = ids
    for number, (codes, values) in enumerate(columns, 1):
        end = "\n" if number == len(columns) else ""
        joined = _join(*joined, codes, *_flat_words([f"\t{v}{end}" for v in values]))
    return joined


def suspicious(ids: Flat) -> list[int]:
    """Indices of ids that need a closer look; all others are in form, with a right check character."""
    bad = _suspicious(*ids, FORM, VALUES, _CODE_WEIGHTS, LONGEST_ID)
    found: list[int] = np.flatnonzero(bad).tolist()
    return found


def _head(text: str) -> Bytes:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _flat_words(words: list[str]) -> tuple[Bytes, Offsets]:
    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


def _bytes(words: Any) -> Hashes:
    hashes: Hashes = words.astype(">u4").view(np.uint8).reshape(len(words), 32)
    return hashes
