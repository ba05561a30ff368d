"""A checklist as the sheet it prints: head, lines with their basis in the margin, foot."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from campaigns import (
    Campaign,
    Checklist,
    Inspector,
    Target,
    Visit,
    folded_into,
    list_targets,
)
from ui.door import actor, office
from ui.tokens import department_colours
from ui.widgets.campaigns import department_names
from ui.widgets.plan import day_label, span
from ui.widgets.visit import known_person
from ui.words import language, say

HANDLING = ("none", "corrected", "ordered", "clue", "handed", "other")
_STYLE = """<style>
.sheet {border: 1px solid var(--sx-line); border-radius: 4px; padding: 26px 28px 22px;
  overflow-x: auto; font-size: 13.5px; line-height: 20px;}
.sheet h4 {text-align: center; font-size: 18px; margin: 0 0 14px; padding: 0;}
.sheet table {width: 100%; border-collapse: collapse; margin: 0 0 12px; font-size: 13.5px;}
.sheet td, .sheet th {border: 1px solid var(--sx-line); padding: 5px 8px; vertical-align: top;
  text-align: left; font-weight: 400;}
.sheet th {background: var(--sx-panel); white-space: nowrap; font-weight: 600;}
.sheet .topic {font-weight: 600;}
.sheet .basis {font-size: 12px; line-height: 17px; color: var(--sx-soft); min-width: 150px;}
.sheet .dept {display: inline-flex; align-items: center; gap: 5px; margin-right: 8px; white-space: nowrap;}
.sheet .dept::before {content: ""; width: 8px; height: 8px; border-radius: 2px; background: var(--hue);}
.sheet details {margin-top: 4px;}
.sheet summary {cursor: pointer; font-size: 12px; width: fit-content; padding: 0 7px; border-radius: 9px;
  background: var(--sx-info-ground); color: var(--sx-info);}
.sheet .part {border-left: 2px solid var(--hue); padding-left: 8px; margin: 6px 0 0; font-size: 12.5px; line-height: 18px;}
.sheet .part small {color: var(--sx-soft); display: block; font-size: 12px;}
.sheet .ticks span {display: block; white-space: nowrap;}
.sheet .sign td {height: 46px;}
@media (max-width: 640px) {.sheet {padding: 14px 12px;} .sheet .lines {min-width: 760px;}
  .sheet .top tr {display: grid; grid-template-columns: 104px 1fr;} .sheet .top td {overflow-wrap: anywhere;}}
</style>"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one sheet."""

    checklist: Checklist
    visit: Visit
    campaign: Campaign
    target: Target | None
    people: tuple[tuple[str, Inspector | None], ...]
    colours: Mapping[str, str]


def open_sheet(
    checklist: Checklist, visit: Visit, campaign: Campaign, departments: list[str]
) -> Sheet:
    """Look up the firm and the people of a sheet."""
    rows = list_targets(office(), actor(), text=visit.target, status=None).rows
    return Sheet(
        checklist=checklist,
        visit=visit,
        campaign=campaign,
        target=next((row for row in rows if row.id == visit.target), None),
        people=tuple((person, known_person(person)) for person in visit.inspectors),
        colours=department_colours(departments),
    )


def show(sheet: Sheet) -> None:
    """The sheet on the page; everything typed by people is escaped."""
    body = "".join(
        [
            f"<h4>{_say('sheet_title')}</h4>",
            _head(sheet),
            f"<p>{_say('folding', before=sheet.checklist.folded_from, after=folded_into(sheet.checklist.lines))}</p>",
            _lines(sheet),
            _foot(sheet),
        ]
    )
    st.html(f'{_STYLE}<div class="sheet">{body}</div>')


def _say(key: str, **values: Any) -> str:
    return html.escape(say(f"checklists.{key}", **values))


def _head(sheet: Sheet) -> str:
    target, visit = sheet.target, sheet.visit
    comma = "、" if language() == "zh" else ", "
    lead = sheet.campaign.lead_department
    here = dict.fromkeys(d for line in sheet.checklist.lines for d in line["departments"])
    departments = comma.join(
        say("checklists.lead", name=_called(name)) if name == lead else _called(name)
        for name in sorted(here, key=lambda name: name != lead)
    )
    stop = "；" if language() == "zh" else "; "
    people = stop.join(_person(id_, known) for id_, known in sheet.people)
    when = f"{visit.start[:10]} {day_label(visit.start)[6:]} {span({'start': visit.start, 'end': visit.end})}"
    rows = [
        ("task", sheet.campaign.name, "number", sheet.checklist.id),
        ("firm", target.name if target else visit.target, "code", visit.target),
        (
            "address",
            target.address if target else "",
            "contact",
            f"{target.person_in_charge} {target.contact}" if target else "",
        ),
        ("when", when, "departments", departments),
    ]
    cells = "".join(
        f"<tr><th>{_say(a)}</th><td>{html.escape(x)}</td><th>{_say(b)}</th><td>{html.escape(y)}</td></tr>"
        for a, x, b, y in rows
    )
    return (
        f"<table class='top'>{cells}<tr><th>{_say('inspectors')}</th><td colspan='3'>{html.escape(people)}</td></tr>"
        f"<tr><th>{_say('rights')}</th><td colspan='3'>{_say('rights_boxes')}</td></tr></table>"
    )


def _person(id_: str, known: Inspector | None) -> str:
    if known is None:
        return id_
    paper = known.certificate_number or say("checklists.expert")
    return say(
        "checklists.person", name=known.name, department=_called(known.department), paper=paper
    )


def _called(department: str) -> str:
    """A department as this visitor reads it."""
    return department_names().get(department, department)


def _lines(sheet: Sheet) -> str:
    heads = ("place", "topic", "departments", "bases", "method", "result", "note")
    head = "".join(f"<th>{_say(key)}</th>" for key in heads)
    body = "".join(_line(sheet, place, line) for place, line in enumerate(sheet.checklist.lines, 1))
    return f'<table class="lines"><tr>{head}</tr>{body}</table>'


def _line(sheet: Sheet, place: int, line: Mapping[str, Any]) -> str:
    departments = "".join(_department(sheet, name) for name in line["departments"])
    ticks = "".join(
        f"<span>{'☑' if option == line['result'] else '□'} {html.escape(option)}</span>"
        for option in line["options"]
    )
    return (
        f"<tr><td>{place}</td><td><span class='topic'>{html.escape(line['topic'])}</span><br>"
        f"{_text(line['content'])}{_folded(sheet, line)}</td><td>{departments}</td>"
        f"<td class='basis'>{_basis(line)}</td><td>{_text(line['method'])}</td>"
        f"<td class='ticks'>{ticks}</td><td>{_text(line['note'])}</td></tr>"
    )


def _department(sheet: Sheet, name: str) -> str:
    hue = sheet.colours.get(name, "#55606e")
    return f'<span class="dept" style="--hue:{hue}">{html.escape(_called(name))}</span>'


def _basis(line: Mapping[str, Any]) -> str:
    """Each department's own legal bases; named only where there are several departments."""
    several = len(line["departments"]) > 1
    return "<br>".join(
        html.escape(f"{row['department']}：{row['basis']}" if several else row["basis"])
        for row in line["basis"]
    )


def _folded(sheet: Sheet, line: Mapping[str, Any]) -> str:
    """The mark of a folded line; it opens what was folded, each item with its own words and basis."""
    if len(line["parts"]) < 2:
        return ""
    parts = "".join(
        f'<div class="part" style="--hue:{sheet.colours.get(part["department"], "#55606e")}">'
        f"{html.escape(part['department'])} {html.escape(part['item'])} "
        f"<b>{html.escape(part['sub_item'] or part['name'])}</b>：{html.escape(part['content'])}"
        f"<small>{html.escape(part['basis'])} · {html.escape(part['method'])}</small></div>"
        for part in line["parts"]
    )
    mark = _say("folded_mark", count=len(line["parts"]))
    return f"<details><summary>{mark}</summary>{parts}</details>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _foot(sheet: Sheet) -> str:
    boxes = "　".join(f"□ {_say(f'handling_{key}')}" for key in HANDLING)
    signatures = "　　".join(
        html.escape(known.name if known else id_) + "：________" for id_, known in sheet.people
    )
    rows = [
        ("handling", boxes),
        ("opinion", ""),
        ("refusal", _say("refusal_line")),
        ("signatures", signatures),
    ]
    cells = "".join(f"<tr><th>{_say(key)}</th><td>{value}</td></tr>" for key, value in rows)
    return f'<table class="sign">{cells}</table>'
