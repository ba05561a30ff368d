"""Two rules of the draw of people a plan may set: weighting by load, and pairing by district."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from campaigns import Campaign
from ui.words import joined, say

RULES = ("load_weights", "pairing")
FIELDS = tuple(f"{rule}{part}" for rule in RULES for part in ("", "_reason"))
# Once, twice and more within a year: a little less, or much less.
WEIGHTS = (["3/4", "1/2"], ["1/2", "1/4"])
NONE = {"load_weights": "", "pairing": json.dumps("target")}


def said(campaign: Campaign) -> dict[str, str]:
    """What an earlier campaign says, as the form holds it."""
    answers = {}
    for rule in RULES:
        own = campaign.rules.get(rule)
        answers[rule] = json.dumps(own["value"]) if own else NONE[rule]
        answers[f"{rule}_reason"] = str(own.get("reason", "")) if own else ""
    return answers


def people_rules(form: str, rules: dict[str, Any]) -> None:
    """One line for each rule, with its reason; what differs from the default goes into ``rules``."""
    for rule in RULES:
        left, right = st.columns([2, 3])
        kept = str(st.session_state.setdefault(f"{form}-{rule}", NONE[rule]))
        words: dict[str, str] = {
            text: shown(rule, json.loads(text) if text else None)
            for text in (*_choices(rule), kept)
        }
        choice = left.selectbox(
            say(f"campaign.{rule}"),
            list(words),
            format_func=words.__getitem__,
            key=f"{form}-{rule}",
            persist_state="session",
        )
        reason = right.text_input(
            say("common.reason"), key=f"{form}-{rule}_reason", persist_state="session"
        )
        if choice and choice != NONE[rule]:
            rules[rule] = {"value": json.loads(choice), "reason": reason}


def shown(rule: str, value: Any) -> str:
    """A value of one of these rules in words."""
    if rule == "pairing":
        return say(f"campaign.pairing_{value}")
    if not value:
        return say("campaign.load_none")
    return say("campaign.load_some", months=value["months"], weights=joined(value["weights"]))


def _choices(rule: str) -> list[str]:
    if rule == "pairing":
        return [json.dumps(one) for one in ("target", "district")]
    return ["", *(json.dumps({"months": 12, "weights": one}) for one in WEIGHTS)]
