"""The lot in two acts: commit to pool and plan before the seed exists, then reveal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from draw.canonical import digest_of
from draw.errors import Fault, fault, refuse_if
from draw.evidence import evidence_faults
from draw.instants import before, parse_instant
from draw.merkle import root_of
from draw.plan import Plan, parse_plan
from draw.pool import Pool
from draw.scan import Measured, leaf_hashes, scan
from draw.strata import Sorter, StratumCount, check_columns, lowest, prefixes
from draw.tickets import draw_key

ALGORITHM = "suixin-draw-1"
NOT_A_DRAW = {"zh": "演练，不是抽取", "en": "rehearsal, not a draw"}


def commit(
    pool: Pool,
    plan: Plan,
    *,
    published_at: str,
    number: int,
    lottery: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """COMMITMENT.json: the statement over pool and plan, and its digest.

    `published_at` is an instant with offset, `number` the plan's number in the log (from 1),
    `lottery` the digests of the inspector lottery's files by name. Raises DrawRefused with all
    faults of the pool, the strata and the arguments.
    """
    faults: list[Fault] = []
    check_columns(pool, plan)
    if parse_instant(published_at) is None:
        faults.append(fault("not_an_instant", "published_at", value=published_at))
    if isinstance(number, bool) or number < 1:
        faults.append(fault("count", "number", value=number))
    sorter = Sorter(plan, faults)
    digest, leaves, rows = sha256(), bytearray(), 0
    for batch in scan(pool.path, plan.line_columns, faults):
        digest.update(batch.text)
        leaves += leaf_hashes(batch.lines)
        rows += batch.rows
        sorter.codes(batch)
    sorter.counts()
    refuse_if("commit_refused", faults)
    statement: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "rows": rows,
        "pool_digest": digest.hexdigest(),
        "pool_root": root_of(bytes(leaves)).hex(),
        "plan": dict(plan.raw),
    }
    if lottery:
        statement["lottery"] = dict(lottery)
    return {
        "commitment": digest_of(statement),
        "statement": statement,
        "published_at": published_at,
        "number": number,
        **({"notice": NOT_A_DRAW} if plan.rehearsal else {}),
    }


def reveal(
    commitment: Mapping[str, Any],
    pool: Pool,
    seed: str,
    *,
    evidence: Mapping[str, Any] | None,
    previous: str | None,
    times: Mapping[str, str],
) -> dict[str, Any]:
    """RECEIPT.json: who is drawn by this seed, with tickets, substitutes and cut-offs.

    `previous` is the digest of the receipt before (None for the first), `times` instants by name,
    kept as given. Raises DrawRefused when the commitment doesn't hold together, the pool is not the
    committed one, or the evidence doesn't prove the seed.
    """
    plan = read_commitment(commitment)
    text = str(commitment["commitment"])
    published_at = commitment.get("published_at")
    faults = evidence_faults(plan, text, seed, evidence, published_at)
    for name, time in times.items():
        if parse_instant(time) is None:
            faults.append(fault("not_an_instant", f"times.{name}", value=time))
    if "revealed" in times and before(times["revealed"], published_at):
        faults.append(
            fault("seed_too_early", "times.revealed", value=times["revealed"], least=published_at)
        )
    refuse_if("reveal_refused", faults)
    strata = draw_strata(pool, plan, draw_key(text, seed), commitment["statement"])
    return {
        "commitment": text,
        "statement": commitment["statement"],
        "number": commitment.get("number"),
        "seed": seed,
        "evidence": dict(evidence) if evidence is not None else None,
        "strata": strata,
        "times": {"published": published_at, **times},
        "previous": previous,
        **({"notice": NOT_A_DRAW} if plan.rehearsal else {}),
    }


def read_commitment(commitment: Mapping[str, Any]) -> Plan:
    """The plan of a commitment whose digest is right; raises DrawRefused otherwise."""
    statement = commitment.get("statement")
    if not isinstance(statement, Mapping):
        refuse_if("commitment_refused", [fault("not_an_object", "statement", value=statement)])
    assert isinstance(statement, Mapping)
    faults = []
    if statement.get("algorithm") != ALGORITHM:
        found = statement.get("algorithm")
        faults.append(fault("algorithm", "statement.algorithm", value=found, expected=ALGORITHM))
    try:
        right = digest_of(statement)
    except ValueError as error:
        right = f"({error})"
    if commitment.get("commitment") != right:
        found = commitment.get("commitment")
        faults.append(fault("commitment_differs", "commitment", value=found, expected=right))
    refuse_if("commitment_refused", faults)
    return parse_plan(statement.get("plan"))


def draw_strata(
    pool: Pool, plan: Plan, key: str, statement: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The drawn strata, after one pass that also proves the pool to be the committed one."""
    faults: list[Fault] = []
    check_columns(pool, plan)
    sorter, digest = Sorter(plan, faults), sha256()
    codes, bits, rows = [], [], 0
    for batch in scan(pool.path, plan.line_columns, faults):
        digest.update(batch.text)
        codes.append(sorter.codes(batch))
        bits.append(prefixes(batch.columns["id"], key))
        rows += batch.rows
    counts = sorter.counts()
    faults[:0] = statement_faults(statement, Measured(rows, digest.hexdigest(), "", ()))
    refuse_if("pool_differs", faults)
    drawn = lowest(pool, key, np.concatenate(bits), np.concatenate(codes), counts)
    return [stratum_json(c, found) for c, found in zip(counts, drawn, strict=True)]


def statement_faults(statement: Mapping[str, Any], measured: Measured) -> list[Fault]:
    """Where the pool as measured isn't the pool of the statement; an empty root isn't compared."""
    found: dict[str, object] = {"rows": measured.rows, "pool_digest": measured.digest}
    if measured.root:
        found["pool_root"] = measured.root
    return [
        fault(
            "pool_differs",
            f"statement.{name}",
            value=value,
            expected=statement.get(name),
            rule="§5.3",
        )
        for name, value in found.items()
        if statement.get(name) != value
    ]


def stratum_json(count: StratumCount, found: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """One stratum of a receipt from its (ticket, id) pairs in ticket order."""
    rows = [{"id": who, "ticket": number} for number, who in found]
    drawn = rows[: count.count]
    return {
        "name": count.name,
        "size": count.size,
        "count": count.count,
        "drawn": drawn,
        "substitutes": rows[count.count :],
        "cutoff": drawn[-1]["ticket"] if drawn else None,
    }
