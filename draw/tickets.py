"""Key, tickets and the lots made of them: nothing but SHA-256, as contract §5 writes it down."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

SPACE = 2**256


def draw_key(commitment: str, seed: str) -> str:
    """First 32 hex characters of SHA-256(commitment + newline + seed)."""
    return sha256(f"{commitment}\n{seed}".encode("ascii")).hexdigest()[:32]


def ticket(key: str, name: str) -> str:
    """SHA-256(key + "/" + name) as 64 hex characters; hex order is the order of the numbers."""
    return sha256(f"{key}/{name}".encode()).hexdigest()


def in_ticket_order(key: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """(ticket, name) of every name, lowest ticket first, ties by name."""
    return sorted((ticket(key, name), name) for name in names)


def lot(key: str, label: str, choices: int) -> int:
    """A number 0 <= n < choices: floor(SHA-256(key + "/" + label) * choices / 2^256)."""
    if choices < 1:
        raise ValueError("choices must be at least 1")
    return int(ticket(key, label), 16) * choices // SPACE


def panel_number(key: str, lots: int) -> int:
    """Which of the equal lots of the inspector lottery is drawn, from 0."""
    return lot(key, "#panel", lots)


def pairing_order(key: str, names: Iterable[str]) -> list[str]:
    """Names in the order in which teams and targets are paired: by SHA-256(key + "/#pair/" + id)."""
    return [name for _, name in sorted((ticket(key, f"#pair/{n}"), n) for n in names)]


def schedule_seed(key: str) -> str:
    """The seed of the schedule of this draw: SHA-256(key + "/#schedule"), 64 hex characters."""
    return ticket(key, "#schedule")
