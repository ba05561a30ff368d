"""The HTTP door keeps contract §4: who may call what, and how a refusal looks."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

PROBLEM: dict[str, Any] = {
    "name": "two shops",
    "days": ["2026-12-07"],
    "slots": [{"id": "am", "from": "09:00", "to": "12:00"}],
    "departments": ["市场监管"],
    "specialties": {"市场监管": ["食品"]},
    "targets": [
        {
            "id": f"T{n}",
            "lon": 114.05,
            "lat": 22.54,
            "district": "U1",
            "risk": "A",
            "items": [
                {"id": f"T{n}-1", "department": "市场监管", "specialty": "食品", "minutes": 30}
            ],
            "windows": [{"day": "2026-12-07", "from": "09:00", "to": "12:00"}],
        }
        for n in (1, 2)
    ],
    "inspectors": [
        {
            "id": f"I{n}",
            "department": "市场监管",
            "unit": "U1",
            "specialties": ["食品"],
            "available_days": ["2026-12-07"],
            "recused_targets": [],
            "max_visits_per_day": 3,
        }
        for n in (1, 2)
    ],
    "rules": {
        "min_inspectors_per_visit": 2,
        "min_inspectors_per_department": 1,
        "max_departments_per_visit": 5,
        "max_inspectors_per_visit": 10,
        "step_minutes": 15,
        "same_unit_only": False,
        "visit_within_one_slot": True,
        "travel": {"fixed": 10, "min_per_km": 2, "km_per_lon": 102.3, "km_per_lat": 111.2},
        "risk_weight": {"A": 1, "B": 2, "C": 4, "D": 8},
        "seed": 1,
    },
}


def problem(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(PROBLEM) | changes


def is_problem_document(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status and body["code"] and body["title"] and body["type"]
    return dict(body)


def test_a_schedule_comes_back_and_the_checker_finds_nothing(keyed: TestClient) -> None:
    answer = keyed.post("/api/v1/schedules", json={"problem": PROBLEM, "effort": "quick"})
    assert answer.status_code == 200
    schedule = answer.json()
    # Two targets of class A weigh 1 each; both fit in one morning.
    assert schedule["objective"]["weight"] == 2 and len(schedule["visits"]) == 2
    judged = keyed.post(
        "/api/v1/schedules/check", json={"problem": PROBLEM, "schedule": schedule}
    ).json()
    assert judged["ok"] and judged["violations"] == []


def test_a_job_is_answered_when_nobody_waits_and_can_be_followed(keyed: TestClient) -> None:
    body = {"problem": PROBLEM, "effort": "quick", "wait_seconds": 0}
    answer = keyed.post("/api/v1/schedules", json=body)
    # The executor of the tests works in place, so the job is done at once; a busy one says 202.
    assert answer.status_code in (200, 202)
    jobs = keyed.get("/api/v1/jobs").json()
    events = keyed.get(f"/api/v1/jobs/{jobs[0]['id']}/events").text
    assert events.startswith("event: end") and '"state": "done"' in events
    assert keyed.get(f"/api/v1/jobs/{jobs[0]['id']}").json()["result"]["visits"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/schedules"),
        ("post", "/api/v1/schedules/explain"),
        ("post", "/api/v1/schedules/replan"),
        ("get", "/api/v1/campaigns"),
        ("get", "/api/v1/registry/targets"),
        ("get", "/api/v1/audit"),
        ("get", "/api/v1/jobs"),
    ],
)
def test_what_is_not_open_wants_a_key(client: TestClient, method: str, path: str) -> None:
    body = {"json": {"problem": PROBLEM, "schedule": {}}} if method == "post" else {}
    answer = is_problem_document(client.request(method, path, **body), 401)
    assert answer["code"] == "auth.key_needed"
    wrong = client.request(method, path, headers={"Authorization": "Bearer wrong"}, **body)
    is_problem_document(wrong, 401)


def test_the_open_calls_need_no_key(client: TestClient) -> None:
    judged = client.post("/api/v1/schedules/check", json={"problem": PROBLEM, "schedule": {}})
    assert judged.status_code in (200, 422)
    assert client.get("/api/v1/public/draws").json() == []
    assert client.get("/api/v1/public/items").json()["total"] > 0
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_twelve_wrong_rows_are_twelve_faults(keyed: TestClient) -> None:
    wrong = problem()
    row = wrong["targets"][0]
    wrong["targets"] = [
        copy.deepcopy(row)
        | {"id": f"T{n}", "items": [row["items"][0] | {"id": f"T{n}-1", "minutes": -n}]}
        for n in range(1, 13)
    ]
    answer = is_problem_document(keyed.post("/api/v1/schedules", json={"problem": wrong}), 422)
    assert len(answer["faults"]) == 12
    assert all(fault["field"] and fault["zh"] and fault["en"] for fault in answer["faults"])


def test_one_inspector_a_visit_is_refused_as_law(keyed: TestClient) -> None:
    wrong = problem(rules=PROBLEM["rules"] | {"min_inspectors_per_visit": 1})
    answer = is_problem_document(keyed.post("/api/v1/schedules", json={"problem": wrong}), 422)
    assert any("min_inspectors_per_visit" in fault["field"] for fault in answer["faults"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"problem": []}',
        b"\xff\xfe",
        b'{"problem": {"days": NaN}}',
        b"{" * 5000,
    ],
)
def test_a_malformed_body_is_refused_in_order(keyed: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = keyed.post("/api/v1/schedules", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(keyed: TestClient) -> None:
    headers = {"Content-Length": str(200 * 2**20), "Content-Type": "application/json"}
    answer = keyed.post("/api/v1/schedules", content=b"{}", headers=headers)
    assert is_problem_document(answer, 413)["code"] == "body.too_large"


def test_unknown_things_are_404_with_their_code(keyed: TestClient) -> None:
    for path in ("/api/v1/jobs/none", "/api/v1/campaigns/none", "/api/v1/schedules/none"):
        is_problem_document(keyed.get(path), 404)
    is_problem_document(keyed.get("/api/v1/nowhere"), 404)
    is_problem_document(keyed.get("/api/v1/draws/none/receipt"), 404)


def test_too_many_open_calls_are_slowed_down(office: Any) -> None:
    from dataclasses import replace

    from api.main import create_app

    slow = replace(office, settings=office.settings.model_copy(update={"rate": 3}))
    with TestClient(create_app(slow), client=("198.51.100.7", 1)) as client:
        codes = [client.get("/api/v1/public/draws").status_code for _ in range(12)]
    # Three a second are let through; twelve calls take well under four seconds.
    assert 429 in codes and codes[0] == 200


def test_a_campaign_from_draft_to_receipt(keyed: TestClient, client: TestClient) -> None:
    campaign = {
        "name": "十二月餐饮联合抽查",
        "theme": "餐饮",
        "lead_department": "市场监管",
        "departments": ["市场监管", "消防"],
        "sectors": ["餐饮"],
        "rates": {"D": "0.30", "C": "0.10", "B": "0.10", "A": "0.05"},
        "window_from": "2026-12-07",
        "window_to": "2026-12-11",
    }
    made = keyed.post("/api/v1/campaigns", json=campaign)
    assert made.status_code == 201, made.text
    campaign_id = made.json()["id"]
    cost = keyed.get(f"/api/v1/campaigns/{campaign_id}/estimate").json()
    assert cost["visits"] > 0
    draw = keyed.post(f"/api/v1/campaigns/{campaign_id}/draws").json()
    source = {"seed_source": {"kind": "rehearsal", "what": "test"}}
    committed = keyed.post(f"/api/v1/draws/{draw['id']}/commitment", json=source).json()
    assert len(committed["commitment"]["commitment"]) == 64
    # Anybody reads the chances before the seed, by type and without an id; the office by person.
    told = client.get(f"/api/v1/draws/{draw['id']}/chances").json()
    assert told["certificate"]["certified"] is True and "people" not in told
    assert sum(row["people"] for row in told["types"]) == told["candidates"] == 16
    own = keyed.get(f"/api/v1/draws/{draw['id']}/people/chances").json()
    assert len(own["people"]) == 16
    # What may be drawn is open as well, and holds no id.
    may = client.get(f"/api/v1/draws/{draw['id']}/possible").json()
    assert may["ever"] == 16 and int(may["teams"]) > 1 and "I0101" not in str(may)
    revealed = keyed.post(f"/api/v1/draws/{draw['id']}/reveal", json={"seed": "one line"})
    assert revealed.status_code == 200, revealed.text
    could = keyed.get(f"/api/v1/draws/{draw['id']}/people/possible").json()
    assert len(could["stand_ins"]) == told["size"] and "drawn_chance" in could
    whole = keyed.get(f"/api/v1/draws/{draw['id']}/people/verification").json()
    assert whole["recomputed"] is True and whole["people"] == {"recomputed": True}
    told = client.get(f"/api/v1/draws/{draw['id']}/chances").json()
    assert all(row["code"] and row["zh"] and row["en"] for row in told["warnings"])
    assert keyed.get(f"/api/v1/campaigns/{campaign_id}/unserved").json() == []
    wanted = {"inspector": "I0101", "target": "X", "reason": "亲属任职"}
    recused = keyed.post(f"/api/v1/campaigns/{campaign_id}/recusals", json=wanted)
    assert recused.status_code in (404, 422)
    nobody = {"target": "X", "reason": "无"}
    served = keyed.post(f"/api/v1/campaigns/{campaign_id}/substitutes", json=nobody)
    is_problem_document(served, 422)
    # One commitment takes one seed, ever.
    again = keyed.post(f"/api/v1/draws/{draw['id']}/reveal", json={"seed": "another"})
    is_problem_document(again, 409)
    receipt = client.get(f"/api/v1/draws/{draw['id']}/receipt").json()
    assert sum(len(stratum["drawn"]) for stratum in receipt["strata"]) == cost["visits"]
    assert "演练" in json.dumps(receipt, ensure_ascii=False)
    what_stands_behind_a_draw(keyed, client, draw["id"], receipt)


def what_stands_behind_a_draw(
    keyed: TestClient, client: TestClient, draw: str, receipt: dict[str, Any]
) -> None:
    """Replacement, top-up, rates, and a head of the log for a holder."""
    stratum = next(s for s in receipt["strata"] if s["drawn"] and len(s["substitutes"]) > 1)
    wanted = {"target": stratum["drawn"][0]["id"], "reason": "已停业", "evidence": "现场照片"}
    stepped = keyed.post(f"/api/v1/draws/{draw}/replacements", json=wanted)
    assert stepped.status_code == 201, stepped.text
    assert stepped.json()["target"] == stratum["substitutes"][0]["id"]
    more = {"stratum": stratum["name"], "count": 1, "reason": "扩大抽查面"}
    added = keyed.post(f"/api/v1/draws/{draw}/top-ups", json=more)
    assert added.status_code == 201, added.text
    assert added.json()[0]["target"] == stratum["substitutes"][1]["id"]
    assert keyed.get("/api/v1/draw-log/rates").json()[0]["replaced"] == 1
    asked = {"holder": "市公证处", "at": "2026-12-01T09:00:00+08:00"}
    head = client.get("/api/v1/public/draw-log/head", params=asked).json()
    entries = keyed.get("/api/v1/draw-log").json()["entries"]
    assert head["head"] == entries[-1]["hash"] and head["head"] in head["text"]
    false = {key: head[key] for key in ("index", "head", "holder", "at")}
    stamp = {**false, "key": "0" * 64, "signature": "0" * 128}
    is_problem_document(keyed.post("/api/v1/draw-log/stamps", json=stamp), 422)
    assert client.get("/api/v1/draw-log").status_code == 401


def test_a_campaign_with_faults_lists_them_all(keyed: TestClient) -> None:
    wrong = {
        "name": "x",
        "lead_department": "没有的部门",
        "departments": ["没有的部门", "也没有"],
        "sectors": ["餐饮"],
        "rates": {"D": "-1"},
        "window_from": "2026-12-11",
        "window_to": "2026-12-07",
    }
    answer = is_problem_document(keyed.post("/api/v1/campaigns", json=wrong), 422)
    # An unknown department, a negative rate, an end before its start: at least these three.
    assert len(answer["faults"]) >= 3


def test_the_openapi_document_names_the_calls_of_the_contract(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    wanted = [
        "/api/v1/schedules",
        "/api/v1/jobs/{job_id}",
        "/api/v1/schedules/check",
        "/api/v1/schedules/explain",
        "/api/v1/schedules/replan",
        "/api/v1/policy/ask",
        "/api/v1/assistant/plan",
        "/api/v1/draws/{draw_id}/receipt",
    ]
    assert [path for path in wanted if path not in paths] == []
