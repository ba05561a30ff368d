"""What else the lottery of inspectors could have given: panels, sets of people, who stands in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import Draw, possible_panels
from ui.door import actor, office, quiet
from ui.widgets.campaigns import department_names
from ui.widgets.panel import percent
from ui.words import joined, say

LONG = 16  # digits; longer numbers are told by their power of ten
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def possible(draw: Draw) -> None:
    """Before the seed what may come, after it what would have been possible as well."""
    if "lottery" not in (draw.people or {}):
        return
    made = possible_panels(office(), draw.id, actor())
    after = "drawn_chance" in made
    with st.expander(say("panel.possible_after" if after else "panel.possible_before")):
        numbers = {key: made[key] for key in ("panels", "ever", "never")}
        quiet(say("panel.possible_lead", teams=_many(made["teams"]), **numbers))
        if after:
            quiet(say("panel.possible_drawn", one=_one_in(made["drawn_chance"])))
        st.dataframe(
            [_panel(row) for row in made["list"]],
            hide_index=True,
            width="stretch",
            height=min(420, 38 + 35 * len(made["list"])),
        )
        if len(made["list"]) < made["panels"]:
            quiet(say("panel.possible_rest", count=made["panels"] - len(made["list"])))
        if after:
            _stand_ins(made["stand_ins"], _names(draw))


def _panel(row: dict[str, Any]) -> dict[str, Any]:
    known = department_names()
    heads = [f"{known.get(name, name)} {count}" for name, count in row["heads"].items()]
    if len(heads) > 1 and len(set(row["heads"].values())) == 1:
        each = next(iter(row["heads"].values()))
        heads = [say("panel.possible_even", departments=len(heads), each=each)]
    cells = {
        say("panel.possible_panel"): str(row["panel"] + 1),
        say("panel.chance"): percent(row["chance"]),
        say("panel.possible_heads"): joined(heads),
        say("panel.possible_teams"): _many(row["teams"]),
    }
    if "in" not in row:
        return cells
    word = "panel.possible_same" if row["is_drawn"] else "panel.possible_other"
    return cells | {say("panel.possible_would"): say(word, count=len(row["in"]))}


def _stand_ins(rows: list[dict[str, str]], names: dict[str, str]) -> None:
    st.markdown(f"**{say('panel.stand_ins')}**")
    table = [
        {
            say("panel.group"): row["group"],
            say("draw.person"): names.get(row["id"], row["id"]),
            say("draw.dept"): department_names().get(row["department"], row["department"]),
            say("panel.stand_in"): names.get(row["stand_in"], row["stand_in"])
            or say("panel.nobody"),
        }
        for row in rows
    ]
    st.dataframe(table, hide_index=True, width="stretch", height=min(420, 38 + 35 * len(table)))


def _names(draw: Draw) -> dict[str, str]:
    from campaigns import panel_chances

    rows = panel_chances(office(), draw.id, actor()).get("people", ())
    return {row["id"]: row.get("name", row["id"]) for row in rows}


def _many(number: str) -> str:
    """An exact number with commas; a very long one as a figure times a power of ten."""
    if len(number) <= LONG:
        return f"{int(number):,}"
    return f"{number[0]}.{number[1:3]} × 10{str(len(number) - 1).translate(_RAISED)}"


def _one_in(chance: str) -> str:
    """A small chance as one in so many."""
    top, _, bottom = chance.partition("/")
    return _many(str(int(bottom or "1") // int(top)))
