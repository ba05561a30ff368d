"""LangChain tools over the use cases, for an agent that helps a planner: they only read.

There is no tool that alters a committed plan, draws again, or publishes: what isn't here can't be
called, whatever a text or a model says. What a tool returns is quoted material.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from langchain_core.tools import BaseTool, StructuredTool

from assistant.checklist import draft_checklist
from assistant.plan import plan_request
from assistant.tools_links import link_functions
from assistant.tools_records import explain_record
from campaigns import (
    Actor,
    CampaignRefused,
    Office,
    describe,
    estimate_campaign,
    list_campaigns,
    list_schedules,
    search_policy,
)

LONGEST: Final = 8000  # characters of one answer; what is longer is cut and says so


def read_tools(office: Office, actor: Actor, *, lang: str = "zh") -> tuple[BaseTool, ...]:
    """Every tool an agent may have, acting with the rights of ``actor``."""

    def campaigns_list() -> Any:
        """List the campaigns: id, name, state, window, departments, sectors, their schedules."""
        return [_campaign(office, actor, row) for row in list_campaigns(office, actor).rows]

    def explain_schedule(schedule_id: str) -> Any:
        """Explain a schedule from the record: visits, days, seed, and every target left out."""
        return explain_record(office, actor, "schedule", schedule_id, lang=lang)

    def explain_visit(schedule_id: str, target_id: str) -> Any:
        """Tell when and by whom a target is visited, or by which rules it is left out."""
        return explain_record(office, actor, "visit", f"{schedule_id}/{target_id}", lang=lang)

    def explain_draw(draw_id: str) -> Any:
        """Explain a draw from the record: commitment, seed, strata, cut-offs."""
        return explain_record(office, actor, "draw", draw_id, lang=lang)

    def explain_target(draw_id: str, target_id: str) -> Any:
        """Tell whether a target was drawn: its ticket, its place, the cut-off."""
        return explain_record(office, actor, "target", f"{draw_id}/{target_id}", lang=lang)

    def search_clauses(question: str, k: int = 5) -> Any:
        """Search the policy texts: ranked clauses with document, path, status and text."""
        return [hit.to_json() for hit in search_policy(office, question, k=max(1, min(k, 10)))]

    def estimate(campaign_id: str) -> Any:
        """Estimate a campaign before the draw: rows, visits, inspector-days, whether it fits."""
        return estimate_campaign(office, actor, campaign_id).to_json()

    def read_request(utterance: str) -> Any:
        """Read a planner's sentence as a form: intent, understood, assumed, unclear; runs nothing."""
        return plan_request(utterance, today=office.clock.now().date(), lang=lang)

    def checklist_draft(sector: str, departments: list[str]) -> Any:
        """Draft a checklist for a kind of business and departments, each line with its basis."""
        return draft_checklist(office, actor, sector, departments, lang=lang).to_json()

    functions: tuple[Callable[..., Any], ...] = (
        campaigns_list,
        explain_schedule,
        explain_visit,
        explain_draw,
        explain_target,
        search_clauses,
        estimate,
        read_request,
        checklist_draft,
        *link_functions(office, actor),
    )
    return tuple(_tool(function, lang) for function in functions)


def _campaign(office: Office, actor: Actor, row: Any) -> dict[str, Any]:
    schedules = [record.id for record in list_schedules(office, actor, row.id)]
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "window": [row.window_from.isoformat(), row.window_to.isoformat()],
        "departments": list(row.departments),
        "sectors": list(row.sectors),
        "schedules": schedules,
    }


def _tool(function: Callable[..., Any], lang: str) -> BaseTool:
    """The function as a tool that answers in JSON and words a refusal instead of raising it."""

    def call(**given: Any) -> str:
        try:
            return _cut(json.dumps(function(**given), ensure_ascii=False, default=str))
        except CampaignRefused as refused:
            return json.dumps({"refused": describe(refused, lang)}, ensure_ascii=False)

    shape = StructuredTool.from_function(function)
    return StructuredTool(
        name=function.__name__,
        description=function.__doc__ or "",
        args_schema=shape.args_schema,
        func=call,
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " … [cut]"
