"""A model with the reading tools: a few rounds, bounded in time, and believed only as far as they tell.

Every id, date, number and ticket in its words must stand in what a tool gave or the person said;
a sentence with anything else is dropped. Any fault ends in None, and the caller tells the record.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool

from assistant.answer_check import numbers
from assistant.answer_stream import prompt
from assistant.bounded import Late, within

ROUNDS: Final = 4
CALLS: Final = 6
_LONGEST: Final = 6000
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*[A-Za-z0-9]|\d")
_DUTY: Final = re.compile(
    r"必须|应当|不得|禁止|严禁|可以|允许|\bmust\b|\bshall\b|\bmay\b|required|allowed|forbidden",
    re.I,
)
_DID: Final = re.compile(
    r"(?:我|已经?)(?:为您|帮您|替您)?(?:重新)?(?:抽取|重抽|公示|发布|修改|变更|调整|确认|执行|安排好|创建)了?"
    r"|\bI(?:'ve| have)? (?:drawn|redrawn|published|changed|moved|confirmed|created|scheduled)\b",
    re.I,
)
_SENTENCE: Final = re.compile(r"[^。！？!?\n]*[。！？!?\n]|[^。！？!?\n]+$")


@dataclass(frozen=True, slots=True)
class Told:
    """The model's checked words, or "" with the fault; ``used`` names the tools it called."""

    text: str
    fault: str = ""
    used: tuple[str, ...] = ()
    dropped: int = 0


class _Broken(ValueError):
    """The model's reply is none."""


def run_agent(
    model: BaseChatModel,
    tools: Sequence[BaseTool],
    text: str,
    history: Sequence[tuple[str, str]] = (),
    seconds: float = 20.0,
) -> Told:
    """Let the model read the records and answer ``text``; ``history`` is (said, shown), oldest first."""
    by_name = {tool.name: tool for tool in tools}
    messages: list[BaseMessage] = [SystemMessage(prompt("agent"))]
    for said, shown in history[-4:]:
        messages += [HumanMessage(said), AIMessage(content=shown[:800])]
    messages.append(HumanMessage(text))
    sources = [text, *(said for said, _ in history)]
    used: list[str] = []
    end = time.monotonic() + seconds
    try:
        bound = model.bind_tools(list(tools))
        for _ in range(ROUNDS):
            reply = within(end - time.monotonic(), lambda: bound.invoke(messages))
            calls = _calls(reply, by_name)
            if not calls:
                return _checked(str(reply.text), sources, tuple(used))
            messages.append(AIMessage(content="", tool_calls=calls))
            for call in calls:
                used.append(call["name"])
                if len(used) > CALLS:
                    raise _Broken("too many calls")
                told = _call(by_name[call["name"]], call["args"])
                sources.append(told)
                quoted = json.dumps({"quoted": told}, ensure_ascii=False)
                messages.append(ToolMessage(quoted, tool_call_id=str(call["id"])))
        raise _Broken("no answer")
    except Late:
        return Told("", "model.late", tuple(used))
    except _Broken as broken:
        return Told("", f"model.{str(broken).replace(' ', '_')}", tuple(used))
    except Exception as error:  # a model may fail in any way; none of them may reach the person
        return Told("", f"model.{type(error).__name__}", tuple(used))


def _calls(reply: AIMessage, by_name: dict[str, BaseTool]) -> list[dict[str, Any]]:
    """The calls of a reply; one that is malformed or names no tool ends the talk."""
    if reply.invalid_tool_calls:
        raise _Broken("malformed tool call")
    for call in reply.tool_calls:
        if call["name"] not in by_name:
            raise _Broken("unknown tool")
    return [dict(call) for call in reply.tool_calls]


def _call(tool: BaseTool, args: dict[str, Any]) -> str:
    try:
        return str(tool.invoke(args))[:_LONGEST]
    except (
        Exception
    ) as error:  # arguments of the wrong shape are told to the model, not to the person
        return json.dumps({"refused": type(error).__name__}, ensure_ascii=False)


def _checked(text: str, sources: Sequence[str], used: tuple[str, ...]) -> Told:
    """The sentences that say no more than the sources."""
    sentences = [found for found in _SENTENCE.findall(text.strip()) if found.strip()]
    kept = [sentence for sentence in sentences if supported(sentence, sources)]
    if not kept or len(kept) * 2 < len(sentences):
        return Told("", "model.unsupported", used, len(sentences) - len(kept))
    return Told("".join(kept).strip(), "", used, len(sentences) - len(kept))


def supported(sentence: str, sources: Sequence[str]) -> bool:
    """Whether a sentence copies its ids and figures from the sources and claims no act and no duty."""
    bare = sentence.strip()
    whole = "\n".join(sources)
    if bare.rstrip("。.！!") and bare.rstrip("。.！!") in whole:
        return True
    if _DID.search(bare) or _DUTY.search(bare):
        return False
    given = set(_TOKEN.findall(whole)) | numbers(whole)
    said = {token for token in _TOKEN.findall(bare) if any(c.isdigit() for c in token)}
    return said <= given and numbers(bare) <= given | numbers(whole)
