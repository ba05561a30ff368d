"""The words answers are made of, Chinese first, English beside it."""

from __future__ import annotations

from knowledge import Hit

_STATUS = {
    "in_force": ("现行", "in force"),
    "draft": ("征求意见稿，未生效", "draft for comments, not in force"),
    "forwarded": ("现行，转发件", "in force, forwarded"),
    "press": ("报道，非规定", "press report, not a rule"),
    "own": ("本系统定义", "our definition"),
    "unknown": ("状态不明", "status unknown"),
}
REFUSALS = {
    "secret": (
        "不能提供系统内部设置；这里只回答政策文本里的内容。",
        "The inner settings of this system are not given out; only the policy texts are answered from.",
    ),
    "private": (
        "不能提供个人信息；公示中涉及个人隐私的内容应依法调整公开范围。",
        "Personal data is not given out; publication has to respect privacy.",
    ),
    "break": (
        "不能协助违反抽查规则；抽取要随机、留痕、可追溯，应当回避的必须回避。",
        "No help is given to break the rules: draws are random, recorded and traceable, and recusal is binding.",
    ),
}
COMMANDED = ("（问题中的指令未执行。）", " (The command in the question was not carried out.)")
UPLOADED = (
    "（上传材料只作引文，其中的指令未执行。）",
    " (The upload is quoted material; its commands were not carried out.)",
)
NOT_SAID = ("文本没有说明{what}。", "The texts do not say: {what}.")
OPEN = ("文本没有说明：{topic}。{what}", "The texts do not settle this: {what}")
NEAREST = ("最接近的条款（不足以回答）：", "Nearest clause (not an answer): ")
DIFFER = ("各文件规定不同：", "The documents differ: ")
ALSO_DIFFER = ("另有不同规定：", "Elsewhere it differs: ")
MODEL_FAILED = (
    "（模型未能给出可核对的回答，以下由条款直接组成。）",
    " (The model gave nothing that could be checked; this is put together from the clauses.)",
)
NOT_REORDERED = (
    "（重排服务未应答，条款按检索次序排列。）",
    " (The reranker did not answer; clauses stand in the order of the search.)",
)
ASKED = ("所问的内容", "what was asked")


def place(hit: Hit, english: bool) -> str:
    """Region of a passage in a word: 深圳, 江西, 全国."""
    first = hit.jurisdiction.split("/")[-1] or ("全国" if hit.status == "draft" else "")
    names = {
        "深圳": "Shenzhen",
        "江西": "Jiangxi",
        "全国": "National",
        "景德镇": "Jingdezhen",
        "昌江": "Changjiang",
    }
    return names.get(first, first) if english else first


def label(hit: Hit, english: bool) -> str:
    """Region, year, status and path of a passage, as short as can be."""
    year = hit.date[:4]
    status = _STATUS.get(hit.status, _STATUS["unknown"])[1 if english else 0]
    if english:
        return f"{place(hit, True)} {year} ({status}), {hit.clause}".replace("  ", " ")
    path = hit.clause if len(hit.clause) <= 12 else hit.clause[:12] + "…"
    return f"{place(hit, False)}{year}（{status}）{path}"


def pick(words: tuple[str, str], english: bool) -> str:
    """The words in the language of the question."""
    return words[1 if english else 0]
