"""The office: settings, registry, clock and executor in one value, handed to every use case."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.clock import Clock, SystemClock
from campaigns.executor import Executor, executor_for
from campaigns.settings import Settings
from registry import Actor, Registry, open_registry, upgrade

if TYPE_CHECKING:
    from knowledge import Library


KEEPER = Actor(id="admin", name="管理员", role="admin")


@dataclass(frozen=True, slots=True)
class Office:
    """What every use case is given first."""

    settings: Settings
    registry: Registry
    clock: Clock
    executor: Executor
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def keeper(self) -> Actor:
        """Whoever sits at this machine: the local administrator."""
        return KEEPER

    def close(self) -> None:
        """Close the database and let idle worker processes go."""
        close = getattr(self.executor, "close", None)
        if close is not None:
            close()
        self.registry.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def home(self) -> Path:
        """The data folder."""
        return self.settings.home

    def library(self) -> Library:
        """The policy texts, opened at the first question (the index takes a moment)."""
        with self._lock:
            if "library" not in self._kept:
                from campaigns.embedders import open_embedder
                from campaigns.privacy import personal_names
                from campaigns.rerankers import open_reranker
                from knowledge import open_library

                outside = self.settings.embedder or self.settings.reranker
                names = personal_names(self) if outside else ()
                given: Any = open_embedder(self.settings, names)
                order = open_reranker(self.settings, names)
                self._kept["library"] = open_library(
                    self.home / "index", embedder=given, reranker=order
                )
            library: Library = self._kept["library"]
            return library


def open_office(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    executor: Executor | None = None,
    migrate: bool = True,
) -> Office:
    """Open the data folder (made when missing) and its database, brought to the present version.

    A context manager. ``migrate=False`` refuses a database that is missing or of an older version.

    Raises RegistryRefused where the database file is broken; nothing is changed then.
    """
    settings = settings or Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    return Office(
        settings=settings,
        registry=open_registry(settings.database(), migrate=migrate),
        clock=clock or SystemClock(),
        executor=executor or executor_for(settings),
    )


def upgrade_database(settings: Settings | None = None) -> str:
    """Bring the database to the present version (making it when missing); returns the version."""
    settings = settings or Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    return upgrade(settings.database())
