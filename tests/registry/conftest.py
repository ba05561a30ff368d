"""A registry to test on: SQLite in a fresh folder, and PostgreSQL where a server can be had."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import zlib
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from registry import Actor, Department, District, Inspector, Target, open_registry

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))
PLANNER = Actor("P01", "计划员甲", "planner", "市场监管", "U01")


@pytest.fixture
def noon():
    return NOON


@pytest.fixture
def planner():
    return PLANNER


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    """The address of a server: the one named in SUIXIN_TEST_POSTGRES, or one started here."""
    named = os.environ.get("SUIXIN_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    tools = _postgres_tools()
    if tools is None:
        pytest.skip("no PostgreSQL: name one in SUIXIN_TEST_POSTGRES or install its binaries")
    yield from _own_server(tools, tmp_path_factory)


def _postgres_tools():
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


def _server_user():
    """PostgreSQL will not run as root; its own account or nobody will do."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), "")


def _own_server(tools, tmp_path_factory):
    user = _server_user()
    if user == "":
        pytest.skip("running as root and no account to run PostgreSQL under")
    # Not under pytest's own folder: another account may not enter that one.
    home = Path(tempfile.mkdtemp(prefix="suixin-pg-"))
    if user:
        shutil.chown(home, user)
    options = {"user": user, "cwd": home} if user else {"cwd": home}
    data = home / "data"
    made = subprocess.run(
        [tools / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"],
        capture_output=True,
        **options,
    )
    if made.returncode:
        shutil.rmtree(home, ignore_errors=True)
        pytest.skip(f"initdb failed: {made.stderr.decode(errors='replace')[-200:]}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control = [tools / "pg_ctl", "-D", data, "-w", "-t", "30", "-l", home / "log"]
    flags = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {home}"
    begun = subprocess.run([*control, "-o", flags, "start"], stdout=subprocess.DEVNULL, **options)
    if begun.returncode:
        shutil.rmtree(home, ignore_errors=True)
        pytest.skip("PostgreSQL did not start")
    try:
        yield make_url(f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, **options)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(request, postgres_server):
    """An empty database of its own."""
    with _database(postgres_server, _name(request)) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_filled(postgres_server):
    """A database filled once, to be copied for each test."""
    with _database(postgres_server, f"suixin_filled_{os.getpid()}") as url:
        opened = open_registry(url, migrate=True)
        fill(opened)
        opened.close()
        yield make_url(url).database


def _name(request):
    return f"suixin_test_{os.getpid()}_{zlib.crc32(request.node.nodeid.encode())}"


@contextmanager
def _database(server, name, template="template1"):
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as link:
        link.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        link.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as link:
            link.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/suixin.db"
    return request.getfixturevalue("postgres_url")


def fill(registry):
    """Two departments, two districts, three targets, three people."""
    with registry.writing(by=PLANNER, at=NOON, action="fill", subject="test") as tx:
        tx.departments.put_many(
            [
                Department("市场监管", "市场监督管理局", "Market", ("综合监管", "食品安全")),
                Department("消防", "消防救援支队", "Fire", ("消防监督",)),
            ]
        )
        tx.districts.put_many(
            [
                District("U01", "福田", "Futian", 114.05, 22.54, ((114.0, 22.5), (114.1, 22.6))),
                District("U02", "南山", "Nanshan", 113.93, 22.53),
            ]
        )
        tx.targets.put_many(
            [
                Target("T1", "issued", "甲甲饼店", "莲花路1号", "U01", "A", "餐饮"),
                Target(
                    "T2", "issued", "乙乙书店", "深南道2号", "U02", "D", "零售", labels=("夜市",)
                ),
                Target("T3", "issued", "丙丙饼店", "莲花路3号", "U01", "D", "餐饮"),
            ]
        )
        tx.inspectors.put_many(
            [
                Inspector("I1", "赵一", "市场监管", "U01", "科员", ("食品安全",), "粤A1", None),
                Inspector("I2", "钱二", "市场监管", "U02", "科员", ("综合监管",), "粤A2", None),
                Inspector("I3", "孙三", "消防", "U01", "科员", ("消防监督",), "粤A3", None),
            ]
        )


@pytest.fixture(scope="session")
def embedded_filled(tmp_path_factory):
    """A SQLite file filled once, to be copied for each test."""
    file = tmp_path_factory.mktemp("filled") / "suixin.db"
    opened = open_registry(f"sqlite:///{file}", migrate=True)
    fill(opened)
    opened.close()
    return file


@pytest.fixture
def embedded(embedded_filled, tmp_path):
    """A filled registry on SQLite."""
    shutil.copy(embedded_filled, tmp_path / "suixin.db")
    opened = open_registry(f"sqlite:///{tmp_path}/suixin.db")
    yield opened
    opened.close()


@pytest.fixture
def served(request, postgres_server, postgres_filled):
    """A filled registry on PostgreSQL."""
    with _database(postgres_server, _name(request), postgres_filled) as url:
        opened = open_registry(url)
        yield opened
        opened.close()


@pytest.fixture(params=["embedded", "served"])
def registry(request):
    """A filled registry on each kind of database in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def write(planner, noon):
    """``with write(registry) as tx`` for tests that do not care who writes."""
    return lambda registry, **more: registry.writing(
        by=planner, at=noon, **({"action": "test", "subject": "test"} | more)
    )
