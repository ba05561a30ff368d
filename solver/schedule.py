"""The schedule: what contract §2 says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from solver import reading
from solver.clock import split_moment
from solver.faults import FaultList
from solver.parse_rules import is_seed
from solver.problem import Assignment, Seed

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
_STATUSES = ("optimal", "feasible", "infeasible", "unknown")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: local times `YYYY-MM-DDTHH:MM`, the team sorted by id."""

    target: str
    start: str
    end: str
    inspectors: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The visit as in contract §2."""
        return {
            "target": self.target,
            "start": self.start,
            "end": self.end,
            "inspectors": list(self.inspectors),
        }


@dataclass(frozen=True, slots=True)
class Objective:
    """The four measured levels, and the weight of all targets beside the first."""

    weight: int
    weight_all: int
    excess: int
    travel: int
    max_load: int

    def to_json(self) -> dict[str, int]:
        """The objective as in contract §2."""
        return {
            "weight": self.weight,
            "weight_all": self.weight_all,
            "excess": self.excess,
            "travel": self.travel,
            "max_load": self.max_load,
        }

    def rank(self) -> tuple[int, int, int, int]:
        """Smaller is better, level by level."""
        return (-self.weight, self.excess, self.travel, self.max_load)


@dataclass(frozen=True, slots=True)
class Bound:
    """Proven limits; each holds for every schedule that reaches the levels above it."""

    weight: int
    excess: int
    travel: int
    max_load: int

    def to_json(self) -> dict[str, int]:
        """The bound as in contract §2."""
        return {
            "weight": self.weight,
            "excess": self.excess,
            "travel": self.travel,
            "max_load": self.max_load,
        }


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that would let a target be visited."""

    change: str
    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        """The fix as in contract §2."""
        return {"change": self.change, "zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a target is left out: the rules that clash, their basis, and the smallest changes."""

    target: str
    rules: tuple[str, ...]
    basis: tuple[str, ...]
    zh: str
    en: str
    fixes: tuple[Fix, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The explanation as in contract §2."""
        return {
            "target": self.target,
            "rules": list(self.rules),
            "basis": list(self.basis),
            "why": {"zh": self.zh, "en": self.en},
            "fixes": [fix.to_json() for fix in self.fixes],
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """An answer to a problem. `stopped` marks a run the caller ended early: not replayable."""

    status: Status
    assignment: Assignment
    seed: Seed
    problem_digest: str
    visits: tuple[Visit, ...]
    unscheduled: tuple[str, ...]
    objective: Objective
    bound: Bound
    explanations: tuple[Explanation, ...] = field(default=())
    stopped: bool = False

    def to_json(self) -> dict[str, Any]:
        """The schedule as in contract §2; `stopped` only where it is true."""
        made: dict[str, Any] = {
            "status": self.status,
            "assignment": self.assignment,
            "seed": self.seed,
            "problem_digest": self.problem_digest,
            "visits": [visit.to_json() for visit in self.visits],
            "unscheduled": list(self.unscheduled),
            "objective": self.objective.to_json(),
            "bound": self.bound.to_json(),
            "explanations": [explanation.to_json() for explanation in self.explanations],
        }
        if self.stopped:
            made["stopped"] = True
        return made

    @classmethod
    def from_json(cls, obj: Any) -> Schedule:
        """Read the JSON object of contract §2; raises ProblemRefused with all faults."""
        return _parse(obj)


def _parse(obj: Any) -> Schedule:
    faults = FaultList()
    if not isinstance(obj, Mapping):
        faults.add("not_an_object", "", type(obj).__name__, "R01")
        faults.raise_if_any()
    status = obj.get("status", "unknown")
    if status not in _STATUSES:
        faults.add("unknown_choice", "status", status, "R01", choices=", ".join(_STATUSES))
    seed = obj.get("seed", 0)
    if not is_seed(seed):
        faults.add("seed_not_a_line", "seed", seed, "R01")
    values = reading.listing(faults, obj, "", "visits", empty=True)
    left_out = reading.listing(faults, obj, "", "unscheduled", empty=True)
    schedule = Schedule(
        status=status,
        assignment=obj.get("assignment", "free"),
        seed=seed,
        problem_digest=str(obj.get("problem_digest", "")),
        visits=tuple(reading.rows(faults, values, "visits", lambda r, p: _visit(faults, r, p))),
        unscheduled=reading.texts(faults, left_out, "unscheduled"),
        objective=Objective(*_numbers(obj, "objective", Objective)),
        bound=Bound(*_numbers(obj, "bound", Bound)),
        explanations=tuple(_explanations(obj)),
        stopped=obj.get("stopped") is True,
    )
    faults.raise_if_any()
    return schedule


def _visit(faults: FaultList, row: reading.Row, path: str) -> Visit | None:
    target = reading.text(faults, row, path, "target")
    moments = []
    for key in ("start", "end"):
        value = reading.text(faults, row, path, key)
        if value is not None and split_moment(value) is None:
            faults.add("malformed_start", f"{path}.{key}", value, "R01")
        moments.append(value)
    values = reading.listing(faults, row, path, "inspectors", empty=True)
    team = reading.texts(faults, values, f"{path}.inspectors")
    if target is None or moments[0] is None or moments[1] is None:
        return None
    return Visit(target, moments[0], moments[1], tuple(sorted(team)))


def _numbers(obj: Mapping[str, Any], key: str, kind: type[Objective] | type[Bound]) -> list[int]:
    """The figures of a block, 0 where absent: a schedule made elsewhere may come without them."""
    block = obj.get(key)
    row = block if isinstance(block, Mapping) else {}
    names = list(kind.__dataclass_fields__)
    values = [row.get(name) for name in names]
    return [value if isinstance(value, int) else 0 for value in values]


def _explanations(obj: Mapping[str, Any]) -> list[Explanation]:
    """The explanations of a schedule, leniently: they are words, not constraints."""
    made = []
    rows = obj.get("explanations")
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        why = row.get("why") if isinstance(row.get("why"), Mapping) else {}
        fixes = row.get("fixes") if isinstance(row.get("fixes"), list) else []
        made.append(
            Explanation(
                target=str(row.get("target", "")),
                rules=tuple(map(str, row.get("rules") or ())),
                basis=tuple(map(str, row.get("basis") or ())),
                zh=str((why or {}).get("zh", "")),
                en=str((why or {}).get("en", "")),
                fixes=tuple(
                    Fix(str(fix.get("change", "")), str(fix.get("zh", "")), str(fix.get("en", "")))
                    for fix in fixes or ()
                    if isinstance(fix, Mapping)
                ),
            )
        )
    return made
