"""One table of colours for light and dark, and what they mean: department, risk, broken rule.

``ui/.streamlit/config.toml`` repeats the ground colours for Streamlit's own widgets; a test holds
the two together. Our own markup takes them as CSS variables, which ``light-dark()`` resolves by the
colour scheme Streamlit sets on the page (that of the visitor's system).
"""

from __future__ import annotations

from collections.abc import Sequence

# name: (light, dark). Text on its ground has at least 4.5:1 in both.
TOKENS = {
    "ground": ("#ffffff", "#11161d"),
    "panel": ("#f3f5f8", "#1a222d"),
    "ink": ("#1c2733", "#e4e9f0"),
    "soft": ("#55616f", "#a5b1bf"),
    "line": ("#d5dbe3", "#33404f"),
    "accent": ("#1f4e8c", "#7fb0ee"),
    "on-accent": ("#ffffff", "#0d1a2b"),
    "good": ("#22693f", "#79c797"),
    "good-ground": ("#e0f1e6", "#15301f"),
    "good-line": ("#b5d9c3", "#2d5a3e"),
    "info": ("#163a68", "#a9cbf5"),
    "info-ground": ("#e2edfa", "#17293f"),
    "info-line": ("#b9d2f0", "#31507a"),
    "warn": ("#5f4700", "#e8c878"),
    "warn-ground": ("#fdf3d8", "#332a12"),
    "warn-line": ("#ecd9a0", "#62511f"),
    "bad": ("#7d1f18", "#f2a49c"),
    "bad-ground": ("#fbe4e1", "#3a1a17"),
    "bad-line": ("#f0bdb6", "#70332d"),
    "grey": ("#37424f", "#bcc6d2"),
    "grey-ground": ("#eceff3", "#222c38"),
    "grey-line": ("#cfd6de", "#3b4857"),
}

RISK_COLOURS = {"A": "#8a94a0", "B": "#b99a3d", "C": "#c7702e", "D": "#a33d2a"}

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

# Kind of chip → family of tokens.
_CHIPS = {
    "said": "info",
    "forwarded": "info",
    "assumed": "warn",
    "draft": "warn",
    "own": "grey",
    "press": "grey",
    "unclear": "bad",
    "broken": "bad",
    "in_force": "good",
    "done": "good",
}


def department_colours(departments: Sequence[str]) -> dict[str, str]:
    """Colour of each department, by its place in the city's list of departments."""
    return {name: _DEPARTMENT_HUES[i % len(_DEPARTMENT_HUES)] for i, name in enumerate(departments)}


def variables() -> str:
    """The table as CSS variables ``--sx-<name>``."""
    return "".join(
        f"--sx-{name}: light-dark({light}, {dark});" for name, (light, dark) in TOKENS.items()
    )


def _chip_rules() -> str:
    rules = [
        f'.sx-chip[data-kind="{kind}"] {{background: var(--sx-{family}-ground); '
        f"color: var(--sx-{family}); border-color: var(--sx-{family}-line);}}"
        for kind, family in _CHIPS.items()
    ]
    rules += [
        f'.sx-chip[data-kind="risk-{risk}"] {{border-left: 4px solid {colour};}}'
        for risk, colour in RISK_COLOURS.items()
    ]
    return "\n".join(rules)


STYLE = f"""
<style>
:root {{{variables()}}}
/* What Streamlit draws beside the page (menus, popovers) follows the visitor's system too. */
@media (prefers-color-scheme: dark) {{:root {{color-scheme: dark;}}}}
[data-testid="stMainBlockContainer"] {{max-width: 1280px; padding: 2.2rem 2rem 4rem;}}
[data-testid="stSidebarContent"] [data-testid="stSidebarNavLink"] span {{font-size: 15px;}}
[data-testid="stSidebarHeader"] img {{height: 34px;}}
[data-testid="stMetric"] {{border: 1px solid var(--sx-line); border-radius: 6px;
  padding: 10px 14px; height: 100%;}}
[data-testid="stMetricLabel"] p {{font-size: 13px;}}
[data-testid="stMetricValue"] {{font-variant-numeric: tabular-nums;}}
[data-testid^="stBaseButton-primary"]:not(:disabled), [data-testid^="stBaseButton-primary"]:not(:disabled) p,
[data-testid="stMultiSelect"] :is([data-tag], [data-baseweb="tag"]) :is(span, button) {{color: var(--sx-on-accent);}}
table, [data-testid="stTable"] {{font-size: 14px; font-variant-numeric: tabular-nums;}}
[data-testid="stMarkdownContainer"] p.sx-lead {{font-size: 17px; line-height: 1.6;}}
[data-testid="stMarkdownContainer"] p.sx-quiet, span.sx-quiet {{color: var(--sx-soft); font-size: 13.5px;}}
.sx-chip {{display: inline-block; border-radius: 4px; padding: 1px 8px; margin: 0 6px 4px 0;
  font-size: 13px; line-height: 20px; white-space: nowrap; border: 1px solid var(--sx-line);
  color: var(--sx-ink);}}
{_chip_rules()}
.sx-mono {{font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 14px;
  overflow-wrap: anywhere; letter-spacing: .02em;}}
.sx-rail {{display: grid; grid-template-columns: repeat(4, 1fr); gap: 6px; margin: 4px 0 1rem;}}
.sx-rail div {{padding: 8px 10px 6px 0; border-top: 3px solid var(--sx-line); font-size: 14px;
  color: var(--sx-soft); min-width: 0;}}
.sx-rail div.done {{border-top-color: var(--sx-good); color: var(--sx-ink);}}
.sx-rail div.now {{border-top-color: var(--sx-accent); color: var(--sx-ink); font-weight: 600;}}
.sx-rail small {{display: block; font-size: 12.5px; font-weight: 400; color: var(--sx-soft);
  font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis;}}
.sx-rail.six {{grid-template-columns: repeat(6, 1fr);}}
.sx-card {{border: 1px solid var(--sx-line); border-radius: 6px; padding: 12px 16px; margin: 0 0 1rem;}}
.sx-card p:last-child {{margin: 0;}}
.sx-band {{border-left: 4px solid var(--sx-warn-line); background: var(--sx-warn-ground);
  color: var(--sx-warn); padding: 6px 14px; font-weight: 600;}}
.sx-grid {{width: 100%; border-collapse: collapse; margin: 0 0 1rem;}}
.sx-grid code {{white-space: nowrap; font-size: 13px; padding: 0; background: none; color: inherit;}}
[data-testid="stMarkdownContainer"] .sx-grid :is(th, td) {{border-width: 0 0 1px; border-color: var(--sx-line);}}
.sx-grid .sx-chip {{margin: 0;}}
.sx-grid th {{text-align: left; font-weight: 500; font-size: 13px; color: var(--sx-soft);
  border-bottom: 1px solid var(--sx-line); padding: 5px 12px 5px 0; white-space: nowrap;}}
.sx-grid td {{border-bottom: 1px solid var(--sx-line); padding: 6px 12px 6px 0; vertical-align: top; min-width: 56px;}}
.sx-grid td.long {{min-width: 150px;}}
.sx-grid .num {{text-align: right;}}
.sx-wide {{overflow-x: auto;}}
[class*="st-key-row-"] {{border-bottom: 1px solid var(--sx-line); padding: 0 0 10px;}}
[class*="st-key-row-"] p {{margin: 0;}}
[class*="st-key-row-"] [data-testid="stMarkdownContainer"] {{margin-bottom: 0;}}
[class*="st-key-back"] {{margin: -1.4rem 0 -1rem -10px;}}
[class*="st-key-pager-"] p {{margin: 0;}}
[class*="st-key-pager-"] [data-testid="stMarkdownContainer"] {{margin-bottom: 0;}}
.sx-name {{font-weight: 600;}}
.sx-figure {{border: 1px solid var(--sx-line); border-radius: 6px; padding: 10px 14px; margin: 0 0 1rem;}}
.sx-three {{display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px;}}
.sx-figure b {{font-size: 24px; line-height: 34px; font-variant-numeric: tabular-nums;}}
.sx-figure span {{font-size: 13px; color: var(--sx-soft);}}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{padding: 3.6rem 1rem 3rem;}}
  .sx-rail div {{font-size: 12.5px; padding-right: 2px;}}
  .sx-rail small {{display: none;}}
  .sx-rail.six {{grid-template-columns: repeat(3, 1fr);}}
}}
</style>
"""
