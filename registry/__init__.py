"""Who and what exists, kept: the list, the two directories, and all that is done with them."""

from __future__ import annotations

from .faults import Fault, RegistryRefused
from .migrate import upgrade
from .office import Registry, Tx, open_registry
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
    "Department",
    "District",
    "Draw",
    "DrawnTarget",
    "Fault",
    "Inspector",
    "Item",
    "Job",
    "JobStore",
    "Json",
    "LogEntry",
    "Page",
    "Pledge",
    "Recusal",
    "Registry",
    "RegistryRefused",
    "ScheduleRecord",
    "Target",
    "Tx",
    "Visit",
    "open_registry",
    "upgrade",
]
