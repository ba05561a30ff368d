"""Which ceremonies wait for the person at this desk."""

from __future__ import annotations

from typing import Any

from campaigns import draw_pledges, public_draws
from ui.door import actor, office


def awaited() -> list[tuple[dict[str, Any], str]]:
    """Open ceremonies that name this person, with the step that is due: pledge or reveal."""
    rows = []
    for draw in public_draws(office()):
        step = due(draw, actor().name) or due(draw, actor().id)
        if step:
            rows.append((draw, step))
    return rows


def due(draw: dict[str, Any], name: str) -> str:
    """``pledge``, ``reveal`` or nothing, for a witness of this name."""
    source = draw["seed_source"] or {}
    if draw["state"] != "committed" or name not in source.get("witnesses", ()):
        return ""
    kept = {row.witness: row for row in draw_pledges(office(), draw["id"])}
    if name not in kept:
        return "pledge"
    everybody = all(other in kept for other in source["witnesses"])
    return "reveal" if everybody and kept[name].contribution is None else ""
