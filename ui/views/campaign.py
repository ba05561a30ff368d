"""Campaigns: the list, and a new one in five steps with its cost beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from campaigns import create_campaign, list_campaigns, list_departments, list_districts
from ui.door import actor, lead, office, quiet, refusals
from ui.widgets.campaigns import campaign_table, cost, rates_text, sectors_known, window_text
from ui.words import say

RISKS = {"D": 30.0, "C": 10.0, "B": 3.0, "A": 1.0}


def fields() -> dict[str, Any]:
    """The five steps; what was said stays on the page."""
    st.subheader(say("campaign.step_theme"))
    sectors = st.multiselect(say("campaign.sectors"), sectors_known())
    name = st.text_input(say("campaign.name"), max_chars=80)
    st.subheader(say("campaign.step_departments"))
    departments = [row.id for row in list_departments(office(), actor())]
    left, right = st.columns([1, 2])
    first = left.selectbox(say("campaign.lead"), departments)
    partners = right.multiselect(
        say("campaign.partners"), [row for row in departments if row != first]
    )
    st.subheader(say("campaign.step_scope"))
    names = {row.id: row.name for row in list_districts(office(), actor())}
    districts = st.multiselect(
        say("campaign.districts"), list(names), format_func=names.__getitem__
    )
    st.subheader(say("campaign.step_rates"))
    rates = {}
    for column, (risk, default) in zip(st.columns(4), RISKS.items(), strict=True):
        rates[risk] = column.number_input(
            say("campaign.rate", risk=risk),
            0.0,
            100.0,
            default,
            step=0.5,
            help=say("campaign.rate_help"),
        )
    st.subheader(say("campaign.step_window"))
    today = office().clock.now().date()
    left, right = st.columns([2, 1])
    monday = today + timedelta(days=7 - today.weekday())
    window = left.date_input(
        say("campaign.dates"), (monday, monday + timedelta(days=11)), min_value=today
    )
    groups = right.number_input(say("campaign.groups"), 1, 40, 3)
    return {
        "name": name.strip() or "、".join(sectors),
        "theme": "、".join(sectors),
        "lead_department": first,
        "departments": [first, *partners],
        "districts": districts,
        "sectors": sectors,
        "rates": {risk: f"{rate / 100:.4f}" for risk, rate in rates.items() if rate > 0},
        "window_from": window[0] if window else today,
        "window_to": window[-1] if window else today,
        "groups": int(groups),
    }


def new_campaign() -> None:
    """Steps left, cost right."""
    form, side = st.columns([3, 2], gap="large")
    with form:
        given = fields()
    with side:
        names = {row.id: row.name for row in list_districts(office(), actor())}
        partners = [row for row in given["departments"] if row != given["lead_department"]]
        lead(
            say(
                "campaign.sentence",
                window=window_text(given["window_from"], given["window_to"]),
                where="、".join(names[row] for row in given["districts"])
                or say("campaign.whole_city"),
                sectors=given["theme"] or say("campaign.no_sector"),
                lead=given["lead_department"],
                partners=say("campaign.with_partners", names="、".join(partners))
                if partners
                else "",
                rates=rates_text(given["rates"]),
                groups=given["groups"],
            )
        )
        with refusals():
            cost(given)
        if st.button(say("campaign.create"), type="primary"):
            with refusals():
                made = create_campaign(office(), actor(), **given)
                st.session_state["campaign_id"] = made.id
                st.success(say("campaign.created"))
                st.page_link("views/draw.py", label=say("campaign.to_draw"))


st.title(say("campaign.title"))
page = list_campaigns(office(), actor(), limit=200)
tabs = st.tabs([say("campaign.list"), say("campaign.new")])
with tabs[0]:
    if page.rows:
        campaign_table(page.rows)
    else:
        quiet(say("campaign.nothing"))
with tabs[1]:
    new_campaign()
