"""Arrow as this room uses it. pyarrow carries no types, so its modules are `Any` here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

pa: Any = pyarrow
pc: Any = pyarrow.compute
pc_csv: Any = pyarrow.csv
pq: Any = pyarrow.parquet


# pa.array() and to_numpy() look whether pandas is there, which imports it: a second and 50 MB for nothing.


def texts(values: Sequence[str]) -> Any:
    """Strings as an Arrow array."""
    encoded = [value.encode() for value in values]
    ends = np.fromiter(accumulate(map(len, encoded), initial=0), np.int32, len(encoded) + 1)
    data = pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), data)


def numbers(values: npt.NDArray[np.int64]) -> Any:
    """Integers as an Arrow array."""
    whole = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def as_numpy(array: Any) -> npt.NDArray[Any]:
    """The numbers of an Arrow array without nulls, not copied."""
    kind = np.dtype(str(array.type))
    found = np.frombuffer(array.buffers()[1] or b"", dtype=kind)
    return found[array.offset : array.offset + len(array)]
