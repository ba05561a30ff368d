"""What the sentence is for: to plan, change, draw, print a checklist, explain, or only to ask."""

from __future__ import annotations

from typing import Final

from assistant.plan_line import Line, compiled

_WHY: Final = "为什么|为啥|为何|凭什么|凭啥|什么原因|啥原因|怎么(?:会|就|没|不|又|还|排|把|给|被|抽|只|是|回事|选|定|安排|派|轮)|怎么(?:这么|那么|老|总|都|才)[^,]{0,8}(?:没|不|被|排|抽|少|多)|怎么[^,]{0,8}(?:排了|去了|跑了|查了|安排了|派了|没人)|怎么[<D><S><T>][^,]{0,8}(?:都|全|没|排[在到])|咋|解释|说明(?:一下|下)|讲讲|说说|讲一下|说一下|理由|原因|(?<![a-z])(?:why|explain|how come|reason|what happened|tell me about)(?![a-z])"
_OWN: Final = "[<D><S><T><P><R><K><H>]|排进|没排|没抽|抽中|抽到|被抽|排上|方案|这次安排|这个安排|日程|排期|(?<![a-z])(?:schedule|draw|drawn|left out|plan|team)(?![a-z])"
_WHO_OF_OURS: Final = "(?:谁|哪些人|哪几个人|哪两个|几个人)[^,]{0,6}(?:去|查|负责|带队)|(?:抽到|抽中|抽了|排了|安排了|查了)(?:哪|谁|几|多少)|哪(?:几|些)?家[^,]{0,6}(?:没|被|抽|排)|排(?:在|到)(?:哪天|什么时候|几号|周几)|(?:哪天|什么时候|几点)(?:去|查|排)|(?<![a-z])(?:who (?:is|goes|will|visits|inspects|was)|which (?:hotels|shops|ones|targets|restaurants|businesses|inspectors|malls|gyms)|when (?:is|will|do we|are we|was))(?![a-z])"
_CHECKLIST: Final = "(?:检查|联合|合并|综合|现场)?清单|检查(?:事项|项目|内容|要点)?(?:清单|表|单)|检查记录表|检查表格|检查内容表|一张表|什么表|(?:出|做|打|列|拟|给)(?:一)?(?:张|份|个)?(?:检查)?(?:表|单子)|(?<![a-z])(?:check ?-?lists?|inspection (?:form|sheet))(?![a-z])"
_NOT_CHECKLIST: Final = "(?:抽查)?事项清单|权责清单|权力清单|监管事项清单|负面清单"
_GIVE: Final = "给|出|做|打|列|拟|生成|要|来|准备|起草|写|弄|整|搞|帮|合并|合成|拼成|发|导出|制|套|(?<![a-z])(?:make|give|draft|create|prepare|need|want|generate|print|produce|write|show|get|please|send|merge[d]?|combined?|build|a checklist|checklist for)(?![a-z])"
_REPLAN: Final = (
    "挪|改到|改成(?=[<P><R>])|改在|改<P>|改<R>|对调|对换|互调|互换|换一换|改期|改个?时间|(?<=<T>)改天|改天(?!查|去|看|检|安|把|再|$|,)|换到|换成(?=[<P><R>])|换[一个]?天|换(?:个)?人|换个?时间|调到|调整|微调|移到|推迟|推到|推后|往后[推顺挪延移]|(?:让|叫|由|派|换)<H>[^,;.]{0,3}[顶替代]|延后|延期|延到|延迟|顺延|提前(?:到|至|<n>天|一)|往前提|取消|去掉|删掉|删除|拿掉|划掉|撤掉|撤下|剔除|不查了|不去了|别查了|先不查|不用查了|不用去了|"
    "停业|关门|关店|倒闭|歇业|装修|注销|搬走|搬迁|搬家|拆迁|停电|断电|停水|不开门|没开门|闭店|转让|拆了|重排|重新(?:排|安排|调|分|计划|规划)|再排一[次遍下]|另排|别的(?:都)?(?:别|不)(?:动|变)|其他(?:的)?(?:都)?(?:不变|别动|不动|照旧)|其余(?:的)?(?:不变|别动|不动|照旧)|顶替|顶一下|替一下|替他|替她|接手|接替|补位|递补|停一天|台风|暴雨|封路|临时(?:加|有)|再加一家|加一家|补一家|延长到|"
    "(?<![a-z])(?:mov(?:e|ed|ing)|postpon(?:e|ed|ing)|re-?schedul(?:e|ed|ing)|re-?plan(?:ned|ning)?|re-?arrang(?:e|ed)|cancel(?:led|ed|ling)?|drop(?:ped)?|remov(?:e|ed)|shift(?:ed)?|push(?:ed)? (?:[^,.]{1,40} )?back|bring forward|brought forward|closed(?: down)?|shut(?: down)?|swap|put off|call(?:ed)? off|delay(?:ed)?|under renovation|being renovated|out of business|gone bust|bankrupt|take [^,.]{1,30} off|strike|re-?assign|stand in|cover for|step in|power cut|typhoon|change [^,.]{1,30} to|keep the rest|everything else (?:stays|as))(?![a-z])"
)
_DRAW: Final = "抽(?!查|调|空|不开|时间|烟|身)|摇号|摇|抽签|抽取|机选|随机(?:抽|选|取)|(?<![a-z])(?:draw|random(?:ly)?|lottery|sample(?= (?:of )?<n>| the| [<D><S><K><N>])|(?:take|pull) a (?:random )?sample|pick|select)(?![a-z])"
_SPOT: Final = "抽查|抽检|spot[- ]check"
_INSPECT: Final = "(?<!抽)(?<!检)查(?!询)|检查(?!对象|名单|名录|清单|表|人员|员|结果)|走访|巡查|排查|核查|上门|走一遍|走完|跑一遍|跑完|看一[下遍]|看看|(?:看|走|跑|办|弄|做|搞|过|处理)完|过一遍|(?<!去)去(?!掉|年|除)|排一下|排个|安排|排期|计划|(?<![a-z])(?:inspect(?:ed|ion|ions|ing)?|visit(?:s|ed)?|check(?:s|ed)?|schedule|arrange|plan|go to|cover)(?![a-z])"
_STAFFED: Final = "带队|领队|(?:别|不|不要)排[<P><R>]|每天|每组|一组|分<n>?个?组"
_POLITE: Final = "(?:能不能|可不可以|能否|可否|可以|能)(?:麻烦|请|帮|给|替|把|安排|排|在|先|你|[<P><R>])|帮我|帮忙|麻烦|请(?!假|问)|(?:可以|行|好|成|行不行|好不好|可不可以|没问题)(?:吗|么|不)?(?:\\??$|[?,])|(?<![a-z])(?:can you|could you|would you|will you|please)(?![a-z])"


def intent_of(line: Line, *, asking: bool, absent: bool) -> str:
    """The intent of a lawful sentence; ``absent`` says that somebody is reported away."""
    objects = line.has("[<D><S><T><K>]")
    if _wants_checklist(line, asking):
        return "checklist"
    if absent and line.has("(?:怎么|咋|如何)(?:排|办|安排|弄|调|搞)"):
        return "replan"
    if line.has(_WHY) and line.has(_OWN) and _ours(line):
        return "explain"
    if line.has(_WHO_OF_OURS) and line.has("[<T><D><P><R>]"):
        return "explain"
    if asking and not _request(line):
        return "question" if _about_work(line) else "other"
    if absent:
        fresh = line.has("[<D><S><K>]") and not line.has("重|调整|re-?plan|re-?schedul")
        return "schedule" if fresh else "replan"
    return _act(line, objects)


def _act(line: Line, objects: bool) -> str:
    if compiled(_REPLAN).search(_without_choices(line)):
        return "replan"
    inspecting = line.has(_INSPECT)
    drawing = line.has(_DRAW)
    if drawing and not inspecting and not _by_a_deadline(line) and not line.has(_STAFFED):
        return "draw"
    if line.has(_SPOT) and not line.has("[<P><R><A>]") and not line.has("去|派|组|每"):
        return "draw"
    if objects or (inspecting and line.has("[<P><R><B><H><N>]")):
        return "schedule"
    return "schedule" if line.has("[<B><N>]") and not line.has("^<W>$") else "other"


def _without_choices(line: Line) -> str:
    """The text without what leaves out a class or a department: that changes no plan."""
    left_out = "[<K><B>](?:的|就|都|也|这次|先|可以)*(?:别|不|不用|不要|不必)(?:再)?(?:查|去|来|管|参加|抽|看)了?"
    shut = (
        "<P>[^,;.<T>]{0,3}(?:停电|断电|停水|台风|暴雨|封路)(?=不行|不排|别排|不查|不去|别去|去不了)"
    )
    return compiled(f"{left_out}|{shut}").sub("", line.text)


def _by_a_deadline(line: Line) -> bool:
    """A draw is held on a day; what must be done by a day is the checking."""
    return any(getattr(s.value, "role", "") == "deadline" for _, s in line.spans("R"))


def _wants_checklist(line: Line, asking: bool) -> bool:
    if not line.has(_CHECKLIST) or (line.has(_NOT_CHECKLIST) and not line.has("检查清单|检查表")):
        return False
    return (
        line.has(_GIVE)
        if not asking
        else line.has(_POLITE) or line.has("(?:给|发|出|打|来|做|列|拟)(?:我|一|个|张|份)")
    )


def _ours(line: Line) -> bool:
    """Whether 为什么 is about our own plan and not about the law."""
    if line.has("[<T><D><S><P><R><H>]"):
        return True
    return line.has("没排|排进|抽中|抽到|没抽|被抽|排上|(?<![a-z])(?:left out|was|were)(?![a-z])")


def _request(line: Line) -> bool:
    return (
        line.has(_POLITE)
        and line.has("[<D><S><T><H>]")
        and line.has(f"[<P><R>]|{_INSPECT}|{_REPLAN}|{_DRAW}")
    )


_WORK: Final = (
    "[<D><S><T><K><B><H>]|查|抽|检|公示|公开|执法|证|部门|回避|清单|计划|企业|商户|随机|信用|风险|处罚|整改|名录|库|监管|联合|人员|几个人|两个人|一个人|种子|规定|录入|结果|期限|工作日|费|投诉|举报|名单|异常|复查|牵头|专家|签字|双随机|"
    "inspect|shop|store|charg|sampl|allow|compl|fine|penalt|warn|law|draw|publish|certificate|department|recus|check|result|rule|visit|team|compan|business|risk|credit|random|plan|fee|record|list|deadline|working day|law|lead|expert|sign|target|seed"
)


def _about_work(line: Line) -> bool:
    return line.has(_WORK)
