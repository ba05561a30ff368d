"""The timeline: one row a person, team or district; bars in the colour of the department."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import altair as alt
import streamlit as st

from ui.door import quiet
from ui.widgets.plan import Plan, hours
from ui.words import say

MOST_ROWS = 40
JOINT = "#44546a"


def timeline(plan: Plan, by: str, day: str, wanted: str, colours: Mapping[str, str]) -> None:
    """Draw one day; a text narrows it to rows that name a person or a company."""
    bars = [row for row in plan.bars(by) if row["day"] == day]
    if wanted:
        bars = [row for row in bars if wanted in row["row"] or wanted in row["target"]]
    names = list(
        dict.fromkeys(
            row["row"] for row in sorted(bars, key=lambda row: (row["department"], row["row"]))
        )
    )
    if len(names) > MOST_ROWS:
        quiet(say("schedule.rows_shown", shown=MOST_ROWS, all=len(names)))
        names = names[:MOST_ROWS]
        bars = [row for row in bars if row["row"] in set(names)]
    if not bars:
        quiet(say("common.nothing_yet"))
        return
    st.altair_chart(_chart(plan, bars, names, colours), width="stretch")


def _chart(
    plan: Plan, bars: list[dict[str, Any]], names: list[str], colours: Mapping[str, str]
) -> alt.LayerChart:
    slots = plan.record.problem["slots"]
    first = min(hours(f"2000-01-01T{slot['from']}") for slot in slots) - 0.25
    last = max(hours(f"2000-01-01T{slot['to']}") for slot in slots) + 0.25
    scale = alt.Scale(domain=[first, last], nice=False)
    axis = alt.Axis(
        values=list(range(int(first), int(last) + 1)),
        labelExpr="datum.value + ':00'",
        title=None,
        orient="top",
        grid=True,
    )
    y = alt.Y("row:N", sort=names, title=None, axis=alt.Axis(labelLimit=220, labelFontSize=13))
    used = sorted({row["department"] for row in bars})
    colour = alt.Color(
        "department:N",
        title=None,
        scale=alt.Scale(domain=used, range=[colours.get(name, JOINT) for name in used]),
        legend=alt.Legend(orient="bottom", columns=6, labelLimit=160),
    )
    base = alt.Chart(alt.Data(values=bars))
    tips = [
        alt.Tooltip(f"{field}:N", title=say(f"schedule.{word}"))
        for field, word in (
            ("target", "target"),
            ("span", "time"),
            ("team", "team"),
            ("risk", "risk"),
        )
    ]
    blocks = base.mark_bar(cornerRadius=3, height=22).encode(
        x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q", y=y, color=colour, tooltip=tips
    )
    labels = base.mark_text(align="left", dx=5, color="white", fontSize=11, limit=110).encode(
        x=alt.X("from:Q", scale=scale), y=y, text="target:N", tooltip=tips
    )
    gaps = [
        {"from": hours(f"2000-01-01T{a['to']}"), "to": hours(f"2000-01-01T{b['from']}")}
        for a, b in pairwise(slots)
    ]
    shade = (
        alt.Chart(alt.Data(values=gaps))
        .mark_rect(color="#8a94a0", opacity=0.14)
        .encode(x=alt.X("from:Q", scale=scale), x2="to:Q")
    )
    chart = alt.layer(shade, blocks, labels).properties(height=max(120, 30 * len(names) + 60))
    done: alt.LayerChart = chart.configure_view(strokeOpacity=0)
    return done
