"""Keeping the draw log: every act of a draw is one chained entry, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.basis import DRAW
from campaigns.errors import CampaignRefused, missing, refusal
from draw import append_entry
from registry import Draw, LogEntry, Tx


def append(tx: Tx, draw_id: str, at: datetime, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Append ``{"kind", …}``; raises DrawRefused where the log's rules forbid it.

    Whoever waited for the write lock may have read the clock before the entry now last: the log's
    times never go back, so that entry's time counts then.
    """
    log = entries(tx)
    if log:
        at = max(at, datetime.fromisoformat(log[-1]["at"]))
    made = append_entry(log, entry, at.isoformat())
    tx.draws.append_log(
        LogEntry(seq=made["index"], draw=draw_id, kind=str(made["kind"]), body=made)
    )
    return made


def entries(tx: Tx) -> list[dict[str, Any]]:
    """The whole log as the draw room makes and verifies it."""
    return [dict(entry.body) for entry in tx.draws.log()]


def next_number(tx: Tx) -> int:
    """The number of the next plan: campaigns and plan files share one numbering without gaps."""
    return 1 + len([entry for entry in entries(tx) if entry["kind"] == "plan"])


def last_receipt(tx: Tx) -> str | None:
    """The digest of the newest receipt, which the next one names."""
    digests = [e["body"]["receipt"] for e in entries(tx) if e["kind"] == "receipt"]
    return str(digests[-1]) if digests else None


def known_draw(tx: Tx, draw_id: str) -> Draw:
    """The draw inside a transaction; raises ``draw.unknown``."""
    draw = tx.draws.get(draw_id)
    if draw is None:
        raise missing("draw", "抽取", draw_id)
    return draw


STATE_WORDS = {
    "frozen": "名单已冻结、尚未公布承诺",
    "committed": "承诺已公布、尚未开奖",
    "revealed": "已开奖",
    "cancelled": "已撤销",
}


def wrong_state(draw: Draw, *, zh: str, en: str) -> CampaignRefused:
    """The refusal that says how far the draw has come."""
    return refusal(
        "draw.state",
        f"第{draw.number}号抽取{STATE_WORDS.get(draw.state, draw.state)}，现在不能{zh}。",
        f"Draw {draw.number} is {draw.state}; it can't be {en} now.",
        field="state",
        value=draw.state,
        rule=f"{DRAW}.4",
    )


def is_rehearsal(draw: Draw) -> bool:
    """Whether nothing of this draw may be called a draw."""
    source = draw.plan.get("seed_source") or {}
    return bool(source.get("kind") == "rehearsal")
