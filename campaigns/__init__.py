"""Campaigns: everything a user can do, one function a use case; the only room where cores meet.

The door is lazy: a name brings its module in when it is first asked for, so that
``suixin --help`` need not wait for the database or the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .rooms import HOMES

if TYPE_CHECKING:
    from campaigns.actors import actor_by_id, actor_by_key, people
    from campaigns.anchoring import keep_stamp, log_head, whole_log
    from campaigns.checklists import (
        checklist_docx,
        checklist_pdf,
        get_checklist,
        list_checklists,
        make_checklist,
        save_checklist,
    )
    from campaigns.checklists_folding import folded_into
    from campaigns.checklists_templates import (
        create_template,
        get_template,
        list_templates,
        save_template,
        use_template,
    )
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
        list_items_public,
        list_recusals,
        list_targets,
        target_history,
    )
    from campaigns.drawing import cancel_draw, commit_draw, freeze_pool
    from campaigns.errors import CampaignRefused, Fault, as_problem, describe
    from campaigns.estimating import Estimate, Remark, estimate_campaign
    from campaigns.executor import DaskCluster, Executor, InlineExecutor, LocalProcesses
    from campaigns.filters import list_filters, save_filter
    from campaigns.jobs import cancel_job, get_job, list_jobs, recover_jobs, run_job, wait_job
    from campaigns.links import clause_links, rule_links
    from campaigns.mending import fix_price, fix_verbs, may_try, try_fix
    from campaigns.office import Office, open_office, upgrade_database
    from campaigns.opening import (
        cancel_campaign,
        create_campaign,
        get_campaign,
        list_campaigns,
        update_campaign,
    )
    from campaigns.panel_possible import possible_panels
    from campaigns.panel_serving import (
        Unserved,
        call_substitute,
        recuse_inspector,
        unserved_targets,
    )
    from campaigns.panel_view import panel_chances
    from campaigns.plan_files import commit_plan, reveal_plan
    from campaigns.privacy import Personal, clean, find_personal, personal_names, without_personal
    from campaigns.publishing import (
        DrawnRow,
        draw_log,
        drawn_people,
        drawn_targets,
        draws_of_campaign,
        export_pool,
        get_draw,
        get_receipt,
        public_draws,
        row_status,
        verify_draw,
    )
    from campaigns.questions import (
        OpenQuestion,
        list_questions,
        note_question,
        question_history,
        settle_question,
        settled_note,
    )
    from campaigns.record import audit_page, overview, policy_table, verify_audit
    from campaigns.replanning import (
        check_schedule,
        explain_problem,
        replan_problem,
        replan_schedule,
    )
    from campaigns.revealing import reveal_draw
    from campaigns.roles import PUBLIC, SYSTEM
    from campaigns.schedules import (
        choose_schedule,
        get_schedule,
        list_schedules,
        list_visits,
        names_of,
        schedule_rows,
    )
    from campaigns.scheduling import schedule_problem
    from campaigns.settings import Settings
    from campaigns.solving import start_schedule, start_solve
    from campaigns.standins import stand_ins
    from campaigns.substitution import SteppedIn, sick_inspector, substitute_target
    from campaigns.substitution_rates import OfficeRate, office_rates
    from campaigns.swapping import swap_inspector, swap_options, why_inspector
    from campaigns.talks import (
        add_turn,
        claim_form,
        forget_talk,
        get_talk,
        list_talks,
        note_outcome,
    )
    from campaigns.texts import Passage, TextReport, basis_clause, import_policy, search_policy
    from campaigns.topping_up import top_up_targets
    from campaigns.trying import ASKABLE, what_if
    from campaigns.witnessing import (
        draw_pledges,
        list_pledges,
        make_contribution,
        pledge_contribution,
        pledge_value,
        reveal_contribution,
    )
    from campaigns.working_days import Deadline, deadline, enter_calendar, office_deadline
    from registry import (
        Absence,
        Actor,
        AuditEntry,
        Campaign,
        Checklist,
        Department,
        District,
        Draw,
        DrawnTarget,
        ImportReport,
        Inspector,
        Item,
        Job,
        LogEntry,
        Page,
        Pledge,
        Recusal,
        ScheduleRecord,
        Target,
        Visit,
    )

__all__ = [  # noqa: RUF022, plainly sorted as the layout test wants it
    "ASKABLE",
    "Absence",
    "Actor",
    "AuditEntry",
    "CHINA",
    "Campaign",
    "CampaignRefused",
    "Checklist",
    "Clock",
    "DaskCluster",
    "Deadline",
    "Department",
    "District",
    "Draw",
    "DrawnRow",
    "DrawnTarget",
    "Estimate",
    "Executor",
    "Fault",
    "FixedClock",
    "ImportReport",
    "InlineExecutor",
    "Inspector",
    "Item",
    "Job",
    "LocalProcesses",
    "LogEntry",
    "Office",
    "OfficeRate",
    "OpenQuestion",
    "PUBLIC",
    "Page",
    "Passage",
    "Personal",
    "Pledge",
    "Recusal",
    "Remark",
    "SYSTEM",
    "ScheduleRecord",
    "Settings",
    "SteppedIn",
    "SystemClock",
    "Target",
    "TextReport",
    "Unserved",
    "Visit",
    "actor_by_id",
    "actor_by_key",
    "add_absence",
    "add_recusal",
    "add_turn",
    "as_problem",
    "audit_page",
    "basis_clause",
    "call_substitute",
    "cancel_campaign",
    "cancel_draw",
    "cancel_job",
    "check_schedule",
    "checklist_docx",
    "checklist_pdf",
    "choose_schedule",
    "claim_form",
    "clause_links",
    "clean",
    "commit_draw",
    "commit_plan",
    "create_campaign",
    "create_template",
    "deadline",
    "describe",
    "draw_log",
    "draw_pledges",
    "drawn_people",
    "drawn_targets",
    "draws_of_campaign",
    "enter_calendar",
    "estimate_campaign",
    "explain_problem",
    "export_directory",
    "export_pool",
    "fill_city",
    "find_personal",
    "fix_price",
    "fix_verbs",
    "folded_into",
    "forget_talk",
    "freeze_pool",
    "get_campaign",
    "get_checklist",
    "get_draw",
    "get_job",
    "get_receipt",
    "get_schedule",
    "get_talk",
    "get_template",
    "import_directory",
    "import_policy",
    "keep_stamp",
    "list_absences",
    "list_campaigns",
    "list_checklists",
    "list_departments",
    "list_districts",
    "list_filters",
    "list_inspectors",
    "list_items",
    "list_items_public",
    "list_jobs",
    "list_pledges",
    "list_questions",
    "list_recusals",
    "list_schedules",
    "list_talks",
    "list_targets",
    "list_templates",
    "list_visits",
    "log_head",
    "make_checklist",
    "make_contribution",
    "may_try",
    "names_of",
    "note_outcome",
    "note_question",
    "office_deadline",
    "office_rates",
    "open_office",
    "overview",
    "panel_chances",
    "people",
    "personal_names",
    "pledge_contribution",
    "pledge_value",
    "policy_table",
    "possible_panels",
    "public_draws",
    "question_history",
    "recover_jobs",
    "recuse_inspector",
    "replan_problem",
    "replan_schedule",
    "reveal_contribution",
    "reveal_draw",
    "reveal_plan",
    "row_status",
    "rule_links",
    "run_job",
    "save_checklist",
    "save_filter",
    "save_template",
    "schedule_problem",
    "schedule_rows",
    "search_policy",
    "settle_question",
    "settled_note",
    "sick_inspector",
    "stand_ins",
    "start_schedule",
    "start_solve",
    "substitute_target",
    "swap_inspector",
    "swap_options",
    "target_history",
    "top_up_targets",
    "try_fix",
    "unserved_targets",
    "update_campaign",
    "upgrade_database",
    "use_template",
    "verify_audit",
    "verify_draw",
    "wait_job",
    "what_if",
    "whole_log",
    "why_inspector",
    "without_personal",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
