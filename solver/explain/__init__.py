"""Why a target is left out, what would help, and what another choice would cost.

Every reason is verified by asking the one-target question again: a set of rules is named only if it
alone leaves no visit and any one of it dropped leaves one; a change is offered only if the target
can be visited once it is made. Exact, deterministic, without OR-Tools.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from solver.explain.bottleneck import Bottleneck, bottleneck
from solver.explain.conflict import conflicts
from solver.explain.fixes import capacity_fixes, local_fixes
from solver.explain.pins import clashing_pins
from solver.explain.question import Beside, Question, beside, find_seat
from solver.explain.reasoned import Kind, Reason
from solver.explain.reasons import facts
from solver.explain.swap import why_inspector
from solver.explain.words import Said, days_said, joined
from solver.problem import Problem, Target
from solver.rules import RULES
from solver.schedule import Fix, Schedule

__all__ = ["explain_all", "explain_target", "why_inspector"]

# Work one answer may spend on changes, in starts times people looked at: beyond it the later
# targets keep their reasons and point to the group whose changes are given.
DETAIL_BUDGET = 400_000


def explain_target(problem: Problem, target_id: str, schedule: Schedule | None = None) -> Reason:
    """Why a target cannot be visited, alone or beside the schedule's other visits.

    Without conflict `rules` is empty and the sentence says when the target is or can be visited.
    Raises KeyError for a target the problem does not have.
    """
    target = next((t for t in problem.targets if t.id == target_id), None)
    if target is None:
        raise KeyError(target_id)
    visits = schedule.visits if schedule is not None else ()
    others = beside(problem, visits, without=[target_id])
    return _explained(problem, target, schedule, others, detailed=True)


def explain_all(problem: Problem, schedule: Schedule) -> tuple[Reason, ...]:
    """An explanation of every unscheduled target, and of pins that cannot hold.

    Targets with the same reason share `group`. Changes are worked out for as many targets as the
    budget allows, the heaviest first; the others point to their group.
    """
    if schedule.status == "infeasible":
        return clashing_pins(problem)
    left_out = frozenset(schedule.unscheduled)
    targets = [target for target in problem.targets if target.id in left_out]
    weights = problem.rules.risk_weight
    others = beside(problem, schedule.visits)
    made: dict[str, Reason] = {}
    spent = 0
    for target in sorted(targets, key=lambda t: (-weights[t.risk], t.id)):
        made[target.id] = _explained(
            problem, target, schedule, others, detailed=spent < DETAIL_BUDGET
        )
        spent += _work(problem, target)
    return tuple(made[target.id] for target in targets)


def _work(problem: Problem, target: Target) -> int:
    question = Question(problem, target)
    starts = sum(len(times) for times in question.starts(frozenset({"R03", "R04"})).values())
    return max(1, starts) * max(1, len(question.concerned))


def _explained(
    problem: Problem,
    target: Target,
    schedule: Schedule | None,
    others: Beside,
    *,
    detailed: bool,
) -> Reason:
    alone = Question(problem, target)
    sets = conflicts(alone)
    if sets:
        fixes = local_fixes(alone) if detailed else ()
        return _local(alone, sets, fixes)
    question = Question(problem, target, others)
    seat = find_seat(question)
    if seat is not None:
        return _servable(question, schedule, seat.start)
    visits = schedule.visits if schedule is not None else ()
    rest = [visit for visit in visits if visit.target != target.id]
    neck = bottleneck(question, [visit.target for visit in rest])
    fixes = capacity_fixes(question, rest) if detailed else ()
    return _capacity(question, conflicts(question), neck, schedule, fixes)


def _basis(rules: Sequence[str]) -> tuple[str, ...]:
    """The clauses behind the rules, each once."""
    return tuple(dict.fromkeys(clause for code in rules for clause in RULES[code].basis))


def _made(
    question: Question,
    kind: Kind,
    sets: Sequence[tuple[str, ...]],
    said: Said,
    fixes: Sequence[Fix],
    group: str,
) -> Reason:
    rules = sets[0] if sets else ()
    return Reason(
        target=question.target.id,
        rules=tuple(rules),
        basis=_basis(rules),
        zh=said.zh,
        en=said.en,
        fixes=tuple(fixes),
        kind=kind,
        group=group,
        also=tuple(sets[1:]),
    )


def _local(question: Question, sets: Sequence[tuple[str, ...]], fixes: Sequence[Fix]) -> Reason:
    name, why = question.target.id, joined(facts(question))
    said = Said(
        f"检查对象 {name} 即使单独安排也不可行：{why.zh}。",
        f"{name} cannot be visited even alone: {why.en}.",
    )
    return _made(question, "local", sets, said, fixes, _group("local", sets, why))


def _servable(question: Question, schedule: Schedule | None, start: str) -> Reason:
    name = question.target.id
    at = next((v.start for v in schedule.visits if v.target == name), None) if schedule else None
    if at is not None:
        said = Said(f"检查对象 {name} 已安排在 {at} 检查。", f"{name} is scheduled for {at}.")
    else:
        beside_zh = "在现有安排之外" if schedule else ""
        beside_en = " beside the visits there are" if schedule else ""
        said = Said(
            f"检查对象 {name} {beside_zh}可以安排，例如 {start}。",
            f"{name} can be visited{beside_en}, for example at {start}.",
        )
    return _made(question, "servable", (), said, (), "")


def _capacity(
    question: Question,
    sets: Sequence[tuple[str, ...]],
    neck: Bottleneck | None,
    schedule: Schedule | None,
    fixes: Sequence[Fix],
) -> Reason:
    name, why = question.target.id, joined(facts(question))
    proof = _proof(question, neck, schedule)
    said = Said(
        f"检查对象 {name} 单独可以安排，但与其他检查一起排不下：{why.zh}。{proof.zh}",
        f"{name} could be visited alone, but not beside the other visits: {why.en}. {proof.en}",
    )
    key = Said(repr(neck), "") if neck else why
    return _made(question, "capacity", sets, said, fixes, _group("capacity", sets, key))


def _proof(question: Question, neck: Bottleneck | None, schedule: Schedule | None) -> Said:
    """How sure it is that no other arrangement would do."""
    if neck is not None:
        days = days_said(neck.days)
        what_zh = f"“{neck.department}”" + (f"的“{neck.specialty}”专长" if neck.specialty else "")
        what_en = neck.department + (f", specialty {neck.specialty}" if neck.specialty else "")
        return Said(
            f"瓶颈：{what_zh}在 {days.zh} 需 {neck.demand} 人次，最多只能提供 {neck.supply} 人次，"
            "无论如何调整都排不下。",
            f"Bottleneck: {what_en} is asked for {neck.demand} inspector-visits on {days.en} and can "
            f"make {neck.supply} at most, however they are arranged.",
        )
    weight = question.problem.rules.risk_weight[question.target.risk]
    if schedule is not None and weight and schedule.bound.weight == schedule.objective.weight:
        return Said(
            f"已证明没有任何安排的风险权重能超过 {schedule.objective.weight}，安排它就须放弃其他检查。",
            f"It is proven that no schedule has more risk weight than {schedule.objective.weight}: "
            "to visit it others must be left out.",
        )
    return Said(
        "以上按其他检查保持不变得出，尚未证明任何重排都不可行。",
        "This holds with the other visits as they are; that no rearrangement helps is not proven.",
    )


def _group(kind: str, sets: Sequence[tuple[str, ...]], why: Said) -> str:
    """A short name shared by targets left out for the same reason."""
    key = "\n".join([kind, ",".join(sets[0]) if sets else "", why.zh])
    return f"{kind}-{sha256(key.encode()).hexdigest()[:8]}"
