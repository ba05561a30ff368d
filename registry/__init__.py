"""Who and what exists, kept: the list, the two directories, and all that is done with them."""

from __future__ import annotations

from .city import City, load_city, make_city
from .exporting import export_rows
from .faults import Fault, RegistryRefused
from .importing import ImportReport, import_rows
from .migrate import upgrade
from .office import Registry, Tx, open_registry
from .papers import Question, Talk, Template, TemplateUse, TemplateVersion, Turn
from .policy import PolicySet, PolicyValue, policy_sets, policy_value
from .records import (
    Absence,
    Actor,
    AuditEntry,
    Campaign,
    Checklist,
    Department,
    District,
    Draw,
    DrawnTarget,
    Inspector,
    Item,
    Job,
    Json,
    LogEntry,
    Page,
    Pledge,
    Recusal,
    ScheduleRecord,
    Target,
    Visit,
)
from .store.jobs import JobStore

__all__ = [
    "Absence",
    "Actor",
    "AuditEntry",
    "Campaign",
    "Checklist",
    "City",
    "Department",
    "District",
    "Draw",
    "DrawnTarget",
    "Fault",
    "ImportReport",
    "Inspector",
    "Item",
    "Job",
    "JobStore",
    "Json",
    "LogEntry",
    "Page",
    "Pledge",
    "PolicySet",
    "PolicyValue",
    "Question",
    "Recusal",
    "Registry",
    "RegistryRefused",
    "ScheduleRecord",
    "Talk",
    "Target",
    "Template",
    "TemplateUse",
    "TemplateVersion",
    "Turn",
    "Tx",
    "Visit",
    "export_rows",
    "import_rows",
    "load_city",
    "make_city",
    "open_registry",
    "policy_sets",
    "policy_value",
    "upgrade",
]
