"""Explanations of many targets at once: heaviest first with changes, the rest grouped."""

from __future__ import annotations

import pytest

from solver import Problem
from solver.explain import explain_all
from solver.explain.reasoned import Reason
from solver.objective import measure
from solver.schedule import Bound, Schedule, Visit
from tests.factories import (
    FIRE,
    SAFETY,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_target,
    make_windows,
)

DAYS = [f"2026-03-{day:02d}" for day in (*range(2, 7), *range(9, 14), *range(16, 21))]
D1 = DAYS[0]


def crowd() -> Json:
    """Two people with one visit a day on the first day, and many others who are never there.

    A grid of one minute and over a hundred people make every answer dear, so that the budgets end early.
    """

    def target(name: str, risk: str, *items: Json) -> Json:
        return make_target(name, list(items) or None, risk=risk, windows=make_windows(*DAYS))

    fire = make_item(FIRE, "消防设施")
    targets = [
        target("T00", "D"),
        *(target(f"T{n:02d}", "D") for n in range(1, 12)),
        target("T12", "A", fire),  # its people are bound by T13 all day long, not by a limit
        target("T13", "A", make_item(FIRE, "消防设施", 180)),
        target("T14", "A", make_item(SAFETY, "危化品")),  # nobody holds it
        target("T15", "A", make_item(SAFETY, "安全生产")),  # could simply be added
    ]
    people = [
        *(make_inspector(f"I{n}", available_days=[D1], max_visits_per_day=1) for n in (1, 2)),
        *(make_inspector(f"F{n}", FIRE, available_days=[D1]) for n in (1, 2)),
        *(make_inspector(f"S{n}", SAFETY, available_days=[D1]) for n in (1, 2)),
        *(make_inspector(f"X{n}", available_days=[]) for n in range(120)),
    ]
    problem = make_problem(targets, people, days=DAYS, rules=make_rules(step_minutes=1))
    problem["slots"] = problem["slots"][:1]
    return problem


@pytest.fixture(scope="module")
def reasons() -> dict[str, Reason]:
    problem = Problem.from_json(crowd())
    visits = (
        Visit("T00", f"{D1}T09:00", f"{D1}T10:00", ("I1", "I2")),
        Visit("T13", f"{D1}T09:00", f"{D1}T12:00", ("F1", "F2")),
    )
    schedule = Schedule(
        status="feasible",
        assignment="free",
        seed=1,
        problem_digest=problem.digest,
        visits=visits,
        unscheduled=tuple(t.id for t in problem.targets if t.id not in ("T00", "T13")),
        objective=measure(problem, visits),
        bound=Bound(99, 0, 0, 0),
    )
    return {reason.target: reason for reason in explain_all(problem, schedule)}


def test_the_heaviest_get_changes_then_come_reasons_then_references_to_equal_ones(
    reasons: dict[str, Reason],
) -> None:
    assert list(reasons) == sorted(reasons)  # in the order of the problem
    alike = [reasons[f"T{n:02d}"] for n in range(1, 12)]
    assert {reason.kind for reason in alike} == {"capacity"}
    assert len({reason.rules for reason in alike}) == 1
    assert "R10" in alike[0].rules
    with_changes = [bool(reason.fixes) for reason in alike]
    assert with_changes == sorted(with_changes, reverse=True)
    # Three always get changes; the fourth is already beyond the budget.
    assert sum(with_changes) == 3
    assert "可参看规则相同的 T" in alike[-1].zh
    assert "For more see T" in alike[-1].en
    assert "I1 每日 1 次检查已满（R10）" in alike[3].zh  # the fourth still has its reasons


def test_what_is_different_is_told_apart_even_late(reasons: dict[str, Reason]) -> None:
    assert "R11" in reasons["T12"].rules
    assert reasons["T14"].kind == "local"
    assert reasons["T14"].rules == ("R07",)
    assert reasons["T15"].kind == "servable"


def test_equal_reasons_share_their_group(reasons: dict[str, Reason]) -> None:
    groups = {reasons[f"T{n:02d}"].group for n in range(1, 12)}
    assert len(groups) == 1
    assert reasons["T14"].group not in groups


def test_the_bottleneck_is_counted_beside_what_is_visited(reasons: dict[str, Reason]) -> None:
    # The visited target and this one ask for two people each; two people have one visit each.
    assert "需 4 人次，最多只能提供 2 人次" in reasons["T01"].zh
