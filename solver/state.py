"""The mutable side of the search: who visits what when, as arrays the kernel can change."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solver.model import Arrays, Ints


class State(NamedTuple):
    """A partial schedule. A target with day -1 is not visited."""

    day: Ints  # t -> day or -1
    start: Ints  # t -> minutes after midnight
    size: Ints  # t -> members of the team
    team: Ints  # t, place -> inspector
    visits: Ints  # d, i -> visits that day
    route: Ints  # d, i, place -> target, in order of time
    load: Ints  # i -> visits in the campaign
    total: Ints  # weight, excess, travel, sum of cubed loads, pinned visits


class Work(NamedTuple):
    """Scratch space of the kernel, made once."""

    cost: Ints  # candidate, start -> cost
    people: Ints  # candidate -> inspector, mask, must
    few: Ints  # mask, place -> inspector and cost of the cheapest
    pairs: Ints  # start, mask -> cost and inspector, twice: the two cheapest
    flat: Ints  # mask -> the same among people idle that day, whatever the start
    busy: Ints  # candidates who have visits that day
    span: Ints  # first start, end, cost, mask, inspector: where the busy fit
    same: Ints  # entry -> 1 where its cost and people are the same at every start
    kept: Ints  # mask -> how many stand in few
    table: Ints  # people, mask -> least cost
    chosen: Ints  # people, mask, place -> inspector of that least cost
    part: Ints  # entry, start -> cost of filling it
    pick: Ints  # entry, start, place -> inspectors filling it
    taken: Ints  # entry -> how many people fill it
    sum: Ints  # start -> cost of the whole team
    team: Ints  # the best team found
    answer: Ints  # its cost, day, start and size
    mark: Ints  # t -> 1 while being chosen
    order: Ints  # targets to insert
    waiting: Ints  # targets left out
    changed: Ints  # targets changed since the best state was kept
    stale: Ints  # t -> 1 for these
    old: Ints  # targets taken out: target, day, start, size
    old_team: Ints  # their teams


def empty_state(arrays: Arrays) -> State:
    """Nobody visits anything."""
    targets, longest = len(arrays.weight), int(arrays.sizes[3])
    people, days = arrays.avail.shape
    places = int(arrays.sizes[4])
    return State(
        day=np.full(targets, -1, dtype=np.int64),
        start=np.zeros(targets, dtype=np.int64),
        size=np.zeros(targets, dtype=np.int64),
        team=np.zeros((targets, longest), dtype=np.int64),
        visits=np.zeros((days, people), dtype=np.int64),
        route=np.zeros((days, people, places), dtype=np.int64),
        load=np.zeros(people, dtype=np.int64),
        total=np.zeros(5, dtype=np.int64),
    )


def copy_state(state: State) -> State:
    """An independent copy."""
    return State(*(array.copy() for array in state))


def make_work(arrays: Arrays) -> Work:
    """Scratch space sized for a problem."""
    people = int(np.diff(arrays.el_ptr).max(initial=1))
    entries = int(np.diff(arrays.entry_ptr).max(initial=1))
    starts = int(np.diff(arrays.start_ptr).max(initial=1))
    masks = 1 << int(arrays.sizes[2])
    most = int(arrays.entry_max.max(initial=1)) + 2
    targets, longest = len(arrays.weight), int(arrays.sizes[3])

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Work(
        cost=zeros(people + 1, starts + 1),
        people=zeros(people + 1, 3),
        few=zeros(masks, most, 2),
        pairs=zeros(starts + 1, masks, 4),
        flat=zeros(masks, 4),
        busy=zeros(people + 1),
        span=zeros(people * (int(arrays.sizes[4]) + 1) + 1, 5),
        same=zeros(entries + 2),
        kept=zeros(masks),
        table=zeros(most + 1, masks),
        chosen=zeros(most + 1, masks, most),
        part=zeros(entries + 1, starts + 1),
        pick=zeros(entries + 2, starts + 1, most),
        taken=zeros(entries + 1),
        sum=zeros(starts + 1),
        team=zeros(longest + most),
        answer=zeros(4),
        mark=zeros(targets),
        order=zeros(targets + 4),
        waiting=zeros(targets + 1),
        changed=zeros(targets + 1),
        stale=zeros(targets),
        old=zeros(targets + 1, 4),
        old_team=zeros(targets + 1, longest),
    )
