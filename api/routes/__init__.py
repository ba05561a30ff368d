"""One file a noun; every route reads input, calls one use case, shows the answer."""

from fastapi import APIRouter

from api.routes import (
    assistant,
    audit,
    campaigns,
    checklists,
    directories,
    draws,
    health,
    jobs,
    policy,
    public,
    schedules,
)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    schedules.router,
    jobs.router,
    policy.router,
    assistant.router,
    draws.router,
    public.router,
    campaigns.router,
    directories.router,
    checklists.router,
    audit.router,
)
