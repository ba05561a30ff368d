"""The map on our own outlines: a day's routes, numbers in order; nothing is fetched."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from campaigns import District
from ui.tokens import RISK_COLOURS
from ui.widgets.plan import Plan
from ui.words import language, say


def routes(plan: Plan, day: str, districts: tuple[District, ...]) -> None:
    """Districts in outline, visits numbered along each team's day."""
    visits = [row for row in plan.bars("team") if row["day"] == day]
    legs, stops = _legs(visits)
    outline: list[dict[str, Any]] = [
        {"district": row.id, "lon": lon, "lat": lat, "place": place}
        for row in districts
        for place, (lon, lat) in enumerate([*row.outline, *row.outline[:1]])
    ]
    lons = [row["lon"] for row in outline] or [row["lon"] for row in visits]
    lats = [row["lat"] for row in outline] or [row["lat"] for row in visits]
    if not lons:
        return
    x = alt.X("lon:Q", scale=alt.Scale(domain=[min(lons), max(lons)], nice=False), axis=None)
    y = alt.Y("lat:Q", scale=alt.Scale(domain=[min(lats), max(lats)], nice=False), axis=None)
    ground = (
        alt.Chart(alt.Data(values=outline))
        .mark_line(filled=True, fill="#8a94a0", fillOpacity=0.10, stroke="#8a94a0", strokeWidth=1)
        .encode(x=x, y=y, detail="district:N", order="place:Q")
    )
    names = [
        {"lon": row.lon, "lat": row.lat, "name": row.name if language() == "zh" else row.name_en}
        for row in districts
    ]
    labels = (
        alt.Chart(alt.Data(values=names))
        .mark_text(color="#8a94a0", fontSize=13)
        .encode(x=x, y=y, text="name:N")
    )
    paths = (
        alt.Chart(alt.Data(values=legs))
        .mark_line(stroke="#1f4e8c", strokeWidth=1.2, opacity=0.55)
        .encode(x=x, y=y, detail="route:N", order="place:Q")
    )
    dots = alt.Chart(alt.Data(values=stops))
    risk = alt.Color(
        "risk:N",
        title=say("schedule.risk"),
        scale=alt.Scale(domain=list(RISK_COLOURS), range=list(RISK_COLOURS.values())),
        legend=alt.Legend(orient="bottom"),
    )
    tips = [
        alt.Tooltip(f"{field}:N", title=say(f"schedule.{word}"))
        for field, word in (("target", "target"), ("span", "time"), ("team", "team"))
    ]
    circles = dots.mark_circle(size=240, opacity=1).encode(x=x, y=y, color=risk, tooltip=tips)
    numbers = dots.mark_text(color="white", fontSize=10, fontWeight="bold").encode(
        x=x, y=y, text="order:N", tooltip=tips
    )
    ratio = (max(lats) - min(lats)) * 111.2 / max((max(lons) - min(lons)) * 102.3, 1e-6)
    chart = alt.layer(ground, labels, paths, circles, numbers).properties(
        height=int(min(640, max(320, 820 * ratio)))
    )
    st.altair_chart(chart.configure_view(strokeOpacity=0), width="stretch")


def _legs(visits: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Stops in the order of each team's day, and the lines between them."""
    count: dict[str, int] = {}
    legs, stops = [], []
    for row in sorted(visits, key=lambda row: (row["from"], row["visit"])):
        place = count.get(row["row"], 0) + 1
        count[row["row"]] = place
        legs.append({"route": row["row"], "place": place, "lon": row["lon"], "lat": row["lat"]})
        stops.append(row | {"order": str(place)})
    return legs, stops
