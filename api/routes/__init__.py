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
    links,
    policy,
    public,
    questions,
    schedules,
    standing,
    talks,
    templates,
)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    schedules.router,
    jobs.router,
    policy.router,
    questions.router,
    links.router,
    assistant.router,
    talks.router,
    draws.router,
    standing.router,
    public.router,
    campaigns.router,
    directories.router,
    checklists.router,
    templates.router,
    audit.router,
)
