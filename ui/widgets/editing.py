"""A checklist being edited: a draft of this visitor, saved against the version it began with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from campaigns import Checklist, audit_page, people, save_checklist
from ui.door import actor, office, quiet, refusals, show_refusal
from ui.widgets.lines import TEXTS, Line, differences, joined, moved, rebased, split, with_texts
from ui.words import language, say


@dataclass(slots=True)
class Draft:
    """The version it began with, and the lines as they stand; ``turn`` renews the table."""

    base: Checklist
    lines: list[Line]
    turn: int = 0


def draft_of(checklist: Checklist) -> Draft:
    """This visitor's draft; begun anew when there is none, or nothing in it was changed."""
    drafts: dict[str, Draft] = st.session_state.setdefault("drafts", {})
    draft = drafts.get(checklist.id)
    if draft is None or (draft.base.version != checklist.version and not _touched(draft)):
        draft = drafts[checklist.id] = Draft(checklist, [dict(row) for row in checklist.lines])
    return draft


def _table_key(draft: Draft) -> str:
    return f"lines-{draft.base.id}-{draft.base.version}-{draft.turn}"


def _touched(draft: Draft) -> bool:
    """Whether something was typed into the table, or lines were moved."""
    typed = (st.session_state.get(_table_key(draft)) or {}).get("edited_rows")
    return bool(typed) or draft.lines != [dict(row) for row in draft.base.lines]


def editor(checklist: Checklist) -> None:
    """The table, what can be done with lines, and saving."""
    draft = draft_of(checklist)
    if draft.base.version != checklist.version:
        _stale(draft, checklist)
    quiet(say("checklists.edit_help"))
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "topic": line["topic"],
            "content": line["content"],
            "note": line["note"],
            "departments": "、".join(line["departments"]),
            "basis": "；".join(row["basis"] for row in line["basis"]),
            "folded": str(len(line["parts"])) if len(line["parts"]) > 1 else "",
        }
        for place, line in enumerate(draft.lines, 1)
    ]
    edited = st.data_editor(
        rows,
        hide_index=True,
        width="stretch",
        height=min(640, 40 + 62 * len(rows)),
        row_height=62,
        num_rows="fixed",
        disabled=["place", "departments", "basis", "folded"],
        column_config=_columns(),
        key=_table_key(draft),
    )
    now = with_texts(draft.lines, list(edited))
    _line_tools(draft, now)
    _save(draft, now, checklist)


def _columns() -> dict[str, Any]:
    words = {name: say(f"checklists.{name}") for name in ("topic", "content", "note", "place")}
    return {
        "place": st.column_config.NumberColumn(words["place"], width=50),
        "topic": st.column_config.TextColumn(words["topic"], width=150, max_chars=60),
        "content": st.column_config.TextColumn(words["content"], width=330, max_chars=1000),
        "note": st.column_config.TextColumn(words["note"], width=150, max_chars=500),
        "departments": st.column_config.TextColumn(say("checklists.departments"), width=110),
        "basis": st.column_config.TextColumn(say("checklists.bases"), width=210),
        "folded": st.column_config.TextColumn(say("checklists.folded"), width=60),
    }


def _line_tools(draft: Draft, now: list[Line]) -> None:
    """Move, join and take apart the picked lines."""
    picked = st.multiselect(
        say("checklists.pick"),
        range(len(now)),
        format_func=lambda n: f"{n + 1} {now[n]['topic'][:14]}" if n < len(now) else "",
        key=f"picked-{draft.base.id}-{draft.turn}",
    )
    with st.container(horizontal=True):
        for name in ("up", "down", "join", "split"):
            if st.button(say(f"checklists.{name}"), key=f"line-{name}", disabled=not picked):
                if name == "join":
                    draft.lines = joined(now, picked)
                elif name == "split":
                    draft.lines = split(now, picked)
                else:
                    draft.lines = moved(now, picked, -1 if name == "up" else 1)
                draft.turn += 1
                st.rerun()


def _save(draft: Draft, now: list[Line], checklist: Checklist) -> None:
    changed = now != [dict(row) for row in draft.base.lines]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("checklists.save"), type="primary", key="save", disabled=not changed):
            _keep(draft, now)
        if st.button(say("checklists.drop"), key="drop", disabled=not changed):
            st.session_state["drafts"].pop(checklist.id, None)
            st.rerun()
        if changed:
            quiet(say("checklists.unsaved"))


def _keep(draft: Draft, now: list[Line]) -> None:
    """Save against the version the draft began with; where somebody was faster the draft stays."""
    try:
        saved = save_checklist(
            office(), actor(), draft.base.id, now, expected_version=draft.base.version
        )
    except ValueError as error:
        draft.lines, draft.turn = now, draft.turn + 1
        if getattr(error, "code", "") != "registry.stale":
            show_refusal(error)
            return
        st.rerun()
    else:
        st.session_state["drafts"].pop(saved.id, None)
        st.session_state["notice"] = say("checklists.saved", version=saved.version)
        st.rerun()


def _stale(draft: Draft, newest: Checklist) -> None:
    """Somebody else saved: who, when, what changed, and two ways on. The draft is kept."""
    with st.container(border=True):
        st.markdown(
            f"**{say('checklists.stale', who=_who(newest), version=newest.version, base=draft.base.version)}**"
        )
        for row in differences(draft.base.lines, newest.lines)[:30]:
            st.markdown(f"- {_told(row)}")
        quiet(say("checklists.stale_help"))
        with st.container(horizontal=True):
            if st.button(say("checklists.rebase"), type="primary", key="rebase"):
                draft.lines = rebased(draft.base.lines, draft.lines, newest.lines)
                draft.base, draft.turn = newest, draft.turn + 1
                st.rerun()
            if st.button(say("checklists.take_theirs"), key="take_theirs"):
                st.session_state["drafts"].pop(newest.id, None)
                st.rerun()


def _told(row: dict[str, Any]) -> str:
    if row["field"] == "order":
        return say("checklists.diff_order")
    if row["field"] == "items":
        return say("checklists.diff_items", no=row["no"], topic=row["now"])
    then, now = (str(row[key]).replace("\n", " ")[:60] or "—" for key in ("then", "now"))
    field = say(f"checklists.{row['field']}") if row["field"] in TEXTS else row["field"]
    return say("checklists.diff_text", no=row["no"], field=field, then=then, now=now)


def _who(checklist: Checklist) -> str:
    """Who saved the newest version, and when, from the record where this person may read it."""
    with refusals():
        rows = audit_page(
            office(), actor(), subject=checklist.id, action="checklist.save", limit=1
        ).rows
        if rows:
            names = {person.id: person.name for person in people(office())}
            when = rows[0].at.strftime("%m-%d %H:%M")
            return f"{names.get(rows[0].actor, rows[0].actor)} {when}"
    return "—" if language() == "en" else "－"
