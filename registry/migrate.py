"""Migrations: which one a database stands at, and bringing it to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from .engine import check_file, make_engine, read_url, sqlite_path, translated, use_wal
from .faults import RegistryRefused, refusal

_SCRIPTS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 2018_0819  # any fixed number; one migration at a time on PostgreSQL


def upgrade(url: str) -> str:
    """Bring the database at ``url`` to the newest migration, making the file if it is missing.

    Returns the revision reached. Raises RegistryRefused for a broken file, a database that
    belongs to another program, or one written by a newer release.
    """
    parsed = read_url(url)
    path = sqlite_path(parsed)
    if path is not None:
        check_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(parsed)
    try:
        return upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> str:
    """As :func:`upgrade`, on an engine that is open already; all in one transaction."""
    writer = engine.execution_options(registry_write=True)
    with translated(), writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        judge(connection, may_be_old=True)
        command.upgrade(_config(connection), "head")
    use_wal(engine)
    return head()


def head() -> str:
    """The newest revision this release knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def judge(connection: Connection, *, may_be_old: bool) -> None:
    """Refuse a database this release cannot work with."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None and inspect(connection).get_table_names():
        raise _foreign()
    known = {s.revision for s in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if current is not None and current not in known:
        raise _newer(current)
    if not may_be_old and current != head():
        raise refusal(
            "registry.not_migrated",
            "数据库尚未升级到本版本，请先运行 suixin db upgrade。",
            "The database is not at this release's version yet: run suixin db upgrade first.",
            field="database_url",
            value=current,
        )


def _foreign() -> RegistryRefused:
    return refusal(
        "registry.foreign_database",
        "该数据库已有其他程序的表，未作改动；请另指定一个空库或本系统的数据库。",
        "This database holds another program's tables and was left as it is; name an empty one.",
        field="database_url",
    )


def _newer(current: str) -> RegistryRefused:
    return refusal(
        "registry.newer_database",
        f"数据库由更新的版本写入（{current}），请升级本系统后再打开。",
        f"A newer release wrote this database ({current}): upgrade the program, then open it.",
        field="database_url",
        value=current,
    )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
