"""The draw after the reveal: rows in ticket order, substitutes, people, and the check anybody can make."""

from __future__ import annotations

import html
import json
from typing import Any

import streamlit as st

from campaigns import Draw, drawn_people, drawn_targets, export_pool, row_status, verify_draw
from ui.door import actor, chip, lead, office, quiet
from ui.widgets.acts import committed_line, grouped, mono
from ui.words import pick, say


def result(draw: Draw) -> None:
    """Everything about a revealed draw."""
    receipt = dict(draw.receipt or {})
    count = sum(len(stratum["drawn"]) for stratum in receipt["strata"])
    lead(say("draw.result", count=count))
    if receipt["statement"]["plan"]["seed_source"]["kind"] == "rehearsal":
        st.markdown(chip(say("draw.rehearsal"), "draft"), unsafe_allow_html=True)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _rows(draw, receipt)
    with right:
        committed_line(draw)
        st.markdown(f"**{html.escape(say('draw.seed'))}**")
        mono(str(draw.seed))
        _check(draw, receipt)
        _people(draw)
    st.page_link("views/schedule.py", label=say("draw.to_schedule"))


def _rows(draw: Draw, receipt: dict[str, Any]) -> None:
    st.subheader(say("draw.drawn_rows"))
    names = {row.target.id: row for row in drawn_targets(office(), actor(), draw.campaign)}
    for stratum in receipt["strata"]:
        quiet(
            say(
                "draw.stratum_line",
                name=stratum["name"],
                size=stratum["size"],
                count=stratum["count"],
            )
        )
        mono(grouped(str(stratum["cutoff"] or "-")[:32]) + " …")
        st.dataframe(_table(stratum["drawn"], names), hide_index=True, width="stretch")
        with st.expander(f"{say('draw.substitutes')}（{len(stratum['substitutes'])}）"):
            st.dataframe(_table(stratum["substitutes"], names), hide_index=True, width="stretch")


def _table(rows: list[dict[str, str]], names: dict[str, Any]) -> list[dict[str, Any]]:
    table = []
    for place, row in enumerate(rows, 1):
        known = names.get(row["id"])
        table.append(
            {
                say("draw.order"): place,
                say("draw.unit_name"): known.target.name if known else row["id"],
                say("draw.district"): known.district_name if known else "",
                say("draw.ticket"): row["ticket"][:16] + "…",
            }
        )
    return table


def _check(draw: Draw, receipt: dict[str, Any]) -> None:
    if st.button(say("draw.verify"), width="stretch"):
        verdict = verify_draw(office(), draw.id)
        if verdict["recomputed"]:
            st.success(say("draw.verified"))
        else:
            lines = "\n".join(
                f"- {json.dumps(d, ensure_ascii=False)}" for d in verdict["differences"]
            )
            st.error(f"{say('draw.not_verified')}\n{lines}")
        quiet(say("draw.anchored" if verdict["anchored"] else "draw.not_anchored"))
    wanted = st.text_input(say("draw.check_one"), help=say("draw.check_one_help"))
    if wanted:
        status = row_status(office(), draw.id, wanted.strip())
        label = say("draw.in_pool" if status["in_pool"] else "draw.not_in_pool")
        st.markdown(chip(label, "said"), unsafe_allow_html=True)
        st.json(status, expanded=False)
    document = json.dumps(receipt, ensure_ascii=False, indent=1)
    st.download_button(
        say("draw.download_receipt"), document, f"receipt-{draw.number}.json", width="stretch"
    )
    path = export_pool(office(), draw.id)
    st.download_button(
        say("draw.download_pool"), path.read_bytes(), f"pool-{draw.number}.csv.gz", width="stretch"
    )


def _people(draw: Draw) -> None:
    st.subheader(say("draw.people"))
    rows = drawn_people(office(), actor(), draw.id)
    if not rows:
        quiet(say("draw.people_none"))
        return
    table = [
        {
            say("draw.unit_name"): row["name"],
            say("draw.dept"): row["department"],
            say("draw.role"): pick(row["use"]),
        }
        for row in rows
    ]
    st.dataframe(table, hide_index=True, width="stretch")
