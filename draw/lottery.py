"""The fair lottery over panels of inspectors: LOTTERY.json with chances, lots and its certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import compress
from math import comb, prod
from typing import Any

from draw.lottery_leximin import lotteries
from draw.lottery_panels import STEP, Panel, Panels
from draw.lottery_people import Listed, People, read_people
from draw.lottery_relaxed import Level
from draw.lottery_rules import Quotas, parse_rules, type_weights

LOTS = 10**9
CERTAIN = Fraction(1, 10**6)
HALF = Fraction(1, 2)
FEW = 20  # with fewer sets of people to be drawn, anybody can guess the panel
LOAD = "load"  # the column with how often somebody was drawn lately
OFTEN = 3


def panel_lottery(people: Listed, rules: Mapping[str, Any]) -> dict[str, Any]:
    """LOTTERY.json of PEOPLE.csv under RULES.json (contract §5).

    Chances are exact fractions, panel weights integers that add to ``lots``. Raises DrawRefused with
    every fault of the two files, or with the quotas that must give way where no panel exists.
    """
    listed = read_people(people)
    quotas = parse_rules(rules, listed)
    panels = Panels(listed, quotas)
    drawn, gap, proofs = _fairest(panels)
    chances = type_chances(drawn, listed)
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
        **weighed(listed, quotas),
        "lots": LOTS,
        "types": {kind.key: len(kind.people) for kind in listed.kinds},
        "panels": [
            {"weight": lot, "types": _named(panel, listed), **_groups(panels, panel)}
            for lot, panel in drawn
        ],
        "certificate": {
            "certified": gap <= CERTAIN,
            "gap": str(gap),
            "objective": objective(quotas),
            "method": "dual prices by level; a quota dual by arithmetic, else the step is repeated",
            "step": STEP,
            "levels": proofs,
        },
        "warnings": warnings_of(chances, drawn, listed),
    }


def _fairest(
    panels: Panels,
) -> tuple[list[tuple[int, Panel]], Fraction, list[dict[str, Any]]]:
    """(panels with their lots, gap, proofs): the first lottery certified, else the smallest gap."""
    listed, cap = panels.people, panels.quotas.max_chance
    shares = type_weights(listed, panels.quotas)
    best: tuple[list[tuple[int, Panel]], Fraction, list[dict[str, Any]]] | None = None
    for columns, weights, levels in lotteries(panels, cap, shares):
        drawn = [(lot, one) for lot, one in zip(_lots(weights), columns, strict=True) if lot]
        chances = type_chances(drawn, listed)
        gap, proofs = certificate(levels, chances, listed, cap, shares)
        kept = cap is None or max(chances) <= cap + CERTAIN
        if kept and (best is None or gap < best[1]):
            best = drawn, gap, proofs
        if best is not None and best[1] <= CERTAIN:
            break
    assert best is not None  # column generation keeps the cap or refuses
    return best


def objective(quotas: Quotas) -> str:
    """What the certificate is about: the chances, or the chances over the weights of the rules."""
    return "leximin of chance over weight" if quotas.weights else "leximin of chance"


def weighed(people: People, quotas: Quotas) -> dict[str, Any]:
    """The weights below 1 by type, where the rules weigh people."""
    if not quotas.weights:
        return {}
    pairs = zip(people.kinds, type_weights(people, quotas), strict=True)
    return {"weights": {kind.key: str(weight) for kind, weight in pairs if weight != 1}}


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
    every, expected = range(len(people.kinds)), [0] * len(people.kinds)
    for weight, panel in drawn:
        for place in compress(every, panel):
            expected[place] += weight * panel[place]
    return [
        Fraction(sum_, lots * len(kind.people))
        for sum_, kind in zip(expected, people.kinds, strict=True)
    ]


def certificate(
    levels: Sequence[Level],
    chances: Sequence[Fraction],
    people: People,
    cap: Fraction | None,
    shares: Sequence[Fraction],
) -> tuple[Fraction, list[dict[str, Any]]]:
    """The largest gap between a level's chance (over weight) and its proven bound, and the proofs."""
    settled: dict[int, Fraction] = {}
    worst, proofs = Fraction(0), []
    for level in levels:
        reached = min(chances[place] / shares[place] for place in level.settled)
        bound = level_bound(level.prices, level.best, settled, people, cap, shares)
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
    shares: Sequence[Fraction],
) -> Fraction:
    """No lottery with at least the settled chances can lift the next level above this.

    For prices p and any lottery, sum(p * size * chance) <= best, the value of the best panel. Settled
    types bring at least their chance, types with a negative price at most the cap, the others at least
    the level times their weight; and a level times a weight is a chance, so at most the cap or 1.
    """
    room, share, top = Fraction(best), Fraction(0), []
    for place, price in enumerate(prices):
        weight = price * len(people.kinds[place].people)
        if place not in settled:
            top.append((cap if cap is not None else 1) / shares[place])
        if weight < 0:
            room -= weight * (cap if cap is not None else 1)
        elif place in settled:
            room -= weight * settled[place]
        else:
            share += weight * shares[place]
    highest = min(top, default=Fraction(1))
    return min(highest, room / share) if share else highest


def _named(panel: Panel, people: People) -> dict[str, int]:
    return {kind.key: count for kind, count in zip(people.kinds, panel, strict=True) if count}


def _groups(panels: Panels, panel: Panel) -> dict[str, Any]:
    parts = panels.parts.get(panel, ())
    return {"groups": [_named(part, panels.people) for part in parts]} if parts else {}


def teams(panels: Sequence[Panel], people: People) -> int:
    """How many different sets of people these panels stand for."""
    return sum(
        prod(comb(len(kind.people), n) for kind, n in zip(people.kinds, panel, strict=True) if n)
        for panel in panels
    )


def warnings_of(
    chances: Sequence[Fraction], drawn: Sequence[tuple[int, Panel]], people: People
) -> list[dict[str, Any]]:
    """What the office should look at before it publishes the lottery."""
    rows: list[dict[str, Any]] = []
    never = [kind.key for kind, chance in zip(people.kinds, chances, strict=True) if not chance]
    half = [kind.key for kind, chance in zip(people.kinds, chances, strict=True) if chance > HALF]
    often = [kind.key for kind in people.kinds if any(map(_often, kind.values))]
    possible = teams([panel for _, panel in drawn], people)
    if never:
        zh, en = (
            "这些类型的人在现有规则下抽不到。",
            "Under these rules nobody of these types can be drawn.",
        )
        rows.append({"code": "chance_zero", "types": never, "zh": zh, "en": en})
    if half:
        zh, en = "这些类型的人机会过半。", "People of these types have a chance above one half."
        rows.append({"code": "chance_above_half", "types": half, "zh": zh, "en": en})
    if possible < FEW:
        zh, en = f"只有 {possible} 种人选可抽。", f"Only {possible} set(s) of people can be drawn."
        rows.append({"code": "few_panels", "types": [], "zh": zh, "en": en})
    if often:
        zh = f"这些类型的人近期已被抽中 {OFTEN} 次或更多。"
        en = f"People of these types were drawn {OFTEN} times or more lately."
        rows.append({"code": "load", "types": often, "zh": zh, "en": en})
    return rows


def _often(pair: tuple[str, str]) -> bool:
    column, value = pair
    return column == LOAD and value.isascii() and value.isdigit() and int(value) >= OFTEN
