"""Verification: recompute everything a receipt says, and name every place that differs.

Two verdicts, never mixed: `recomputed` is arithmetic over receipt and pool; `anchored` says that the
log shows the seed to be younger than a commitment stamped or signed outside the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw.anchor import anchor_faults
from draw.errors import DrawRefused, Fault, fault
from draw.evidence import evidence_faults
from draw.plan import Plan
from draw.pool import Pool
from draw.record import NOT_A_DRAW, read_commitment, statement_faults
from draw.seed import seed_faults
from draw.selection import check_columns, strata_of
from draw.survey import survey
from draw.tickets import draw_key


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; `anchors` are the stamps (holder, key, time) that anchor the draw."""

    recomputed: bool
    anchored: bool
    differences: tuple[Fault, ...]
    rehearsal: bool
    with_log: bool

    anchors: tuple[dict[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        """False when the receipt doesn't recompute, or a log was given and doesn't anchor it."""
        return self.recomputed and (self.anchored or not self.with_log)

    def to_json(self) -> dict[str, Any]:
        """The verdict as the contract writes it, with a sentence for people."""
        return {
            "recomputed": self.recomputed,
            "anchored": self.anchored,
            "differences": [d.to_json() for d in self.differences],
            "anchors": list(self.anchors),
            "summary": _summary(self),
            **({"notice": NOT_A_DRAW} if self.rehearsal else {}),
        }


def verify(
    receipt: Mapping[str, Any],
    pool: Pool,
    *,
    log: Mapping[str, Any] | None = None,
    holders: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge a receipt against its pool, and against the log (`{"entries", "stamps"}`) where given.

    `holders` maps the names of outside holders to the public keys the reader trusts; without it every
    valid signature counts, and the verdict names whose keys they are.
    """
    differences: list[Fault] = []
    plan = None
    try:
        plan = read_commitment(receipt)
        differences += _recompute(receipt, plan, pool)
    except DrawRefused as refused:
        differences += refused.faults
    recomputed = not differences
    against: list[Fault] = []
    anchors: list[dict[str, str]] = []
    if log is not None and plan is not None:
        against, anchors = anchor_faults(receipt, plan, log, holders, recomputed)
    return Verdict(
        recomputed=recomputed,
        anchored=recomputed and bool(anchors) and not against,
        differences=(*differences, *(f for f in against if f not in differences)),
        rehearsal=plan is not None and plan.rehearsal,
        with_log=log is not None,
        anchors=tuple(anchors),
    )


def _recompute(receipt: Mapping[str, Any], plan: Plan, pool: Pool) -> Iterator[Fault]:
    commitment, seed = str(receipt["commitment"]), receipt.get("seed")
    yield from evidence_faults(plan, commitment, seed, receipt.get("evidence"), None)
    check_columns(pool, plan)
    key = None if seed_faults(seed) else draw_key(commitment, str(seed))
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan, key=key)
    wrong = [*statement_faults(receipt["statement"], found), *found.faults]
    yield from wrong
    if key and not wrong:
        yield from strata_differences(receipt.get("strata"), strata_of(pool, found, key))


def strata_differences(found: object, right: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Where the strata of a receipt differ from the recomputed ones."""
    if not isinstance(found, list) or len(found) != len(right):
        yield fault("differs", "strata", value=found, expected=[s["name"] for s in right])
        return
    for i, (one, other) in enumerate(zip(found, right, strict=True)):
        if not isinstance(one, Mapping):
            yield fault("not_an_object", f"strata[{i}]", value=one)
            continue
        for name in ("name", "size", "count", "cutoff"):
            if not _equal(one.get(name), other[name]):
                where = f"strata[{i}].{name}"
                yield fault("differs", where, value=one.get(name), expected=other[name])
        for name in ("drawn", "substitutes"):
            yield from _list_differences(one.get(name), other[name], f"strata[{i}].{name}")


def _equal(found: object, right: object) -> bool:
    """Equal and of one type: 1 isn't true, and isn't 1.0."""
    return type(found) is type(right) and found == right


def _list_differences(found: object, right: list[Any], field: str) -> Iterator[Fault]:
    if not isinstance(found, list) or len(found) != len(right):
        size = len(found) if isinstance(found, list) else found
        yield fault("differs", f"{field}.length", value=size, expected=len(right))
        return
    for i, (one, other) in enumerate(zip(found, right, strict=True)):
        if one != other:
            row = one if isinstance(one, Mapping) else {}
            for name in ("id", "ticket"):
                if row.get(name) != other[name]:
                    where = f"{field}[{i}].{name}"
                    yield fault("differs", where, value=row.get(name), expected=other[name])
            if set(row) - set(other):
                yield fault("differs", f"{field}[{i}]", value=one, expected=other)


def _summary(verdict: Verdict) -> dict[str, str]:
    zh = "重算一致" if verdict.recomputed else "重算不一致"
    en = "Recomputed: everything agrees" if verdict.recomputed else "Recomputed: it differs"
    if verdict.anchored:
        names = ", ".join(f"{a['holder']} ({a['key'][:16]}…)" for a in verdict.anchors)
        return {
            "zh": f"{zh}；已锚定，签认人：{names}，请与其自行公布的公钥核对。",
            "en": f"{en}. ANCHORED by {names}: compare the keys with those they publish.",
        }
    return {"zh": f"{zh}；未锚定（NOT ANCHORED）。", "en": f"{en}. NOT ANCHORED."}
