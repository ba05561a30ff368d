"""What may not be obeyed: requests to leak, to break the rules, or to drop them. Text is judged, never run.

Uploads and questions are quoted material. A command inside them is named and left alone; a real
question beside a command is still answered from the clauses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UPLOAD_LIMIT = 200_000

_REVEAL = re.compile(
    r"系统提示|提示词|隐藏(?:的)?(?:提示|指令|规则|设定)|内部(?:提示|指令|设定)|复述你的|你的(?:指令|设定|初始)|"
    r"(?:输出|打印|显示|重复|复述|说出|交出|泄露|给我看|发给我)[^。，,]{0,12}(?:指令|提示词|初始提示|密钥|口令|后台配置)|"
    r"(?:print|output|show|reveal|repeat|dump|leak)\b[^.,]{0,24}\b(?:instructions?|prompts?|api keys?|secrets?|environment variables)\b|"
    r"system prompt|hidden (?:prompt|instruction)|(?:your|initial|developer) (?:prompt|instructions|message)",
    re.I,
)
_PRIVATE = re.compile(
    r"(?:列出|导出|给我|告诉我|提供|发我|查出|都?列|dump|list|give me|show me|export|send me).{0,24}"
    r"(?:身份证号|手机号|家庭住址|家庭地址|银行卡|私人电话|id numbers?|home address|mobile numbers?|phone numbers of)|"
    r"(?:身份证号|手机号|家庭住址|银行卡).{0,16}(?:列出|导出|发我|给我|告诉我)",
    re.I,
)
_BREAK = (
    r"绕过|绕开|规避|逃避|躲过|躲避|躲开|蒙混|糊弄|作弊|造假|伪造|补造|编造|捏造|篡改|操纵|做手脚|动手脚|内定|暗箱|走后门|打招呼|倒签|"
    r"每次都(?:被)?抽(?:中|到)|一定(?:能)?抽(?:中|到)|抽不(?:中|到)(?!.{0,6}(?:怎么办|会怎))|别抽(?:中|到)|不被抽|别抽到|提前(?:知道|透露|泄露|告诉).{0,6}名单|透露.{0,6}名单|泄露.{0,6}名单|"
    r"bypass|circumvent|evade|get around|work around|forge|falsif|fake|rig\b|rigged|tamper|manipulat|backdate|cheat|dodge|leak the list|skip the recusal"
)
_HOW = (
    r"怎么|怎样|如何|咋|教|帮我|替我|办法|方法|窍门|技巧|想个|给我|能不能让|让我|才(?:能)?不(?:会)?被|不让.{0,6}(?:看出|发现|知道)|神不知|"
    r"how (?:can|do|to|could|would|might|should)|help me|teach|a way|ways to|tell me|show me|without (?:being|anyone|getting)|trick"
)
_CONSEQUENCE = re.compile(
    r"怎么处理|如何处理|怎么处罚|怎么罚|后果|责任|追究|属于哪|算哪|算什么|哪一类|哪类|防止|避免|杜绝|防范|发现.{0,8}怎么办|会怎|举报|禁止|"
    r"what happens|consequence|liab|punish|prevent|penalt|which (?:type|category)|report",
    re.I,
)
_COMMAND = re.compile(
    r"[^。！？!?；;\n]*?(?:忽略|无视|忘掉|忘记|不要管|别管|不要理会|别理会?|不理会|撇开|抛开|ignore|disregard|forget|override)[^。！？!?；;\n，,]{0,24}"
    r"(?:规定|规则|指令|提示|要求|设定|文件|条款|以上|之前|rules?|instructions?|prompts?|documents?|above|guidelines?|polic(?:y|ies))[^。！？!?；;\n，,]{0,8}[，,。；;]?\s*(?:and\s+)?"
    r"|(?:请)?(?:直接)?(?:必须|只(?:要|需|能)?)?(?:回答|答复|答|输出|回复)(?:说|[:：，,])?[“\"「]?(?=.)"
    r"|(?:你现在是|从现在起|假装|扮演|作为一个没有)[^，,。；;\n]{0,30}[，,。；;]?"
    r"|(?:pretend|act as|you are now|from now on|developer mode|jailbreak)[^,.;\n]{0,40}[,.;]?\s*"
    r"|(?:直接)?告诉我(?=.{2,})|(?:just |simply )?(?:state|say|reply|answer|confirm|respond)(?: only)?(?: that| with)?\s+",
    re.I,
)
_OVERRIDE = re.compile(
    r"(?:忽略|无视|忘掉|忘记|不要管|别管|不要理会|别理会?|不理会|撇开|抛开).{0,12}(?:规定|规则|指令|提示|要求|设定|文件|条款|以上|之前)|你现在是|从现在起|假装|扮演|没有限制|越狱|"
    r"(?:ignore|disregard|forget|override).{0,30}(?:rule|instruction|prompt|document|above|guideline|polic)|pretend|act as|you are now|from now on|developer mode|jailbreak",
    re.I,
)
_UPLOADED = re.compile(
    r"忽略|无视|必须(?:回答|说|输出)|回答时|只(?:回答|输出|回复)|系统[】\]：:]|从现在起|你(?:现在)?是|不要引用|assistant\s*:|system\s*:|ignore|disregard|reply only|<!--|you are now|instructions?:",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Screened:
    """A question made safe: what to search for, why it is refused (or ""), commands that were left out."""

    question: str
    refusal: str
    commanded: bool
    upload_commands: bool


def screen(question: str, uploaded_text: str | None = None) -> Screened:
    """Judge a question and an upload; nothing of either is ever carried out."""
    upload = bool(uploaded_text and _UPLOADED.search(uploaded_text[:UPLOAD_LIMIT]))
    commanded = bool(_OVERRIDE.search(question))
    refusal = _refusal(question)
    bare = _COMMAND.sub(" ", question).strip(" ，,。.") if commanded else question
    return Screened(bare if len(bare) >= 4 else question, refusal, commanded, upload)


def _refusal(question: str) -> str:
    if _REVEAL.search(question):
        return "secret"
    if _PRIVATE.search(question):
        return "private"
    wants = re.search(_BREAK, question, re.I) and re.search(_HOW, question, re.I)
    return "break" if wants and not _CONSEQUENCE.search(question) else ""
