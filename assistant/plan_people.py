"""Inspectors named: who is kept away, who must go, who is absent; names stay as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from assistant.plan_line import Line, Span, Token, raw_of, spans_of
from assistant.plan_segments import CJK, Piece, pieces, runs
from assistant.plan_words import either, lexicon, words

# Families so common that a numeral behind them makes a name (张三), not a count.
_COMMON: Final = "张王李赵刘陈杨黄吴周徐孙马朱胡郭林郑梁谢宋唐韩冯邓曹彭曾肖董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邹施褚尤戚陶窦章岑闫裴孟熊秦邱尹薛段雷侯史黎贺顾毛郝龚邵钱严"
_TITLE: Final = "(?:副?(?:科长|处长|局长|队长|所长|组长|站长|主任)|书记|老师|师傅|同志|工程师|主管|科(?!室)|(?<!带)(?<!领)队(?!伍|员)|工(?!作|商|地)|处(?!理|罚)|姐|哥|总(?!共|数|人|的|计|局))"
_SELDOM: Final = "都于从应成管时明安"
_NOT_COUNTED: Final = (
    "(?![0-9一二三四五六七八九十]|[家户组天号](?!里|人|的)|个(?!人)|成|周|月|类|级)"
)


def read_people(line: Line) -> None:
    """Mark what can be a person's name, as ``H``; what is done with them decides whether it counts."""
    families = lexicon()["surnames"]
    double = either(words("compound_surnames"))
    for pattern in (
        f"(?:{double}|[{families}])[{CJK}]{{0,2}}?{_TITLE}",
        f"[老小阿][{families}](?![{CJK}]*?(?:店|铺|馆)(?:的|,|$))(?!法|规|型|于|人(?!家)|化)",
        f"[{_COMMON}][一二三四五六七八九十]{_NOT_COUNTED}",
        r"(?<![A-Za-z])(?:[Ii]nspectors? |Mr\.? |Ms\.? |Mrs\.? |Miss |Officer |officer )(?-i:[A-Z][a-z]+(?: [A-Z][a-z]+)?)",
    ):
        line.take(pattern, _titled)
    line.take(_LATIN, _latin)
    _read_plain(line)
    for pattern in _IN_PLACE:
        line.take(pattern.replace("[<f>]", f"[{families}]"), _titled)
    for name in dict.fromkeys(span.value for _, span in line.spans("H")):
        # A name known once is known wherever it stands again.
        while (at := line.text.find(name)) >= 0:
            line.replace(at, at + len(name), Span("H", name, name))


# Where only a person can stand, a name may hold a character that is a word elsewhere (吴刚).
_ENDS_NAME: Final = "(?=去|来|和|、|跟|与|及|带队|,|\\.|$|一起|一块|别|也|都|上(?!午)|顶|回避|避嫌|自己|单独|独自|一个|两个|两人|俩|三个|三人|参加|负责|必须|一定|<P>|<R>|<away>|<ill>)"
_IN_PLACE: Final = (
    f"(?<=派|让|叫)[<f>][{CJK}]{{1,2}}?{_ENDS_NAME}",
    f"(?<=带上|避开|除了|安排)[<f>][{CJK}]{{1,2}}?{_ENDS_NAME}",
    f"(?<=<H>[、和跟与及])[<f>][{CJK}]{{1,2}}?{_ENDS_NAME}",
    f"(?:(?<=^)|(?<=,))[<f>][{CJK}]{{1,2}}?(?=带队|领队|打头阵?|当组长)",
    f"(?:(?<=^)|(?<=,))[<f>][{CJK}]{{1,2}}?(?=<away>|<ill>|[<P><R>](?:开始|起)?(?:<away>|<ill>))",
    f"(?:(?<=^)|(?<=,))[<f>][{CJK}]{{1,2}}?(?=(?:就|也|都|这次|这回|必须|应当|应该|得|要|需要?|一定|务必)*(?:回避|避嫌|(?:别|不要|不用|不必|甭)(?:派|安排|叫|让|去|来|参加|上)|到场|参加|跟着|带着|也去|要去|一起去))",
)


def _titled(match: re.Match[str], tokens: list[Token]) -> Span | None:
    name = raw_of(tokens)
    before = match.string[match.start() - 1] if match.start() else ""
    if name[0] in "都于从应成管时明安" and before:
        return None
    return Span("H", re.sub(r"^(?:inspectors?|officer) ", "", name, flags=re.IGNORECASE), name)


_LATIN: Final = r"(?<![A-Za-z])(?P<f>[A-Za-z]{2,9}) (?P<g>[A-Za-z]{2,12})(?: (?P<h>(?-i:[A-Z][a-z]+)))?(?![a-z])"


def _latin(match: re.Match[str], tokens: list[Token]) -> Span | None:
    family, given = match["f"], match["g"]
    plain = given.lower() in words("known_en")
    if family.lower() not in words("families_en") or (
        plain and (given.islower() or family.lower() in words("known_en"))
    ):
        return None
    word = family.lower() in ("he", "an", "you", "long")
    if family[0].islower() != given[0].islower() or (word and (plain or given.islower())):
        return None
    name = raw_of(tokens)
    return Span("H", name, name)


def _read_plain(line: Line) -> None:
    """A family name and one or two unknown characters between known words."""
    at = 0
    while span := _next_plain(line.text, at):
        start, end = span
        name = raw_of(line.tokens[start:end])
        line.replace(start, end, Span("H", name, name))
        while (again := line.text.find(name)) >= 0:  # 杨光照去: known from 杨光是…
            line.replace(again, again + len(name), Span("H", name, name))
        at = start + 1


def _next_plain(text: str, at: int) -> tuple[int, int] | None:
    families, double = lexicon()["surnames"], words("compound_surnames")
    for start, end in runs(text):
        if end <= at:
            continue
        row = pieces(text, max(start, at), end)
        for n, piece in enumerate(row):
            first = text[piece.start]
            if first in _SELDOM and piece.start and text[piece.start - 1] in "写变改当做算说完达":
                continue  # 写成合格: no name
            if first == "张" and (end_of := _zhang(text, row, n)):
                return piece.start, end_of
            if piece.kind != "unknown" or (
                first not in families and text[piece.start : piece.start + 2] not in double
            ):
                continue
            if size := _size(
                text, row, n, 2 if text[piece.start : piece.start + 2] in double else 1
            ):
                return piece.start, piece.start + size
    return None


def _zhang(text: str, row: list[Piece], n: int) -> int:
    """张 counts sheets and is a family: a name where no number stands before and a word unknown behind."""
    after = row[n + 1] if n + 1 < len(row) else None
    counted = (
        bool(row[n].start) and text[row[n].start - 1] in "一两几这那每半0123456789三四五六七八九十"
    )
    if row[n].length != 1 or counted or after is None or after.kind != "unknown":
        return 0
    return after.end if after.length <= 2 else 0


def _size(text: str, row: list[Piece], n: int, family: int) -> int:
    """How many characters of the unknown stretch are one name; 0 for none."""
    piece = row[n]
    if piece.length in (family + 1, family + 2):
        return piece.length
    if piece.length == 4 and text[piece.start + 2] in lexicon()["surnames"]:
        return 2
    following = row[n + 1] if n + 1 < len(row) else None
    if piece.length != family or following is None or following.length != 1:
        return 0
    if text[following.start] not in "大小新国中平光刚全先明高":  # 李小龙, 王大力, 杨光
        return 0
    after = row[n + 2] if n + 2 < len(row) else None
    tail = after.length if after is not None and after.kind == "unknown" else 0
    return family + 1 + tail if tail <= 1 else 0


_AND: Final = "(?:[、,和跟与及&/]|还有|以及| ?, ?and | ?and | ?or )"
PEOPLE: Final = f"<H>(?:{_AND}*<H>)*"
_KEEP_AWAY: Final = (
    "(?:别|不要|不|不能|不许|不可以|不用|不必|不准|千万别|勿)(?:再)?(?:派|让|叫|安排|找|用|带|请|喊|排|给|要|选|考虑)"
    "|避开|排除|除开|除去|除了?|不要|别|去掉|绕开|(?<![a-z])(?:without|except(?: for)?|excluding|exclude|leave out|leaving out|not|"
    "(?:do not|don't|never|please don't|must not|not to) (?:send|use|assign|include|pick|take|involve|schedule)|keep|avoid|no)(?![a-z])"
)
_AWAY_AFTER: Final = (
    "(?:就|请|这次|这回|都|也|他们?|俩|两个人?|两人|,)*(?:应当|应该|必须|需要|需|得|要|应|申请|主动)*(?:回避|避嫌)|(?:就|这次|都|也)*(?:(?:别|不要|不用|不必|不能|不许|不再|甭|勿|不)(?:再)?(?:派|排|安排|叫|让|参加|参与|带|算|用|上|来|去)(?!不了|得了)|除外|就算了|免了|歇着)"
    "|(?:以外|之外)|(?: and [a-z ]{0,12})?(?: ?(?:must|should|has to|have to|needs to|need to|is|are)? ?(?:not go|can't (?:go|come|join)|cannot (?:go|come|join)|be recused|be excluded|stay out|not be sent|recuse (?:himself|herself|themselves)|recused|stay away|out of it|not take part|not join))|'s? out| away from| out of (?:it|this)"
)
_SEND: Final = "(?:派|让|叫|请|安排|带上|带着|带|由|要|必须有|一定要有|得有|须有|需要|指定|加上|换成?|交给|叫上|喊上|喊|拉上|通知|配|选|给|(?<![a-z])(?:send|sending|assign|assigning|use|using|with|include|including|take|bring|let|have|get|by|and|put)(?: also)?)"
_CHIEF: Final = (
    "(?:带队|带班|负责|领队|主查|组长|队长|领头)(?:的|人)?(?:人)?(?:就?是|为|由|:|定|让)+"
)
_GO: Final = (
    "(?:就|也|都|一起|一块|一同|两个人?|两人|俩|三个人?|三人|必须|一定|务必|得|要|来|必须要|一定要|可以|负责|,)*(?:去|来|参加|带队|带班|上(?!午)|跑|一组|搭档|一队|到场|参与|顶上|顶替|顶|接手|接替|负责|跟着|同行|出马|走一趟|在(?:场)?(?=$|[,.])|排进去|排进来|排上去?|算上|算进去|加进来|加进去|上阵)"
    "|(?: and [a-z ]{0,14})?(?: ?(?:must|should|has to|have to|needs to|need to|will|to|shall|can|are to|is to)(?: both| also)? ?(?:go|come|join|lead|attend|take part|be there|be on the team|be on it))"
)


def sort_people(line: Line, absent: set[str]) -> tuple[list[str], list[str], list[str]]:
    """Names kept away, names that must go, and all names, each in the order said."""
    away: list[str] = []
    wanted: list[str] = []
    everybody = [span.value for _, span in line.spans("H")]

    def note(found: list[str], tokens: list[Token]) -> list[Token]:
        """The names are used up; a place or a day said between them is kept."""
        found.extend(s.value for s in spans_of(tokens, "H"))
        return [
            Span("W", None, t.raw) if isinstance(t, Span) and t.kind == "H" else t for t in tokens
        ]

    # 让他回避, 别派他: a pronoun stands for the person named last.
    line.take(
        f"(?P<h>{PEOPLE})(?P<x>[^<H>]{{0,24}}?)(?:让|请|叫)(?:他|她)们?(?:回避|避嫌|别去|不要去|不去)",
        lambda _, t: note(away, t),
    )
    line.take(
        f"(?P<h>{PEOPLE})(?P<x>[^<H>]{{0,24}}?)(?:别|不要|不)(?:派|让|叫|安排|带)(?:他|她)们?(?:去|来|上)?",
        lambda _, t: note(away, t),
    )
    line.take(
        f"(?P<h>{PEOPLE})(?P<x>[^<H>]{{0,24}}?)(?:避开|绕开|排除|除开)(?:他|她)们?",
        lambda _, t: note(away, t),
    )
    line.take(
        f"{PEOPLE}[^<H>,]{{0,12}}?(?:有|存在)?(?:利害关系|亲戚关系|亲属关系)",
        lambda _, t: note(away, t),
    )
    line.take(
        f"(?:{_KEEP_AWAY}) ?{PEOPLE}(?:去|来|参加|上|以外|之外|外|了|回避)*(?: away| out)?",
        lambda _, t: note(away, t),
    )
    line.take(f"(?:(?:让|请|叫|安排) ?)?{PEOPLE}(?:{_AWAY_AFTER})", lambda _, t: note(away, t))
    line.take(f"{_CHIEF}{PEOPLE}", lambda _, t: note(wanted, t))
    line.take(f"{_SEND} ?{PEOPLE}", lambda _, t: note(wanted, t))
    line.take(f"{PEOPLE}(?:{_GO})", lambda _, t: note(wanted, t))
    gone = absent | set(away)
    return (
        _once(n for n in away if n not in absent),
        _once(n for n in wanted if n not in gone),
        everybody,
    )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
