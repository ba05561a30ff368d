"""An embedder elsewhere: one setting away, masked, bounded; the offline one stays the default."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from campaigns import CampaignRefused, Settings
from campaigns.embedders import open_embedder


@contextmanager
def embedding_server(sent: list[bytes], status: list[int]) -> Iterator[str]:
    """A loopback endpoint whose vector is (length, first letter), in reversed order of the input."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            sent.append(body)
            texts = json.loads(body)["input"]
            rows = [{"index": n, "embedding": [len(t), ord(t[0])]} for n, t in enumerate(texts)]
            answer = json.dumps({"data": rows[::-1]}).encode()
            self.send_response(status[0])
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()


def test_vectors_come_in_order_masked_and_zero_when_the_endpoint_fails() -> None:
    sent: list[bytes] = []
    status = [200]
    with embedding_server(sent, status) as url:
        settings = Settings(embedder="openai:m", embed_base_url=url, embed_api_key="k")
        embedder = open_embedder(settings, ["张三"])
        assert embedder is not None
        rows = embedder.embed_documents([f"{n}" * n for n in range(1, 10)] * 10)  # two batches
        assert rows[:2] == [[1.0, 49.0], [2.0, 50.0]] and len(rows) == 90 and len(sent) == 2
        assert embedder.embed_query("张三的电话13800138000") != [0.0, 0.0]
        words = b"".join(sent).decode("unicode_escape")
        assert "13800138000" not in words and "张三" not in words
        status[0] = 500
        assert embedder.embed_query("多久公示") == [0.0, 0.0]
        with pytest.raises(CampaignRefused) as refused:
            embedder.embed_documents(["一"])
        assert refused.value.code == "embedder.unreachable"


def test_two_models_are_two_indexes_and_no_setting_is_the_offline_embedder() -> None:
    assert open_embedder(Settings()) is None
    one, other = (
        open_embedder(Settings(embedder=f"openai:{m}", embed_base_url="http://x")) for m in "ab"
    )
    assert type(one).__name__ != type(other).__name__  # the index is told apart by the class


@pytest.mark.parametrize("setting", ["openai", "openai:", "openai:no-base-url", "magic:model"])
def test_a_setting_that_names_nothing_is_refused(setting: str) -> None:
    with pytest.raises(CampaignRefused) as refused:
        open_embedder(Settings(embedder=setting))
    assert refused.value.code == "embedder.setting"
