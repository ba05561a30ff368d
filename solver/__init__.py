"""Who visits what, and when: the schedule and teams of a joint inspection campaign.

Pure: no clock, no file, no database, no network; seed and time are arguments.
"""

from __future__ import annotations

from solver.check import check
from solver.digest import problem_digest
from solver.explain import explain_all, explain_target, why_inspector
from solver.faults import Fault, ProblemRefused
from solver.problem import Problem
from solver.replan import replan
from solver.rules import RULES
from solver.schedule import Schedule
from solver.solve import solve

__all__ = [
    "RULES",
    "Fault",
    "Problem",
    "ProblemRefused",
    "Schedule",
    "check",
    "explain_all",
    "explain_target",
    "problem_digest",
    "replan",
    "solve",
    "why_inspector",
]
