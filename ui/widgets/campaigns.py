"""Campaigns in words: names, windows, rates, the sentence of what was said, and the chooser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st

from campaigns import Campaign, list_campaigns, list_departments, list_districts, list_items
from ui.door import actor, office
from ui.words import joined, language, say

# State of a campaign → the page of its next step.
NEXT_PAGE = {
    "draft": "draw",
    "frozen": "draw",
    "committed": "draw",
    "drawn": "schedule",
    "scheduled": "checklists",
}


def window_text(first: date, last: date) -> str:
    """Both days, the year once."""
    return f"{first:%Y-%m-%d} – {last:%m-%d}" if first.year == last.year else f"{first} – {last}"


def rates_text(rates: Mapping[str, Any]) -> str:
    """``D 30 %、C 10 %``; a count stands as a number of targets."""
    parts = []
    for name in sorted(rates, key=lambda n: (len(n), -ord(n[0]))):  # D first, flags last
        rate = rates[name]
        label = say(f"common.flag_{name}") if len(name) > 1 else name
        if isinstance(rate, Mapping):
            parts.append(f"{label} {say('campaign.count_unit', count=rate.get('count', ''))}")
        else:
            parts.append(f"{label} {percent(rate)} %")
    return joined(parts)


def percent(rate: Any) -> str:
    """``"0.03"`` or ``"3/100"`` as ``3``."""
    return f"{float(Fraction(str(rate)) * 100):g}"


def department_names() -> dict[str, str]:
    """Id → the name this visitor reads: the short Chinese name, or the English one."""
    rows = list_departments(office(), actor())
    return {row.id: row.id if language() == "zh" else row.name_en for row in rows}


def district_names() -> dict[str, str]:
    """Id → the name this visitor reads."""
    rows = list_districts(office(), actor())
    return {row.id: row.name if language() == "zh" else row.name_en for row in rows}


@st.cache_data(ttl=60, show_spinner=False)
def sectors_known() -> list[str]:
    """Every kind of business an item of the list is meant for."""
    rows = list_items(office(), actor(), limit=1000).rows
    return sorted({sector for row in rows for sector in row.sectors})


def sentence(given: Mapping[str, Any]) -> str:
    """What was said, as one sentence; ``given`` holds the fields of a campaign."""
    departments, districts = department_names(), district_names()
    lead = given["lead_department"]
    partners = [departments.get(d, d) for d in given["departments"] if d != lead]
    return say(
        "campaign.sentence",
        window=window_text(given["window_from"], given["window_to"]),
        where=joined(districts.get(d, d) for d in given["districts"]) or say("campaign.whole_city"),
        sectors=joined(given["sectors"]) or say("campaign.no_sector"),
        lead=departments.get(lead, lead) or say("campaign.no_lead"),
        partners=say("campaign.with_partners", names=joined(partners)) if partners else "",
        rates=rates_text(given["rates"]) or say("campaign.no_rate"),
        groups=given["groups"],
    )


def state_word(campaign: Campaign) -> str:
    """The state in words."""
    return say(f"campaign.states_{campaign.state}")


def choose_campaign(
    states: Sequence[str] | None = None, prefer: Sequence[str] = ()
) -> Campaign | None:
    """The campaign this page is about; remembered from page to page.

    Nothing remembered: the newest in a state of `prefer`, else the newest.
    """
    rows = [
        row
        for row in list_campaigns(office(), actor(), limit=200).rows
        if row.state != "cancelled" and (states is None or row.state in states)
    ]
    if not rows:
        return None
    by_id: dict[str, Campaign] = {row.id: row for row in rows}
    # The choice stands in the address: a reload, a restart of the server and a sent link keep it.
    kept = st.session_state.get("campaign_id") or st.query_params.get("on")
    first = next((row.id for row in rows if row.state in prefer), rows[0].id)
    index = list(by_id).index(kept if kept in by_id else first)
    chosen: str = st.selectbox(
        say("draw.choose"),
        list(by_id),
        index=index,
        format_func=lambda key: f"{by_id[key].name} · {state_word(by_id[key])}",
    )
    st.session_state["campaign_id"] = st.query_params["on"] = chosen
    return by_id[chosen]


def go_on(campaign: Campaign) -> None:
    """To the page of the campaign's next step."""
    st.session_state["campaign_id"] = campaign.id
    st.switch_page(f"views/{NEXT_PAGE[campaign.state]}.py")
