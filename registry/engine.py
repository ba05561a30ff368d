"""Engines: how the registry speaks to SQLite and to PostgreSQL, and when it refuses to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    OperationalError,
)

from .faults import RegistryRefused, refusal

BUSY_SECONDS = 30
_SQLITE_HEADER = b"SQLite format 3\x00"
# A full check of a bigger file would make every start slow; its pages are checked as they are read.
_QUICK_CHECK_BYTES = 64 * 1024 * 1024


def read_url(url: str) -> URL:
    """The parsed address; anything but SQLite and PostgreSQL by psycopg is refused."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _bad_url(url) from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if parsed.database in (None, "", ":memory:"):
            raise _bad_url(url)
        return parsed
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    raise _bad_url(url)


def _bad_url(url: str) -> RegistryRefused:
    kind = url.split(":", 1)[0][:40]
    return refusal(
        "registry.bad_url",
        f"数据库地址不可用（{kind}）：请写 sqlite:///文件路径 或 postgresql+psycopg://…。",
        f"The database address cannot be used ({kind}): give sqlite:///path or postgresql+psycopg://….",
        field="database_url",
    )


def sqlite_path(url: URL) -> Path | None:
    """The file behind a SQLite address; None for PostgreSQL."""
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def check_file(path: Path) -> None:
    """Refuse a file that is no sound SQLite database, reading it only.

    Raises RegistryRefused ``registry.broken_database``; a missing or empty file passes.
    """
    if path.is_dir():
        raise _broken(path, "这是一个文件夹", "it is a folder")
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as stream:
        if stream.read(16) != _SQLITE_HEADER:
            raise _broken(path, "文件头不是 SQLite 数据库", "its first bytes are not SQLite's")
    _check_pages(path)


def _check_pages(path: Path) -> None:
    question = (
        "PRAGMA quick_check(1)"
        if path.stat().st_size <= _QUICK_CHECK_BYTES
        else "SELECT 'ok' FROM (SELECT count(*) FROM sqlite_master)"
    )
    try:
        link = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            verdict = str(link.execute(question).fetchone()[0])
        finally:
            link.close()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return  # someone is writing: the file lives
        raise _broken(path, str(error), str(error)) from error
    except sqlite3.DatabaseError as error:
        raise _broken(path, str(error), str(error)) from error
    if verdict != "ok":
        raise _broken(path, "页校验不通过", "its pages do not hold together")


def _broken(path: Path, why_zh: str, why_en: str) -> RegistryRefused:
    return refusal(
        "registry.broken_database",
        f"数据库文件 {path.name} 无法使用：{why_zh}。文件未被改动；请改用备份，或另指定数据文件夹。",
        f"The database file {path.name} cannot be used: {why_en}. It was left as it is; "
        "restore a backup or name another data folder.",
        field="database_url",
        value=path.name,
    )


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def make_engine(url: URL) -> Engine:
    """An engine whose transactions begin as the caller's execution options say.

    SQLite: ``registry_write`` takes the write lock at once (BEGIN IMMEDIATE), so that two writers
    queue instead of failing half-way. Without it the connection cannot write at all.
    """
    if sqlite_path(url) is None:
        return create_engine(url, json_serializer=_dumps, pool_pre_ping=True)
    engine = create_engine(url, json_serializer=_dumps, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(link: Any, _record: Any) -> None:
    link.isolation_level = None  # the driver must not begin or commit behind our back
    cursor = link.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def use_wal(engine: Engine) -> None:
    """Let readers and the writer of a SQLite file work side by side; kept in the file itself.

    Called once the file is known to be ours: setting it changes the file.
    """
    if engine.dialect.name == "sqlite":
        with translated(), engine.connect() as connection:
            link = connection.connection.driver_connection
            if link is not None:
                link.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("registry_write", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {0 if write else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a database says into a refusal people can read; the rest passes as it is."""
    try:
        yield
    except IntegrityError as error:
        raise _integrity(error) from error
    except OverflowError as error:
        raise refusal(
            "registry.number_too_large", "数字超出数据库范围。", "A number is too large to store."
        ) from error
    except DatabaseError as error:
        refused = _known(error)
        if refused is None:
            raise
        raise refused from error


def _integrity(error: IntegrityError) -> RegistryRefused:
    said = str(error.orig).splitlines()[0]
    low = said.lower()
    if "foreign key" in low:
        return refusal(
            "registry.unknown_reference",
            "记录提到的部门、辖区、对象、人员或任务不在库中，或仍被其他记录引用，未写入。",
            f"The record names something the registry does not hold, or is still named: {said}.",
        )
    if "unique" in low or "duplicate" in low:
        return refusal(
            "registry.duplicate",
            "编号或序号已存在，未写入。",
            f"The id or number is taken already: {said}.",
        )
    return refusal(
        "registry.missing_value", "必填内容缺失，未写入。", f"A value is missing: {said}."
    )


def _known(error: DatabaseError) -> RegistryRefused | None:
    low = str(error.orig).lower()
    if "malformed" in low or "not a database" in low:
        return refusal(
            "registry.broken_database",
            "数据库文件已损坏，操作未执行；请改用备份。",
            "The database file is damaged; nothing was done. Restore a backup.",
        )
    if not isinstance(error, OperationalError):
        return None
    if "locked" in low or "busy" in low:
        return refusal(
            "registry.busy",
            "数据库正忙（另一写入未结束），本次操作未执行，请稍后再试。",
            "The database is busy with another write; nothing was done, please try again.",
        )
    if "disk" in low and "full" in low:
        return refusal(
            "registry.disk_full",
            "磁盘已满，操作未执行；请腾出空间后再试。",
            "The disk is full; nothing was done. Free some space and try again.",
        )
    if "connection" in low or "unable to open" in low:
        return refusal(
            "registry.unreachable",
            "无法连接数据库；请检查地址、文件夹权限和服务是否启动。",
            "The database cannot be reached; check its address, the folder's rights and the service.",
        )
    return None
