"""One campaign: what was said, its cost, its rules with reasons, what was done, the next step."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    audit_page,
    cancel_campaign,
    draws_of_campaign,
    estimate_campaign,
    get_campaign,
    people,
)
from ui.door import actor, lead, notify, office, quiet, refusals
from ui.widgets.campaigns import NEXT_PAGE, go_on, sentence
from ui.widgets.cost import cost
from ui.widgets.deeds import deed
from ui.widgets.grid import Raw, grid
from ui.widgets.people_rules import RULES as PEOPLE_RULES
from ui.widgets.people_rules import shown
from ui.words import say, table

STEPS = ("draft", "frozen", "committed", "drawn", "scheduled", "closed")


def campaign_page(id_: str) -> None:
    """Everything about the campaign; back to the list on top."""
    campaign = get_campaign(office(), actor(), id_)
    head, step = st.columns([4, 1], vertical_alignment="bottom")
    head.title(campaign.name)
    with step:
        _next(campaign)
    _rail(campaign)
    lead(sentence({name: getattr(campaign, name) for name in Campaign.__slots__}))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(say("campaign.estimate"))
        with refusals():
            cost(estimate_campaign(office(), actor(), campaign), f"page-{campaign.id}")
    with right:
        _rules(campaign)
        _history(campaign)
        _change(campaign)


def _next(campaign: Campaign) -> None:
    if campaign.state in NEXT_PAGE:
        label = say(f"today.next_{campaign.state}")
        if st.button(label, type="primary", width="stretch"):
            go_on(campaign)


def _rail(campaign: Campaign) -> None:
    if campaign.state == "cancelled":
        st.warning(say("campaign.is_cancelled"))
        return
    state = "scheduled" if campaign.state == "running" else campaign.state
    at = STEPS.index(state)
    cells = [
        f'<div class="{"done" if n < at else "now" if n == at else ""}">'
        f"{html.escape(say(f'campaign.states_{name}'))}</div>"
        for n, name in enumerate(STEPS)
    ]
    st.markdown(f'<div class="sx-rail six">{"".join(cells)}</div>', unsafe_allow_html=True)


def _rules(campaign: Campaign) -> None:
    st.subheader(say("campaign.campaign_rules"))
    if not campaign.rules and not campaign.exclude:
        quiet(say("campaign.no_rules"))
    rows = [
        (_rule(key), _value(key, own["value"]), own["reason"])
        for key, own in campaign.rules.items()
    ]
    if rows:
        grid([say("campaign.rule"), say("campaign.value"), say("campaign.rule_reason")], rows)
    if campaign.exclude:
        rows = [(row["id"], row["reason"], "") for row in campaign.exclude]
        grid([say("campaign.excluded"), say("campaign.rule_reason"), ""], rows)


def _rule(key: str) -> str:
    return say(f"campaign.{key}") if f"campaign.{key}" in table() else key


def _value(key: str, value: Any) -> str:
    if key in PEOPLE_RULES:
        return shown(key, value)
    name = f"campaign.cap_{value}"
    return say(name) if key == "cap_scope" and name in table() else str(value)


def _history(campaign: Campaign) -> None:
    """What was done to the campaign and its draws, newest first."""
    st.subheader(say("campaign.history"))
    names = {person.id: person.name for person in people(office())}
    subjects = [campaign.id, *(row.id for row in draws_of_campaign(office(), actor(), campaign.id))]
    entries = [
        entry
        for subject in subjects
        for entry in audit_page(office(), actor(), subject=subject, limit=20).rows
    ]
    rows = [
        (
            Raw(f"{entry.at:%m-%d&nbsp;%H:%M}"),
            names.get(entry.actor, say(f"roles.{entry.role}")),
            deed(entry),
        )
        for entry in sorted(entries, key=lambda row: -row.seq)[:12]
    ]
    if rows:
        grid([say("record.at"), say("record.who"), say("record.action")], rows)
    else:
        quiet(say("campaign.no_history"))


def _change(campaign: Campaign) -> None:
    """Change a draft, take it as a pattern, call it off."""
    with st.container(horizontal=True):
        if campaign.state == "draft" and st.button(say("campaign.edit")):
            _go("edit", campaign)
        if st.button(say("campaign.copy")):
            _go("copy", campaign)
        if campaign.state not in ("closed", "cancelled"):
            with st.popover(say("campaign.cancel")):
                _cancel(campaign)


def _go(mode: str, campaign: Campaign) -> None:
    st.session_state["campaign_form"] = (mode, campaign.id)
    st.rerun()


def _cancel(campaign: Campaign) -> None:
    quiet(say("campaign.cancel_help"))
    reason = st.text_input(say("common.reason"), key=f"cancel-{campaign.id}")
    if st.button(say("campaign.cancel_do"), disabled=not reason.strip()):
        with refusals():
            cancel_campaign(office(), actor(), campaign.id, reason)
            notify(say("campaign.cancelled", name=campaign.name))
            st.rerun()
