"""What a question asks: which documents and places, since when, a number or a date, a comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .grams import is_english
from .regions import foreign_place, named_places, spellings

_DRAFT = re.compile(
    r"草案|草稿|征求意见|意见稿|总局|全国(?:的)?(?:文件|意见|草)|国家(?:的)?(?:文件|意见|草|层面)|\bdraft\b|\bsamr\b|national (?:draft|opinion|text)|state administration",
    re.I,
)
_PRESS = re.compile(r"报道|新闻|报纸|记者|商报|\bpress\b|\barticle\b|newspaper|reported", re.I)
_COMPARE = re.compile(
    r"一样|一致|相同|不同|区别|差别|差异|异同|对比|比较|相比|各(?:怎么|是怎|文件|地|有什么|有何|份)|分别(?:怎|是|有|规定)|冲突|矛盾|打架|统一吗|三份|两份|几份|有啥差|差在|"
    r"\bdiffer(?:s|ed|ence|ences)?\b|how .{0,30}\bdifferent\b|\bdifferent (?:from|in|between|across)\b|\bcompar|\bversus\b|\bvs\b|\bagree\b|\bconflict\w* between|"
    r"\bthe same\b|\beach (?:document|text|region|place|of)|\b(?:three|both|two|all) (?:the )?(?:documents|texts|places|regions)|\bunlike\b|\bcontrast",
    re.I,
)
_EITHER = re.compile(r"还是|\bor (?:in|by|at|must|is|are|does|only)\b", re.I)
# "when" that asks for a time, not one that only sets a case
WHEN_EN = r"\bwhen(?= (?:is|are|do|does|did|must|should|was|were|will|can|may|has|have)\b|\W*$)"
_DATE = re.compile(
    r"几月|哪天|哪一天|何时|什么时候|啥时候|截止|期限|最晚|最迟|多久|多长时间|几天|多少天|几个月|哪年|几年|多少年|几号|日期|工作日|"
    rf"{WHEN_EN}|\bdeadline\b|\bby what\b|how long|how soon|\bdate\b|how many (?:working )?(?:days|months|years)",
    re.I,
)
_NUMBER = re.compile(
    r"多少|几(?!乎)|百分之|比例|比率|率是|人数|上限|下限|最多|最少|至少|总数|数量|多大规模|规模多大|how many|how much|what (?:share|percentage|rate|number)|\bmaximum\b|\bminimum\b|\bat most\b|\bat least\b",
    re.I,
)
_LIST = re.compile(
    r"哪些|哪几|列出|清单|包括什么|包含|几类|几种|分别是|which .*s\b|\blist\b|what (?:are|items|functions|must .* contain)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question read: everything optional, nothing guessed beyond its words."""

    english: bool
    places: tuple[str, ...]
    foreign: str
    draft: bool
    press: bool
    compares: bool
    wavers: bool
    wants_date: bool
    wants_number: bool
    wants_list: bool
    years: tuple[str, ...]
    content: str
    head: tuple[str, ...]

    @property
    def named(self) -> int:
        """How many families of documents the question names."""
        return _families(self.places, self.draft)


def _families(places: tuple[str, ...], draft: bool) -> int:
    """Regions named, and the draft."""
    return len({root(place) for place in places if place != "全国"}) + draft


def root(place: str) -> str:
    """The city or province a covered place belongs to."""
    from .regions import chain

    steps = [step for step in chain(place) if step != "广东"]
    return steps[0] if steps else place


def understand(question: str) -> Understanding:
    """Read the question by its words alone."""
    places = named_places(question)
    draft = bool(_DRAFT.search(question))
    return Understanding(
        english=is_english(question),
        places=tuple(p for p in places if p != "全国"),
        foreign=foreign_place(question),
        draft=draft,
        press=bool(_PRESS.search(question)),
        compares=bool(_COMPARE.search(question)) or _families(places, draft) > 1,
        wavers=bool(_EITHER.search(question)),
        wants_date=bool(_DATE.search(question)),
        wants_number=bool(_NUMBER.search(question)),
        wants_list=bool(_LIST.search(question)),
        head=_head(question),
        content=_content(question, places),
        years=tuple(re.findall(r"(?:19|20)\d{2}", question)),
    )


_WHO = re.compile(
    r"谁|哪家|哪个(?:部门|单位|局|委|办|机构)|哪些(?:部门|单位)|归哪|\bwho\b|\bwhose\b|which (?:body|bodies|department|agency|bureau|office|offices)",
    re.I,
)


def asked_kind(question: str) -> str:
    """What kind of answer a question wants: a time, a number, somebody, or nothing special."""
    for kind, words in (("time", _DATE), ("number", _NUMBER), ("who", _WHO)):
        if words.search(question):
            return kind
    return ""


_HEAD = {
    "number": re.compile(
        r"文号|发文字号|几号文|什么号|哪个号|document number|reference number|what number is", re.I
    ),
    "date": re.compile(
        r"(?:哪天|何时|什么时候|哪一天|几号|几月|哪年|日期).{0,4}(?:印|发|出台|下发|转发|落款|公布)|(?:印发|发布|出台|下发|转发|落款|成文).{0,6}(?:日期|时间|哪天|何时|什么时候|几号|几月|哪年)|"
        r"(?:when|what date|which day).{0,40}(?:issued|forward|printed|passed on|published|dated)|date of (?:issue|the)",
        re.I,
    ),
}


def _head(question: str) -> tuple[str, ...]:
    """Which facts of a document's head are asked for: its number, its date."""
    return tuple(what for what, words in _HEAD.items() if words.search(question))


_SELECTORS = re.compile(
    r"总局(?:的)?(?:征求意见稿|意见稿|草案|草稿|稿|文件|意见)|征求意见稿|意见稿|草案(?:里|中)?|草稿|"
    r"(?:under|in|by) the (?:national )?draft(?: opinion| text)?|national draft|the draft|samr",
    re.I,
)


def _content(question: str, places: tuple[str, ...]) -> str:
    """The question without the words that only choose a document: a place, "the draft"."""
    text = _SELECTORS.sub(" ", question)
    for name in sorted(spellings(places), key=lambda word: (-len(word), word)):
        text = re.sub(re.escape(name), " ", text, flags=re.I)
    return text if text.strip(" ？?。，,") else question
