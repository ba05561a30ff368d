"""The compiled inner loop: what a visit costs where, and putting it there.

Integers only. A cost is in units of SCALE to the travel minute, so that tie-breaks (even loads,
tidy starts, a little noise) stay below one minute. R10 and R11 are kept in `_times`, R05 to R07 in
`_fill` and `_combine`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SCALE = 4096
FAR = 1 << 60
EXCESS_COST = 10_000 * SCALE  # one person beyond need weighs more than any travel of a visit
LOAD_COST = 24  # per unit of the sum of squared loads
EDGE_COST = 8  # per step between a visit and the nearest end of its span


@njit(cache=True)
def draw(rng, below):
    """A number in 0..below-1 (splitmix64)."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.int64(z >> np.uint64(33)) % below


@njit(cache=True)
def _times(a, s, i, d, t, lo, hi, base, row):
    """Costs of adding target t to a day that has visits, for every start; FAR where R11 fails."""
    n = s.visits[i, d]
    home = a.home[i]
    length = a.length[t]
    k = lo
    feasible = False
    for p in range(n + 1):
        before = s.route[i, d, p - 1] if p > 0 else home
        after = s.route[i, d, p] if p < n else home
        earliest = -1
        delta = 0
        if before >= 0:
            delta += a.way[before, t]
            if p > 0:
                earliest = s.start[before] + a.length[before] + a.way[before, t]
        latest = FAR
        if after >= 0:
            delta += a.way[t, after]
            if p < n:
                latest = s.start[after] - a.way[t, after] - length
            if before >= 0:
                delta -= a.way[before, after]
        while k < hi and a.start[k] < earliest:
            row[k - lo] = FAR
            k += 1
        while k < hi and a.start[k] <= latest:
            row[k - lo] = base + delta * SCALE
            feasible = True
            k += 1
    while k < hi:
        row[k - lo] = FAR
        k += 1
    return feasible


@njit(cache=True)
def _cut(w, mask, cost, inspector, limit):
    """Keep a candidate if it is among the `limit` cheapest of its mask (sorted by cost)."""
    n = w.kept[mask]
    if n == limit:
        if w.few[mask, n - 1, 1] <= cost:
            return
        n -= 1
    else:
        w.kept[mask] += 1
    while n > 0 and w.few[mask, n - 1, 1] > cost:
        w.few[mask, n, 0] = w.few[mask, n - 1, 0]
        w.few[mask, n, 1] = w.few[mask, n - 1, 1]
        n -= 1
    w.few[mask, n, 0] = inspector
    w.few[mask, n, 1] = cost


@njit(cache=True)
def _fill(w, full, count, must_n, must_mask, must_cost, pick):
    """Cheapest `count` people whose masks join to `full`, from the survivors of `_cut`.

    Returns the cost (FAR when there is none) and writes the people to `pick`.
    """
    if count == 1 and must_n == 0:
        if w.kept[full] == 0:
            return FAR
        pick[0] = w.few[full, 0, 0]
        return w.few[full, 0, 1]
    width = full + 1
    for c in range(count + 1):
        for m in range(width):
            w.table[c, m] = FAR
    w.table[must_n, must_mask] = must_cost
    for c in range(must_n):
        w.chosen[must_n, must_mask, c] = pick[c]
    for mask in range(width):
        for n in range(w.kept[mask]):
            cost = w.few[mask, n, 1]
            for c in range(count - 1, must_n - 1, -1):
                for m in range(width):
                    had = w.table[c, m]
                    if had < FAR and had + cost < w.table[c + 1, m | mask]:
                        w.table[c + 1, m | mask] = had + cost
                        for q in range(c):
                            w.chosen[c + 1, m | mask, q] = w.chosen[c, m, q]
                        w.chosen[c + 1, m | mask, c] = w.few[mask, n, 0]
    if w.table[count, full] < FAR:
        for q in range(count):
            pick[q] = w.chosen[count, full, q]
    return w.table[count, full]


@njit(cache=True)
def _entry_cost(a, w, e, n_idle, n_busy, idle_at, busy_at, k, count, pick):
    """Cost of filling entry e with `count` people at start number k of the day."""
    full = a.entry_full[e]
    for m in range(full + 1):
        w.kept[m] = 0
    must_n = 0
    must_mask = 0
    must_cost = 0
    for c in range(idle_at, idle_at + n_idle):
        if w.idle[c, 2] == 1:
            pick[must_n] = w.idle[c, 0]
            must_n += 1
            must_mask |= w.idle[c, 1]
            must_cost += w.idle[c, 3]
        else:
            _cut(w, w.idle[c, 1], w.idle[c, 3], w.idle[c, 0], count)
    for c in range(busy_at, busy_at + n_busy):
        cost = w.cost[c, k]
        if w.busy[c, 2] == 1:
            if cost >= FAR:
                return FAR
            pick[must_n] = w.busy[c, 0]
            must_n += 1
            must_mask |= w.busy[c, 1]
            must_cost += cost
        elif cost < FAR:
            _cut(w, w.busy[c, 1], cost, w.busy[c, 0], count)
    if must_n > count:
        return FAR
    return _fill(w, full, count, must_n, must_mask, must_cost, pick)


@njit(cache=True)
def _gather(a, s, w, t, d, rng, noise, lo, hi, ptr):
    """Who could come to target t on day d; False when some entry cannot be filled at all.

    `ptr` holds for each entry: first idle, idle count, first busy, busy count. Idle people cost the
    same at every start, so only the cheapest of each mask are kept.
    """
    n_idle = 0
    n_busy = 0
    for e in range(a.entry_ptr[t], a.entry_ptr[t + 1]):
        x = e - a.entry_ptr[t]
        ptr[x, 0] = n_idle
        ptr[x, 2] = n_busy
        for m in range(a.entry_full[e] + 1):
            w.kept[m] = 0
        for c in range(a.el_ptr[e], a.el_ptr[e + 1]):
            i = a.el_insp[c]
            must = a.el_must[c]
            if a.avail[i, d] == 0 or s.visits[i, d] >= a.most_visits[i]:
                if must == 1:
                    return False
                continue
            base = LOAD_COST * (2 * s.load[i] + 1)
            if noise > 0:
                base += draw(rng, noise)
            if s.visits[i, d] == 0:
                if a.home[i] >= 0:
                    base += (a.way[a.home[i], t] + a.way[t, a.home[i]]) * SCALE
                if must == 1:
                    w.idle[n_idle, 0] = i
                    w.idle[n_idle, 1] = a.el_mask[c]
                    w.idle[n_idle, 2] = 1
                    w.idle[n_idle, 3] = base
                    n_idle += 1
                else:
                    _cut(w, a.el_mask[c], base, i, a.entry_max[e])
            else:
                if _times(a, s, i, d, t, lo, hi, base, w.cost[n_busy]):
                    w.busy[n_busy, 0] = i
                    w.busy[n_busy, 1] = a.el_mask[c]
                    w.busy[n_busy, 2] = must
                    n_busy += 1
                elif must == 1:
                    return False
        for m in range(a.entry_full[e] + 1):
            for n in range(w.kept[m]):
                w.idle[n_idle, 0] = w.few[m, n, 0]
                w.idle[n_idle, 1] = m
                w.idle[n_idle, 2] = 0
                w.idle[n_idle, 3] = w.few[m, n, 1]
                n_idle += 1
        ptr[x, 1] = n_idle - ptr[x, 0]
        ptr[x, 3] = n_busy - ptr[x, 2]
        if ptr[x, 1] + ptr[x, 3] < a.entry_min[e]:
            return False
    return True


@njit(cache=True)
def _try_start(a, s, w, t, k, ptr, best):
    """Cheapest team at start number k; returns its cost and leaves it in w.team[1]; size in [1,-1].

    Each entry takes the fewest people that can do it; extra people are added, cheapest first over
    entries, only while the team is below the least size (R05).
    """
    first = a.entry_ptr[t]
    entries = a.entry_ptr[t + 1] - first
    total = 0
    counted = 0
    size = 0
    for x in range(entries):
        e = first + x
        count = a.entry_min[e]
        cost = FAR
        while count <= a.entry_max[e]:
            cost = _entry_cost(
                a, w, e, ptr[x, 1], ptr[x, 3], ptr[x, 0], ptr[x, 2], k, count, w.pick[x]
            )
            if cost < FAR:
                break
            count += 1
        if cost >= FAR:
            return FAR
        w.part[x, 0] = count
        w.part[x, 1] = cost
        total += cost
        size += count
        counted += count * a.entry_counts[e]
        if total >= best:
            return FAR
    while counted < a.sizes[0]:
        chosen = -1
        least = FAR
        for x in range(entries):
            e = first + x
            count = w.part[x, 0] + 1
            if a.entry_counts[e] == 0 or count > a.entry_max[e]:
                continue
            cost = _entry_cost(
                a, w, e, ptr[x, 1], ptr[x, 3], ptr[x, 0], ptr[x, 2], k, count, w.pick[entries]
            )
            if cost < FAR and cost - w.part[x, 1] < least:
                least = cost - w.part[x, 1]
                chosen = x
                for q in range(count):
                    w.pick[entries + 1, q] = w.pick[entries, q]
        if chosen < 0:
            return FAR
        w.part[chosen, 0] += 1
        w.part[chosen, 1] += least
        for q in range(w.part[chosen, 0]):
            w.pick[chosen, q] = w.pick[entries + 1, q]
        total += least
        counted += 1
        size += 1
    if counted > a.sizes[1]:
        return FAR
    total += EXCESS_COST * max(0, counted - a.need[t])
    n = 0
    for x in range(entries):
        for q in range(w.part[x, 0]):
            w.team[1, n] = w.pick[x, q]
            n += 1
    w.answer[4] = size
    return total


@njit(cache=True)
def find_place(a, s, w, t, days, rng, noise, skip):
    """The cheapest day, start and team for target t among `days`, left in w.answer and w.team[0].

    `skip` in 0..1023 is the chance to overlook a day. Returns the cost, FAR when there is no place.
    """
    best = FAR
    ndays = a.avail.shape[1]
    ptr = w.ptr
    for x in range(days.shape[0]):
        d = days[x]
        lo = a.start_ptr[t * ndays + d]
        hi = a.start_ptr[t * ndays + d + 1]
        if lo == hi or (skip > 0 and draw(rng, 1024) < skip):
            continue
        if not _gather(a, s, w, t, d, rng, noise, lo, hi, ptr):
            continue
        for k in range(hi - lo):
            extra = EDGE_COST * min(a.start_edge[lo + k], 8)
            if noise > 0:
                extra += draw(rng, noise)
            cost = _try_start(a, s, w, t, k, ptr, best - extra)
            if cost < FAR and cost + extra < best:
                best = cost + extra
                w.answer[0] = best
                w.answer[1] = d
                w.answer[2] = a.start[lo + k]
                w.answer[3] = w.answer[4]
                for q in range(w.answer[4]):
                    w.team[0, q] = w.team[1, q]
    return best


@njit(cache=True)
def insert(a, s, t, d, start, team, size):
    """Put a visit into the routes of its team and the totals."""
    s.day[t] = d
    s.start[t] = start
    s.size[t] = size
    for q in range(size):
        i = team[q]
        s.team[t, q] = i
        n = s.visits[i, d]
        p = n
        while p > 0 and s.start[s.route[i, d, p - 1]] > start:
            s.route[i, d, p] = s.route[i, d, p - 1]
            p -= 1
        s.route[i, d, p] = t
        s.visits[i, d] = n + 1
        s.total[2] += _detour(a, s, i, d, p)
        s.total[3] += 2 * s.load[i] + 1
        s.load[i] += 1
    s.total[0] += a.weight[t]
    s.total[1] += max(0, size - _uncounted(a, t) - a.need[t])


@njit(cache=True)
def remove(a, s, t):
    """Take a visit out again."""
    d = s.day[t]
    for q in range(s.size[t]):
        i = s.team[t, q]
        p = 0
        while s.route[i, d, p] != t:
            p += 1
        s.total[2] -= _detour(a, s, i, d, p)
        s.total[3] -= 2 * s.load[i] - 1
        s.load[i] -= 1
        s.visits[i, d] -= 1
        for r in range(p, s.visits[i, d]):
            s.route[i, d, r] = s.route[i, d, r + 1]
    s.total[0] -= a.weight[t]
    s.total[1] -= max(0, s.size[t] - _uncounted(a, t) - a.need[t])
    s.day[t] = -1


@njit(cache=True)
def _uncounted(a, t):
    """Pinned assistants on the team of t: they come last and count for nothing."""
    e = a.entry_ptr[t + 1] - 1
    return a.entry_min[e] if a.entry_counts[e] == 0 else 0


@njit(cache=True)
def _detour(a, s, i, d, p):
    """Travel minutes that the visit at place p of the route adds."""
    before = s.route[i, d, p - 1] if p > 0 else a.home[i]
    after = s.route[i, d, p + 1] if p + 1 < s.visits[i, d] else a.home[i]
    t = s.route[i, d, p]
    made = 0
    if before >= 0:
        made += a.way[before, t]
    if after >= 0:
        made += a.way[t, after]
        if before >= 0 and s.visits[i, d] > 1:
            made -= a.way[before, after]
    return made
