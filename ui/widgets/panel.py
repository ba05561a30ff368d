"""The lottery of inspectors on the draw page: chances before the seed, lot and pairing after it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import streamlit as st

from campaigns import Draw, call_substitute, panel_chances, unserved_targets
from ui.door import actor, may_read, notify, office, quiet, refusals
from ui.widgets.campaigns import department_names
from ui.words import joined, pick, say


def chances(draw: Draw) -> None:
    """Everybody's chance, the proof and the warnings; nothing for draws of the earlier scheme."""
    if "lottery" not in (draw.people or {}):
        return
    made = panel_chances(office(), draw.id, actor())
    with st.expander(say("panel.chances")):
        quiet(
            say(
                "panel.summary",
                size=made["size"],
                candidates=made["candidates"],
                groups=made["groups"],
                panels=made["panels"],
                lots=f"{made['lots']:,}",
                low=percent(made["min_chance"]),
                high=percent(made["max_chance"]),
            )
        )
        proof = made["certificate"]
        weighed = "weighted_" if "weighting" in made else ""
        word = f"{weighed}certified" if proof["certified"] else "not_certified"
        quiet(say(f"panel.{word}", gap=f"{float(Fraction(proof['gap'])):.6f}"))
        if weighed:
            rule = made["weighting"]
            quiet(say("panel.weighting", months=rule["months"], weights=joined(rule["weights"])))
        for warning in made["warnings"]:
            st.warning(pick(warning))
        for row in made["uncovered"]:
            quiet(
                say(
                    "panel.uncovered",
                    group=row["group"],
                    department=department_names().get(row["department"], row["department"]),
                    specialties=joined(row["specialties"]),
                )
            )
        table = [_person(row) for row in made.get("people", ())]
        height = min(420, 38 + 35 * len(table))
        st.dataframe(table, hide_index=True, width="stretch", height=height)


def drawn_panel(draw: Draw) -> None:
    """Which lot was drawn, how targets are paired with groups, and what nobody drawn can serve."""
    people = dict(draw.people or {})
    if "lot" not in people:
        return
    numbers = {key: f"{people[key] + (key != 'lots'):,}" for key in ("lot", "lots", "panel")}
    quiet(say("panel.lot", **numbers))
    if people["rules"]["groups"] > 1:
        st.markdown(f"**{say('panel.pairing')}**")
        counted = Counter(people["pairing"].values())
        rows = [
            {
                say("panel.group"): say("panel.all_groups") if group is None else str(group),
                say("draw.count"): counted[group],
            }
            for group in sorted(counted, key=lambda one: (one is None, one or 0))
        ]
        st.dataframe(rows, hide_index=True, width="stretch")
    _unserved(draw)


def percent(chance: str) -> str:
    """An exact fraction as a percentage a person can read."""
    return f"{float(Fraction(chance) * 100):.2f} %"


def _person(row: dict[str, Any]) -> dict[str, Any]:
    return {
        say("draw.person"): row.get("name", row["id"]),
        say("draw.dept"): department_names().get(row["department"], row["department"]),
        say("panel.chance"): percent(row["chance"]),
        say("panel.this_year"): say("panel.times", count=row["drawn_this_year"]),
        **({say("panel.weight"): row["weight"]} if "weight" in row else {}),
    }


def _unserved(draw: Draw) -> None:
    rows = unserved_targets(office(), actor(), draw.campaign)
    if not rows:
        return
    st.markdown(f"**{say('panel.unserved')}**")
    for row in rows:
        quiet(pick({"zh": row.zh, "en": row.en}))
        label = say("panel.call", id=row.substitute)
        if row.substitute and may_read() and st.button(label, key=f"call-{row.target}"):
            with refusals():
                made = call_substitute(
                    office(), actor(), draw.campaign, row.target, say("panel.call_reason")
                )
                notify(say("panel.called", id=made.substitute))
                st.rerun()
