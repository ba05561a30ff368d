"""Who may do what: every use case asks first, and says who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from campaigns import (
    PUBLIC,
    SYSTEM,
    Actor,
    CampaignRefused,
    Office,
    actor_by_id,
    actor_by_key,
    add_absence,
    audit_page,
    cancel_campaign,
    create_campaign,
    draw_log,
    fill_city,
    freeze_pool,
    get_campaign,
    list_departments,
    list_inspectors,
    list_items,
    list_items_public,
    list_targets,
    list_visits,
    overview,
    people,
    public_draws,
    start_solve,
)
from tests.offices import (
    ADMIN,
    FIELDS,
    PLANNER,
    SUPERVISOR,
    WITNESS_A,
    make_campaign,
    open_small_office,
)

INSPECTOR = Actor("I0101", "检查员101", "inspector", "市场监管")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = open_small_office(tmp_path_factory.mktemp("office"))
    make_campaign(office)
    return office


READS: dict[str, Callable[[Office, Actor], Any]] = {
    "targets": list_targets,
    "inspectors": list_inspectors,
    "campaign": lambda o, a: get_campaign(o, a, "C2026-0001"),
    "overview": overview,
}
PLANS: dict[str, Callable[[Office, Actor], Any]] = {
    "create": lambda o, a: create_campaign(o, a, **FIELDS),
    "cancel": lambda o, a: cancel_campaign(o, a, "C2026-0001", "x"),
    "freeze": lambda o, a: freeze_pool(o, a, "C2026-0001"),
    "absence": lambda o, a: add_absence(o, a, "I0101", date(2026, 12, 7), date(2026, 12, 7), "x"),
    "solve": lambda o, a: start_solve(o, a, {}),
    "fill": fill_city,
}


@pytest.mark.parametrize("what", PLANS)
@pytest.mark.parametrize("actor", [SUPERVISOR, WITNESS_A, INSPECTOR, PUBLIC], ids=lambda a: a.role)
def test_only_planners_plan(office: Office, what: str, actor: Actor) -> None:
    with pytest.raises(CampaignRefused) as refused:
        PLANS[what](office, actor)
    assert refused.value.code == "access.denied"
    assert actor.role in refused.value.faults[0].zh


@pytest.mark.parametrize("what", READS)
def test_supervisors_read_and_strangers_do_not(office: Office, what: str) -> None:
    for actor in (PLANNER, ADMIN, SUPERVISOR, SYSTEM):
        READS[what](office, actor)
    for actor in (WITNESS_A, INSPECTOR, PUBLIC):
        with pytest.raises(CampaignRefused):
            READS[what](office, actor)


def test_what_the_law_makes_public_is_open_to_all(office: Office) -> None:
    assert list_items(office, PUBLIC).total == list_items_public(office).total == 5
    assert len(list_departments(office, PUBLIC)) == 3
    assert public_draws(office) == [] and draw_log(office) == []


def test_an_inspector_sees_their_own_visits_only(office: Office) -> None:
    assert list_visits(office, INSPECTOR, inspector="I0202") == ()
    with pytest.raises(CampaignRefused):
        list_visits(office, PUBLIC)


def test_a_refusal_leaves_no_trace_in_the_rows_but_names_the_role(office: Office) -> None:
    before = audit_page(office, SUPERVISOR).total
    with pytest.raises(CampaignRefused):
        create_campaign(office, SUPERVISOR, **FIELDS)
    assert audit_page(office, SUPERVISOR).total == before


def test_an_unknown_role_may_nothing(office: Office) -> None:
    with pytest.raises(CampaignRefused):
        list_targets(office, Actor("x", "某人", "visitor"))


def test_people_are_found_by_id_and_by_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    from campaigns import Settings, open_office

    home = tmp_path_factory.mktemp("keys")
    with open_office(Settings(home=home, api_key="admin-key-of-this-test")) as office:
        with office.registry.writing(
            by=SYSTEM, at=office.clock.now(), action="test", subject=""
        ) as tx:
            tx.people.put(PLANNER, key="planner-key-of-this-test")
        assert actor_by_key(office, "planner-key-of-this-test") == PLANNER
        admin = actor_by_key(office, "admin-key-of-this-test")
        assert admin is not None and admin.role == "admin"
        assert actor_by_key(office, "guessed") is None and actor_by_key(office, "") is None
        assert people(office) == (PLANNER,)
        assert actor_by_id(office, "P001") == PLANNER
        assert actor_by_id(office, "admin") == office.keeper
        with pytest.raises(CampaignRefused):
            actor_by_id(office, "nobody")


def test_without_a_key_in_the_settings_nobody_is_the_administrator(office: Office) -> None:
    assert office.settings.api_key is None
    assert actor_by_key(office, "") is None
