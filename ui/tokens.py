"""Colours with a meaning: one hue a department, grey to brick for risk, red only for a broken rule."""

from __future__ import annotations

from collections.abc import Sequence

RISK_COLOURS = {"A": "#8a94a0", "B": "#b99a3d", "C": "#c7702e", "D": "#a33d2a"}
BROKEN = "#c0272d"
INK = "#13263f"

# Twelve hues told apart at 4.5:1 on white by lightness too; the label always stands beside the colour.
_DEPARTMENT_HUES = (
    "#1f4e8c",
    "#b5472f",
    "#a06a00",
    "#2c7a4b",
    "#6b4fa3",
    "#0f7c86",
    "#a23b72",
    "#5b6b1f",
    "#7a4a2b",
    "#3a6ea5",
    "#55606e",
    "#8c2f4b",
)


def department_colours(departments: Sequence[str]) -> dict[str, str]:
    """Colour of each department, by its place in the city's list of departments."""
    return {name: _DEPARTMENT_HUES[i % len(_DEPARTMENT_HUES)] for i, name in enumerate(departments)}


STYLE = """
<style>
[data-testid="stMainBlockContainer"] {max-width: 1280px; padding: 2.2rem 2rem 4rem;}
[data-testid="stSidebarContent"] [data-testid="stSidebarNavLink"] span {font-size: 15px;}
[data-testid="stMetric"] {border: 1px solid var(--st-border-color); border-radius: 6px;
  padding: 12px 16px; height: 100%;}
[data-testid="stMetricLabel"] p {font-size: 13px;}
table, [data-testid="stTable"] {font-size: 14px; font-variant-numeric: tabular-nums;}
.sx-lead {font-size: 17px; line-height: 1.6; margin: 0 0 12px;}
.sx-quiet {color: color-mix(in srgb, var(--st-text-color) 68%, transparent); font-size: 13.5px;}
.sx-chip {display: inline-block; border-radius: 4px; padding: 1px 8px; margin: 0 6px 4px 0;
  font-size: 13px; line-height: 20px; white-space: nowrap; border: 1px solid var(--st-border-color);}
.sx-chip[data-kind="said"] {background: #e2edfa; color: #163a68; border-color: #b9d2f0;}
.sx-chip[data-kind="assumed"] {background: #fdf3d8; color: #5f4700; border-color: #ecd9a0;}
.sx-chip[data-kind="unclear"] {background: #fbe4e1; color: #7d1f18; border-color: #f0bdb6;}
.sx-chip[data-kind="draft"] {background: #fdf3d8; color: #5f4700; border-color: #ecd9a0;}
.sx-chip[data-kind="in_force"] {background: #e0f1e6; color: #14512b; border-color: #b5d9c3;}
.sx-chip[data-kind="press"] {background: #eceff3; color: #37424f; border-color: #cfd6de;}
.sx-chip[data-kind="forwarded"] {background: #e2edfa; color: #163a68; border-color: #b9d2f0;}
.sx-chip[data-kind="broken"] {background: #fbe4e1; color: #7d1f18; border-color: #f0bdb6;}
.sx-mono {font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 14px;
  overflow-wrap: anywhere; letter-spacing: .02em;}
.sx-rail {display: flex; gap: 0; margin: 4px 0 20px; counter-reset: act;}
.sx-rail div {flex: 1; padding: 8px 12px 8px 0; border-top: 3px solid var(--st-border-color);
  font-size: 14px; color: color-mix(in srgb, var(--st-text-color) 62%, transparent);}
.sx-rail div.done {border-top-color: #2c7a4b; color: var(--st-text-color);}
.sx-rail div.now {border-top-color: var(--st-primary-color); color: var(--st-text-color); font-weight: 600;}
.sx-card {border: 1px solid var(--st-border-color); border-radius: 6px; padding: 14px 16px; margin: 0 0 12px;}
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] {padding: 3.2rem 1rem 3rem;}
  .sx-rail div {font-size: 12.5px; padding-right: 6px;}
}
</style>
"""
