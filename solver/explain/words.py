"""Sentences in two languages, put together from short facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_NAMES = 4
MOST_DAYS = 5


class Said(NamedTuple):
    """The same in Chinese and in English, without the final stop."""

    zh: str
    en: str


def joined(facts: Iterable[Said]) -> Said:
    """Facts in one sentence, parted by semicolons; none is said twice."""
    kept = tuple(dict.fromkeys(facts))
    return Said("；".join(fact.zh for fact in kept), "; ".join(fact.en for fact in kept))


def listed(names: Sequence[str], most: int = MOST_NAMES) -> Said:
    """Names, the first few of them when there are many."""
    shown, more = names[:most], len(names) - most
    if more <= 0:
        return Said("、".join(shown), ", ".join(shown))
    return Said(f"{'、'.join(shown)} 等 {len(names)} 项", f"{', '.join(shown)} and {more} more")


def days_said(days: Sequence[str]) -> Said:
    """Days; a long run is shown by its first and last."""
    if len(days) <= MOST_DAYS:
        return Said("、".join(days), ", ".join(days))
    return Said(
        f"{days[0]} 至 {days[-1]} 的 {len(days)} 天",
        f"{len(days)} days from {days[0]} to {days[-1]}",
    )


def persons(count: int) -> str:
    """`1 inspector`, `2 inspectors`."""
    return f"{count} inspector" + ("s" if count != 1 else "")
