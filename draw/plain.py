"""The five functions a pass over a pool needs, on hashlib and numpy: for small pools.

`kernel` has the same functions for large ones. A flat column is (data, offsets): the bytes of all
values one after the other, and the n + 1 places where they begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from draw.credit import FORM, LONGEST_ID, VALUES, WEIGHTS

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]
Flat = tuple[Bytes, Offsets]
Hashes = npt.NDArray[np.uint8]
"""(n, 32) bytes."""


def first_words(ids: Flat, key: str) -> npt.NDArray[np.uint32]:
    """The first 32 bits of each ticket."""
    whole = tickets(ids, key)
    return np.ascontiguousarray(whole[:, :4]).view(">u4")[:, 0].astype(np.uint32)


def tickets(ids: Flat, key: str) -> Hashes:
    """Whole tickets, (n, 32) bytes."""
    return _hash_rows(f"{key}/".encode(), ids)


def leaf_hashes(lines: Flat) -> Hashes:
    """Merkle leaves, SHA-256(0x00 + line), (n, 32) bytes."""
    return _hash_rows(b"\x00", lines)


def parents(level: Hashes) -> Hashes:
    """The next level of the tree; an odd last node goes up as it is."""
    text = level.tobytes()
    nodes = [sha256(b"\x01" + text[a : a + 64]).digest() for a in range(0, len(text) - 63, 64)]
    if len(level) % 2:
        nodes.append(text[-32:])
    return _hashes(nodes)


def lines(ids: Flat, columns: Sequence[tuple[npt.NDArray[np.int32], list[str]]]) -> Flat:
    """Lines of a pool: id, then TAB and value of each column (codes into its values), NEWLINE."""
    rows = [[value.decode("utf-8", "replace")] for value in values_of(ids)]
    for codes, values in columns:
        for row, code in zip(rows, codes.tolist(), strict=True):
            row.append(values[code])
    encoded = [("\t".join(row) + "\n").encode() for row in rows]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


def suspicious(ids: Flat) -> list[int]:
    """Indices of ids that need a closer look; all others are in form, with a right check character."""
    data, offsets = ids
    lengths = np.diff(offsets)
    bad = (lengths == 0) | (lengths > LONGEST_ID)
    wrong = np.flatnonzero(~FORM[data[offsets[0] : offsets[-1]]]) + offsets[0]
    bad[np.searchsorted(offsets, wrong, side="right") - 1] = True
    codes = np.flatnonzero((lengths == 18) & ~bad)
    total = np.zeros(len(codes), dtype=np.int64)
    for i, weight in enumerate((*WEIGHTS, 1)):
        total += VALUES[data[offsets[codes] + i]] * weight
    bad[codes[(total < 0) | (total % 31 != 0)]] = True
    found: list[int] = np.flatnonzero(bad).tolist()
    return found


def values_of(column: Flat) -> list[bytes]:
    """The values of a flat column, one by one."""
    data, offsets = column
    text = data.tobytes()
    return [text[a:b] for a, b in pairwise(offsets.tolist())]


def _hash_rows(head: bytes, column: Flat) -> Hashes:
    return _hashes([sha256(head + value).digest() for value in values_of(column)])


def _hashes(digests: list[bytes]) -> Hashes:
    return np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 32)
