"""A small change to a problem; whether it helps is found out by asking the question again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solver.explain.question import Question, find_seat
from solver.explain.words import Said
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the problem: `code` for machines (see `coded`), words, and the doing."""

    code: str
    said: Said
    apply: Callable[[Problem], Problem]


def helps(question: Question, changes: Iterable[Change]) -> bool:
    """Whether the target can be visited once the changes are made: asked anew, exactly."""
    problem = question.problem
    for change in changes:
        problem = change.apply(problem)
    target = next(t for t in problem.targets if t.id == question.target.id)
    return find_seat(Question(problem, target, question.others)) is not None


def coded(verb: str, **details: object) -> str:
    """A change for machines: what is done, then its details as JSON with sorted keys."""
    return f"{verb} {json.dumps(details, ensure_ascii=False, sort_keys=True)}"
