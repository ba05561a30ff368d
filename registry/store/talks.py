"""Conversations and their turns. A forgotten one keeps its number and nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from ..papers import Talk, Turn
from ..tables_papers import talks as table
from ..tables_papers import turns
from .shelf import Pen, Shelf, add_one, fetch_all, fetch_one, next_number, put_one, update_many

TALKS: Shelf[Talk] = Shelf(table, Talk)
TURNS: Shelf[Turn] = Shelf(turns, Turn, "talk", "no")
_T = turns.c


class TalkStore:
    """Conversations by id, and each person's own."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def get(self, id: str) -> Talk | None:
        """The conversation with this id; None for one that was forgotten."""
        talk = fetch_one(self._link, TALKS, id)
        return talk if talk is not None and talk.state != "forgotten" else None

    def of(self, person: str) -> tuple[Talk, ...]:
        """One person's conversations, oldest first."""
        mine = TALKS.select().where(table.c.by == person, table.c.state != "forgotten")
        return fetch_all(self._link, TALKS, mine.order_by(table.c.number))

    def turns(self, ids: Iterable[str]) -> tuple[Turn, ...]:
        """The turns of these conversations, by conversation and number."""
        query = TURNS.select().where(_T.talk.in_(list(ids)))
        return fetch_all(self._link, TURNS, query.order_by(_T.talk, _T.no))

    def next_number(self) -> int:
        """The number of the next conversation; no number is given twice."""
        return next_number(self._link, table.c.number)

    def add(self, talk: Talk) -> Talk:
        """Insert a new conversation at version 1."""
        return add_one(self._link, TALKS, talk, self._pen)

    def add_turn(self, turn: Turn, keep: int) -> None:
        """Append a turn and drop what lies more than ``keep`` turns back."""
        self._link.execute(turns.insert(), TURNS.values(turn))
        old = turns.delete().where(_T.talk == turn.talk, _T.no <= turn.no - keep)
        self._link.execute(old)
        self._touch(turn.talk)

    def put_turn(self, turn: Turn, expected_version: int | None = None) -> None:
        """Overwrite a turn; with the conversation's ``expected_version`` a stale write is refused."""
        self._touch(turn.talk, expected_version)
        update_many(self._link, TURNS, [turn], self._pen)

    def forget(self, id: str) -> None:
        """Delete every turn; the bytes are overwritten where the database would leave them."""
        if self._link.dialect.name == "sqlite":
            self._link.exec_driver_sql("PRAGMA secure_delete = ON")
        self._link.execute(turns.delete().where(_T.talk == id))
        talk = fetch_one(self._link, TALKS, id)
        if talk is not None:
            put_one(self._link, TALKS, replace(talk, state="forgotten"), self._pen, None)

    def _touch(self, id: str, expected_version: int | None = None) -> None:
        talk = fetch_one(self._link, TALKS, id)
        if talk is not None:
            put_one(self._link, TALKS, talk, self._pen, expected_version)
