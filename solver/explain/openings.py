"""Changes of times and numbers: windows, caps, the lead, one more day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from solver.clock import time_text
from solver.explain.change import Change, coded
from solver.explain.question import ALL, MIDNIGHT, Question
from solver.explain.shortage import Shortage, smallest_size
from solver.explain.words import Said
from solver.problem import Problem, Rules, Target, Window


def _with_rules(change: Callable[[Rules], Rules]) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, rules=change(problem.rules))


def _with_target(name: str, change: Callable[[Target], Target]) -> Callable[[Problem], Problem]:
    return lambda problem: replace(
        problem, targets=tuple(change(t) if t.id == name else t for t in problem.targets)
    )


def window_changes(question: Question) -> Iterator[Change]:
    """A window opened or lengthened: the smallest extension, then a whole slot on each day."""
    target, problem = question.target, question.problem
    length = question.length(ALL)
    for window in target.windows:
        if window.end - window.start < length and window.start + length <= MIDNIGHT:
            longer = replace(window, end=window.start + length)
            yield _window_change(target, window, longer)
    for day in problem.days:
        for slot in problem.slots:
            whole = Window(day, slot.start, slot.end)
            kept = [w for w in target.windows if w.day == day and _overlap(w, whole)]
            if not any(w.start <= whole.start and whole.end <= w.end for w in kept):
                yield _opened(target, whole, kept)


def _overlap(one: Window, other: Window) -> bool:
    return one.day == other.day and one.start < other.end and other.start < one.end


def _window_change(target: Target, old: Window, new: Window) -> Change:
    shown = f"{old.day} {time_text(new.start)}-{time_text(new.end)}"
    return Change(
        coded(
            "window.extend", target=target.id, day=old.day, was=span_json(old), now=span_json(new)
        ),
        Said(f"将时间窗延长为 {shown}", f"lengthen the window to {shown}"),
        _with_target(
            target.id,
            lambda t: replace(t, windows=tuple(new if w == old else w for w in t.windows)),
        ),
    )


def span_json(window: Window) -> dict[str, str]:
    """`from` and `to` of a window."""
    return {"from": time_text(window.start), "to": time_text(window.end)}


def _opened(target: Target, whole: Window, merged: Sequence[Window]) -> Change:
    start = min([whole.start, *(w.start for w in merged)])
    end = max([whole.end, *(w.end for w in merged)])
    new = Window(whole.day, start, end)
    shown = f"{new.day} {time_text(start)}-{time_text(end)}"
    return Change(
        coded("window.open", target=target.id, day=new.day, now=span_json(new)),
        Said(f"增加开放时间 {shown}", f"open the target on {shown}"),
        _with_target(
            target.id,
            lambda t: replace(t, windows=(*(w for w in t.windows if w not in merged), new)),
        ),
    )


def rule_changes(question: Question, shorts: Sequence[Shortage]) -> Iterator[Change]:
    """Numbers of the campaign: "in principle" in the text, so to be departed from with a reason."""
    rules = question.problem.rules
    parts = len(question.taking_part(ALL))
    if parts > rules.max_departments_per_visit:
        yield _number("max_departments_per_visit", parts)
    sizes = [smallest_size(question, short.free) for short in shorts]
    known = [size for size in sizes if size is not None]
    if known and min(known) > rules.max_inspectors_per_visit:
        yield _number("max_inspectors_per_visit", min(known))
    if rules.min_inspectors_per_department > 1:
        yield _number("min_inspectors_per_department", rules.min_inspectors_per_department - 1)
    used = {*question.others.departments, *question.taking_part(ALL)}
    cap = rules.max_departments_per_campaign
    if cap is not None and len(used) > cap:
        yield _number("max_departments_per_campaign", len(used))
    if rules.max_inspectors_per_campaign is not None:
        for more in range(1, 4):
            yield _number("max_inspectors_per_campaign", rules.max_inspectors_per_campaign + more)
    if len(question.taking_part(ALL)) > len(question.asked):
        lead = question.problem.lead_department
        yield Change(
            coded("lead.waive", department=lead),
            Said(
                f"联合检查不再要求牵头部门“{lead}”到场",
                f"do without the lead department {lead} where it has no item",
            ),
            lambda problem: replace(problem, lead_department=None),
        )
    if rules.visit_within_one_slot:
        yield Change(
            coded("rules.set", visit_within_one_slot=False),
            Said("允许一次检查跨越两个时段", "allow a visit to run from one slot into the next"),
            _with_rules(lambda r: replace(r, visit_within_one_slot=False)),
        )


def _number(key: str, value: int) -> Change:
    said = {
        "max_departments_per_visit": Said(
            f"将一次检查的部门上限改为 {value} 个，并记录理由",
            f"raise the cap on departments of a visit to {value}, with the reason recorded",
        ),
        "max_inspectors_per_visit": Said(
            f"将一次检查的人数上限改为 {value} 人，并记录理由",
            f"raise the cap on inspectors of a visit to {value}, with the reason recorded",
        ),
        "min_inspectors_per_department": Said(
            f"将每个部门至少派员人数改为 {value} 人",
            f"lower the least number of inspectors a department sends to {value}",
        ),
        "max_departments_per_campaign": Said(
            f"将整个任务的部门上限改为 {value} 个，并记录理由",
            f"raise the campaign's cap on departments to {value}, with the reason recorded",
        ),
        "max_inspectors_per_campaign": Said(
            f"将整个任务的检查人员上限改为 {value} 人，并记录理由",
            f"raise the campaign's cap on inspectors to {value}, with the reason recorded",
        ),
    }[key]

    def changed(rules: Rules) -> Rules:
        return replace(rules, **{key: value})  # type: ignore[arg-type]

    return Change(coded("rules.set", **{key: value}), said, _with_rules(changed))


def one_more_day(question: Question) -> Change:
    """The next weekday after the campaign, open all slots, with everybody concerned there."""
    problem = question.problem
    day = next_weekday(max(problem.days))
    names = {person.id for person in question.concerned}
    windows = tuple(Window(day, slot.start, slot.end) for slot in problem.slots)

    def apply(before: Problem) -> Problem:
        people = tuple(
            replace(p, available_days=p.available_days | {day}) if p.id in names else p
            for p in before.inspectors
        )
        targets = tuple(
            replace(t, windows=(*t.windows, *windows)) if t.id == question.target.id else t
            for t in before.targets
        )
        return replace(before, days=(*before.days, day), inspectors=people, targets=targets)

    return Change(
        coded("campaign.add_day", day=day, target=question.target.id, inspectors=sorted(names)),
        Said(
            f"任务增加一天（如 {day}，以有关人员和检查对象当日均可为前提）",
            f"one more day, for example {day}, provided people and target are there",
        ),
        apply,
    )


def next_weekday(day: str) -> str:
    """The next day that is no Saturday or Sunday; public holidays are for the planner to see."""
    after = date.fromisoformat(day) + timedelta(days=1)
    while after.weekday() >= 5:
        after += timedelta(days=1)
    return after.isoformat()
