"""Wishes that break a rule (``plan_refusals.yaml``); to ask or to forbid is no such wish."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from assistant.plan_line import Line, Span, compiled, raw_of, spans_of

_FILE: Final = Path(__file__).with_name("plan_refusals.yaml")

# To ask whether a thing is allowed, or why, is a question.
_ASKS_LEAVE: Final = (
    "吗|么[?,.]*$|(?<!看)(?<!看看)(?<!试)能不能|可不可以|可否|能否|是否|是不是|行不行|可以不可以|允不允许|合不合|违不违|会不会|有没有规定|算不算|要不要|该不该|需不需要|用不用|怎么规定|有(?:没有|什么)?规定|什么(?:规定|条件|手续|程序|流程|要求|依据)|规定(?:了|是)|违规(?!了|经营|的|去)|违法(?!了|经营|的|行为)|(?<!不)合规|(?<!不)合法|(?<!不)允许|为什么|为啥|为何|凭什么|什么时候|(?:要|得|需要|应|有|最少|至少|最多)几个人|几个人[?.]*$|多少人|怎么办|怎么处理|该怎么|如何|怎样|什么情况|什么后果|后果|会怎|谁(?:来|该|可以|能|有权)"
    "|(?<![a-z])(?:may (?:i|we|an|a|one|the|inspectors?)|can (?:i|we|an|a|one|the|inspectors?|you|it|he|she|someone|somebody)|could (?:i|we|an|a|one|the)|is it (?:ok|okay|allowed|legal|permitted|possible|fine|lawful)|are (?:we|you|inspectors) allowed|am i allowed|allowed to|must (?:i|we|an|a|the|inspectors?|results?)|do (?:i|we|inspectors|they|you)|does|should (?:i|we|an|a|the)|what if|what happens|why|who may|how|whether)(?![a-z])"
)
_ASKS: Final = (
    "哪(?!怕|都|儿都|里都)|多久|啥(?!时候都|都)|区别|含义|什么意思|定义|才算|几个(?:部门|人|单位)(?!去)|百分之几|几成|几个百分点|千分之几|多少|多长|多大|多高|几月|几号|几点|(?:要|得|应|有|能|可以|最多|至少|最少|公示|满|是|提前|保存|保留|内|里|需要|还剩)几(?:天|个|家|次|年|月|人|户|种|类|步|项|级)|几(?:个工作日|天|周|个月|小时)(?:之内|以内|内)(?:要|得|必须|应当?|须|就)*(?:公示|公开|公布|录入|上报|报送|答复|告知|反馈|申请|移送|送达|作出|归档)|几(?:天|个|家|次|年|个月|人|户|种|类|步|项|级|位|名)(?:人|部门|工作日)?[?,.]*$|(?<!累着)谁|什么(?!的|时候都)"
    "|(?<![a-z])(?:when|what|who|which)(?![a-z])|^(?:is|are|was|were|did|has|had)(?![a-z])"
)


_UNKNOWN: Final = (
    "[^,;.!]*(?:不知道|不清楚|不确定|说不好|没说|不好说|还不知|don't know|not sure)[^,;.!]*"
)


# 别让谁太累, 不管哪家, 谁都行: no question.
_ANYBODY: Final = "没(?:啥|什么)|(?:别|不要|不|甭|不管|无论|不论|随便|任)[^,;.]{0,4}(?:谁|哪|什么|啥)|(?:谁|哪[家个天]|什么时候|啥时候)(?:都|也)"


def asks_leave(text: str) -> bool:
    """Whether a sentence asks if something is allowed, or for the reason or the way."""
    text = re.sub(_UNKNOWN, "", text)
    return bool(compiled(_ASKS_LEAVE).search(text)) or text.rstrip(" .,").endswith("?")


def asks(text: str) -> bool:
    """Whether a sentence asks anything at all."""
    told = re.sub(f"{_UNKNOWN}|{_ANYBODY}", "", text)
    return asks_leave(text) or bool(compiled(_ASKS).search(told))


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """Every kind of refusal, in the order they are looked for."""
    return cast(
        dict[str, dict[str, Any]], yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CBaseLoader)
    )


def read_refusal(line: Line) -> str | None:
    """The kind of rule the wish breaks, its words used up; None where it breaks none."""
    return next((kind for kind, entry in kinds().items() if _breaks(line, entry)), None)


def _breaks(line: Line, entry: dict[str, Any]) -> bool:
    spot = _found(line, entry.get("strong", ()))
    if spot is None or _found(line, entry.get("unless", ())) is not None:
        spot = _found(line, entry.get("wish", ()))
        both = not entry.get("with") or _found(line, entry["with"]) is not None
        both = both or (
            spot is not None and bool(entry.get("same_person")) and _sends_whom_it_names(line, spot)
        )
        if spot is None or not both or _found(line, entry.get("unless", ())) is not None:
            return False
    if entry.get("not_yet") and _not_yet(line, spot):
        return False
    raw = raw_of(line.tokens[spot[0] : spot[1]])
    line.replace(*spot, Span("W", "unlawful", raw))
    return True


def _not_yet(line: Line, spot: tuple[int, int]) -> bool:
    """执法证下个月到期: it runs out later, and is good until then."""
    whens = (span.value for span in spans_of(line.tokens[spot[0] : spot[1]], "PR"))
    saids = [when.said for when in whens if getattr(when, "said", None) is not None]
    return any(
        said.kind in ("eom", "eoq", "eoy") or (said.kind != "md" and (said.a or 0) > 0)
        for said in saids
    )


_SENT: Final = "(?<![别不要])(?<!不要)(?:派|让|叫|安排|由|请|还是|send |let |have )(?P<h><H>(?:[、和跟与及]<H>)*)(?!回避|避嫌|别|不)"


def _sends_whom_it_names(line: Line, spot: tuple[int, int]) -> bool:
    """Whether the person whose tie to the target is told is also the one to be sent."""
    text, tokens = line.text, line.tokens
    start = max(text.rfind(sign, 0, spot[0]) for sign in ",;.") + 1
    told = {s.value for s in spans_of(tokens[start : spot[1]], "H")}
    sent = (tokens[m.start("h") : m.end("h")] for m in compiled(_SENT).finditer(text))
    return any(told & {s.value for s in spans_of(row, "H")} for row in sent)


def _found(line: Line, patterns: list[str] | tuple[str, ...]) -> tuple[int, int] | None:
    matches = (line.find(pattern) for pattern in patterns)
    return next(((m.start(), m.end()) for m in matches if m), None)


def refusal_words(kind: str, lang: str) -> str:
    """The rule in words with its clause."""
    entry = kinds()[kind]
    basis = "、".join(x for x in (entry["rule"], entry["basis"]) if x)
    if lang.startswith("en"):
        return f"{entry['en']} [{basis}]"
    return f"{entry['zh']}（依据：{basis}）"
