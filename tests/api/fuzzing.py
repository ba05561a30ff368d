"""The application the fuzzer calls: a small office in a folder of its own, everything with a key."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from api.main import create_app
from assistant import ask_office
from tests.offices import ADMIN, open_small_office


class WithKey:
    """Adds the administrator's key to every call, so that the fuzzer gets past the door."""

    def __init__(self, app: Any, key: str) -> None:
        self.app = app
        self.header = (b"authorization", f"Bearer {key}".encode())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the call on with the key."""
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], self.header]}
        await self.app(scope, receive, send)


def fuzz_app() -> Any:
    """The application over a fresh small office; the folder goes with the process."""
    office = open_small_office(Path(tempfile.mkdtemp(prefix="suixin-fuzz-")), targets=20)
    now = office.clock.now()
    with office.registry.writing(by=ADMIN, at=now, action="test.key", subject=ADMIN.id) as tx:
        tx.people.put(ADMIN, key="fuzz")
    ask_office(office, "检查一户至少去几个人？")  # the index is built once, outside the timed calls
    return WithKey(create_app(office), "fuzz")
