"""The registry opened: transactions for reading, for writing with a record, and for job rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from .engine import check_file, make_engine, read_url, sqlite_path, translated
from .faults import refusal
from .migrate import judge, upgrade_engine
from .records import Actor, Department, District, Json
from .store.audit import AuditStore, append
from .store.campaigns import CampaignStore
from .store.checklists import ChecklistStore
from .store.draws import DrawStore
from .store.inspectors import InspectorStore
from .store.items import ItemStore
from .store.jobs import JobStore
from .store.people import PeopleStore, SettingStore
from .store.places import DEPARTMENTS, DISTRICTS, PlaceStore
from .store.questions import QuestionStore
from .store.schedules import ScheduleStore
from .store.shelf import Pen
from .store.talks import TalkStore
from .store.targets import TargetStore
from .store.templates import TemplateStore

# Writers queue here on PostgreSQL, so that the record's chain cannot fork; SQLite has its own lock.
_WRITE_LOCK = 2018_0820


class Tx:
    """One transaction: a store for each noun. Good only inside its ``with``."""

    def __init__(self, link: Connection, pen: Pen | None, subject: str, detail: Json) -> None:
        at = pen.at if pen else None
        self.departments: PlaceStore[Department] = PlaceStore(link, pen, DEPARTMENTS)
        self.districts: PlaceStore[District] = PlaceStore(link, pen, DISTRICTS)
        self.items = ItemStore(link, pen)
        self.targets = TargetStore(link, pen)
        self.inspectors = InspectorStore(link, pen)
        self.campaigns = CampaignStore(link, pen)
        self.draws = DrawStore(link, pen)
        self.schedules = ScheduleStore(link, pen)
        self.checklists = ChecklistStore(link, pen)
        self.questions = QuestionStore(link, pen)
        self.templates = TemplateStore(link, pen)
        self.talks = TalkStore(link, pen)
        self.jobs = JobStore(link, at)
        self.people = PeopleStore(link)
        self.settings = SettingStore(link)
        self.audit = AuditStore(link)
        self._link, self._pen = link, pen
        self._subject, self._detail = subject, dict(detail)

    def note(self, **detail: Any) -> None:
        """Add to the detail of this write's record row."""
        self._detail |= detail

    def about(self, subject: str) -> None:
        """Name the subject of this write, where it is known only now."""
        self._subject = subject

    def sign(self) -> None:
        """Append the record row; the registry calls it once, at the end of a write."""
        if self._pen is not None:
            append(self._link, self._pen, self._subject, self._detail)


class Registry:
    """An open registry; cheap to share between threads, not between forked processes."""

    def __init__(self, engine: Engine) -> None:
        self._writer = engine.execution_options(registry_write=True)
        self._reader = engine
        if engine.dialect.name == "postgresql":
            # A reader sees one moment: a page and its total belong together.
            self._reader = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A transaction that reads one moment and cannot write."""
        with translated(), self._reader.connect() as link, link.begin():
            yield Tx(link, None, "", {})

    @contextmanager
    def writing(
        self, *, by: Actor, at: datetime, action: str, subject: str, detail: Json | None = None
    ) -> Iterator[Tx]:
        """One transaction with one row in the record; on an exception nothing is kept.

        Writers come one after another; one that waits over 30 s (SQLite) is refused as busy.
        """
        if at.tzinfo is None:
            raise _naive(at)
        with translated(), self._writer.begin() as link:
            if link.dialect.name == "postgresql":
                link.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
            tx = Tx(link, Pen(by, at, action), subject, detail or {})
            yield tx
            tx.sign()

    @contextmanager
    def working(self, *, at: datetime) -> Iterator[JobStore]:
        """A short transaction on job rows alone, without a record row.

        For workers: claiming, progress, results. Whoever asked for the job is in the record.
        """
        if at.tzinfo is None:
            raise _naive(at)
        with translated(), self._writer.begin() as link:
            yield JobStore(link, at)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def open_registry(url: str, *, migrate: bool = False) -> Registry:
    """Open the registry at ``sqlite:///path`` or ``postgresql+psycopg://…``.

    ``migrate`` brings it to the newest migration first (and makes a missing file). Raises
    RegistryRefused: ``registry.bad_url``, ``registry.broken_database``, ``registry.unreachable``,
    ``registry.not_migrated``, ``registry.foreign_database``, ``registry.newer_database``. A file
    that is refused is left byte for byte as it was.
    """
    parsed = read_url(url)
    path = sqlite_path(parsed)
    if path is not None:
        check_file(path)
        if not migrate and not path.exists():
            raise _missing(path.name)
    if migrate and path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(parsed)
    try:
        if migrate:
            upgrade_engine(engine)
        else:
            with translated(), engine.connect() as link, link.begin():
                judge(link, may_be_old=False)
    except BaseException:
        engine.dispose()
        raise
    return Registry(engine)


def _missing(name: str) -> Exception:
    return refusal(
        "registry.not_migrated",
        f"数据库文件 {name} 不存在，请先运行 suixin db upgrade。",
        f"The database file {name} does not exist: run suixin db upgrade first.",
        field="database_url",
        value=name,
    )


def _naive(at: datetime) -> Exception:
    return refusal(
        "registry.naive_instant",
        f"时间 {at.isoformat()} 没有时区，无法记录。",
        f"The time {at.isoformat()} has no offset and cannot be recorded.",
        field="at",
        value=at.isoformat(),
    )
