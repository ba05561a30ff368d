"""The largest flow through a small network, and the cut that limits it."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

Node = Hashable


class Flow:
    """A network from "source" to "sink"; whole-number capacities."""

    def __init__(self) -> None:
        self._left: dict[Node, dict[Node, int]] = {"source": {}, "sink": {}}

    def add(self, tail: Node, head: Node, capacity: int) -> None:
        """An arc; its reverse starts with nothing."""
        arcs = self._left.setdefault(tail, {})
        arcs[head] = arcs.get(head, 0) + capacity
        self._left.setdefault(head, {}).setdefault(tail, 0)

    def run(self) -> int:
        """Send as much as goes (Edmonds and Karp, 1972: shortest augmenting paths first)."""
        total = 0
        while (before := self._reached()).get("sink") is not None:
            amount, node = 10**18, "sink"
            path: list[tuple[Node, Node]] = []
            at: Node = node
            while at != "source":
                tail = before[at]
                path.append((tail, at))
                amount = min(amount, self._left[tail][at])
                at = tail
            for tail, head in path:
                self._left[tail][head] -= amount
                self._left[head][tail] += amount
            total += amount
        return total

    def copy(self) -> Flow:
        """The same network with what flows in it, to try something out."""
        other = Flow()
        other._left = {tail: dict(arcs) for tail, arcs in self._left.items()}
        return other

    def near_source(self) -> set[Node]:
        """After `run`: the nodes on the source's side of a smallest cut."""
        return set(self._reached())

    def _reached(self) -> dict[Node, Node]:
        """Every node that can still be reached, with the one before it on the way."""
        before: dict[Node, Node] = {"source": "source"}
        queue: deque[Node] = deque(["source"])
        while queue:
            tail = queue.popleft()
            for head, left in self._left[tail].items():
                if left > 0 and head not in before:
                    before[head] = tail
                    queue.append(head)
        return before
