"""Long work: queued → running → done, failed or cancelled. The row is the truth.

A door puts a row in and reads it; an executor runs it. A worker marks its row with its process and a
heartbeat, so that a row whose worker died is seen at the next start and tried again.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import as_problem, missing
from campaigns.progress import Progress
from campaigns.roles import PLAN, READ, require
from registry import Actor, Job

if TYPE_CHECKING:
    from campaigns.office import Office

LOG = logging.getLogger(__name__)
MAX_ATTEMPTS: Final = 3
BEAT_EVERY: Final = 10.0  # seconds between two signs of life
BEAT_LOST: Final = timedelta(seconds=60)
FINISHED: Final = frozenset({"done", "failed", "cancelled"})

Work = Callable[["Office", Job, Progress], Mapping[str, Any]]


def works() -> dict[str, Work]:
    """Kind of job → what does it. Imported here because the solver takes a second to load."""
    from campaigns.solving import replan_for_campaign, solve_bare_problem, solve_for_campaign

    return {
        "schedule.campaign": solve_for_campaign,
        "schedule.problem": solve_bare_problem,
        "schedule.replan": replan_for_campaign,
    }


def put_job(
    office: Office, actor: Actor, *, kind: str, payload: Mapping[str, Any], subject: str = ""
) -> Job:
    """Write a queued row and hand it to the executor; returns the row as it then stands."""
    now = office.clock.now()
    job = Job(
        id=f"J-{secrets.token_hex(6)}",
        kind=kind,
        state="queued",
        payload=dict(payload),
        subject=subject,
        created_by=actor.id,
        created_at=now,
    )
    detail = {"kind": kind, "about": subject}
    with office.registry.writing(
        by=actor, at=now, action="job.put", subject=job.id, detail=detail
    ) as tx:
        tx.jobs.add(job)
    office.executor.submit(office, job.id)
    return _job(office, job.id)


def get_job(office: Office, actor: Actor, job_id: str) -> Job:
    """The row of a job; raises CampaignRefused ``job.unknown``."""
    require(actor, READ)
    return _job(office, job_id)


def list_jobs(
    office: Office, actor: Actor, *, subject: str | None = None, limit: int = 100
) -> tuple[Job, ...]:
    """The latest jobs, newest first; of one campaign where ``subject`` names it."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tuple(tx.jobs.page(subject=subject, limit=limit).rows)


def cancel_job(office: Office, actor: Actor, job_id: str) -> Job:
    """Stop a job: at once while it waits, at its next look at the flag while it runs."""
    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="job.cancel", subject=job_id) as tx:
        job = tx.jobs.get(job_id)
        if job is None:
            raise missing("job", "作业", job_id)
        tx.note(was=job.state)
        tx.jobs.request_stop(job_id)
    return _job(office, job_id)


def wait_job(office: Office, job_id: str, seconds: float) -> Job:
    """The job once it is finished, or as it stands after ``seconds``."""
    end = time.monotonic() + seconds
    job = _job(office, job_id)
    while job.state not in FINISHED and time.monotonic() < end:
        time.sleep(0.1)
        job = _job(office, job_id)
    return job


def run_job(office: Office, job_id: str) -> None:
    """Claim the job and do it; a row that is not queued any more is left alone."""
    job = _claim(office, job_id)
    if job is None:
        return
    progress = Progress(office, job, who=worker_name(), beat_every=BEAT_EVERY)
    try:
        with progress:
            result = dict(works()[job.kind](office, job, progress))
        state = "cancelled" if progress.stopped else "done"
        _finish(office, job, state, result=result)
    except Exception as error:  # the row must tell what happened, whatever it was
        if not isinstance(error, ValueError):
            LOG.exception("job %s (%s) failed", job.id, job.kind)
        _finish(office, job, "cancelled" if progress.stopped else "failed", error=as_problem(error))


def retry_job(office: Office, job_id: str) -> Job:
    """Put a job whose worker died back in the queue, up to three attempts, and submit it."""
    now = office.clock.now()
    with office.registry.working(at=now) as jobs:
        job = _known(jobs.get(job_id), job_id)
        if job.state not in FINISHED:
            jobs.put(_after_death(job, now))
    again = _job(office, job_id)
    if again.state == "queued":
        office.executor.submit(office, job_id)
    return _job(office, job_id)


def recover_jobs(office: Office) -> tuple[Job, ...]:
    """At start: submit what waits, and retry what a dead worker left running."""
    with office.registry.reading() as tx:
        open_jobs = tuple(tx.jobs.open())
    recovered = []
    for job in open_jobs:
        if job.state == "queued":
            office.executor.submit(office, job.id)
            recovered.append(_job(office, job.id))
        elif not worker_lives(job, office.clock.now()):
            recovered.append(retry_job(office, job.id))
    return tuple(recovered)


def worker_name() -> dict[str, Any]:
    """This process, as written into the row it works on."""
    return {"host": socket.gethostname(), "pid": os.getpid()}


def worker_lives(job: Job, now: datetime) -> bool:
    """Whether the worker that claimed the row can still be at work."""
    beat = job.progress.get("beat")
    if beat is None or now - datetime.fromisoformat(str(beat)) > BEAT_LOST:
        return False
    if job.progress.get("host") != socket.gethostname():
        return True
    try:
        os.kill(int(job.progress.get("pid", 0)), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _claim(office: Office, job_id: str) -> Job | None:
    now = office.clock.now()
    with office.registry.working(at=now) as jobs:
        job = jobs.claim(job_id)  # None where another worker was faster
        if job is not None:
            sign = {**worker_name(), "beat": now.isoformat(), "stage": "starting"}
            jobs.progress(job_id, sign)
    return job


def _finish(
    office: Office,
    job: Job,
    state: str,
    *,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
) -> None:
    now = office.clock.now()
    with office.registry.working(at=now) as jobs:
        row = _known(jobs.get(job.id), job.id)
        jobs.put(replace(row, state=state, result=result, error=error, finished_at=now))


def _after_death(job: Job, now: datetime) -> Job:
    if job.stop_requested:
        return replace(job, state="cancelled", finished_at=now)
    if job.attempts < MAX_ATTEMPTS:
        return replace(job, state="queued", progress={"stage": "waiting again"})
    error = {
        "code": "job.worker_died",
        "faults": [],
        "zh": f"计算进程{job.attempts}次中断，作业已停止，请缩小范围或减小计算量后重试。",
        "en": f"The worker died {job.attempts} times; try a smaller scope or less effort.",
    }
    return replace(job, state="failed", error=error, finished_at=now)


def _job(office: Office, job_id: str) -> Job:
    with office.registry.reading() as tx:
        return _known(tx.jobs.get(job_id), job_id)


def _known(job: Job | None, job_id: str) -> Job:
    if job is None:
        raise missing("job", "作业", job_id)
    return job
