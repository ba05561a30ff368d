"""A client of the application over a small office; jobs run in place, nothing is patched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from campaigns import Office
from tests.offices import ADMIN, open_small_office

KEY = "a-key-of-the-tests"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A small office whose administrator has a key."""
    with open_small_office(tmp_path) as opened:
        now = opened.clock.now()
        with opened.registry.writing(by=ADMIN, at=now, action="test.key", subject=ADMIN.id) as tx:
            tx.people.put(ADMIN, key=KEY)
        yield opened


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    """A client without a key."""
    with TestClient(create_app(office), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def keyed(office: Office) -> Iterator[TestClient]:
    """A client with the administrator's key."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with TestClient(create_app(office), headers=headers, raise_server_exceptions=False) as opened:
        yield opened
