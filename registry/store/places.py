"""Departments and districts: few rows, read whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from .. import tables
from ..records import Department, District
from .shelf import Pen, Shelf, fetch_all, fetch_one, merge_many

P = TypeVar("P", Department, District)


class PlaceStore(Generic[P]):
    """A short list kept by id."""

    def __init__(self, link: Connection, pen: Pen | None, shelf: Shelf[P]) -> None:
        self._link, self._pen = link, pen
        self._shelf: Shelf[P] = shelf

    def all(self) -> tuple[P, ...]:
        """Every row, by id."""
        return fetch_all(
            self._link, self._shelf, self._shelf.select().order_by(self._shelf.table.c.id)
        )

    def get(self, id: str) -> P | None:
        """The row with this id."""
        return fetch_one(self._link, self._shelf, id)

    def put_many(self, rows: Iterable[P]) -> dict[str, int]:
        """Insert or overwrite; returns how many were added, changed, unchanged."""
        merged = merge_many(self._link, self._shelf, rows, self._pen)
        return merged.counts()


DEPARTMENTS: Shelf[Department] = Shelf(tables.departments, Department)
DISTRICTS: Shelf[District] = Shelf(tables.districts, District)
