"""Checklist templates after they were saved: list, versions, opening, editing, what changed, using one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import (
    get_template,
    list_campaigns,
    list_templates,
    people,
    save_template,
    use_template,
)
from ui.door import actor, lead, notice, notify, office, quiet, refusals
from ui.widgets.draft import line_row, typed
from ui.widgets.grid import grid
from ui.widgets.tasks import task
from ui.words import joined, say

Template = Mapping[str, Any]
USABLE = ("draft", "frozen", "committed", "drawn", "scheduled", "running")


def templates() -> None:
    """All templates, or the one the address names."""
    notice()
    if opened := st.query_params.get("template"):
        with st.container(key="back"):
            if st.button(say("campaign.back"), type="tertiary", icon=":material/arrow_back:"):
                del st.query_params["template"]
                st.rerun()
        with refusals():
            _one(opened)
        return
    rows = list_templates(office(), actor())
    if not rows:
        lead(say("checklists.no_templates"))
        st.page_link("views/ask.py", label=say("checklists.to_draft"))
    for row in rows:
        if task(f"template-{row['id']}", row["name"], _note(row), say("campaign.open")):
            st.query_params["template"] = row["id"]
            st.rerun()


def _note(row: Template) -> str:
    waiting = row["versions"][-1]["undecided"]
    told = say("checklists.template_note", sector=row["sector"], version=row["version"])
    return told + (say("checklists.template_waiting", count=waiting) if waiting else "")


def _one(template_id: str) -> None:
    """One template at a version: its lines, what changed, and for the newest the editor."""
    newest = get_template(office(), actor(), template_id)
    st.subheader(newest["name"])
    quiet(f"{template_id} · {_note(newest)}")
    by_number = {row["version"]: row for row in newest["versions"]}
    names = {person.id: person.name for person in people(office())}

    def label(number: int) -> str:
        row = by_number[number]
        who = names.get(row["by"], row["by"])
        when = str(row["at"])[:16].replace("T", " ")
        told = say("checklists.template_version", version=number, when=when, who=who)
        return f"{told} {row['note']}".strip()

    left, right = st.columns(2)
    order = sorted(by_number, reverse=True)
    number = left.selectbox(say("checklists.version_shown"), order, format_func=label)
    others = [one for one in order if one != number]
    against = None
    if others:
        against = right.selectbox(
            say("checklists.version_against"),
            others,
            index=None,
            format_func=label,
            placeholder=say("schedule.compare_none"),
        )
    shown = get_template(office(), actor(), template_id, number)
    if against:
        other = get_template(office(), actor(), template_id, against)
        first, then = (other, shown) if against < number else (shown, other)
        _changes(first["lines"], then["lines"])
        return
    if number == newest["version"]:
        _edit(newest)
        _use(newest)
    else:
        quiet(say("checklists.template_old"))
        st.dataframe([_plain(line) for line in shown["lines"]], hide_index=True, width="stretch")


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = line_row(line)
    row.pop(say("ask.draft_keep"), None)
    return row


def _edit(template: Template) -> None:
    """Words and decisions can be typed and lines dropped; saving makes the next version."""
    st.session_state.setdefault(f"base-{template['id']}", template)
    base: Template = st.session_state[f"base-{template['id']}"]
    mark = f"{base['id']}-{base['version']}"
    quiet(say("checklists.template_edit"))
    rows = st.data_editor(
        [line_row(line) for line in base["lines"]],
        hide_index=True,
        width="stretch",
        height=min(560, 40 + 35 * len(base["lines"])),
        disabled=[say(f"ask.draft_{key}") for key in ("departments", "basis", "why")],
        column_config={
            say("ask.draft_keep"): st.column_config.CheckboxColumn(width="small"),
            say("ask.draft_departments"): st.column_config.TextColumn(width=130),
        },
        key=f"template-lines-{mark}",
    )
    if base["version"] != template["version"]:
        st.warning(say("checklists.template_overtaken", version=template["version"]))
        _changes(base["lines"], template["lines"])
        if st.button(say("campaign.take_theirs"), key="template_reload"):
            st.session_state.pop(f"base-{template['id']}")
            st.rerun()
    note = st.text_input(say("checklists.template_why"), max_chars=300, key=f"template-why-{mark}")
    if st.button(say("checklists.template_save"), type="primary", key="template_save"):
        with refusals():
            lines = typed(base["lines"], rows)
            made = save_template(
                office(),
                actor(),
                base["id"],
                lines,
                expected_version=base["version"],
                note=note,
            )
            st.session_state.pop(f"base-{template['id']}")
            notify(say("checklists.template_saved", version=made["version"]))
            st.rerun()


def _use(template: Template) -> None:
    """Take it for a campaign; sheets made from then on follow its order and words."""
    found = list_campaigns(office(), actor(), limit=200).rows
    rows = {row.id: row.name for row in found if row.state in USABLE}
    if not rows:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    campaign = left.selectbox(
        say("checklists.template_for"), list(rows), format_func=rows.__getitem__
    )
    if right.button(say("checklists.template_use"), key="template_use", width="stretch"):
        with refusals():
            use_template(office(), actor(), template["id"], str(campaign), template["version"])
            st.success(say("checklists.template_used", name=rows[str(campaign)]))


def _changes(first: Sequence[Mapping[str, Any]], then: Sequence[Mapping[str, Any]]) -> None:
    rows = changes(first, then)
    if not rows:
        quiet(say("checklists.template_same"))
        return
    grid(
        [
            say(f"checklists.{key}")
            for key in ("change_what", "change_line", "change_from", "change_to")
        ],
        [(say(f"checklists.change_{what}"), line, old, new) for what, line, old, new in rows],
    )


def changes(
    first: Sequence[Mapping[str, Any]], then: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, str, str]]:
    """(added, dropped, moved or words; the line; before; after), in the order of the later version.

    A line is known by its items; one without items by its topic.
    """
    old = {_known(line): line for line in first}
    new = {_known(line): line for line in then}
    stay = [key for key in old if key in new]
    moved = {
        key for key, other in zip(stay, (k for k in new if k in old), strict=True) if key != other
    }
    found = [("dropped", old[key]["topic"], _words(old[key]), "") for key in old if key not in new]
    for key, line in new.items():
        if key not in old:
            found.append(("added", line["topic"], "", _words(line)))
        elif _words(old[key]) != _words(line):
            found.append(("words", line["topic"], _words(old[key]), _words(line)))
        elif key in moved:
            places = (list(old).index(key) + 1, list(new).index(key) + 1)
            found.append(("moved", line["topic"], *(str(place) for place in places)))
    return found


def _known(line: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(line["items"]) or (f"topic:{line['topic']}",)


def _words(line: Mapping[str, Any]) -> str:
    return joined(str(line[key]) for key in ("topic", "content", "decision") if line.get(key))
