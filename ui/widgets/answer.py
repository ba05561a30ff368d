"""An answer on the page: its sentences with numbers, the clauses beside it with the words marked."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import basis_clause
from ui.door import chip, office, quiet
from ui.widgets.clauses import called, document, status_chips
from ui.words import language, say, table

Answer = Mapping[str, Any]
_MARK = re.compile(r"\[(\d{1,2})\]")
_STYLE = """<style>
.ans {font-size: 15px; line-height: 26px; margin: 0 0 10px;}
.ans p {margin: 0 0 10px;}
.ans b.where {font-weight: 600;}
.ans a.n {display: inline-block; min-width: 18px; height: 18px; line-height: 18px; border-radius: 9px; font-size: 11.5px;
  text-align: center; text-decoration: none; margin: 0 2px; padding: 0 4px; vertical-align: 2px; font-weight: 600;
  background: var(--sx-info-ground); color: var(--sx-info);}
.gap {border-left: 4px solid var(--sx-warn-line); padding: 4px 0 4px 14px; margin: 0 0 12px;}
.gap h5 {font-size: 16px; margin: 0 0 4px; padding: 0;}
.cl {border: 1px solid var(--sx-line); border-radius: 6px; padding: 10px 14px;
  margin: 0 0 10px; font-size: 14px; line-height: 23px; scroll-margin-top: 70px;}
.cl:target {border-color: var(--sx-accent);}
.cl .head {font-weight: 600; line-height: 20px;}
.cl .sub {font-size: 12.5px; line-height: 18px; color: var(--sx-soft); margin: 2px 0 6px;}
.cl mark {background: light-dark(#fff0b8, #5d4a10); color: inherit; padding: 1px 0;}
.cl .en {font-size: 13px; color: var(--sx-soft); margin-top: 6px; border-top: 1px dashed var(--sx-line); padding-top: 5px;}
.diff {width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 20px; margin: 4px 0 14px;}
.diff th, .diff td {border-bottom: 1px solid var(--sx-line); padding: 5px 8px 5px 0;
  text-align: left; vertical-align: top; font-weight: 400;}
.diff th {font-weight: 600; font-size: 12.5px; color: var(--sx-soft);}
</style>"""


def style() -> None:
    """The look of answers and clauses, once a page."""
    st.html(_STYLE)


def answer_left(answer: Answer, turn: int) -> None:
    """The answer with its numbers, the differences, or the plain word that the texts do not say."""
    if answer["abstain"]:
        refused = answer.get("mode") == "refused"
        title = say("ask.refused" if refused else "ask.not_said")
        hint = "" if refused else f"<p>{html.escape(say('ask.not_said_more'))}</p>"
        st.html(
            f'<div class="gap"><h5>{html.escape(title)}</h5>'
            f'<div class="ans">{marked(answer["answer"], turn)}</div>{hint}</div>'
        )
    else:
        st.html(f'<div class="ans">{marked(answer["answer"], turn)}</div>')
    for conflict in answer["conflicts"]:
        _difference(answer, conflict)
    if not answer["abstain"]:
        quiet(say(f"ask.mode_{answer.get('mode', 'assembled')}"))


def marked(text: str, turn: int) -> str:
    """Lines as paragraphs, the document before the colon in bold, numbers that lead to the clause."""
    lines = []
    for line in text.split("\n"):
        where, colon, rest = line.partition("：" if "：" in line[:60] else ": ")
        safe = (
            f'<b class="where">{html.escape(where)}{html.escape(colon)}</b>{html.escape(rest)}'
            if colon and rest and len(where) <= 58
            else html.escape(line)
        )
        lines.append(f"<p>{_MARK.sub(lambda m: _number(m.group(1), turn), safe)}</p>")
    return "".join(lines)


def _number(number: str, turn: int) -> str:
    label = html.escape(say("ask.clause_no", number=number))
    return f'<a class="n" href="#clause-{turn}-{number}" target="_self" aria-label="{label}">{number}</a>'


def _difference(answer: Answer, conflict: Mapping[str, Any]) -> None:
    """Where documents differ: document with its status, clause, what it says."""
    known = {row["doc"]: row for row in answer["passages"]}
    rows = []
    for side in conflict["sides"]:
        row = known.get(side["doc"], {})
        chips = status_chips(str(row.get("status", "")), "")
        rows.append(
            f"<tr><td>{html.escape(document(side['doc']))} {chips}</td>"
            f"<td>{html.escape(side['clause'])}</td><td>{html.escape(side[language()])}</td></tr>"
        )
    heads = "".join(
        f"<th>{html.escape(say(f'ask.{key}'))}</th>" for key in ("document", "clause", "says")
    )
    topic = conflict["topic"] if language() == "zh" else ""
    st.html(
        f"<div class='ans'><p><b>{html.escape(say('ask.conflicts'))}</b> {html.escape(topic)}<br>"
        f"{html.escape(conflict[language()])}</p></div>"
        f'<table class="diff"><tr>{heads}</tr>{"".join(rows)}</table>'
    )


def clauses_right(answer: Answer, turn: int) -> None:
    """The cited clauses with the quoted words marked, then the nearest others."""
    cited = _cited(answer)
    if cited:
        st.markdown(f"**{say('ask.nearest' if answer['abstain'] else 'ask.citations')}**")
    for (doc, clause), quotes in cited.items():
        st.html(_card(_passage(answer, doc, clause, quotes), quotes, turn))
    others = _others(answer, cited)
    if not others:
        return
    if answer["abstain"]:
        if not cited:
            st.markdown(f"**{say('ask.nearest')}**")
        for row in others[:2]:
            st.html(_card(row, {}, turn))
        return
    with st.expander(say("ask.more", count=len(others))):
        for row in others:
            st.html(_card(row, {}, turn))


def _cited(answer: Answer) -> dict[tuple[str, str], dict[int, str]]:
    """(document, clause) -> number -> quoted words; citations of one clause share a card."""
    cited: dict[tuple[str, str], dict[int, str]] = {}
    for number, row in enumerate(answer["citations"], 1):
        cited.setdefault((row["doc"], row["clause"]), {})[number] = row["quote"]
    return cited


def _passage(answer: Answer, doc: str, clause: str, quotes: Mapping[int, str]) -> dict[str, Any]:
    """The passage that holds the quotes, else the whole clause, else the quotes alone."""
    same = [row for row in answer["passages"] if (row["doc"], row["clause"]) == (doc, clause)]
    first = next(iter(quotes.values()), "")
    row = next((row for row in same if _flat(first) in _flat(row["text"])), None)
    row = row or (same[0] if same else None) or basis_clause(office(), f"{doc}#{clause}")
    return dict(row or {"text": " … ".join(quotes.values())}) | {"doc": doc, "clause": clause}


def _others(answer: Answer, cited: Mapping[tuple[str, str], Any]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in answer["passages"]:
        key = (row["doc"], row["clause"])
        if key not in cited:
            rows.setdefault(key, dict(row))
    return list(rows.values())[:5]


def _card(row: Mapping[str, Any], quotes: Mapping[int, str], turn: int) -> str:
    numbers = "".join(f'<a class="n" id="clause-{turn}-{n}">{n}</a>' for n in quotes)
    sub = " · ".join(
        str(part) for part in (row.get("title"), row.get("number"), row.get("date")) if part
    )
    english = ""
    if language() == "en":
        english = _english(f"{row['doc']}#{row['clause']}")
    more = (
        f'<div class="en">{html.escape(say("ask.digest_en"))} {html.escape(english)}</div>'
        if english
        else ""
    )
    return (
        f'<div class="cl"><div class="ans head" style="margin:0">{numbers} {html.escape(called(row))} '
        f"{html.escape(row['clause'])} {status_chips(str(row.get('status', '')), str(row.get('jurisdiction', '')))}</div>"
        f'<div class="sub">{html.escape(sub)}</div>{_with_marks(str(row["text"]), quotes.values())}{more}</div>'
    )


@st.cache_data(ttl=600, show_spinner=False)
def _english(basis: str) -> str:
    found = basis_clause(office(), basis)
    return str(found["en"]) if found else ""


def _flat(text: str) -> str:
    return "".join(text.split())


def _with_marks(text: str, quotes: Any) -> str:
    """The clause as HTML with every quote marked, whatever blanks stand between its characters."""
    spans: list[tuple[int, int]] = []
    for quote in quotes:
        letters = _flat(quote)
        pattern = r"\s*".join(re.escape(letter) for letter in letters)
        found = re.search(pattern, text) if letters else None
        if found:
            spans.append(found.span())
    out, at = [], 0
    for first, last in sorted(spans):
        if first < at:
            continue
        out += [html.escape(text[at:first]), "<mark>", html.escape(text[first:last]), "</mark>"]
        at = last
    out.append(html.escape(text[at:]))
    return "".join(out).replace("\n", "<br>")


def regions() -> Sequence[str]:
    """The regions whose texts the library knows by name."""
    return [key.removeprefix("ask.region_") for key in table() if key.startswith("ask.region_")]


def plan_chips(kind: str, values: Sequence[str]) -> str:
    """Chips of one of the three colours: said, assumed, unclear."""
    return "".join(chip(value, kind) for value in values)
