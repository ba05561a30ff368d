"""Conversations, open questions, links and templates over HTTP; answers as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from campaigns import Office
from tests.lent_index import lend_index
from tests.offices import ADMIN, open_small_office

KEY = "a-key-of-the-tests"
OPEN = "D类企业规定要抽百分之几"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all: its index takes seconds to build."""
    home = tmp_path_factory.mktemp("talks")
    lend_index(home)
    with open_small_office(home, targets=24, people=3) as opened:
        now = opened.clock.now()
        with opened.registry.writing(by=ADMIN, at=now, action="test.key", subject=ADMIN.id) as tx:
            tx.people.put(ADMIN, key=KEY)
        yield opened


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: names and data."""
    rows = [block.split("\n") for block in text.strip().split("\n\n")]
    return [
        (row[0].removeprefix("event: "), json.loads(row[1].removeprefix("data: "))) for row in rows
    ]


def refused(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["code"])


def test_the_assembled_answer_streams_without_a_key(client: TestClient) -> None:
    body = {"question": "检查时最少去几个检查人员"}
    whole = client.post("/api/v1/policy/ask", json=body).json()
    streamed = client.post("/api/v1/policy/ask/stream", json=body)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    found = events(streamed.text)
    assert found[0] == ("start", {"mode": "assembled", "abstain": False})
    assert "".join(data["text"] for name, data in found if name == "delta") == whole["answer"]
    assert found[-1] == ("answer", whole)
    refused(client.post("/api/v1/policy/ask/stream", json={"question": ""}), 422)


def test_a_conversation_from_question_to_forgetting(keyed: TestClient, client: TestClient) -> None:
    first = keyed.post(
        "/api/v1/assistant/talks", json={"text": "深圳年度抽查计划几月底前编好"}
    ).json()
    assert "4月" in first["text"] and first["kind"] == "answer" and first["turn"] == 1
    body = {"text": "那外省呢？", "talk": first["talk"]}
    found = events(keyed.post("/api/v1/assistant/talks/stream", json=body).text)
    assert found[-1] == ("end", {"talk": first["talk"], "turn": 2, "kind": "answer"})
    assert "江西" in dict(found)["start"]["assumed"]
    path = f"/api/v1/assistant/talks/{first['talk']}"
    assert len(keyed.get(path).json()["turns"]) == 2
    assert keyed.get("/api/v1/assistant/talks").json()[0]["turns"] == 2
    # nobody without a key, and nothing of somebody else's
    assert refused(client.get(path), 401) == "auth.key_needed"
    body = {"text": "你好", "talk": "K999999"}
    assert refused(keyed.post("/api/v1/assistant/talks", json=body), 404) == "talk.unknown"
    assert refused(keyed.post("/api/v1/assistant/talks/stream", json=body), 404) == "talk.unknown"
    assert keyed.delete(path).status_code == 204
    assert refused(keyed.get(path), 404) == "talk.unknown"


def test_a_form_is_confirmed_by_its_digest_and_once(keyed: TestClient) -> None:
    told = keyed.post(
        "/api/v1/assistant/talks", json={"text": "下周查完餐饮，市场监管和消防去，每天最多三家"}
    ).json()
    before = keyed.get("/api/v1/campaigns").json()["total"]
    path = f"/api/v1/assistant/talks/{told['talk']}/confirm"
    digest = told["form"]["digest"]
    assert refused(keyed.post(path, json={"digest": "0" * 64}), 404) == "form.unknown"
    assert keyed.get("/api/v1/campaigns").json()["total"] == before == 0  # nothing was run
    made = keyed.post(path, json={"digest": digest}).json()
    campaign = keyed.get(f"/api/v1/campaigns/{made['campaign']}").json()
    assert campaign["state"] == "draft" and campaign["departments"] == ["市场监管", "消防"]
    assert refused(keyed.post(path, json={"digest": digest}), 409) == "form.state"


def test_a_drafted_checklist_becomes_a_template_with_versions(keyed: TestClient) -> None:
    base = "/api/v1/checklist-templates"
    body = {"sector": "餐饮", "departments": ["市场监管", "消防"]}
    draft = keyed.post(f"{base}/draft", json=body).json()
    assert draft["lines"] and all(line["basis"] or line["decide"] for line in draft["lines"])
    made = keyed.post(
        base, json={"name": "餐饮表", "sector": "餐饮", "lines": draft["lines"]}
    ).json()
    waiting = [line for line in made["lines"] if line["decide"]]
    assert made["undecided"] == len(waiting)
    kept = [line for line in made["lines"] if not line["decide"]]
    saved = keyed.put(f"{base}/{made['id']}", json={"lines": kept, "expected_version": 1}).json()
    assert (saved["version"], saved["undecided"]) == (2, 0)
    stale = keyed.put(f"{base}/{made['id']}", json={"lines": kept, "expected_version": 1})
    assert refused(stale, 409) == "template.stale"
    old = keyed.get(f"{base}/{made['id']}", params={"version": 1}).json()
    assert len(old["lines"]) == len(draft["lines"])
    assert [row["id"] for row in keyed.get(base, params={"sector": "餐饮"}).json()] == [made["id"]]
    use = keyed.post(f"{base}/{made['id']}/use", json={"campaign": "C0"})
    assert refused(use, 404) == "campaign.unknown"


def test_an_open_question_is_registered_listed_and_settled(keyed: TestClient) -> None:
    told = keyed.post("/api/v1/assistant/talks", json={"text": OPEN}).json()
    path = "/api/v1/policy/questions"
    row = keyed.get(path, params={"state": "open"}).json()["rows"][0]
    assert row["id"] == told["register"]["id"] and row["question"] == OPEN
    assert keyed.post(path, json={"question": OPEN}).json()["asked"] == 2
    settle = f"{path}/{row['id']}/settle"
    assert keyed.post(settle, json={"note": "按年度计划。"}).json()["state"] == "settled"
    again = keyed.post("/api/v1/assistant/talks", json={"text": OPEN}).json()
    assert "按年度计划。" in again["text"] and "不是文本规定" in again["text"]
    left = keyed.get(path, params={"state": "open"}).json()["rows"]
    assert row["id"] not in [other["id"] for other in left]
    stale = keyed.post(settle, json={"note": "再改", "expected_version": 1})
    assert refused(stale, 409) == "question.stale"
    assert refused(keyed.post(f"{path}/Q9/settle", json={"note": "x"}), 404) == "question.unknown"


def test_links_lead_both_ways(keyed: TestClient) -> None:
    told = keyed.get("/api/v1/policy/links", params={"basis": "sz-2018#二(三)2"}).json()
    codes = {rule["code"] for rule in told["rules"]}
    assert {"R05", "R08"} <= codes
    for code in sorted(codes):
        back = keyed.get(f"/api/v1/policy/rules/{code}").json()
        assert "sz-2018#二(三)2" in back["basis"]
    gone = keyed.get("/api/v1/policy/links", params={"basis": "x#y"})
    assert refused(gone, 404) == "clause.unknown"
    body = {"schedule": "C2026-0001-S01", "changes": {"min_inspectors_per_visit": 8}}
    assert refused(keyed.post("/api/v1/policy/what-if", json=body), 404) == "schedule.unknown"


@pytest.mark.parametrize(
    "text",
    ["\ud800", "\u0000\u0001", " ", "\ud83d半个字", "{{7*7}}<script>", "那呢", "依据是什么", "？"],
)
def test_odd_words_are_answered_or_refused_in_order(keyed: TestClient, text: str) -> None:
    raw = json.dumps({"text": text, "lang": "zh"}).encode()
    head = {"Content-Type": "application/json"}
    response = keyed.post("/api/v1/assistant/talks", content=raw, headers=head)
    assert response.status_code in (200, 422), response.text
    assert keyed.get("/api/v1/assistant/talks").status_code == 200
