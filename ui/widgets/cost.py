"""What a campaign will come to, before anything is drawn, and what a planner should know."""

from __future__ import annotations

import html

import streamlit as st

from campaigns import Estimate
from ui.door import chip, quiet, risk_chip
from ui.widgets.clauses import clauses
from ui.widgets.grid import Raw, grid
from ui.words import pick, say


def cost(estimate: Estimate, key: str) -> None:
    """Three figures, the numbers by class, the remarks with their clauses."""
    st.markdown(_figures(estimate), unsafe_allow_html=True)
    quiet(
        say(
            "campaign.means",
            inspectors=estimate.inspectors,
            days=estimate.days,
            items=estimate.items,
            excluded=estimate.excluded,
        )
    )
    by_class(estimate)
    remarks(estimate, key)


def by_class(estimate: Estimate) -> None:
    """How many rows each class has, and how many of them will be drawn."""
    rows: list[tuple[object, ...]] = [
        (
            Raw(risk_chip(name) if len(name) == 1 else chip(say(f"common.flag_{name}"))),
            f"{size:,}",
            f"{estimate.drawn.get(name, 0):,}",
        )
        for name, size in estimate.pool.items()
    ]
    rows.append((say("campaign.sum"), f"{sum(estimate.pool.values()):,}", f"{estimate.visits:,}"))
    grid(
        [say("campaign.stratum"), say("campaign.size"), say("campaign.drawn")],
        rows,
        numbers=(1, 2),
    )


def _figures(estimate: Estimate) -> str:
    cells = [
        ("visits", estimate.visits, "visits_unit"),
        ("inspector_days", estimate.inspector_days, "days_unit"),
        ("entries_saved", estimate.entries_saved, "times_unit"),
    ]
    boxes = "".join(
        f'<div class="sx-figure"><span>{html.escape(say(f"campaign.{key}"))}</span><br>'
        f"<b>{value:,}</b> <span>{html.escape(say(f'campaign.{unit}'))}</span></div>"
        for key, value, unit in cells
    )
    return f'<div class="sx-three">{boxes}</div>'


def remarks(estimate: Estimate, key: str) -> None:
    """Whether it can be scheduled; then each remark, what stops it first."""
    if estimate.schedulable:
        st.success(say("campaign.schedulable"))
    else:
        st.error(say("campaign.not_schedulable"))
    for n, remark in enumerate(sorted(estimate.remarks, key=lambda r: not r.stop)):
        with st.container(
            key=f"row-remark-{key}-{n}", horizontal=True, vertical_alignment="center"
        ):
            mark = (
                chip(say("campaign.stop"), "broken")
                if remark.stop
                else chip(say("campaign.note"), "press")
            )
            text = f"{mark}{html.escape(pick(remark))}"
            st.markdown(text, unsafe_allow_html=True, width="stretch")
            if not remark.basis.startswith("own:"):
                clauses([remark.basis], f"{key}-{n}")
