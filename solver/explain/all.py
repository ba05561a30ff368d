"""Explanations of one target, or of everything a schedule leaves out."""

from __future__ import annotations

from collections import Counter

from solver.explain.asked import known_target, known_visits
from solver.explain.bottleneck import Load
from solver.explain.conflict import conflicts
from solver.explain.fixes import capacity_fixes, local_fixes
from solver.explain.pins import clashing_pins
from solver.explain.question import NOTHING, Beside, Question, beside, find_seat
from solver.explain.reasoned import Reason
from solver.explain.telling import capacity, like, local, servable
from solver.problem import Problem, Target
from solver.schedule import Schedule

# How far an answer for many targets goes, counted in starts times people looked at: changes for
# the first ones, then reasons in full, then the group they belong to. Deterministic, never a clock.
CHANGES_BUDGET = 120_000
REASONS_BUDGET = 1_500_000
ALWAYS_WITH_CHANGES = 3


def explain_target(problem: Problem, target_id: str, schedule: Schedule | None = None) -> Reason:
    """Why a target cannot be visited, alone or beside the schedule's other visits.

    Without conflict `rules` is empty and the sentence says when the target is or can be visited.
    Raises ProblemRefused for a target the problem does not have.
    """
    target = known_target(problem, target_id)
    return _Many(problem, schedule, without=target_id).explained(target, changes=True)


def explain_all(problem: Problem, schedule: Schedule) -> tuple[Reason, ...]:
    """An explanation of every unscheduled target, and of pins that cannot hold.

    Targets with the same reason share `group`. Where very many are left out the heaviest get
    changes, then come reasons only, and the rest point to the target of their group that has them;
    `explain_target` gives any of them in full.
    """
    if schedule.status == "infeasible":
        return clashing_pins(problem)
    left_out = frozenset(schedule.unscheduled)
    targets = [target for target in problem.targets if target.id in left_out]
    weights = problem.rules.risk_weight
    many = _Many(problem, schedule)
    made: dict[str, Reason] = {}
    spent = 0
    for target in sorted(targets, key=lambda t: (-weights[t.risk], t.id)):
        if spent < REASONS_BUDGET:
            changes = spent < CHANGES_BUDGET or len(made) < ALWAYS_WITH_CHANGES
            made[target.id] = many.explained(target, changes=changes)
        else:
            made[target.id] = many.grouped(target, list(made.values()))
        spent += _work(problem, target)
    return tuple(made[target.id] for target in targets)


def _work(problem: Problem, target: Target) -> int:
    question = Question(problem, target)
    starts = sum(len(times) for times in question.starts(frozenset({"R03", "R04", "R14"})).values())
    return max(1, starts) * max(1, len(question.concerned))


class _Many:
    """What explanations of one schedule share: the other visits, their load, conflicts seen."""

    def __init__(self, problem: Problem, schedule: Schedule | None, without: str = "") -> None:
        self.problem = problem
        self.schedule = schedule
        visits = known_visits(problem, schedule) if schedule is not None else []
        self.visits = [visit for visit in visits if visit.target != without]
        self.others: Beside = beside(problem, self.visits) if visits else NOTHING
        self.load = Load(problem, [visit.target for visit in self.visits])
        self.seen: Counter[tuple[str, ...]] = Counter()

    def explained(self, target: Target, *, changes: bool) -> Reason:
        """The explanation of one target, with or without changes."""
        alone = Question(self.problem, target)
        sets = conflicts(alone)
        if sets:
            return local(alone, sets, local_fixes(alone) if changes else ())
        question = Question(self.problem, target, self.others)
        seat = find_seat(question)
        if seat is not None:
            return servable(question, self.schedule, seat.start)
        known = () if changes else [rules for rules, _ in self.seen.most_common()]
        sets = conflicts(question, known)
        self.seen[sets[0]] += 1
        fixes = capacity_fixes(question, self.visits) if changes else ()
        return capacity(question, sets, self.load, self.schedule, fixes)

    def grouped(self, target: Target, told: list[Reason]) -> Reason:
        """A short answer: the reason of an earlier target that holds here too, verified."""
        alone = Question(self.problem, target)
        if find_seat(alone) is None:
            return self.explained(target, changes=False)
        question = Question(self.problem, target, self.others)
        sets = conflicts(question, [rules for rules, _ in self.seen.most_common()])
        if not sets:
            return self.explained(target, changes=False)
        self.seen[sets[0]] += 1
        model = next((r for r in told if r.rules == sets[0] and r.kind == "capacity"), None)
        return like(question, sets, self.load, self.schedule, model)
