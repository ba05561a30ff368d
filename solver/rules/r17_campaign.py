"""R17: a campaign uses at most so many different departments and inspectors, where it says so.

Basis: the cap of five departments and ten people qualifies the concrete check plan; read to the
letter it binds the campaign. Per visit (R05, R06) is the other reading, a setting with a reason.
Assistants are not counted.
"""

from __future__ import annotations

from collections.abc import Collection

from solver.rules.rule import Rule

RULE = Rule("R17", "整个任务的部门和人员上限", "campaign caps", ("sz-2018#二(三)3",))


def within(used: Collection[str], cap: int | None) -> bool:
    """Whether the different names used keep the cap."""
    return cap is None or len(set(used)) <= cap
