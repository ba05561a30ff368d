"""R08: who has an interest in a target stays away from it (recusal)."""

from __future__ import annotations

from solver.problem import Inspector, Target
from solver.rules.rule import Rule

RULE = Rule("R08", "回避", "recusal", ("sz-2018#二(三)2", "national-draft#二(七)"))


def may_face(inspector: Inspector, target: Target) -> bool:
    """Whether no recusal keeps the inspector from the target."""
    return target.id not in inspector.recused_targets
