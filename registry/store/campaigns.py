"""Campaigns."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from .. import tables
from ..records import Campaign, Page
from .shelf import Pen, Shelf, add_one, fetch_many, fetch_one, fetch_page, next_number, put_one

CAMPAIGNS: Shelf[Campaign] = Shelf(tables.campaigns, Campaign)
_C = tables.campaigns.c


class CampaignStore:
    """Campaigns, newest number first."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(self, state: str | None = None, limit: int = 50, offset: int = 0) -> Page:
        """A page, newest first; ``state=None`` means any."""
        where = [_C.state == state] if state else []
        return fetch_page(self._link, CAMPAIGNS, where, [_C.number.desc()], limit, offset)

    def get(self, id: str) -> Campaign | None:
        """The campaign with this id."""
        return fetch_one(self._link, CAMPAIGNS, id)

    def many(self, ids: Iterable[str]) -> dict[str, Campaign]:
        """Campaigns by id, in the order asked; unknown ids are left out."""
        return fetch_many(self._link, CAMPAIGNS, ids)

    def add(self, campaign: Campaign) -> Campaign:
        """Insert a new campaign at version 1."""
        return add_one(self._link, CAMPAIGNS, campaign, self._pen)

    def put(self, campaign: Campaign, expected_version: int | None = None) -> Campaign:
        """Write a campaign; with ``expected_version`` a stale write is refused."""
        return put_one(self._link, CAMPAIGNS, campaign, self._pen, expected_version)[1]

    def next_number(self) -> int:
        """The number of the next campaign."""
        return next_number(self._link, _C.number)
