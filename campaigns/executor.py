"""Where long work runs. The job row is the truth; an executor only gives it a place to run."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from campaigns.clock import Clock
    from campaigns.office import Office
    from campaigns.settings import Settings

_OFFICES: dict[str, Office] = {}


class Executor(Protocol):
    """Runs the job of a row."""

    def submit(self, office: Office, job_id: str) -> None:
        """See that the job gets run; returns at once unless the work is done in place."""
        ...


class InlineExecutor:
    """Runs the job at once, in this very process: for tests, the CLI and small offices."""

    def submit(self, office: Office, job_id: str) -> None:
        """Run the job now."""
        from campaigns.jobs import run_job

        run_job(office, job_id)


class _FreshProcess(SpawnProcess):
    """A process that does not run the parent's script again.

    spawn hands the child whatever is ``__main__``; under Streamlit that is the page itself, which
    would be executed a second time in every worker. The work is imported from here instead.
    """

    _swap = threading.Lock()

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802, the name multiprocessing looks for
        with _FreshProcess._swap:
            main, blank = sys.modules["__main__"], ModuleType("__main__")
            sys.modules["__main__"] = blank
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                if sys.modules["__main__"] is blank:
                    sys.modules["__main__"] = main


class _Fresh(SpawnContext):
    """The spawn context with fresh processes."""

    Process = _FreshProcess


class LocalProcesses:
    """Runs jobs in a few fresh local processes; a killed one costs a retry, never a job."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def submit(self, office: Office, job_id: str) -> None:
        """Hand the job to a process of the pool."""
        try:
            future = self._ready().submit(work, office.settings, office.clock, job_id)
        except BrokenProcessPool:
            self._drop()
            future = self._ready().submit(work, office.settings, office.clock, job_id)
        future.add_done_callback(lambda done: self._after(done, office, job_id))

    def close(self) -> None:
        """Let the processes go; running jobs finish first."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # spawn: a forked copy of a threaded server would inherit its locks.
                self._pool = ProcessPoolExecutor(self.workers, mp_context=_Fresh())
            return self._pool

    def _drop(self) -> None:
        with self._lock:
            self._pool = None

    def _after(self, done: Future[None], office: Office, job_id: str) -> None:
        if done.cancelled() or not isinstance(done.exception(), BrokenProcessPool):
            return
        from campaigns.jobs import retry_job

        self._drop()
        retry_job(office, job_id)


class DaskCluster:
    """Runs jobs on a Dask cluster by address; its workers must reach the same data folder."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None
        self._futures: dict[str, Any] = {}

    def submit(self, office: Office, job_id: str) -> None:
        """Send the job to the scheduler; a lost worker's task is run again by Dask itself."""
        if self._client is None:
            from distributed import Client

            self._client = Client(self.address)  # type: ignore[no-untyped-call]
        future = self._client.submit(
            work, office.settings, office.clock, job_id, key=f"suixin-{job_id}", pure=False
        )
        # Dask forgets a task whose future is gone, so it is held until it is done.
        self._futures[job_id] = future
        future.add_done_callback(lambda _done: self._futures.pop(job_id, None))

    def close(self) -> None:
        """Leave the cluster; what it was given it still does."""
        if self._client is not None:
            from distributed import fire_and_forget

            for future in list(self._futures.values()):
                fire_and_forget(future)  # type: ignore[no-untyped-call]
            self._client.close()
            self._client = None


def executor_for(settings: Settings) -> Executor:
    """Dask where an address is set, local processes otherwise."""
    return DaskCluster(settings.dask) if settings.dask else LocalProcesses(settings.workers)


def work(settings: Settings, clock: Clock, job_id: str) -> None:
    """What a worker process runs: open the office (once a process) and do the job."""
    from campaigns.jobs import run_job
    from campaigns.office import open_office

    url = settings.database()
    if url not in _OFFICES:
        _OFFICES[url] = open_office(settings, clock=clock, executor=InlineExecutor())
    run_job(_OFFICES[url], job_id)
