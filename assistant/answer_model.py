"""Phrasing by a chat model, believed only as far as the cited clauses carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from knowledge import Found, Hit

from .answer_check import holds
from .answer_quotes import Quote, Run, display, quotes_of

PATIENCE = 20.0
_PROMPT = Path(__file__).with_name("prompts") / "answer.md"
_MASKS = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[id]"),
    (re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])"), "[credit-code]"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "[phone]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[mail]"),
)


@cache
def _prompt() -> str:
    return _PROMPT.read_text(encoding="utf-8")


def mask(text: str) -> str:
    """Personal data replaced by a mark: what leaves for a model never holds it."""
    for pattern, mark in _MASKS:
        text = pattern.sub(mark, text)
    return text


def phrase(
    model: BaseChatModel, question: str, found: Found, patience: float = PATIENCE
) -> tuple[tuple[str, list[Quote]] | None, tuple[str, ...]]:
    """The checked wording with its citations, or None; and the faults met on the way."""
    hits = found.hits[:5]
    try:
        reply = _call(model, question, hits, patience)
        sentences = _sentences(reply)
    except Late:
        return None, ("model.late",)
    except Exception as error:  # a model may fail in any way; none of them may reach the asker
        return None, (f"model.{type(error).__name__}",)
    kept = [(text, cites) for text, cites in sentences if holds(text, cites, hits)]
    if not kept or len(kept) * 2 < len(sentences):
        return None, ("model.unsupported",)
    dropped = ("model.dropped",) if len(kept) < len(sentences) else ()
    return _written(kept, hits), dropped


def _call(model: BaseChatModel, question: str, hits: Sequence[Hit], patience: float) -> str:
    """One call, bounded in time; the thread of a hanging model is left behind."""
    clauses = [
        {
            "n": n,
            "region": hit.jurisdiction,
            "status": hit.status,
            "path": hit.clause,
            "text": display(hit.text),
        }
        for n, hit in enumerate(hits, 1)
    ]
    request = mask(json.dumps({"question": question, "clauses": clauses}, ensure_ascii=False))
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(model.invoke, [SystemMessage(_prompt()), HumanMessage(request)])
        return str(future.result(timeout=patience).text)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _sentences(reply: str) -> list[tuple[str, tuple[int, ...]]]:
    """The reply's JSON, taken apart strictly: anything else is a fault."""
    body = re.sub(r"^```(?:json)?|```$", "", reply.strip()).strip()
    data: Any = json.loads(body)
    rows = data["sentences"]
    found = [(str(row["text"]).strip(), tuple(int(n) for n in row["cites"])) for row in rows]
    if not found or not all(text for text, _ in found):
        raise ValueError("no sentences")
    return found


def _written(
    kept: Sequence[tuple[str, tuple[int, ...]]], hits: Sequence[Hit]
) -> tuple[str, list[Quote]]:
    """Sentences numbered anew by the clauses they cite, with a quote from each clause."""
    used = list(dict.fromkeys(n for _, cites in kept for n in cites))[:6]
    number = {n: at for at, n in enumerate(used, 1)}
    text = "".join(
        said + "".join(f"[{number[n]}]" for n in cites if n in number) for said, cites in kept
    )
    return text, [_quote(hits[n - 1]) for n in used]


def _quote(hit: Hit) -> Quote:
    """The beginning of the deciding words, verbatim."""
    start, end = hit.focus[0] - hit.start, hit.focus[1] - hit.start
    return quotes_of(hit, Run(start, end, start), 1)[0]
