"""More tools that only read: clause to rule to decision, trials by the solver, the two registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns import (
    Actor,
    Office,
    clause_links,
    get_template,
    list_questions,
    list_templates,
    rule_links,
    what_if,
)


def link_functions(office: Office, actor: Actor) -> tuple[Callable[..., Any], ...]:
    """The functions behind the tools, bound to an office and a person."""

    def links_of_clause(basis: str) -> Any:
        """Tell which rules, deadlines and decisions rest on a clause, given as document#path."""
        return clause_links(office, actor, basis)

    def links_of_rule(code: str) -> Any:
        """Tell which clauses and numbers a scheduling rule (R01 to R17) rests on."""
        return rule_links(office, actor, code)

    def try_number(schedule_id: str, key: str, value: int) -> Any:
        """Let the solver tell what another number would change in a kept schedule; keeps nothing.

        Keys: min_inspectors_per_visit, max_inspectors_per_visit, max_departments_per_visit,
        min_inspectors_per_department, max_visits_per_day.
        """
        return what_if(office, actor, schedule_id, {key: value})

    def open_questions(state: str = "open") -> Any:
        """List the questions the texts do not answer: open or settled, with the office's notes."""
        rows, total = list_questions(office, actor, state=state, limit=20)
        return {"total": total, "questions": [row.to_json() for row in rows]}

    def checklist_templates(template_id: str = "") -> Any:
        """List the checklist templates, or give one with its lines."""
        if template_id:
            return get_template(office, actor, template_id)
        return list(list_templates(office, actor))

    return links_of_clause, links_of_rule, try_number, open_questions, checklist_templates
