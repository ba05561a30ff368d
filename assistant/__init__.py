"""The assistant: answers with the clause, and what a planner's sentence means.

The door is lazy: LangChain takes seconds to import and is needed only where a model is set.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, ask
    from assistant.checklist import ChecklistDraft, DraftLine, draft_checklist
    from assistant.desk import ask_office, stream_office
    from assistant.events import Event, shown_text
    from assistant.forms import confirm_form, draft_line, make_form
    from assistant.mcp_server import serve_mcp
    from assistant.plan import plan_request
    from assistant.providers import ModelSettings, ScriptedChatModel, open_model
    from assistant.talk import converse
    from assistant.tools import read_tools
    from assistant.tools_records import explain_record

_HOMES = {
    "Answer": "answer",
    "ChecklistDraft": "checklist",
    "DraftLine": "checklist",
    "Event": "events",
    "ModelSettings": "providers",
    "ScriptedChatModel": "providers",
    "ask": "answer",
    "ask_office": "desk",
    "confirm_form": "forms",
    "converse": "talk",
    "draft_checklist": "checklist",
    "draft_line": "forms",
    "explain_record": "tools_records",
    "make_form": "forms",
    "open_model": "providers",
    "plan_request": "plan",
    "read_tools": "tools",
    "serve_mcp": "mcp_server",
    "shown_text": "events",
    "stream_office": "desk",
}

__all__ = [
    "Answer",
    "ChecklistDraft",
    "DraftLine",
    "Event",
    "ModelSettings",
    "ScriptedChatModel",
    "ask",
    "ask_office",
    "confirm_form",
    "converse",
    "draft_checklist",
    "draft_line",
    "explain_record",
    "make_form",
    "open_model",
    "plan_request",
    "read_tools",
    "serve_mcp",
    "shown_text",
    "stream_office",
]


def __getattr__(name: str) -> Any:
    """Bring in the module of ``name`` when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"assistant has no {name}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
