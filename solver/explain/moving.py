"""Why Tuesday: what forbids a visit on another day, or what moving it there would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from solver.clock import is_date, moment_text
from solver.explain.asked import known_target, known_visits, refuse
from solver.explain.conflict import conflicts
from solver.explain.costs import LEVELS, Costs
from solver.explain.question import ALL, Question, beside
from solver.explain.reasons import facts
from solver.explain.teams import pick_team
from solver.explain.telling import basis_of
from solver.explain.words import Said, joined
from solver.problem import Problem, Window
from solver.schedule import Schedule, Visit


def why_day(problem: Problem, schedule: Schedule, target_id: str, day: str) -> dict[str, Any]:
    """Why a target is, or is not, visited on a day; the other visits stay as they are.

    Returns `{"target", "day", "on_day", "rules", "basis", "why": {zh, en}, "move"}`: the smallest
    conflicting rules for that day, or in `move` the cheapest visit there (`start`, `end`,
    `inspectors`) with its cost in excess, travel and max_load against the schedule's (for a target
    without a visit: what adding it costs). Raises ProblemRefused for an unknown target or day.
    """
    target = known_target(problem, target_id)
    if not is_date(day) or day not in problem.days:
        refuse("day_outside_campaign", "day", day)
    schedule = replace(schedule, visits=tuple(known_visits(problem, schedule)))
    visit = next((v for v in schedule.visits if v.target == target_id), None)
    answer = {"target": target_id, "day": day, "on_day": bool(visit and visit.start[:10] == day)}
    others = beside(problem, schedule.visits, without=[target_id])
    question = _on(Question(problem, target, others), day)
    if visit is not None and answer["on_day"]:
        said = Said(
            f"{target_id} 已安排在 {visit.start}", f"{target_id} is scheduled for {visit.start}"
        )
        return answer | _told((), said, None)
    move = _cheapest(question, schedule, visit)
    if move is not None:
        return answer | _told((), _cost_said(target_id, move), move)
    sets = conflicts(question)
    said = joined(facts(question))
    return answer | _told(sets[0], Said(f"{day}：{said.zh}", f"on {day} {said.en}"), None)


def _on(question: Question, day: str) -> Question:
    """The same question for one day only: all other days of the campaign are taken away."""
    problem, target = question.problem, question.target
    windows: tuple[Window, ...] = tuple(w for w in target.windows if w.day == day)
    narrowed = replace(target, windows=windows)
    targets = tuple(narrowed if t.id == target.id else t for t in problem.targets)
    one_day = replace(problem, days=(day,), targets=targets)
    return Question(one_day, narrowed, question.others)


def _cheapest(question: Question, schedule: Schedule, visit: Visit | None) -> dict[str, Any] | None:
    """The visit of the day that costs least level by level: with the same team where it can come."""
    problem, length = question.problem, question.length(ALL)
    costs = Costs(problem, schedule.visits)
    found: list[tuple[tuple[int, ...], Visit]] = []
    for day, starts in question.starts(ALL).items():
        there = [p for p in question.concerned if question.may_come(p, day, ALL)]
        for start in starts:
            end = start + length
            free = [p for p in there if question.has_time(p, day, start, end, ALL)]
            for team in _teams(question, free, visit):
                seat = Visit(
                    question.target.id, moment_text(day, start), moment_text(day, end), team
                )
                found.append((costs.of(visit, seat), seat))
    if not found:
        return None
    cost, seat = min(found, key=lambda entry: (entry[0], entry[1].start, entry[1].inspectors))
    made = {"start": seat.start, "end": seat.end, "inspectors": list(seat.inspectors)}
    return {**made, **dict(zip(LEVELS, cost, strict=True))}


def _teams(question: Question, free: Sequence[Any], visit: Visit | None) -> list[tuple[str, ...]]:
    """The present team if all of it can come and is still right, and a smallest one."""
    kept = [person for person in free if visit and person.id in visit.inspectors]
    made = []
    if visit is not None and len(kept) == len(visit.inspectors):
        made.append(visit.inspectors)
    smallest = pick_team(question, ALL, free)
    if smallest is not None and smallest not in made:
        made.append(smallest)
    return made


def _told(rules: Sequence[str], said: Said, move: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "rules": list(rules),
        "basis": list(basis_of(rules)),
        "why": {"zh": f"{said.zh}。", "en": f"{said.en[:1].upper()}{said.en[1:]}."},
        "move": move,
    }


def _cost_said(name: str, move: dict[str, Any]) -> Said:
    team = move["inspectors"]
    return Said(
        f"{name} 可改在 {move['start']}（{'、'.join(team)}）：多派 {move['excess']:+d} 人，"
        f"路程 {move['travel']:+d} 分钟，最大次数 {move['max_load']:+d}",
        f"{name} could be visited at {move['start']} ({', '.join(team)}): excess "
        f"{move['excess']:+d}, travel {move['travel']:+d} minutes, largest load "
        f"{move['max_load']:+d}",
    )
