"""The fair lottery over panels of inspectors: LOTTERY.json with chances, lots and its certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from draw.lottery_leximin import Level, leximin
from draw.lottery_panels import STEP, Panel, Panels
from draw.lottery_people import Listed, People, read_people
from draw.lottery_rules import parse_rules

LOTS = 10**9
CERTAIN = Fraction(1, 10**6)
HALF = Fraction(1, 2)


def panel_lottery(people: Listed, rules: Mapping[str, Any]) -> dict[str, Any]:
    """LOTTERY.json of PEOPLE.csv under RULES.json (contract §5).

    Chances are exact fractions, panel weights integers that add to ``lots``. Raises DrawRefused with
    every fault of the two files, or with the quotas that must give way where no panel exists.
    """
    listed = read_people(people)
    quotas = parse_rules(rules, listed)
    panels = Panels(listed, quotas)
    columns, weights, levels = leximin(panels, quotas.max_chance)
    drawn = [(lot, panel) for lot, panel in zip(_lots(weights), columns, strict=True) if lot]
    chances = type_chances(drawn, listed)
    gap, proofs = certificate(levels, chances, listed, quotas.max_chance)
    by_person = {
        person: str(chance)
        for kind, chance in zip(listed.kinds, chances, strict=True)
        for person in kind.people
    }
    return {
        "algorithm": "suixin-lottery-1",
        "people_digest": listed.digest,
        "rules_digest": quotas.digest,
        "chances": dict(sorted(by_person.items())),
        "min_chance": str(min(chances)),
        "max_chance": str(max(chances)),
        "lots": LOTS,
        "types": {kind.key: len(kind.people) for kind in listed.kinds},
        "panels": [
            {"weight": lot, "types": _named(panel, listed), **_groups(panels, panel)}
            for lot, panel in drawn
        ],
        "certificate": {
            "certified": gap <= CERTAIN,
            "gap": str(gap),
            "method": "dual prices by level; a quota dual by arithmetic, else the step is repeated",
            "step": STEP,
            "levels": proofs,
        },
        "warnings": _warnings(chances, len(drawn), listed),
    }


def _lots(weights: Sequence[float]) -> list[int]:
    """Integer weights that add to LOTS, by largest remainder."""
    exact = [Fraction(max(weight, 0.0)) for weight in weights]
    whole = sum(exact)
    shares = [weight * LOTS / whole for weight in exact]
    lots = [int(share) for share in shares]
    order = sorted(range(len(lots)), key=lambda n: (lots[n] - shares[n], n))
    for place in order[: LOTS - sum(lots)]:
        lots[place] += 1
    return lots


def type_chances(drawn: Sequence[tuple[int, Panel]], people: People) -> list[Fraction]:
    """The chance of one person of each type: expected count over the size of the type."""
    lots = sum(weight for weight, _ in drawn)
    return [
        Fraction(sum(weight * panel[place] for weight, panel in drawn), lots * len(kind.people))
        for place, kind in enumerate(people.kinds)
    ]


def certificate(
    levels: Sequence[Level], chances: Sequence[Fraction], people: People, cap: Fraction | None
) -> tuple[Fraction, list[dict[str, Any]]]:
    """The largest gap between a level's chance and its proven bound, and the proof of each level."""
    settled: dict[int, Fraction] = {}
    worst, proofs = Fraction(0), []
    for level in levels:
        reached = min(chances[place] for place in level.settled)
        bound = level_bound(level.prices, level.best, settled, people, cap)
        gap = max(Fraction(0), bound - reached)
        worst = max(worst, gap)
        keys = [people.kinds[place].key for place in level.settled]
        prices = {
            people.kinds[place].key: price for place, price in enumerate(level.prices) if price
        }
        proofs.append(
            {"settles": keys, "chance": str(reached), "bound": str(bound), "best": level.best}
            | {"prices": prices}
            | ({} if level.dual is None else {"dual": dict(level.dual)})
        )
        settled |= {place: chances[place] for place in level.settled}
    return worst, proofs


def level_bound(
    prices: Sequence[int],
    best: int,
    settled: Mapping[int, Fraction],
    people: People,
    cap: Fraction | None,
) -> Fraction:
    """No lottery with at least the settled chances can lift the next level above this.

    For prices p and any lottery, sum(p * size * chance) <= best, the value of the best panel. Settled
    types bring at least their chance, types with a negative price at most the cap.
    """
    room, share = Fraction(best), 0
    for place, price in enumerate(prices):
        weight = price * len(people.kinds[place].people)
        if weight < 0:
            room -= weight * (cap if cap is not None else 1)
        elif place in settled:
            room -= weight * settled[place]
        else:
            share += weight
    return min(Fraction(1), room / share) if share else Fraction(1)


def _named(panel: Panel, people: People) -> dict[str, int]:
    return {kind.key: count for kind, count in zip(people.kinds, panel, strict=True) if count}


def _groups(panels: Panels, panel: Panel) -> dict[str, Any]:
    parts = panels.parts.get(panel, ())
    return {"groups": [_named(part, panels.people) for part in parts]} if parts else {}


def _warnings(chances: Sequence[Fraction], panels: int, people: People) -> list[dict[str, Any]]:
    """What the office should look at before it publishes the lottery."""
    rows: list[dict[str, Any]] = []
    never = [kind.key for kind, chance in zip(people.kinds, chances, strict=True) if not chance]
    often = [kind.key for kind, chance in zip(people.kinds, chances, strict=True) if chance > HALF]
    if never:
        zh, en = (
            "这些类型的人在现有规则下抽不到。",
            "Under these rules nobody of these types can be drawn.",
        )
        rows.append({"code": "chance_zero", "types": never, "zh": zh, "en": en})
    if often:
        zh, en = "这些类型的人机会过半。", "People of these types have a chance above one half."
        rows.append({"code": "chance_above_half", "types": often, "zh": zh, "en": en})
    if panels < 3:
        zh, en = f"只有 {panels} 种组合可抽。", f"Only {panels} panel(s) can be drawn."
        rows.append({"code": "few_panels", "types": [], "zh": zh, "en": en})
    return rows
