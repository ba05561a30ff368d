"""Ruin and recreate with annealing, counted in iterations (Schrimpf et al. 2000; Christiaens and
Vanden Berghe 2020 for removing what lies together)."""

from __future__ import annotations

import numpy as np
from numba import njit

from solver.kernel import FAR, LOAD_COST, SCALE, draw, find_place, insert, remove

WEIGHT_COST = 150 * SCALE  # per unit of risk weight left out, while searching
EXCESS_STEP = 300 * SCALE  # per person beyond need, while searching
NOISE = SCALE // 4


@njit(cache=True)
def worth(s):
    """The cost of a state, smaller is better; weight enters as what is visited."""
    return (
        s.total[2] * SCALE
        + s.total[3] * LOAD_COST
        + s.total[1] * EXCESS_STEP
        - s.total[0] * WEIGHT_COST
    )


@njit(cache=True)
def better(s, best):
    """Whether a state beats the best totals, level by level."""
    if s.total[0] != best[0]:
        return s.total[0] > best[0]
    if s.total[1] != best[1]:
        return s.total[1] < best[1]
    if s.total[2] != best[2]:
        return s.total[2] < best[2]
    return s.total[3] < best[3]


@njit(cache=True)
def _take(s, a, w, t, n):
    """Remember a visit and take it out."""
    w.old[n, 0] = t
    w.old[n, 1] = s.day[t]
    w.old[n, 2] = s.start[t]
    w.old[n, 3] = s.size[t]
    for q in range(s.size[t]):
        w.old_team[n, q] = s.team[t, q]
    remove(a, s, t)
    return n + 1


@njit(cache=True)
def _travels(s, t):
    """Whether somebody on the visit makes another one that day."""
    d = s.day[t]
    for q in range(s.size[t]):
        if s.visits[s.team[t, q], d] > 1:
            return True
    return False


@njit(cache=True)
def _ruin(a, s, w, rng, targets, active, most):
    """Take out up to `most` visits that lie together; returns how many."""
    kind = draw(rng, 10)
    seed = targets[draw(rng, len(targets))]
    for _ in range(12):
        if s.day[seed] >= 0 and (kind == 9 or _travels(s, seed)):
            break
        seed = targets[draw(rng, len(targets))]
    if s.day[seed] < 0 or a.fixed[seed] == 1:
        return 0
    wanted = 1 + draw(rng, most)
    day = s.day[seed]
    other = -1
    team = s.size[seed]
    person = s.team[seed, draw(rng, team)]
    n = _take(s, a, w, seed, 0)
    if kind <= 1:  # a person's whole day, and neighbours of the seed
        while s.visits[person, day] > 0 and n < wanted:
            t = s.route[person, day, draw(rng, s.visits[person, day])]
            if active[t] == 0 or a.fixed[t] == 1:
                break
            n = _take(s, a, w, t, n)
    elif kind <= 3:
        other = day
    for x in range(a.near.shape[1]):
        if n >= wanted:
            break
        t = a.near[seed, x]
        if s.day[t] < 0 or active[t] == 0 or a.fixed[t] == 1:
            continue
        if other >= 0 and s.day[t] != other:
            continue
        if kind == 9 or draw(rng, 100) < 70:
            n = _take(s, a, w, t, n)
    return n


@njit(cache=True)
def _shuffle(rng, order, n):
    for x in range(n - 1, 0, -1):
        y = draw(rng, x + 1)
        order[x], order[y] = order[y], order[x]


@njit(cache=True)
def _sort_by(order, keys, n):
    """Insertion sort of few targets by key, largest first."""
    for x in range(1, n):
        t = order[x]
        y = x
        while y > 0 and keys[order[y - 1]] < keys[t]:
            order[y] = order[y - 1]
            y -= 1
        order[y] = t


@njit(cache=True)
def recreate(a, s, w, rng, order, n, days, noise, skip):
    """Insert targets one after another where they cost least."""
    for x in range(n):
        t = order[x]
        if find_place(a, s, w, t, days, rng, noise, skip) < FAR:
            insert(a, s, t, w.answer[1], w.answer[2], w.team[0], w.answer[3])


@njit(cache=True)
def anneal(a, s, best, w, rng, targets, active, days, iterations, heat, fall, most):
    """Improve `s` for a number of iterations; the best state met is left in `best`.

    `targets` are those that may move (with `active` 1), `days` where they may go. `heat` holds the
    temperature of each of its equal stages, in units of cost; `fall` is the table of -ln(u) * 1024.
    """
    order = np.empty(len(targets) + 1, np.int64)
    waiting = np.empty(len(targets) + 1, np.int64)
    current = worth(s)
    n_waiting = 0
    for x in range(len(targets)):
        if s.day[targets[x]] < 0 and a.clean[targets[x]] == 1:
            waiting[n_waiting] = targets[x]
            n_waiting += 1
    for it in range(iterations):
        limit = heat[it * len(heat) // iterations] * fall[draw(rng, len(fall))] // 1024
        n = _ruin(a, s, w, rng, targets, active, most)
        for x in range(n):
            order[x] = w.old[x, 0]
        m = n
        if n_waiting > 0:
            _shuffle(rng, waiting, n_waiting)
            for x in range(min(n_waiting, 4)):
                order[m] = waiting[x]
                m += 1
        if m == 0:
            continue
        _shuffle(rng, order, m)
        sort = draw(rng, 8)
        if sort < 3:
            _sort_by(order, a.need, m)
        elif sort < 4 or n_waiting > 0:
            _sort_by(order, a.weight, m)
        elif sort < 6:
            _sort_by(order, a.length, m)
        recreate(a, s, w, rng, order, m, days, NOISE, 30)
        now = worth(s)
        if now - current <= limit:
            current = now
            if n_waiting > 0 or s.total[0] < best.total[0]:
                n_waiting = 0
                for x in range(len(targets)):
                    if s.day[targets[x]] < 0 and a.clean[targets[x]] == 1:
                        waiting[n_waiting] = targets[x]
                        n_waiting += 1
            else:
                for x in range(m):
                    if s.day[order[x]] < 0:
                        waiting[n_waiting] = order[x]
                        n_waiting += 1
            if better(s, best.total):
                best.day[:] = s.day
                best.start[:] = s.start
                best.size[:] = s.size
                best.team[:] = s.team
                best.total[:] = s.total
        else:
            for x in range(m):
                if s.day[order[x]] >= 0:
                    remove(a, s, order[x])
            for x in range(n):
                insert(a, s, w.old[x, 0], w.old[x, 1], w.old[x, 2], w.old_team[x], w.old[x, 3])
    return current
