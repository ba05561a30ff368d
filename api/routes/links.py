"""Clause to rule to decision and back, and "what if" answered by the solver."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, OfficeDep
from api.schemas import Body, Text
from campaigns import clause_links, rule_links, what_if

router = APIRouter(prefix="/policy", tags=["policy"])


class WhatIfRequest(Body):
    """A kept schedule and the numbers to try, such as ``{"min_inspectors_per_visit": 8}``."""

    schedule: Text
    changes: Annotated[dict[str, int], Field(min_length=1, max_length=8)]


@router.get("/links")
def of_clause(
    office: OfficeDep, actor: ActorDep, basis: Annotated[str, Query(max_length=300)]
) -> dict[str, Any]:
    """What a clause ``doc#path`` stands behind: rules, numbers, acts, campaigns, schedules."""
    return clause_links(office, actor, basis)


@router.get("/rules/{code}")
def of_rule(code: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """What a scheduling rule (R01 to R17) stands on, and where it decided."""
    return rule_links(office, actor, code)


@router.post("/what-if")
def trial(body: WhatIfRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """What another number would change in a kept schedule; nothing is kept."""
    return what_if(office, actor, body.schedule, body.changes)
