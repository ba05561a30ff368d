"""A policy question answered from the clauses: the point first, every sentence with its citation.

No model is needed. Where one is given it may phrase the answer; what it claims is checked against
the cited clauses first, and the assembled answer stands in whenever the check or the model fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from langchain_core.language_models import BaseChatModel

from knowledge import Found, Hit, Library, is_answerable

from . import answer_words as words
from .answer_assemble import assemble, assemble_gap
from .answer_model import phrase
from .answer_quotes import Quote
from .answer_screen import Screened, screen


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the shape of the contract; ``mode`` says who phrased it."""

    passages: tuple[Hit, ...]
    abstain: bool
    confidence: float
    answer: str
    citations: tuple[Quote, ...]
    conflicts: tuple[dict[str, Any], ...]
    mode: str = "assembled"
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON of ``policy/ask``."""
        return {
            "passages": [_passage(hit) for hit in self.passages],
            "abstain": self.abstain,
            "confidence": self.confidence,
            "answer": self.answer,
            "citations": [
                {"doc": q.doc, "clause": q.clause, "quote": q.quote} for q in self.citations
            ],
            "conflicts": list(self.conflicts),
            "mode": self.mode,
            "notes": list(self.notes),
        }


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "doc": hit.doc,
        "clause": hit.clause,
        "text": hit.text,
        "score": hit.score,
        "status": hit.status,
        "jurisdiction": hit.jurisdiction,
        "number": hit.number,
        "title": hit.title,
        "date": hit.date,
        "rules": list(hit.rules),
    }


def ask(
    library: Library,
    question: str,
    k: int = 10,
    uploaded_text: str | None = None,
    jurisdiction: str | None = None,
    as_of: str | date | None = None,
    model: BaseChatModel | None = None,
) -> Answer:
    """Answer ``question`` from the library; abstains where the texts do not answer."""
    screened = screen(question, uploaded_text)
    found = library.find(screened.question, k, jurisdiction, as_of)
    if screened.refusal:
        return _refuse(screened, found)
    if not found.hits or not is_answerable(found.evidence.confidence):
        return _noted(_abstain(library, screened, found), screened, found)
    body, citations, conflicts = assemble(library, screened.question, found)
    answer = Answer(
        found.hits, False, found.evidence.confidence, body, tuple(citations), tuple(conflicts)
    )
    answer = _noted(answer, screened, found)
    return _phrased(answer, screened.question, found, model) if model else answer


def _refuse(screened: Screened, found: Found) -> Answer:
    text = words.pick(words.REFUSALS[screened.refusal], found.asked.english)
    return Answer(found.hits, True, 0.0, text, (), (), "refused", (screened.refusal,))


def _abstain(library: Library, screened: Screened, found: Found) -> Answer:
    body, citations = assemble_gap(library, screened.question, found)
    return Answer(found.hits, True, found.evidence.confidence, body, tuple(citations), ())


def _noted(answer: Answer, screened: Screened, found: Found) -> Answer:
    """Say at the end what was not obeyed, and that a reranker gave no order."""
    notes: Sequence[tuple[bool, str, tuple[str, str]]] = (
        (screened.commanded, "command", words.COMMANDED),
        (screened.upload_commands, "upload", words.UPLOADED),
        (found.order == "failed", "reranker", words.NOT_REORDERED),
    )
    for applies, code, text in notes:
        if applies:
            said = answer.answer + words.pick(text, found.asked.english)
            answer = replace(answer, answer=said, notes=(*answer.notes, code))
    return answer


def _phrased(answer: Answer, question: str, found: Found, model: BaseChatModel) -> Answer:
    """The model's wording where it holds against the clauses; else the assembled answer, and why."""
    phrased, fault = phrase(model, question, found)
    if phrased:
        text, citations = phrased
        return replace(
            answer,
            answer=text,
            citations=tuple(citations),
            mode="model",
            notes=(*answer.notes, *fault),
        )
    note = words.pick(words.MODEL_FAILED, found.asked.english)
    return replace(answer, answer=answer.answer + note, notes=(*answer.notes, *fault))
