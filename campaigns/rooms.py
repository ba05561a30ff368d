"""Which module of this room holds which name of its door; what the registry keeps comes from there."""

from __future__ import annotations

_ROOMS = {
    "actors": "actor_by_id actor_by_key people",
    "anchoring": "keep_stamp log_head whole_log",
    "checklists": (
        "checklist_docx checklist_pdf get_checklist list_checklists make_checklist save_checklist"
    ),
    "clock": "CHINA Clock FixedClock SystemClock",
    "checklists_folding": "folded_into",
    "checklists_templates": "create_template get_template list_templates save_template use_template",
    "links": "clause_links rule_links",
    "panel_possible": "possible_panels",
    "panel_serving": "Unserved call_substitute recuse_inspector unserved_targets",
    "panel_view": "panel_chances",
    "privacy": "Personal clean find_personal personal_names without_personal",
    "questions": "OpenQuestion list_questions note_question question_history settle_question settled_note",
    "talks": "add_turn claim_form forget_talk get_talk list_talks note_outcome",
    "trying": "ASKABLE what_if",
    "demo": "fill_city",
    "directories": (
        "add_absence add_recusal export_directory import_directory list_absences "
        "list_departments list_districts list_inspectors list_items list_items_public "
        "list_recusals list_targets target_history"
    ),
    "drawing": "cancel_draw commit_draw freeze_pool",
    "errors": "CampaignRefused Fault as_problem describe",
    "estimating": "Estimate Remark estimate_campaign",
    "executor": "DaskCluster Executor InlineExecutor LocalProcesses",
    "filters": "list_filters save_filter",
    "jobs": "cancel_job get_job list_jobs recover_jobs run_job wait_job",
    "mending": "fix_price fix_verbs may_try try_fix",
    "office": "Office open_office upgrade_database",
    "opening": "cancel_campaign create_campaign get_campaign list_campaigns update_campaign",
    "plan_files": "commit_plan reveal_plan",
    "publishing": (
        "DrawnRow draw_log drawn_people drawn_targets draws_of_campaign export_pool "
        "get_draw get_receipt public_draws row_status verify_draw"
    ),
    "record": "audit_page overview policy_table verify_audit",
    "replanning": "check_schedule explain_problem replan_problem replan_schedule",
    "revealing": "reveal_draw",
    "roles": "PUBLIC SYSTEM",
    "schedules": "choose_schedule get_schedule list_schedules list_visits names_of schedule_rows",
    "scheduling": "schedule_problem",
    "settings": "Settings",
    "solving": "start_schedule start_solve",
    "standins": "stand_ins",
    "substitution": "SteppedIn sick_inspector substitute_target",
    "substitution_rates": "OfficeRate office_rates",
    "topping_up": "top_up_targets",
    "swapping": "swap_inspector swap_options why_inspector",
    "texts": "Passage TextReport basis_clause import_policy search_policy",
    "witnessing": (
        "draw_pledges list_pledges make_contribution pledge_contribution pledge_value "
        "reveal_contribution"
    ),
    "working_days": "Deadline deadline enter_calendar office_deadline",
}
_RECORDS = (
    "Absence Actor AuditEntry Campaign Checklist Department District Draw DrawnTarget "
    "ImportReport Inspector Item Job LogEntry Page Pledge Recusal ScheduleRecord "
    "Target Visit"
)
HOMES = {name: f"campaigns.{room}" for room, names in _ROOMS.items() for name in names.split()}
HOMES |= dict.fromkeys(_RECORDS.split(), "registry")
