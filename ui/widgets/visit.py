"""One visit in the right third: its team, why these people, who else could go and at what cost."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from campaigns import (
    Inspector,
    add_recusal,
    list_inspectors,
    replan_schedule,
    stand_ins,
    swap_inspector,
    why_inspector,
)
from ui.door import actor, chip, office, quiet, refusals, risk_chip
from ui.widgets.clauses import clauses
from ui.widgets.plan import Plan, day_label, span
from ui.widgets.solving import follow
from ui.words import language, pick, say

_STYLE = """<style>
.team {list-style: none; margin: 4px 0 12px; padding: 0;}
.team li {border-left: 3px solid var(--hue); padding: 1px 0 3px 10px; margin: 0 0 9px; line-height: 20px; font-size: 14px;}
.team .dept {color: var(--sx-soft); margin-left: 6px;}
.team .duty, .team .cert {font-size: 12.5px; line-height: 18px; color: var(--sx-soft);}
</style>"""


def visit_panel(plan: Plan, target_id: str) -> None:
    """Everything about the visit of a target, and what can be done with it."""
    visit = plan.visit_of[target_id]
    target = plan.targets[target_id]
    st.markdown(f"### {html.escape(plan.name(target_id))}")
    st.markdown(
        chip(f"{day_label(visit['start'])} {span(visit)}")
        + chip(plan.name(target["district"]))
        + risk_chip(target["risk"]),
        unsafe_allow_html=True,
    )
    _team(plan, visit, target)
    _items(plan, target)
    _why_one(plan, visit)
    _swap(plan, visit)
    _exclude(plan, visit)
    _pin(plan, visit)


def _team(plan: Plan, visit: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    """Who goes: department, what of this visit is theirs, certificate."""
    st.markdown(
        f"**{say('schedule.team')}** · {say('schedule.people', count=len(visit['inspectors']))}"
    )
    lines = []
    for person in visit["inspectors"]:
        row = plan.people[person]
        known = known_person(person)
        lines.append(
            f'<li style="--hue:{plan.colour(row["department"])}"><b>{html.escape(plan.name(person))}</b>'
            f'<span class="dept">{html.escape(plan.department(row["department"]))}</span>'
            f'<div class="duty">{html.escape(_duty(row, target))}</div>'
            f'<div class="cert">{html.escape(certificate(known, row))}</div></li>'
        )
    st.markdown(f'{_STYLE}<ul class="team">{"".join(lines)}</ul>', unsafe_allow_html=True)
    quiet(_why(plan, target))


def _duty(row: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    """The items of the visit this person's department and specialties answer for."""
    if row.get("role") == "assistant":
        return say("schedule.assistant")
    count = Counter(
        item["specialty"]
        for item in target["items"]
        if item["department"] == row["department"] and item["specialty"] in row["specialties"]
    )
    if not count:
        return say("schedule.duty_none")
    comma = "、" if language() == "zh" else ", "
    return say(
        "schedule.duty", what=comma.join(f"{skill} {count[skill]}" for skill in sorted(count))
    )


def _why(plan: Plan, target: Mapping[str, Any]) -> str:
    """Why this team: what the visit asks for, and where the people come from."""
    skills = {(item["department"], item["specialty"]) for item in target["items"]}
    drawn = plan.record.schedule["assignment"] == "drawn"
    return say(
        "schedule.why_drawn" if drawn else "schedule.why_free",
        departments=len({department for department, _ in skills}),
        skills=len(skills),
        least=plan.record.problem["rules"]["min_inspectors_per_visit"],
    )


@st.cache_data(ttl=120, show_spinner=False)
def _person(person: str) -> Inspector | None:
    rows = list_inspectors(office(), actor(), text=person, active=None).rows
    return next((row for row in rows if row.id == person), None)


def known_person(person: str) -> Inspector | None:
    """The directory's row of a person, by id."""
    with refusals():
        return _person(person)
    return None


def certificate(known: Inspector | None, row: Mapping[str, Any]) -> str:
    """Certificate number and last valid day."""
    number = known.certificate_number if known else ""
    until = row.get("certificate_valid_until") or ""
    if not number and not until:
        return say("schedule.no_certificate")
    if not until:
        return say("schedule.certificate_open", number=number)
    return say("schedule.certificate", number=number, until=until)


def _items(plan: Plan, target: Mapping[str, Any]) -> None:
    with st.expander(say("schedule.items_count", count=len(target["items"]))):
        for department in plan.record.problem["departments"]:
            own = [item for item in target["items"] if item["department"] == department]
            if own:
                total = sum(item["minutes"] for item in own)
                st.markdown(
                    f"**{html.escape(plan.department(department))}** · "
                    f"{say('schedule.minutes', count=total)}"
                )
                quiet("；".join(plan.items.get(item["id"], item["id"]) for item in own))


def _why_one(plan: Plan, visit: Mapping[str, Any]) -> None:
    """Why somebody is, or is not, on this visit: the rule that forbids it, or what it would cost."""
    target = str(visit["target"])
    place = st.expander(say("schedule.why_one"), key=f"whyone-{target}", on_change="rerun")
    if not place.open:
        return
    with place, refusals():
        others = [person for person in plan.people if person not in visit["inspectors"]]
        here = {plan.people[person]["department"] for person in visit["inspectors"]}
        others.sort(key=lambda id_: (plan.people[id_]["department"] not in here, plan.name(id_)))
        person = st.selectbox(
            say("schedule.why_who"),
            [*visit["inspectors"], *others],
            format_func=lambda id_: (
                f"{plan.name(id_)} · {plan.department(plan.people[id_]['department'])}"
            ),
            key=f"whom-{target}",
        )
        with st.spinner(say("schedule.explaining")):
            answer = _reason(plan.record.id, plan.record.version, target, person)
        if answer is None:
            quiet(say("schedule.why_unknown"))
            return
        st.markdown(html.escape(plan.told(pick(answer["why"]))))
        clauses(answer["basis"], f"why-{target}-{person}")


@st.cache_data(ttl=600, show_spinner=False)
def _reason(schedule: str, version: int, target: str, person: str) -> dict[str, Any] | None:
    """The solver's answer for one version of a schedule; None in a release whose solver has none."""
    del version
    try:
        return why_inspector(office(), actor(), schedule, target, person)
    except ImportError:
        return None


def _swap(plan: Plan, visit: Mapping[str, Any]) -> None:
    """Who else could go; the cost stands before the button."""
    target = str(visit["target"])
    place = st.expander(say("schedule.swap"), key=f"swap-{target}", on_change="rerun")
    if not place.open:
        return
    with place, refusals():
        options = _options(plan.record.id, plan.record.version, target)
        if not options:
            quiet(say("schedule.swap_none"))
            return
        outs = list(dict.fromkeys(row["out"] for row in options))
        out = st.selectbox(
            say("schedule.swap_out"), outs, format_func=plan.name, key=f"out-{target}"
        )
        choices = {row["in"]: row for row in options if row["out"] == out}
        into = st.radio(
            say("schedule.swap_in"),
            list(choices),
            format_func=lambda key: say(
                "schedule.swap_cost",
                name=plan.name(key),
                travel=choices[key]["travel"],
                excess=choices[key]["excess"],
                load=choices[key]["load"],
            ),
            key=f"in-{target}-{out}",
        )
        quiet(say("schedule.swap_others", name=plan.name(out)))
        reason = st.text_input(say("schedule.swap_reason"), max_chars=120, key=f"why-{target}")
        if st.button(say("schedule.swap_do"), key=f"swap-do-{target}"):
            _carry_out(plan, target, out, into, reason.strip())


def _carry_out(plan: Plan, target: str, out: str, into: str, reason: str) -> None:
    kept = swap_inspector(
        office(),
        actor(),
        plan.record.id,
        target,
        out,
        into,
        reason=reason,
        expected_version=plan.record.version,
    )
    st.session_state["notice"] = say(
        "schedule.swapped", out=plan.name(out), into=plan.name(into), version=kept.version
    )
    st.rerun()


@st.cache_data(ttl=600, show_spinner=False)
def _options(schedule: str, version: int, target: str) -> list[dict[str, Any]]:
    """Swaps of one visit of one version of a schedule (the version is part of the key)."""
    del version
    return stand_ins(office(), actor(), schedule, target)


def _exclude(plan: Plan, visit: Mapping[str, Any]) -> None:
    """Somebody who must not go there: the recusal is recorded, the rest planned again around it."""
    target = str(visit["target"])
    with st.expander(say("schedule.exclude"), key=f"exclude-{target}"):
        quiet(say("schedule.exclude_help"))
        person = st.selectbox(
            say("schedule.exclude_who"),
            visit["inspectors"],
            format_func=plan.name,
            key=f"exclude-who-{target}",
        )
        reason = st.text_input(
            say("schedule.exclude_why"), max_chars=120, key=f"exclude-why-{target}"
        )
        if st.button(say("schedule.exclude_do"), key=f"exclude-do-{target}"):
            with refusals():
                add_recusal(office(), actor(), person, target, reason)
                follow(replan_schedule(office(), actor(), plan.record.id))
                st.rerun()


def _pin(plan: Plan, visit: Mapping[str, Any]) -> None:
    """Keep this visit as it is when the rest is planned again."""
    pins: dict[str, Any] = st.session_state.setdefault(f"pins-{plan.record.id}", {})
    target = visit["target"]
    if st.toggle(say("schedule.pin"), value=target in pins, key=f"pin-{plan.record.id}-{target}"):
        pins[target] = {key: visit[key] for key in ("target", "start", "inspectors")}
    else:
        pins.pop(target, None)
