"""The ceremony: each witness pledges, then reveals; everybody sees the others' acts arrive."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from campaigns import (
    Draw,
    Pledge,
    draw_pledges,
    get_draw,
    pledge_contribution,
    reveal_contribution,
)
from ui.door import actor, chip, lead, may_read, office, quiet, refusals
from ui.widgets.timeline import mount
from ui.words import say

CHIPS = {"waiting": "", "pledged": "assumed", "revealed": "done"}


def ceremony(draw: Draw, source: dict[str, Any]) -> bool:
    """Draw the ceremony; true when the seed is complete."""
    lead(say("draw.seed_lead_ceremony"))
    kept = {row.witness: row for row in draw_pledges(office(), draw.id)}
    _board(draw.id, tuple(_names(source)), _signature(kept))
    everybody = all(name in kept for name in source["witnesses"])
    mine = [name for name in _names(source) if name in (actor().name, actor().id)]
    for name in mine:
        if state_of(kept.get(name)) != "revealed":
            st.subheader(say("draw.your_number", name=name))
        _own(draw, name, kept.get(name), everybody)
    if may_read() and not mine:
        _for_others(draw, source, kept, everybody)
    revealed = [row for row in kept.values() if row.contribution]
    return len(revealed) >= len(source["witnesses"])


def _names(source: dict[str, Any]) -> list[str]:
    return [*source["witnesses"], *source.get("reserves", ())]


def _signature(kept: dict[str, Pledge]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((name, row.contribution is not None) for name, row in kept.items()))


def state_of(row: Pledge | None) -> str:
    """waiting, pledged or revealed."""
    return "waiting" if row is None else "revealed" if row.contribution else "pledged"


@st.fragment(run_every=2)
def _board(draw_id: str, names: tuple[str, ...], seen: tuple[tuple[str, bool], ...]) -> None:
    """Who has done what; asks again every two seconds, and draws the page anew on a change."""
    kept = {row.witness: row for row in draw_pledges(office(), draw_id)}
    if _signature(kept) != seen or get_draw(office(), actor(), draw_id).state != "committed":
        st.rerun()
    for column, name in zip(st.columns(max(2, len(names))), names, strict=False):
        row = kept.get(name)
        state = state_of(row)
        lines = [f"<b>{html.escape(name)}</b> {chip(say(f'draw.{state}'), CHIPS[state])}"]
        if row is not None:
            lines.append(f'<p class="sx-mono">{say("draw.pledge_value")} {row.pledge[:16]}…</p>')
            if row.contribution:
                lines.append(f'<p class="sx-mono">{html.escape(row.contribution)}</p>')
        column.markdown(f'<div class="sx-card">{"".join(lines)}</div>', unsafe_allow_html=True)


def _own(draw: Draw, name: str, row: Pledge | None, everybody: bool) -> None:
    """The number of one witness, made and kept in the browser until it is revealed."""
    state = state_of(row)
    if state == "revealed":
        quiet(say("draw.you_are_done"))
        return
    said = mount("witness")(
        key=f"witness-{draw.id}-{name}",
        data={
            "draw": draw.id,
            "witness": name,
            "commitment": (draw.commitment or {})["commitment"],
            "state": state,
            "pledge": row.pledge if row else "",
            "open": everybody,
            "words": {
                "contribution": say("draw.contribution", name=name),
                "random": say("draw.make_random"),
                "pledge": say("draw.pledge"),
                "reveal": say("draw.reveal_contribution"),
                "seal": say("draw.pledge_value"),
                "weak": say("draw.weak"),
                "differs": say("draw.differs"),
                "wait": say("draw.wait_for_others"),
                "keep": say("draw.keep_in_browser"),
            },
        },
        on_pledge_change=lambda: None,
        on_contribution_change=lambda: None,
    )
    with refusals():
        if state == "waiting" and said.pledge:
            pledge_contribution(office(), actor(), draw.id, name, said.pledge)
            st.rerun()
        if state == "pledged" and said.contribution:
            reveal_contribution(office(), actor(), draw.id, name, said.contribution)
            st.rerun()


def _for_others(
    draw: Draw, source: dict[str, Any], kept: dict[str, Pledge], everybody: bool
) -> None:
    """The desk may enter what a witness in the room says; the record says who entered it."""
    with st.expander(say("draw.enter_for")):
        quiet(say("draw.enter_for_help"))
        name = st.segmented_control(
            say("draw.witnesses"),
            _names(source),
            default=source["witnesses"][0],
            required=True,
            label_visibility="collapsed",
            key=f"enter-{draw.id}",
        )
        _own(draw, str(name), kept.get(str(name)), everybody)
