"""What a schedule claims about itself, held against what can be recomputed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, cast

import rfc8785

from solver.check.objective import LEVELS
from solver.check.values import clip

Difference = dict[str, object]
MOST = "weight"  # the one level that is maximised


def differences(
    problem: Mapping[str, object], schedule: Mapping[str, object], found: Mapping[str, int]
) -> list[Difference]:
    """Every claim of the schedule that does not agree with `found`, the recomputed objective."""
    return [
        *_objective(schedule.get("objective"), found),
        *_bounds(schedule.get("bound"), found),
        *_status(schedule, found),
        *_assignment(problem, schedule),
        *_digest(problem, schedule),
    ]


def digest(problem: Mapping[str, object]) -> str | None:
    """SHA-256 of the RFC 8785 form without `name`; None where that form does not exist."""
    try:
        canonical = rfc8785.dumps(
            cast(Any, {key: problem[key] for key in problem if key != "name"})
        )
    except (rfc8785.CanonicalizationError, RecursionError, ValueError, TypeError):
        return None
    return "sha256:" + hashlib.sha256(canonical).hexdigest()


def _difference(field: str, claimed: object, found: object, zh: str, en: str) -> Difference:
    return {"field": field, "claimed": claimed, "recomputed": found, "zh": zh, "en": en}


def _unequal(field: str, claimed: object, found: object) -> Difference:
    return _difference(
        field,
        claimed,
        found,
        f"{field} 写为 {clip(claimed)}，重新计算为 {clip(found)}。",
        f"{field} claims {clip(claimed)}; recomputed it is {clip(found)}.",
    )


def _same(claimed: object, found: int) -> bool:
    return isinstance(claimed, (int, float)) and not isinstance(claimed, bool) and claimed == found


def _objective(claimed: object, found: Mapping[str, int]) -> Iterator[Difference]:
    if claimed is None:
        return
    if not isinstance(claimed, Mapping):
        yield _unequal("objective", claimed, dict(found))
        return
    for level, value in found.items():
        if level in claimed and not _same(claimed[level], value):
            yield _unequal(f"objective.{level}", claimed[level], value)


def _bounds(claimed: object, found: Mapping[str, int]) -> Iterator[Difference]:
    """A bound worse than the schedule itself is none; lower levels bind once the upper are met."""
    if claimed is None:
        return
    if not isinstance(claimed, Mapping):
        yield _unequal("bound", claimed, None)
        return
    for level in LEVELS:
        bound = claimed.get(level)
        if bound is None:
            return
        if not isinstance(bound, (int, float)) or isinstance(bound, bool) or bound != bound:
            yield _unequal(f"bound.{level}", bound, None)
            return
        value = found[level]
        if (bound < value) if level == MOST else (bound > value):
            yield _difference(
                f"bound.{level}",
                bound,
                value,
                f"bound.{level} 的界为 {clip(bound)}，而本方案已达到 {value}，该界不成立。",
                f"bound.{level} is {clip(bound)}, yet this schedule reaches {value}: no bound.",
            )
        if bound != value:
            return


def _status(schedule: Mapping[str, object], found: Mapping[str, int]) -> Iterator[Difference]:
    """`optimal` says that every level meets its bound."""
    bound = schedule.get("bound")
    if schedule.get("status") != "optimal" or not isinstance(bound, Mapping):
        return
    for level in LEVELS:
        if level in bound and not _same(bound[level], found[level]):
            yield _difference(
                "status",
                "optimal",
                "feasible",
                f"状态写为 optimal，但 {level} 的界 {clip(bound[level])} 与结果 {found[level]} 不等。",
                f"The status says optimal, but the bound of {level}, {clip(bound[level])}, "
                f"is not the {found[level]} reached.",
            )
            return


def _assignment(
    problem: Mapping[str, object], schedule: Mapping[str, object]
) -> Iterator[Difference]:
    due = problem.get("assignment") or "free"
    if schedule.get("assignment") is not None and schedule["assignment"] != due:
        yield _unequal("assignment", schedule["assignment"], due)


def _digest(problem: Mapping[str, object], schedule: Mapping[str, object]) -> Iterator[Difference]:
    claimed = schedule.get("problem_digest")
    if claimed is None:
        return
    found = digest(problem)
    if claimed != found:
        yield _unequal("problem_digest", claimed, found)
