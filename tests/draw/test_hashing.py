"""SHA-256 in rows, the compiled functions against hashlib, and the Merkle tree against its standard."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import kernel, native, plain
from draw.merkle import EMPTY, Tree, audit_path, leaf_hash, root_from_path, root_of
from draw.plain import Flat
from draw.sha256_constants import INITIAL, ROUNDS

NO_SHA = pytest.mark.skipif(
    not native.available(), reason="this processor has no SHA-256 instructions"
)
EACH = pytest.mark.parametrize(
    "work",
    [
        pytest.param(plain, id="plain"),
        pytest.param(kernel, id="kernel"),
        pytest.param(native, id="native", marks=NO_SHA),
    ],
)
FAST = [kernel, native] if native.available() else [kernel]


def flat_of(values: list[bytes]) -> Flat:
    ends = np.cumsum([0, *map(len, values)], dtype=np.int64)
    return np.frombuffer(b"".join(values), dtype=np.uint8), ends


def level_of(hashes: list[bytes]) -> Any:
    return np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(-1, 32)


def test_the_constants_are_those_of_fips_180_4() -> None:
    assert [f"{x:08x}" for x in INITIAL[:2]] == ["6a09e667", "bb67ae85"]
    assert (f"{ROUNDS[0]:08x}", f"{ROUNDS[63]:08x}") == ("428a2f98", "c67178f2")


@EACH
def test_tickets_are_sha_256_of_key_slash_id(work: Any) -> None:
    key = "0123456789abcdef" * 2
    # 22 bytes of id fill the one block, 23 need a second, 86 and 87 the limit after that
    names = [b"A" * n for n in (1, 18, 21, 22, 23, 64, 86, 87, 151)]
    hashed = work.tickets(flat_of(names), key)
    words = work.first_words(flat_of(names), key)
    for name, row, word in zip(names, hashed, words, strict=True):
        right = hashlib.sha256(key.encode() + b"/" + name).digest()
        assert row.tobytes() == right
        assert int(word) == int.from_bytes(right[:4], "big")


@EACH
@settings(deadline=None)
@given(values=st.lists(st.binary(max_size=200), min_size=1, max_size=150))
def test_leaves_of_any_length_in_any_company(work: Any, values: list[bytes]) -> None:
    right = b"".join(hashlib.sha256(b"\0" + v).digest() for v in values)
    assert work.leaf_hashes(flat_of(values)).tobytes() == right


@EACH
@pytest.mark.parametrize("count", [1, 2, 3, 63, 64, 65, 127, 128, 129, 200])
def test_a_level_of_the_tree(work: Any, count: int) -> None:
    nodes = [hashlib.sha256(bytes([i])).digest() for i in range(count)]
    above = [
        hashlib.sha256(b"\1" + a + b).digest()
        for a, b in zip(nodes[::2], nodes[1::2], strict=False)
    ]
    above += nodes[-1:] if count % 2 else []
    assert work.parents(level_of(nodes)).tobytes() == b"".join(above)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.integers(0, 2), st.integers(0, 1)), max_size=80))
def test_lines_are_joined_alike(rows: list[tuple[str, int, int]]) -> None:
    if not rows:
        return
    names = flat_of([name.encode() for name, _, _ in rows])
    columns = [
        (np.array([b for _, b, _ in rows], np.int32), ["", "福田", "\t"]),
        (np.array([c for _, _, c in rows], np.int32), ["x", "yz"]),
    ]
    slow = plain.lines(names, columns)
    for work in FAST:
        fast = work.lines(names, columns)
        assert slow[0].tobytes() == fast[0].tobytes()
        assert slow[1].tolist() == fast[1].tolist()
    first, text = rows[0], slow[0].tobytes()[: slow[1][1]].decode()
    assert text == f"{first[0]}\t{['', '福田', chr(9)][first[1]]}\t{['x', 'yz'][first[2]]}\n"


@NO_SHA
def test_many_different_values_in_a_column_are_joined_all_the_same() -> None:
    # 300 x 300 values are more than are listed at once: the first column is joined before the second
    names = flat_of([b"T%d" % i for i in range(600)])
    many = [f"值{i}" for i in range(300)]
    columns = [(np.arange(600, dtype=np.int32) * n % 300, many) for n in (1, 7)]
    slow, fast = plain.lines(names, columns), native.lines(names, columns)
    assert slow[0].tobytes() == fast[0].tobytes()
    assert slow[1].tolist() == fast[1].tolist()


@EACH
@settings(deadline=None)
@given(st.lists(st.text("0123456789ABCGIOZ", max_size=19) | st.text(max_size=3), max_size=30))
def test_doubtful_ids_are_found_alike(work: Any, names: list[str]) -> None:
    ids = [*(name.encode() for name in names), b"91440300000000003B", b"A" * 65, b""]
    assert work.suspicious(flat_of(ids)) == plain.suspicious(flat_of(ids))
    assert work.suspicious(flat_of(ids))[-2:] == [len(ids) - 2, len(ids) - 1]


# Leaves and roots published with the reference implementation of RFC 6962.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("count", ROOTS)
def test_the_published_roots_of_rfc_6962(count: int) -> None:
    leaves = level_of([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:count]])
    assert root_of(leaves).hex() == ROOTS[count]


@settings(deadline=None)
@given(st.integers(1, 300), st.integers(1, 40))
def test_a_tree_fed_in_batches_has_the_same_root(count: int, batch: int) -> None:
    leaves = level_of([leaf_hash(bytes([i % 256, i // 256])) for i in range(count)])
    tree = Tree(plain.parents, block=16)
    for start in range(0, count, batch):
        tree.add(leaves[start : start + batch])
    assert tree.root() == root_of(leaves)


@settings(deadline=None)
@given(st.integers(1, 70), st.data())
def test_every_leaf_has_a_path_and_a_wrong_path_leads_elsewhere(count: int, data: Any) -> None:
    hashes = [leaf_hash(bytes([i])) for i in range(count)]
    level = level_of(hashes)
    index = data.draw(st.integers(0, count - 1))
    path = audit_path(level, index)
    assert root_from_path(hashes[index], index, count, path) == root_of(level)
    assert root_from_path(hashes[index], count, count, path) is None
    assert root_from_path(hashes[index], index, count, [*path, EMPTY]) is None
    if path:
        assert root_from_path(hashes[index], index, count, path[:-1]) is None
        assert root_from_path(hashes[index], index, count, [EMPTY, *path[1:]]) != root_of(level)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree(plain.parents).root() == EMPTY == hashlib.sha256(b"").digest()
    assert root_of(level_of([])) == EMPTY
