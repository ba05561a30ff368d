"""Conversations: a turn as JSON or as server-sent events, one's own talks, forms confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from api.deps import ActorDep, OfficeDep
from api.schemas import Body
from assistant import Event, confirm_form, converse, shown_text
from campaigns import as_problem, forget_talk, get_talk, list_talks

router = APIRouter(prefix="/assistant/talks", tags=["assistant"])
SSE = "text/event-stream"
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class TurnRequest(Body):
    """What is said; without ``talk`` a conversation is opened. ``today`` is the office's unless given."""

    text: Words
    talk: Annotated[str, Field(max_length=20)] | None = None
    today: date | None = None
    lang: Literal["zh", "en"] = "zh"
    jurisdiction: Annotated[str, Field(max_length=100)] | None = None
    as_of: date | None = None
    uploaded_text: Annotated[str, Field(max_length=200_000)] | None = None


class ConfirmRequest(Body):
    """The digest of the form as it was shown."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    lang: Literal["zh", "en"] = "zh"


@router.post("")
def turn(body: TurnRequest, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One turn: what is shown, the form if there is one, and where it is kept."""
    events = list(_events(body, office, actor))
    found = {event.name: dict(event.data) for event in events if event.name != "delta"}
    return {
        **found["end"],
        "text": shown_text(events),
        "answer": found.get("answer"),
        "form": found.get("form"),
        "register": found.get("register"),
    }


@router.post("/stream", response_class=StreamingResponse)
def stream(body: TurnRequest, office: OfficeDep, actor: ActorDep) -> StreamingResponse:
    """The same as server-sent events: start, delta, dropped, replace, form, register, answer, end."""
    return as_sse(_events(body, office, actor))


@router.get("")
def many(office: OfficeDep, actor: ActorDep) -> list[dict[str, Any]]:
    """One's own conversations, newest first."""
    return list(list_talks(office, actor))


@router.get("/{talk_id}")
def one(talk_id: str, office: OfficeDep, actor: ActorDep) -> dict[str, Any]:
    """One's own conversation with its turns."""
    return get_talk(office, actor, talk_id)


@router.delete("/{talk_id}", status_code=204)
def forget(talk_id: str, office: OfficeDep, actor: ActorDep) -> Response:
    """Delete the conversation with all its words."""
    forget_talk(office, actor, talk_id)
    return Response(status_code=204)


@router.post("/{talk_id}/confirm")
def confirm(
    talk_id: str, body: ConfirmRequest, office: OfficeDep, actor: ActorDep
) -> dict[str, Any]:
    """Run the form a person confirms by its digest, once: a draft campaign or a checklist template."""
    return confirm_form(office, actor, talk_id, body.digest, body.lang)


def as_sse(events: Iterator[Event]) -> StreamingResponse:
    """Events as a stream. A refusal before the first leaves as a problem; a later one as ``error``."""
    first = next(events)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_written(chain([first], events)), media_type=SSE, headers=headers)


def _written(events: Iterator[Event]) -> Iterator[bytes]:
    try:
        for event in events:
            yield event.to_sse().encode()
    except Exception as error:  # the answer has begun: the status can't be changed any more
        yield Event("error", as_problem(error)).to_sse().encode()


def _events(body: TurnRequest, office: Any, actor: Any) -> Iterator[Event]:
    return converse(
        office,
        actor,
        body.text,
        talk_id=body.talk,
        today=body.today,
        lang=body.lang,
        jurisdiction=body.jurisdiction,
        as_of=body.as_of.isoformat() if body.as_of else None,
        uploaded_text=body.uploaded_text,
    )
