"""Small papers of the office (questions, conversations, templates) as JSON values of the registry.

A paper has a key ``kind/id``; ``kind`` alone holds the list of ids and the last number given. All
writers of the registry come one after another, so a list cannot lose an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from registry import Tx

MOST: Final = 5000  # papers of one kind; own definition


def read(tx: Tx, kind: str, id_: str) -> dict[str, Any] | None:
    """The paper, or None where there never was one or it was forgotten."""
    value = tx.settings.get(f"{kind}/{id_}")
    return dict(value) if isinstance(value, Mapping) else None


def ids(tx: Tx, kind: str) -> list[str]:
    """The ids of a kind, oldest first."""
    return list(_list(tx, kind)["ids"])


def write(tx: Tx, kind: str, id_: str, paper: Mapping[str, Any]) -> None:
    """Keep a paper that is listed already, or one that needs no list."""
    tx.settings.put(f"{kind}/{id_}", dict(paper))


def add(tx: Tx, kind: str, prefix: str, paper: Mapping[str, Any]) -> str:
    """Keep a new paper under the next number; returns its id."""
    known = _list(tx, kind)
    number = int(known["last"]) + 1
    id_ = f"{prefix}{number:05d}"
    tx.settings.put(kind, {"last": number, "ids": [*known["ids"], id_]})
    write(tx, kind, id_, {**paper, "id": id_})
    return id_


def forget(tx: Tx, kind: str, id_: str) -> None:
    """Drop a paper: its words are overwritten, its number is not given again."""
    known = _list(tx, kind)
    tx.settings.put(
        kind, {"last": known["last"], "ids": [one for one in known["ids"] if one != id_]}
    )
    tx.settings.put(f"{kind}/{id_}", None)


def _list(tx: Tx, kind: str) -> dict[str, Any]:
    value = tx.settings.get(kind)
    return dict(value) if isinstance(value, Mapping) else {"last": 0, "ids": []}
