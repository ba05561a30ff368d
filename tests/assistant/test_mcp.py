"""The MCP server, spoken to by the package's own client: in memory, and once as a process."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from campaigns import CampaignRefused, Office, audit_page, get_talk, list_campaigns
from tests.offices import ADMIN, PLANNER, PUBLIC_ROLE, make_campaign, open_small_office

mcp = pytest.importorskip("mcp", reason="the optional MCP package is not installed")
anyio = pytest.importorskip("anyio")

from assistant.mcp_server import make_server  # noqa: E402 - only where the package is there


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = open_small_office(tmp_path_factory.mktemp("office"), targets=24, people=2)
    make_campaign(made)
    return made


def speak(server: Any, *calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The tools listed, and the results of the calls."""

    async def talk() -> tuple[list[Any], list[Any]]:
        async with mcp.Client(server) as client:
            listed = (await client.list_tools()).tools
            return listed, [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(talk)


def said(result: Any) -> Any:
    return json.loads(result.content[0].text)


def test_a_client_reads_with_the_rights_of_its_person_and_leaves_no_trace(office: Office) -> None:
    before = audit_page(office, ADMIN).total
    listed, (found, refused, unknown, malformed) = speak(
        make_server(office, PLANNER),
        ("campaigns_list", {}),
        ("estimate", {"campaign_id": "C0"}),
        ("reveal_draw", {}),
        ("estimate", {}),
    )
    assert all(tool.annotations.read_only_hint for tool in listed)
    assert {"search_clauses", "explain_schedule", "try_number"} <= {tool.name for tool in listed}
    assert not found.is_error and said(found)[0]["state"] == "draft"
    assert refused.is_error and "C0" in said(refused)["refused"]
    assert unknown.is_error and malformed.is_error
    _, (denied,) = speak(make_server(office, PUBLIC_ROLE), ("campaigns_list", {}))
    assert denied.is_error
    assert audit_page(office, ADMIN).total == before


def test_a_proposed_form_waits_for_a_person(office: Office) -> None:
    names = {tool.name for tool in speak(make_server(office, PLANNER))[0]}
    assert "propose_request" not in names  # not unless it is asked for
    campaigns = list_campaigns(office, PLANNER).total
    listed, (proposed,) = speak(
        make_server(office, PLANNER, forms=True),
        ("propose_request", {"utterance": "下周查完餐饮，消防去"}),
    )
    assert [t.name for t in listed if not t.annotations.read_only_hint] == ["propose_request"]
    told = said(proposed)
    assert told["form"]["state"] == "open" and told["form"]["runs"] == "campaign.create"
    kept = get_talk(office, PLANNER, told["talk"])["turns"][0]["form"]
    assert kept["digest"] == told["form"]["digest"]
    assert list_campaigns(office, PLANNER).total == campaigns  # nothing was run


def test_without_the_package_one_is_told_what_to_install(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)  # what an import finds where it is not installed
    with pytest.raises(CampaignRefused) as refused:
        make_server(office, PLANNER)
    assert refused.value.code == "mcp.missing" and "suixin[mcp]" in str(refused.value)


def test_the_command_speaks_on_standard_input_and_output(tmp_path: Path) -> None:
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-c", "from cli import main; main()", "mcp"],
        env={"SUIXIN_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    listed, (found,) = speak(server, ("campaigns_list", {}))
    assert said(found) == [] and len(listed) > 10
