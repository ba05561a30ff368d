"""Chat models: any OpenAI-compatible endpoint, or a scripted one for tests and rehearsals."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where a model is: its name, the endpoint, the key, seconds to wait. No name means no model."""

    name: str = ""
    base_url: str = ""
    api_key: str = ""
    timeout: float = 20.0


def open_model(settings: ModelSettings) -> BaseChatModel | None:
    """The chat model of the settings, or None where none is set; no call is made here."""
    if not settings.name:
        return None
    from langchain.chat_models import init_chat_model

    model: BaseChatModel = init_chat_model(
        f"openai:{settings.name}",
        base_url=settings.base_url or None,
        api_key=settings.api_key or "none",
        timeout=settings.timeout,
        max_retries=0,  # a retry may be told to wait for minutes; the assembled answer is ready now
        temperature=0,
    )
    return model


class ScriptedChatModel(BaseChatModel):
    """Replies in the order given; an exception is raised, a number is slept for. Keeps what it was sent."""

    replies: Sequence[Any]
    _at: int = PrivateAttr(default=0)
    _sent: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def sent(self) -> list[list[BaseMessage]]:
        """Every conversation this model was given."""
        return self._sent

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the interface's words
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        self._sent.append(list(messages))
        reply = self.replies[min(self._at, len(self.replies) - 1)]
        self._at += 1
        if isinstance(reply, (int, float)):
            time.sleep(reply)
            reply = ""
        if isinstance(reply, BaseException):
            raise reply
        message = reply if isinstance(reply, AIMessage) else AIMessage(content=str(reply))
        return ChatResult(generations=[ChatGeneration(message=message)])
