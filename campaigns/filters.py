"""Filters of a register that somebody uses often, kept with that person under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import refusal
from campaigns.roles import READ, require
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office

REGISTERS: Final = ("targets", "inspectors", "items")
MOST: Final = 30  # of one person and register; own definition
Filters = dict[str, dict[str, Any]]


def list_filters(office: Office, actor: Actor, register: str) -> Filters:
    """Name → the filters, in the order they were saved."""
    require(actor, READ)
    with office.registry.reading() as tx:
        kept = tx.settings.get(_key(actor, register))
    return dict(kept) if isinstance(kept, Mapping) else {}


def save_filter(
    office: Office, actor: Actor, register: str, name: str, wanted: Mapping[str, Any] | None
) -> Filters:
    """Keep filters under a name, or drop the name where ``wanted`` is None; returns what is kept.

    Raises ``filter.register``, ``filter.name`` and ``filter.full``.
    """
    require(actor, READ)
    if register not in REGISTERS:
        raise refusal(
            "filter.register",
            f"没有名录“{register}”。",
            f"There is no register {register!r}.",
            field="register",
            value=register,
        )
    called = " ".join(name.split())[:40]
    if not called:
        raise refusal(
            "filter.name", "请给这组筛选起个名字。", "Give the filters a name.", field="name"
        )
    kept = list_filters(office, actor, register)
    kept.pop(called, None)
    if wanted is not None:
        if len(kept) >= MOST:
            raise refusal(
                "filter.full",
                f"最多保存 {MOST} 组，请先删去不用的。",
                f"At most {MOST} are kept; drop one that is not used.",
                field="name",
                value=called,
            )
        kept[called] = dict(wanted)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="filter.save", subject=register) as tx:
        tx.settings.put(_key(actor, register), kept)
    return kept


def _key(actor: Actor, register: str) -> str:
    return f"filters/{actor.id}/{register}"
