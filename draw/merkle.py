"""Merkle tree of RFC 6962 over the lines of a pool: root, inclusion proof, and the check of one.

A leaf is SHA-256(0x00 + line), a node SHA-256(0x01 + left + right); the left part of n leaves is the
largest power of two below n. Hashing level by level and carrying an odd last node up gives that tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(line: bytes) -> bytes:
    """Hash of one leaf, 32 bytes."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node, 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def parents(level: bytes) -> bytes:
    """The next level up: 32 bytes a node; an odd last node goes up as it is."""
    nodes = bytearray()
    for at in range(0, len(level) - 63, 64):
        nodes += sha256(b"\x01" + level[at : at + 64]).digest()
    if len(level) // 32 % 2:
        nodes += level[-32:]
    return bytes(nodes)


def root_of(leaves: bytes) -> bytes:
    """Root over leaf hashes that stand one after the other, 32 bytes each."""
    if not leaves:
        return EMPTY
    while len(leaves) > 32:
        leaves = parents(leaves)
    return leaves


def audit_path(leaves: bytes, index: int) -> list[bytes]:
    """Siblings from the leaf at `index` up to the root, lowest first."""
    path = []
    while len(leaves) > 32:
        sibling = index ^ 1
        if sibling * 32 < len(leaves):
            path.append(leaves[sibling * 32 : sibling * 32 + 32])
        leaves, index = parents(leaves), index >> 1
    return path


def root_from_path(leaf: bytes, index: int, rows: int, path: Sequence[bytes]) -> bytes | None:
    """The root that `path` leads to from a leaf hash at `index` of `rows`; None if it doesn't fit."""
    if not 0 <= index < rows:
        return None
    steps = iter(path)
    last, node = rows - 1, leaf
    while last:
        sibling = index ^ 1
        if sibling <= last:
            step = next(steps, None)
            if step is None or len(step) != 32:
                return None
            node = node_hash(step, node) if index & 1 else node_hash(node, step)
        index, last = index >> 1, last >> 1
    return None if next(steps, None) is not None else node


def root_of_lines(lines: Iterable[bytes]) -> bytes:
    """Root over whole lines; for small pools and for tests."""
    return root_of(b"".join(map(leaf_hash, lines)))
