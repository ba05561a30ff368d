"""Long work: the row is the truth, whatever becomes of the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    CampaignRefused,
    DaskCluster,
    FixedClock,
    Job,
    LocalProcesses,
    Office,
    cancel_job,
    get_job,
    list_jobs,
    recover_jobs,
    run_job,
    start_solve,
    wait_job,
)
from campaigns.jobs import MAX_ATTEMPTS, put_job, worker_lives, worker_name
from tests.factories import make_problem
from tests.offices import PLANNER, open_small_office


class Shelf:
    """An executor that only remembers: the row waits as it would behind a busy pool."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def submit(self, office: Office, job_id: str) -> None:  # noqa: ARG002
        self.ids.append(job_id)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path, targets=1, people=1, executor=Shelf())


def queued(office: Office, kind: str = "schedule.problem", **payload: Any) -> Job:
    return put_job(office, PLANNER, kind=kind, payload=payload)


def as_running(office: Office, job: Job, **progress: Any) -> Job:
    now = office.clock.now()
    row: Mapping[str, Any] = {**worker_name(), "beat": now.isoformat(), **progress}
    with office.registry.working(at=now) as jobs:
        return jobs.put(replace(job, state="running", attempts=job.attempts + 1, progress=row))


def dead_pid() -> int:
    code = "import os; print(os.getpid())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_job_runs_to_its_result(tmp_path: Path) -> None:
    office = open_small_office(tmp_path, targets=1, people=1)  # jobs done in place
    job = start_solve(office, PLANNER, make_problem(), effort="quick")
    assert (job.state, job.attempts, job.error) == ("done", 1, None)
    assert job.result is not None and job.result["status"] in ("optimal", "feasible")
    assert job.started_at is not None and job.finished_at is not None
    assert list_jobs(office, PLANNER)[0].id == job.id


def test_a_malformed_problem_never_becomes_a_job(office: Office) -> None:
    with pytest.raises(ValueError):
        start_solve(office, PLANNER, {"days": []})
    assert list_jobs(office, PLANNER) == ()


def test_a_job_that_fails_tells_why_in_both_languages(office: Office) -> None:
    job = queued(office, problem={"days": []}, effort="quick")
    run_job(office, job.id)
    failed = get_job(office, PLANNER, job.id)
    assert failed.state == "failed" and failed.error is not None
    assert failed.error["faults"] and failed.error["zh"] and failed.error["en"]


def test_an_unforeseen_error_ends_in_the_row_and_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    job = queued(office, kind="no.such.kind")
    run_job(office, job.id)
    failed = get_job(office, PLANNER, job.id)
    assert failed.state == "failed" and failed.error is not None
    assert failed.error["code"] == "internal.unexpected"
    assert job.id in caplog.text  # the traceback is for the log, not for the user
    assert "Traceback" not in failed.error["zh"]


def test_a_waiting_job_is_cancelled_at_once_and_never_run(office: Office) -> None:
    job = queued(office, problem=make_problem(), effort="quick")
    assert cancel_job(office, PLANNER, job.id).state == "cancelled"
    run_job(office, job.id)
    assert get_job(office, PLANNER, job.id).state == "cancelled"


def test_a_running_job_is_asked_to_stop(office: Office) -> None:
    job = as_running(office, queued(office))
    asked = cancel_job(office, PLANNER, job.id)
    assert (asked.state, asked.stop_requested) == ("running", True)


def test_a_claimed_job_is_left_alone_by_a_second_worker(office: Office) -> None:
    job = as_running(office, queued(office, problem=make_problem(), effort="quick"))
    run_job(office, job.id)
    assert get_job(office, PLANNER, job.id).state == "running"


def test_a_worker_lives_while_its_process_and_its_heartbeat_do(office: Office) -> None:
    job, now = as_running(office, queued(office)), office.clock.now()
    assert worker_lives(job, now)
    assert not worker_lives(job, now + timedelta(minutes=5))  # no sign of life for too long
    gone = as_running(office, job, pid=dead_pid())
    assert not worker_lives(gone, now)
    elsewhere = as_running(office, job, pid=dead_pid(), host="another-machine")
    assert worker_lives(elsewhere, now)  # only the heartbeat tells there


def test_what_a_dead_worker_left_is_tried_again_up_to_three_times(office: Office) -> None:
    job = queued(office, problem=make_problem(), effort="quick")
    pid = dead_pid()
    for attempt in range(1, MAX_ATTEMPTS):
        as_running(office, get_job(office, PLANNER, job.id), pid=pid)
        recovered = recover_jobs(office)
        assert [(r.state, r.attempts) for r in recovered] == [("queued", attempt)]
    as_running(office, get_job(office, PLANNER, job.id), pid=pid)
    assert [r.state for r in recover_jobs(office)] == ["failed"]
    error = get_job(office, PLANNER, job.id).error
    assert error is not None and error["code"] == "job.worker_died"


def test_a_living_worker_is_not_disturbed_at_start(office: Office) -> None:
    job = as_running(office, queued(office), pid=os.getpid())
    assert recover_jobs(office) == ()
    assert get_job(office, PLANNER, job.id).state == "running"


def test_a_stopped_job_whose_worker_died_is_cancelled(office: Office) -> None:
    job = as_running(office, queued(office), pid=dead_pid())
    cancel_job(office, PLANNER, job.id)
    assert [r.state for r in recover_jobs(office)] == ["cancelled"]


def test_waiting_jobs_are_submitted_again_at_start(office: Office) -> None:
    job = queued(office)
    assert isinstance(office.executor, Shelf)
    office.executor.ids.clear()
    recover_jobs(office)
    assert office.executor.ids == [job.id]


def test_progress_is_written_sparingly_and_sees_the_stop_flag(office: Office) -> None:
    from campaigns.progress import Progress

    job = as_running(office, queued(office))
    assert isinstance(office.clock, FixedClock)
    progress = Progress(office, job, who=worker_name(), beat_every=60)
    with progress:
        before = office.clock.at  # the clock steps at every look, so looks can be counted
        for n in range(1000):
            progress.tell({"stage": "search", "work": n})
        assert (office.clock.at - before).seconds <= 4  # two looks a write, at most two writes
        cancel_job(office, PLANNER, job.id)
    assert progress.stopped and progress.should_stop()
    assert get_job(office, PLANNER, job.id).progress["work"] == 999


def test_an_unknown_job_is_named(office: Office) -> None:
    with pytest.raises(CampaignRefused) as unknown:
        get_job(office, PLANNER, "J-0")
    assert unknown.value.code == "job.unknown"


@pytest.mark.slow
def test_local_processes_run_the_job_in_a_process_of_its_own(tmp_path: Path) -> None:
    office = open_small_office(tmp_path, targets=1, people=1, executor=LocalProcesses(1))
    try:
        job = start_solve(office, PLANNER, make_problem(), effort="quick")
        done = wait_job(office, job.id, 120)
        assert done.state == "done", done.error
        assert done.progress["pid"] != os.getpid()
    finally:
        office.close()


@pytest.mark.slow
def test_a_worker_does_not_run_the_script_that_started_it(tmp_path: Path) -> None:
    # A page of the desk is a script without a guard: a plain spawn would run it again.
    script = tmp_path / "page.py"
    script.write_text(
        "print('page runs', flush=True)\n"
        "from pathlib import Path\n"
        "from campaigns import LocalProcesses, start_solve, wait_job\n"
        "from tests.factories import make_problem\n"
        "from tests.offices import PLANNER, open_small_office\n"
        f"home = Path({str(tmp_path / 'home')!r})\n"
        "office = open_small_office(home, targets=1, people=1, executor=LocalProcesses(1))\n"
        "job = start_solve(office, PLANNER, make_problem(), effort='quick')\n"
        "print(wait_job(office, job.id, 120).state, flush=True)\n"
        "office.close()\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.stdout.split("\n")[:2] == ["page runs", "done"], done.stderr


@pytest.mark.slow
def test_a_killed_worker_costs_a_retry_never_the_job(tmp_path: Path) -> None:
    office = open_small_office(tmp_path, targets=1, people=1, executor=LocalProcesses(1))
    try:
        job = start_solve(office, PLANNER, make_problem(), effort="quick")
        pid = None
        for _ in range(600):
            row = get_job(office, PLANNER, job.id)
            if row.state != "queued":
                pid = row.progress.get("pid")
                break
            time.sleep(0.05)
        assert pid is not None
        os.kill(int(pid), signal.SIGKILL)  # our own worker, by its id
        done = wait_job(office, job.id, 180)
        assert (done.state, done.attempts) == ("done", 2), done.error
    finally:
        office.close()


@pytest.mark.slow
def test_a_dask_cluster_by_address_does_the_job(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        executor = DaskCluster(cluster.scheduler_address)
        office = open_small_office(tmp_path, targets=1, people=1, executor=executor)
        job = start_solve(office, PLANNER, make_problem(), effort="quick")
        done = wait_job(office, job.id, 180)
        assert done.state == "done", done.error
        assert done.progress["pid"] != os.getpid()
        office.close()
