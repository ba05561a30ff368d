"""The register of questions the texts do not answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from ..papers import Question
from ..records import Page
from ..tables_papers import questions as table
from .history import read_history, write_history
from .shelf import Pen, Shelf, add_one, fetch_one, fetch_page, next_number, put_one

QUESTIONS: Shelf[Question] = Shelf(table, Question)
_NOUN = "question"


class QuestionStore:
    """Questions by id; one row for the same bare words."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(self, state: str | None = None, limit: int = 50, offset: int = 0) -> Page:
        """A page, the latest asked first; ``state=None`` means any."""
        where = [table.c.state == state] if state else []
        order = [table.c.last_at.desc(), table.c.id.desc()]
        return fetch_page(self._link, QUESTIONS, where, order, limit, offset)

    def get(self, id: str) -> Question | None:
        """The question with this id."""
        return fetch_one(self._link, QUESTIONS, id)

    def by_words(self, words: str) -> Question | None:
        """The question with these bare words (their digest)."""
        row = self._link.execute(QUESTIONS.select().where(table.c.words == words)).first()
        return None if row is None else QUESTIONS.record(row)

    def count(self) -> int:
        """How many there are."""
        return self._link.execute(select(func.count()).select_from(table)).scalar_one()

    def next_number(self) -> int:
        """The number of the next question."""
        return next_number(self._link, table.c.number)

    def add(self, question: Question) -> Question:
        """Insert a new question at version 1."""
        return add_one(self._link, QUESTIONS, question, self._pen)

    def put(self, question: Question, expected_version: int | None = None) -> Question:
        """Write a question; with ``expected_version`` a stale write is refused."""
        before, after = put_one(self._link, QUESTIONS, question, self._pen, expected_version)
        if before is not None:
            write_history(self._link, self._pen, _NOUN, [(before, after)])
        return after

    def history(self, id: str) -> tuple[dict[str, Any], ...]:
        """What was changed, by whom and when, oldest first."""
        return read_history(self._link, _NOUN, id)
