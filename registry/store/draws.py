"""Draws, what witnesses pledged, the append-only log, and the rows drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, func, select

from .. import tables
from ..faults import refusal
from ..records import Draw, DrawnTarget, LogEntry, Page, Pledge
from .shelf import (
    Pen,
    Shelf,
    add_one,
    fetch_all,
    fetch_one,
    fetch_page,
    merge_many,
    next_number,
    put_one,
)

DRAWS: Shelf[Draw] = Shelf(tables.draws, Draw)
PLEDGES: Shelf[Pledge] = Shelf(tables.pledges, Pledge, "draw", "witness")
LOG: Shelf[LogEntry] = Shelf(tables.draw_log, LogEntry, "seq")
DRAWN: Shelf[DrawnTarget] = Shelf(tables.drawn_targets, DrawnTarget, "campaign", "target")


class DrawStore:
    """Draws and everything that hangs on them."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(self, state: str | None = None, limit: int = 50, offset: int = 0) -> Page:
        """A page of draws, newest number first."""
        c = tables.draws.c
        where = [c.state == state] if state else []
        return fetch_page(self._link, DRAWS, where, [c.number.desc()], limit, offset)

    def get(self, id: str) -> Draw | None:
        """The draw with this id."""
        return fetch_one(self._link, DRAWS, id)

    def of_campaign(self, campaign: str) -> tuple[Draw, ...]:
        """Draws of a campaign, by number."""
        c = tables.draws.c
        query = DRAWS.select().where(c.campaign == campaign).order_by(c.number)
        return fetch_all(self._link, DRAWS, query)

    def add(self, draw: Draw) -> Draw:
        """Insert a new draw."""
        return add_one(self._link, DRAWS, draw, self._pen)

    def put(self, draw: Draw) -> Draw:
        """Write a draw. Its one seed cannot be exchanged for another (contract §5.4)."""
        before = self.get(draw.id)
        if before is not None and before.seed is not None and draw.seed != before.seed:
            raise _second_seed(draw)
        return put_one(self._link, DRAWS, draw, self._pen, None)[1]

    def next_number(self) -> int:
        """The number of the next plan."""
        return next_number(self._link, tables.draws.c.number)

    def pledges(self, draw: str) -> tuple[Pledge, ...]:
        """Pledges of a draw, by the witness's name."""
        c = tables.pledges.c
        return fetch_all(
            self._link, PLEDGES, PLEDGES.select().where(c.draw == draw).order_by(c.witness)
        )

    def put_pledge(self, pledge: Pledge) -> None:
        """Write a pledge or the contribution that opens it."""
        put_one(self._link, PLEDGES, pledge, self._pen, None)

    def log(self, draw: str | None = None) -> tuple[LogEntry, ...]:
        """The log, oldest first; of one draw where named."""
        c = tables.draw_log.c
        query = LOG.select().order_by(c.seq)
        return fetch_all(self._link, LOG, query.where(c.draw == draw) if draw else query)

    def log_tail(self) -> LogEntry | None:
        """The newest entry of the log."""
        row = self._link.execute(LOG.select().order_by(tables.draw_log.c.seq.desc())).first()
        return None if row is None else LOG.record(row)

    def append_log(self, entry: LogEntry) -> None:
        """Add the next entry; the log has no gaps and nothing in it is overwritten.

        The first entry may bear 0 or 1, as the maker of the log counts.
        """
        newest = self._link.execute(select(func.max(tables.draw_log.c.seq))).scalar()
        wanted = (0, 1) if newest is None else (newest + 1,)
        if entry.seq not in wanted:
            raise _gap(entry.seq, wanted[-1])
        add_one(self._link, LOG, entry, None)

    def drawn(self, campaign: str) -> tuple[DrawnTarget, ...]:
        """Targets of a campaign, by stratum, position and id."""
        c = tables.drawn_targets.c
        query = DRAWN.select().where(c.campaign == campaign)
        return fetch_all(self._link, DRAWN, query.order_by(c.stratum, c.position, c.target))

    def put_drawn(self, rows: Iterable[DrawnTarget]) -> dict[str, int]:
        """Insert or overwrite drawn rows; a row without a time of drawing gets the writer's."""
        at = self._pen.at if self._pen else None
        rows = list(rows)
        known = {(r.campaign, r.target): r.drawn_at for r in self._known(rows)}
        dated = [
            row
            if row.drawn_at
            else replace(row, drawn_at=known.get((row.campaign, row.target), at))
            for row in rows
        ]
        return merge_many(self._link, DRAWN, dated, self._pen).counts()

    def _known(self, rows: list[DrawnTarget]) -> list[DrawnTarget]:
        return [
            old
            for campaign in dict.fromkeys(r.campaign for r in rows)
            for old in self.drawn(campaign)
        ]


def _second_seed(draw: Draw) -> Exception:
    return refusal(
        "registry.second_seed",
        f"第 {draw.number} 号抽取的随机数已经确定，不能更换。",
        f"The seed of draw {draw.number} is settled and cannot be exchanged.",
        field="seed",
        rule="suixin-draw-1 §5.4",
    )


def _gap(found: int, wanted: int) -> Exception:
    return refusal(
        "registry.log_gap",
        f"抽取日志须逐条连续：应为第 {wanted} 条，收到第 {found} 条，未写入。",
        f"The draw log has no gaps: entry {wanted} is next, {found} came; nothing was written.",
        field="seq",
        value=found,
    )
