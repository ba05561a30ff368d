"""A slip taken back in the same breath: 每天三家，不对，四家; Friday, no, Thursday.

What follows the correction replaces the nearest thing of its kind said before it. Where nothing but
the new thing is said, it takes the place of the old one, so that 别派张三，哦不，李四 keeps Li Si away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from assistant.plan_line import MARKS, Line, Span, Token, compiled, raw_of

_SORRY: Final = (
    "不对|不是|不不|不|错了|搞错了?|弄错了?|记错了?|(?:我)?(?:说|讲|打|写)(?:错|岔|反)了?|口误|笔误|更正(?:一下)?|纠正(?:一下)?|"
    "抱歉|不好意思|等等|等一?下|慢着|且慢|不用了|不行不行|改一?下|重说|重来|算了(?=[,.?]*(?:就|还是|改|换|都))"
)
_INSTEAD: Final = (
    "(?:应该|应当)?(?:改成|改为|改|换成|换为|换|变成|是|应为|就|还是|得|要|要是|算|用|写成|按)*"
)
_SORRY_EN: Final = (
    "no,? wait|no,? sorry|sorry|oh no|wait|actually|i mean|scratch that|scrap that|correction|"
    "no,? make (?:it|that)|make (?:it|that)|or rather|rather|no(?= ?[,-])|my mistake"
)
# A clause that holds nothing but the word of correction, or begins with it.
_MARKER: Final = (
    f"(?:(?<=[,.;?! ])|(?<=-))(?:噢|喔|啊|呀)?(?:{_SORRY})(?:了|啊|呀|,)?(?:{_SORRY})?(?:[,.:;!? -]+|(?=是|应|改|换)|(?<=说错了)|(?<=不对)){_INSTEAD}"
    f"|,还是(?:改成|改为|改到?|换成|换|按|用|就|定)"
    f"|[,;.-] ?(?<![a-z])(?:{_SORRY_EN})(?![a-z])[,:;. -]*(?:make (?:it|that) |it's |i mean,? |to |on )*"
)
_DENIED: Final = "不是(?:在|去|查)?(?P<a>[<P><R><D><S><B><K><T><H>])的?,?(?:而)?是(?:在|去|查)?"
_KINDS: Final = "PRDSBKTHA"
_ALIKE: Final = {"P": "PR", "R": "PR"}  # a day may give way to a stretch and the other way round
_MEASURE: Final = "(?:家|户|个人|个组|个|名|位|人|组|天|周|成|%| ?percent| ?(?:visits|people|inspectors|teams|groups))"
_COUNTED: Final = f"(?P<q>百分之)?(?P<n><n>)(?P<u>{_MEASURE})?"
_LIST: Final = "(?:[、和跟与及,/ ]|还有|以及|and)*"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the line: one clause."""

    start: int
    end: int


def read_corrections(line: Line) -> None:
    """Take back what the speaker took back; run when everything that can be marked is marked."""
    # 不查龙岗查坪山: the first is left out
    line.take(
        "(?:不|别|先不|先别|不要|甭)(?:查|去|看|跑)[<D><S><T>]了?,?(?:改|而是|而|就|先)*(?=(?:查|去|看|跑)[<D><S><T>])"
        "|(?:先)?(?:别|不要?|不用|甭)管[<D><S>](?:的|那边|区)?了?",
        lambda _, t: Span("W", "denied", raw_of(t)),
    )
    _read_denials(line)
    at = 0
    while match := compiled(_MARKER).search(line.text, at):
        at = _correct(line, match.start(), match.end())


def _read_denials(line: Line) -> None:
    """不是福田，是罗湖: what is denied is not meant, here or where it was said before."""
    at = 0
    while match := compiled(_DENIED).search(line.text, at):
        old, new = _kind(line, match.start("a")), _kind(line, match.end())
        at = match.end()
        if new in _ALIKE.get(old, old):
            at = _correct(line, match.start(), match.end())
            if at == match.end():  # nothing of the kind was said before
                line.replace(match.start(), match.end(), Span("W", "denied", ""))
                at = match.start() + 1


def _kind(line: Line, at: int) -> str:
    token = line.tokens[at] if at < len(line.tokens) else ""
    return token.kind if isinstance(token, Span) else " "


def _correct(line: Line, start: int, end: int) -> int:
    """Replace what stands before ``start`` by what stands behind ``end``; where to look on."""
    new = _first_said(line, end)
    if new is None:
        return end
    kinds = {_kind(line, n) for n in range(new.start, new.end)} & set(_KINDS)
    number = None if kinds else compiled(_COUNTED).search(line.text, new.start, new.end)
    if number is not None:
        return _renumber(line, start, end, number)
    bare = _bare(line, new)
    done = False
    for kind in _KINDS:
        if kind == "A" and done and bare and kinds & set("PR"):
            continue
        if kind in kinds and (old := _last_said(line, start, _ALIKE.get(kind, kind))):
            done = True
            put = [t for t in line.tokens[new.start : new.end] if isinstance(t, Span)]
            shift = _take_back(line, old, kind, put if bare else [])
            start, end = start + shift, end + shift
            new = _Part(new.start + shift, new.end + shift)
    if not done:
        return end
    last = new.end if bare else end
    line.replace(start, last, Span("W", "corrected", ""))
    return start + 1


def _first_said(line: Line, at: int) -> _Part | None:
    """The clause behind the correction."""
    match = re.compile(r"[^,;.!?]+").match(line.text, at)
    return _Part(match.start(), match.end()) if match else None


def _bare(line: Line, part: _Part) -> bool:
    """Whether the clause holds marks and nothing else that says what is done with them."""
    rest = re.sub(
        f"[{''.join(MARKS.values())}、和跟与及的 ]|才对|就?(?:好|行)|and",
        "",
        line.text[part.start : part.end],
    )
    return not rest


def _last_said(line: Line, before: int, kinds: str) -> list[int] | None:
    """The marks of these kinds in the nearest clause before that has any."""
    spots = [n for n in range(before) if _kind(line, n) in kinds]
    if not spots:
        return None
    group = [spots[-1]]
    for spot in reversed(spots[:-1]):
        if re.search(r"[,;.!?]", line.text[spot : group[0]]) and not _listed(line, spot, group[0]):
            break
        group.insert(0, spot)
    return group


def _listed(line: Line, first: int, last: int) -> bool:
    return bool(re.fullmatch(_LIST, line.text[first + 1 : last]))


def _take_back(line: Line, old: list[int], kind: str, put: list[Span]) -> int:
    """Put the new marks at the place of the last old one, the others away; by how much all moved."""
    wanted = _ALIKE[kind] + "A" if kind in _ALIKE else kind  # a half goes with its day
    fresh = [span for span in put if span.kind in wanted]
    row: list[Token] = []
    for n, span in enumerate(fresh):
        row += [*(["、"] if n and span.kind != "A" else []), span]
    for spot in [n + 1 for n in old if kind in _ALIKE and _kind(line, n + 1) == "A"]:
        line.replace(
            spot, spot + 1, Span("W", None, "")
        )  # 周六上午，不，周五: the morning goes too
    for spot in old[:-1]:
        line.replace(spot, spot + 1, Span("W", None, ""))
    return line.put(old[-1], old[-1] + 1, row or [Span("W", None, "")])


def _renumber(line: Line, start: int, end: int, new: re.Match[str]) -> int:
    """每天三家，不对，四家: the number changes, what it counts stays."""
    unit = new["u"] or ("%" if new["q"] else "")
    old = None
    for match in compiled(_COUNTED).finditer(line.text, 0, start):
        known = match["u"] or ("%" if match["q"] else "")
        if known == unit or (not unit and match["u"]):
            old = match
    if old is None:
        return end
    digits = line.tokens[new.start("n") : new.end("n")]
    rest = line.text[new.end() : _end(line, new.end())]
    alone = new.start() == end and not re.sub("(?:才对|封顶|就?(?:好|行|够)了?)", "", rest)
    last = _end(line, new.end()) if alone else end
    shift = line.put(old.start("n"), old.end("n"), list(digits))
    line.replace(start + shift, last + shift, Span("W", "corrected", ""))
    return start + shift + 1


def _end(line: Line, at: int) -> int:
    match = re.compile(r"[,;.!?]|$").search(line.text, at)
    return match.start() if match else len(line.text)
