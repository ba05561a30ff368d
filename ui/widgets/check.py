"""The check anybody can make: recompute the draw, ask for one company, take the files along."""

from __future__ import annotations

import html
import json
from typing import Any, Literal

import streamlit as st

from campaigns import PUBLIC, Actor, Draw, export_pool, get_receipt, row_status, verify_draw
from ui.door import actor, band, chip, office, quiet, refusals
from ui.widgets.grid import Raw, grid
from ui.words import pick, say


def grouped4(text: str) -> str:
    """In groups of four."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def commitment_card(draw: dict[str, Any]) -> None:
    """What is public of a draw at any time; ``draw`` as public_draws gives it."""
    if "notice" in draw:
        band(pick(draw["notice"]))
    rows = [
        (say("draw.commitment", number=draw["number"]), grouped4(draw["commitment"])),
        (say("draw.published_on"), str(draw["published_at"] or "")[:19].replace("T", " ")),
        (say("draw.pool"), say("draw.rows", rows=f"{draw['pool_rows']:,}")),
        (say("draw.seed"), draw["seed"] or "—"),
        (say("draw.lists_from"), draw["publish_after"] or say("draw.at_once")),
    ]
    spelled = (rows[0][0], rows[3][0])  # compared letter by letter: the commitment and the seed
    grid(
        ["", ""],
        [
            (name, Raw(f'<span class="sx-mono">{html.escape(value)}</span>'))
            if name in spelled
            else (name, value)
            for name, value in rows
        ],
    )


def verdict_button(draw_id: str, who: Actor = PUBLIC, *, main: bool = False) -> None:
    """Recompute everything from the pool; every difference is named, as far as ``who`` may know."""
    kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
    if not st.button(say("draw.verify"), key=f"verify-{draw_id}", type=kind):
        return
    with st.spinner(say("draw.verifying"), show_time=True):
        verdict = verify_draw(office(), draw_id, who)
    if verdict["recomputed"]:
        st.success(say("draw.verified"))
    else:
        st.error(say("draw.not_verified"))
    if verdict["anchored"]:
        st.success(say("draw.anchored"))
    else:
        st.warning(say("draw.not_anchored"))
    if verdict["differences"]:
        grid([say("draw.differences")], [(pick(row),) for row in verdict["differences"]])


def check_one(draw_id: str, who: Actor = PUBLIC) -> None:
    """Was this company in the pool, what was its ticket, where was the cut-off."""
    wanted = st.text_input(
        say("draw.check_one"), help=say("draw.check_one_help"), key=f"one-{draw_id}"
    )
    if not wanted.strip():
        return
    with refusals():
        status = row_status(office(), draw_id, wanted.strip().upper(), who)
        if not status["in_pool"]:
            st.info(say("draw.not_in_pool", id=wanted.strip().upper()))
            return
        kind = "done" if status["status"] == "drawn" else "said"
        mark = chip(say(f"draw.is_{status['status']}"), kind)
        st.markdown(f"{mark} {html.escape(status['id'])}", unsafe_allow_html=True)
        rows = [(say("draw.stratum"), status.get("stratum") or "—")]
        if status.get("ticket"):
            rows.append((say("draw.ticket"), grouped4(status["ticket"])))
        if status.get("cutoff"):
            rows.append((say("draw.cutoff"), grouped4(status["cutoff"])))
        if status.get("place"):
            rows.append((say("draw.place"), f"{status['place']} / {status['size']}"))
        rows.append(
            (say("draw.proof"), say("draw.proof_steps", count=len(status["proof"]["path"])))
        )
        grid(["", ""], rows)


def downloads(draw: Draw) -> None:
    """Receipt and pool, as the actor may have them."""
    left, right, proof = st.columns(3)
    receipt = json.dumps(get_receipt(office(), draw.id, actor()), ensure_ascii=False, indent=1)
    left.download_button(
        say("draw.download_receipt"), receipt, f"RECEIPT-{draw.number}.json", width="stretch"
    )
    path = export_pool(office(), draw.id, actor=actor())
    right.download_button(
        say("draw.download_pool"), path.read_bytes(), f"POOL-{draw.number}.csv.gz", width="stretch"
    )
    made = json.dumps(draw.commitment, ensure_ascii=False, indent=1)
    proof.download_button(
        say("draw.download_commitment"), made, f"COMMITMENT-{draw.number}.json", width="stretch"
    )
    quiet(say("draw.downloads_help"))
