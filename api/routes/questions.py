"""The register of questions the texts do not answer: noted, listed, settled with a note."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.deps import ActorDep, OfficeDep
from api.schemas import Body
from campaigns import list_questions, note_question, settle_question

router = APIRouter(prefix="/policy/questions", tags=["policy"])


class QuestionRequest(Body):
    """A question to keep; ``nearest`` is the basis of the closest clause."""

    question: Annotated[str, Field(min_length=1, max_length=2000)]
    nearest: Annotated[str, Field(max_length=200)] = ""


class SettleRequest(Body):
    """The office's own word on it."""

    note: Annotated[str, Field(min_length=1, max_length=1000)]
    expected_version: Annotated[int, Field(ge=1)] | None = None


@router.get("")
def many(
    office: OfficeDep,
    actor: ActorDep,
    state: Literal["open", "settled"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> dict[str, Any]:
    """Questions, the latest asked first."""
    rows, total = list_questions(office, actor, state=state, limit=limit, offset=offset)
    return {"total": total, "rows": [row.to_json() for row in rows]}


@router.post("", status_code=201)
def note(body: QuestionRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """Put a question on the register, or count it once more."""
    return note_question(office, actor, body.question, nearest=body.nearest).to_json()


@router.post("/{question_id}/settle")
def settle(
    question_id: str, body: SettleRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Mark a question as settled with a note."""
    settled = settle_question(
        office, actor, question_id, body.note, expected_version=body.expected_version
    )
    return settled.to_json()
