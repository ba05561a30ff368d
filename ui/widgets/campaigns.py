"""Campaigns on the page: the table, the chooser, the cost card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st

from campaigns import Campaign, estimate_campaign, list_campaigns, list_items
from ui.door import actor, office
from ui.words import pick, say


def window_text(first: date, last: date) -> str:
    """Both days, the year once."""
    return f"{first:%Y-%m-%d} – {last:%m-%d}" if first.year == last.year else f"{first} – {last}"


def rates_text(rates: Mapping[str, Any]) -> str:
    """``D 30 %、C 10 %``; a count stands as a number."""
    parts = []
    for name, rate in rates.items():
        if isinstance(rate, Mapping):
            parts.append(f"{name} {rate.get('count', '')}")
        else:
            parts.append(f"{name} {float(Fraction(str(rate)) * 100):g} %")
    return "、".join(parts)


@st.cache_data(ttl=60, show_spinner=False)
def sectors_known() -> list[str]:
    """Every kind of business an item of the list is meant for."""
    rows = list_items(office(), actor(), limit=1000).rows
    return sorted({sector for row in rows for sector in row.sectors})


def choose_campaign(states: Sequence[str] | None = None) -> Campaign | None:
    """The campaign this page is about; remembered from page to page."""
    rows = [
        row
        for row in list_campaigns(office(), actor(), limit=200).rows
        if row.state != "cancelled" and (states is None or row.state in states)
    ]
    if not rows:
        return None
    by_id = {row.id: row for row in rows}
    kept = st.session_state.get("campaign_id")
    index = list(by_id).index(kept) if kept in by_id else 0
    chosen: str = st.selectbox(
        say("draw.choose"),
        list(by_id),
        index=index,
        format_func=lambda key: f"{by_id[key].name} · {say('campaign.states_' + by_id[key].state)}",
    )
    st.session_state["campaign_id"] = chosen
    return by_id[chosen]


def campaign_table(rows: Sequence[Campaign]) -> None:
    """One line a campaign."""
    table = [
        {
            say("campaign.number"): row.number,
            say("campaign.name"): row.name,
            say("campaign.lead"): row.lead_department,
            say("campaign.departments"): "、".join(row.departments),
            say("campaign.window"): window_text(row.window_from, row.window_to),
            say("campaign.state"): say(f"campaign.states_{row.state}"),
        }
        for row in rows
    ]
    st.dataframe(table, hide_index=True, width="stretch")


def cost(given: Mapping[str, Any] | Campaign) -> None:
    """Visits, inspector-days, entries saved, and whether it can be scheduled at all."""
    estimate = estimate_campaign(office(), actor(), given)
    st.subheader(say("campaign.estimate"))
    visits, days, saved = st.columns(3)
    visits.metric(say("campaign.visits"), say("campaign.visits_unit", count=estimate.visits))
    days.metric(
        say("campaign.inspector_days"), say("campaign.days_unit", count=estimate.inspector_days)
    )
    saved.metric(
        say("campaign.entries_saved"),
        say("campaign.times_unit", count=estimate.entries_saved),
        help=say("campaign.entries_help"),
    )
    table = [
        {
            say("campaign.stratum"): name,
            say("campaign.size"): estimate.pool[name],
            say("campaign.drawn"): estimate.drawn.get(name, 0),
        }
        for name in estimate.pool
    ]
    st.dataframe(table, hide_index=True, width="stretch")
    if estimate.schedulable:
        st.success(say("campaign.schedulable"))
    else:
        remarks = "\n".join(f"- {pick(remark)}" for remark in estimate.remarks)
        st.warning(f"{say('campaign.not_schedulable')}\n{remarks}")
