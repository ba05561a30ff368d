"""The rules of the schedule as a whole (R02, R10-R12, R16, R17): one function each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from solver.check.case import Case, Pin
from solver.check.document import Document
from solver.check.finding import Finding
from solver.check.objective import between, by_inspector_day, taking_part
from solver.check.values import hour

Found = Iterator[Finding]


def once_each(_: Case, document: Document) -> Found:
    """R02: no target is visited twice."""
    seen: set[str] = set()
    for visit in document.visits:
        if visit.target.id in seen:
            yield visit.finding(
                "R02",
                "该检查对象已安排过一次检查，不得重复。",
                "this target is already visited once.",
                "target",
            )
        seen.add(visit.target.id)


def visits_a_day(case: Case, document: Document) -> Found:
    """R10: nobody has more visits a day than allowed."""
    for (name, day), route in by_inspector_day(document.visits).items():
        allowed = case.people[name].max_visits
        if len(route) > allowed:
            yield Finding(
                "R10",
                f"{name} 在 {day} 有 {len(route)} 次检查，超过每日上限 {allowed} 次。",
                f"{name} has {len(route)} visits on {day}; the daily limit is {allowed}.",
                "visits",
                inspector=name,
                visit=route[-1].index,
                target=route[-1].target.id,
            )


def one_place_at_a_time(case: Case, document: Document) -> Found:
    """R11: between two visits of a day lie at least the travel minutes."""
    for (name, _), route in by_inspector_day(document.visits).items():
        for first, second in pairwise(route):
            gap, due = second.start - first.end, between(case, first.target, second.target)
            if gap < due:
                until = f"{first.target.id}（{hour(first.end)} 结束）"
                yield second.finding(
                    "R11",
                    f"{name} 自 {until}赶来需 {due} 分钟，现仅有 {gap} 分钟。",
                    f"{name} needs {due} minutes from {first.target.id}, left at "
                    f"{hour(first.end)}, and has {gap}.",
                    "start",
                    name,
                )


def complement(case: Case, document: Document) -> Found:
    """R12: `unscheduled` names every target that has no visit, once, and no other."""
    visited = document.named
    named = Counter(name for name in document.unscheduled if name in case.targets)
    for name in case.targets:
        if name in visited and named[name]:
            yield _leftover(name, "已有检查，又列入未安排名单。", "is visited and unscheduled.")
        elif name not in visited and not named[name]:
            yield _leftover(
                name, "没有检查，也未列入未安排名单。", "is neither visited nor unscheduled."
            )
        elif named[name] > 1:
            yield _leftover(name, "在未安排名单中重复出现。", "is unscheduled more than once.")


def _leftover(name: str, zh: str, en: str) -> Finding:
    return Finding("R12", f"检查对象 {name} {zh}", f"Target {name} {en}", "unscheduled", name)


def pins_kept(case: Case, document: Document) -> Found:
    """R16: what is pinned is visited, at the pinned time, with the pinned people."""
    for place, pin in enumerate(case.pins):
        visits = [visit for visit in document.visits if visit.target.id == pin.target]
        if not visits:
            yield _pin(pin, place, "已固定，但未安排检查。", "is pinned and not visited.")
            continue
        visit = visits[0]
        if pin.start is not None and pin.start != (visit.day, visit.start):
            due = f"{pin.start[0]} {hour(pin.start[1])}"
            yield visit.finding(
                "R16",
                f"开始时间已固定为 {due}。",
                f"the start is pinned to {due}.",
                "start",
            )
        team = {person.id for person in visit.team}
        for name in pin.inspectors:
            if name not in team:
                yield visit.finding(
                    "R16",
                    f"已固定的检查人员 {name} 未在检查组内。",
                    f"the pinned inspector {name} is not in the team.",
                    "inspectors",
                    name,
                )


def _pin(pin: Pin, place: int, zh: str, en: str) -> Finding:
    return Finding(
        "R16",
        f"检查对象 {pin.target} {zh}",
        f"Target {pin.target} {en}",
        f"pinned[{place}]",
        pin.target,
    )


def campaign_caps(case: Case, document: Document) -> Found:
    """R17: the whole campaign keeps to its number of departments and of inspectors."""
    parts = {name for visit in document.visits for name in taking_part(case, visit.target)}
    people = {person.id for visit in document.visits for person in visit.counted}
    for size, cap, zh, en in (
        (len(parts), case.terms.cap_departments, "个部门", "departments"),
        (len(people), case.terms.cap_inspectors, "名检查人员", "inspectors"),
    ):
        if cap is not None and size > cap:
            yield Finding(
                "R17",
                f"整个任务共有 {size} {zh}，超过上限 {cap}。",
                f"The campaign uses {size} {en}; its cap is {cap}.",
                "visits",
            )


WHOLE_RULES: tuple[Callable[[Case, Document], Found], ...] = (
    once_each,
    visits_a_day,
    one_place_at_a_time,
    complement,
    pins_kept,
    campaign_caps,
)
