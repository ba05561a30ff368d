"""What a route asks for: the office, and who is acting."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.errors import Refusal
from api.limits import allow
from campaigns import Actor, Office, actor_by_key

bearer = HTTPBearer(auto_error=False, description="API key: `Authorization: Bearer …`")


def the_office(request: Request) -> Office:
    """The office this application serves."""
    office: Office = request.app.state.office
    return office


OfficeDep = Annotated[Office, Depends(the_office)]


def the_actor(
    office: OfficeDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Actor:
    """The person behind the API key; without a valid key, 401."""
    actor = actor_by_key(office, credentials.credentials) if credentials else None
    if actor is None:
        raise Refusal(
            401,
            "auth.key_needed",
            "此接口需要有效的 API 密钥（Authorization: Bearer …）。",
            "This call wants a valid API key (Authorization: Bearer …).",
        )
    return actor


def open_to_all(request: Request, office: OfficeDep) -> None:
    """Open calls are limited per client address (``SUIXIN_RATE`` a second)."""
    client = request.client.host if request.client else "unknown"
    if not allow(client, office.settings.rate):
        raise Refusal(
            429,
            "rate.exceeded",
            f"请求过于频繁：每秒最多 {office.settings.rate} 次，请稍后再试。",
            f"Too many requests: at most {office.settings.rate} a second; try again shortly.",
        )


ActorDep = Annotated[Actor, Depends(the_actor)]
KeyDep = Depends(the_actor)
OpenDep = Depends(open_to_all)
