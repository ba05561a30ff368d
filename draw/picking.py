"""Rows of a frozen pool by id, with the digested columns of its plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from draw.pool import Pool
from draw.reading import read_batches


def pool_rows(
    pool: Pool, columns: Sequence[str], ids: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """id -> its texts in these columns, in pool order; ids that are not in the pool are left out.

    Read from the very file whose digest `verify` holds against the commitment.
    """
    wanted = frozenset(ids)
    found: dict[str, tuple[str, ...]] = {}
    for batch in read_batches(pool.path, columns):
        for at, id_ in enumerate(batch.ids.to_pylist()):
            if id_ in wanted:
                cells = (batch.columns[name] for name in columns)
                found[id_] = tuple(cell.values[cell.codes[at]] for cell in cells)
    return found
