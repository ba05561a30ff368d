"""A chat model behind a masker: no caller can forget to mask, because every byte goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.masking import Masker


class GuardedChatModel(BaseChatModel):
    """``inner`` sees marks, the caller sees words. One for each conversation: it keeps the marks."""

    inner: BaseChatModel
    masker: Any

    @property
    def _llm_type(self) -> str:
        return "guarded"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with tools; their descriptions are ours and hold nothing personal."""
        if tool_choice:
            kwargs["tool_choice"] = tool_choice
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - the interface's word
        **kwargs: Any,
    ) -> ChatResult:
        reply = self.inner.invoke(self._masked(messages), stop=stop, **kwargs)
        return ChatResult(generations=[ChatGeneration(message=self._read(reply))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        held = ""
        for chunk in self.inner.stream(self._masked(messages), stop=stop, **kwargs):
            held += str(chunk.text)
            cut = self.masker.settled(held)
            if cut:
                yield _chunk(self.masker.unmask(held[:cut]))
                held = held[cut:]
        yield _chunk(self.masker.unmask(held))

    def _masked(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        """Copies that hold text and tool calls only: nothing else of a message leaves."""
        return [_copy(message, self.masker) for message in messages]

    def _read(self, reply: BaseMessage) -> AIMessage:
        calls = [
            {**call, "args": self.masker.unmask_value(call["args"])}
            for call in getattr(reply, "tool_calls", ())
        ]
        return AIMessage(
            content=self.masker.unmask(str(reply.text)),
            tool_calls=calls,
            invalid_tool_calls=list(getattr(reply, "invalid_tool_calls", ())),
        )


def _chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _copy(message: BaseMessage, masker: Masker) -> BaseMessage:
    text = masker.mask(str(message.text))
    if isinstance(message, SystemMessage):
        return SystemMessage(text)
    if isinstance(message, ToolMessage):
        return ToolMessage(text, tool_call_id=message.tool_call_id)
    if isinstance(message, AIMessage):
        calls = [{**call, "args": masker.mask_value(call["args"])} for call in message.tool_calls]
        return AIMessage(content=text, tool_calls=calls)
    return HumanMessage(text)
