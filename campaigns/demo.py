"""The made-up city in this office's database: rows to play with, dated from today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from campaigns.clock import today
from campaigns.roles import PLAN, SYSTEM, require
from campaigns.working_days import is_working_day
from registry import Actor, load_city, make_city

if TYPE_CHECKING:
    from campaigns.office import Office

_KEY: Final = "city"
_SPAN: Final = timedelta(days=20)  # the ready campaigns end within this


def fill_city(office: Office, actor: Actor = SYSTEM, seed: int = 2026) -> dict[str, int]:
    """Fill the database with the city of a seed; again, it changes nothing.

    The ready campaigns start on the Monday after next. The day is kept, so that a later call
    makes the same rows.
    """
    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="city.fill", subject="city") as tx:
        kept = tx.settings.get(_KEY, None) or {"seed": seed, "day": _start(office).isoformat()}
        tx.settings.put(_KEY, kept)
        city = make_city(kept["seed"], day=date.fromisoformat(kept["day"]))
        counts: dict[str, int] = load_city(tx, city)
        tx.note(seed=kept["seed"], day=kept["day"])
    return counts


def _start(office: Office) -> date:
    """The Monday after next; earlier where the calendar of its weeks is not announced yet."""
    day = today(office.clock)
    monday = day + timedelta(days=14 - day.weekday())
    while is_working_day(monday + _SPAN) is None:
        monday -= timedelta(weeks=1)
    return monday
