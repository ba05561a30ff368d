"""A local server shaped like OpenAI's chat endpoint, with a script; it keeps every byte it is sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One scripted reply. ``kind``: text, tools, status, html, half, hang, cut."""

    kind: str
    text: str = ""
    calls: Sequence[tuple[str, str]] = ()  # tool name, arguments as raw JSON text
    status: int = 200
    seconds: float = 0.0


@dataclass
class Script:
    """The replies still to come and what has arrived; the last reply stays."""

    replies: list[Reply] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    url: str = ""

    def expect(self, *replies: Reply) -> None:
        """Start a new script."""
        self.replies[:] = replies
        self.sent.clear()

    def bodies(self) -> list[dict[str, Any]]:
        """The requests as JSON."""
        return [json.loads(raw.split(b"\r\n\r\n", 1)[1]) for raw in self.sent]


def sentences(*rows: tuple[str, list[int]]) -> str:
    """The JSON of a phrased answer."""
    return json.dumps(
        {"sentences": [{"text": text, "cites": cites} for text, cites in rows]}, ensure_ascii=False
    )


@contextmanager
def openai_server() -> Iterator[Script]:
    """Serve on a free port of the loopback until the block ends."""
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            head = f"{self.requestline}\r\n{self.headers}".encode()
            script.sent.append(head + b"\r\n\r\n" + body)
            reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
            with suppress(BrokenPipeError, ConnectionResetError):  # a hanging reply is left behind
                answer(self, reply, bool(json.loads(body).get("stream")))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def answer(handler: BaseHTTPRequestHandler, reply: Reply, stream: bool) -> None:
    """Send a reply, as server-sent events where they were asked for."""
    if reply.kind == "hang":
        time.sleep(reply.seconds)
    if reply.kind == "status":
        error = json.dumps({"error": {"message": "scripted", "code": reply.status}}).encode()
        send(handler, reply.status, "application/json", error, {"Retry-After": "60"})
    elif reply.kind == "html":
        send(handler, 200, "text/html", b"<html><body>502 Bad Gateway</body></html>")
    elif reply.kind == "half":
        send(handler, 200, "application/json", b'{"id": "x", "choices": [{"mess')
    elif stream:
        send(handler, 200, "text/event-stream", events(reply))
    else:
        send(handler, 200, "application/json", json.dumps(whole(reply)).encode())


def send(
    handler: BaseHTTPRequestHandler,
    status: int,
    kind: str,
    body: bytes,
    headers: dict[str, str] | None = None,
) -> None:
    handler.send_response(status)
    for name, value in {
        "Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close", **(headers or {}),
    }.items():  # fmt: skip
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def whole(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text}
    if reply.calls:
        message["tool_calls"] = [
            {"id": f"call{n}", "type": "function", "function": {"name": name, "arguments": raw}}
            for n, (name, raw) in enumerate(reply.calls)
        ]
    finish = "tool_calls" if reply.calls else "stop"
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def events(reply: Reply) -> bytes:
    """The text in pieces of seven characters; ``cut`` ends in the middle without a goodbye."""
    text = reply.text[: len(reply.text) // 2] if reply.kind == "cut" else reply.text
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    rows = [chunk({"role": "assistant", "content": piece}) for piece in pieces]
    if reply.kind != "cut":
        rows.append(chunk({}, "stop"))
        rows.append("data: [DONE]\n\n")
    return "".join(rows).encode()


def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
    row = {
        "id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }  # fmt: skip
    return f"data: {json.dumps(row, ensure_ascii=False)}\n\n"
