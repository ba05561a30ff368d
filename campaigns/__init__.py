"""Campaigns: everything a user can do, one function a use case; the only room where cores meet.

The door is lazy: a name brings its module in when it is first asked for, so that
``suixin --help`` need not wait for the database or the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from campaigns.actors import actor_by_id, actor_by_key, people
    from campaigns.checklists import checklist_docx, list_checklists, make_checklist, save_checklist
    from campaigns.clock import CHINA, Clock, FixedClock, SystemClock
    from campaigns.demo import fill_city
    from campaigns.directories import (
        add_absence,
        add_recusal,
        export_directory,
        import_directory,
        list_absences,
        list_departments,
        list_districts,
        list_inspectors,
        list_items,
        list_recusals,
        list_targets,
        target_history,
    )
    from campaigns.drawing import cancel_draw, commit_draw, freeze_pool
    from campaigns.errors import CampaignRefused, Fault, as_problem, describe
    from campaigns.estimating import Estimate, estimate_campaign
    from campaigns.executor import DaskCluster, Executor, InlineExecutor, LocalProcesses
    from campaigns.jobs import cancel_job, get_job, list_jobs, recover_jobs, run_job, wait_job
    from campaigns.office import Office, open_office
    from campaigns.opening import (
        cancel_campaign,
        create_campaign,
        get_campaign,
        list_campaigns,
        update_campaign,
    )
    from campaigns.publishing import (
        draw_log,
        export_pool,
        get_draw,
        get_receipt,
        list_drawn,
        list_draws,
        public_draws,
        row_status,
        verify_draw,
    )
    from campaigns.record import audit_page, overview, verify_audit
    from campaigns.replanning import check, explain, replan_schedule
    from campaigns.revealing import reveal_draw
    from campaigns.roles import PUBLIC, SYSTEM
    from campaigns.schedules import choose_schedule, get_schedule, list_schedules, list_visits
    from campaigns.scheduling import schedule_problem
    from campaigns.settings import Settings
    from campaigns.solving import start_schedule, start_solve
    from campaigns.substitution import sick_inspector, substitute_target
    from campaigns.swapping import swap_inspector, swap_options
    from campaigns.texts import basis_clause, import_policy, search_policy
    from campaigns.witnessing import (
        list_pledges,
        make_contribution,
        pledge_contribution,
        reveal_contribution,
    )
    from campaigns.working_days import Deadline, deadline, office_deadline

_ROOMS = {
    "actors": "actor_by_id actor_by_key people",
    "checklists": "checklist_docx list_checklists make_checklist save_checklist",
    "clock": "CHINA Clock FixedClock SystemClock",
    "demo": "fill_city",
    "directories": (
        "add_absence add_recusal export_directory import_directory list_absences "
        "list_departments list_districts list_inspectors list_items list_recusals "
        "list_targets target_history"
    ),
    "drawing": "cancel_draw commit_draw freeze_pool",
    "errors": "CampaignRefused Fault as_problem describe",
    "estimating": "Estimate estimate_campaign",
    "executor": "DaskCluster Executor InlineExecutor LocalProcesses",
    "jobs": "cancel_job get_job list_jobs recover_jobs run_job wait_job",
    "office": "Office open_office",
    "opening": "cancel_campaign create_campaign get_campaign list_campaigns update_campaign",
    "publishing": (
        "draw_log export_pool get_draw get_receipt list_drawn list_draws public_draws "
        "row_status verify_draw"
    ),
    "record": "audit_page overview verify_audit",
    "replanning": "check explain replan_schedule",
    "revealing": "reveal_draw",
    "roles": "PUBLIC SYSTEM",
    "schedules": "choose_schedule get_schedule list_schedules list_visits",
    "scheduling": "schedule_problem",
    "settings": "Settings",
    "solving": "start_schedule start_solve",
    "substitution": "sick_inspector substitute_target",
    "swapping": "swap_inspector swap_options",
    "texts": "basis_clause import_policy search_policy",
    "witnessing": "list_pledges make_contribution pledge_contribution reveal_contribution",
    "working_days": "Deadline deadline office_deadline",
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "CHINA",
    "PUBLIC",
    "SYSTEM",
    "CampaignRefused",
    "Clock",
    "DaskCluster",
    "Deadline",
    "Estimate",
    "Executor",
    "Fault",
    "FixedClock",
    "InlineExecutor",
    "LocalProcesses",
    "Office",
    "Settings",
    "SystemClock",
    "actor_by_id",
    "actor_by_key",
    "add_absence",
    "add_recusal",
    "as_problem",
    "audit_page",
    "basis_clause",
    "cancel_campaign",
    "cancel_draw",
    "cancel_job",
    "check",
    "checklist_docx",
    "choose_schedule",
    "commit_draw",
    "create_campaign",
    "deadline",
    "describe",
    "draw_log",
    "estimate_campaign",
    "explain",
    "export_directory",
    "export_pool",
    "fill_city",
    "freeze_pool",
    "get_campaign",
    "get_draw",
    "get_job",
    "get_receipt",
    "get_schedule",
    "import_directory",
    "import_policy",
    "list_absences",
    "list_campaigns",
    "list_checklists",
    "list_departments",
    "list_districts",
    "list_drawn",
    "list_draws",
    "list_inspectors",
    "list_items",
    "list_jobs",
    "list_pledges",
    "list_recusals",
    "list_schedules",
    "list_targets",
    "list_visits",
    "make_checklist",
    "make_contribution",
    "office_deadline",
    "open_office",
    "overview",
    "people",
    "pledge_contribution",
    "public_draws",
    "recover_jobs",
    "replan_schedule",
    "reveal_contribution",
    "reveal_draw",
    "row_status",
    "run_job",
    "save_checklist",
    "schedule_problem",
    "search_policy",
    "sick_inspector",
    "start_schedule",
    "start_solve",
    "substitute_target",
    "swap_inspector",
    "swap_options",
    "target_history",
    "update_campaign",
    "verify_audit",
    "verify_draw",
    "wait_job",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"campaigns.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
