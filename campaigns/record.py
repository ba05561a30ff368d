"""The record of who did what, and the figures of Today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from campaigns.clock import today
from campaigns.roles import AUDIT, READ, require
from registry import Actor, Campaign, Page, Tx, policy_sets

if TYPE_CHECKING:
    from campaigns.office import Office

# What a campaign's state asks for next: the page it leads to.
NEXT: Final = {
    "draft": "draw",
    "frozen": "draw",
    "committed": "draw",
    "drawn": "schedule",
    "scheduled": "checklists",
}


def audit_page(
    office: Office,
    actor: Actor,
    *,
    subject: str | None = None,
    by: str | None = None,
    action: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """The trail, newest first."""
    require(actor, AUDIT)
    with office.registry.reading() as tx:
        return tx.audit.page(subject=subject, actor=by, action=action, limit=limit, offset=offset)


def verify_audit(office: Office) -> dict[str, Any]:
    """Whether every row still follows from the one before: {"ok", "rows", "first_break", "head"}."""
    with office.registry.reading() as tx:
        return dict(tx.audit.verify())


def overview(office: Office, actor: Actor) -> dict[str, Any]:
    """What needs a hand now, what runs, what is late, and figures with unit, period and where to.

    ``{"decide": […], "running": […], "late": […], "figures": […]}``; every row has zh and en.
    """
    require(actor, READ)
    day = today(office.clock)
    with office.registry.reading() as tx:
        campaigns = [c for c in tx.campaigns.page(limit=1000).rows if c.state != "cancelled"]
        jobs = tx.jobs.open()
        return {
            "decide": [_decide(c) for c in campaigns if c.state in NEXT],
            "running": [_job(job) for job in jobs] + [_visits_today(tx, day)],
            "late": [row for c in campaigns if (row := _late(c, day))],
            "figures": _figures(tx, campaigns, day),
        }


def policy_table(office: Office) -> list[dict[str, Any]]:
    """Every number of policy with its region, dates and basis, set by set, drafts marked."""
    del office  # the numbers are the release's; the argument keeps all use cases alike
    return [
        {
            "key": value.key,
            "label": {"zh": value.label_zh, "en": value.label_en},
            "value": value.value,
            "unit": value.unit,
            "jurisdiction": "、".join(one.jurisdictions),
            "from": value.valid_from,
            "to": value.valid_to,
            "basis": value.basis,
            "strength": value.strength,
            "law": value.law,
            "set": {"zh": one.title_zh, "en": one.title_en},
            "status": one.status,
        }
        for one in policy_sets()
        for value in one.values
    ]


def _decide(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign.id,
        "state": campaign.state,
        "page": NEXT[campaign.state],
        "zh": f"“{campaign.name}”等待下一步",
        "en": f"{campaign.name} waits for its next step",
    }


def _job(job: Any) -> dict[str, Any]:
    stage = job.progress.get("stage", job.state)
    return {
        "job": job.id,
        "page": "schedule",
        "zh": f"正在计算：{job.subject or job.id}（{stage}）",
        "en": f"Computing: {job.subject or job.id} ({stage})",
    }


def _visits_today(tx: Tx, day: date) -> dict[str, Any]:
    visits = [v for v in tx.schedules.visits(day=day.isoformat()) if v.state != "cancelled"]
    done = sum(v.state == "done" for v in visits)
    return {
        "page": "checklists",
        "zh": f"今日检查{len(visits)}次，已完成{done}次",
        "en": f"{len(visits)} visits today, {done} done",
    }


def _late(campaign: Campaign, day: date) -> dict[str, Any] | None:
    if campaign.state in NEXT and campaign.window_from < day and campaign.state != "scheduled":
        zh, en = "检查期间已开始，尚未排程", "the window has begun, no schedule yet"
    elif campaign.state == "scheduled" and campaign.window_to < day:
        zh, en = "检查期间已结束，尚未办结", "the window is over, not closed yet"
    else:
        return None
    return {
        "campaign": campaign.id,
        "page": NEXT[campaign.state],
        "zh": f"“{campaign.name}”{zh}",
        "en": f"{campaign.name}: {en}",
    }


def _figures(tx: Tx, campaigns: list[Campaign], day: date) -> list[dict[str, Any]]:
    year = {"zh": f"{day.year}年", "en": str(day.year)}
    now = {"zh": f"截至{day.isoformat()}", "en": f"as of {day.isoformat()}"}
    week = {"zh": "今天起7天", "en": "the next 7 days"}
    drawn = tx.targets.drawn_in_year(day.year)
    days = [(day + timedelta(days=n)).isoformat() for n in range(7)]
    visits = [v for d in days for v in tx.schedules.visits(day=d) if v.state != "cancelled"]
    in_year = sum(c.window_from.year == day.year for c in campaigns)
    targets, rows, runs = ("户", "targets"), ("次", "visits"), ("个", "campaigns")
    return [
        _figure("检查对象", "Targets", tx.targets.count(), targets, now, "directories"),
        _figure("抽查任务", "Campaigns", in_year, runs, year, "campaign"),
        _figure("已抽取对象", "Targets drawn", len(drawn), targets, year, "draw"),
        _figure("待检查", "Visits ahead", len(visits), rows, week, "schedule"),
    ]


def _figure(
    zh: str, en: str, value: int, unit: tuple[str, str], period: dict[str, str], page: str
) -> dict[str, Any]:
    return {
        "label": {"zh": zh, "en": en},
        "value": value,
        "unit": {"zh": unit[0], "en": unit[1]},
        "period": period,
        "page": page,
    }
