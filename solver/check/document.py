"""Read a schedule document; what cannot be read becomes an R01 finding and is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.check import values
from solver.check.case import Case, Person, Target
from solver.check.finding import Finding
from solver.check.values import Faults

STATUSES = ("optimal", "feasible", "infeasible", "unknown")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit whose target and times could be read; `team` are the known inspectors, once each.

    `start` and `end` are minutes after the midnight that begins `day`; a wrong `end` may lie on
    another day or before the start.
    """

    index: int
    target: Target
    day: str
    start: int
    end: int
    team: tuple[Person, ...]

    @property
    def counted(self) -> tuple[Person, ...]:
        """The team without assistants, who count for nothing."""
        return tuple(person for person in self.team if person.counts)

    def finding(
        self, rule: str, zh: str, en: str, field: str = "", inspector: str | None = None
    ) -> Finding:
        """A finding about this visit; the sentences are prefixed with target and time."""
        when = f"{self.day} {values.hour(self.start)}"
        return Finding(
            rule,
            f"检查对象 {self.target.id}（{when}）：{zh}",
            f"Visit to {self.target.id} ({when}): {en}",
            f"visits[{self.index}]" + (f".{field}" if field else ""),
            self.target.id,
            inspector,
            self.index,
        )


@dataclass(frozen=True, slots=True)
class Document:
    """The readable part of a schedule; `named` are all targets that some entry visits."""

    visits: tuple[Visit, ...]
    named: frozenset[str]
    unscheduled: tuple[str, ...]


def read_document(schedule: object, case: Case, faults: Faults) -> Document | None:
    """The schedule's visits and leftovers; None only if it is no object at all."""
    root = values.mapping(schedule, "schedule", faults)
    if root is None:
        return None
    visits: list[Visit] = []
    named: set[str] = set()
    for index, entry in enumerate(values.array(root.get("visits"), "visits", faults, empty=True)):
        noted: Faults = []
        target, visit = _visit(entry, index, case, noted)
        faults.extend(replace(fault, visit=index) for fault in noted)
        named.update([target.id] if target else [])
        visits.extend([visit] if visit else [])
    unscheduled = values.texts(root.get("unscheduled"), "unscheduled", faults, empty=True)
    for place, name in enumerate(unscheduled):
        if name not in case.targets:
            faults.append(_unknown_target(name, f"unscheduled[{place}]"))
    _labels(root, faults)
    _explained(root.get("explanations"), case, faults)
    return Document(tuple(visits), frozenset(named), unscheduled)


def _visit(
    entry: object, index: int, case: Case, faults: Faults
) -> tuple[Target | None, Visit | None]:
    """The target an entry names, and the visit where its times can be read too."""
    at = f"visits[{index}]"
    record = values.mapping(entry, at, faults)
    if record is None:
        return None, None
    name = values.text(record.get("target"), f"{at}.target", faults)
    target = case.targets.get(name or "")
    if name is not None and target is None:
        faults.append(_unknown_target(name, f"{at}.target"))
    start = values.moment(record.get("start"), f"{at}.start", faults)
    end = values.moment(record.get("end"), f"{at}.end", faults)
    team = _team(record.get("inspectors"), f"{at}.inspectors", case, faults)
    if target is None or start is None or end is None:
        return target, None
    days = (date.fromisoformat(end[0]) - date.fromisoformat(start[0])).days
    return target, Visit(index, target, start[0], start[1], end[1] + days * 24 * 60, team)


def _team(value: object, at: str, case: Case, faults: Faults) -> tuple[Person, ...]:
    team: dict[str, Person] = {}
    for place, name in enumerate(values.texts(value, at, faults, empty=True)):
        if name not in case.people:
            faults.append(
                Finding(
                    "R01",
                    f"字段 {at}[{place}] 所写检查人员“{name}”不在问题中。",
                    f"Field {at}[{place}] names inspector {name!r}, who is not in the problem.",
                    f"{at}[{place}]",
                    inspector=name,
                )
            )
        elif name in team:
            faults.append(
                Finding(
                    "R01",
                    f"字段 {at}[{place}] 重复写了检查人员 {name}。",
                    f"Field {at}[{place}] names inspector {name} a second time.",
                    f"{at}[{place}]",
                    inspector=name,
                )
            )
        else:
            team[name] = case.people[name]
    return tuple(team.values())


def _unknown_target(name: str, field: str) -> Finding:
    return Finding(
        "R01",
        f"字段 {field} 所写检查对象“{name}”不在问题中。",
        f"Field {field} names target {name!r}, which is not in the problem.",
        field,
        name,
    )


def _labels(root: Mapping[str, object], faults: Faults) -> None:
    """Status and assignment, where given, are one of the contract's words."""
    if root.get("status") is not None:
        values.choice(root["status"], STATUSES, "status", faults)
    if root.get("assignment") is not None:
        values.choice(root["assignment"], ("drawn", "free"), "assignment", faults)


def _explained(value: object, case: Case, faults: Faults) -> None:
    """Explanations, where given, speak of targets of the problem."""
    for place, entry in enumerate(
        () if value is None else values.array(value, "explanations", faults, empty=True)
    ):
        at = f"explanations[{place}]"
        record = values.mapping(entry, at, faults)
        if record is None:
            continue
        name = values.text(record.get("target"), f"{at}.target", faults)
        if name is not None and name not in case.targets:
            faults.append(_unknown_target(name, f"{at}.target"))
