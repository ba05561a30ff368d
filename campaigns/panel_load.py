"""How often people were drawn lately: told to the office, and weighed where the plan says so.

The weighting is a rule of the campaign (``load_weights``), fixed with its reason before the pool is
frozen. Counts and weights stand among the candidates and rules whose digests are in the statement, so
nobody can change them once a seed may be known, and `verify_draw` counts again from the kept draws.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from campaigns.act_log import is_rehearsal
from campaigns.numbers import own
from registry import Campaign, Draw, Tx

OFTEN: Final = 3  # drawn so many times in a year: the office should look at the load
MONTHS: Final = 36
STEPS: Final = 5
LIGHTEST: Final = Fraction(1, 10)
WEIGHED: Final = {
    "zh": "公平抽签，按近期被抽中次数加权：在规则内让机会与权重之比最小的人比值最大；"
    "权重与每人的机会在取得随机数之前公布，任何人可复算。",
    "en": "Fair lottery, weighted by how often people were drawn lately: the lowest chance over weight "
    "is as high as the rules allow; weights and chances are published before the seed, and anybody "
    "can recompute them.",
}


@dataclass(frozen=True, slots=True)
class Weighting:
    """Whoever was drawn n times in the last ``months`` weighs ``weights[n - 1]`` (the last for more)."""

    months: int
    weights: tuple[str, ...]

    def step(self, times: int) -> int:
        """Which weight a number of times stands for; 0 is none."""
        return min(times, len(self.weights))

    def table(self) -> dict[str, str]:
        """``weights`` of RULES.json for the column ``load``."""
        return {str(times): weight for times, weight in enumerate(self.weights, 1)}


def known_weighting(value: Any) -> bool:
    """Whether ``load_weights`` is well formed: ``{"months": 12, "weights": ["3/4", "1/2"]}``.

    One to five texts of fractions from 1/10 to 1, none above the one before it.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("weights"), (list, tuple)):
        return False
    months, texts = value.get("months"), value["weights"]
    if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= MONTHS:
        return False
    steps = [Fraction(text) for text in texts if is_weight(text)]
    falling = all(a >= b for a, b in itertools.pairwise(steps))
    return 1 <= len(texts) == len(steps) <= STEPS and falling


def is_weight(text: Any) -> bool:
    """A text of a fraction from 1/10 to 1: nobody is all but shut out, and nobody preferred."""
    try:
        return isinstance(text, str) and LIGHTEST <= Fraction(text) <= 1
    except (ValueError, ZeroDivisionError):
        return False


def weighting(campaign: Campaign) -> Weighting | None:
    """The weighting of a campaign, where its rules have one."""
    value = own(campaign, "load_weights", None)
    return None if value is None else Weighting(value["months"], tuple(value["weights"]))


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; the 28th for the last days of a month."""
    count = at.year * 12 + at.month - 1 - months
    return at.replace(year=count // 12, month=count % 12 + 1, day=min(at.day, 28))


def times_drawn(tx: Tx, ids: Collection[str], since: datetime, until: datetime) -> dict[str, int]:
    """How often each of these was drawn, or called in as a substitute; only who was.

    Rehearsals and draws revealed outside ``since`` .. ``until`` do not count.
    """
    times: Counter[str] = Counter()
    for draw in _draws(tx):
        at = draw.revealed_at
        if draw.state == "revealed" and at and since <= at <= until and not is_rehearsal(draw):
            times.update(_sent(dict(draw.people or {}), until))
    return {id_: times[id_] for id_ in sorted(ids) if times[id_]}


def load_warnings(load: Mapping[str, int]) -> list[dict[str, Any]]:
    """Who was drawn so often this year that the office should look at the load."""
    often = {person: times for person, times in load.items() if times >= OFTEN}
    if not often:
        return []
    zh = f"有{len(often)}人今年已被抽中{OFTEN}次或更多，请留意工作负担。"
    en = f"{len(often)} people were drawn {OFTEN} times or more this year; mind their load."
    return [{"code": "load", "people": sorted(often), "zh": zh, "en": en}]


def _draws(tx: Tx) -> list[Draw]:
    found: list[Draw] = []
    while True:
        page = tx.draws.page(limit=1000, offset=len(found))
        found += page.rows
        if not page.rows or len(found) >= page.total:
            return found


def _sent(people: Mapping[str, Any], until: datetime) -> set[str]:
    moves = [row for key in ("replaced", "called") for row in people.get(key, ())]
    called = {row["in"] for row in moves if datetime.fromisoformat(row["at"]) <= until}
    return {row["id"] for row in people.get("drawn", ())} | called
