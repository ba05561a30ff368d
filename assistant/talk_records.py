"""Records told in a conversation: ids are found in the words, the words come from the record.

A model may phrase with the reading tools; where it fails or says more than the record, the record is
told by rule, and the turn says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from assistant.agent import run_agent
from assistant.models import office_model
from assistant.tools import read_tools
from assistant.tools_records import explain_record
from campaigns import (
    Actor,
    CampaignRefused,
    Office,
    describe,
    draws_of_campaign,
    list_campaigns,
    list_schedules,
)

CAMPAIGN: Final = re.compile(r"C20\d\d-\d{4}")
SCHEDULE: Final = re.compile(r"C20\d\d-\d{4}-S\d{2,}")
_DRAW: Final = re.compile(r"C20\d\d-\d{4}-D\d{1,}|D20\d\d-\d{4}")
_TARGET: Final = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-HJ-NPQRTUWXY]{18}|T\d{5})(?![0-9A-Za-z])")
_ABOUT_DRAW: Final = re.compile(
    r"抽中|抽取|没抽|票号|中签|开奖|种子|承诺|\bdrawn?\b|ticket|lot\b|seed", re.I
)
_FAILED: Final = (
    "（模型未能给出与记录相符的说明，以下由记录直接组成。）",
    " (The model gave nothing that agrees with the record; this is told from the record.)",
)


def looks_at_records(text: str) -> bool:
    """Whether a sentence names a record."""
    return bool(CAMPAIGN.search(text) or _DRAW.search(text) or _TARGET.search(text))


def newest_schedule(office: Office, actor: Actor, turns: Sequence[Mapping[str, Any]] = ()) -> str:
    """The schedule last spoken of, else the newest kept; "" where there is none to read."""
    for turn in reversed(turns):
        facts = (turn.get("shown") or {}).get("facts") or {}
        if facts.get("schedule"):
            return str(facts["schedule"])
    try:
        for campaign in list_campaigns(office, actor, limit=10).rows:
            if records := list_schedules(office, actor, campaign.id):
                return records[-1].id
    except CampaignRefused:  # who may not read campaigns has no newest schedule
        return ""
    return ""


def tell_records(
    office: Office, actor: Actor, text: str, turns: Sequence[Mapping[str, Any]], lang: str
) -> dict[str, Any] | None:
    """The record a sentence asks about; None where it names none and none was spoken of."""
    english = lang.startswith("en")
    try:
        wanted = _wanted(office, actor, text, turns)
        plain = explain_record(office, actor, *wanted, lang=lang) if wanted else None
    except CampaignRefused as refused:
        return {"text": describe(refused, lang), "mode": "refused", "facts": {}}
    model = office_model(office)
    if model is None:
        return _of(plain, "record") if plain else None
    history = [(str(t["said"]), str((t.get("shown") or {}).get("text", ""))) for t in turns]
    tools = read_tools(office, actor, lang=lang)
    told = run_agent(model, tools, text, history, office.settings.chat_timeout)
    if told.text:
        facts = plain["facts"] if plain else {}
        made = {"text": told.text, "mode": "model", "facts": facts, "tools": list(told.used)}
        return made | {"notes": ["model.dropped"] if told.dropped else []}
    if plain is None:
        return None
    spare = _of(plain, "record")
    return spare | {"text": spare["text"] + _FAILED[english], "notes": [told.fault]}


def _of(told: Mapping[str, Any], mode: str) -> dict[str, Any]:
    return {
        "text": told["text"],
        "mode": mode,
        "facts": dict(told["facts"]),
        "basis": list(told["basis"]),
        "what": told["what"],
        "id": told["id"],
    }


def _wanted(
    office: Office, actor: Actor, text: str, turns: Sequence[Mapping[str, Any]]
) -> tuple[str, str] | None:
    """(what, id) as explain_record takes them: the ids said, completed by what was spoken of."""
    target = _TARGET.search(text)
    about_draw = bool(_ABOUT_DRAW.search(text))
    if draw := _DRAW.search(text):
        return ("target", f"{draw[0]}/{target[0]}") if target else ("draw", draw[0])
    if found := SCHEDULE.search(text):
        return ("visit", f"{found[0]}/{target[0]}") if target else ("schedule", found[0])
    campaign = CAMPAIGN.search(text)
    if about_draw and (campaign or target):
        id_ = _newest_draw(office, actor, campaign[0] if campaign else None)
        if id_:
            return ("target", f"{id_}/{target[0]}") if target else ("draw", id_)
    if campaign:
        records = list_schedules(office, actor, campaign[0])
        schedule = records[-1].id if records else ""
    else:
        schedule = newest_schedule(office, actor, turns)
    if not schedule:
        return None
    return ("visit", f"{schedule}/{target[0]}") if target else ("schedule", schedule)


def _newest_draw(office: Office, actor: Actor, campaign: str | None) -> str:
    """The newest draw with a seed, of one campaign or of the newest ones; "" where there is none."""
    rows = [campaign] if campaign else [c.id for c in list_campaigns(office, actor, limit=10).rows]
    for id_ in rows:
        revealed = [draw.id for draw in draws_of_campaign(office, actor, id_) if draw.receipt]
        if revealed:
            return revealed[-1]
    return ""
