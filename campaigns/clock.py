"""The one place that knows what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

# Mainland China keeps one zone and no summer time: a fixed offset needs no zone database.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, with the offset +08:00."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, read in Beijing time, whole seconds."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(CHINA).replace(microsecond=0)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is told to move."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            self.at = self.at.replace(tzinfo=CHINA)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move on by ``step``."""
        self.at += step


def today(clock: Clock) -> date:
    """The date in Beijing."""
    return clock.now().astimezone(CHINA).date()
