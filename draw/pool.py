"""A frozen pool: where it stands and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from draw.arrow import pa, pq
from draw.errors import Fault, fault, refuse_if
from draw.plan import BASE_COLUMNS
from draw.reading import csv_batches, csv_header, is_parquet
from draw.scan import measure


@dataclass(frozen=True)
class Pool:
    """A frozen pool: where it is, how many rows, which columns. `digest` and `root` are computed.

    Both are over the lines of the base columns (id, risk, district); a commitment is made over the
    lines with the plan's columns, see `measure`.
    """

    path: Path
    rows: int
    columns: tuple[str, ...]

    @cached_property
    def _base(self) -> tuple[str, str]:
        measured = measure(self.path, BASE_COLUMNS)
        return measured.digest, measured.root

    @property
    def digest(self) -> str:
        """SHA-256 over all lines, 64 hex characters."""
        return self._base[0]

    @property
    def root(self) -> str:
        """Merkle root (RFC 6962) over the same lines, 64 hex characters."""
        return self._base[1]


def open_pool(path: Path | str) -> Pool:
    """Open POOL.parquet or POOL.csv.gz; raises DrawRefused("pool_unreadable") when it is neither."""
    path = Path(path)
    faults: list[Fault] = []
    try:
        if is_parquet(path):
            meta = pq.read_metadata(path)
            rows, columns = meta.num_rows, tuple(meta.schema.to_arrow_schema().names)
        else:
            columns = tuple(csv_header(path))
            rows = sum(batch.num_rows for batch in csv_batches(path, columns[:1]))
    except (OSError, pa.ArrowException, EOFError, ValueError) as error:
        refuse_if("pool_unreadable", [fault("unreadable", "pool", value=path.name, why=error)])
    faults.extend(
        fault("column_missing", name, value=", ".join(columns))
        for name in BASE_COLUMNS
        if columns.count(name) != 1
    )
    refuse_if("pool_unreadable", faults)
    return Pool(path, rows, columns)
