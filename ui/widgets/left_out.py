"""Targets without a visit: grouped by reason, each with its clause and what would help."""

from __future__ import annotations

import html
import re
from typing import Any

import streamlit as st

from campaigns import explain_problem
from ui.door import chip, quiet
from ui.widgets.clauses import clauses
from ui.widgets.plan import Plan
from ui.words import pick, say, table

SHOWN = 12  # names in one line
_SENTENCE = re.compile(r"(?<=。)|(?<=\.)\s+(?=[A-Z])")
_DETAILS = """<style>.facts {font-size: 13.5px; line-height: 21px;} .facts summary {cursor: pointer;}
.facts ul {margin: 4px 0 0; padding-left: 18px; color: var(--sx-soft);}</style>"""
_FACT = re.compile(r"；|;\s+")


def left_out(plan: Plan) -> None:
    """The unscheduled list; explained now where the schedule came without explanations."""
    missing = list(plan.record.schedule["unscheduled"])
    if not missing:
        st.success(say("schedule.nobody_left"))
        return
    quiet(say("schedule.left_out_lead", count=len(missing)))
    told = list(plan.record.schedule.get("explanations") or ())
    if not told:
        with st.spinner(say("schedule.explaining")):
            told = _explained(plan.record.id, plan.record.version, plan)
    known = {row["target"] for row in told}
    for number, rows in enumerate(_groups(told)):
        _group(plan, rows, number, opened=number == 0)
    rest = [id_ for id_ in missing if id_ not in known]
    if rest:
        quiet(say("schedule.no_reason", names=plan.names_joined(rest[:SHOWN]), count=len(rest)))


@st.cache_data(ttl=600, show_spinner=False)
def _explained(schedule: str, version: int, _plan: Plan) -> list[dict[str, Any]]:
    """Reasons worked out on demand; a schedule's version is the key."""
    del schedule, version
    record = _plan.record
    try:
        answer = explain_problem(record.problem, schedule=record.schedule)
    except (ImportError, KeyError):  # a release whose solver gives no reasons
        return []
    left = set(record.schedule["unscheduled"])
    return [row for row in answer["explanations"] if row["target"] in left]


def _groups(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows with one reason together, the largest group first."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row.get("group") or "", *row["rules"]), []).append(row)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]["rules"]))


def _group(plan: Plan, rows: list[dict[str, Any]], number: int, *, opened: bool) -> None:
    title = rule_words(rows[0]["rules"]) or say("schedule.no_rule")
    with st.expander(say("schedule.group_line", what=title, count=len(rows)), expanded=opened):
        if rows[0]["rules"]:
            st.markdown(
                "".join(chip(code, "broken") for code in rows[0]["rules"]), unsafe_allow_html=True
            )
        by_target = {row["target"]: row for row in rows}
        target = next(iter(by_target))
        if len(rows) > 1:
            target = st.selectbox(
                say("schedule.which_target", count=len(rows)),
                list(by_target),
                format_func=plan.name,
                key=f"left-{plan.record.id}-{number}",
            )
        _reason(plan, by_target[target])
        _fixes(plan, by_target[target]["fixes"])
        bases = list(dict.fromkeys(basis for row in rows for basis in row["basis"]))
        if bases:
            st.markdown(f"**{say('schedule.basis')}**")
            clauses(bases, f"left-{plan.record.id}-{number}")


def _reason(plan: Plan, row: dict[str, Any]) -> None:
    """What it comes down to first (the last sentence: the proof), then the facts one by one."""
    st.markdown(f"**{html.escape(plan.name(row['target']))}**")
    sentences = [part for part in _SENTENCE.split(plan.told(pick(row["why"]))) if part.strip()]
    if len(sentences) < 2:
        st.markdown(html.escape("".join(sentences)))
        return
    st.markdown(html.escape(sentences[-1]))
    facts = "".join(
        f"<li>{html.escape(fact)}</li>" for fact in _FACT.split(" ".join(sentences[:-1]))
    )
    st.html(
        f"{_DETAILS}<details class='facts'><summary>{html.escape(say('schedule.facts'))}</summary>"
        f"<ul>{facts}</ul></details>"
    )


def _fixes(plan: Plan, fixes: list[dict[str, Any]]) -> None:
    if fixes:
        st.markdown(f"**{say('schedule.fixes')}**")
        st.markdown("\n".join(f"- {html.escape(plan.told(pick(fix)))}" for fix in fixes))


def rule_words(codes: list[str]) -> str:
    """Rules in words, not codes."""
    keys = [f"schedule.rule_{code}" for code in codes]
    return " + ".join(
        say(key) if key in table() else code for key, code in zip(keys, codes, strict=True)
    )
