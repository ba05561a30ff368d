"""The city inside a real registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from registry import Actor, open_registry
from registry.city import load_city, make_city

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
KEEPER = Actor("system", "系统", "system")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    registry = open_registry(f"sqlite:///{tmp_path_factory.mktemp('city')}/suixin.db", migrate=True)
    city = make_city()
    for _ in range(2):  # the second time must change nothing
        with registry.writing(by=KEEPER, at=NOW, action="city.load", subject="city") as tx:
            counts = load_city(tx, city)
    yield registry, city, counts
    registry.close()


def test_the_stores_give_back_the_very_rows_of_the_city(loaded):
    registry, city, counts = loaded
    with registry.reading() as tx:
        assert tuple(tx.targets.iterate(status=None)) == city.targets
        assert tx.inspectors.all() == city.inspectors
        assert sorted(tx.items.all(), key=lambda i: i.id) == sorted(city.items, key=lambda i: i.id)
        assert set(tx.inspectors.recusals()) == set(city.recusals)
        assert set(tx.inspectors.absences()) == set(city.absences)
    assert counts["targets"] == 6000


def test_loading_twice_leaves_one_of_each(loaded):
    registry, city, _ = loaded
    with registry.reading() as tx:
        assert tx.campaigns.page().total == len(city.campaigns)
        assert len(tx.people.all()) == len(city.people)
        assert all(row.version == 1 for row in tx.inspectors.all())


def test_items_due_are_found_by_sector_and_department(loaded):
    registry, city, _ = loaded
    campaign = city.campaigns[1]
    with registry.reading() as tx:
        due = tx.items.for_sectors(["即时零售前置仓"], campaign.departments, campaign.window_from)
    # the dark store's thirty; none of them is key supervision
    assert len(due) == 30


def test_loading_again_undoes_nobodys_work(loaded):
    registry, city, _ = loaded
    closed = replace(city.targets[0], status="deregistered", name="示例改名")
    with registry.writing(by=KEEPER, at=NOW, action="target.put", subject=closed.id) as tx:
        tx.targets.put(closed)
        tx.inspectors.remove_absence(city.absences[0])
    with registry.writing(by=KEEPER, at=NOW, action="city.load", subject="city") as tx:
        load_city(tx, city)
    with registry.reading() as tx:
        assert tx.targets.get(closed.id).name == "示例改名"
        assert city.absences[0] not in tx.inspectors.absences()
