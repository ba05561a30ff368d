"""Risk classes said, what is a filter and what is only an order; the wish for what comes first."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Final

from assistant.plan_line import Line, Span, Token, raw_of, spans_of

ALL: Final = "ABCD"
_WORDS: Final = (
    ("中高风险|中、高风险", "CD"),
    ("(?:较高|偏高|次高)风险|风险(?:等级)?(?:比?较高|偏高)(?!到低)", "C"),
    ("(?:极高|最高|高)(?:信用)?风险等?级?|高危|风险(?:等级)?(?:特别|最|很|极)?高(?!低|到低)|(?<![a-z])high(?:est)?[- ]risk|(?<![a-z])highest risk", "D"),
    ("(?:中低|低中)风险", "AB"),
    ("(?:中等|一般|中|普通)风险|风险(?:等级)?(?:一般|中等)|(?<![a-z])medium[- ]risk|moderate[- ]risk|general[- ]risk", "B"),
    ("(?:最低|低)(?:信用)?风险|风险(?:等级)?(?:最|很|较)?低|(?<![a-z])low(?:est)?[- ]risk", "A"),
    ("信用(?:评级|等级)?(?:比较|很|特别)?(?:差|不好|较差|低|不良)|失信|不守信|(?<![a-z])(?:bad|poor|low)[- ]credit|with (?:a )?(?:bad|poor) credit(?: record)?", "CD"),
    ("信用(?:评级|等级)?(?:比较|很|特别)?(?:良好|优良|优秀|好|高)|守信|(?<![a-z])good[- ]credit|with (?:a )?good credit(?: record)?", "A"),
)  # fmt: skip
_LETTERS: Final = "(?P<l>(?<![a-z])[a-d](?:(?:[、和与及或,/]|\\s(?:and|or)\\s)?[a-d](?![a-z]))*)"
_CLASSES: Final = (
    f"(?:风险等?级?为?|信用等?级?为?)?{_LETTERS}(?:这)?(?:[两二三四]个?)?(?:类|级|等(?!等)|档)(?:别|级)?(?:信用)?(?:风险)?(?:的)?"
    "(?P<r>(?:及|或|和)?(?:其)?以上|(?:及|或|和)?(?:其)?以下)?"
)
_LETTERS_EN: Final = "(?P<l>[a-d](?:(?:, ?| ?and ?| ?or ?|/|-| to ?)[a-d](?![a-z]))*)"
_CLASSES_EN: Final = (
    rf"(?<![a-z])(?:risk )?(?:class(?:es)?|grades?|category|categories|level|rated) {_LETTERS_EN}(?![a-z])"
    "(?P<r> (?:and|or) (?:above|higher|worse|riskier)| (?:and|or) (?:below|lower|better)| upwards?)?"
)
_LETTERS_BEFORE: Final = (
    r"(?<![a-z])(?P<l>[a-d](?:(?:, ?| ?and ?| ?or ?|/)[a-d](?![a-z]))*)[- ]class(?![a-z])(?P<r>)"
)
_EXCEPT: Final = "<K>(?:以外|之外)的?|(?:除了?|不含|不包括|不要|不查|排除|去掉|剔除|(?<![a-z])(?:except(?: for)?|excluding|other than|not|all but)(?: the)? )<K>(?:的)?(?:以外|之外|外|除外)?|<K>的?(?:便|就|都|可以|这次|先|也)*(?:除外|不要|不查|不算|不管|别查|不抽|别抽|不用|不必|免)(?:再|去)?(?:查|看|管|抽|排)?了?|<K>(?: ones?| businesses| shops?| targets?)?(?: are| is)? (?:excluded|not included|left out|need not be checked)"
_FIRST: Final = "(?:优先|先查|先走|先去|先看|先来|先排|先跑|先安排|先检查|打头|排前面|排在前面?|排最前|放前面|放在前面|靠前|在前|往前排| ?(?:ones? |targets? |shops? |businesses )?(?:first|go first|come first|take priority|before the others))"
_LAST: Final = "(?:就|都|可以|先)*(?:放后面|放在后面|放到后面|放最后|靠后|往后排|排后面|排在后面|排最后|最后查|最后去|后查|后面查|last)"
_PRIORITIES: Final = (
    (f"<K>的?(?:那些|几家|企业|商户|店|对象|单位|主体|<S>)?{_LAST}(?:[,、]?<K>的?(?:那些|企业|商户|店|<S>)?(?:就|要|都)?{_FIRST})?", "risk"),
    (f"<K>的?(?:那些|几家|企业|商户|店|对象|单位|主体|<S>)?(?:就|要|都|得|应|一定)?{_FIRST}", "risk"),
    ("(?:优先|先查|先去|先看|先排|先走|先安排|首先查|紧着|(?<![a-z])(?:start with|begin with|prioriti[sz]e|first)(?: the)? )(?:查|检查|排|安排|看)?<K>的?", "risk"),
    ("(?:按照?|依)?风险(?:等级|程度)?(?:从|由)?高(?:的)?(?:到|至|往)低|风险(?:高低)?(?:优先|排序|顺序|为先|大的先查|大的优先)|按照?(?:信用)?风险(?:高低|等级|大小)|(?<![a-z])(?:(?:by|in order of) risk(?: level| class)?|riskiest(?: ones| first)*|risk first|worst first|prioriti[sz]e (?:by )?risk|most risky first)", "risk"),
    ("先近后远|由近及远|从近到远|少跑(?:点|些|一点)?(?:冤枉)?路|少(?:走|绕)(?:点|些)?(?:弯|冤枉)?路|(?:别|不|少|不要)(?:跑|走|绕)冤枉路|别绕路|不绕路|不要绕路|顺路(?:的)?(?:一起|排|走|查|安排)?|就近(?:安排|原则|查|排)?|路线?(?:要)?(?:最短|短一?[点些]|近一?[点些])|路程(?:最短|短一?点|少一?点)|(?:省|节省|减少)(?:点)?(?:路上|路程|路途|车程|时间在路上|跑路)(?:时间)?|别跑太远|路上(?:尽量)?(?:少|别|不要)(?:花|费|耽误|浪费|耗)(?:太多|太久|点|些)?(?:时间|功夫)?|路上时间(?:最)?[少短]|跑得?最少|(?<![a-z])(?:(?:least|less|minimal|minimi[sz]e|shortest|little|save|cut)(?: the)?(?: on)? (?:travel(?:l?ing)?|driving|route|routes|distance)(?: as possible| time)?|keep (?:the )?travel(?: time)? (?:short|low|down)|nearest first|as little travel(?:ling)? as possible|short(?:est)? routes?)", "travel"),
    ("别(?:太|都)?累着?(?:谁|人|大家|哪个|了)?|别让(?:谁|哪个人|一个人)太累|不要累着谁|(?:工作量?|任务|活儿?|负担|次数|家数|任务量)?(?:尽量|要|安排得?|分配?得?|分|排得?)*(?:平均|均衡|均匀|平衡|公平|匀)(?:一?[点些下])?(?:分配|安排|分|分摊|分担|排)?|雨露均沾|别(?:都|全)?(?:压|堆)(?:在|给)?(?:同)?一个人|一碗水端平|轮(?:着|流)(?:来|去|查)|(?<![a-z])(?:balanced?(?: the)?(?: work ?load| load| visits)?|(?:spread|share|distribute)(?: the)? (?:work|load|workload|visits) (?:evenly|fairly|equally)|evenly|even workload|fair workload|nobody (?:is |gets? )?overworked|(?:don't|do not) overload (?:anyone|anybody))", "balance"),
)  # fmt: skip


def read_risk(line: Line) -> None:
    """Mark classes as ``K`` with the letters they mean."""
    for pattern, letters in _WORDS:
        line.take(pattern, partial(_class, letters))
    for pattern in (_CLASSES, _CLASSES_EN, _LETTERS_BEFORE):
        line.take(pattern, _classes)
    line.take("(?P<k><K>)(?:及|或|和)?(?:其)?以(?P<r>上|下)(?:的)?", _reach)
    line.take(
        "(?<![a-z0-9])(?P<l>[a-d])(?:和|、|与|或|,)(?=<K>)",
        lambda m, _t: [Span("K", m["l"].upper(), m["l"]), "、"],
    )


def _class(letters: str, _match: re.Match[str], tokens: list[Token]) -> Span:
    return Span("K", letters, raw_of(tokens))


def _reach(match: re.Match[str], tokens: list[Token]) -> Span:
    """A class and all above or below it."""
    letters = sorted(spans_of(tokens, "K")[0].value)
    wide = ALL[ALL.index(letters[0]) :] if match["r"] == "上" else ALL[: ALL.index(letters[-1]) + 1]
    return Span("K", wide, raw_of(tokens))


def _classes(match: re.Match[str], tokens: list[Token]) -> Span:
    said = match["l"].upper()
    letters = sorted({c for c in re.sub("AND|OR|TO", " ", said) if c in ALL})
    if re.search(r"-| TO ", said) and len(letters) == 2:
        letters = list(ALL[ALL.index(letters[0]) : ALL.index(letters[1]) + 1])
    reach = match["r"] or ""
    if re.search("上|above|higher|worse|riskier|upward", reach):
        letters = list(ALL[ALL.index(letters[0]) :])
    elif reach:
        letters = list(ALL[: ALL.index(letters[-1]) + 1])
    return Span("K", "".join(letters), raw_of(tokens))


def read_priority(line: Line) -> str | None:
    """What should come first: ``risk``, ``travel``, ``balance``; the words are used up."""
    found: list[str] = []

    def note(wish: str, _match: re.Match[str], tokens: list[Token]) -> list[Token]:
        found.append(wish)
        return [Span("W", wish, raw_of(tokens)), *spans_of(tokens, "S")]

    for pattern, wish in _PRIORITIES:
        line.take(pattern, partial(note, wish))
    return found[0] if found else None


def risk_of(line: Line) -> dict[str, Any]:
    """The classes asked for: ``risk`` as a list of letters, or nothing."""
    chosen: set[str] = set()
    barred: set[str] = set()

    def bar(_match: re.Match[str], tokens: list[Token]) -> Span:
        for span in spans_of(tokens, "K"):
            barred.update(span.value)
        return Span("W", None, raw_of(tokens))

    line.take(_EXCEPT, bar)
    for _, span in line.spans("K"):
        chosen.update(span.value)
    if barred:
        chosen = (chosen or set(ALL)) - barred
    return {"risk": sorted(chosen)} if chosen else {}
