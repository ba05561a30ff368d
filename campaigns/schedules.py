"""Kept schedules: read, chosen, and turned into visits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from campaigns.errors import missing, refusal
from campaigns.opening import known_campaign
from campaigns.roles import PLAN, READ, READ_OWN, allowed, require
from registry import Actor, ScheduleRecord, Tx, Visit

if TYPE_CHECKING:
    from campaigns.office import Office


def get_schedule(office: Office, actor: Actor, schedule_id: str) -> ScheduleRecord:
    """A kept schedule with the problem it answers; raises ``schedule.unknown``."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return known_schedule(tx, schedule_id)


def list_schedules(office: Office, actor: Actor, campaign_id: str) -> tuple[ScheduleRecord, ...]:
    """The schedules of a campaign, oldest first."""
    require(actor, READ)
    with office.registry.reading() as tx:
        known_campaign(tx, campaign_id)
        return tuple(tx.schedules.of_campaign(campaign_id))


def choose_schedule(office: Office, actor: Actor, schedule_id: str) -> tuple[Visit, ...]:
    """Make this the schedule that is carried out; its visits become rows."""
    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="schedule.choose", subject=schedule_id
    ) as tx:
        record = known_schedule(tx, schedule_id)
        if record.status not in ("optimal", "feasible"):
            raise refusal(
                "schedule.not_usable",
                f"排程“{schedule_id}”没有可执行的安排（{record.status}），不能选用。",
                f"The schedule {schedule_id} holds no plan to carry out ({record.status}).",
                field="schedule_id",
                value=schedule_id,
            )
        if record.campaign is not None:
            campaign = known_campaign(tx, record.campaign)
            if campaign.state in ("drawn", "scheduled"):
                tx.campaigns.put(
                    replace(campaign, state="scheduled"), expected_version=campaign.version
                )
        visits: tuple[Visit, ...] = tuple(tx.schedules.choose(schedule_id))
        tx.note(visits=len(visits))
    return visits


def list_visits(
    office: Office,
    actor: Actor,
    *,
    schedule: str | None = None,
    campaign: str | None = None,
    inspector: str | None = None,
    day: str | None = None,
) -> tuple[Visit, ...]:
    """Visits by start; an inspector sees their own only."""
    if not allowed(actor, READ):
        require(actor, READ_OWN)
        inspector = actor.id
    with office.registry.reading() as tx:
        return tuple(
            tx.schedules.visits(schedule=schedule, campaign=campaign, inspector=inspector, day=day)
        )


def names_of(office: Office, record: ScheduleRecord) -> dict[str, str]:
    """Id → name for the targets, people and districts of a schedule; unknown ids are left out."""
    problem = record.problem
    with office.registry.reading() as tx:
        targets = tx.targets.many(row["id"] for row in problem["targets"])
        people = tx.inspectors.many(row["id"] for row in problem["inspectors"])
        districts = tx.districts.all()
    names = {row.id: row.name for row in districts}
    names |= {id_: row.name for id_, row in targets.items()}
    return names | {id_: row.name for id_, row in people.items()}


def schedule_rows(office: Office, record: ScheduleRecord) -> list[dict[str, Any]]:
    """The schedule as lines in time order: day, time, target, district, team (names where known)."""
    names = names_of(office, record)
    districts = {row["id"]: row["district"] for row in record.problem["targets"]}
    visits = sorted(record.schedule["visits"], key=lambda row: (row["start"], row["target"]))
    return [
        {
            "day": row["start"][:10],
            "time": f"{row['start'][11:]}–{row['end'][11:]}",
            "target": names.get(row["target"], row["target"]),
            "target_id": row["target"],
            "district": names.get(districts[row["target"]], districts[row["target"]]),
            "team": [names.get(id_, id_) for id_ in row["inspectors"]],
        }
        for row in visits
    ]


def known_schedule(tx: Tx, schedule_id: str) -> ScheduleRecord:
    """The schedule inside a transaction; raises ``schedule.unknown``."""
    record = tx.schedules.get(schedule_id)
    if record is None:
        raise missing("schedule", "排程", schedule_id)
    return record
