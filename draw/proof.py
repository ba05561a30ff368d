"""One company checks itself: was it in the pool, what is its ticket, where was the cut-off?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from draw.arrow import pc
from draw.errors import fault, refuse_if
from draw.merkle import audit_path, leaf_hash, root_from_path, root_of
from draw.plan import BASE_COLUMNS, parse_plan
from draw.pool import Pool
from draw.reading import read_batches
from draw.survey import functions_for
from draw.tickets import draw_key, ticket


def inclusion_proof(pool: Pool, plan_columns: Sequence[str], id: str) -> dict[str, Any]:
    """The audit path (RFC 6962) of one row, over lines with the plan's further columns.

    `{"id", "line", "index", "rows", "path": [hex…], "root"}`; `index` counts from 0. Raises
    DrawRefused("not_in_pool") when no row has the id.
    """
    columns = (*BASE_COLUMNS, *plan_columns)
    work = functions_for(pool.rows)
    levels, index, line = [], -1, b""
    for batch in read_batches(pool.path, columns):
        lines = work.lines(batch.flat_ids, [(c.codes, c.values) for c in batch.columns.values()])
        at = pc.index(batch.ids, id).as_py()
        if at >= 0:
            index, (data, ends) = batch.start + at, lines
            line = data[ends[at] : ends[at + 1]].tobytes()
        levels.append(work.leaf_hashes(lines))
    if index < 0:
        refuse_if("not_in_pool", [fault("not_in_pool", "id", value=id)])
    leaves = np.concatenate(levels)
    return {
        "id": id,
        "line": line.decode(),
        "index": index,
        "rows": len(leaves),
        "path": [step.hex() for step in audit_path(leaves, index, work.parents)],
        "root": root_of(leaves, work.parents).hex(),
    }


def verify_inclusion(proof: Mapping[str, Any], statement: Mapping[str, Any]) -> bool:
    """True when the proof's line stands in the pool that `statement` (of a commitment) commits to."""
    try:
        path = [bytes.fromhex(step) for step in proof["path"]]
        line = str(proof["line"])
        index, rows = int(proof["index"]), int(statement["rows"])
    except (KeyError, TypeError, ValueError):
        return False
    if line.split("\t")[0] != proof.get("id") or line.count("\n") != 1 or line[-1] != "\n":
        return False
    root = root_from_path(leaf_hash(line.encode()), index, rows, path)
    return root is not None and root.hex() == statement.get("pool_root")


def row_status(
    receipt: Mapping[str, Any],
    id: str,
    *,
    line: str | None = None,
) -> dict[str, Any]:
    """What a receipt says of one id: its ticket, and whether it was drawn, a substitute, or neither.

    `line` (from an inclusion proof) lets an id that wasn't drawn be put into its stratum, so that its
    ticket can be compared with the right cut-off. Status: drawn, substitute, excluded, not_drawn,
    outside, unknown (not in the lists, and no line was given).
    """
    key = draw_key(receipt["commitment"], receipt["seed"])
    found: dict[str, Any] = {"id": id, "ticket": ticket(key, id)}
    for stratum in receipt["strata"]:
        for status, name in (("drawn", "drawn"), ("substitute", "substitutes")):
            for place, row in enumerate(stratum[name], 1):
                if row["id"] == id:
                    found |= {"status": status, "place": place}
                    return found | _where(stratum)
    plan = parse_plan(receipt["statement"]["plan"])
    for who, reason in plan.exclude:
        if who == id:
            return found | {"status": "excluded", "reason": reason}
    if line is None:
        return found | {"status": "unknown"}
    values = dict(zip(plan.line_columns, line.removesuffix("\n").split("\t"), strict=True))
    for stratum, rule in zip(receipt["strata"], plan.strata, strict=True):
        if all(values[name] in wanted for name, wanted in rule.where):
            return found | {"status": "not_drawn"} | _where(stratum)
    return found | {"status": "outside"}


def _where(stratum: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stratum[name] for name in ("size", "count", "cutoff")} | {
        "stratum": stratum["name"]
    }


def substitutes(
    receipt: Mapping[str, Any],
    stratum: str,
    used: Collection[str],
) -> dict[str, str] | None:
    """The next substitute of a stratum: the lowest kept ticket whose id isn't in `used`.

    `used` holds ids that stepped in already or can't step in (each with its reason in the log). None
    when all are used up. Raises DrawRefused when the receipt has no such stratum.
    """
    for one in receipt["strata"]:
        if one["name"] == stratum:
            row: dict[str, str]
            for row in one["substitutes"]:
                if row["id"] not in used:
                    return dict(row)
            return None
    names = ", ".join(s["name"] for s in receipt["strata"])
    refuse_if("no_such_stratum", [fault("no_such_stratum", "stratum", value=stratum, names=names)])
    return None
