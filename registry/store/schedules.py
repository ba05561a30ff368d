"""Schedules and the visits of the chosen one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from .. import tables
from ..faults import refusal
from ..records import ScheduleRecord, Visit
from .shelf import Pen, Shelf, add_one, chunks, fetch_all, fetch_one, merge_many, put_one

SCHEDULES: Shelf[ScheduleRecord] = Shelf(tables.schedules, ScheduleRecord)
VISITS: Shelf[Visit] = Shelf(tables.visits, Visit)
_C = tables.schedules.c
_V = tables.visits.c
_P = tables.visit_people.c


class ScheduleStore:
    """Solved schedules; at most one of a campaign is chosen, and its visits are rows."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def get(self, id: str) -> ScheduleRecord | None:
        """The schedule with this id."""
        return fetch_one(self._link, SCHEDULES, id)

    def of_campaign(self, campaign: str) -> tuple[ScheduleRecord, ...]:
        """Schedules of a campaign, oldest first."""
        query = SCHEDULES.select().where(_C.campaign == campaign)
        return fetch_all(self._link, SCHEDULES, query.order_by(_C.created_at, _C.id))

    def chosen(self, campaign: str) -> ScheduleRecord | None:
        """The chosen schedule of a campaign."""
        query = SCHEDULES.select().where(_C.campaign == campaign, _C.chosen.is_(True))
        row = self._link.execute(query).first()
        return None if row is None else SCHEDULES.record(row)

    def add(self, schedule: ScheduleRecord) -> ScheduleRecord:
        """Insert a new schedule at version 1."""
        return add_one(self._link, SCHEDULES, schedule, self._pen)

    def put(self, schedule: ScheduleRecord, expected_version: int | None = None) -> ScheduleRecord:
        """Write a schedule; with ``expected_version`` a stale write is refused.

        Whether it is chosen stays as it is: only :meth:`choose` decides that.
        """
        stored = self.get(schedule.id)
        schedule = replace(schedule, chosen=stored.chosen if stored else False)
        return put_one(self._link, SCHEDULES, schedule, self._pen, expected_version)[1]

    def choose(self, id: str) -> tuple[Visit, ...]:
        """Make this the campaign's schedule and its visits the visits to be done.

        A target's visit keeps its id from one choice to the next (campaign and target name it),
        and with it its checklist. Visits begun or done stay as they happened; a planned visit the
        schedule no longer has is cancelled. Returns the schedule's visits by start and id.
        """
        record = self.get(id)
        if record is None:
            raise _unknown(id)
        self._mark(record)
        self._write(_visits_of(record), self._earlier(record))
        return self.visits(schedule=id)

    def _mark(self, record: ScheduleRecord) -> None:
        if record.campaign is not None:
            others = update(tables.schedules).where(_C.campaign == record.campaign)
            self._link.execute(others.where(_C.chosen.is_(True)).values(chosen=False))
        self._link.execute(update(tables.schedules).where(_C.id == record.id).values(chosen=True))

    def _earlier(self, record: ScheduleRecord) -> dict[str, Visit]:
        same = _V.schedule == record.id
        if record.campaign is not None:
            same = _V.campaign == record.campaign
        return {v.id: v for v in fetch_all(self._link, VISITS, VISITS.select().where(same))}

    def _write(self, wanted: Sequence[Visit], earlier: dict[str, Visit]) -> None:
        under_way = {v.id for v in earlier.values() if v.state in ("started", "done")}
        kept = [v for v in wanted if v.id not in under_way]
        named = {v.id for v in wanted}
        gone = [
            replace(v, state="cancelled")
            for v in earlier.values()
            if v.id not in named and v.state == "planned"
        ]
        self._put([*kept, *gone])

    def visits(
        self,
        schedule: str | None = None,
        campaign: str | None = None,
        inspector: str | None = None,
        day: str | None = None,
    ) -> tuple[Visit, ...]:
        """Visits by start and id; ``day`` is YYYY-MM-DD. Cancelled ones are among them."""
        where: list[ColumnElement[bool]] = []
        if schedule is not None:
            where.append(_V.schedule == schedule)
        if campaign is not None:
            where.append(_V.campaign == campaign)
        if inspector is not None:
            where.append(_V.id.in_(select(_P.visit).where(_P.inspector == inspector)))
        if day is not None:
            where += [_V.start >= str(day), _V.start < f"{day}T99"]
        query = VISITS.select().where(*where).order_by(_V.start, _V.id)
        return fetch_all(self._link, VISITS, query)

    def visit(self, id: str) -> Visit | None:
        """The visit with this id."""
        return fetch_one(self._link, VISITS, id)

    def put_visit(self, visit: Visit, expected_version: int | None = None) -> Visit:
        """Write one visit; with ``expected_version`` a stale write is refused."""
        after = put_one(self._link, VISITS, visit, self._pen, expected_version)[1]
        self._write_people([after])
        return after

    def _put(self, visits: Iterable[Visit]) -> None:
        merged = merge_many(self._link, VISITS, visits, self._pen)
        self._write_people([*merged.added, *(after for _, after in merged.changed)])

    def _write_people(self, visits: Sequence[Visit]) -> None:
        for some in chunks(v.id for v in visits):
            self._link.execute(tables.visit_people.delete().where(_P.visit.in_(some)))
        rows = [
            {"inspector": i, "visit": v.id} for v in visits for i in dict.fromkeys(v.inspectors)
        ]
        if rows:
            self._link.execute(tables.visit_people.insert(), rows)


def _visits_of(record: ScheduleRecord) -> list[Visit]:
    listed: list[Any] = record.schedule.get("visits", [])
    return [
        Visit(
            id=f"{record.campaign or record.id}.{visit['target']}",
            schedule=record.id,
            campaign=record.campaign,
            target=visit["target"],
            start=visit["start"],
            end=visit["end"],
            inspectors=tuple(visit["inspectors"]),
        )
        for visit in listed
    ]


def _unknown(id: str) -> Exception:
    return refusal(
        "registry.unknown_schedule",
        f"没有编号为 {id} 的排程，请刷新后再选。",
        f"There is no schedule {id}; reload, then choose again.",
        field="schedule",
        value=id,
    )
