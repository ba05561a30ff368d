"""Merkle tree of RFC 6962 over the lines of a pool: root, inclusion proof, and the check of one.

A leaf is SHA-256(0x00 + line), a node SHA-256(0x01 + left + right); the left part of n leaves is the
largest power of two below n. Hashing level by level and carrying an odd last node up gives that tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np

from draw import plain
from draw.plain import Hashes

EMPTY = sha256(b"").digest()


def leaf_hash(line: bytes) -> bytes:
    """Hash of one leaf, 32 bytes."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node, 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """Root of a tree whose leaves come in batches, holding one block of leaves at a time.

    A full block of 2^16 leaves is a whole subtree; so the root is that over the blocks' roots.
    `parents` maps a level, (n, 32) bytes, to the one above.
    """

    def __init__(self, parents: Callable[[Hashes], Hashes], block: int = 1 << 16) -> None:
        self._parents, self._block = parents, block
        self._open: list[Hashes] = []
        self._held = 0
        self._roots: list[Hashes] = []

    def add(self, leaves: Hashes) -> None:
        """The next leaf hashes, (n, 32) bytes."""
        while self._held + len(leaves) >= self._block:
            cut = self._block - self._held
            self._open.append(leaves[:cut])
            self._close()
            leaves = leaves[cut:]
        self._open.append(leaves)
        self._held += len(leaves)

    def root(self) -> bytes:
        """The root over all leaves so far, 32 bytes; nothing may be added afterwards."""
        self._close()
        return root_of(np.concatenate(self._roots), self._parents) if self._roots else EMPTY

    def _close(self) -> None:
        level = np.concatenate([np.empty((0, 32), np.uint8), *self._open])
        self._open, self._held = [], 0
        if len(level):
            root = root_of(level, self._parents)
            self._roots.append(np.frombuffer(root, np.uint8).reshape(1, 32))


def root_of(level: Hashes, parents: Callable[[Hashes], Hashes] = plain.parents) -> bytes:
    """Root over leaf hashes, (n, 32) bytes."""
    if not len(level):
        return EMPTY
    while len(level) > 1:
        level = parents(level)
    return level.tobytes()


def audit_path(
    level: Hashes, index: int, parents: Callable[[Hashes], Hashes] = plain.parents
) -> list[bytes]:
    """Siblings from the leaf at `index` up to the root, lowest first."""
    path = []
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1].tobytes())
        level, index = parents(level), index >> 1
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
