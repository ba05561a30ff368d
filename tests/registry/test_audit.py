"""The record: one row a write, chained; any tampering is found at its first row."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
import rfc8785

from registry import RegistryRefused


def verdict(registry, **options):
    with registry.reading() as tx:
        return tx.audit.verify(**options)


def tamper(registry, *statements):
    with registry._writer.begin() as link:
        for statement in statements:
            link.exec_driver_sql(statement)


@pytest.fixture
def recorded(registry, write):
    """Six rows: the filling and five writes."""
    for n in range(5):
        with write(registry, action="put", subject=f"s{n}", detail={"n": n}) as tx:
            tx.settings.put("n", n)
    return registry


def test_each_write_leaves_one_row_with_who_when_what(registry, write, planner, noon):
    with write(registry, action="campaign.create", subject="", detail={"a": 1}) as tx:
        tx.about("c7")
        tx.note(size=2.0, day=date(2026, 3, 2), words=("x", "y"))
    with registry.reading() as tx:
        entry = tx.audit.page(limit=1).rows[0]
    assert (entry.seq, entry.actor, entry.role, entry.at) == (2, planner.id, "planner", noon)
    assert (entry.department, entry.district) == ("市场监管", "U01")
    assert (entry.action, entry.subject) == ("campaign.create", "c7")
    assert entry.detail == {"a": 1, "size": 2, "day": "2026-03-02", "words": ["x", "y"]}


def test_the_chain_can_be_recomputed_with_hashlib_alone(recorded):
    with recorded.reading() as tx:
        rows = sorted(tx.audit.page(limit=100).rows, key=lambda r: r.seq)
    previous = "0" * 64
    for row in rows:
        told = {
            "seq": row.seq, "at": row.at.astimezone(UTC)
            .strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": row.actor, "role": row.role, "department": row.department,
            "district": row.district, "action": row.action, "subject": row.subject,
            "detail": row.detail, "previous": previous,
        }  # fmt: skip
        previous = hashlib.sha256(rfc8785.dumps(told)).hexdigest()
        assert row.digest == previous
    assert verdict(recorded)["head"] == {"seq": 6, "digest": previous}


def test_an_untouched_record_verifies(recorded):
    told = verdict(recorded)
    assert (told["ok"], told["rows"], told["first_break"]) == (True, 6, None)


@pytest.mark.parametrize(
    ("statements", "seq", "what"),
    [
        (["UPDATE audit SET actor = 'someone' WHERE seq = 3"], 3, "edited"),
        (["UPDATE audit SET detail = '{\"n\":9}' WHERE seq = 4"], 4, "edited"),
        (["DELETE FROM audit WHERE seq = 2"], 2, "missing"),
        (["DELETE FROM audit WHERE seq = 6"], 6, "cut"),
        (["DELETE FROM audit"], 1, "cut"),
        (
            [
                "UPDATE audit SET seq = 100 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 100",
            ],
            3,
            "edited",  # the row's number is part of its digest
        ),
    ],
)
def test_tampering_is_found_at_its_first_row(recorded, statements, seq, what):
    tamper(recorded, *statements)
    told = verdict(recorded)
    assert told["ok"] is False
    assert (told["first_break"]["seq"], told["first_break"]["what"]) == (seq, what)
    assert told["first_break"]["zh"] and told["first_break"]["en"]


def test_a_row_rewritten_with_a_fitting_digest_breaks_the_next_one(recorded):
    from registry.store.audit import entry_digest

    with recorded.reading() as tx:
        row = next(r for r in tx.audit.page().rows if r.seq == 3)
    forged = {f: getattr(row, f) for f in row.__slots__} | {"actor": "someone"}
    tamper(
        recorded,
        f"UPDATE audit SET actor = 'someone', digest = '{entry_digest(forged)}' WHERE seq = 3",
    )
    assert verdict(recorded)["first_break"]["seq"] == 4
    assert verdict(recorded)["first_break"]["what"] == "order"


def test_a_chain_rewritten_as_a_whole_is_found_by_a_head_kept_outside(recorded, write):
    with recorded.reading() as tx:
        outside = tx.audit.head()
    with write(recorded, action="put", subject="later"):
        pass
    assert verdict(recorded, known_head=outside)["ok"] is True
    other = {"seq": outside["seq"], "digest": "f" * 64}
    assert verdict(recorded, known_head=other)["first_break"]["what"] == "foreign_head"


def test_an_exception_keeps_neither_the_rows_nor_the_record(registry, write):
    with pytest.raises(RuntimeError), write(registry) as tx:
        tx.settings.put("half", 1)
        raise RuntimeError("in the middle")
    with registry.reading() as tx:
        assert tx.settings.get("half") is None
        assert tx.audit.head()["seq"] == 1


def test_the_record_is_paged_newest_first_by_subject_actor_and_action(recorded):
    with recorded.reading() as tx:
        page = tx.audit.page(limit=2)
        assert ([e.seq for e in page.rows], page.total) == ([6, 5], 6)
        assert [e.seq for e in tx.audit.page(subject="s1").rows] == [3]
        assert tx.audit.page(action="put").total == 5
        assert tx.audit.page(actor="nobody").total == 0


def test_a_time_without_offset_is_refused(registry, planner):
    naive = datetime(2026, 3, 2)  # noqa: DTZ001
    with (
        pytest.raises(RegistryRefused, match="时区"),
        registry.writing(by=planner, at=naive, action="a", subject="s"),
    ):
        pass


def test_a_detail_that_is_no_json_is_refused_and_nothing_kept(registry, write):
    for bad in (float("nan"), 2**60, object()):
        with pytest.raises(RegistryRefused), write(registry, detail={"x": bad}) as tx:
            tx.settings.put("x", 1)
    with registry.reading() as tx:
        assert tx.settings.get("x") is None
        assert json.dumps(tx.audit.verify()["ok"]) == "true"


def test_rows_of_one_instant_keep_their_order(registry, write):
    for n in range(3):
        with write(registry, subject=str(n)):
            pass
    with registry.reading() as tx:
        assert [e.subject for e in tx.audit.page(limit=3).rows] == ["2", "1", "0"]
        assert len({e.at for e in tx.audit.page(limit=3).rows}) == 1
