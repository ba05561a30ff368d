"""A ceremony: two witnesses make the seed, nobody alone can choose it."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    as_problem,
    cancel_draw,
    commit_draw,
    draw_log,
    draw_pledges,
    freeze_pool,
    make_contribution,
    pledge_contribution,
    pledge_value,
    reveal_contribution,
    reveal_draw,
    verify_draw,
)
from tests.offices import (
    PLANNER,
    PUBLIC_ROLE,
    WITNESS_A,
    WITNESS_B,
    commit_ceremony,
    hold_ceremony,
    make_campaign,
    open_small_office,
    witness,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def code_of(error: pytest.ExceptionInfo[ValueError]) -> str:
    return str(as_problem(error.value)["code"])


def test_the_seed_is_both_contributions_in_the_order_of_names(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    contributions = witness(office, draw)
    drawn = reveal_draw(office, PLANNER, draw.id)
    names = sorted(contributions, key=str.encode)
    assert drawn.seed == "/".join(contributions[name] for name in names)
    verdict = verify_draw(office, draw.id)
    assert verdict["recomputed"] and "notice" not in verdict


def test_the_log_holds_pledges_before_the_seed(office: Office) -> None:
    hold_ceremony(office, make_campaign(office).id)
    kinds = [entry["kind"] for entry in draw_log(office)]
    assert kinds == ["plan", "commitment", "pledge", "pledge", "seed", "receipt"]


def test_nobody_reveals_before_everybody_has_pledged(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    mine = make_contribution()
    value = pledge_value(draw, WITNESS_A.name, mine)
    pledge_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, value)
    with pytest.raises(ValueError) as early:
        reveal_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, mine)
    assert code_of(early) == "pledge.missing"


def test_nothing_but_what_was_pledged_can_be_revealed(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    for person in (WITNESS_A, WITNESS_B):
        value = pledge_value(draw, person.name, make_contribution())
        pledge_contribution(office, person, draw.id, person.name, value)
    with pytest.raises(ValueError) as other:
        reveal_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, make_contribution())
    assert code_of(other) == "contribution.differs"


def test_a_missing_contribution_stops_the_reveal(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    mine = {p: make_contribution() for p in (WITNESS_A, WITNESS_B)}
    for person, text in mine.items():
        value = pledge_value(draw, person.name, text)
        pledge_contribution(office, person, draw.id, person.name, value)
    reveal_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, mine[WITNESS_A])
    with pytest.raises(ValueError) as short:
        reveal_draw(office, PLANNER, draw.id)
    assert code_of(short) == "contribution.missing"
    assert WITNESS_B.name in str(as_problem(short.value)["zh"])
    with pytest.raises(CampaignRefused) as open_:  # one contribution is known: too late to withdraw
        cancel_draw(office, PLANNER, draw.id, "重来")
    assert open_.value.code == "draw.contributions_open"


def test_a_reserve_steps_in_for_who_does_not_reveal(office: Office) -> None:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    names = [WITNESS_A.name, "候补见证人", WITNESS_B.name]
    source = {"kind": "ceremony", "what": "现场", "witnesses": names[:2], "reserves": names[2:]}
    draw = commit_draw(office, PLANNER, draw.id, seed_source=source)
    texts = {name: make_contribution() for name in names}
    for name in names:  # entered at the desk, which the record says
        value = pledge_value(draw, name, texts[name])
        pledge_contribution(office, PLANNER, draw.id, name, value)
    for name in (WITNESS_A.name, WITNESS_B.name):
        reveal_contribution(office, PLANNER, draw.id, name, texts[name])
    drawn = reveal_draw(office, PLANNER, draw.id)
    assert drawn.evidence is not None
    assert {row["name"] for row in drawn.evidence["witnesses"]} == {
        WITNESS_A.name,
        WITNESS_B.name,
    }
    entered = {e["body"]["entered_by"] for e in draw_log(office) if e["kind"] == "pledge"}
    assert entered == {PLANNER.id}


def test_a_witness_speaks_only_for_themselves(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    value = pledge_value(draw, WITNESS_B.name, make_contribution())
    for actor in (WITNESS_A, PUBLIC_ROLE):
        with pytest.raises(CampaignRefused) as foreign:
            pledge_contribution(office, actor, draw.id, WITNESS_B.name, value)
        assert foreign.value.code == "access.denied"
    assert draw_pledges(office, draw.id) == ()


def test_who_is_not_in_the_plan_or_pledges_twice_is_refused(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    value = pledge_value(draw, "路人", make_contribution())
    with pytest.raises(CampaignRefused) as stranger:
        pledge_contribution(office, PLANNER, draw.id, "路人", value)
    assert stranger.value.code == "witness.unplanned"
    value = pledge_value(draw, WITNESS_A.name, make_contribution())
    pledge_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, value)
    with pytest.raises(ValueError) as twice:
        pledge_contribution(office, WITNESS_A, draw.id, WITNESS_A.name, value)
    assert code_of(twice) == "log_refused"


def test_a_seed_typed_by_the_operator_is_refused_in_a_ceremony(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office).id)
    with pytest.raises(ValueError) as typed:
        reveal_draw(office, PLANNER, draw.id, seed="8888")
    assert code_of(typed) == "reveal_refused"
