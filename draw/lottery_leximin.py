"""LEXIMIN over types: the lowest chance as high as any lottery can make it, then the next lowest, and so on.

First what the quotas alone allow is found, and a lottery that gives it; where panels cannot give it (whole
people, distinct values, groups), column generation as in Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair
algorithms for selecting citizens' assemblies" (Nature 2021), over types instead of persons. The linear
programs are GLOP's; prices are rounded to integers before a panel is priced, so that every bound can be
recomputed exactly. Where people are weighted, "chance" is chance over weight throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ortools.linear_solver import pywraplp

from draw.errors import DrawRefused, Fault
from draw.lottery_decomposed import decompose
from draw.lottery_dual import dual_bound, quota_dual
from draw.lottery_greedy import around, first_panels, worth_adding
from draw.lottery_panels import Panel, Panels
from draw.lottery_relaxed import CLOSE, SCALE, Level, Relaxed, relaxed_leximin, whole_prices

WORK = 50_000_000  # rows times columns of the linear programs, summed: some tens of seconds
Found = tuple[list[Panel], list[float], list[Level]]


@dataclass(slots=True)
class Master:
    """The restricted linear program over the panels found so far."""

    panels: Panels
    cap: Fraction | None
    shares: Sequence[Fraction]  # the weight of each type
    columns: list[Panel]
    fixed: dict[int, float]
    over: bool = False  # first phase: by how much must the cap give way
    work: int = 0  # what is left of it
    lifts: Sequence[float] = ()  # by type, how much its floor alone holds the level down

    def solve(self) -> tuple[float, list[float], list[float], float]:
        """(level, panel weights, dual price by type, dual of the weights' sum)."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        kinds = self.panels.people.kinds
        top = float(1 / min(self.shares))
        level = solver.NumVar(0.0, top, "over" if self.over else "level")
        weights = [solver.NumVar(0.0, 1.0, f"w{n}") for n in range(len(self.columns))]
        total = solver.Constraint(1.0, 1.0)
        floors, ceilings = [], []
        for place in range(len(kinds)):
            floors.append(solver.Constraint(self.fixed.get(place, 0.0), solver.infinity()))
            if place not in self.fixed and not self.over:
                floors[place].SetCoefficient(level, -float(self.shares[place]))
            if self.cap is not None:
                ceilings.append(solver.Constraint(-solver.infinity(), float(self.cap)))
                if self.over:
                    ceilings[place].SetCoefficient(level, -1.0)
        for weight, panel in zip(weights, self.columns, strict=True):
            total.SetCoefficient(weight, 1.0)
            for place, count in enumerate(panel):
                if count:
                    share = count / len(kinds[place].people)
                    floors[place].SetCoefficient(weight, share)
                    if ceilings:
                        ceilings[place].SetCoefficient(weight, share)
        solver.Objective().SetCoefficient(level, -1.0 if self.over else 1.0)
        solver.Objective().SetMaximization()
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return -1.0, [], [], 0.0
        self.lifts = [-floor.dual_value() for floor in floors]
        prices = [
            -floors[p].dual_value() - (ceilings[p].dual_value() if ceilings else 0.0)
            for p in range(len(kinds))
        ]
        found = [weight.solution_value() for weight in weights]
        return level.solution_value(), found, prices, total.dual_value()


def lotteries(panels: Panels, cap: Fraction | None, shares: Sequence[Fraction]) -> Iterator[Found]:
    """Lotteries as (panels, weights that add to about 1, dual of every level), each better than before.

    The next is only needed where the one before is not fair enough. ``shares`` are the weights of the
    types; ``cap`` bounds every chance from above (Goldilocks): one the quotas cannot meet is refused,
    with the least that can be met.
    """
    columns, never, relaxed = _first_columns(panels, shares)
    if relaxed is not None and columns:
        weights, _ = decompose(panels.people, relaxed.quotas, relaxed.aims, columns, cap)
        if weights:
            yield list(columns), weights, list(relaxed.levels)
    columns, weights, levels = _generated(panels, cap, shares, columns, never)
    yield columns, weights, levels
    if relaxed is not None:
        yield columns, weights, list(relaxed.levels)


def _generated(
    panels: Panels,
    cap: Fraction | None,
    shares: Sequence[Fraction],
    columns: list[Panel],
    never: list[int],
) -> Found:
    """LEXIMIN by column generation, as far as the work goes."""
    kinds = panels.people.kinds
    master = Master(panels, cap, shares, columns, dict.fromkeys(never, 0.0), work=WORK)
    if cap is not None:
        master.over = True
        most = float(cap) + _converge(master)[0]
        if most > float(cap) + CLOSE:
            raise DrawRefused("max_chance_refused", [_cap_fault(cap, most)])
        master.over = False
    levels: list[Level] = []
    weights: list[float] = []
    while len(master.fixed) < len(kinds):
        value, weights, prices, best, dual = _converge(master)
        free = [place for place in range(len(kinds)) if place not in master.fixed]
        settled = [place for place in free if master.lifts[place] > CLOSE]
        settled = free if master.work < 0 else settled or _lowest(master, weights, free)
        for place in settled:
            master.fixed[place] = max(0.0, value * float(shares[place]) - CLOSE)
        levels.append(Level(tuple(prices), best, tuple(settled), dual))
    if not levels:
        weights = [1.0] + [0.0] * (len(columns) - 1)
    return master.columns, weights, levels


def _cap_fault(cap: Fraction, most: float) -> Fault:
    zh = f"在现有规则下，最高机会无法压到 {cap}，最低只能到 {most:.6f}；请放宽 max_chance 或名额。"
    en = f"No lottery keeps every chance at {cap}; the least possible is {most:.6f}. Raise max_chance."
    return Fault("max_chance", "max_chance", None, str(cap), "§5.6", zh, en)


def _first_columns(
    panels: Panels, shares: Sequence[Fraction]
) -> tuple[list[Panel], list[int], Relaxed | None]:
    """Panels to start from, one for every type that any panel can hold; the types none can; the aims."""
    people, quotas = panels.people, panels.quotas
    relaxed = None if quotas.groups else relaxed_leximin(people, quotas, shares)
    even = [float(len(kind.people)) for kind in people.kinds]
    rules, aims = (relaxed.quotas, relaxed.aims) if relaxed else (quotas, even)
    columns: dict[Panel, None] = dict.fromkeys(first_panels(people, rules, aims))
    if not columns and relaxed:
        relaxed, columns = None, dict.fromkeys(first_panels(people, quotas, even))
    never = []
    seen = [sum(counts) for counts in zip(*columns, strict=True)] or [0] * len(even)
    for place in range(len(even)):
        if seen[place]:
            continue
        prices = [1 if not count else 0 for count in seen]
        prices[place] = len(even) + 1
        _, panel = panels.best(prices)
        if not panel[place]:
            never.append(place)
        columns[panel] = None
        seen = [a + b for a, b in zip(seen, panel, strict=True)]
    if relaxed and never:
        relaxed = relaxed_leximin(people, quotas, shares, never)
    return list(columns), never, relaxed


def _converge(master: Master) -> tuple[float, list[float], list[int], int, dict[str, int] | None]:
    """Add panels until none prices out: level, weights, integer prices, their bound and its proof.

    Out of work, what there is counts, with the tightest bound met on the way; the certificate then
    says by how much it may fall short.
    """
    people, quotas = master.panels.people, master.panels.quotas
    known = set(master.columns)
    tightest: tuple[float, list[int], int, dict[str, int] | None] | None = None
    while True:
        value, weights, duals, total = master.solve()
        prices = whole_prices(duals, people)
        most = (total + CLOSE) * SCALE
        dual: dict[str, int] | None = dict(quota_dual(prices, people, quotas))
        bound = dual_bound(prices, dual or {}, people, quotas)
        if bound <= most + len(prices):
            return value, weights, prices, bound, dual
        master.work -= len(prices) * len(master.columns)
        found = [
            panel for panel in worth_adding(people, quotas, prices, most) if panel not in known
        ]
        if not found:
            best, panel = master.panels.best(prices)
            if panel in known or best <= most:
                return value, weights, prices, best, None
            near = around(people, quotas, prices, most, panel)
            found = [panel, *(one for one in near if one not in known and one != panel)]
            bound, dual = best, None
        even = [1] * len(prices)
        flat = dict(quota_dual(even, people, quotas))
        for some, above, proof in (
            (prices, bound, dual),
            (even, dual_bound(even, flat, people, quotas), flat),
        ):
            share = _share(some, master)
            if share > 0 and (tightest is None or above / share < tightest[0]):
                tightest = (above / share, some, above, proof)
        if master.work < 0 and tightest is not None and not master.over:
            return value, weights, *tightest[1:]
        known.update(found)
        master.columns += dict.fromkeys(found)


def _share(prices: Sequence[int], master: Master) -> float:
    """What a level of 1 would be worth at these prices."""
    kinds = master.panels.people.kinds
    return sum(
        price * len(kind.people) * float(share)
        for price, kind, share in zip(prices, kinds, master.shares, strict=True)
    )


def _lowest(master: Master, weights: list[float], free: list[int]) -> list[int]:
    """Where rounding hides the dual: the free types with the lowest chance now."""
    kinds = master.panels.people.kinds
    chances = {
        place: sum(w * p[place] for w, p in zip(weights, master.columns, strict=True))
        / (len(kinds[place].people) * float(master.shares[place]))
        for place in free
    }
    least = min(chances.values())
    return [place for place in free if chances[place] <= least + CLOSE]
