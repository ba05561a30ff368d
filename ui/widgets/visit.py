"""The right third of the schedule page: one visit, its team, who else could go and at what cost."""

from __future__ import annotations

import html

import streamlit as st

from campaigns import basis_clause, swap_inspector, swap_options
from ui.door import actor, chip, office, quiet, refusals
from ui.widgets.plan import Plan
from ui.words import language, pick, say


def visit_panel(plan: Plan, day: str) -> None:
    """Choose a visit of the day; see and change its team."""
    visits = [row for row in plan.visits if row["start"][:10] == day]
    if not visits:
        return
    place = st.selectbox(
        say("schedule.visit"),
        range(len(visits)),
        format_func=lambda i: f"{visits[i]['start'][11:]} {plan.name(visits[i]['target'])}",
    )
    visit = visits[place]
    target = plan.targets[visit["target"]]
    st.markdown(
        f"<b>{html.escape(plan.name(target['id']))}</b><br>"
        + chip(say(f"common.risk_{target['risk']}"))
        + chip(plan.name(target["district"]))
        + chip(f"{visit['start'][11:]}–{visit['end'][11:]}"),
        unsafe_allow_html=True,
    )
    st.markdown(f"**{say('schedule.team')}**")
    for person in visit["inspectors"]:
        row = plan.people[person]
        skills = "、".join(s.split("-")[-1] for s in row["specialties"][:3])
        st.markdown(
            f"{html.escape(plan.name(person))} · {row['department']} · {html.escape(skills)}"
        )
    with st.expander(f"{say('schedule.items')}（{len(target['items'])}）"):
        for item in target["items"]:
            quiet(f"{item['department']} · {item['specialty']} · {item['minutes']} min")
    _swap(plan, visit)


def _swap(plan: Plan, visit: dict[str, object]) -> None:
    with st.expander(say("schedule.swap")), refusals():
        target = str(visit["target"])
        options = swap_options(office(), actor(), plan.record.id, target)
        if not options:
            quiet(say("schedule.swap_none"))
            return
        outs = list(dict.fromkeys(row["out"] for row in options))
        out = st.selectbox(say("schedule.swap_out"), outs, format_func=plan.name)
        choices = [row for row in options if row["out"] == out]
        place = st.selectbox(
            say("schedule.swap_in"),
            range(len(choices)),
            format_func=lambda i: say(
                "schedule.swap_cost",
                name=plan.name(choices[i]["in"]),
                travel=choices[i]["travel"],
                excess=choices[i]["excess"],
                load=choices[i]["load"],
            ),
        )
        reason = st.text_input(say("schedule.swap_reason"), max_chars=120)
        if st.button(say("schedule.swap_do"), disabled=not reason.strip()):
            swap_inspector(
                office(),
                actor(),
                plan.record.id,
                target,
                out,
                choices[place]["in"],
                reason=reason.strip(),
                expected_version=plan.record.version,
            )
            st.session_state["notice"] = say("schedule.swapped")
            st.rerun()


def left_out(plan: Plan) -> None:
    """The unscheduled targets, grouped by reason, each with its clause and fixes."""
    explanations = plan.record.schedule["explanations"]
    if not plan.record.schedule["unscheduled"]:
        quiet(say("schedule.nobody_left"))
        return
    groups: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in explanations:
        groups.setdefault(tuple(row["rules"]), []).append(row)
    for rules, rows in groups.items():
        with st.expander(f"{'、'.join(rules)} · {len(rows)}", expanded=len(groups) < 4):
            for row in rows:
                st.markdown(
                    f"**{html.escape(plan.name(str(row['target'])))}**  \n{pick(row['why'])}"
                )
                for fix in row["fixes"]:  # type: ignore[attr-defined]
                    st.markdown(f"- {pick(fix)}")
            bases = sorted({basis for row in rows for basis in row["basis"]})  # type: ignore[attr-defined]
            clauses(bases)


def clauses(bases: list[str]) -> None:
    """The clauses behind a reason, opened in place."""
    for basis in bases:
        if basis.startswith("own:"):
            st.markdown(chip(say("schedule.own"), "press"), unsafe_allow_html=True)
            continue
        found = basis_clause(office(), basis)
        with st.popover(basis):
            if found:
                st.markdown(f"**{html.escape(found['title'])}** {html.escape(found['number'])}")
                st.markdown(
                    chip(found["jurisdiction"]) + chip(found["status"], found["status"]),
                    unsafe_allow_html=True,
                )
                text = found["text"] if language() == "zh" else found.get("en") or found["text"]
                st.markdown(html.escape(text))
