"""The map on our own outlines: a day's visits numbered by time, and the ways people take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import streamlit as st

from campaigns import District
from ui.door import quiet
from ui.tokens import RISK_COLOURS
from ui.widgets.plan import Plan, day_label, span
from ui.widgets.timeline import mount
from ui.words import language, say

# Kilometres a degree at 22.6° N: the map keeps distances as the travel rule counts them.
KM_LON, KM_LAT = 102.3, 111.2
PLAIN = "#55606e"


def routes(
    plan: Plan,
    day: str,
    wanted: str,
    districts: Sequence[District],
    *,
    on: Mapping[str, Callable[[], None]],
) -> None:
    """Districts in outline; a text narrows to visits of a person, company or district."""
    visits = [v for v in plan.visits if v["start"][:10] == day and _answers(plan, v, wanted)]
    if not visits:
        quiet(say("schedule.nothing_found" if wanted else "schedule.nothing_that_day"))
        return
    stops = [_stop(plan, visit, n) for n, visit in enumerate(visits, 1)]
    lands = [_land(row) for row in districts if row.outline]
    here = [(stop["x"], stop["y"]) for stop in stops]
    everything = [spot for land in lands for spot in land.pop("spots")] or here
    mount("routes")(
        key="routes",
        data={
            "day": f"{day}{wanted}",
            "districts": lands,
            "stops": stops,
            "ways": _ways(plan, visits, day),
            "near": _box(here, 4.0),
            "all": _box(everything, 1.0),
            "selected": st.session_state.get("schedule_visit", ""),
            "words": {
                "label": say("schedule.map_label", day=day_label(day), count=len(stops)),
                "closer": say("schedule.map_closer"),
                "wider": say("schedule.map_wider"),
                "near": say("schedule.map_near"),
                "all": say("schedule.map_all"),
            },
        },
        on_visit_change=on["visit"],
    )
    legend = " · ".join(say(f"common.risk_{risk}") for risk in RISK_COLOURS)
    quiet(say("schedule.map_legend", risks=legend))


def _answers(plan: Plan, visit: Mapping[str, Any], wanted: str) -> bool:
    target = plan.targets[visit["target"]]
    text = f"{plan.name(target['id'])}{plan.name(target['district'])}{plan.team(visit)}"
    return wanted.casefold() in text.casefold()


def _stop(plan: Plan, visit: Mapping[str, Any], number: int) -> dict[str, Any]:
    target = plan.targets[visit["target"]]
    x, y = _spot(target["lon"], target["lat"])
    return {
        "id": target["id"],
        "x": x,
        "y": y,
        "number": number,
        "name": plan.short(target["id"]),
        "time": visit["start"][11:],
        "people": list(visit["inspectors"]),
        "colour": RISK_COLOURS.get(target["risk"], PLAIN),
        "ink": _ink(RISK_COLOURS.get(target["risk"], PLAIN)),
        "tip": [
            plan.name(target["id"]),
            f"{span(visit)} · {plan.name(target['district'])}",
            say("common.risk_" + target["risk"]),
            plan.team(visit),
        ],
    }


def _ways(plan: Plan, visits: Sequence[Mapping[str, Any]], day: str) -> list[dict[str, Any]]:
    """One line for all people who go the same way."""
    shown = {visit["target"] for visit in visits}
    ways: dict[tuple[str, str], list[str]] = {}
    for (person, when), walk in plan.walks.items():
        if when == day:
            for a, b in pairwise(walk):
                if {a["target"], b["target"]} <= shown and a["target"] != b["target"]:
                    ways.setdefault((a["target"], b["target"]), []).append(person)
    lines = []
    for (first, then), people in ways.items():
        start, end = plan.targets[first], plan.targets[then]
        (x1, y1), (x2, y2) = _spot(start["lon"], start["lat"]), _spot(end["lon"], end["lat"])
        way = plan.travel({"target": first}, {"target": then})
        tip = f"{plan.names_joined(people)} · {say('schedule.leg', minutes=way)}"
        lines.append({"x1": x1, "y1": y1, "x2": x2, "y2": y2, "people": people, "tip": tip})
    return lines


def _land(row: District) -> dict[str, Any]:
    spots = [_spot(lon, lat) for lon, lat in row.outline]
    x, y = _spot(row.lon, row.lat)
    name = row.name if language() == "zh" else row.name_en
    path = "M" + "L".join(f"{a} {b}" for a, b in spots) + "Z"
    return {"path": path, "x": x, "y": y, "name": name, "spots": spots}


def _spot(lon: float, lat: float) -> tuple[float, float]:
    """Kilometres east and south of a fixed corner."""
    return round((lon - 113.0) * KM_LON, 3), round((23.0 - lat) * KM_LAT, 3)


def _box(spots: Sequence[tuple[float, float]], room: float) -> list[float]:
    """The rectangle around the spots, at least a few kilometres wide."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    wide, high = max(max(xs) - min(xs), 6.0), max(max(ys) - min(ys), 4.0)
    left, top = (max(xs) + min(xs) - wide) / 2, (max(ys) + min(ys) - high) / 2
    return [left - room, top - room, wide + 2 * room, high + 2 * room]


def _ink(colour: str) -> str:
    """Black or white, whichever reads better on a colour (WCAG relative luminance)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    # Above this luminance black has the higher contrast: (L + 0.05)² > 1.05 · 0.05.
    return "#111111" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
