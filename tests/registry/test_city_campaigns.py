"""The ready campaigns pass the office's own estimate: enough people, within the caps."""

from __future__ import annotations

from datetime import datetime

import pytest

from campaigns import FixedClock, InlineExecutor, Settings, estimate_campaign, open_office
from registry import load_city, make_city

CITY = make_city()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    desk = open_office(
        Settings(home=tmp_path_factory.mktemp("city")),
        clock=FixedClock(datetime(2026, 2, 20, 9, 0)),  # noqa: DTZ001 - the clock adds the offset
        executor=InlineExecutor(),
    )
    with desk.registry.writing(
        by=CITY.people[0], at=desk.clock.now(), action="city.fill", subject="city"
    ) as tx:
        load_city(tx, CITY)
    yield desk
    desk.registry.close()


# 8 groups of 6; 3 % of 2,771; a third of 16 stations; a tenth of 277 shops, each class rounded up
@pytest.mark.parametrize(("number", "visits"), [(1, 48), (2, 85), (3, 6), (4, 27)])
def test_a_ready_campaign_can_be_scheduled(office, number, visits):
    estimate = estimate_campaign(office, CITY.people[0], CITY.campaigns[number - 1])
    assert estimate.schedulable, estimate.remarks
    assert estimate.visits == visits
