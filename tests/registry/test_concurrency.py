"""Several processes write at once, and one is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from registry import RegistryRefused, open_registry

HEAD = """
import sys, time
from datetime import datetime, timedelta, timezone
from registry import Actor, Target, open_registry
registry = open_registry(sys.argv[1])
who = Actor(sys.argv[2], "写", "system")
at = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
def target(n):
    return Target(f"{sys.argv[2]}N{n}", "issued", "某店", "某路", "U01", "A", "零售")
"""


def start(url, name, body):
    code = textwrap.dedent(HEAD) + textwrap.dedent(body)
    return subprocess.Popen(
        [sys.executable, "-c", code, url, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def address(registry):
    return registry._engine.url.render_as_string(hide_password=False)


@pytest.mark.slow
def test_two_processes_write_one_unforked_chain(registry):
    body = """
    for n in range(25):
        with registry.writing(by=who, at=at, action="put", subject=str(n)) as tx:
            tx.settings.put("count", tx.settings.get("count", 0) + 1)
            tx.targets.put_many([target(n)])
    """
    both = [start(address(registry), name, body) for name in ("A", "B")]
    for process in both:
        finish(process)
    with registry.reading() as tx:
        # 1 row of the filling, 25 of each process; no increment was lost.
        assert tx.audit.verify()["ok"] is True
        assert tx.audit.head()["seq"] == 51
        assert tx.settings.get("count") == 50
        assert tx.targets.count() == tx.targets.count(text="某店") + 3 == 53


@pytest.mark.slow
def test_two_workers_never_claim_the_same_job(registry, write, noon):
    from registry import Job

    with write(registry) as tx:
        for n in range(20):
            tx.jobs.add(Job(f"j{n:02d}", "solve", "queued", {}, created_at=noon))
    body = """
    while True:
        with registry.working(at=at) as jobs:
            job = jobs.claim_next(["solve"])
        if job is None:
            break
        print(job.id)
    """
    both = [start(address(registry), name, body) for name in ("A", "B")]
    claimed = [job for process in both for job in finish(process).split()]
    assert sorted(claimed) == [f"j{n:02d}" for n in range(20)]


@pytest.mark.slow
def test_a_process_killed_in_the_middle_leaves_nothing_half_written(registry):
    body = """
    with registry.writing(by=who, at=at, action="put", subject="half") as tx:
        tx.targets.put_many([target(n) for n in range(500)])
        print("written", flush=True)
        time.sleep(60)
    """
    process = start(address(registry), "K", body)
    assert process.stdout.readline().strip() == "written"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()
    process.stderr.close()
    again = open_registry(address(registry))
    with again.reading() as tx:
        assert tx.targets.count(status=None) == len(list(tx.targets.iterate(status=None))) == 3
        assert tx.audit.head()["seq"] == 1
    finish(
        start(
            address(registry),
            "L",
            "with registry.writing(by=who, at=at, action='a', subject='s'): pass",
        )
    )
    with again.reading() as tx:
        assert tx.audit.verify() | {"head": None} == {
            "ok": True, "rows": 2, "first_break": None, "head": None,
        }  # fmt: skip
    again.close()


def test_readers_go_on_while_one_writes(registry, write):
    with write(registry) as tx:
        tx.settings.put("x", 1)
        with registry.reading() as other:
            assert other.settings.get("x") is None


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_busy(embedded, write):
    from sqlalchemy import event

    # Thirty seconds are too long for a test: the same connection setting, shorter.
    event.listen(
        embedded._engine, "checkout", lambda link, *_: link.execute("PRAGMA busy_timeout = 200")
    )
    begun = time.monotonic()
    with write(embedded), pytest.raises(RegistryRefused) as caught, write(embedded):
        pass
    assert caught.value.code == "registry.busy"
    assert time.monotonic() - begun < 10
