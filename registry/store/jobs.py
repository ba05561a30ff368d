"""Long work: the row is the truth, whichever process does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, update

from .. import tables
from ..records import Job, Json, Page
from .shelf import Shelf, add_one, fetch_all, fetch_one, fetch_page, put_one

JOBS: Shelf[Job] = Shelf(tables.jobs, Job)
_C = tables.jobs.c
OPEN_STATES = ("queued", "running")


class JobStore:
    """Jobs by id. ``at`` stamps what a worker claims; None while reading."""

    def __init__(self, link: Connection, at: datetime | None) -> None:
        self._link, self._at = link, at

    def get(self, id: str) -> Job | None:
        """The job with this id."""
        return fetch_one(self._link, JOBS, id)

    def page(
        self,
        *,
        state: str | None = None,
        kind: str | None = None,
        subject: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """A page of jobs, newest first."""
        given = ((_C.state, state), (_C.kind, kind), (_C.subject, subject))
        where: list[ColumnElement[bool]] = [c == value for c, value in given if value is not None]
        order = [_C.created_at.desc(), _C.id.desc()]
        return fetch_page(self._link, JOBS, where, order, limit, offset)

    def open(self) -> tuple[Job, ...]:
        """Jobs queued or running, oldest first."""
        query = JOBS.select().where(_C.state.in_(OPEN_STATES))
        return fetch_all(self._link, JOBS, query.order_by(_C.created_at, _C.id))

    def add(self, job: Job) -> Job:
        """Insert a new job."""
        return add_one(self._link, JOBS, job, None)

    def put(self, job: Job) -> Job:
        """Write a job; a request to stop, once made, is never lost by it."""
        stored = self.get(job.id)
        if stored is not None and stored.stop_requested and not job.stop_requested:
            job = replace(job, stop_requested=True)
        return put_one(self._link, JOBS, job, None, None)[1]

    def claim(self, id: str) -> Job | None:
        """Take this job if it is queued: running, one attempt more. None when another has it."""
        query = JOBS.select().where(_C.id == id, _C.state == "queued")
        row = self._link.execute(query.with_for_update(skip_locked=True)).first()
        return None if row is None else self._start(JOBS.record(row))

    def claim_next(self, kinds: Collection[str]) -> Job | None:
        """Take the oldest queued job of these kinds; two workers never get the same one."""
        query = JOBS.select().where(_C.state == "queued", _C.kind.in_(list(kinds)))
        query = query.order_by(_C.created_at, _C.id).limit(1)
        row = self._link.execute(query.with_for_update(skip_locked=True)).first()
        return None if row is None else self._start(JOBS.record(row))

    def _start(self, job: Job) -> Job:
        claimed = replace(job, state="running", attempts=job.attempts + 1, started_at=self._at)
        return put_one(self._link, JOBS, claimed, None, None)[1]

    def progress(self, id: str, progress: Json) -> bool:
        """Write how far a job is; True when it was asked to stop."""
        self._link.execute(update(tables.jobs).where(_C.id == id).values(progress=dict(progress)))
        job = self.get(id)
        return job is None or job.stop_requested

    def request_stop(self, id: str) -> Job | None:
        """Ask a job to stop; one still queued is cancelled at once. Returns it as it is now."""
        job = self.get(id)
        if job is None or job.state not in OPEN_STATES:
            return job
        if job.state == "queued":
            job = replace(job, state="cancelled", finished_at=self._at)
        return put_one(self._link, JOBS, replace(job, stop_requested=True), None, None)[1]
