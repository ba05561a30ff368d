"""Conversations on the ask page: taken turn by turn, kept by the office, opened again later."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

import assistant
from campaigns import CampaignRefused, forget_talk, get_talk, list_talks
from ui.door import actor, notify, office, quiet, refusals
from ui.widgets.answer import marked
from ui.words import language, say

Turn = dict[str, Any]
_BLANK: Turn = {"abstain": False, "conflicts": [], "citations": [], "passages": [], "notes": []}


def history() -> list[Turn]:
    """The turns of the conversation that is open, newest first: the page's own, else the office's."""
    who, wanted = actor().id, current()
    open_talk(wanted)  # after a visit to another page the address names it again
    kept: dict[str, Any] = st.session_state.get("ask_open") or {}
    if (kept.get("who"), kept.get("talk")) != (who, wanted):
        turns = reopened(wanted) if wanted else []
        kept = st.session_state["ask_open"] = {"who": who, "talk": current(), "turns": turns}
    found: list[Turn] = kept["turns"]
    return found


def current() -> str:
    """The conversation of this visit; at its start the one the address names. "" is a new one."""
    linked = str(st.query_params.get("talk", ""))
    return str(st.session_state.setdefault("ask_talk", linked))


def reopened(talk_id: str) -> list[Turn]:
    """The turns of a kept conversation, newest first; one that is not this person's is let go."""
    try:
        talk = get_talk(office(), actor(), talk_id)
    except CampaignRefused as refused:
        if refused.code != "talk.unknown":
            raise
        open_talk("")
        quiet(say("ask.talk_gone"))
        return []
    return [kept_turn(row) for row in reversed(talk["turns"])]


def kept_turn(row: Mapping[str, Any]) -> Turn:
    """A kept turn as the page shows it; clauses are fetched anew, differences are not kept."""
    shown = dict(row["shown"])
    turn: Turn = {"question": row["said"], "number": row["no"], "at": str(row["at"])[:16]}
    if form := row.get("form"):
        return turn | {"form": dict(form)}
    return turn | {"answer": whole({**shown, "answer": shown.pop("text", "")})}


def whole(told: Mapping[str, Any]) -> Turn:
    """An answer with every field the page reads; what is refused is shown as such."""
    answer = _BLANK | dict(told)
    return answer | {"abstain": answer["abstain"] or answer.get("mode") == "refused"}


def open_talk(talk_id: str) -> None:
    """Name the conversation in the address, so that a reload and a restart keep it."""
    st.session_state["ask_talk"] = talk_id
    if talk_id:
        st.query_params["talk"] = talk_id
    else:
        st.query_params.pop("talk", None)


def take_turn(question: str, where: str | None, when: date | None) -> Turn:
    """One turn, its checked words shown as they come; the office keeps it with the person."""
    turns = history()
    number = turns[0]["number"] + 1 if turns else 1
    events = assistant.converse(
        office(),
        actor(),
        question,
        talk_id=current() or None,
        lang=language(),
        jurisdiction=where,
        as_of=when.isoformat() if when else None,
    )
    turn: Turn = {"question": question, "number": number, "where": where, "when": when}
    turn |= _followed(events, turn)
    turns.insert(0, turn)
    st.session_state["ask_open"]["talk"] = turn["talk"]
    open_talk(turn["talk"])
    return turn


def _followed(events: Iterable[assistant.Event], turn: Mapping[str, Any]) -> Turn:
    st.markdown(f"#### {html.escape(turn['question'])}")
    place, text, found = st.empty(), "", {"talk": ""}
    made: Turn = {}
    for event in events:
        if event.name == "replace":
            text = ""
        elif event.name == "delta":
            text += str(event.data["text"])
            place.html(f'<div class="ans">{marked(text, turn["number"])}</div>')
        elif event.name == "answer":
            made["answer"] = whole(event.data)
        elif event.name == "form":
            made["form"] = dict(event.data)
        elif event.name == "end":
            found = {"talk": str(event.data["talk"]), "number": event.data["turn"]}
    return made | found


def talks() -> None:
    """Earlier conversations, a new one, and the way to have this one forgotten."""
    rows = list_talks(office(), actor())
    now = current()
    with st.popover(say("ask.talks", count=len(rows)), width="stretch", key="talks"):
        if not rows:
            quiet(say("ask.no_talks"))
        if now and st.button(say("ask.new_talk"), key="new_talk", width="stretch"):
            open_talk("")
            st.rerun()
        for row in rows:
            _line(row, now)
        if now and any(row["id"] == now for row in rows):
            quiet(say("ask.forget_help"))
            if st.button(say("ask.forget"), key="forget_talk", width="stretch"):
                with refusals():
                    forget_talk(office(), actor(), now)
                    open_talk("")
                    notify(say("ask.forgotten"))
                    st.rerun()


def _line(row: Mapping[str, Any], now: str) -> None:
    when = str(row["opened_at"])[5:16].replace("T", " ")
    words = say("ask.talk_line", said=row["said"][:28], turns=row["turns"], when=when)
    here = row["id"] == now
    if st.button(words, key=f"talk-{row['id']}", width="stretch", disabled=here, type="tertiary"):
        open_talk(row["id"])
        st.rerun()
