"""Why her, why not him: what forbids an inspector on a visit, or what the swap would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from solver.clock import split_moment
from solver.explain.asked import known_inspector, known_target, known_visits
from solver.explain.costs import LEVELS, Costs
from solver.explain.question import ALL, Question, beside
from solver.explain.reasons import person_blocked
from solver.explain.teams import least_of
from solver.explain.telling import basis_of
from solver.explain.words import Said, joined
from solver.problem import Inspector, Problem
from solver.rules.r05_size import size_holds
from solver.rules.r06_departments import departments_of
from solver.rules.r07_specialty import covers
from solver.rules.r09_available import may_work
from solver.rules.r17_campaign import within
from solver.schedule import Schedule, Visit


def why_inspector(
    problem: Problem, schedule: Schedule, target_id: str, inspector_id: str
) -> dict[str, Any]:
    """Why an inspector is, or is not, on the visit of a target.

    Returns `{"target", "inspector", "in_team", "rules", "basis", "why": {zh, en}, "swap"}`. `rules`
    are those that forbid the inspector at the visit's time; where none does, `swap` names the
    cheapest exchange (`out`, `in`) and its cost in excess, travel and max_load. For somebody in the
    team `swap` is the cheapest replacement, or null if nobody can stand in. Raises
    ProblemRefused for unknown ids; an unscheduled target is answered with `in_team` false and no swap.
    """
    target, person = known_target(problem, target_id), known_inspector(problem, inspector_id)
    schedule = replace(schedule, visits=tuple(known_visits(problem, schedule)))
    visit = next((v for v in schedule.visits if v.target == target_id), None)
    others = beside(problem, schedule.visits, without=[target_id])
    question = Question(problem, target, others)
    answer = {"target": target_id, "inspector": inspector_id, "in_team": False}
    if visit is None:
        rules, said = _forbidding(question, person, None)
        nothing = Said(f"检查对象 {target_id} 未安排检查", f"{target_id} is not scheduled")
        return answer | _told(rules, joined([nothing, *said]), None)
    if inspector_id in visit.inspectors:
        return answer | {"in_team": True} | _kept(problem, schedule, question, visit, person)
    rules, said = _forbidding(question, person, visit)
    if rules:
        return answer | _told(rules, joined(said), None)
    swap = _best_swap(problem, schedule, visit, [(out, inspector_id) for out in visit.inspectors])
    if swap is None:
        rules, full = _no_room(problem, question, visit, person)
        return answer | _told(rules, full, None)
    return answer | _told((), _cost_said(swap), swap)


def _told(rules: Sequence[str], said: Said, swap: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "rules": list(rules),
        "basis": list(basis_of(rules)),
        "why": {"zh": f"{said.zh}。", "en": f"{said.en[:1].upper()}{said.en[1:]}."},
        "swap": swap,
    }


def _forbidding(
    question: Question, person: Inspector, visit: Visit | None
) -> tuple[tuple[str, ...], list[Said]]:
    """The rules that keep a person from a visit at its time, or from the target altogether."""
    target, found, said = question.target, [], []
    if person.role == "inspector" and person.department not in question.taking_part(ALL):
        found.append("R06")
        said.append(
            Said(
                f"{person.id} 所在部门“{person.department}”不参与该次检查（R06）",
                f"{person.department}, the department of {person.id}, takes no part (R06)",
            )
        )
    days = [visit.start[:10]] if visit else list(question.starts(ALL))
    if target.id in person.recused_targets:
        found.append("R08")
    if not any(may_work(person, day) for day in days):
        found.append("R09")
    if not question.of_the_unit(person):
        found.append("R13")
    moment = split_moment(visit.start) if visit else None
    if moment is not None:
        day, start = moment
        stops = question.others.routes.get((person.id, day), ())
        if len(stops) >= person.max_visits_per_day:
            found.append("R10")
        if not question.has_time(person, day, start, start + question.length(ALL), ALL):
            found.append("R11")
            said.append(_bound_said(question, person, day, start))
    why = person_blocked(question, person, days) if days else None
    if why is not None and not said:
        said.append(why)
    return tuple(found), said


def _bound_said(question: Question, person: Inspector, day: str, start: int) -> Said:
    end = start + question.length(ALL)
    spans = question.spans_of(person.id, day)
    place = next(n for n, (before, after) in enumerate(spans) if before < end and start < after)
    stop = question.others.routes[person.id, day][place]
    return Said(
        f"{person.id} 当时在 {stop.target} 检查或在途（R11）",
        f"{person.id} is at {stop.target} then, or on the way (R11)",
    )


def _no_room(
    problem: Problem, question: Question, visit: Visit, person: Inspector
) -> tuple[tuple[str, ...], Said]:
    """Nothing personal is against it, yet nobody of the team can be spared for the person."""
    cap = problem.rules.max_inspectors_per_campaign
    used = {*question.others.people, *visit.inspectors}
    if cap is not None and person.id not in question.others.people and len(used) >= cap:
        return ("R17",), Said(
            f"换上 {person.id} 将使整个任务的检查人员超过上限 {cap} 人（R17）",
            f"with {person.id} the campaign would use more than its cap of {cap} inspectors (R17)",
        )
    least = least_of(question, ALL, person.department)
    return ("R06", "R07"), Said(
        f"组内无人可由 {person.id} 替换：换下任何一人都会缺少所需专长，或使其部门不足 {least} 人（R06、R07）",
        f"nobody of the team can be exchanged for {person.id}: a specialty or a department's "
        f"minimum of {least} would be missing (R06, R07)",
    )


def _kept(
    problem: Problem, schedule: Schedule, question: Question, visit: Visit, person: Inspector
) -> dict[str, Any]:
    """What a member brings, and the cheapest person who could stand in."""
    brings = [
        item.specialty
        for item in question.target.items
        if item.department == person.department and item.specialty in person.specialties
    ]
    shown = "、".join(dict.fromkeys(brings))
    covers_said = Said(
        f"{person.id} 代表“{person.department}”参加"
        + (f"，承担“{shown}”" if shown and person.role == "inspector" else ""),
        f"{person.id} is there for {person.department}"
        + (f" and covers {shown}" if shown and person.role == "inspector" else ""),
    )
    stand_ins = [
        (person.id, other.id)
        for other in problem.inspectors
        if other.id not in visit.inspectors
        and other.role == person.role
        and not _forbidding(question, other, visit)[0]
    ]
    swap = _best_swap(problem, schedule, visit, stand_ins)
    if swap is None:
        nobody = Said("无人可以替换", "nobody could stand in")
        return _told((), joined([covers_said, nobody]), None)
    return _told((), joined([covers_said, _cost_said(swap)]), swap)


def _best_swap(
    problem: Problem, schedule: Schedule, visit: Visit, pairs: Sequence[tuple[str, str]]
) -> dict[str, Any] | None:
    """The valid exchange that costs least, level by level; ties by id."""
    costs = Costs(problem, schedule.visits)
    found: list[tuple[tuple[int, ...], str, str]] = []
    for out, into in pairs:
        team = tuple(sorted({*visit.inspectors, into} - {out}))
        changed = replace(visit, inspectors=team)
        if not _is_team(problem, schedule, changed):
            continue
        found.append((costs.of(visit, changed), out, into))
    if not found:
        return None
    cost, out, into = min(found)
    return {"out": out, "in": into, **dict(zip(LEVELS, cost, strict=True))}


def _is_team(problem: Problem, schedule: Schedule, visit: Visit) -> bool:
    """Whether the changed team still makes a visit, pins and campaign caps included."""
    target = next(t for t in problem.targets if t.id == visit.target)
    people = {person.id: person for person in problem.inspectors}
    team = [people[name] for name in visit.inspectors]
    question = Question(problem, target)
    counts = {
        name: sum(p.department == name and p.role == "inspector" for p in team)
        for name in departments_of(problem, target)
    }
    named = question.pin.inspectors if question.pin else ()
    used = {
        name
        for other in schedule.visits
        for name in (visit.inspectors if other.target == visit.target else other.inspectors)
        if people[name].role == "inspector"
    }
    return (
        size_holds(team, problem.rules)
        and all(count >= least_of(question, ALL, name) for name, count in counts.items())
        and covers(team, target)
        and all(name in visit.inspectors for name in named)
        and within(used, problem.rules.max_inspectors_per_campaign)
    )


def _cost_said(swap: dict[str, Any]) -> Said:
    return Said(
        f"可由 {swap['in']} 替换 {swap['out']}：多派 {swap['excess']:+d} 人，"
        f"路程 {swap['travel']:+d} 分钟，最大次数 {swap['max_load']:+d}",
        f"{swap['in']} could take the place of {swap['out']}: excess {swap['excess']:+d}, "
        f"travel {swap['travel']:+d} minutes, largest load {swap['max_load']:+d}",
    )
