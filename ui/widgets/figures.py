"""Three figures of a schedule, each with its proven bound as a thin mark."""

from __future__ import annotations

import html

import streamlit as st

from ui.door import chip
from ui.widgets.plan import Plan
from ui.words import say

_STYLE = """<style>
.fig3 {display: grid; grid-template-columns: repeat(3, 1fr); gap: 14px; margin: 2px 0 10px;}
.fig3 > div {border: 1px solid var(--sx-line); border-radius: 6px;
  padding: 10px 14px 11px; min-width: 0;}
.fig3 .what {font-size: 13px; color: var(--sx-soft);}
.fig3 .value {font-size: 24px; font-weight: 600; line-height: 34px; font-variant-numeric: tabular-nums;}
.fig3 .value small {font-size: 14px; font-weight: 400; color: var(--sx-soft); margin-left: 3px;}
.fig3 .note {font-size: 12.5px; line-height: 18px; color: var(--sx-soft);}
.fig3 .gauge {position: relative; height: 4px; border-radius: 2px; margin: 5px 0 7px;
  background: var(--sx-line);}
.fig3 .gauge b {position: absolute; inset: 0 auto 0 0; border-radius: 2px; background: var(--sx-accent);}
.fig3 .gauge i {position: absolute; top: -4px; width: 2px; height: 12px; background: currentColor;}
@media (max-width: 640px) {.fig3 {grid-template-columns: 1fr; gap: 8px;}}
</style>"""


def figures(plan: Plan) -> None:
    """Visits of all, travel, most loaded."""
    schedule = plan.record.schedule
    objective, bound = schedule["objective"], schedule["bound"]
    count, every = len(schedule["visits"]), len(plan.targets)
    weight, most = objective["weight"], bound["weight"]
    best = "schedule.bound_best" if weight == most else "schedule.bound_weight"
    cards = [
        _card(
            say("schedule.visits"),
            say("schedule.of_all", count=count, all=every),
            say("schedule.unit_targets"),
            weight / max(1, objective["weight_all"]),
            most / max(1, objective["weight_all"]),
            say(best, weight=weight, bound=most),
        ),
        _least(plan, "travel", "unit_minutes", ""),
        _least(plan, "max_load", "unit_visits", _most_loaded(plan)),
    ]
    st.markdown(f'{_STYLE}<div class="fig3">{"".join(cards)}</div>', unsafe_allow_html=True)


def _least(plan: Plan, key: str, unit: str, more: str) -> str:
    value = plan.record.schedule["objective"][key]
    low = plan.record.schedule["bound"][key]
    word = "bound_open" if low <= 0 < value else "bound_least" if low < value else "bound_met"
    scale = max(value, low, 1) * 1.12
    note = say(f"schedule.{word}", bound=f"{low:,}")
    return _card(
        say(f"schedule.{key}"),
        f"{value:,}",
        say(f"schedule.{unit}") + more,
        value / scale,
        low / scale if low > 0 else None,
        note,
    )


def _most_loaded(plan: Plan) -> str:
    top = plan.record.schedule["objective"]["max_load"]
    people = [person for person in plan.people if plan.load(person) == top]
    return f" · {plan.names_joined(people[:2])}" + ("…" if len(people) > 2 else "")


def _card(what: str, value: str, unit: str, share: float, mark: float | None, note: str) -> str:
    line = "" if mark is None else f'<i style="left:calc({min(mark, 1) * 100:.1f}% - 1px)"></i>'
    return (
        f'<div><div class="what">{html.escape(what)}</div>'
        f'<div class="value">{html.escape(value)}<small>{html.escape(unit)}</small></div>'
        f'<div class="gauge"><b style="width:{min(share, 1) * 100:.1f}%"></b>{line}</div>'
        f'<div class="note">{html.escape(note)}</div></div>'
    )


def chips(plan: Plan) -> str:
    """What is proven, where the people come from, and how many more than needed are sent."""
    schedule = plan.record.schedule
    status = schedule["status"]
    drawn = schedule["assignment"] == "drawn"
    excess = schedule["objective"]["excess"]
    marks = [
        chip(say(f"schedule.status_{status}"), "in_force" if status == "optimal" else ""),
        chip(say("schedule.drawn" if drawn else "schedule.free"), "" if drawn else "draft"),
        chip(say("schedule.excess", count=excess), "" if not excess else "assumed"),
    ]
    if schedule.get("stopped"):
        marks.append(chip(say("schedule.was_stopped"), "assumed"))
    if not drawn_in_public(plan):
        marks.append(chip(say("schedule.rehearsal"), "draft"))
    return "".join(marks)


def drawn_in_public(plan: Plan) -> bool:
    """Whether the record carries no remark that it rests on a rehearsal or on a seed of its own."""
    return not plan.record.note
