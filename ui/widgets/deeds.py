"""An entry of the trail in words."""

from __future__ import annotations

from campaigns import AuditEntry
from ui.words import say, table


def deed(entry: AuditEntry) -> str:
    """What was done, with its reason where one was given."""
    key = f"record.did_{entry.action.replace('.', '_')}"
    word = say(key) if key in table() else entry.action
    reason = entry.detail.get("reason")
    return f"{word} · {reason}" if reason else word
