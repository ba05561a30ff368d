"""A reranker elsewhere: off by default, masked, bounded; its faults leave the order found and are told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant import ask
from campaigns import CampaignRefused, Settings
from campaigns.rerankers import open_reranker
from knowledge import open_library

GOOD = "last first"  # the server's ways: the last passage is the best, or one of the faults below
FAULTS = ["500", "html", "short", "nan", "hang"]


def rows(way: str, count: int) -> list[dict[str, float]]:
    shown = count - 1 if way == "short" else count
    return [
        {"index": at, "relevance_score": float("nan") if way == "nan" else float(at)}
        for at in range(shown)
    ]


@contextmanager
def rerank_server(sent: list[bytes], way: list[str]) -> Iterator[str]:
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            sent.append(self.path.encode() + body)
            if way[0] == "hang":
                done.wait(10)
            found = {"results": rows(way[0], len(json.loads(body)["documents"]))[::-1]}
            answer = b"<html>" if way[0] == "html" else json.dumps(found).encode()
            self.send_response(500 if way[0] == "500" else 200)
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
        done.set()
        server.shutdown()
        server.server_close()


def settings_for(url: str) -> Settings:
    return Settings(reranker="api:m", rerank_base_url=url, rerank_api_key="secret-key")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One index for all, built once."""
    folder = tmp_path_factory.mktemp("reranked")
    open_library(folder).rebuild()
    return folder


def test_the_endpoint_orders_what_was_found_and_sees_nothing_personal(index: Path) -> None:
    sent: list[bytes] = []
    plain = open_library(index).search("张三问多久公示，电话13800138000", 5)
    with rerank_server(sent, [GOOD]) as url:
        order = open_reranker(settings_for(url), ["张三"])
        library = open_library(index, reranker=order)
        found = library.search("张三问多久公示，电话13800138000", 5)
    assert [hit.unit for hit in found] == [hit.unit for hit in plain][::-1]
    words = b"".join(sent).decode("unicode_escape")
    assert words.startswith("/v1/rerank") and "13800138000" not in words and "张三" not in words


def test_a_fault_leaves_the_order_found_and_the_answer_says_so(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.rerankers._WAIT", 0.3)
    question = "上门检查至少几个人"
    plain = ask(open_library(index), question)
    way = [""]
    with rerank_server([], way) as url:
        library = open_library(index, reranker=open_reranker(settings_for(url)))
        for way[0] in FAULTS:
            answer = ask(library, question)
            assert answer.passages == plain.passages, way
            assert answer.notes == ("reranker",), way
            assert answer.answer.startswith(plain.answer) and "重排" in answer.answer, way


def test_no_setting_is_no_reranker_and_the_key_is_not_shown() -> None:
    assert open_reranker(Settings()) is None
    assert "secret-key" not in repr(settings_for("http://127.0.0.1:1"))


@pytest.mark.parametrize("setting", ["api", "api:", "api:no-base-url", "magic:model"])
def test_a_setting_that_names_nothing_is_refused(setting: str) -> None:
    with pytest.raises(CampaignRefused) as refused:
        open_reranker(Settings(reranker=setting))
    assert refused.value.code == "reranker.setting"
