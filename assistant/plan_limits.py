"""Numbers asked for: visits a day, people of a team, groups, caps of the whole action, the sample."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from typing import Any, Final

from assistant.plan_line import Line, Span, Token, raw_of
from assistant.plan_numbers import decimal, plain, whole

_MOST: Final = "(?:最多|最高|至多|顶多|不超过|不要超过|别超过|不能超过|不得超过|不多于|不要多于|别多于|上限是?|限|控制在|压在|不大于|封顶|就|只能?|只|可以|能|查|检查|跑|走|排|安排|去|看|别|多于|超过|大概|大约|也就|得|要|每人|每个人|每组|各|是|为|:| )*"
_CAP: Final = "(?:最多|最高|至多|顶多|不超过|不要超过|别超过|不能超过|不得超过|不多于|不要多于|别多于|上限|限|控制在|压在|不大于)"
_LEAST: Final = "(?:最少|至少|不少于|起码|不低于|不能少于)"
_IN: Final = "(?:以内|之内|以下|内|封顶|为限|为上限)?"
_PLACE: Final = "(?:家(?!政|具|电|长)|户|个|趟|处|间|次|店)"
_PERSON: Final = "(?:个(?:执法|检查)?(?:人|员)|名(?:检查|执法|工作)?(?:人员|员)?|位(?:检查员|同事|同志)?|人(?!一家|均))(?:人)?(?:检查员|执法人员|检查人员)?"
_A_DAY: Final = (
    "(?:每人|每个人|一个人|每组|一组|每队|人均)?(?:每天|每日|一天|一日|单日|天天|日均|每个工作日)"
)
_UNIT_EN: Final = "(?:visits?|shops?|stores?|businesses|companies|places|targets|sites|inspections|checks|stops|<S>|of them)"
_MOST_EN: Final = "(?:no more than|not more than|at most|up to|a maximum of|maximum(?: of)?|max(?:imum)?\\.?(?: of)?|limit(?:ed)?(?: to)?|a limit of|a cap of|cap(?:ped)?(?: at)?|fewer than or equal to|only)"
_PEOPLE_EN: Final = "(?:inspectors?|people|persons|officers?|members|staff|men)"
_EACH: Final = "(?:每家|每组|每次|每户|每个组|每一组|每队|每个队|每个点|每趟|每处|每个小组|每小组|每店|各组|一组|一家|一次|一队|一趟|每个店|每个商户|每家店|每个企业|单次|每次检查|每场)"
_EACH_EN: Final = "(?:(?:a|per|each|every|for each|for every|in each|to each|at each) (?:visit|team|group|site|shop|place|inspection|target|stop|business|time|hotel|restaurant|store))"


def read_limits(line: Line) -> dict[str, Any]:
    """The numbers as keys of ``understood``; the words are used up."""
    found: dict[str, Any] = {}
    for pattern, key in _RULES:
        line.take(pattern, partial(_note, found, key))
    _read_sample(line, found)
    return found


def _note(
    found: dict[str, Any], key: str, match: re.Match[str], tokens: list[Token]
) -> Span | None:
    number = whole(match["n"])
    if number is None:
        return None
    if key == "team_size" and number < 2:  # no lawful size; the refusals look for it
        return Span("N", "one", raw_of(tokens))
    if key == "groups" and number < 2 and not re.search("成|为|作|组建|安排", raw_of(tokens)):
        return None
    if key == "team_size":
        found.setdefault(key, {}).update(_size(match, number))
    elif key == "departments_and_people":
        found["max_departments"], found["max_inspectors"] = number, whole(match["k"])
    elif key == "team_and_groups":
        found["groups"], found["team_size"] = (
            number,
            {"min": whole(match["k"]), "max": whole(match["k"])},
        )
    else:
        found.setdefault(key, whole(match["k"]) if match.groupdict().get("k") else number)
    return Span("N", key, raw_of(tokens))


def _size(match: re.Match[str], number: int) -> dict[str, int]:
    groups = match.groupdict()
    last = whole(groups["k"]) if groups.get("k") else None
    if last is not None:
        return {"min": number, "max": last}
    bound = groups.get("b") or ""
    if re.search("少|起码|低|least|minimum", bound):
        return {"min": number}
    if re.search("多|超|高|上限|most|maximum|up to|more", bound):
        return {"max": number}
    return {"min": number, "max": number}


_BOUND: Final = f"(?P<b>{_CAP}|{_LEAST})?"
_GOING: Final = "(?:都|各|要|得|就|去|派|来|配|安排|出|上|有|需要?|固定|为|是|必须|一律|统一|保证|配备|控制在|大概|,|:| )*"
_N2: Final = "(?P<n><n>)(?: ?(?:个|名|位|人)?(?:到|至|-|、|~|或者?| to | or ) ?(?P<k><n>))?"
_PAIR: Final = "(?P<n>[两二三四五六七])(?P<k>[三四五六七八])"

_FEW_MANY: Final = (
    f"{_LEAST}(?P<n><n>)(?:{_PERSON})?,?{_GOING}{_CAP}{_GOING}(?P<k><n>)(?:{_PERSON}|(?=[,.]|$))"
)

_RULES: Final = (
    (f"{_EACH}(?:的)?(?:人数|人员)?{_GOING}{_FEW_MANY}", "team_size"),
    (
        f"(?<![a-z])(?:at least|a minimum of|minimum) (?P<n><n>) (?:{_PEOPLE_EN} )?(?:and|but)(?: at most| no more than| up to| a maximum of| not more than) (?P<k><n>) {_PEOPLE_EN}(?: {_EACH_EN})?",
        "team_size",
    ),
    (f"(?<![a-z])between (?P<n><n>) and (?P<k><n>) {_PEOPLE_EN}(?: {_EACH_EN})?", "team_size"),
    (f"(?<![a-z]){_N2} {_PEOPLE_EN} (?:each|apiece)(?! (?:day|visit))", "team_size"),
    (
        f"{_A_DAY}{_MOST}(?:<n>(?:到|至|-))?(?P<n><n>)(?:{_PLACE}|(?=$|,)){_IN}(?:左右|的样子)?(?:商户|企业|店)?",
        "max_visits_per_day",
    ),
    (f"{_CAP}(?:查|跑|走|排|去)?(?P<n><n>){_PLACE}(?:/|每|一)天", "max_visits_per_day"),
    (f"(?P<n><n>){_PLACE}(?:/|每|一)(?:天|日)", "max_visits_per_day"),
    (
        f"(?<![a-z])(?:{_MOST_EN} )?(?P<n><n>) ?(?:{_UNIT_EN} ?)?(?:a|per|each|every|in a|in one|in any) day",
        "max_visits_per_day",
    ),
    (
        f"(?<![a-z])(?:daily (?:limit|maximum|cap|max)(?: of| is|:)?|(?:each|every|a|per) day,? {_MOST_EN}|daily,? {_MOST_EN}) ?(?P<n><n>)(?: {_UNIT_EN})?",
        "max_visits_per_day",
    ),
    ("(?<![a-z])(?P<n><n>) (?:groups|teams) of (?P<k><n>)", "team_and_groups"),
    (f"{_EACH}{_GOING}{_BOUND}{_GOING}{_PAIR}{_PERSON}", "team_size"),
    (f"{_EACH}{_GOING}{_BOUND}{_GOING}{_N2} ?{_PERSON}", "team_size"),
    (f"{_EACH}(?:的)?(?:人数|人员){_GOING}{_BOUND}{_GOING}{_N2}(?:{_PERSON})?", "team_size"),
    (f"{_BOUND}{_PAIR}(?:个?人)(?:为|编)?(?:一|1)个?(?:小?组|队)", "team_size"),
    (
        f"{_BOUND}{_N2}(?:个|名|位)?(?:人|检查员|执法人员)?(?:为|编|分|成|编成)?(?:一|1)(?:个?(?:小?组|队|家|户|班|拨)|辆?车)",
        "team_size",
    ),
    ("(?P<n><n>)人(?:小组|团队|制)", "team_size"),
    (f"(?:小组|检查组|队伍|团队)(?:人数)?{_GOING}{_BOUND}{_GOING}{_N2}{_PERSON}", "team_size"),
    (
        f"(?<![a-z])(?:teams?|groups?|crews?)(?: size)?(?: each)?(?: of| with|:| size)? (?P<b>at least |at most |up to |no more than |a minimum of |a maximum of )?{_N2}(?: {_PEOPLE_EN})?",
        "team_size",
    ),
    (
        "(?<![a-z])(?P<n><n>)[- ](?:person|people|man|inspector|member)[- ](?:teams?|groups?|crews?)",
        "team_size",
    ),
    (
        f"(?<![a-z])(?P<b>at least |at most |up to |no more than |a minimum of |a maximum of )?{_N2} {_PEOPLE_EN} (?:go )?{_EACH_EN}",
        "team_size",
    ),
    (
        f"(?<![a-z])(?:each|every) (?:team|group|visit|inspection|site|shop) (?:has|have|with|needs?|should have|must have|gets|takes|to have|of)?[: ]*(?P<b>at least |at most |up to |no more than )?{_N2}(?: {_PEOPLE_EN})?",
        "team_size",
    ),
    (
        "(?:兵?分|分成|分为|分作|编成|编为|拆成|组成|组建|成立|派出?|安排|出动|分)(?:为|成|作)?(?P<n><n>)(?:个)?(?:检查|执法|小|行动|工作)?(?:组|队|路|拨)(?!人)",
        "groups",
    ),
    ("(?P<n><n>)(?:个)(?:检查|执法|小|行动|工作)?(?:组|队|小分队)(?!人)", "groups"),
    ("(?P<n><n>)(?:组|队)(?:人马|人|同时|并行|分头|一起|去|出发|,|$)", "groups"),
    ("(?:组数|分组)(?:为|是|:|定)?(?P<n><n>)(?:个?组)?", "groups"),
    (
        "(?<![a-z])(?:in |into |form |split into |as )?(?P<n><n>) (?:separate |inspection )?(?:groups|teams|crews)",
        "groups",
    ),
    (
        f"{_CAP}(?P<n><n>)个?(?:部门|单位)[、,和与及]?(?:{_CAP})?(?P<k><n>)(?:个|名|位)?(?:人|检查员)",
        "departments_and_people",
    ),
    (
        f"{_CAP}(?P<k><n>)(?:个|名|位)?(?:人|检查员)[、,和与及]?(?:{_CAP})?(?P<n><n>)个?(?:部门|单位)",
        "departments_and_people",
    ),
    (
        f"(?<![a-z]){_MOST_EN} (?P<n><n>) departments,? and (?:{_MOST_EN} )?(?P<k><n>) {_PEOPLE_EN}",
        "departments_and_people",
    ),
    (
        f"(?:参加的?|参与的?|联合的?)?(?:部门|单位)(?:数量?|个数)?{_GOING}{_CAP}(?:到|为|是|在|:)?(?P<n><n>)(?:个|家)?(?:部门)?{_IN}",
        "max_departments",
    ),
    (
        f"{_CAP}(?:叫|请|让|有|来|安排|能有|是)?(?P<n><n>)(?:个|家)?(?:部门|单位)(?:参加|参与)?",
        "max_departments",
    ),
    ("部门(?:控制|限制)?在?(?P<n><n>)个?(?:以内|之内|以下)", "max_departments"),
    ("(?P<n><n>)个?部门(?:以内|之内|以下|封顶)", "max_departments"),
    (
        f"(?<![a-z]){_MOST_EN} (?P<n><n>) (?:departments|agencies|bureaus|bureaux|offices)(?: in total| altogether| overall)?",
        "max_departments",
    ),
    (
        "(?<![a-z])(?P<n><n>) (?:departments|agencies|bureaus) (?:at most|maximum|max|or fewer|tops)",
        "max_departments",
    ),
    (
        f"(?:总?人数|人员总数|总共|一共|人员|检查人员|检查员|执法人员|总计|合计|全部人员|人手|参加的人|参检人员|全程|整个行动|整次行动|整个联合检查|整个检查|全部加起来|加起来|总的)(?:人数)?(?:,|:|都|也|就|要|得|派|用|出|动用|人员|人)*{_CAP}(?:到|为|是|在|:|用|派|出动|安排)*(?P<n><n>)(?:个|名|位)?(?:人|检查员|检查人员|执法人员)?{_IN}",
        "max_inspectors",
    ),
    (
        "(?:总?人数|人员|检查人员|检查员|总共|一共)(?:控制|限制)?在?(?P<n><n>)(?:个|名|位)?人?(?:以内|之内|以下|封顶)",
        "max_inspectors",
    ),
    (
        f"{_CAP}(?:用|派|安排|动用|出动|出|去|来|有)?(?P<n><n>)(?:个|名|位)?(?:人|检查员|检查人员|执法人员)(?!一|每|/){_IN}",
        "max_inspectors",
    ),
    ("(?P<n><n>)(?:个|名|位)?人(?:以内|之内|封顶)", "max_inspectors"),
    (
        f"(?<![a-z]){_MOST_EN} (?P<n><n>) {_PEOPLE_EN}(?: in total| altogether| overall| in all| for the whole (?:thing|action|check|campaign))?",
        "max_inspectors",
    ),
    (
        f"(?<![a-z])(?P<n><n>) {_PEOPLE_EN} (?:at most|maximum|max|or fewer|tops|in total at most)",
        "max_inspectors",
    ),
    (
        f"(?<!再)(?<!<B>){_BOUND}(?:去|派|来|要|出|安排)(?:上|个)?{_PAIR}(?:个|名|位)人?(?:去)?(?!部门)",
        "team_size",
    ),
    (
        f"(?<!再)(?<!<B>)(?P<b>{_CAP}|{_LEAST})(?:去|派|来|要|出|安排|有)(?P<n><n>)(?:(?:个|名|位)(?:人|检查员|检查人员|执法人员|同志|同事)|(?:个|名|位)(?=$|[,.;吧]))(?:去)?",
        "team_size",
    ),
    (
        f"(?<!再)(?<!<B>)(?:去|派|来|要|出|安排){_BOUND}(?P<n><n>)(?:个|名|位)(?:人|检查员|检查人员|执法人员|同志|同事)(?:去)?",
        "team_size",
    ),
    (
        f"(?<![<H><W><B>]两个|[<H><W><B>]三个)(?<!<B>[出派来去有])(?<![<H><W><B>各每同哪某第几换少缺加]){_BOUND}(?P<n><n>)(?:个|名|位)(?:人|检查员|检查人员|执法人员|同志|同事)(?=$|[,.;吧]|一起|一块|一道|去|上阵|过去)",
        "team_size",
    ),
    (
        f"(?<![a-z])(?:send|with|use) (?P<b>at least |at most |up to )?(?P<n><n>) {_PEOPLE_EN}",
        "team_size",
    ),
)

_DEC: Final = r"(?P<d>\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)"
_RATIOS: Final = (
    (r"(?P<d>\d+(?:\.\d+)?) ?(?:%|percent|per cent|pct|个百分点)(?: of| sample)?", 100),
    (rf"百分之{_DEC}(?:的?比例)?", 100),
    (r"(?P<d>[一二两三四五六七八九十半]+|\d+(?:\.\d+)?)个百分点", 100),
    (rf"(?P<d>\d+(?:\.\d+)?) ?‰|千分之{_DEC.replace('<d>', '<e>')}", 1000),
    (r"(?P<d>[一二两三四五六七八九]|\d)成(?!立|都|功|员|了|为|本)", 10),
    (r"(?P<d>(?:<n>))(?:分之)(?P<k><n>)", 0),
)  # fmt: skip
_HALVES: Final = (
    (
        "(?:抽|查|取|选|按)(?:取|查)?(?:其中|里面|出|的)?(?:一半|半数|二分之一)|一半(?:的)?(?:抽|查)",
        Fraction(1, 2),
    ),
    ("(?<![a-z])half of(?: the| all)?|one half of", Fraction(1, 2)),
    ("(?<![a-z])(?:a|one) third of|one in three", Fraction(1, 3)),
    ("(?<![a-z])(?:a|one) quarter of|one in four", Fraction(1, 4)),
    ("(?<![a-z])(?:a|one) fifth of|one in five", Fraction(1, 5)),
    ("(?<![a-z])(?:a|one) tenth of|one in ten|every tenth", Fraction(1, 10)),
    ("(?<![a-z])one in twenty", Fraction(1, 20)),
)
_POOL: Final = (
    "(?:从|在|打)?(?:<D>|<S>|<K>|的|全市|全区|这|那|总共|一共|名单里?|库里|里|现有|在册)*(?P<n><n>)(?:多|来|余)?(?:家|户|个|间|所)(?:<S>|<D>|的|企业|商户|店|门店|机构|对象|单位)*(?:里面|里头|里|当中|之中|中|内)(?:随机|面)?",
    "(?:一共|总共|共有?|全区有|全市有|现有|在册)(?P<n><n>)(?:多|来|余)?(?:家|户|个|间|所)",
    "(?<![a-z])(?:out of|from|among|(?<!draw )(?<!sample )(?<!lottery )(?<!selection )of)(?: the| a list of| about| all)? (?P<n><n>)(?: (?:shops|stores|businesses|companies|candidates|targets|<S>))?",
)
_NAMED: Final = (
    "(?:这|那|哪|某|同|每|换|别|另外?|前后|共|都|连|就|后面?|上面?|剩下?)(?:的)?(?P<n><n>)(?:家|户|间|所)",
    "(?:[<T>](?:[、,和跟与及]|以及)*)+(?:这|那|一共|共)?(?P<n><n>)(?:家|户|个|处|间)",
    "(?:<B>(?:[、,和跟与及]|以及)*)+(?:这|那|一共|共)?(?P<n><n>)(?:家|个)(?:部门|单位)?",
    "(?P<n><n>)(?:个|家)(?:部门|单位|局)",
    "(?P<n><n>)家(?:酒店|店|企业|商户|<S>)?(?:,|:|,分别是|分别是|就是)[ ,:]*<T>",
    "(?P<n><n>)(?:家|户|处|间)(?:[,:是]|分别是|就是|即| )*<T>(?=[、,和跟与及])",
    "(?P<n>一)家(?:一家|接一家|也|都|不)",
)
_COUNT: Final = (
    "(?:抽取|抽出|抽查|抽检|抽|选取|选|挑|摇出?|取|随机查)(?:样|个|够|满|上|了)?(?P<n><n>)(?:个|家|户|间|所|处)?(?!下|些|点|批|回|人|组|天|成|%|周|次|遍|轮|部门|名检查(?:员|人)|名执|分之|[号月日])",
    "(?<!第)(?P<n><n>)(?:家(?!政|具|电|长|一组)|户|间|所(?!有))(?!一组|/|每|一天)",
    "(?<!第)(?P<n><n>)(?:个|处)(?:<D>|<K>|的)*<S>",
    "(?<!第)(?:<S>|<K>的?)(?P<n><n>)个(?!人|组|部|检)",
    "(?<![a-z])(?:draw|pick|select|sample|choose)(?: at random| randomly| a sample of| out)? (?P<n><n>)(?! ?%)",
    "(?<![a-z])(?:a )?(?:random )?(?:sample|draw|lottery|selection) of (?P<n><n>)",
    "(?<![a-z])(?P<n><n>) of (?:them|these|those)(?![a-z])",
    "(?<![a-z0-9])(?P<n><n>) (?:(?:random|randomly chosen|of the|of|<K>|<D>|class [a-d]|'s) ?)*(?:<S>|shops|stores|businesses|companies|targets)",
)


def _read_sample(line: Line, found: dict[str, Any]) -> None:
    sample: dict[str, Any] = {}
    for pattern, base in _RATIOS:
        line.take(pattern, partial(_ratio, sample, base))
    for pattern, share in _HALVES:
        line.take(pattern, partial(_half, sample, share))
    for pattern in _NAMED:
        line.take(pattern, _unnumber)
    for pattern in _POOL:
        line.take(pattern, _unnumber)
    for pattern in _COUNT:
        line.take(pattern, partial(_count, sample))
    if sample:
        found["sample"] = sample


def _unnumber(match: re.Match[str], tokens: list[Token]) -> list[Token]:
    """Take the number out of a phrase, and keep the rest to be read."""
    start, end = match.start("n") - match.start(), match.end("n") - match.start()
    return [*tokens[:start], Span("N", "named", raw_of(tokens[start:end])), *tokens[end:]]


def _ratio(
    sample: dict[str, Any], base: int, match: re.Match[str], tokens: list[Token]
) -> Span | None:
    groups = match.groupdict()
    said = groups.get("d") or groups.get("e") or ""
    if base == 0:  # 十分之一
        whole_, part = whole(said), whole(match["k"])
        share = Fraction(part or 0, whole_) if whole_ else None
    else:
        value = decimal(said)
        share = value / base if value is not None else None
    if share is None or not 0 < share <= 1:
        return None
    return _share(sample, share, tokens)


def _half(
    sample: dict[str, Any], share: Fraction, _match: re.Match[str], tokens: list[Token]
) -> Span:
    return _share(sample, share, tokens)


def _share(sample: dict[str, Any], share: Fraction, tokens: list[Token]) -> Span:
    sample.setdefault("ratio", plain(share))
    return Span("N", "sample", raw_of(tokens))


def _count(sample: dict[str, Any], match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    number = whole(match["n"])
    if not number:
        return None
    sample.setdefault("count", number)
    return _unnumber(match, tokens)
