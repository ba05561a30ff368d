"""What is wrong with a log, a stamp or a beacon, for people: code -> (Chinese, English)."""

from __future__ import annotations

LOG_WORDING: dict[str, tuple[str, str]] = {
    "beacon_chain": (
        "{field}：不认识信标 {value}，可用的有：{known}。",
        "{field}: the beacon {value} is not known here; those that are: {known}.",
    ),
    "beacon_not_verifiable": (
        "{field}：未安装核验信标签名的组件（suixin[beacon]），无法离线核验，故不受理。",
        "{field}: the package that checks a beacon's signature (suixin[beacon]) isn't "
        "installed, so nothing is proven.",
    ),
    "beacon_round": (
        "{field} 是 {value}，按计划应为第 {expected} 轮。",
        "{field} is {value}; by the plan it is round {expected}.",
    ),
    "beacon_seed": (
        "{field} 是 {value}，由信标签名重算应为 {expected}。",
        "{field} is {value}; from the beacon's signature it is {expected}.",
    ),
    "beacon_signature": (
        "{field} 不是信标第 {round} 轮的签名：{value}",
        "{field} isn't the beacon's signature of round {round}: {value}",
    ),
    "differs_from_log": (
        "{field} 是 {value}，日志中是 {expected}。",
        "{field} is {value}, in the log it is {expected}.",
    ),
    "draw_id_taken": (
        "{field}：编号“{value}”的计划仍然有效，同一抽取不得另立计划。",
        "{field}: the plan of {value} is in force; one draw has one plan.",
    ),
    "log_chain": (
        "{field} 是 {value}，应为 {expected}；日志在此处被改动或断开。",
        "{field} is {value}, it must be {expected}: the log was changed or broken here.",
    ),
    "log_committed": (
        "{field}：计划 {value} 已有承诺，不得再次承诺。",
        "{field}: plan {value} is committed already; it isn't committed again.",
    ),
    "log_cut": (
        "{field}：外部持有人见过第 {value} 条，日志却只有 {rows} 条；日志被截短。",
        "{field}: a holder outside saw entry {value}, the log has {rows} entries: it was cut.",
    ),
    "log_drawn": (
        "{field} {value} 已有抽取结果，不得重抽。",
        "{field} {value} has a receipt already; it isn't drawn again.",
    ),
    "log_empty": (
        "{field} 为空，没有可导出的链头。",
        "{field} is empty; there is no head to export.",
    ),
    "log_gap": (
        "{field} 是 {value}，条目须从 0 起连续编号。",
        "{field} is {value}; entries are numbered from 0 without gaps.",
    ),
    "log_kind": (
        "{field} 是 {value}，应为其中之一：{allowed}。",
        "{field} is {value}; it must be one of {allowed}.",
    ),
    "log_misses": (
        "{field}：日志中没有这次抽取（{value}）的该项记录。",
        "{field}: the log has no such entry for this draw ({value}).",
    ),
    "log_moved": (
        "{field} {value} 已被递补或替换过，不得重复。",
        "{field} {value} stepped in or was replaced already.",
    ),
    "log_no_commitment": (
        "{field} {value} 不在日志中，或其计划已取消。",
        "{field} {value} isn't in the log, or its plan was cancelled.",
    ),
    "log_no_plan": (
        "{field}：计划 {value} 不在日志中，或已取消。",
        "{field}: plan {value} isn't in the log, or was cancelled.",
    ),
    "log_no_receipt": (
        "{field} {value} 还没有抽取结果，不能递补。",
        "{field} {value} has no receipt yet; nobody can be replaced.",
    ),
    "log_no_seed": (
        "{field} {value} 还没有登记种子，不能登记结果。",
        "{field} {value} has no seed in the log; a receipt comes after it.",
    ),
    "log_number": (
        "{field} 是 {value}，计划须连续编号，此处应为 {expected}。",
        "{field} is {value}; plans are numbered without gaps, here stands {expected}.",
    ),
    "log_pledged": (
        "{field}：见证人“{value}”已作过承诺。",
        "{field}: witness {value} has pledged already.",
    ),
    "log_rebuilt": (
        "{field}：外部持有人见到的是 {expected}，日志中是 {value}；日志被重写。",
        "{field}: a holder outside saw {expected}, the log has {value}: it was rebuilt.",
    ),
    "log_seeded": (
        "{field} {value} 已有种子；一个承诺只取一次种子。",
        "{field} {value} has its seed; one commitment takes one seed, ever.",
    ),
    "log_time": (
        "{field} {value} 早于它之前的记录，时间不得倒退。",
        "{field} {value} is before what it follows; time doesn't run backwards.",
    ),
    "log_too_late": (
        "{field}：计划 {value} 的种子已产生，抽取结果有效，不能取消。",
        "{field}: the seed of plan {value} exists; the lot stands and can't be cancelled.",
    ),
    "log_value": (
        "{field} 的值 {value} 不符合要求。",
        "{field} holds {value}, which isn't of the form it must have.",
    ),
    "no_stamp": (
        "{field}：没有外部持有人在种子产生之前签认过这份承诺。",
        "{field}: no holder outside signed this commitment before the seed existed.",
    ),
    "not_drawn": (
        "{field} {value} 不在抽中名单内，无从替换。",
        "{field} {value} wasn't drawn and can't be replaced.",
    ),
    "rehearsal": (
        "{field} 是 {value}：演练，不是抽取，不能锚定。",
        "{field} is {value}: rehearsal, not a draw; it can't be anchored.",
    ),
    "stamp_signature": (
        "{field}：“{value}”的签名不成立。",
        "{field}: the signature of {value} doesn't hold.",
    ),
}
