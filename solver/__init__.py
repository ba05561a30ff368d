"""Who visits what, and when: the schedule and teams of a joint inspection campaign.

Pure: no clock, no file, no database, no network; seed and time are arguments.
"""

from __future__ import annotations

from solver.candidates import Candidate, candidates
from solver.check import check
from solver.digest import problem_digest
from solver.explain import (
    explain_all,
    explain_target,
    why_day,
    why_inspector,
    with_change,
)
from solver.faults import Fault, ProblemRefused
from solver.problem import Problem
from solver.replan import replan
from solver.rules import RULES
from solver.schedule import Schedule
from solver.solve import solve
from solver.warm import warm_up

__all__ = [
    "RULES",
    "Candidate",
    "Fault",
    "Problem",
    "ProblemRefused",
    "Schedule",
    "candidates",
    "check",
    "explain_all",
    "explain_target",
    "problem_digest",
    "replan",
    "solve",
    "warm_up",
    "why_day",
    "why_inspector",
    "with_change",
]
