"""A frozen pool: where it stands and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from draw.arrow import pq
from draw.errors import fault, refuse_if
from draw.plan import BASE_COLUMNS
from draw.reading import csv_header, is_parquet, read_batches, refusing_unreadable
from draw.survey import survey


@dataclass(frozen=True)
class Pool:
    """A frozen pool: where it is, how many rows, which columns. `digest` and `root` are computed.

    Both are over the lines of the base columns (id, risk, district); a commitment is made over the
    lines with the plan's columns.
    """

    path: Path
    rows: int
    columns: tuple[str, ...]

    @cached_property
    def _base(self) -> tuple[str, str]:
        found = survey(self.path, BASE_COLUMNS, rows=self.rows)
        refuse_if("pool_refused", list(found.faults))
        return found.digest, str(found.root)

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
    with refusing_unreadable(path):
        parquet = is_parquet(path)
        columns = tuple(pq.read_schema(path).names if parquet else csv_header(path))
        shown = ", ".join(columns)
        missing = [name for name in BASE_COLUMNS if columns.count(name) != 1]
        refuse_if("pool_unreadable", [fault("column_missing", n, value=shown) for n in missing])
        if parquet:
            return Pool(path, pq.read_metadata(path).num_rows, columns)
    return Pool(path, sum(len(batch.ids) for batch in read_batches(path)), columns)
