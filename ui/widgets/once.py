"""A form of a conversation is run once: claimed before, its outcome kept after, open again if refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from campaigns import claim_form, describe, note_outcome
from ui.door import actor, office
from ui.words import language


@contextmanager
def run_once(form: Any) -> Iterator[dict[str, Any]]:
    """Run a confirmed form inside; give the dictionary what it came to.

    Raises CampaignRefused ``form.state`` where it was confirmed before, perhaps in another window.
    """
    talk, digest = str(st.session_state.get("ask_talk", "")), str(form.get("digest", ""))
    outcome: dict[str, Any] = {}
    if not (talk and digest and form.get("runs")):
        yield outcome
        return
    claim_form(office(), actor(), talk, digest)
    try:
        yield outcome
    except ValueError as refused:
        told = {"refused": describe(refused, language())}
        note_outcome(office(), actor(), talk, digest, told)
        raise
    note_outcome(office(), actor(), talk, digest, outcome)
    form |= {"state": "done", "outcome": dict(outcome)}
