"""``POST /assistant/plan``: what a planner's sentence means; nothing is run."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import OpenDep
from api.schemas import PlanRequest
from assistant import plan_request

router = APIRouter(tags=["assistant"], dependencies=[OpenDep])


@router.post("/assistant/plan")
def plan(body: PlanRequest) -> dict[str, Any]:
    """Intent, what was understood, what was assumed, what is unclear."""
    return plan_request(body.utterance, today=body.today, lang=body.lang)
