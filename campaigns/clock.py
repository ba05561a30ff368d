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
    """The machine's clock, read in Beijing time."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(CHINA)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is told to move, or goes on by ``step`` at each look."""

    at: datetime
    step: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            self.at = self.at.replace(tzinfo=CHINA)

    def now(self) -> datetime:
        """The instant it stands at; the next look finds it ``step`` later."""
        now = self.at
        self.at += self.step
        return now

    def advance(self, step: timedelta) -> None:
        """Move on by ``step``."""
        self.at += step


def today(clock: Clock) -> date:
    """The date in Beijing."""
    return clock.now().astimezone(CHINA).date()
