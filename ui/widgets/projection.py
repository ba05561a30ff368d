"""The draw for the public room: black on white, 48 px, what has happened so far and nothing else."""

from __future__ import annotations

import html
import os
from typing import Any
from urllib.parse import urlsplit

import segno
import streamlit as st

from campaigns import Draw, draw_pledges, get_draw, public_draws
from ui.door import actor, office
from ui.widgets.ceremony import state_of
from ui.words import say

# A page without the desk around it.
BARE = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"],
[data-testid="stExpandSidebarButton"] {display: none;}
</style>"""

_STYLE = """<style>
.stApp {background: #fff; color-scheme: light;}
[data-testid="stMainBlockContainer"] {max-width: none; padding: 2.5vh 4vw 2vh;}
.px {color: #000; background: #fff; font-variant-numeric: tabular-nums;}
.px p {margin: 0 0 14px; font-size: 26px; line-height: 1.45; color: #000;}
.px .top {display: flex; justify-content: space-between; gap: 40px; align-items: flex-start;}
.px .big {font-size: 48px; line-height: 1.3; font-weight: 600;}
.px .four {font: 600 48px/1.4 ui-monospace, Menlo, Consolas, monospace; display: grid;
  grid-template-columns: repeat(8, max-content); column-gap: 34px; margin: 6px 0 18px;}
.px .seed {font: 600 32px/1.35 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere;}
.px img {width: 190px; height: 190px; display: block; image-rendering: pixelated;}
.px .qr {text-align: center; font-size: 18px; flex: none;}
.px .who {display: grid; grid-template-columns: repeat(auto-fit, minmax(380px, 1fr)); gap: 18px; margin: 10px 0;}
.px .who div {border: 3px solid #000; padding: 10px 18px; font-size: 28px; overflow-wrap: anywhere;}
.px .who code {font: 22px/1.35 ui-monospace, Menlo, Consolas, monospace; color: #000; background: none;}
.px .lists {display: grid; grid-template-columns: repeat(auto-fit, minmax(430px, 1fr)); gap: 12px 44px;}
.px ol {list-style: none; margin: 0; padding: 0;}
.px li {font-size: 24px; line-height: 1.4; display: flex; gap: 16px; animation: fall .5s ease-out both;
  border-bottom: 1px solid #ccc; margin: 0; padding: 2px 0; white-space: nowrap; overflow: hidden;}
.px li code {font: 20px/1.6 ui-monospace, Menlo, Consolas, monospace; color: #000; background: none; padding: 0;}
.px li b {min-width: 44px; text-align: right;}
.px li.cut {border: 0; border-top: 4px solid #000; font-size: 20px; font-weight: 600; padding-top: 6px;}
.px li.next {color: #666;}
.px .rehearsal {border: 4px solid #000; padding: 6px 18px; font-size: 32px; font-weight: 700; display: inline-block;}
@keyframes fall {from {opacity: 0; transform: translateY(-26px);} to {opacity: 1; transform: none;}}
@media (prefers-reduced-motion: reduce) {.px li {animation: none;}}
@media (max-width: 900px) {.px .four {grid-template-columns: repeat(4, max-content); font-size: 28px; column-gap: 16px;}
  .px .big {font-size: 32px;} .px .top {flex-direction: column;} .px .lists {grid-template-columns: 1fr;}}
</style>"""


def projection(draw_id: str) -> None:
    """The whole screen; asks every two seconds what has happened."""
    st.html(BARE + _STYLE)
    _screen(draw_id)
    if st.button(say("draw.projection_back"), type="tertiary", icon=":material/arrow_back:"):
        st.query_params.pop("projection", None)
        st.rerun()


@st.fragment(run_every=2)
def _screen(draw_id: str) -> None:
    draw = get_draw(office(), actor(), draw_id)
    known = {row["id"]: row for row in public_draws(office())}[draw_id]
    parts = [_top(draw, known)]
    if draw.state == "frozen":
        parts.append(f"<p>{_say('pool_rows', rows=f'{draw.pool_rows:,}')}</p>")
        parts.append(_four(draw.pool_digest.removeprefix("sha256:")))
    elif draw.state == "committed":
        parts += [_commitment(draw), _witnesses(draw)]
    elif draw.state == "revealed":
        parts += [_seed(draw), _lists(draw, bool(known["lists_public"]))]
    st.html(f'<div class="px">{"".join(parts)}</div>')


def _say(key: str, **values: Any) -> str:
    return html.escape(say(f"draw.{key}", **values))


def _top(draw: Draw, known: dict[str, Any]) -> str:
    rehearsal = (draw.plan.get("seed_source") or {}).get("kind") == "rehearsal"
    mark = f'<p class="rehearsal">{_say("rehearsal")}</p>' if rehearsal else ""
    return (
        f'<div class="top"><div>{mark}<div class="big">{html.escape(known["campaign"])}</div>'
        f"<p>{_say('stage_' + draw.state, number=draw.number)}</p></div>"
        f'<div class="qr">{qr(address(draw.id))}{_say("scan")}</div></div>'
    )


def _four(digest: str) -> str:
    groups = "".join(f"<span>{digest[i : i + 4]}</span>" for i in range(0, len(digest), 4))
    return f'<div class="four">{groups}</div>'


def _commitment(draw: Draw) -> str:
    published = f"{draw.published_at:%Y-%m-%d %H:%M:%S}" if draw.published_at else ""
    return (
        f"<p>{_say('commitment', number=draw.number)} · {_say('published_at', time=published)}</p>"
        f"{_four((draw.commitment or {})['commitment'])}"
    )


def _witnesses(draw: Draw) -> str:
    source = draw.plan["seed_source"]
    if source["kind"] != "ceremony":
        return f"<p>{html.escape(str(source['what']))}</p>"
    kept = {row.witness: row for row in draw_pledges(office(), draw.id)}
    cells = []
    for name in [*source["witnesses"], *source.get("reserves", ())]:
        row = kept.get(name)
        code = "" if row is None else row.contribution or row.pledge[:32] + "…"
        cells.append(
            f"<div><b>{html.escape(name)}</b> {_say(state_of(row))}<br>"
            f"<code>{html.escape(code)}</code></div>"
        )
    return f'<div class="who">{"".join(cells)}</div>'


def _seed(draw: Draw) -> str:
    return f'<p>{_say("seed")}</p><p class="seed">{html.escape(str(draw.seed))}</p>'


def _lists(draw: Draw, public: bool) -> str:
    strata = (draw.receipt or {})["strata"]
    longest = max((len(s["drawn"]) for s in strata), default=1)
    delay = min(0.45, 20 / max(1, longest))
    note = "" if public else f"<p>{_say('masked')}</p>"
    boxes = [_list(stratum, delay, public) for stratum in strata if stratum["size"]]
    return f'{note}<div class="lists">{"".join(boxes)}</div>'


def _list(stratum: dict[str, Any], delay: float, public: bool) -> str:
    drawn, rest = stratum["drawn"], stratum["substitutes"][:2]
    size = f"{stratum['size']:,}"
    lines = [_row(row, place, delay * place, "", public) for place, row in enumerate(drawn, 1)]
    end = delay * (len(drawn) + 1)
    cut = str(stratum["cutoff"] or "")[:16]
    lines.append(f'<li class="cut" style="animation-delay:{end:.2f}s">{_say("cutoff")} {cut}…</li>')
    lines += [_row(row, len(drawn) + n, end, "next", public) for n, row in enumerate(rest, 1)]
    title = _say("stratum_line", name=stratum["name"], size=size, count=len(drawn))
    return f"<div><p><b>{title}</b></p><ol>{''.join(lines)}</ol></div>"


def _row(row: dict[str, str], place: int, delay: float, kind: str, public: bool) -> str:
    name = row["id"] if public else f"{row['id'][:6]}······{row['id'][-2:]}"
    return (
        f'<li class="{kind}" style="animation-delay:{delay:.2f}s"><b>{place}</b>'
        f"<code>{row['ticket'][:12]}</code><span>{html.escape(name)}</span></li>"
    )


def address(draw_id: str) -> str:
    """Where anybody opens the check of this draw."""
    home = os.environ.get("SUIXIN_UI_URL", "")
    if not home:
        parts = urlsplit(st.context.url or "")
        home = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{home}/verify?draw={draw_id}"


def qr(text: str) -> str:
    """The address as a picture, drawn here."""
    picture = segno.make(text, error="m").svg_data_uri(border=2, dark="#000", light="#fff")
    return f'<img src="{picture}" alt="{html.escape(text)}">'
