"""Who may do what: one table, looked up by every use case.

Simple on purpose: a right is a word, a role is a set of rights. A planner plans, a witness only
pledges and reveals, a supervisor reads, an inspector reads what is their own.
"""

from __future__ import annotations

from typing import Final

from campaigns.errors import CampaignRefused, refusal
from registry import Actor

SYSTEM: Final = Actor(id="system", name="系统", role="system")
PUBLIC: Final = Actor(id="public", name="公众", role="public")

READ: Final = "read"  # directories of people and targets, campaigns, schedules
READ_OWN: Final = "read_own"  # one's own visits and their checklists
READ_DRAW: Final = "read_draw"  # a draw before it is published
READ_OPEN: Final = "read_open"  # item list, departments, districts, receipts
PLAN: Final = "plan"  # campaigns, draws, schedules, directories
WITNESS: Final = "witness"  # pledge and reveal a contribution
AUDIT: Final = "audit"

_ALL = frozenset({READ, READ_OWN, READ_DRAW, READ_OPEN, PLAN, AUDIT})
RIGHTS: Final[dict[str, frozenset[str]]] = {
    "planner": _ALL,
    "admin": _ALL,
    "system": _ALL,
    "supervisor": frozenset({READ, READ_OWN, READ_DRAW, READ_OPEN, AUDIT, WITNESS}),
    "witness": frozenset({WITNESS, READ_DRAW, READ_OPEN}),
    "inspector": frozenset({READ_OWN, READ_OPEN}),
    "public": frozenset({READ_OPEN}),
}
_WORDS: Final = {
    READ: ("查看名录与任务", "read the directories and campaigns"),
    READ_OWN: ("查看检查安排", "read visits"),
    READ_DRAW: ("查看抽取", "read an unpublished draw"),
    READ_OPEN: ("查看公开信息", "read public records"),
    PLAN: ("办理抽查任务", "plan campaigns"),
    WITNESS: ("作见证", "act as a witness"),
    AUDIT: ("查看审计记录", "read the audit record"),
}


def require(actor: Actor, right: str) -> None:
    """Refuse (``access.denied``) unless the actor's role carries the right."""
    if not allowed(actor, right):
        raise denied(actor, right)


def allowed(actor: Actor, right: str) -> bool:
    """Whether the actor's role carries the right."""
    return right in RIGHTS.get(actor.role, frozenset())


def denied(actor: Actor, right: str) -> CampaignRefused:
    """The refusal that names the person, the role and what was wanted."""
    zh, en = _WORDS[right]
    return refusal(
        "access.denied",
        f"{actor.name}（角色：{actor.role}）不能{zh}，请换有权限的人员办理。",
        f"{actor.name} (role {actor.role}) may not {en}; ask somebody whose role allows it.",
        field="actor",
        value=actor.id,
    )
