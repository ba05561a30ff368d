"""Verification: recompute everything a receipt says, and name every place that differs.

Two verdicts, never mixed: `recomputed` is arithmetic over receipt and pool; `anchored` says that the
log shows the seed to be younger than a commitment stamped or signed outside the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw.errors import DrawRefused, Fault, fault
from draw.evidence import evidence_faults
from draw.pool import Pool
from draw.record import NOT_A_DRAW, draw_strata, read_commitment, statement_faults
from draw.scan import measure
from draw.tickets import draw_key


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found. `anchored` is None without a log: then nothing is said of times."""

    recomputed: bool
    anchored: bool
    differences: tuple[Fault, ...]
    rehearsal: bool
    with_log: bool

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
            "summary": _summary(self),
            **({"notice": NOT_A_DRAW} if self.rehearsal else {}),
        }


def verify(
    receipt: Mapping[str, Any], pool: Pool, *, log: Mapping[str, Any] | None = None
) -> Verdict:
    """Judge a receipt against its pool, and against the log where it is given."""
    differences: list[Fault] = []
    rehearsal = False
    try:
        plan = read_commitment(receipt)
        rehearsal = plan.rehearsal
        seed = str(receipt.get("seed", ""))
        commitment = str(receipt["commitment"])
        differences += evidence_faults(plan, commitment, seed, receipt.get("evidence"), None)
        measured = measure(pool.path, plan.line_columns)
        differences += measured.faults
        differences += statement_faults(receipt["statement"], measured)
        strata = draw_strata(pool, plan, draw_key(commitment, seed), receipt["statement"])
        differences += strata_differences(receipt.get("strata"), strata)
    except DrawRefused as refused:
        differences += [f for f in refused.faults if f not in differences]
    recomputed = not differences
    return Verdict(recomputed, False, tuple(differences), rehearsal, log is not None)


def strata_differences(found: object, right: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Where the strata of a receipt differ from the recomputed ones."""
    if not isinstance(found, list) or len(found) != len(right):
        yield fault("differs", "strata", value=found, expected=[s["name"] for s in right])
        return
    for i, (one, other) in enumerate(zip(found, right, strict=True)):
        for name in ("name", "size", "count", "cutoff"):
            if one.get(name) != other[name]:
                where = f"strata[{i}].{name}"
                yield fault("differs", where, value=one.get(name), expected=other[name])
        for name in ("drawn", "substitutes"):
            yield from _list_differences(one.get(name), other[name], f"strata[{i}].{name}")


def _list_differences(found: object, right: list[Any], field: str) -> Iterator[Fault]:
    if not isinstance(found, list) or len(found) != len(right):
        size = len(found) if isinstance(found, list) else found
        yield fault("differs", f"{field}.length", value=size, expected=len(right))
        return
    for i, (one, other) in enumerate(zip(found, right, strict=True)):
        if one != other:
            for name in ("id", "ticket"):
                if not isinstance(one, Mapping) or one.get(name) != other[name]:
                    value = one.get(name) if isinstance(one, Mapping) else one
                    yield fault(
                        "differs", f"{field}[{i}].{name}", value=value, expected=other[name]
                    )


def _summary(verdict: Verdict) -> dict[str, str]:
    zh = "重算一致" if verdict.recomputed else "重算不一致"
    en = "Recomputed: everything agrees" if verdict.recomputed else "Recomputed: it differs"
    if verdict.anchored:
        return {"zh": f"{zh}；已锚定。", "en": f"{en}. ANCHORED."}
    return {"zh": f"{zh}；未锚定（NOT ANCHORED）。", "en": f"{en}. NOT ANCHORED."}
