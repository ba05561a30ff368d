"""Why a target is left out, what would help, and what another choice would cost.

Every reason is verified by asking the one-target question again: a set of rules is named only if it
alone leaves no visit and any one of it dropped leaves one; a change is offered only if the target
can be visited once it is made. Exact, deterministic, without OR-Tools.
"""

from __future__ import annotations

from solver.explain.all import explain_all, explain_target
from solver.explain.applying import with_change
from solver.explain.moving import why_day
from solver.explain.swap import why_inspector

__all__ = ["explain_all", "explain_target", "why_day", "why_inspector", "with_change"]
