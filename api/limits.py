"""Bounds on what a client may send: requests a second, bytes a body."""

from __future__ import annotations

from functools import lru_cache

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Refusal, problem_response

MAX_BODY = 64 * 1024 * 1024  # an XL problem is about 12 MB


@lru_cache(maxsize=1)
def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


def allow(client: str, per_second: int) -> bool:
    """Whether ``client`` may make one more request now."""
    return _limiter().hit(RateLimitItemPerSecond(per_second), client)


class BodyLimit:
    """Refuse a body above ``MAX_BODY`` before it fills the memory (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives; past the limit answer 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY:
                raise _too_large()
            return message

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > MAX_BODY:
            await problem_response(_too_large(), scope["path"])(scope, receive, send)
            return
        await self.app(scope, counted, send)


def _too_large() -> Refusal:
    limit = MAX_BODY // 2**20
    return Refusal(
        413, "body.too_large", f"请求超过 {limit} MB。", f"The request is larger than {limit} MB."
    )
