"""Targets without a visit: grouped by reason, each with its clause and what would help."""

from __future__ import annotations

import html
import re
from typing import Any

import streamlit as st

from campaigns import explain_problem, fix_price, fix_verbs, may_try, try_fix
from ui.door import actor, chip, office, quiet, refusals
from ui.widgets.clauses import clauses
from ui.widgets.plan import Plan, moment
from ui.widgets.solving import follow
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
        _fixes(plan, by_target[target])
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


def _fixes(plan: Plan, row: dict[str, Any]) -> None:
    """Each way to fit the target in, what it costs, and a trial that leaves this schedule alone."""
    target, fixes = row["target"], row["fixes"]
    if fixes:
        st.markdown(f"**{say('schedule.fixes')}**")
    elif not row["rules"]:
        fixes = [{"change": "", "zh": "", "en": ""}]
    for number, fix in enumerate(fixes):
        words = plan.told(pick(fix)) or say("schedule.fit_in", name=plan.name(target))
        with st.container(border=True):
            st.markdown(html.escape(words))
            if may_try(fix["change"]):
                quiet(_price(plan, target, fix["change"]))
                _try(plan, target, fix["change"], f"{plan.name(target)}：{words}", str(number))
            else:
                quiet(say(f"schedule.settle_{_settled_in(fix['change'])}"))


def _price(plan: Plan, target: str, change: str) -> str:
    """The cost where it is known before a trial, else that the trial tells it."""
    price = _priced(plan.record.id, plan.record.version, target, change)
    if price is None:
        return say("schedule.price_by_trial")
    return say("schedule.price", **{**price, "start": moment(price["start"])})


@st.cache_data(ttl=600, show_spinner=False)
def _priced(schedule: str, version: int, target: str, change: str) -> dict[str, Any] | None:
    del version
    return fix_price(office(), actor(), schedule, target, change)


def _try(plan: Plan, target: str, change: str, reason: str, key: str) -> None:
    """One click: planned again with the fix; the reason on record is the fix's own sentence."""
    if st.button(
        say("schedule.try_fix"),
        key=f"try-{plan.record.id}-{target}-{key}",
        icon=":material/play_arrow:",
        help=say("schedule.try_fix_help"),
    ):
        with refusals():
            follow(try_fix(office(), actor(), plan.record.id, change, reason))
            st.rerun()


def _settled_in(change: str) -> str:
    """Where a change is made that no planner may try on a schedule."""
    verbs = set(fix_verbs(change))
    if verbs & {"certificate.renew", "recusal.end", "unit.lend"}:
        return "directories"
    return "draw" if "inspector.add" in verbs else "campaign"


def rule_words(codes: list[str]) -> str:
    """Rules in words, not codes."""
    keys = [f"schedule.rule_{code}" for code in codes]
    return " + ".join(
        say(key) if key in table() else code for key, code in zip(keys, codes, strict=True)
    )
