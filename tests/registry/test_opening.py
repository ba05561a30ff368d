"""Opening, migrating and refusing databases."""

from __future__ import annotations

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from registry import RegistryRefused, open_registry, upgrade
from registry.columns import Instant, JsonTuple, Words
from registry.tables import metadata


def refused(url, **options):
    with pytest.raises(RegistryRefused) as caught:
        open_registry(url, **options)
    (fault,) = caught.value.faults
    assert fault.zh and fault.en
    return caught.value.code


def test_an_upgraded_database_opens_and_upgrading_again_changes_nothing(url):
    first = upgrade(url)
    assert upgrade(url) == first
    open_registry(url).close()


def test_the_migrations_make_exactly_the_tables_of_the_code(url):
    upgrade(url)
    engine = create_engine(url)

    def same_type(_context, _column, _told, theirs, ours):
        # Our own types stand on these plain ones.
        return False if isinstance(ours, (Instant, Words, JsonTuple)) else None

    with engine.connect() as link:
        context = MigrationContext.configure(link, opts={"compare_type": same_type})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_missing_file_is_refused_until_it_is_migrated(tmp_path):
    url = f"sqlite:///{tmp_path}/none/suixin.db"
    assert refused(url) == "registry.not_migrated"
    assert not (tmp_path / "none").exists()
    open_registry(url, migrate=True).close()
    open_registry(url).close()


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path):
    file = tmp_path / "suixin.db"
    file.write_bytes(b"this is no database, whatever its name says\n" * 100)
    before = file.read_bytes()
    for migrate in (False, True):
        assert refused(f"sqlite:///{file}", migrate=migrate) == "registry.broken_database"
    with pytest.raises(RegistryRefused):
        upgrade(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["suixin.db"]


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_database_is_refused_and_left_as_it_was(tmp_path, damage):
    file = tmp_path / "suixin.db"
    upgrade(f"sqlite:///{file}")
    whole = file.read_bytes()
    half = len(whole) // 2
    broken = (
        whole[:half] if damage == "cut" else whole[:4096] + b"\xa5" * half + whole[4096 + half :]
    )
    file.write_bytes(broken)
    assert refused(f"sqlite:///{file}", migrate=True) == "registry.broken_database"
    assert file.read_bytes() == broken


def test_another_programs_database_is_left_alone(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as link:
        link.execute("CREATE TABLE recipes (name TEXT)")
    link.close()
    before = file.read_bytes()
    assert refused(f"sqlite:///{file}", migrate=True) == "registry.foreign_database"
    assert file.read_bytes() == before


def test_a_newer_releases_database_is_left_alone(tmp_path):
    file = tmp_path / "suixin.db"
    upgrade(f"sqlite:///{file}")
    with sqlite3.connect(file) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    link.close()
    assert refused(f"sqlite:///{file}", migrate=True) == "registry.newer_database"


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "mysql://a/b", "not an address", "sqlite:///:memory:"]
)
def test_an_address_it_cannot_serve_is_refused(url):
    assert refused(url) == "registry.bad_url"


def test_a_server_that_does_not_answer_is_named_as_such():
    # Port 1 of this machine: nothing listens there.
    assert refused("postgresql+psycopg://x@127.0.0.1:1/x") == "registry.unreachable"


def test_the_embedded_database_keeps_a_write_ahead_log_and_its_foreign_keys(embedded):
    with embedded._reader.connect() as link:
        assert link.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert link.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert link.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
