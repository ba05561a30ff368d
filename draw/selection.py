"""The rows with the lowest tickets of each stratum, exactly, and what a plan would yield."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from draw.arrow import numbers as arrow_numbers
from draw.arrow import pa, texts
from draw.errors import fault, refuse_if
from draw.plain import Hashes
from draw.plan import Plan
from draw.pool import Pool
from draw.reading import flat, read_batches
from draw.strata import StratumCount
from draw.survey import Survey, functions_for, survey

Rows = npt.NDArray[np.int64]
_PIECE = 1 << 18


def expected_counts(pool: Pool, plan: Plan) -> dict[str, Any]:
    """What each stratum would yield, before anything is drawn.

    `{"rows", "strata": [{"name", "size", "count"}], "drawn", "excluded", "outside"}`; raises
    DrawRefused with all faults of the pool under this plan.
    """
    check_columns(pool, plan)
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan, tree=False)
    refuse_if("plan_refused", list(found.faults))
    return {
        "rows": found.rows,
        "strata": [{"name": c.name, "size": c.size, "count": c.count} for c in found.counts],
        "drawn": sum(c.count for c in found.counts),
        "excluded": len(plan.exclude),
        "outside": found.outside,
    }


def check_columns(pool: Pool, plan: Plan) -> None:
    """Refuse a plan that names columns the pool doesn't have."""
    shown = ", ".join(pool.columns)
    missing = [name for name in plan.columns if pool.columns.count(name) != 1]
    refuse_if("plan_refused", [fault("column_missing", n, value=shown) for n in missing])


def strata_of(pool: Pool, found: Survey, key: str) -> list[dict[str, Any]]:
    """The strata of a receipt: drawn rows and substitutes in ticket order, and the cut-off."""
    ids, numbers, places = selected(pool, found, key)
    return [
        _stratum(count, part, ids, numbers)
        for count, part in zip(found.counts, places, strict=True)
    ]


def selected(pool: Pool, found: Survey, key: str) -> tuple[Any, Hashes, list[Rows]]:
    """Candidates' ids (an Arrow array) and tickets (n, 32), and the places of each stratum in them.

    Places stand in ticket order, ties by id, as many as are drawn and their substitutes. The first
    bits chose the candidates; whole tickets put them in order.
    """
    rows = _candidates(found)
    ids = _ids_at(pool.path, rows)
    numbers = functions_for(pool.rows).tickets(flat(ids), key)
    if not np.array_equal(
        np.ascontiguousarray(numbers[:, :4]).view(">u4")[:, 0], found.words[rows]
    ):
        refuse_if("pool_differs", [fault("pool_changed", "pool", value=pool.path.name)])
    order = _ticket_order(numbers)
    strata = found.codes[rows][order]
    places = [order[strata == i][: 2 * c.count] for i, c in enumerate(found.counts)]
    return ids, numbers, places


def _ticket_order(numbers: Hashes) -> Rows:
    """Places by ticket, equal tickets in the order they stand in, which is that of the ids."""
    words = np.ascontiguousarray(numbers).view(">u8").astype(np.uint64)
    order = np.argsort(words[:, 0], kind="stable")
    first = words[order, 0]
    if np.any(first[1:] == first[:-1]):  # 64 bits tell them apart all but never
        order = np.lexsort(words[:, ::-1].T)
    return order


def _candidates(found: Survey) -> Rows:
    """Rows that may be among the lowest tickets of their stratum, rising; a few more than needed.

    A histogram of the first 16 bits gives each stratum a limit below which enough tickets lie.
    """
    pieces = [slice(at, at + _PIECE) for at in range(0, len(found.words), _PIECE)]
    limits = np.zeros(len(found.counts) + 2, dtype=np.int64)  # the last two: EXCLUDED, OUTSIDE
    for i, count in enumerate(found.counts):
        if wanted := min(2 * count.count, count.size):
            bins = np.zeros(1 << 16, dtype=np.int64)
            for piece in pieces:
                upper = found.words[piece][found.codes[piece] == i] >> 16
                bins += np.bincount(upper, minlength=1 << 16)
            limits[i] = (int(np.searchsorted(np.cumsum(bins), wanted)) + 1) << 16
    chosen = [np.empty(0, np.int64)]
    for piece in pieces:
        inside = found.words[piece] < limits[found.codes[piece]]
        chosen.append(np.flatnonzero(inside) + piece.start)
    return np.concatenate(chosen)


def _ids_at(path: Path, rows: Rows) -> Any:
    """The ids at these rows (rising), read again from the pool, as one Arrow array."""
    found = [texts([])]
    for batch in read_batches(path):
        a, b = np.searchsorted(rows, [batch.start, batch.start + len(batch.ids)])
        found.append(batch.ids.take(arrow_numbers(rows[a:b] - batch.start)))
    return pa.concat_arrays(found)


def _stratum(count: StratumCount, places: Rows, ids: Any, numbers: Any) -> dict[str, Any]:
    rows = list(_rows(ids.take(arrow_numbers(places)).to_pylist(), numbers[places].tobytes().hex()))
    drawn = rows[: count.count]
    return {
        "name": count.name,
        "size": count.size,
        "count": count.count,
        "drawn": drawn,
        "substitutes": rows[count.count :],
        "cutoff": drawn[-1]["ticket"] if drawn else None,
    }


def _rows(names: list[str], tickets: str) -> Iterator[dict[str, str]]:
    for i, name in enumerate(names):
        yield {"id": name, "ticket": tickets[64 * i : 64 * i + 64]}
