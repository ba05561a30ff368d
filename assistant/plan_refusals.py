"""Wishes that break a rule: each kind by its own words; to ask or to forbid is no such wish."""

from __future__ import annotations

import re
from typing import Any, Final

from assistant.plan_line import Line, Span, raw_of
from assistant.plan_words import lexicon

_ONE: Final = "(?:一|1|壹)"
_NEVER: Final = "(?:不能|不许|不得|不可以?|不准|别|不要|禁止|不允许|严禁|避免|千万别|不是|不应|不该|not |never |no )"

# In this order: the first kind that is found is named.
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "certificate": (
        "(?:没有?|无|未取得|还没拿到?|没拿到?|没考到?|没办下来?|缺)(?:有效)?(?:的)?(?:行政)?(?:执法)?(?:证件?|资格证?|证书)(?!明|据)",
        "(?:执法)?(?:证件?|资格|证书)(?:都|已经|已|刚|前几天|上个?月|早就|昨天|才|快)*(?:过期|到期|失效|作废|吊销|注销|没了|没办|没下来|丢了|没续|超期)",
        "(?:过期|失效|作废)(?:的)?(?:执法)?证",
        "(?:实习生|临时工|协管员?|辅助人员|辅警|志愿者|外包人员?|保安|司机|新来的|外聘人员?|劳务派遣(?:人员)?|学生)[^,]{0,10}?(?:顶|凑|代替|充|算|当|去查|去检查|上(?!午)|单独|补|充数|也行|也可以|就行|冒充|替)",
        "(?:让|派|叫|找|用|拿|请)(?:个|一个|两个|几个)?(?:实习生|临时工|协管员?|辅助人员|辅警|志愿者|外包人员?|保安|司机|学生)",
        "(?<![a-z])(?:without (?:a |any )?(?:valid |enforcement )*(?:certificate|licen[cs]e|id)|(?:certificate|licen[cs]e|cert)(?: has| is| was|'s)?(?: already| just)? ?(?:expired|run out|lapsed|invalid|out of date|no longer valid)|expired (?:certificate|licen[cs]e)|(?:uncertified|unlicensed|uncertificated)|"
        "(?:an? |the |our )?(?:intern|interns|trainee|trainees|temp|temps|volunteer|volunteers|student)(?![a-z])|has no (?:valid )?(?:certificate|licen[cs]e)|no (?:valid )?certificate)",
    ),
    "recusal": (
        "(?:不用|不必|甭|无视|忽略|不管|不要管|不用管|别管|别理|省了|跳过|绕过|取消|免了?|无需|就不)(?:什么|他的|她的|这个|再|去|考虑)?(?:<H>的?)?(?:的)?(?:回避|避嫌|利害关系)(?!人)",
        "(?:回避|避嫌)(?:制度|规定|什么的|这事|的事|就|那套|要求)*(?:算了|免了|不管|别管|先不管|不用管|放一放|放一边|不算|没关系|别提|不理)",
        "(?:虽然|虽|尽管|就算|即使|哪怕|明知|按说|按理|本来|照理|知道)[^.]{0,24}?(?:回避|避嫌|利害关系|亲戚|亲属|哥|弟|姐|妹|老婆|老公|爱人|亲家|舅|叔|姑|姨|同学|朋友|股份|入股|关系)[^.]{0,16}?(?:派|让|去|还是|也|照|仍|就|可)",
        "(?:回避|利害关系|亲戚|亲属|他哥|他弟|他姐|他妹|他老婆|她老公|他舅|他叔|他爸|他妈|亲兄弟|有股份|入了?股|熟人|老同学|关系好|关系不错|关系熟)[^.]{0,14}?(?:还是|但|不过|也|照样|照|仍然|仍|依然|就)(?:要|得|让|是)?(?:<H>)?(?:他|她)?(?:派|让|去|安排|来|查|上)",
        "(?:要|该|应当|应该|得|需要?|须)回避的?(?:人|<H>|张|那位|那个|同事)[^,]{0,8}?(?:也|照样|照|还是|仍)?(?:派|去|上|安排|参加)",
        "(?:派|让|安排|叫)[^,]{0,14}?(?:查|去)(?:他|她)(?:自己)?(?:哥|弟|姐|妹|老婆|老公|爱人|家里?|亲戚|舅舅?|叔叔?|爸|妈|同学|朋友|老丈人|岳父|表[哥弟姐妹])",
        "(?:派|安排|让)(?:需要|应当|应该|该|要|必须|得)?回避的",
        "(?<![a-z])(?:(?:even though|although|though|despite|even if|never mind|ignore|ignoring|forget(?: about)?|skip|regardless of|in spite of|waive|overlook|doesn't matter)[^.]{0,50}?(?:recus|conflict of interest|conflict|relative|brother|sister|wife|husband|cousin|uncle|owns|owner|friend|interest|related))",
        "(?:recus(?:ed|al)|conflict of interest|his (?:brother|wife|sister|cousin|uncle|friend)|her (?:brother|husband|sister|cousin|uncle|friend))[^.]{0,30}?(?:but|send (?:him|her|them)? ?anyway|anyway|all the same|still send|nevertheless)",
        "(?<![a-z])(?:send|let|assign)[^.,]{0,30}?(?:his|her) (?:own )?(?:brother|wife|husband|sister|cousin|uncle|father|mother|friend|relative)",
    ),
    "draw": (
        "重(?:新)?抽(?!查表)|重新?摇|重新(?:随机|抽签|抽取|摇号|来一次抽)|再(?:给我)?(?:抽|摇)(?:一?[次遍回轮个把]|到|一|个|几)|(?:抽|摇)(?:到|出)[^,]{0,12}?(?:为止|满意)|多(?:抽|摇)[几两三]?(?:次|遍|回|轮)|(?:抽|摇)[几两三](?:次|遍|回)[^.]{0,10}(?:挑|选)",
        "(?:换|改)(?:一?个|一下)?(?:随机)?种子|种子(?:改|换|设|定|调)(?:成|为|一?个|一下|到|掉)|(?:换|改)一批(?!人)|换一?组(?:结果|名单)",
        "(?:抽中|抽到|抽出|中签|抽签|抽取|名单|摇中|摇到|摇号)(?:的|了|来|结果|名单|里|上|里面|这批|那批)*[^.]{0,16}?(?:换成?|替换|去掉|拿掉|划掉|删|剔除|跳过|换别|拿下|撤下|去除|不算|不作数|作废|别查|不查|不要|放过|抹掉|移出)",
        "(?:跳过|略过|绕过|放过|漏掉|去掉|划掉|删掉|拿掉|换掉|撤下)[^,]{0,6}?(?:抽中|抽到|中签|摇中)",
        "(?:抽|摇)(?:签|取|号)?(?:的?时候|时|之前|前)?[^,]{0,6}?(?:一定|必须|务必|保证|确保|想办法|尽量|最好|就|给我)(?:要|得|能)?(?:抽中|抽到|摇中|摇到|抽上|中|有|把|带上)(?![国小学间旬])",
        "(?:一定|必须|务必|保证|确保|想办法)(?:要|得|能|让)?[^,]{0,8}?(?:抽中|抽到|中签|摇中|被抽|抽上)",
        "(?:别|不要|不能|千万别|避免|最好别|尽量别|不想|可别)(?:让)?(?:<T>|<S>|<D>|[^,]{0,6}?)?(?:被)?(?:抽中|抽到|抽上|摇到|摇中|中签|抽出)",
        "(?:内定|暗箱|指定(?:抽|中)|做(?:点|个)?手脚|定向照顾|照顾(?:一下|下)?<T>|手动(?:加|选|指定|改)|直接(?:选定|指定|挑)[^,]{0,6}?(?:别|不用|不)抽|不用抽|不抽签?了?[,]?直接|挑(?:几|两|三)?家(?:好查|听话|近|顺眼|熟|容易)|挑(?:一?个)?(?:结果|种子|最)|自己挑|挑着查|假装(?:随机|抽)|装作随机)",
        "(?:直到|一直(?:抽|摇)|抽到)(?:没有|抽中|有|不含|出现|满意|合适|合心意)",
        "把<T>(?:直接)?(?:加|放|塞|写|排)进(?:抽签|抽中|抽取|中签|抽查)?(?:名单|结果|里)",
        "(?:这批|这次|抽签|结果|名单)(?:的)?(?:结果)?(?:不好|不满意|不合适|不理想|不算|作废|难看|不好看)[^.]{0,12}(?:抽|摇|换|再来|重来)",
        "(?:再来|重来)一(?:次|遍)(?:抽|摇)?|(?:抽|摇)[^,]{0,6}?(?:不算|作废|重来)",
        "(?<![a-z])(?:re-?draws?|re-?roll|redrawn|draw (?:it |them |this |the list |a new one |everything )?(?:again|once more|anew|a second time|another time|until)|draw another (?:list|batch|sample|round|time)|another draw|new draw|repeat the draw|keep drawing|(?:run|do|spin|roll) (?:the |that )?(?:draw|lottery|it)? ?(?:again|once more|until)|again until|until (?:we|i|you) (?:like|get)|"
        "(?:change|use|try|pick|choose|set) (?:the |another |a (?:new|different|better) )seed|different seed|(?:make sure|ensure|guarantee)[^.]{0,40}?(?:is|gets|are|was|be|isn't|is not|aren't|not) (?:not |never )?(?:drawn|picked|selected|chosen)|"
        "(?:skip|drop|remove|replace|swap|take out|leave out|delete|exclude)[^.]{0,40}?(?:drawn|from the draw|from the drawn|off the drawn|in the draw|was drawn|draw result)|rig(?:ged)? (?:the )?(?:draw|lottery)|(?:don't|do not|must not|never) (?:draw|pick|select)(?! up)|"
        "(?:hand-?pick|handpick|cherry-?pick)|pick (?:the )?(?:easy|nice|friendly|best) ones|pretend(?: it (?:is|was))? random|drawn? (?:.{0,20} )?(?:but|and) (?:skip|swap|replace|drop) )",
    ),
    "publish": (
        "(?:别|不要|不用|不必|先不|暂不|就不|不|无需|不想|甭|先别|暂时不|暂时别|千万别|免)(?:再|给|去|往外|对外|急着|向外|上网|马上|要|把)?(?:它|他|这家|这个|结果|<T>的?(?:检查)?(?:结果)?)?(?:的)?(?:结果)?(?:公示|公开|公布|挂网|挂出来|挂出去|对外|曝光|上网|发布|登出|往外发)",
        "(?:公示|公开|公布)(?:就|的事)?(?:算了|免了|不用了?|不做了?|省了|先放放|缓一缓|往后拖|拖一拖|先拖着|取消|撤了|不要了|往后推|先放一放)",
        "(?:撤掉|撤下|撤回|取消|删掉|删除|删了|推迟|拖延|拖着|压着|延后)(?:[^,]{0,10}?)(?:公示|公开|公布)(?!栏)",
        "(?:结果|问题|情况|记录|检查结果|这条|这个)[^,]{0,8}?(?:压一压|压下来|压着|压下去|先压|瞒|隐瞒|藏|捂|抹掉|抹去|不上报|别上报|别声张|保密|内部掌握|悄悄|大事化小|别录|不录|别往外说|别让(?:人|外面|外人|别人)|改成(?:未发现|合格|没问题|没有问题|正常)|写成(?:未发现|合格|没问题|没有问题|正常)|写好看|改好看|改一改|删了|删掉|删除)",
        "(?:把|将)[^,]{0,12}?(?:结果|问题|记录)[^,]{0,6}?(?:改成|写成|删|藏|瞒|抹|压)",
        "(?:瞒|隐瞒|藏|掩盖|捂住|抹掉|删掉|删除)(?:一下|下|着|住)?[^,]{0,8}?(?:结果|问题|情况|记录)",
        "(?<![a-z])(?:(?:do not|don't|never|no need to|not|please don't|without|avoid|instead of|stop|delay|postpone|hold off(?: on)?|rather not) (?:publish(?:ing)?|disclos(?:e|ing)|releas(?:e|ing)|announc(?:e|ing)|publication|show(?:ing)? the result|post(?:ing)?|publiciz(?:e|ing)|mak(?:e|ing) (?:it|them|this|the results?) public)|"
        "(?:hide|conceal|suppress|bury|withhold|hush up|delete|cover up|keep (?:the )?(?:results?|findings?|it|them|this|that)? ?(?:secret|quiet|private|unpublished|confidential|off))[^.]{0,20}?(?:results?|findings?|outcome|it|them|this|website|site|record)?|results? (?:quiet|secret|private|under wraps)|off the (?:website|public site)|skip (?:the )?(?:publication|publishing))",
    ),
    "two": (
        f"(?:就|只|派|仅|让|叫|安排|由|出|来|去)[^,]{{0,8}}?(?:{_ONE}个|{_ONE}名|{_ONE}位|单个|单)(?:人|检查员|执法人员|检查人员)(?:就|也|单独|自己|去|行|够|过去|上门|查|检查|,|$|跑|搞定|完成|算了|来|负责|好了|顶)",
        f"(?:{_ONE}个人|独自|单独(?:一人|一个人)?|{_ONE}人|自己(?:一个人)?|单枪匹马|孤身|单人|只身)(?:就|来|也|先|独自|单独|可以|能|自己)*(?:去|查|跑|上门|走|搞定|检查|执行|完成|过去|够了|够|行动|负责|执法|进去|就行|就好|就可以|顶|应付|扛)",
        f"(?:每家|每组|每次|每户|每队|每个点|每处|一家|一组|一户|各家)(?:就|只|都|去|派|安排|要|用|来|配|出|有|最多|只要|只用|一律)*{_ONE}(?:个|名|位)?人(?!以上)",
        f"{_ONE}(?:个)?人(?:一|1|负责一|跑一|查一)(?:家|组|户|个点|队)",
        f"(?:只|就|仅)(?:要|用|需|需要|派|去|出|安排|让|能)*(?:{_ONE}个|{_ONE}名|{_ONE}位|<H>(?:{_ONE}个人?|自己|就行|去就行|去就够))",
        f"<H>(?:一个|自己|独自|单独|{_ONE}人)(?:人)?(?:就|去|来|也|跑|查|搞|上|过|先|可以|能|顶|扛|包)",
        "(?:单人|一人|独自|单独)(?:检查|执法|上门|去|前往|行动|巡查|入户|跑)",
        "(?:让|派|叫)<H>(?:独自|单独|自己|一个人|单枪匹马)",
        f"(?:不用|不必|没必要|别|不需要|省得)(?:非得|非要|去|派|安排)*(?:两|二|2)(?:个|名|位)?人|(?:两|二|2)(?:个|名|位)?人(?:太多|浪费|没必要|不用)|少去?一个人|{_ONE}个(?:就|也)?(?:够|行)(?:了)?$",
        "(?<![a-z])(?:(?:only |just |a single |with |send |sends |sending )*(?:one|a single|1|single) (?:inspector|person|officer|man|member of staff)(?! (?:ill|sick|away|is|was|per department|from each))|(?:by (?:him|her)self|on (?:his|her) own|all alone|alone|single-?handed(?:ly)?|solo|one[- ](?:person|man|inspector|member) (?:teams?|groups?|visits?|inspections?|crews?))|teams? of one|one (?:inspector )?(?:each|per (?:visit|shop|site|team|place|hotel|restaurant))|one is enough|one will do|two (?:inspectors |people )?(?:is|are) too many|no need for two)",
    ),
    "fee": (
        "(?:收|交|缴|付|收取|收点|交点|出点?|让[^,]{0,8}?(?:出|掏|付|承担|交))(?:一?点|一?些|个|笔)?(?:检查|手续|辛苦|服务|管理|检测|工本|路)?费(?:用)?(?!率)|(?:收|收取|要)(?:点|些|他们)?钱|(?:费用|车费|饭钱|油钱|餐费)(?:让|由|叫|找)[^,]{0,8}?(?:企业|店|商户|对方|他们|<T>|<S>)(?:出|付|承担|掏|交)",
        "(?<![a-z])(?:charge|bill|invoice|make|let)[^.,]{0,30}?(?:fee|pay|for the (?:inspection|check|visit)|costs?)(?![a-z])|(?:collect|take|ask for) (?:a |an |some )?(?:inspection )?(?:fee|fees|money|payment)",
    ),
    "committed": (
        "(?:已|已经|已然|刚)?(?:承诺|公布|公示|锁定|固化|提交|备案|发布|冻结)(?:过|了|好|的|出去)*(?:的)?[^.]{0,8}?(?:计划|名单|方案|池子?|名录)?[^.]{0,10}?(?:悄悄|偷偷|直接|再|还是|后台|私下|暗中)?(?:改一?[改下]?|修改|换一?[下换]?|动一?[下动]|调一?[下调]|加一?[家个些]|删一?[家个些掉]|换掉|改掉|加进|去掉|删掉|改成|替换)(?!天)",
        "(?:改|修改|动|调整|换|加|删|悄悄改|偷偷改)(?:一下|下|掉|几个)?(?:已|已经)(?:承诺|公布|公示|锁定|提交|备案|发布|冻结)",
        "(?<![a-z])(?:edit|change|alter|modify|amend|tamper with|adjust|swap|add|remove)[^.]{0,40}?(?:committed|published|frozen|locked|announced|the commitment|sealed)|(?:committed|frozen|sealed|locked)[^.]{0,20}?(?:edit|change|alter|modify|amend|quietly|adjust)",
    ),
}
_ASKED: Final = "吗|么[?,.]*$|能不能|可不可以|可否|能否|是否|是不是|行不行|可以不可以|允不允许|合不合|违不违|会不会|有没有|算不算|要不要|该不该|需不需要|怎么规定|什么规定|违规|违法吗|合规|合法|允许|为什么|为啥|为何|凭什么|什么时候|几个人|多少人|怎么办|该怎么|如何|怎样|哪些|什么情况|谁(?:来|去|该|要|应)?|(?<![a-z])(?:may (?:i|we|an|a|one|the)|can (?:i|we|an|a|one|the|inspectors?|you|it|he|she)|could (?:i|we|an|a|one|the)|is it (?:ok|okay|allowed|legal|permitted|possible)|are (?:we|you|inspectors) allowed|is (?:one|a single|an)|am i allowed|allowed to|must (?:i|we|an|a|the|inspectors?|results?)|do (?:i|we|inspectors|they|you)|does|should (?:i|we|an|a|the)|when|what|why|who|how|which|whether|was|were)(?![a-z])"


def read_refusal(line: Line) -> str | None:
    """The kind of rule the wish breaks, its words used up; None where it breaks none."""
    for kind, patterns in _KINDS.items():
        for pattern in patterns:
            match = line.find(pattern)
            while match is not None:
                before = line.text[max(0, match.start() - 5) : match.start()]
                if not re.search(_NEVER + "(?:只|再|就|派|让|安排)?$", before, re.IGNORECASE):
                    raw = raw_of(line.tokens[match.start() : match.end()])
                    line.replace(match.start(), match.end(), Span("W", kind, raw))
                    return kind
                match = None
    return None


def asks(line: Line) -> bool:
    """Whether the sentence asks rather than wishes."""
    return line.has(_ASKED) or line.text.rstrip().endswith("?")


def refusal_words(kind: str, lang: str) -> str:
    """The rule in words with its clause."""
    entry: dict[str, Any] = lexicon()["refusals"][kind]
    basis = "、".join(x for x in (entry["rule"], entry["basis"]) if x)
    if lang.startswith("en"):
        return f"{entry['en']} [{basis}]"
    return f"{entry['zh']}（依据：{basis}）"
