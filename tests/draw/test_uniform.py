"""Nobody is favoured: counts over thousands of seeds against what chance allows.

All seeds are fixed, so a test passes or fails for good. Limits are far in the tail (below 1 in 10,000
by chance), computed from the chi-square's normal approximation: df + 3.8 x sqrt(2 df).
"""

from __future__ import annotations

import math
import random
from itertools import combinations, pairwise
from typing import Any

import pytest

import draw
from draw.tickets import in_ticket_order

SEEDS = 4000
IDS = [f"T{i:03d}" for i in range(40)]


def limit(freedom: int) -> float:
    return freedom + 3.8 * math.sqrt(2 * freedom)


def chi_square(counts: list[int], expected: float) -> float:
    return sum((c - expected) ** 2 / expected for c in counts)


@pytest.fixture(scope="module")
def drawn() -> list[list[str]]:
    """Who is drawn, 8 of 40, under each of 4,000 neighbouring seeds."""
    keys = (draw.draw_key("c" * 64, str(i)) for i in range(SEEDS))
    return [[name for _, name in in_ticket_order(key, IDS)[:8]] for key in keys]


def test_every_row_is_drawn_equally_often(drawn: list[list[str]]) -> None:
    counts = [sum(name in one for one in drawn) for name in IDS]
    # each row is expected 4000 x 8/40 = 800 times; without replacement the variance is
    # 800 x (1 - 8/40), which scales the statistic
    assert chi_square(counts, 800) / (1 - 8 / 40) * 39 / 40 < limit(39)


def test_every_pair_is_drawn_together_equally_often(drawn: list[list[str]]) -> None:
    pairs = list(combinations(IDS, 2))
    sets = [set(one) for one in drawn]
    counts = [sum(a in one and b in one for one in sets) for a, b in pairs]
    # 780 pairs, each expected 4000 x (8 x 7) / (40 x 39) = 143.6 times
    expected = SEEDS * 8 * 7 / (40 * 39)
    assert chi_square(counts, expected) < limit(779) * 1.1
    assert max(abs(c - expected) for c in counts) < 5 * math.sqrt(expected)


def test_every_place_in_the_order_goes_to_everyone_equally_often(drawn: list[list[str]]) -> None:
    for place in (0, 7):
        counts = [sum(one[place] == name for one in drawn) for name in IDS]
        assert chi_square(counts, SEEDS / 40) < limit(39)


def test_neighbouring_seeds_are_unrelated(drawn: list[list[str]]) -> None:
    common = [len(set(a) & set(b)) for a, b in pairwise(drawn)]
    # two independent draws of 8 of 40 share 8 x 8/40 = 1.6 rows on average; the hypergeometric
    # variance is 1.6 x 0.8 x 32/39 = 1.05, so 4000 of them stray by less than 5 x 1.025/63.2 = 0.081
    assert abs(sum(common) / len(common) - 1.6) < 0.081


def test_the_order_of_the_file_plays_no_part(tmp_path: Any, city: Any) -> None:
    rows = city.made_up_rows(50)
    made = []
    for number in range(3):
        random.Random(number).shuffle(rows)
        pool = draw.freeze(rows, tmp_path / f"{number}.parquet")
        plan = draw.parse_plan(city.plan_json())
        commitment = draw.commit(pool, plan, published_at=city.NIGHT, number=1)
        made.append(draw.reveal(commitment, pool, "s", evidence=None, previous=None, times={}))
    assert made[0] == made[1] == made[2]


def test_a_company_has_the_same_chance_in_a_draw_of_its_stratum_wherever_it_stands() -> None:
    every = [f"T{i:04d}" for i in range(1000)]
    first, last = every[:10], every[-10:]
    hits = [0, 0]
    for seed in range(1500):
        names = {
            n
            for _, n in in_ticket_order(
                draw.draw_key("d" * 64, f"{seed}"), every[::20] + first + last
            )[:14]
        }
        hits[0] += len(names & set(first))
        hits[1] += len(names & set(last))
    # both groups are alike; the difference of two such counts stays within 5 standard deviations
    assert abs(hits[0] - hits[1]) < 5 * math.sqrt(hits[0] + hits[1])
