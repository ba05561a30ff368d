"""Progress of a job: written at most twice a second, with a heartbeat and a look at the stop flag."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from registry import Job

if TYPE_CHECKING:
    from types import TracebackType

    from campaigns.office import Office

EVERY: Final = 0.5  # seconds between two writes, and between two looks at the flag


class Progress:
    """What a job says while it runs: ``tell`` it how far, ask it whether to ``should_stop``.

    A context manager: while it is open, a thread signs the row as alive every ``beat_every``
    seconds, so that a long silent solve is not taken for dead.
    """

    def __init__(
        self, office: Office, job: Job, *, who: Mapping[str, Any], beat_every: float
    ) -> None:
        self.stopped = False
        self._office = office
        self._job_id = job.id
        self._said: dict[str, Any] = {**who}
        self._beat_every = beat_every
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._written = self._looked = 0.0

    def __enter__(self) -> Progress:
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._write()

    def tell(self, said: Mapping[str, Any]) -> None:
        """Keep what was said; write it if the last write is half a second ago."""
        with self._lock:
            self._said.update(said)
        if time.monotonic() - self._written >= EVERY:
            self._write()

    def should_stop(self) -> bool:
        """Whether somebody asked the job to stop; asks the row at most twice a second."""
        if not self.stopped and time.monotonic() - self._looked >= EVERY:
            self._looked = time.monotonic()
            with self._office.registry.reading() as tx:
                job = tx.jobs.get(self._job_id)
            self.stopped = job is not None and job.stop_requested
        return self.stopped

    def _beat(self) -> None:
        while not self._over.wait(self._beat_every):
            self._write()

    def _write(self) -> None:
        with self._lock:
            self._written = time.monotonic()
            row = {**self._said, "beat": self._office.clock.now().isoformat()}
        with self._office.registry.working(at=self._office.clock.now()) as jobs:
            if jobs.progress(self._job_id, row):
                self.stopped = True
