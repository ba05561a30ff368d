"""Pins that cannot hold: each for itself, or two of them together."""

from __future__ import annotations

from itertools import combinations

from solver.clock import moment_text
from solver.explain.change import coded
from solver.explain.conflict import conflicts
from solver.explain.question import ALL, Question, beside, find_seat
from solver.explain.reasoned import Reason
from solver.explain.reasons import facts
from solver.explain.telling import basis_of
from solver.explain.words import Said, joined
from solver.problem import Pin, Problem, Target
from solver.schedule import Fix, Visit


def clashing_pins(problem: Problem) -> tuple[Reason, ...]:
    """Why a campaign cannot hold: pins that fail alone, else pairs of them that exclude each other."""
    targets = {target.id: target for target in problem.targets}
    alone = [_alone(problem, targets[pin.target]) for pin in problem.pinned]
    found = [reason for reason in alone if reason is not None]
    if found:
        return tuple(found)
    pairs = combinations(problem.pinned, 2)
    together = [
        _together(problem, targets[one.target], one, targets[other.target]) for one, other in pairs
    ]
    return tuple(reason for reason in together if reason is not None) or tuple(
        _unresolved(pin) for pin in problem.pinned
    )


def _alone(problem: Problem, target: Target) -> Reason | None:
    question = Question(problem, target)
    sets = conflicts(question)
    if not sets:
        return None
    why = joined(facts(question))
    return Reason(
        target=target.id,
        rules=sets[0],
        basis=basis_of(sets[0]),
        zh=f"检查对象 {target.id} 已固定，但无法安排：{why.zh}。",
        en=f"{target.id} is pinned and cannot be visited: {why.en}.",
        fixes=_release(question),
        kind="local",
        group="pin",
        also=sets[1:],
    )


def _release(question: Question) -> tuple[Fix, ...]:
    """The pin given up, where that is enough."""
    if find_seat(question, ALL - {"R16"}) is None:
        return ()
    name = question.target.id
    return (
        Fix(
            coded("pin.release", target=name),
            f"不再固定 {name} 的时间和人员。",
            f"Stop pinning time and people of {name}.",
        ),
    )


def _together(problem: Problem, target: Target, pin: Pin, other: Target) -> Reason | None:
    """Whether a pin leaves no place for another one, wherever it is put itself.

    Only the people the pin names are taken as bound, so a clash found here is one for certain.
    """
    question = Question(problem, target)
    length = question.length(ALL)
    rules: tuple[str, ...] = ()
    for day, starts in question.starts(ALL).items():
        for start in starts:
            times = moment_text(day, start), moment_text(day, start + length)
            bound = beside(problem, [Visit(target.id, *times, pin.inspectors)])
            asked = Question(problem, other, bound)
            sets = conflicts(asked)
            if not sets:
                return None
            rules = tuple(sorted({*rules, *sets[0], "R16"}))
    said = Said(
        f"{target.id} 与 {other.id} 的固定安排不能同时成立",
        f"the pins of {target.id} and {other.id} exclude each other",
    )
    return Reason(
        target=other.id,
        rules=rules,
        basis=basis_of(rules),
        zh=f"{said.zh}。",
        en=f"{said.en[:1].upper()}{said.en[1:]}.",
        fixes=tuple(
            Fix(
                coded("pin.release", target=name),
                f"不再固定 {name} 的时间和人员。",
                f"Stop pinning time and people of {name}.",
            )
            for name in (target.id, other.id)
        ),
        kind="capacity",
        group="pin",
    )


def _unresolved(pin: Pin) -> Reason:
    return Reason(
        target=pin.target,
        rules=("R16",),
        basis=basis_of(("R16",)),
        zh=f"检查对象 {pin.target} 的固定安排与其他固定安排不能全部同时成立。",
        en=f"The pin of {pin.target} and the other pins cannot all hold together.",
        kind="capacity",
        group="pin",
    )
