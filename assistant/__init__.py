"""The assistant: answers with the clause, and what a planner's sentence means.

The door is lazy: LangChain takes seconds to import and is needed only where a model is set.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, ask
    from assistant.checklist import ChecklistDraft, DraftLine, draft_checklist
    from assistant.desk import ask_office
    from assistant.plan import plan_request
    from assistant.providers import ModelSettings, ScriptedChatModel, open_model
    from assistant.tools import read_tools
    from assistant.tools_records import explain_record

_HOMES = {
    "Answer": "answer",
    "ChecklistDraft": "checklist",
    "DraftLine": "checklist",
    "ModelSettings": "providers",
    "ScriptedChatModel": "providers",
    "ask": "answer",
    "ask_office": "desk",
    "draft_checklist": "checklist",
    "explain_record": "tools_records",
    "open_model": "providers",
    "plan_request": "plan",
    "read_tools": "tools",
}

__all__ = [
    "Answer",
    "ChecklistDraft",
    "DraftLine",
    "ModelSettings",
    "ScriptedChatModel",
    "ask",
    "ask_office",
    "draft_checklist",
    "explain_record",
    "open_model",
    "plan_request",
    "read_tools",
]


def __getattr__(name: str) -> Any:
    """Bring in the module of ``name`` when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"assistant has no {name}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
