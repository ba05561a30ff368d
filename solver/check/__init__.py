"""The independent checker: judges a schedule by the contract's letter.

It reads plain JSON documents, knows no OR-Tools and shares no code with the solver it judges:
what both got wrong in the same way could not be found otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from solver.check.case import Case
from solver.check.claims import differences
from solver.check.document import read_document
from solver.check.finding import Finding
from solver.check.objective import objective
from solver.check.reading import read_case
from solver.check.rules import VISIT_RULES
from solver.check.whole import WHOLE_RULES

__all__ = ["check"]


def check(problem: Mapping[str, object], schedule: Mapping[str, object]) -> dict[str, object]:
    """Judge `schedule` against `problem`, both as read from JSON (contract, parts 1 and 2).

    Returns `{"ok", "violations", "objective", "claimed", "differences"}`. `violations` carry the
    rule codes R01-R17; `objective` is recomputed from the visits that can be read; `differences`
    are claims (objective, bounds, status, digest, assignment) that do not hold. `ok` needs both
    lists empty. Malformed documents give R01 findings and never raise; where the problem itself
    cannot be read, the schedule is not judged and `objective` is empty.
    """
    findings: list[Finding] = []
    case = read_case(problem, findings)
    if case is None:
        return _report(findings, {}, {}, [])
    return _judge(case, problem, schedule, findings)


def _judge(
    case: Case,
    problem: Mapping[str, object],
    schedule: Mapping[str, object],
    findings: list[Finding],
) -> dict[str, object]:
    document = read_document(schedule, case, findings)
    if document is None:
        return _report(findings, {}, {}, [])
    for visit in document.visits:
        for rule in VISIT_RULES:
            findings.extend(rule(case, visit))
    for whole_rule in WHOLE_RULES:
        findings.extend(whole_rule(case, document))
    found = objective(case, document.visits)
    claimed = schedule.get("objective")
    return _report(
        findings,
        found,
        dict(claimed) if isinstance(claimed, Mapping) else {},
        differences(problem, schedule, found),
    )


def _report(
    findings: list[Finding],
    found: dict[str, int],
    claimed: dict[str, object],
    unequal: list[dict[str, object]],
) -> dict[str, object]:
    findings.sort(
        key=lambda finding: (finding.rule, -1 if finding.visit is None else finding.visit)
    )
    return {
        "ok": not findings and not unequal,
        "violations": [finding.to_json() for finding in findings],
        "objective": found,
        "claimed": claimed,
        "differences": unequal,
    }
