"""Whether the nearest known questions are ones the texts answer, or ones they leave open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .pack import gaps

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
_WORDS, _MEANING = 0.6, 0.4  # of the nearness of two questions
_NEAREST = 12
_TYPICAL = 0.45  # uncovered share of a question in another language than the clauses


@dataclass(frozen=True, slots=True)
class Nearby:
    """Among the questions nearest to the one asked: open topics against the clauses shown.

    ``share`` of the nearness that open topics hold, ``closer`` how much nearer the nearest of them is
    than the nearest question of a clause shown, ``open`` its nearness; all about 0 to 1.
    ``uncovered`` is the share of the question's weight the best clause and its digest never use.
    """

    share: float = 0.0
    closer: float = 0.0
    open: float = 0.0
    uncovered: float = _TYPICAL


def likeness(words: Floats, meaning: Floats, kinds: Floats) -> Floats:
    """Nearness to every known question, by words and by meaning; ``kinds`` weighs unlike answers."""
    return _WORDS * words + _MEANING * np.maximum(meaning, 0.0) * kinds


def weigh_nearby(
    question: str, known: Floats, owners: Ids, openers: Ids, units: Sequence[int], fit: Floats
) -> tuple[float, float, float]:
    """``share``, ``closer`` and ``open`` for the clauses shown first (numbers of their units).

    ``known`` holds the questions of clauses, then those of open topics. A clause nobody wrote
    questions for speaks by its own fit.
    """
    split = len(owners)
    apt = np.array([gap.concerns(question) for gap in gaps()], dtype=bool)
    opened = np.where(apt[openers], known[split:], 0.0) if len(openers) else np.zeros(0)
    asked = known[:split]
    own = [float(asked[owners == at].max(initial=-1.0)) for at in units]
    own = [float(fit[at]) if near < 0 else near for at, near in zip(units, own, strict=True)]
    bare = [own[n] for n, at in enumerate(units) if not (owners == at).any()]
    every = np.concatenate([asked, np.array(bare), opened])
    first = np.argsort(-every, kind="stable")[:_NEAREST]
    cubes = np.maximum(every[first], 0.0) ** 3
    share = float(cubes[first >= len(every) - len(opened)].sum() / (cubes.sum() or 1.0))
    nearest = float(opened.max(initial=0.0))
    return round(share, 6), round(nearest - max(own, default=0.0), 6), round(nearest, 6)


def uncovered(terms: Collection[str], said: Collection[str], idf: Mapping[str, float]) -> float:
    """Share of the terms' weight (rarity) that is not among the words said."""
    rarest = max(idf.values(), default=1.0)
    weights = [(term, idf.get(term, rarest)) for term in sorted(set(terms))]
    total = sum(weight for _, weight in weights)
    return sum(weight for term, weight in weights if term not in said) / total if total else 0.0
