"""The administrator's key where none is set: made once, kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from campaigns import Settings

NAME = "api-key"


def with_key(settings: Settings) -> Settings:
    """``settings`` with an API key: the one given, else the one kept in the data folder."""
    if settings.api_key:
        return settings
    return settings.model_copy(update={"api_key": kept_key(settings.home)})


def kept_key(home: Path) -> str:
    """The key in ``home/api-key``, made at the first call (two processes at once agree on one)."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return path.read_text(encoding="ascii").strip()
