"""The assistant: answers with the clause, and what a planner's sentence means.

The door is lazy: LangChain takes seconds to import and is needed only where a model is set.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, ask
    from assistant.desk import ask_office
    from assistant.plan import plan_request
    from assistant.providers import ModelSettings, ScriptedChatModel, open_model

_HOMES = {
    "Answer": "answer",
    "ModelSettings": "providers",
    "ScriptedChatModel": "providers",
    "ask": "answer",
    "ask_office": "desk",
    "open_model": "providers",
    "plan_request": "plan",
}

__all__ = [
    "Answer",
    "ModelSettings",
    "ScriptedChatModel",
    "ask",
    "ask_office",
    "open_model",
    "plan_request",
]


def __getattr__(name: str) -> Any:
    """Bring in the module of ``name`` when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"assistant has no {name}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
