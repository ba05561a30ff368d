"""Errors as RFC 9457 problem documents: the only place that knows HTTP status codes."""

from __future__ import annotations

import json
import reprlib
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"

# The last word of a refusal's code says what kind of no it is.
STATUS = {
    "not_found": 404,
    "unknown": 404,
    "unknown_schedule": 404,
    "unknown_reference": 404,
    "denied": 403,
    "not_public": 403,
    "not_allowed": 403,
    "stale": 409,
    "duplicate": 409,
    "state": 409,
    "second_seed": 409,
    "contributions_open": 409,
    "not_drawn": 409,
    "not_usable": 409,
    "pool_changed": 409,
    "replaced": 409,
    "late": 409,
    "busy": 503,
    "broken_database": 503,
    "unreachable": 503,
    "disk_full": 503,
    "not_migrated": 503,
    "newer_database": 503,
    "too_large": 413,
    "no_pdf": 501,
}


class Refusal(ValueError):
    """A refusal of the HTTP door itself (no key, too many requests, too large)."""

    def __init__(self, status: int, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.status, self.code, self.zh, self.en = status, code, zh, en
        self.faults: tuple[Any, ...] = ()


def status_of(error: Any) -> int:
    """HTTP status of a room's refusal, by the last word of its code; else 422."""
    if isinstance(error, Refusal):
        return error.status
    return STATUS.get(str(error.code).rsplit(".", 1)[-1], 422)


def problem(status: int, code: str, zh: str, en: str, path: str, faults: list[Any]) -> Response:
    """One problem document; ``title`` Chinese first, ``detail`` both languages."""
    body = {
        "type": f"urn:suixin:error:{code}",
        "title": zh,
        "status": status,
        "detail": f"{zh} {en}".strip(),
        "instance": path,
        "code": code,
        "faults": faults,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(text, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_response(error: Any, path: str) -> Response:
    """The problem document of any room's refusal (``code``, ``faults``)."""
    faults = [fault.to_json() for fault in error.faults]
    first = error.faults[0] if error.faults else error
    zh, en = getattr(first, "zh", ""), getattr(first, "en", str(error))
    if len(faults) > 1:
        zh, en = f"共 {len(faults)} 处错误。{zh}", f"{len(faults)} errors. {en}"
    return problem(status_of(error), error.code, zh, en, path, faults)


def install_errors(app: FastAPI) -> None:
    """Every error leaves as a problem document; nothing leaves as a traceback."""

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        faults = [_fault(entry) for entry in error.errors()]
        count = len(faults)
        return problem(
            422,
            "request.malformed",
            f"请求有 {count} 处不合格式。",
            f"{count} malformed field(s).",
            request.url.path,
            faults,
        )

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code = {404: "route.not_found", 405: "route.method"}.get(error.status_code, "http.error")
        response = problem(
            error.status_code, code, "请求不成立。", str(error.detail), request.url.path, []
        )
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(ValueError)
    async def refused(request: Request, error: ValueError) -> Response:
        if not hasattr(error, "code") or not hasattr(error, "faults"):
            raise error
        return problem_response(error, request.url.path)

    @app.exception_handler(Exception)
    async def broken(request: Request, _: Exception) -> Response:
        return problem(
            500,
            "server.error",
            "服务器出错，未作任何更改，请联系管理员。",
            "The server failed; nothing was changed. Please tell the administrator.",
            request.url.path,
            [],
        )


def _fault(entry: dict[str, Any]) -> dict[str, Any]:
    field = ".".join(str(part) for part in entry["loc"])
    return {
        "code": f"request.{entry['type']}",
        "field": field,
        "row": None,
        "value": reprlib.repr(entry.get("input"))[:80],
        "rule": None,
        "zh": f"字段 {field} 不合格式：{entry['msg']}。",
        "en": f"Field {field}: {entry['msg']}.",
    }
