"""Jobs: poll, follow as server-sent events, cancel."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.deps import ActorDep, OfficeDep
from campaigns import Actor, Job, Office, cancel_job, get_job, list_jobs

router = APIRouter(tags=["jobs"])
ENDED = {"done", "failed", "cancelled"}


def job_json(job: Job) -> dict[str, Any]:
    """A job as the contract shows it: state, progress, bound so far, result when done."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "progress": dict(job.progress),
        "result": job.result,
        "error": job.error,
        "created_at": job.created_at.isoformat() if job.created_at else None,
        "finished_at": job.finished_at.isoformat() if job.finished_at else None,
    }


@router.get("/jobs")
def many(office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """The latest jobs, newest first, without their results."""
    return [job_json(job) | {"result": None} for job in list_jobs(office, actor)]


@router.get("/jobs/{job_id}")
def one(job_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """State, progress and bound so far."""
    return job_json(get_job(office, actor, job_id))


@router.delete("/jobs/{job_id}")
def cancel(job_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Ask a job to stop; what it had found is kept."""
    return job_json(cancel_job(office, actor, job_id))


@router.get("/jobs/{job_id}/events", response_class=StreamingResponse)
def follow(job_id: str, office: OfficeDep, actor: ActorDep) -> StreamingResponse:
    """Server-sent events: one ``progress`` a change, one ``end`` with the whole job."""
    get_job(office, actor, job_id)
    return StreamingResponse(_events(office, actor, job_id), media_type="text/event-stream")


def _events(office: Office, actor: Actor, job_id: str, every: float = 0.3) -> Iterator[str]:
    last = ""
    while True:
        job = get_job(office, actor, job_id)
        ended = job.state in ENDED
        data = json.dumps(
            job_json(job) if ended else job_json(job) | {"result": None}, ensure_ascii=False
        )
        if data != last:
            yield f"event: {'end' if ended else 'progress'}\ndata: {data}\n\n"
            last = data
        if ended:
            return
        time.sleep(every)
