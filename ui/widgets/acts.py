"""The acts of the draw before the reveal: freeze, commit, seed."""

from __future__ import annotations

import hashlib
import html
from datetime import datetime, time, timedelta
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    Draw,
    cancel_draw,
    commit_draw,
    estimate_campaign,
    freeze_pool,
    people,
    reveal_draw,
)
from ui.door import actor, band, lead, may_read, notify, office, quiet, refusals
from ui.widgets.ceremony import ceremony
from ui.widgets.cost import by_class
from ui.widgets.panel import chances
from ui.widgets.possible import possible
from ui.words import say

ACTS = ("act_freeze", "act_commit", "act_seed", "act_reveal")
REACHED = {"frozen": 1, "committed": 2, "revealed": 4}
KINDS = ("ceremony", "published", "rehearsal")


def rail(draw: Draw | None) -> None:
    """The four acts, how far the draw has come, and what each has fixed."""
    reached = REACHED.get(draw.state, 0) if draw else 0
    parts = []
    for place, act in enumerate(ACTS):
        mark = "done" if place < reached else "now" if place == reached else ""
        note = _fixed(draw, place) if draw and place < reached else ""
        parts.append(
            f'<div class="{mark}">{html.escape(say("draw." + act))}'
            f"<small>{html.escape(note)}</small></div>"
        )
    st.markdown(f'<div class="sx-rail">{"".join(parts)}</div>', unsafe_allow_html=True)


def _fixed(draw: Draw, place: int) -> str:
    if place == 0:
        return say("draw.rows", rows=f"{draw.pool_rows:,}")
    if place == 1:
        return f"{(draw.commitment or {})['commitment'][:12]}…"
    if place == 2:
        return str(draw.seed)[:24]
    strata = (draw.receipt or {}).get("strata", ())
    return say("draw.rows", rows=sum(len(stratum["drawn"]) for stratum in strata))


def grouped(digest: str) -> str:
    """A digest in groups of four, as it is read aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def mono(text: str) -> None:
    """A digest or a seed on its own line."""
    st.markdown(f'<p class="sx-mono">{html.escape(text)}</p>', unsafe_allow_html=True)


def rehearsal_band(draw: Draw | None) -> None:
    """A rehearsal says so in every act."""
    source = (draw.plan if draw else {}).get("seed_source") or {}
    if source.get("kind") == "rehearsal":
        band(say("draw.rehearsal"))


def freeze_act(campaign: Campaign) -> None:
    """Act 1."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        lead(say("draw.freeze_lead"))
        quiet(say("draw.freeze_then"))
        if st.button(say("draw.freeze"), type="primary"):
            with refusals(), st.spinner(say("draw.freezing"), show_time=True):
                freeze_pool(office(), actor(), campaign.id)
                st.rerun()
    with right, refusals():
        quiet(say("draw.as_of_now"))
        by_class(estimate_campaign(office(), actor(), campaign))


def frozen_line(draw: Draw) -> None:
    """How many rows, and their digest."""
    quiet(say("draw.pool_rows", rows=f"{draw.pool_rows:,}"))
    mono(grouped(draw.pool_digest.removeprefix("sha256:")))


def commit_act(draw: Draw) -> None:
    """Act 2: choose where the seed will come from, then publish the commitment."""
    lead(say("draw.commit_lead"))
    frozen_line(draw)
    kind = st.radio(
        say("draw.source"),
        KINDS,
        format_func=lambda key: say(f"draw.source_{key}"),
        captions=[say(f"draw.source_{key}_help") for key in KINDS],
        key=f"source-{draw.id}",
    )
    source: dict[str, Any] = {"kind": kind, "what": say(f"draw.source_{kind}")}
    if kind == "ceremony":
        _name_witnesses(source)
    elif kind == "published":
        _name_figure(source)
    if st.button(say("draw.commit"), type="primary"):
        with refusals(), st.spinner(say("draw.committing"), show_time=True):
            commit_draw(office(), actor(), draw.id, seed_source=source)
            st.rerun()


def _name_witnesses(source: dict[str, Any]) -> None:
    known = [p.name for p in people(office()) if p.role in ("witness", "supervisor")]
    first = [p.name for p in people(office()) if p.role == "witness"][:2]
    left, right = st.columns(2)
    source["witnesses"] = left.multiselect(
        say("draw.witnesses"),
        known,
        default=first,
        accept_new_options=True,
        placeholder=say("draw.witnesses_add"),
    )
    spare = right.multiselect(
        say("draw.reserves"),
        [name for name in known if name not in source["witnesses"]],
        accept_new_options=True,
        placeholder=say("draw.witnesses_add"),
        help=say("draw.reserves_help"),
    )
    if spare:
        source["reserves"] = spare
    source["what"] = "、".join(source["witnesses"])


def _name_figure(source: dict[str, Any]) -> None:
    source["what"] = st.text_input(
        say("draw.published_what"), max_chars=200, placeholder=say("draw.published_example")
    )
    left, right, _ = st.columns([1, 1, 2])
    tomorrow = office().clock.now().date() + timedelta(days=1)
    day = left.date_input(say("draw.not_before"), tomorrow, format="YYYY-MM-DD")
    hour = right.time_input(say("draw.not_before_hour"), time(10, 0))
    source["not_before"] = f"{datetime.combine(day, hour):%Y-%m-%dT%H:%M}+08:00"


def committed_line(draw: Draw) -> None:
    """The commitment as it is read aloud, and when it was published."""
    st.markdown(f"**{html.escape(say('draw.commitment', number=draw.number))}**")
    mono(grouped((draw.commitment or {})["commitment"]))
    if draw.published_at:
        quiet(say("draw.published_at", time=f"{draw.published_at:%Y-%m-%d %H:%M:%S}"))


def seed_act(draw: Draw) -> None:
    """Act 3 and 4: take the seed where the plan says, then reveal."""
    committed_line(draw)
    chances(draw)
    possible(draw)
    if draw.seed is not None:  # taken, but the drawing was cut short
        lead(say("draw.seed_taken"))
        if may_read() and st.button(say("draw.reveal"), type="primary"):
            _reveal(draw, None, None)
        return
    source = (draw.commitment or {})["statement"]["plan"]["seed_source"]
    {
        "ceremony": _ceremony,
        "published": _published,
        "beacon": _beacon,
        "rehearsal": _rehearsal,
    }[source["kind"]](draw, source)


def _reveal(draw: Draw, seed: str | None, evidence: dict[str, Any] | None) -> None:
    with refusals(), st.spinner(say("draw.revealing"), show_time=True):
        reveal_draw(office(), actor(), draw.id, seed=seed, evidence=evidence)
        st.rerun()


def _ceremony(draw: Draw, source: dict[str, Any]) -> None:
    done = ceremony(draw, source)
    if not may_read():
        return
    if st.button(say("draw.reveal"), type="primary", disabled=not done):
        _reveal(draw, None, None)
    if not done:
        quiet(say("draw.reveal_waits"))


def _published(draw: Draw, source: dict[str, Any]) -> None:
    lead(say("draw.seed_lead_published", what=source["what"], time=source["not_before"]))
    seed = st.text_input(say("draw.seed_published"))
    where = st.text_input(say("draw.seed_source_where"))
    if st.button(say("draw.reveal"), type="primary", disabled=not (seed and where)):
        now = office().clock.now().isoformat(timespec="seconds")
        evidence = {"kind": "published", "what": source["what"], "source": where, "time": now}
        _reveal(draw, seed, evidence)


def _beacon(draw: Draw, source: dict[str, Any]) -> None:
    lead(say("draw.seed_lead_beacon", round=source["round"]))
    signature = st.text_input(say("draw.beacon_signature")).strip().lower()
    hexadecimal = len(signature) == 96 and all(c in "0123456789abcdef" for c in signature)
    if st.button(say("draw.reveal"), type="primary", disabled=not hexadecimal):
        seed = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
        _reveal(draw, seed, {"kind": "beacon", "round": source["round"], "signature": signature})


def _rehearsal(draw: Draw, source: dict[str, Any]) -> None:
    del source
    lead(say("draw.seed_lead_rehearsal"))
    seed = st.text_input(
        say("draw.seed_rehearsal"), f"rehearsal-{draw.number}", key=f"rehearsal-{draw.id}"
    )
    if st.button(say("draw.reveal"), type="primary", disabled=not seed):
        _reveal(draw, seed, None)


def call_off(draw: Draw) -> None:
    """Call the draw off before there is a seed; the log remembers."""
    with st.popover(say("draw.call_off")):
        quiet(say("draw.call_off_help"))
        reason = st.text_input(say("common.reason"), key=f"off-{draw.id}")
        if st.button(say("draw.call_off_do"), disabled=not reason.strip()):
            with refusals():
                cancel_draw(office(), actor(), draw.id, reason)
                notify(say("draw.called_off", number=draw.number))
                st.rerun()
