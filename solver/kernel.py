"""The compiled inner loop: what a visit costs where, putting it there, and improving by ruin and
recreate with annealing (Schrimpf et al. 2000), counted in iterations.

One long file on purpose: numba's cache watches the file of the outermost function only, so compiled
code split over files would go stale when an inner one is edited.

Integers only. A cost is in units of SCALE to the travel minute, so that tie-breaks (even loads,
tidy starts, a little noise) stay below one minute. R10 and R11 are kept in `_times`, R05 to R07 in
`_fill` and `_combine`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SCALE = 4096
FAR = 1 << 50
EXCESS_COST = 10_000 * SCALE  # one person beyond need weighs more than any travel of a visit
LOAD_COST = 2  # per unit of the sum of cubed loads: the busiest count most
EDGE_COST = 8  # per step between a visit and the nearest end of its span
PIN_COST = 1 << 40  # per pinned target left out, while searching: never worth it
WEIGHT_COST = 250 * SCALE  # per unit of risk weight left out
EXCESS_STEP = 300 * SCALE  # per person beyond need, while searching
WIDE_CHANCE = 16  # one time in so many, larger teams are tried where no smallest one fits

# Only what Python calls gets a wrapper and a place in the cache: this halves the compile time.
INNER = {"no_cpython_wrapper": True, "nogil": True, "error_model": "numpy", "_nrt": False}
# Passing on whole problems costs more than small functions do: these melt into their callers.
MELT = {**INNER, "forceinline": True}
DOOR = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


@njit(**MELT)
def draw(rng, below):
    """A number in 0..below-1 (splitmix64)."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.int64(z >> np.uint64(33)) % below


@njit(**INNER)
def _times(a, s, i, d, t, lo, hi, base, row):
    """Costs of adding target t to a day that has visits, for every start; FAR where R11 fails."""
    n = s.visits[d, i]
    home = a.home[i]
    length = a.length[t]
    k = lo
    feasible = False
    for p in range(n + 1):
        before = s.route[d, i, p - 1] if p > 0 else home
        after = s.route[d, i, p] if p < n else home
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


@njit(**INNER)
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


@njit(**INNER)
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


@njit(**INNER)
def _candidates(a, s, w, t, e, d, rng, noise, lo, hi):
    """Who could fill entry e of target t on day d; the number of them, or -1 if a must cannot.

    Leaves inspector, mask and must in w.people and the costs at every start in w.cost.
    """
    n = 0
    for c in range(a.el_ptr[e], a.el_ptr[e + 1]):
        i = a.el_insp[c]
        if a.avail[i, d] == 0 or s.visits[d, i] >= a.most_visits[i]:
            if a.el_must[c] == 1:
                return -1
            continue
        base = LOAD_COST * (3 * s.load[i] * (s.load[i] + 1) + 1)
        if noise > 0:
            base += draw(rng, noise)
        if s.visits[d, i] == 0:
            if a.home[i] >= 0:
                base += (a.way[a.home[i], t] + a.way[t, a.home[i]]) * SCALE
            for k in range(hi - lo):
                w.cost[n, k] = base
        elif not _times(a, s, i, d, t, lo, hi, base, w.cost[n]):
            if a.el_must[c] == 1:
                return -1
            continue
        w.people[n, 0] = i
        w.people[n, 1] = a.el_mask[c]
        w.people[n, 2] = a.el_must[c]
        n += 1
    return n


@njit(**MELT)
def _base(a, s, i, d, t, rng, noise):
    """What person i costs before travel between visits: load, noise, and the unit's legs if idle."""
    base = LOAD_COST * (3 * s.load[i] * (s.load[i] + 1) + 1)
    if noise > 0:
        base += draw(rng, noise)
    if a.home[i] >= 0 and s.visits[d, i] == 0:
        base += (a.way[a.home[i], t] + a.way[t, a.home[i]]) * SCALE
    return base


@njit(**MELT)
def _spans(a, s, w, i, d, t, base, mask, limit, n):
    """Where a busy person could take target t in: spans of starts cheaper than `limit` (R11).

    Appended to w.span as first and last-but-one start, cost, mask and person; returns their number.
    """
    row = a.start_at[a.start_row[t * a.avail.shape[1] + d]]
    way = a.way[t]  # the same in both directions
    home = a.home[i]
    step = a.sizes[5]
    count = s.visits[d, i]
    end = row[len(row) - 1]
    before = home
    delta = 0
    first = 0
    if home >= 0:
        delta = way[home]
    for p in range(count + 1):
        after = home
        last = end
        following = 0
        if p < count:
            after = s.route[d, i, p]
            latest = s.start[after] - way[after] - a.length[t]
            last = row[latest // step + 1] if latest >= 0 else 0
            ready = s.start[after] + a.length[after] + way[after]
            following = row[(ready + step - 1) // step] if ready < 1440 else end
        if first < last:
            if after >= 0:
                delta += way[after]
                if before >= 0:
                    delta -= a.way[before, after]
            cost = base + delta * SCALE
            if cost < limit:
                w.span[n, 0] = first
                w.span[n, 1] = last
                w.span[n, 2] = cost
                w.span[n, 3] = mask
                w.span[n, 4] = i
                n += 1
        before = after
        delta = way[after] if after >= 0 else 0
        first = following
    return n


@njit(**MELT)
def _one(a, s, w, t, e, x, d, rng, noise, starts, most):
    """Fill entry x with one person at every start; returns the cost where it is the same at all.

    Else -1, with costs in w.part[x] and people in w.pick[x]. Nobody dearer than `most` is wanted.
    """
    full = a.entry_full[e]
    best = most
    who = 0
    busy = 0
    for c in range(a.el_ptr[e], a.el_ptr[e + 1]):
        if a.el_mask[c] != full:
            continue
        i = a.el_insp[c]
        n = s.visits[d, i]
        if n >= a.room[d, i]:
            continue
        if n > 0:
            w.busy[busy] = c
            busy += 1
            continue
        cost = _base(a, s, i, d, t, rng, noise)
        if cost < best:
            best = cost
            who = i
    spans = 0
    for y in range(busy):
        i = a.el_insp[w.busy[y]]
        base = _base(a, s, i, d, t, rng, noise)
        if base + a.sizes[6] * SCALE < best:
            spans = _spans(a, s, w, i, d, t, base, full, best, spans)
    w.pick[x, 0, 0] = who
    if spans == 0:
        return best if best < most else FAR
    part = w.part[x]
    pick = w.pick[x]
    for k in range(starts):
        part[k] = best
        pick[k, 0] = who
    for y in range(spans):
        cost = w.span[y, 2]
        for k in range(w.span[y, 0], w.span[y, 1]):
            if cost < part[k]:
                part[k] = cost
                pick[k, 0] = w.span[y, 4]
    return -1


@njit(**MELT)
def _enter(row, cost, who):
    """Keep a person among the two cheapest of a mask."""
    if cost < row[0]:
        row[2] = row[0]
        row[3] = row[1]
        row[0] = cost
        row[1] = who
    elif cost < row[2]:
        row[2] = cost
        row[3] = who


@njit(**MELT)
def _pair(rows, full, pick):
    """The cheapest two people whose masks join to `full`; people to `pick`, returns their cost."""
    best = rows[full, 0] + rows[full, 2]
    pick[0] = rows[full, 1]
    pick[1] = rows[full, 3]
    for m in range(1, full + 1):
        if rows[m, 0] >= best:
            continue
        for r in range(m):
            if m | r == full and rows[m, 0] + rows[r, 0] < best:
                best = rows[m, 0] + rows[r, 0]
                pick[0] = rows[m, 1]
                pick[1] = rows[r, 1]
    return min(best, FAR)


@njit(**MELT)
def _two(a, s, w, t, e, x, d, rng, noise, starts, most):
    """Fill entry x with two people: the two cheapest of each mask, then the best pair of masks.

    Returns the cost where it is the same at every start, else -1 as `_one` does.
    """
    full = a.entry_full[e]
    flat = w.flat
    for m in range(full + 1):
        flat[m, 0] = FAR
        flat[m, 1] = 0
        flat[m, 2] = FAR
        flat[m, 3] = 0
    busy = 0
    for c in range(a.el_ptr[e], a.el_ptr[e + 1]):
        i = a.el_insp[c]
        n = s.visits[d, i]
        if n >= a.room[d, i]:
            continue
        if n > 0:
            w.busy[busy] = c
            busy += 1
            continue
        _enter(flat[a.el_mask[c]], _base(a, s, i, d, t, rng, noise), i)
    spans = 0
    for y in range(busy):
        c = w.busy[y]
        i = a.el_insp[c]
        limit = min(flat[a.el_mask[c], 2], most)
        base = _base(a, s, i, d, t, rng, noise)
        if base + a.sizes[6] * SCALE < limit:
            spans = _spans(a, s, w, i, d, t, base, a.el_mask[c], limit, spans)
    if spans == 0:
        return _pair(flat, full, w.pick[x, 0])
    pairs = w.pairs
    for k in range(starts):
        for m in range(full + 1):
            for q in range(4):
                pairs[k, m, q] = flat[m, q]
    for y in range(spans):
        for k in range(w.span[y, 0], w.span[y, 1]):
            _enter(pairs[k, w.span[y, 3]], w.span[y, 2], w.span[y, 4])
    for k in range(starts):
        w.part[x, k] = _pair(pairs[k], full, w.pick[x, k])
    return -1


@njit(**INNER)
def _many(w, x, n, full, starts, count):
    """Fill entry x with exactly `count` people, those that must come among them."""
    for k in range(starts):
        for m in range(full + 1):
            w.kept[m] = 0
        must_n = 0
        must_mask = 0
        must_cost = 0
        for c in range(n):
            cost = w.cost[c, k]
            if w.people[c, 2] == 1:
                w.pick[x, k, must_n] = w.people[c, 0]
                must_n += 1
                must_mask |= w.people[c, 1]
                must_cost = min(FAR, must_cost + cost)
            elif cost < FAR:
                _cut(w, w.people[c, 1], cost, w.people[c, 0], count)
        w.part[x, k] = FAR
        if must_n <= count and must_cost < FAR:
            w.part[x, k] = _fill(w, full, count, must_n, must_mask, must_cost, w.pick[x, k])


@njit(**INNER)
def _entry(a, s, w, t, e, x, d, rng, noise, lo, hi, count):
    """Costs of filling entry e with `count` people at every start, in row x of w.part."""
    n = _candidates(a, s, w, t, e, d, rng, noise, lo, hi)
    if n < count:
        for k in range(hi - lo):
            w.part[x, k] = FAR
    else:
        _many(w, x, n, a.entry_full[e], hi - lo, count)


@njit(**MELT)
def _smallest(a, s, w, t, d, rng, noise, lo, hi, best):
    """Costs of the smallest teams at every start of a day; FAR when none beats best.

    Returns what is the same at every start; what differs is in w.sum. Every entry takes the fewest
    people that calendars apart can do it (excess 0).
    """
    starts = hi - lo
    for k in range(starts):
        w.sum[k] = 0
    common = 0
    for e in range(a.entry_ptr[t], a.entry_ptr[t + 1]):
        x = e - a.entry_ptr[t]
        count = a.entry_min[e]
        w.taken[x] = count
        w.same[x] = 0
        cost = -1
        if count == 1 and a.fixed[t] == 0:
            cost = _one(a, s, w, t, e, x, d, rng, noise, starts, best - common)
        elif count == 2 and a.fixed[t] == 0:
            cost = _two(a, s, w, t, e, x, d, rng, noise, starts, best - common)
        else:
            _entry(a, s, w, t, e, x, d, rng, noise, lo, hi, count)
        if cost >= 0:
            w.same[x] = 1
            common += cost
            if common >= best:
                return FAR
            continue
        least = FAR
        part = w.part[x]
        for k in range(starts):
            w.sum[k] += part[k]
            least = min(least, w.sum[k])
        if least + common >= best:
            return FAR
    return common


@njit(**INNER)
def _wider(a, s, w, t, d, rng, noise, k, low, high):
    """Cost of the best team at one start when entries may take more than their least number.

    Every entry first takes the fewest people that can do it there; then people are added, cheapest
    first, while the team is below the least size (R05). Writes w.part, w.pick and w.taken, as if the day had this start alone.
    """
    first = a.entry_ptr[t]
    entries = a.entry_ptr[t + 1] - first
    total = 0
    counted = 0
    x = 0
    count = a.entry_min[first]
    chosen = -1
    least = FAR
    while x < entries or counted < low:  # one call of _entry only: it is long to compile
        e = first + x % entries
        growing = x >= entries
        row = entries if growing else x
        cost = FAR
        if count <= a.entry_max[e] and (not growing or a.entry_counts[e] == 1):
            _entry(a, s, w, t, e, row, d, rng, noise, k, k + 1, count)
            cost = w.part[row, 0]
        if not growing:
            if cost >= FAR and count < a.entry_max[e]:
                count += 1
                continue
            if cost >= FAR:
                return FAR
            w.taken[x] = count
            total += cost
            counted += count * a.entry_counts[e]
        elif cost < FAR and cost - w.part[x % entries, 0] < least:
            least = cost - w.part[x % entries, 0]
            chosen = x % entries
            for q in range(count):
                w.pick[entries + 1, 0, q] = w.pick[entries, 0, q]
        x += 1
        if x % entries == 0 and x > entries:  # every entry was asked for one more
            if chosen < 0:
                return FAR
            w.taken[chosen] += 1
            w.part[chosen, 0] += least
            for q in range(w.taken[chosen]):
                w.pick[chosen, 0, q] = w.pick[entries + 1, 0, q]
            total += least
            counted += 1
            chosen = -1
            least = FAR
        following = first + x % entries
        count = a.entry_min[following] if x < entries else w.taken[x % entries] + 1
    if counted > high:
        return FAR
    return total + EXCESS_COST * max(0, counted - a.need[t])


@njit(**MELT)
def _note(a, w, t, d, start, k, cost):
    """Keep the team at start number k as the answer."""
    w.answer[0] = cost
    w.answer[1] = d
    w.answer[2] = start
    n = 0
    for x in range(a.entry_ptr[t + 1] - a.entry_ptr[t]):
        for q in range(w.taken[x]):
            w.team[n] = w.pick[x, 0 if w.same[x] == 1 else k, q]
            n += 1
    w.answer[3] = n


@njit(**DOOR)
def find_place(a, s, w, t, days, rng, noise, skip, wide):
    """The cheapest day, start and team for target t among `days`, left in w.answer and w.team.

    `skip` in 0..1023 is the chance to overlook a day. Returns the cost, FAR when there is no place.
    With `wide` 1, teams larger than needed are tried where no smallest team fits anywhere.
    """
    best = FAR
    ndays = a.avail.shape[1]
    for x in range(days.shape[0]):
        d = days[x]
        lo = a.start_ptr[t * ndays + d]
        hi = a.start_ptr[t * ndays + d + 1]
        if lo == hi or a.plain[t] == 0 or (skip > 0 and draw(rng, 1024) < skip):
            continue
        common = _smallest(a, s, w, t, d, rng, noise, lo, hi, best)
        if common >= best:
            continue
        chosen = -1
        for k in range(hi - lo):
            if common + w.sum[k] < best:
                cost = common + w.sum[k] + EDGE_COST * min(a.start_edge[lo + k], 8)
                if noise > 0:
                    cost += draw(rng, noise)
                if cost < best:
                    best = cost
                    chosen = k
        if chosen >= 0:
            _note(a, w, t, d, a.start[lo + chosen], chosen, best)
    if best < FAR or a.wide[t] == 0 or wide == 0:
        return best
    for x in range(a.entry_ptr[t + 1] - a.entry_ptr[t]):
        w.same[x] = 0
    for x in range(days.shape[0]):
        d = days[x]
        for k in range(a.start_ptr[t * ndays + d], a.start_ptr[t * ndays + d + 1]):
            cost = _wider(a, s, w, t, d, rng, noise, k, a.sizes[0], a.sizes[1])
            if cost < best:
                best = cost
                _note(a, w, t, d, a.start[k], 0, best)
    return best


@njit(**DOOR)
def insert(a, s, t, d, start, team, size):
    """Put a visit into the routes of its team and the totals."""
    s.day[t] = d
    s.start[t] = start
    s.size[t] = size
    for q in range(size):
        i = team[q]
        s.team[t, q] = i
        n = s.visits[d, i]
        p = n
        while p > 0 and s.start[s.route[d, i, p - 1]] > start:
            s.route[d, i, p] = s.route[d, i, p - 1]
            p -= 1
        s.route[d, i, p] = t
        s.visits[d, i] = n + 1
        s.total[2] += _detour(a, s, i, d, p)
        s.total[3] += 3 * s.load[i] * (s.load[i] + 1) + 1
        s.load[i] += 1
    s.total[0] += a.weight[t]
    s.total[4] += a.fixed[t] > 0
    s.total[1] += max(0, size - _uncounted(a, t) - a.need[t])


@njit(**DOOR)
def remove(a, s, t):
    """Take a visit out again."""
    d = s.day[t]
    for q in range(s.size[t]):
        i = s.team[t, q]
        p = 0
        while s.route[d, i, p] != t:
            p += 1
        s.total[2] -= _detour(a, s, i, d, p)
        s.total[3] -= 3 * s.load[i] * (s.load[i] - 1) + 1
        s.load[i] -= 1
        s.visits[d, i] -= 1
        for r in range(p, s.visits[d, i]):
            s.route[d, i, r] = s.route[d, i, r + 1]
    s.total[0] -= a.weight[t]
    s.total[4] -= a.fixed[t] > 0
    s.total[1] -= max(0, s.size[t] - _uncounted(a, t) - a.need[t])
    s.day[t] = -1


@njit(**INNER)
def _uncounted(a, t):
    """Pinned assistants on the team of t: they come last and count for nothing."""
    e = a.entry_ptr[t + 1] - 1
    return a.entry_min[e] if a.entry_counts[e] == 0 else 0


@njit(**INNER)
def _detour(a, s, i, d, p):
    """Travel minutes that the visit at place p of the route adds."""
    before = s.route[d, i, p - 1] if p > 0 else a.home[i]
    after = s.route[d, i, p + 1] if p + 1 < s.visits[d, i] else a.home[i]
    t = s.route[d, i, p]
    made = 0
    if before >= 0:
        made += a.way[before, t]
    if after >= 0:
        made += a.way[t, after]
        if before >= 0 and s.visits[d, i] > 1:
            made -= a.way[before, after]
    return made


@njit(**INNER)
def worth(s):
    """The cost of a state, smaller is better; weight enters as what is visited."""
    return (
        s.total[2] * SCALE
        + s.total[3] * LOAD_COST
        + s.total[1] * EXCESS_STEP
        - s.total[0] * WEIGHT_COST
        - s.total[4] * PIN_COST
    )


@njit(**INNER)
def better(s, best):
    """Whether a state beats the best totals, level by level."""
    if s.total[0] != best[0]:
        return s.total[0] > best[0]
    if s.total[1] != best[1]:
        return s.total[1] < best[1]
    if s.total[2] != best[2]:
        return s.total[2] < best[2]
    return s.total[3] < best[3]


@njit(**INNER)
def _travels(s, t):
    """Whether somebody on the visit makes another one that day."""
    d = s.day[t]
    for q in range(s.size[t]):  # noqa: SIM110 - compiled: no generators here
        if s.visits[d, s.team[t, q]] > 1:
            return True
    return False


@njit(**INNER)
def _ruin(a, s, w, rng, targets, active, most):
    """Take out up to `most` visits, around one to three seeds; returns how many.

    Seeds are by preference visits of people who travel that day: only those cost anything.
    """
    wanted = 1 + draw(rng, most)
    kind = draw(rng, 10)
    seeds = 1 if kind < 6 else 1 + draw(rng, 3)
    n = 0
    for c in range(seeds):
        seed = targets[draw(rng, len(targets))]
        for _ in range(12):
            if s.day[seed] >= 0 and (kind == 9 or _travels(s, seed)):
                break
            seed = targets[draw(rng, len(targets))]
        if s.day[seed] < 0 or a.fixed[seed] == 2 or w.mark[seed] == 1:
            continue
        day = s.day[seed]
        w.old[n, 0] = seed
        w.mark[seed] = 1
        n += 1
        if kind <= 1:  # what one person does that day, then neighbours of the seed
            person = s.team[seed, draw(rng, s.size[seed])]
            for p in range(s.visits[day, person]):
                t = s.route[day, person, p]
                if w.mark[t] == 0 and active[t] == 1 and a.fixed[t] < 2:
                    w.old[n, 0] = t
                    w.mark[t] = 1
                    n += 1
        for x in range(a.near.shape[1]):
            if n >= wanted * (c + 1) // seeds:
                break
            t = a.near[seed, x]
            if s.day[t] < 0 or active[t] == 0 or a.fixed[t] == 2 or w.mark[t] == 1:
                continue
            if 2 <= kind <= 3 and s.day[t] != day:
                continue
            if draw(rng, 100) < 70:
                w.old[n, 0] = t
                w.mark[t] = 1
                n += 1
    for x in range(n):
        t = w.old[x, 0]
        w.old[x, 1] = s.day[t]
        w.old[x, 2] = s.start[t]
        w.old[x, 3] = s.size[t]
        for q in range(s.size[t]):
            w.old_team[x, q] = s.team[t, q]
        w.mark[t] = 0
        remove(a, s, t)
    return n


@njit(**INNER)
def _shuffle(rng, order, n):
    for x in range(n - 1, 0, -1):
        y = draw(rng, x + 1)
        order[x], order[y] = order[y], order[x]


@njit(**INNER)
def _sort_by(order, keys, n):
    """Insertion sort of few targets by key, largest first."""
    for x in range(1, n):
        t = order[x]
        y = x
        while y > 0 and keys[order[y - 1]] < keys[t]:
            order[y] = order[y - 1]
            y -= 1
        order[y] = t


@njit(**DOOR)
def recreate(a, s, w, rng, order, n, days, noise, skip):
    """Insert targets one after another where they cost least."""
    for x in range(n):
        t = order[x]
        if find_place(a, s, w, t, days, rng, noise, skip, 1) < FAR:
            insert(a, s, t, w.answer[1], w.answer[2], w.team, w.answer[3])


@njit(**DOOR)
def insert_all(a, s, visits):
    """Put all visits of a state into another one, empty before."""
    for t in range(len(visits.day)):
        if visits.day[t] >= 0:
            insert(a, s, t, visits.day[t], visits.start[t], visits.team[t], visits.size[t])


@njit(**INNER)
def _keep(s, best, w, changed):
    """Copy the visits changed since the last time, and the totals, to the best state."""
    for x in range(changed):
        t = w.changed[x]
        w.stale[t] = 0
        best.day[t] = s.day[t]
        best.start[t] = s.start[t]
        best.size[t] = s.size[t]
        for q in range(s.size[t]):
            best.team[t, q] = s.team[t, q]
    for x in range(5):
        best.total[x] = s.total[x]


@njit(**INNER)
def _list_waiting(a, s, targets, waiting):
    """The targets that could be visited and are not; returns how many."""
    n = 0
    for x in range(len(targets)):
        if s.day[targets[x]] < 0 and a.clean[targets[x]] == 1:
            waiting[n] = targets[x]
            n += 1
    return n


@njit(**INNER)
def _put_back(a, s, w, rng, order, m, days, noise, skip, limit, wide):
    """Insert targets where they cost least; False as soon as the worth must end above `limit`.

    Inserting never costs less than nothing, so what is certain is: the worth now, less the weight
    of all that may still come.
    """
    left = 0
    for x in range(m):
        left += a.weight[order[x]] * WEIGHT_COST + (a.fixed[order[x]] > 0) * PIN_COST
    for x in range(m):
        t = order[x]
        left -= a.weight[t] * WEIGHT_COST + (a.fixed[t] > 0) * PIN_COST
        if find_place(a, s, w, t, days, rng, noise, skip, wide) < FAR:
            insert(a, s, t, w.answer[1], w.answer[2], w.team, w.answer[3])
        if worth(s) - left > limit:
            return False
    return True


@njit(**DOOR)
def anneal(a, s, best, w, rng, targets, active, days, iterations, heat, fall, most, noise, skip):
    """Improve `s` for a number of iterations; the best state met is left in `best`.

    `targets` are those that may move (with `active` 1), `days` where they may go. `heat` holds the
    temperature of each of its equal stages, in units of cost; `fall` is the table of -ln(u) * 1024.
    `s` and `best` must be alike at the start.
    """
    order = w.order
    waiting = w.waiting
    current = worth(s)
    n_waiting = _list_waiting(a, s, targets, waiting)
    changed = 0
    for it in range(iterations):
        limit = heat[it * len(heat) // iterations] * fall[draw(rng, len(fall))] // 1024
        n = _ruin(a, s, w, rng, targets, active, most)
        for x in range(n):
            order[x] = w.old[x, 0]
        m = n
        if n_waiting > 0:
            _shuffle(rng, waiting, n_waiting)
            for x in range(min(n_waiting, 3)):
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
        wide = np.int64(draw(rng, WIDE_CHANCE) == 0)
        if _put_back(a, s, w, rng, order, m, days, noise, skip, current + limit, wide):
            current = worth(s)
            for x in range(m):
                if w.stale[order[x]] == 0:
                    w.stale[order[x]] = 1
                    w.changed[changed] = order[x]
                    changed += 1
            if n_waiting > 0 or s.total[0] < best.total[0]:
                n_waiting = _list_waiting(a, s, targets, waiting)
            else:
                for x in range(m):
                    if s.day[order[x]] < 0:
                        waiting[n_waiting] = order[x]
                        n_waiting += 1
            if better(s, best.total):
                _keep(s, best, w, changed)
                changed = 0
        else:
            for x in range(m):
                if s.day[order[x]] >= 0:
                    remove(a, s, order[x])
            for x in range(n):
                insert(a, s, w.old[x, 0], w.old[x, 1], w.old[x, 2], w.old_team[x], w.old[x, 3])
    for x in range(changed):
        w.stale[w.changed[x]] = 0
    return current


@njit(**INNER)
def _mask(a, t, i):
    """What person i covers at target t, -1 where kept away, and the entry that lists the person."""
    for e in range(a.entry_ptr[t], a.entry_ptr[t + 1]):
        for c in range(a.el_ptr[e], a.el_ptr[e + 1]):
            if a.el_insp[c] == i:
                if a.el_must[c] == 1:
                    return -1, e
                return a.el_mask[c], e
    return -1, -1


@njit(**INNER)
def _hands_over(a, s, i, j, d):
    """Whether j can take over what i does on day d, visits they share left aside (R05 to R10)."""
    if a.avail[j, d] == 0 or s.visits[d, i] > a.most_visits[j]:
        return False
    for p in range(s.visits[d, i]):
        t = s.route[d, i, p]
        shared = False
        cover = 0
        had, entry = _mask(a, t, i)
        for q in range(s.size[t]):
            if s.team[t, q] == j:
                shared = True
            elif s.team[t, q] != i:
                other, where = _mask(a, t, s.team[t, q])
                if where == entry and other > 0:
                    cover |= other
        if shared:
            continue
        if had < 0:
            return False
        gets, where = _mask(a, t, j)
        if gets < 0 or where != entry or (cover | gets) != (a.entry_full[entry] | cover):
            return False
    return True


@njit(**INNER)
def _replace(s, t, i, j):
    """Put j in the place of i in the team of t."""
    for q in range(s.size[t]):
        if s.team[t, q] == i:
            s.team[t, q] = j
            return


@njit(**INNER)
def _swap_days(s, i, j, d):
    """Exchange the whole day of two people."""
    n = s.visits[d, i]
    m = s.visits[d, j]
    for p in range(n):  # -1 marks the places i leaves, so that shared visits are not mixed up
        _replace(s, s.route[d, i, p], i, -1 - i)
    for p in range(m):
        _replace(s, s.route[d, j, p], j, i)
    for p in range(n):
        _replace(s, s.route[d, i, p], -1 - i, j)
    for p in range(max(n, m)):
        s.route[d, i, p], s.route[d, j, p] = s.route[d, j, p], s.route[d, i, p]
    s.visits[d, i], s.visits[d, j] = m, n
    s.total[3] -= s.load[i] ** 3 + s.load[j] ** 3
    s.load[i] += m - n
    s.load[j] += n - m
    s.total[3] += s.load[i] ** 3 + s.load[j] ** 3


@njit(**DOOR)
def level(a, s, rng, targets, tries, neutral):
    """Exchange whole days of two people where that evens loads out; travel stays the same.

    Fourth powers of the loads may only fall, or stay. `neutral` 1 allows exchanges that leave loads
    as they are only: the walk among equals. Returns how many exchanges were made.
    """
    made = 0
    for _ in range(tries):
        t = targets[draw(rng, len(targets))]
        d = s.day[t]
        if d < 0 or a.fixed[t] == 2:
            continue
        i = s.team[t, draw(rng, s.size[t])]
        _, e = _mask(a, t, i)
        if e < 0 or a.entry_counts[e] == 0 or a.home[i] >= 0:
            continue
        j = a.el_insp[a.el_ptr[e] + draw(rng, a.el_ptr[e + 1] - a.el_ptr[e])]
        n = s.visits[d, i]
        m = s.visits[d, j]
        if j == i or (neutral == 1 and n != m and s.load[i] - n + m != s.load[j]):
            continue
        before = s.load[i] ** 4 + s.load[j] ** 4
        after = (s.load[i] + m - n) ** 4 + (s.load[j] + n - m) ** 4
        if after > before or m > a.most_visits[i]:
            continue
        if _hands_over(a, s, i, j, d) and _hands_over(a, s, j, i, d):
            _swap_days(s, i, j, d)
            made += 1
    return made
