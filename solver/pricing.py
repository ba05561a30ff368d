"""The compiled route search behind the travel bound: one person's best day at given prizes.

A day's route costs its travel and earns a prize at each visit. Routes keep starts, lengths, travel
times and the daily number of visits; they may come back to a target after two others, never after
one. So they contain every real day, and their least cost bounds it from below. Integers only: the
bound is exact for whatever prizes are given.
"""

from __future__ import annotations

from numba import njit

FAR = 1 << 50


@njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def best_day(way, rate, ptr, owner, start, length, prize, leave, back, most, cost, before, route):
    """The least cost of a day over visits 0..n-1 (0: no visit at all), scaled like `prize`.

    `way` n x n minutes, each charged `rate`; `leave` and `back` (legs from and to the unit) scaled; `ptr` first start of each
    visit, `owner` visit of each start, `start` minutes; `length` minutes; `prize` negative where the
    person cannot go. `cost` and `before` are scratch (most, starts, 2): the best two labels of each
    visit and start with different visits before. The visits go to `route`, ended by -1.
    """
    n = len(length)
    best = 0
    best_label = -1
    best_k = 0
    for k in range(most):
        found = False
        for t in range(n):
            if prize[t] < 0:
                continue
            for x in range(ptr[t], ptr[t + 1]):
                cost[k, x, 0] = leave[t] - prize[t] if k == 0 else FAR
                cost[k, x, 1] = FAR
                before[k, x, 0] = -1
                before[k, x, 1] = -1
            if k > 0:
                _extend(way, rate, ptr, owner, start, length, prize, k, t, cost, before)
            for x in range(ptr[t], ptr[t + 1]):
                if x > ptr[t]:
                    _wait(owner, k, x, cost, before)
                if cost[k, x, 0] < FAR:
                    found = True
                    if cost[k, x, 0] + back[t] < best:
                        best = cost[k, x, 0] + back[t]
                        best_label = x * 2
                        best_k = k
        if not found:
            break
    n = 0
    while best_label >= 0:
        route[n] = owner[best_label >> 1]
        n += 1
        best_label = before[best_k, best_label >> 1, best_label & 1]
        best_k -= 1
    route[n] = -1
    return best


@njit(nogil=True, no_cpython_wrapper=True, error_model="numpy", _nrt=False)
def _extend(way, rate, ptr, owner, start, length, prize, k, t, cost, before):
    """Labels of visit t as the (k+1)-th of the day, from all labels one visit shorter."""
    for u in range(len(length)):
        if u == t or prize[u] < 0:
            continue
        y = ptr[u]
        for x in range(ptr[t], ptr[t + 1]):
            while y < ptr[u + 1] and start[y] + length[u] + way[u, t] <= start[x]:
                y += 1
            if y == ptr[u]:
                continue
            label = y - 1
            side = 0
            if before[k - 1, label, 0] >= 0 and owner[before[k - 1, label, 0] >> 1] == t:
                side = 1
            if cost[k - 1, label, side] >= FAR:
                continue
            made = cost[k - 1, label, side] + way[u, t] * rate - prize[t]
            if made < cost[k, x, 0]:
                cost[k, x, 1] = cost[k, x, 0]
                before[k, x, 1] = before[k, x, 0]
                cost[k, x, 0] = made
                before[k, x, 0] = label * 2 + side
            elif made < cost[k, x, 1]:
                cost[k, x, 1] = made
                before[k, x, 1] = label * 2 + side


@njit(nogil=True, no_cpython_wrapper=True, error_model="numpy", _nrt=False)
def _wait(owner, k, x, cost, before):
    """Who is ready for start x - 1 can wait for start x: merge the two labels of both."""
    for side in range(2):
        had = cost[k, x - 1, side]
        if had >= FAR:
            return
        code = before[k, x - 1, side]
        visit = owner[code >> 1] if code >= 0 else -1
        first = owner[before[k, x, 0] >> 1] if before[k, x, 0] >= 0 else -1
        if had < cost[k, x, 0]:
            if first != visit:
                cost[k, x, 1] = cost[k, x, 0]
                before[k, x, 1] = before[k, x, 0]
            cost[k, x, 0] = had
            before[k, x, 0] = code
        elif had < cost[k, x, 1] and first != visit:
            cost[k, x, 1] = had
            before[k, x, 1] = code
