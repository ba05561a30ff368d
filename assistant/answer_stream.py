"""A policy answer as it is made: the model's sentences one by one, each checked before it is shown.

A sentence the cited clauses do not carry is dropped. When too little is left, or the model fails in
any way, what was shown is taken back and the assembled answer stands in its place, and says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant import answer_words as words
from assistant.answer import Answer
from assistant.answer_check import holds
from assistant.answer_quotes import Quote, Run, display, quotes_of
from assistant.bounded import Late, stream_within
from assistant.events import Event, deltas
from knowledge import Hit

Sentence = tuple[str, tuple[int, ...]]
_LIST: Final = re.compile(r'"sentences"\s*:\s*\[')
_LONGEST: Final = 20_000  # characters of a reply; a model that babbles is stopped
CITED: Final = 6


class Sentences:
    """The sentences of a growing JSON reply, each as soon as it is whole."""

    def __init__(self) -> None:
        self._text, self._at, self.closed = "", -1, False

    def feed(self, piece: str) -> Iterator[Sentence]:
        """Take a piece; raises ValueError where the reply is no such JSON."""
        self._text += piece
        if len(self._text) > _LONGEST:
            raise ValueError("the reply is too long")
        if self._at < 0:
            found = _LIST.search(self._text)
            if not found:
                return
            self._at = found.end()
        while not self.closed:
            rest = self._text[self._at :].lstrip(" \t\r\n,")
            self._at = len(self._text) - len(rest)
            if not rest:
                return
            if rest[0] == "]":
                self.closed = True
                return
            try:
                row, end = json.JSONDecoder().raw_decode(rest)
            except json.JSONDecodeError:
                if rest[0] != "{":
                    raise ValueError("no sentence") from None
                return
            self._at += end
            yield str(row["text"]).strip(), tuple(int(n) for n in row["cites"])


def stream_phrased(
    model: BaseChatModel, question: str, plain: Answer, seconds: float, english: bool
) -> Iterator[Event]:
    """Events of a phrased answer; the last is ``answer`` with the whole of it."""
    hits = plain.passages[:5]
    kept: list[Sentence] = []
    number: dict[int, int] = {}
    dropped, fault = 0, ""
    reply = Sentences()
    try:
        for piece in stream_within(seconds, model, _messages(question, hits)):
            for said, cites in reply.feed(piece):
                fresh = [n for n in dict.fromkeys(cites) if n not in number]
                if not said or not holds(said, cites, hits) or len(number) + len(fresh) > CITED:
                    dropped += 1
                    yield Event("dropped", {"count": dropped})
                    continue
                number |= {n: len(number) + at for at, n in enumerate(fresh, 1)}
                kept.append((said, cites))
                yield Event("delta", {"text": _marked(said, cites, number)})
        if not reply.closed:
            fault = "model.cut"
    except Late:
        fault = "model.late"
    except Exception as error:  # a model may fail in any way; none of them may reach the asker
        fault = f"model.{type(error).__name__}"
    if not fault and (not kept or len(kept) < dropped):
        fault = "model.unsupported"
    if fault:
        yield from _stand_in(plain, fault, bool(kept), english)
        return
    text = "".join(_marked(said, cites, number) for said, cites in kept)
    quotes: list[Quote] = [_quote(hits[n - 1]) for n in number]
    notes = (*plain.notes, *(("model.dropped",) if dropped else ()))
    whole = replace(plain, answer=text, citations=tuple(quotes), mode="model", notes=notes)
    yield Event("answer", whole.to_json())


def stream_plain(plain: Answer) -> Iterator[Event]:
    """Events of an answer that is whole already."""
    yield from deltas(plain.answer)
    yield Event("answer", plain.to_json())


def _stand_in(plain: Answer, fault: str, shown: bool, english: bool) -> Iterator[Event]:
    said = plain.answer + words.pick(words.MODEL_FAILED, english)
    if shown:
        yield Event("replace", {"why": fault})
    yield from stream_plain(replace(plain, answer=said, notes=(*plain.notes, fault)))


def _marked(said: str, cites: Sequence[int], number: dict[int, int]) -> str:
    return said + "".join(f"[{number[n]}]" for n in dict.fromkeys(cites) if n in number)


def _messages(question: str, hits: Sequence[Hit]) -> list[Any]:
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
    request = json.dumps({"question": question, "clauses": clauses}, ensure_ascii=False)
    return [SystemMessage(prompt("answer")), HumanMessage(request)]


@cache
def prompt(name: str) -> str:
    """The words a model is given for a task, from ``prompts/``."""
    path = Path(__file__).with_name("prompts") / f"{name}.md"
    return path.read_text(encoding="utf-8")


def _quote(hit: Hit) -> Quote:
    """The beginning of the deciding words, verbatim."""
    start, end = hit.focus[0] - hit.start, hit.focus[1] - hit.start
    return quotes_of(hit, Run(start, end, start), 1)[0]
