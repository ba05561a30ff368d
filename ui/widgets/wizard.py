"""The five steps of a campaign on one page; what was said survives a visit to another page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from campaigns import Campaign
from ui.door import office
from ui.widgets.campaigns import department_names, district_names, percent, sectors_known
from ui.widgets.people_rules import FIELDS as PEOPLE_FIELDS
from ui.widgets.people_rules import RULES as PEOPLE_RULES
from ui.widgets.people_rules import people_rules, said
from ui.words import say

RATES = {"D": 30.0, "C": 10.0, "B": 3.0, "A": 1.0}
FLAGS = ("abnormal", "serious", "complaints")
ASKED = ("cap_scope", "max_departments", *PEOPLE_RULES)  # the rules this form has fields for
FIELDS = (
    *("sectors", "name", "lead", "partners", "districts", "dates", "groups", "people"),
    *("cap_scope", "cap_reason", "more", "more_reason"),
    *PEOPLE_FIELDS,
    *(f"rate-{name}" for name in (*RATES, *FLAGS)),
)


def start(form: str, campaign: Campaign | None = None) -> None:
    """Lay out the form: empty, or with what an earlier campaign says."""
    for name in FIELDS:
        st.session_state.pop(f"{form}-{name}", None)
    if campaign:
        for name, value in _answers(campaign).items():
            st.session_state[f"{form}-{name}"] = value


def _answers(campaign: Campaign) -> dict[str, Any]:
    scope = campaign.rules.get("cap_scope", {})
    more = campaign.rules.get("max_departments", {})
    rates = {name: campaign.rates.get(name) for name in (*RATES, *FLAGS)}
    today = office().clock.now().date()
    return {
        "sectors": list(campaign.sectors),
        "name": campaign.name,
        "lead": campaign.lead_department,
        "partners": [d for d in campaign.departments if d != campaign.lead_department],
        "districts": list(campaign.districts),
        "dates": (max(today, campaign.window_from), max(today, campaign.window_to)),
        "groups": campaign.groups,
        "people": campaign.inspectors_wanted,
        "cap_scope": scope.get("value", "campaign"),
        "cap_reason": str(scope.get("reason", "")),
        "more": int(more.get("value", 5)),
        "more_reason": str(more.get("reason", "")),
        **said(campaign),
        **{
            f"rate-{name}": 0.0 if not isinstance(rate, str) else float(percent(rate))
            for name, rate in rates.items()
        },
    }


def fields(form: str) -> dict[str, Any]:
    """Draw the steps; returns the fields as create_campaign takes them."""
    given: dict[str, Any] = {}
    with _step("theme"):
        _what(form, given)
    with _step("departments"):
        _who(form, given)
    with _step("scope"):
        given["districts"] = _many(form, "districts", district_names(), say("campaign.whole_city"))
    with _step("rates"):
        _how_many(form, given)
    with _step("window"):
        _when(form, given)
    with st.expander(say("campaign.departures")):
        _departures(form, given)
    return given


def _step(name: str) -> Any:
    title, body = st.columns([1, 5], gap="small")
    title.markdown(f"**{say(f'campaign.step_{name}')}**")
    return body


def _many(form: str, name: str, options: Mapping[str, str], placeholder: str = "") -> list[str]:
    return st.multiselect(
        say(f"campaign.{name}"),
        list(options),
        format_func=lambda key: options.get(key, key),
        placeholder=placeholder or say("common.choose"),
        key=f"{form}-{name}",
        persist_state="session",
    )


def _what(form: str, given: dict[str, Any]) -> None:
    given["sectors"] = _many(form, "sectors", {row: row for row in sectors_known()})
    given["theme"] = "、".join(given["sectors"])
    name = st.text_input(
        say("campaign.name"),
        max_chars=80,
        placeholder=given["theme"] or say("campaign.name_help"),
        key=f"{form}-name",
        persist_state="session",
    )
    given["name"] = name.strip() or given["theme"]


def _who(form: str, given: dict[str, Any]) -> None:
    names = department_names()
    left, right = st.columns([2, 3])
    with left:
        lead = st.selectbox(
            say("campaign.lead"),
            list(names),
            index=None,
            format_func=lambda key: names.get(key, key),
            placeholder=say("common.choose"),
            key=f"{form}-lead",
            persist_state="session",
        )
    with right:
        partners = _many(form, "partners", {k: v for k, v in names.items() if k != lead})
    given["lead_department"] = lead or ""
    given["departments"] = [*([lead] if lead else []), *partners]


def _how_many(form: str, given: dict[str, Any]) -> None:
    given["rates"] = {}
    for column, (risk, default) in zip(st.columns(4), RATES.items(), strict=True):
        with column:
            _rate(form, risk, say("campaign.rate", risk=say(f"common.risk_{risk}")), default, given)


def _rate(form: str, name: str, label: str, default: float, given: dict[str, Any]) -> None:
    st.session_state.setdefault(f"{form}-rate-{name}", default)
    rate = st.number_input(
        label,
        0.0,
        100.0,
        step=0.5,
        format="%g",
        help=say("campaign.rate_help"),
        key=f"{form}-rate-{name}",
        persist_state="session",
    )
    if rate and rate > 0:
        # An exact decimal text, as the plan wants it: 3.5 % is "0.035".
        given["rates"][name] = f"{rate / 100:.6f}".rstrip("0").rstrip(".")


def _when(form: str, given: dict[str, Any]) -> None:
    today = office().clock.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    st.session_state.setdefault(f"{form}-dates", (monday, monday + timedelta(days=11)))
    st.session_state.setdefault(f"{form}-groups", 1)
    left, middle, right = st.columns([5, 2, 3])
    span: Any = left.date_input(
        say("campaign.dates"),
        min_value=today,
        format="YYYY-MM-DD",
        key=f"{form}-dates",
        persist_state="session",
    )
    groups = middle.number_input(
        say("campaign.groups"), 1, 40, key=f"{form}-groups", persist_state="session"
    )
    people = right.number_input(
        say("campaign.people"),
        2,
        1000,
        value=None,
        placeholder=say("campaign.people_auto"),
        help=say("campaign.people_help"),
        key=f"{form}-people",
        persist_state="session",
    )
    given["window_from"] = span[0] if span else today
    given["window_to"] = span[-1] if span else today
    given["groups"] = int(groups)
    given["inspectors_wanted"] = int(people) if people else None


def _departures(form: str, given: dict[str, Any]) -> None:
    """What the plan does otherwise than the default, each with a reason on record."""
    rules: dict[str, Any] = {}
    left, right = st.columns([2, 3])
    with left:
        st.session_state.setdefault(f"{form}-cap_scope", "campaign")
        scope = st.selectbox(
            say("campaign.cap_scope"),
            ["campaign", "group", "visit"],
            format_func=lambda key: say(f"campaign.cap_{key}"),
            key=f"{form}-cap_scope",
            persist_state="session",
        )
    reason = right.text_input(
        say("common.reason"), key=f"{form}-cap_reason", persist_state="session"
    )
    if scope != "campaign":
        rules["cap_scope"] = {"value": scope, "reason": reason}
    left, right = st.columns([2, 3])
    st.session_state.setdefault(f"{form}-more", 5)
    more = left.number_input(
        say("campaign.most_departments"), 1, 20, key=f"{form}-more", persist_state="session"
    )
    reason = right.text_input(
        say("common.reason"), key=f"{form}-more_reason", persist_state="session"
    )
    if more != 5:
        rules["max_departments"] = {"value": int(more), "reason": reason}
    people_rules(form, rules)
    for column, flag in zip(st.columns(3), FLAGS, strict=True):
        with column:
            label = say("campaign.rate", risk=say(f"common.flag_{flag}"))
            _rate(form, flag, label, 0.0, given)
    given["rules"] = rules
