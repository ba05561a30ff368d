"""The acts of the draw before the reveal: freeze, commit, seed."""

from __future__ import annotations

import html
import secrets
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    Draw,
    commit_draw,
    draw_pledges,
    freeze_pool,
    people,
    pledge_contribution,
    pledge_value,
    reveal_contribution,
    reveal_draw,
)
from ui.door import actor, chip, lead, office, quiet
from ui.words import say

ACTS = ("act_freeze", "act_commit", "act_seed", "act_reveal")
REACHED = {"frozen": 1, "committed": 2, "revealed": 4}


def rail(draw: Draw | None) -> None:
    """The four acts and how far the draw has come."""
    reached = REACHED.get(draw.state, 0) if draw else 0
    parts = []
    for place, act in enumerate(ACTS):
        mark = "done" if place < reached else "now" if place == reached else ""
        parts.append(f'<div class="{mark}">{html.escape(say("draw." + act))}</div>')
    st.markdown(f'<div class="sx-rail">{"".join(parts)}</div>', unsafe_allow_html=True)


def grouped(digest: str) -> str:
    """A digest in groups of four, as it is read aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def mono(text: str) -> None:
    """A digest or a seed on its own line."""
    st.markdown(f'<p class="sx-mono">{html.escape(text)}</p>', unsafe_allow_html=True)


def freeze_act(campaign: Campaign) -> None:
    """Act 1."""
    lead(say("draw.freeze_lead"))
    if st.button(say("draw.freeze"), type="primary"):
        with st.spinner(say("draw.freezing")):
            freeze_pool(office(), actor(), campaign.id)
        st.rerun()


def frozen_line(draw: Draw) -> None:
    """How many rows, and their digest."""
    quiet(say("draw.pool_rows", rows=f"{draw.pool_rows:,}"))
    mono(grouped(draw.pool_digest.removeprefix("sha256:")))


def commit_act(draw: Draw) -> None:
    """Act 2: choose where the seed will come from, then publish the commitment."""
    lead(say("draw.commit_lead"))
    frozen_line(draw)
    kinds = ["ceremony", "published", "rehearsal"]
    kind = st.radio(
        say("draw.source"),
        kinds,
        format_func=lambda key: say(f"draw.source_{key}"),
        horizontal=True,
    )
    source: dict[str, Any] = {"kind": kind, "what": say(f"draw.source_{kind}")}
    if kind == "ceremony":
        known = [person.name for person in people(office()) if person.role == "witness"]
        source["witnesses"] = st.multiselect(
            say("draw.witnesses"), known, default=known[:2], accept_new_options=True
        )
        source["what"] = "、".join(source["witnesses"])
    elif kind == "published":
        source["what"] = st.text_input(say("draw.published_what"), max_chars=200)
        day, hour = st.columns(2)
        moment = day.date_input(say("draw.not_before")), hour.time_input("HH:MM")
        source["not_before"] = f"{moment[0]:%Y-%m-%d}T{moment[1]:%H:%M}+08:00"
    if st.button(say("draw.commit"), type="primary"):
        commit_draw(office(), actor(), draw.id, seed_source=source)
        st.rerun()


def committed_line(draw: Draw) -> None:
    """The commitment as it is read aloud, and when it was published."""
    st.markdown(f"**{html.escape(say('draw.commitment', number=draw.number))}**")
    mono(grouped((draw.commitment or {})["commitment"]))
    if draw.published_at:
        quiet(say("draw.published_at", time=f"{draw.published_at:%Y-%m-%d %H:%M:%S}"))


def seed_act(draw: Draw) -> None:
    """Act 3 and 4: take the seed where the plan says, then reveal."""
    committed_line(draw)
    statement = (draw.commitment or {})["statement"]
    source = statement["plan"]["seed_source"]
    if source["kind"] == "ceremony":
        _ceremony(draw, source)
    elif source["kind"] == "published":
        _published(draw, source)
    else:
        _rehearsal(draw)


def _reveal(draw: Draw, seed: str | None, evidence: dict[str, Any] | None) -> None:
    with st.spinner(say("draw.revealing")):
        reveal_draw(office(), actor(), draw.id, seed=seed, evidence=evidence)
    st.rerun()


def _ceremony(draw: Draw, source: dict[str, Any]) -> None:
    lead(say("draw.seed_lead_ceremony"))
    kept = {row.witness: row for row in draw_pledges(office(), draw.id)}
    names = source["witnesses"]
    all_pledged = all(name in kept for name in names)
    for name in names:
        _witness(draw, name, kept.get(name), all_pledged)
    done = all(name in kept and kept[name].contribution for name in names)
    if st.button(say("draw.reveal"), type="primary", disabled=not done):
        _reveal(draw, None, None)


def _witness(draw: Draw, name: str, row: Any, all_pledged: bool) -> None:
    state = "waiting" if row is None else "revealed" if row.contribution else "pledged"
    kind = {"waiting": "", "pledged": "assumed", "revealed": "in_force"}[state]
    with st.container(border=True):
        mark = chip(say(f"draw.{state}"), kind)
        st.markdown(f"<b>{html.escape(name)}</b> {mark}", unsafe_allow_html=True)
        if row is not None:
            mono(f"{say('draw.pledge_value')} {row.pledge}")
        if state == "revealed":
            mono(row.contribution)
            return
        key = f"contribution-{draw.id}-{name}"
        if st.button(say("draw.make_random"), key=f"random-{key}"):
            st.session_state[key] = secrets.token_hex(32)
        text = st.text_input(say("draw.contribution", name=name), key=key)
        if state == "waiting":
            if st.button(say("draw.pledge"), key=f"pledge-{key}", disabled=not text):
                value = pledge_value(draw, name, text)
                pledge_contribution(office(), actor(), draw.id, name, value)
                st.rerun()
        elif st.button(
            say("draw.reveal_contribution"),
            key=f"reveal-{key}",
            disabled=not (text and all_pledged),
        ):
            reveal_contribution(office(), actor(), draw.id, name, text)
            st.rerun()


def _published(draw: Draw, source: dict[str, Any]) -> None:
    quiet(source["what"])
    seed = st.text_input(say("draw.seed_published"))
    where = st.text_input(say("draw.seed_source_where"))
    if st.button(say("draw.reveal"), type="primary", disabled=not (seed and where)):
        now = office().clock.now().isoformat(timespec="minutes")
        evidence = {"kind": "published", "what": source["what"], "source": where, "time": now}
        _reveal(draw, seed, evidence)


def _rehearsal(draw: Draw) -> None:
    st.markdown(chip(say("draw.rehearsal"), "draft"), unsafe_allow_html=True)
    seed = st.text_input(say("draw.seed_rehearsal"))
    if st.button(say("draw.reveal"), type="primary", disabled=not seed):
        _reveal(draw, seed, None)
