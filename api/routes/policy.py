"""``POST /policy/ask``: the clause first, the answer, or "the texts do not say"."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.deps import OfficeDep, OpenDep
from api.errors import Refusal
from api.routes.talks import as_sse
from api.schemas import AskRequest
from assistant import ask_office, stream_office
from campaigns import basis_clause

router = APIRouter(tags=["policy"], dependencies=[OpenDep])


@router.post("/policy/ask")
def ask(body: AskRequest, office: OfficeDep) -> dict[str, Any]:
    """Ranked passages, an answer with verbatim citations, conflicts between documents."""
    answer = ask_office(
        office,
        body.question,
        k=body.k,
        uploaded_text=body.uploaded_text,
        jurisdiction=body.jurisdiction,
        as_of=body.as_of.isoformat() if body.as_of else None,
    )
    return answer.to_json()


@router.post("/policy/ask/stream", response_class=StreamingResponse)
def ask_stream(body: AskRequest, office: OfficeDep) -> StreamingResponse:
    """The same as server-sent events: start, delta, dropped, replace, and the whole as ``answer``."""
    events = stream_office(
        office,
        body.question,
        k=body.k,
        uploaded_text=body.uploaded_text,
        jurisdiction=body.jurisdiction,
        as_of=body.as_of.isoformat() if body.as_of else None,
    )
    return as_sse(events)


@router.get("/policy/clause")
def clause(basis: str, office: OfficeDep) -> dict[str, Any]:
    """The clause behind a basis ``doc#path``."""
    found = basis_clause(office, basis)
    if found is None:
        raise Refusal(
            404, "policy.not_found", f"没有条款 {basis}。", f"There is no clause {basis}."
        )
    return found
