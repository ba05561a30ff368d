"""The stratified ticket draw of inspectors: pure, recomputable, covering what must be covered."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from campaigns.panel import (
    Candidate,
    Quota,
    draw_people,
    quotas,
    smallest_cover,
)

SKILLS = ("a", "b", "c", "d")
skill_sets = st.frozensets(st.sampled_from(SKILLS), max_size=3)
people = st.lists(skill_sets, min_size=1, max_size=9).map(
    lambda sets: [Candidate(f"I{n}", "D", "U", s) for n, s in enumerate(sets)]
)
orders = st.permutations(range(9))


def brute(wanted: frozenset[str], sets: list[frozenset[str]]) -> int | None:
    """The smallest cover by trying every group of people."""
    for size in range(len(sets) + 1):
        if any(wanted <= frozenset().union(*some) for some in combinations(sets, size)):
            return size
    return None


@given(skill_sets, st.lists(skill_sets, max_size=6))
def test_the_smallest_cover_is_exact(wanted: frozenset[str], sets: list[frozenset[str]]) -> None:
    assert smallest_cover(wanted, sets) == brute(wanted, sets)


@given(people, orders, st.integers(1, 5), skill_sets)
def test_whatever_can_be_covered_is_covered(
    crowd: list[Candidate], order: list[int], places: int, wanted: frozenset[str]
) -> None:
    tickets = {c.id: f"{order[n]:064x}" for n, c in enumerate(crowd)}
    drawn = draw_people(crowd, [Quota("D", (places,), wanted)], tickets)
    names = [row["id"] for row in drawn["drawn"]]
    assert len(names) == len(set(names)) <= places
    held = frozenset().union(*(c.specialties for c in crowd if c.id in names))
    reachable = max(
        (
            len(wanted & frozenset().union(*(c.specialties for c in some)))
            for some in combinations(crowd, min(places, len(crowd)))
        ),
        default=0,
    )
    assert len(wanted & held) == reachable
    assert [g["specialties"] for g in drawn["uncovered"]] == (
        [sorted(wanted - held)] if wanted - held else []
    )


@given(people, orders, st.integers(1, 5))
def test_where_nothing_must_be_covered_the_lowest_tickets_win(
    crowd: list[Candidate], order: list[int], places: int
) -> None:
    tickets = {c.id: f"{order[n]:064x}" for n, c in enumerate(crowd)}
    drawn = draw_people(crowd, [Quota("D", (places,), frozenset())], tickets)
    ranked = sorted(tickets, key=tickets.__getitem__)
    assert [row["id"] for row in drawn["drawn"]] == ranked[:places]
    assert [row["id"] for row in drawn["substitutes"]["D"]] == ranked[places:]


@given(people, orders, st.integers(1, 3), skill_sets)
def test_everybody_is_drawn_once_or_a_substitute(
    crowd: list[Candidate], order: list[int], places: int, wanted: frozenset[str]
) -> None:
    tickets = {c.id: f"{order[n]:064x}" for n, c in enumerate(crowd)}
    drawn = draw_people(crowd, [Quota("D", (places, places), wanted)], tickets)
    listed = [row["id"] for row in drawn["drawn"]]
    listed += [row["id"] for row in drawn["substitutes"]["D"]]
    assert sorted(listed) == sorted(c.id for c in crowd)


def test_the_order_of_the_list_does_not_matter() -> None:
    crowd = [Candidate(f"I{n}", "D", "U", frozenset(SKILLS[n % 4])) for n in range(8)]
    tickets = {c.id: f"{(n * 5) % 8:064x}" for n, c in enumerate(crowd)}
    rule = [Quota("D", (3, 2), frozenset("ab"))]
    assert draw_people(crowd, rule, tickets) == draw_people(crowd[::-1], rule, tickets)


def test_a_person_is_passed_over_only_for_a_missing_specialty() -> None:
    # One place, "b" needed: the first ticket holds "a" only, the second "b".
    crowd = [Candidate("I1", "D", "U", frozenset("a")), Candidate("I2", "D", "U", frozenset("b"))]
    tickets = {"I1": "0" * 64, "I2": "1" * 64}
    drawn = draw_people(crowd, [Quota("D", (1,), frozenset("b"))], tickets)
    assert [row["id"] for row in drawn["drawn"]] == ["I2"]


def test_places_go_first_to_cover_then_to_the_most_work() -> None:
    crowd = [Candidate(f"I{d}{n}", d, "U", frozenset("a")) for d in "XY" for n in range(9)]
    wanted = {"X": frozenset("a"), "Y": frozenset("a")}
    # Two groups ask for one of each department in each: 4 places. X has twice the work, so of six
    # places X gets four.
    dealt = quotas(crowd, wanted, {"X": 2.0, "Y": 1.0}, size=6, groups=2)
    assert {q.department: q.per_group for q in dealt} == {"X": (2, 2), "Y": (1, 1)}


def test_groups_differ_by_one_person_at_most() -> None:
    crowd = [Candidate(f"I{d}{n}", d, "U", frozenset()) for d in "XYZ" for n in range(9)]
    wanted: dict[str, frozenset[str]] = dict.fromkeys("XYZ", frozenset())
    dealt = quotas(crowd, wanted, dict.fromkeys("XYZ", 1.0), size=10, groups=3)
    totals = [sum(q.per_group[g] for q in dealt) for g in range(3)]
    assert sum(totals) == 10 and max(totals) - min(totals) <= 1
