"""People who act, with the digests of their API keys, and the office's settings."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, select

from .. import tables
from ..records import Actor
from .shelf import Shelf, fetch_all, fetch_one, put_one

PEOPLE: Shelf[Actor] = Shelf(tables.people, Actor)
_C = tables.people.c
_S = tables.settings


def key_digest(key: str) -> str:
    """SHA-256 of an API key. Keys are long random texts, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class PeopleStore:
    """Actors by id; keys are kept as digests only and never read back."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    def all(self) -> tuple[Actor, ...]:
        """Everybody, by id."""
        return fetch_all(self._link, PEOPLE, PEOPLE.select().order_by(_C.id))

    def get(self, id: str) -> Actor | None:
        """The person with this id."""
        return fetch_one(self._link, PEOPLE, id)

    def put(self, actor: Actor, key: str | None = None) -> None:
        """Write a person; without ``key`` the key they have stays."""
        put_one(self._link, PEOPLE, actor, None, None)
        if key:
            mine = tables.people.update().where(_C.id == actor.id)
            self._link.execute(mine.values(key_digest=key_digest(key)))

    def by_key(self, key: str) -> Actor | None:
        """Whose key this is."""
        if not key:
            return None
        row = self._link.execute(PEOPLE.select().where(_C.key_digest == key_digest(key))).first()
        return None if row is None else PEOPLE.record(row)


class SettingStore:
    """The office's settings: JSON values by key."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a setting, or ``default`` when it was never put."""
        row = self._link.execute(select(_S.c.value).where(_S.c.key == key)).first()
        return default if row is None else row[0]

    def put(self, key: str, value: Any) -> None:
        """Write a setting."""
        done = self._link.execute(_S.update().where(_S.c.key == key).values(value=value))
        if not done.rowcount:
            self._link.execute(_S.insert(), {"key": key, "value": value})
