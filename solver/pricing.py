"""The compiled route search behind the travel bound: one person's best day at given prizes.

A day's route costs its travel and earns a prize at each visit. Visits are tried in order of time,
each as early as it can be, none twice; a branch ends where what could still be won (times between
visits relaxed, `gain`) does not beat the best route so far. Integers only: the bound is exact for
whatever prizes are given.
"""

from __future__ import annotations

from numba import njit


@njit(nogil=True, no_cpython_wrapper=True, error_model="numpy", _nrt=False)
def _gains(way, rate, node, length, prize, back, most, gain):
    """What can still be won after a node with so many visits to come, times between them relaxed."""
    for n in range(most):
        for x in range(len(node)):
            u = node[x, 0]
            gain[n, x] = -back[u]
            if n == 0:
                continue
            free = node[x, 1] + length[u]
            for y in range(len(node)):
                v = node[y, 0]
                won = prize[v] - way[u, v] * rate + gain[n - 1, y]
                if won > gain[n, x] and v != u and free + way[u, v] <= node[y, 2]:
                    gain[n, x] = won


@njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def best_day(way, rate, node, step, length, prize, leave, back, most, limit, gain, path, routes):
    """The least cost of a day (0: no visit at all), scaled like `prize`; never above the true one.

    `way` n x n minutes, each charged `rate`; `node` rows of visit, first and last start of a run of
    starts `step` minutes apart; `length` minutes; `prize` of each visit, above 0 at the nodes given;
    `leave` and `back` (legs from and to the unit) scaled. `gain` (most, nodes) and `path`
    (most + 2, 4) are scratch. The last routes found go to `routes` (places of visits, ended by -1),
    the best one last, round about; path[most, 0] tells how many were found, path[most, 1] the steps
    taken. After `limit` steps the search ends with the relaxed value.
    """
    nodes = len(node)
    steps = (most - 1) * nodes * nodes
    _gains(way, rate, node, length, prize, back, most, gain)
    top = 0
    for x in range(nodes):
        u = node[x, 0]
        top = max(top, prize[u] - leave[u] + gain[most - 1, x])
    best = 0
    found = 0
    depth = 0
    path[0, 0] = 0
    while depth >= 0:
        x = path[depth, 0]
        if x >= nodes:
            depth -= 1
            continue
        path[depth, 0] += 1
        steps += 1
        if steps > limit:
            best = top
            break
        v = node[x, 0]
        if depth == 0:
            value = prize[v] - leave[v]
            ready = node[x, 1]
        else:
            u = path[depth - 1, 1]
            value = path[depth - 1, 2] + prize[v] - way[u, v] * rate
            ready = path[depth - 1, 3] + way[u, v]
        if value + gain[most - 1 - depth, x] <= best or ready > node[x, 2]:
            continue
        late = ready - node[x, 1]
        ready = node[x, 1] if late <= 0 else node[x, 1] + (late + step - 1) // step * step
        if ready > node[x, 2]:
            continue
        again = False
        for p in range(depth):
            again = again or path[p, 1] == v
        if again:
            continue
        path[depth, 1] = v
        path[depth, 2] = value
        path[depth, 3] = ready + length[v]
        if value - back[v] > best:
            best = value - back[v]
            row = found % len(routes)
            for p in range(depth + 1):
                routes[row, p] = path[p, 1]
            routes[row, depth + 1] = -1
            found += 1
        if depth + 1 < most:
            depth += 1
            path[depth, 0] = 0
    path[most, 0] = found
    path[most, 1] = steps
    return -best


@njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def all_days(way, rate, node, step, length, prize, leave, back, most, worst, gain, path, routes):
    """Every day that costs at most `worst`, as rows of visits ended by -1; returns how many.

    Arguments as in `best_day`, whose `gain` it fills anew. -1 when `routes` has too few rows. The
    empty day is not among them.
    """
    nodes = len(node)
    _gains(way, rate, node, length, prize, back, most, gain)
    found = 0
    depth = 0
    path[0, 0] = 0
    while depth >= 0:
        x = path[depth, 0]
        if x >= nodes:
            depth -= 1
            continue
        path[depth, 0] += 1
        v = node[x, 0]
        if depth == 0:
            value = prize[v] - leave[v]
            ready = node[x, 1]
        else:
            u = path[depth - 1, 1]
            value = path[depth - 1, 2] + prize[v] - way[u, v] * rate
            ready = path[depth - 1, 3] + way[u, v]
        if value + gain[most - 1 - depth, x] < -worst or ready > node[x, 2]:
            continue
        late = ready - node[x, 1]
        ready = node[x, 1] if late <= 0 else node[x, 1] + (late + step - 1) // step * step
        if ready > node[x, 2]:
            continue
        again = False
        for p in range(depth):
            again = again or path[p, 1] == v
        if again:
            continue
        path[depth, 1] = v
        path[depth, 2] = value
        path[depth, 3] = ready + length[v]
        if value - back[v] >= -worst:
            if found == len(routes):
                return -1
            for p in range(depth + 1):
                routes[found, p] = path[p, 1]
            routes[found, depth + 1] = -1
            found += 1
        if depth + 1 < most:
            depth += 1
            path[depth, 0] = 0
    return found
