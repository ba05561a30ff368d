"""The five functions a pass over a pool needs, on the processor's own SHA-256 instructions.

Hundreds of thousands of rows and more, where the machine has those instructions (`available`); the
other ways are `kernel` and `plain`, with the same bytes. LLVM compiles `native_program` when it is first
asked for: a tenth of a second, where numba's start takes four.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from draw.credit import FORM, LONGEST_ID, VALUES, WEIGHTS
from draw.native_program import program
from draw.plain import Flat, Hashes

_NEEDED = ("sha", "ssse3", "sse4.1")
_SAID = bytes(range(180))
_MOST_WORDS = 1 << 16
_KINDS = {"p": ctypes.c_void_p, "n": ctypes.c_int64}
_SIGNATURES = {"hash_rows": "pnppnpn", "join": "pppppppn", "suspicious": "ppnnpnpp"}
"""p: an address, n: a number."""

_NO_FORM = -(1 << 40)
_WEIGHTS = np.array([*WEIGHTS, 1, *(0 for _ in range(LONGEST_ID - 18))], dtype=np.int64)
_NUMBERS = np.where(FORM, VALUES, _NO_FORM)


class _Compiled(dict[str, Any]):
    """The functions by name, and the engine that owns their code."""

    def __init__(self, engine: Any) -> None:
        engine.finalize_object()
        self.engine = engine
        for name, kinds in _SIGNATURES.items():
            kind = ctypes.CFUNCTYPE(None, *(_KINDS[k] for k in kinds))
            self[name] = kind(engine.get_function_address(name))


@cache
def available() -> bool:
    """True where the instructions are there and give what hashlib gives."""
    try:
        _compiled()
    except (ImportError, OSError, RuntimeError):
        return False
    ends = np.array([0, 0, 9, 64, len(_SAID)], dtype=np.int64)
    right = [sha256(b"\x00" + _SAID[a:b]).digest() for a, b in pairwise(ends.tolist())]
    return leaf_hashes((np.frombuffer(_SAID, np.uint8), ends)).tobytes() == b"".join(right)


def first_words(ids: Flat, key: str) -> npt.NDArray[np.uint32]:
    """The first 32 bits of each ticket."""
    return _hashed(f"{key}/".encode(), ids, 4).view(np.uint32)[:, 0]


def tickets(ids: Flat, key: str) -> Hashes:
    """Whole tickets, (n, 32) bytes."""
    return _hashed(f"{key}/".encode(), ids, 32)


def leaf_hashes(lines: Flat) -> Hashes:
    """Merkle leaves, SHA-256(0x00 + line), (n, 32) bytes."""
    return _hashed(b"\x00", lines, 32)


def parents(level: Hashes) -> Hashes:
    """The next level of the tree; an odd last node goes up as it is."""
    pairs = len(level) // 2
    ends = np.arange(pairs + 1, dtype=np.int64) * 64
    above = _hashed(b"\x01", (np.ascontiguousarray(level).reshape(-1), ends), 32)
    return np.concatenate([above, level[-1:]]) if len(level) % 2 else above


def lines(ids: Flat, columns: Sequence[tuple[npt.NDArray[np.int32], list[str]]]) -> Flat:
    """Lines of a pool: id, then TAB and value of each column (codes into its values), NEWLINE."""
    joined, codes, words = ids, np.zeros(len(ids[1]) - 1, np.int32), [""]
    for more, values in columns:
        if len(words) * len(values) > _MOST_WORDS:
            joined, codes, words = _joined(joined, codes, words), np.zeros_like(codes), [""]
        codes = codes * np.int32(len(values)) + more
        words = [f"{word}\t{value}" for word in words for value in values]
    return _joined(joined, codes, [word + "\n" for word in words])


def suspicious(ids: Flat) -> list[int]:
    """Indices of ids that need a closer look; all others are in form, with a right check character."""
    data, ends = ids
    bad = np.empty(len(ends) - 1, np.bool_)
    _run("suspicious", data, ends, len(bad), LONGEST_ID, _NUMBERS, _NO_FORM + 1, _WEIGHTS, bad)
    found: list[int] = np.flatnonzero(bad).tolist()
    return found


def _joined(column: Flat, codes: npt.NDArray[np.int32], words: list[str]) -> Flat:
    """Append word `codes[i]` to value i."""
    data, ends = column
    encoded = [word.encode() for word in words]
    text = np.frombuffer(b"".join(encoded) + b"\0", dtype=np.uint8)
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    made = np.empty(len(ends), np.int64)
    made[0] = 0
    np.cumsum(np.diff(ends) + np.diff(starts)[codes], out=made[1:])
    out = np.empty(int(made[-1]), np.uint8)
    _run("join", data, ends, codes, text, starts, made, out, len(codes))
    return out, made


def _hashed(head: bytes, column: Flat, width: int) -> Hashes:
    """The first `width` bytes (32, or 4 as a native integer) of SHA-256(head + value) of each value."""
    data, ends = column
    rows = len(ends) - 1
    longest = int(np.diff(ends).max(initial=0)) + len(head)
    block = np.zeros((longest + 72) // 64 * 64, np.uint8)
    block[: len(head)] = np.frombuffer(head, np.uint8)
    out = np.empty((rows, width), np.uint8)
    _run("hash_rows", block, len(head), data, ends, rows, out, width)
    return out


def _run(name: str, *arguments: Any) -> None:
    """Call a compiled function; an array is passed as the address of its first byte."""
    assert all(a.flags.c_contiguous for a in arguments if isinstance(a, np.ndarray))
    values = [a.ctypes.data if isinstance(a, np.ndarray) else a for a in arguments]
    _compiled()[name](*values)


@cache
def _compiled() -> _Compiled:
    """The compiled functions by name; raises RuntimeError where this machine can't run them."""
    llvm = import_module("llvmlite.binding")  # numba brings it; it has no types
    features = llvm.get_host_cpu_features()
    if not all(features.get(name) for name in _NEEDED):
        raise RuntimeError("this processor has no SHA-256 instructions")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=",".join(f"+{n}" for n in _NEEDED), jit=True
    )
    return _Compiled(llvm.create_mcjit_compiler(llvm.parse_assembly(program()), machine))
