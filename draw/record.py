"""The lot in two acts: commit to pool and plan before the seed exists, then reveal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from draw.canonical import digest_of
from draw.errors import Fault, fault, refuse_if
from draw.evidence import evidence_faults
from draw.instants import before, parse_instant
from draw.plan import Plan, parse_plan
from draw.pool import Pool
from draw.selection import check_columns, strata_of
from draw.survey import Survey, survey
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
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan)
    refuse_if("commit_refused", [*faults, *found.faults])
    statement: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "rows": found.rows,
        "pool_digest": found.digest,
        "pool_root": found.root,
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
    check_columns(pool, plan)
    key = draw_key(text, seed)
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan, key=key, tree=False)
    differing = statement_faults(commitment["statement"], found)
    refuse_if("pool_differs", [*differing, *found.faults])
    return {
        "commitment": text,
        "statement": commitment["statement"],
        "number": commitment.get("number"),
        "seed": seed,
        "evidence": dict(evidence) if evidence is not None else None,
        "strata": strata_of(pool, found, key),
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


def statement_faults(statement: Mapping[str, Any], found: Survey) -> list[Fault]:
    """Where the pool as surveyed isn't the pool of the statement; a root not computed isn't compared."""
    values = {"rows": found.rows, "pool_digest": found.digest, "pool_root": found.root}
    return [
        fault("pool_differs", f"statement.{n}", value=v, expected=statement.get(n), rule="§5.3")
        for n, v in values.items()
        if v is not None and statement.get(n) != v
    ]
