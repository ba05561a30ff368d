"""Campaigns: the list, one campaign opened, and the five steps of a new one with its cost beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    create_campaign,
    estimate_campaign,
    get_campaign,
    list_campaigns,
    update_campaign,
)
from ui.door import actor, lead, notice, notify, office, quiet, refusals
from ui.widgets.campaign_page import campaign_page
from ui.widgets.campaigns import (
    department_names,
    percent,
    rates_text,
    sentence,
    state_word,
    window_text,
)
from ui.widgets.cost import cost
from ui.widgets.guard import guarded
from ui.widgets.paging import offset, pager
from ui.widgets.stale import overtaken
from ui.widgets.tasks import task
from ui.widgets.wizard import ASKED, fields, start
from ui.words import joined, language, say

SIZE = 12


def listing() -> None:
    """All campaigns, newest first; each opens."""
    head, new = st.columns([4, 1], vertical_alignment="bottom")
    head.title(say("campaign.title"))
    if new.button(say("campaign.new"), type="primary", width="stretch"):
        open_form("new", "")
    notice()
    state = st.segmented_control(
        say("campaign.state"),
        ["", "draft", "committed", "drawn", "scheduled", "cancelled"],
        default="",
        required=True,
        format_func=lambda key: say(f"campaign.states_{key}") if key else say("campaign.list"),
        key="campaign_state",
        label_visibility="collapsed",
    )
    begin = offset("campaigns", SIZE, state)
    page = list_campaigns(office(), actor(), state=state or None, limit=SIZE, offset=begin)
    if not page.rows:
        quiet(say("campaign.nothing" if not state else "campaign.none_like_this"))
    names = department_names()
    for row in page.rows:
        note = f"{window_text(row.window_from, row.window_to)} · {joined(names.get(d, d) for d in row.departments)}"
        if task(row.id, row.name, note, say("campaign.open"), mark=state_word(row)):
            st.query_params["c"] = row.id
            st.rerun()
    pager("campaigns", page.total, SIZE)


def back() -> bool:
    """The way back to the list."""
    with st.container(key="back"):
        return st.button(say("campaign.back"), type="tertiary", icon=":material/arrow_back:")


def open_form(mode: str, id_: str) -> None:
    """Lay out the form on the next run."""
    st.session_state["campaign_form"] = (mode, id_)
    st.rerun()


def form(mode: str, id_: str) -> None:
    """Steps left, sentence and cost right; ``mode`` is new, copy or edit."""
    if back():
        st.session_state.pop("campaign_form", None)
        st.rerun()
    st.title(say(f"campaign.title_{mode}"))
    name = "new" if mode == "new" else f"{mode}-{id_}"
    pattern = get_campaign(office(), actor(), id_) if id_ else None
    if pattern and st.session_state.get("campaign_form_of") != name:
        start(name, pattern)
        st.session_state["campaign_base"] = pattern
    st.session_state["campaign_form_of"] = name
    left, right = st.columns([3, 2], gap="large")
    with left:
        given = fields(name)
        if pattern:
            carry_over(pattern, given, copy=mode == "copy")
    with right:
        aside(given)
        keep(mode, pattern, given, name)
        if mode == "edit" and pattern:
            catch_up(pattern, name)


def carry_over(pattern: Campaign, given: dict[str, Any], *, copy: bool) -> None:
    """What the form has no field for stays as the pattern says; numbers instead of rates are named."""
    counts = {name: rate for name, rate in pattern.rates.items() if isinstance(rate, Mapping)}
    if counts:
        given["rates"] = {**given["rates"], **counts}
        quiet(say("campaign.counts_kept", rates=rates_text(counts)))
    kept = {key: own for key, own in pattern.rules.items() if key not in ASKED and key != "days"}
    given["rules"] = {**kept, **given["rules"]}
    # What was not touched is not rewritten: the theme while the lines of business stay, 0.30 as 0.3.
    if given["sectors"] == list(pattern.sectors):
        given["theme"] = pattern.theme
    same = {k: v for k, v in pattern.rates.items() if isinstance(v, str) and k in given["rates"]}
    given["rates"] |= {k: v for k, v in same.items() if percent(v) == percent(given["rates"][k])}
    given["jurisdiction"], given["assignment"] = pattern.jurisdiction, pattern.assignment
    if not copy:  # an exclusion belongs to its own campaign
        given["exclude"] = pattern.exclude


def aside(given: dict[str, Any]) -> None:
    """What was said in one sentence, and what it will come to."""
    lead(sentence(given))
    missing = [key for key in ("sectors", "lead_department", "rates") if not given[key]]
    if missing:
        quiet(say("campaign.not_yet", what=joined(say(f"campaign.need_{key}") for key in missing)))
        return
    try:
        estimate = estimate_campaign(office(), actor(), given)
    except ValueError as error:
        quiet(say("campaign.not_like_this"))
        faults = getattr(error, "faults", ())
        st.markdown("\n".join(f"- {getattr(fault, language())}" for fault in faults))
        return
    cost(estimate, "form")


def keep(mode: str, pattern: Campaign | None, given: dict[str, Any], name: str) -> None:
    """The one primary button; every fault is shown where there is any."""
    label = say("campaign.save" if mode == "edit" else "campaign.create")
    if not st.button(label, type="primary", width="stretch"):
        return
    with refusals(), st.spinner(say("campaign.creating")):
        if mode == "edit" and pattern:
            version = st.session_state["campaign_base"].version
            made = update_campaign(office(), actor(), pattern.id, version, **given)
        else:
            made = create_campaign(office(), actor(), **given)
        start(name)
        st.session_state.pop("campaign_form", None)
        st.session_state.pop("campaign_form_of", None)
        st.session_state["campaign_id"] = made.id
        st.query_params["c"] = made.id
        notify(say("campaign.saved" if mode == "edit" else "campaign.created"))
        st.rerun()


def catch_up(pattern: Campaign, name: str) -> None:
    """When somebody saved this campaign meanwhile: what they changed, and the two ways on."""
    base = st.session_state["campaign_base"]
    if pattern.version == base.version:
        return
    way = overtaken(base, pattern, name)
    if way == "theirs":
        st.session_state.pop("campaign_form_of", None)
    if way == "mine":
        st.session_state["campaign_base"] = pattern
    if way:
        st.rerun()


def page() -> None:
    """The form, one campaign, or all of them."""
    if wanted := st.session_state.get("campaign_form"):
        form(*wanted)
    elif opened := st.query_params.get("c"):
        if back():
            del st.query_params["c"]
            st.rerun()
        notice()
        with refusals():
            campaign_page(opened)
    else:
        listing()


with guarded():
    page()
