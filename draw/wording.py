"""What is wrong, for people: code -> (Chinese, English). `{field}` and `{value}` name the place."""

from __future__ import annotations

WORDING: dict[str, tuple[str, str]] = {
    "algorithm": (
        "{field} 是 {value}，本版只认 {expected}，请用对应的版本核验。",
        "{field} is {value}; this release knows only {expected}: verify with the release "
        "that made it.",
    ),
    "column_missing": (
        "缺少列 {field}，或该列不止一个；现有列：{value}。",
        "Column {field} is missing or stands there more than once; the columns are: {value}.",
    ),
    "column_not_text": (
        "列 {field} 的类型是 {value}，请以文本存放，数字会丢失前导零和精度。",
        "Column {field} has the type {value}; store it as text: numbers lose leading "
        "zeros and precision.",
    ),
    "column_twice": (
        "{field}：列 {value} 已在摘要之内，请删去重复的一项。",
        "{field}: column {value} is digested already; remove the repeated one.",
    ),
    "commitment_differs": (
        "{field} 是 {value}，按声明重算应为 {expected}；声明或承诺被改动过。",
        "{field} is {value}, recomputed from the statement it is {expected}: one of the "
        "two was changed.",
    ),
    "contribution_copied": (
        "{field}：两位见证人的随机内容相同，请各自重新产生。",
        "{field}: two witnesses brought the same contribution; each must make an own one.",
    ),
    "contribution_slash": (
        "{field} 含有“/”，它是连接符，请换用不含“/”的内容。",
        "{field} contains a slash, which joins the contributions; use a text without it.",
    ),
    "contribution_weak": (
        "{field} 按长度、字符集和重复情况至多含 {bits} 位随机量，至少需要 128 位；请用程序产生，例如 32 个随机十六进制字符。",
        "{field} can carry at most {bits} random bits by its length, alphabet and "
        "repetition; 128 are needed: let a program make it, for example 32 random hexadecimal characters.",
    ),
    "control_character": (
        "列 {field} 含有制表符、换行或其他控制字符：{value}，请在导入时清理。",
        "Column {field} contains a tab, newline or other control character: {value}; "
        "clean it at import.",
    ),
    "count": (
        "{field} 是 {value}，应为不小于 1 的整数。",
        "{field} is {value}; it must be an integer of at least 1.",
    ),
    "count_too_large": (
        "{field}：分层“{name}”只有 {size} 个，抽不出 {value} 个；请减少数量或放宽范围。",
        "{field}: stratum {name} has only {size} rows, {value} can't be drawn; lower the "
        "count or widen the stratum.",
    ),
    "credit_code_check": (
        "{field} {value} 的校验位不对，请按统一社会信用代码（GB 32100）核对。",
        "{field} {value} has a wrong check character; compare it with the credit code (GB 32100).",
    ),
    "credit_code_letter": (
        "{field} {value} 含有统一社会信用代码不用的字母（I、O、S、V、Z），可能与 1、0、5、2 混淆。",
        "{field} {value} contains a letter no credit code has (I, O, S, V, Z), perhaps "
        "instead of 1, 0, 5 or 2.",
    ),
    "differs": (
        "{field} 是 {value}，重算应为 {expected}。",
        "{field} is {value}, recomputed it is {expected}.",
    ),
    "duplicate": (
        "{field} {value} 重复出现，每个对象只能有一行。",
        "{field} {value} stands there again; each target has one row.",
    ),
    "empty_pool": (
        "{field}：名单为空，没有可抽取的对象。",
        "{field}: the list is empty; there is nothing to draw from.",
    ),
    "evidence_kind": (
        "{field} 是 {value}，计划规定的种子来源是 {planned}，且备用来源中没有它。",
        "{field} is {value}, but the plan's seed source is {planned} and no fallback of "
        "the plan has that kind.",
    ),
    "evidence_missing": (
        "{field}：除演练外，没有证据不能开奖；请附上见证人或公开数据的证据。",
        "{field}: except in rehearsals nothing is revealed without evidence; give that "
        "of the witnesses or the figure.",
    ),
    "excluded_not_in_pool": (
        "{field}：排除的编号 {value} 不在名单中，请核对。",
        "{field}: the excluded id {value} is not in the pool; check it.",
    ),
    "excluded_twice": (
        "{field}：编号 {value} 被排除了两次，请只留一次。",
        "{field}: id {value} is excluded twice; keep one entry.",
    ),
    "fallback_reason": (
        "{field}：改用备用种子来源须写明原因。",
        "{field}: say why the fallback of the seed source is used.",
    ),
    "figure_differs": (
        "{field} 是 {value}，与种子不同；种子应当就是公布的数据原文。",
        "{field} is {value}, which isn't the seed; the seed is the published figure as it stands.",
    ),
    "figure_weak": (
        "{field} {value} 能承载的随机量不足 {least} 位，请选用位数更多的公开数据。",
        "{field} {value} can't carry {least} random bits; choose a published figure with "
        "more digits.",
    ),
    "id_blank": (
        "{field} {value!r} 含有空白或不可见字符，请在导入时清理。",
        "{field} {value!r} contains a blank or an invisible character; clean it at import.",
    ),
    "id_character": (
        "{field} {value} 含有字母、数字以外的字符，只允许大写字母和数字。",
        "{field} {value} contains something else than letters and digits; only A-Z and "
        "0-9 may stand there.",
    ),
    "id_full_width": (
        "{field} {value} 含有全角或变体字符，请改为半角大写字母和数字。",
        "{field} {value} contains full-width or variant characters; write plain A-Z and 0-9.",
    ),
    "id_look_alike": (
        "{field} {value} 含有形似的非英文字母或数字，请改为大写 A-Z 和 0-9。",
        "{field} {value} contains letters or digits that only look like A-Z and 0-9; replace them.",
    ),
    "id_lower_case": (
        "{field} {value} 含有小写字母，请改为大写。",
        "{field} {value} contains lower-case letters; write them in upper case.",
    ),
    "id_missing": (
        "{field} 为空，每行都要有编号。",
        "{field} is empty; every row needs an id.",
    ),
    "id_not_text": (
        "{field} {value} 不是文本；编号须以文本存放，否则会丢失前导零和精度。",
        "{field} {value} isn't text; store ids as text, numbers lose leading zeros and precision.",
    ),
    "id_too_long": (
        "{field} {value} 超过 64 个字符。",
        "{field} {value} is longer than 64 characters.",
    ),
    "identity_number": (
        "{field} 像是公民身份号码；自然人请使用另行编发的编号，名单中不得出现身份号码。",
        "{field} looks like a citizen's identity number; natural persons carry an issued "
        "id instead.",
    ),
    "lot_kind": (
        "{field}：没有名为 {value} 的抽签方式，可用的有：{allowed}。",
        "{field}: there is no lot called {value}; there are {allowed}.",
    ),
    "look_alike_value": (
        "列 {field} 的值 {value!r} 含有全角字母数字、首尾空白或不可见字符，请在导入时清理。",
        "Column {field} holds {value!r}, with full-width letters or digits, blanks at an "
        "end or invisible characters; clean it at import.",
    ),
    "no_strata": (
        "{field} 为空，至少要有一个分层。",
        "{field} is empty; a plan has at least one stratum.",
    ),
    "no_such_stratum": (
        "{field}：没有名为“{value}”的分层，现有：{names}。",
        "{field}: there is no stratum {value}; those there are: {names}.",
    ),
    "not_a_list": (
        "{field} 应为列表，现为 {value}。",
        "{field} must be a list, it is {value}.",
    ),
    "not_an_instant": (
        "{field} 是 {value}，应为带时区的时刻，如 2026-12-01T10:00+08:00。",
        "{field} is {value}; it must be an instant with offset, such as 2026-12-01T10:00+08:00.",
    ),
    "not_an_object": (
        "{field} 应为对象，现为 {value}。",
        "{field} must be an object, it is {value}.",
    ),
    "not_before_missing": (
        "{field} 缺失：正式抽取须写明种子最早何时产生。",
        "{field} is missing: a draw says from which instant its seed can exist.",
    ),
    "not_in_pool": (
        "{field} {value} 不在名单中。",
        "{field} {value} is not in the pool.",
    ),
    "not_json": (
        "{field} 的类型 {value} 不是 JSON。",
        "{field} has the type {value}, which isn't JSON.",
    ),
    "not_one_line": (
        "{field} 应为一行非空文字，首尾无空白，现为 {value!r}。",
        "{field} must be one line of text without blanks at its ends, it is {value!r}.",
    ),
    "not_sorted": (
        "{field} {value} 没有按编号升序排列；请用 pool freeze 生成的名单。",
        "{field} {value} isn't in rising order; use the pool that freezing made.",
    ),
    "not_true_or_false": (
        "{field} 应为 true 或 false，现为 {value}。",
        "{field} must be true or false, it is {value}.",
    ),
    "null": (
        "列 {field} 为空值；参与摘要的列不得有空值，请在导入时补齐。",
        "Column {field} is empty; a digested column has no empty values: fill it at import.",
    ),
    "number_not_exact": (
        '{field} 是 {value}；承诺中只能有整数，比例请写成字符串，如 "0.30" 或 "3/10"。',
        "{field} is {value}; a commitment holds exact integers only, write a ratio as a "
        'string such as "0.30" or "3/10".',
    ),
    "pledge": (
        "{field} 是 {value}，按见证人姓名和内容重算应为 {expected}。",
        "{field} is {value}; recomputed from the witness and the contribution it is {expected}.",
    ),
    "pledge_late": (
        "{field} {value} 不早于揭示时间；见证人须先承诺、后揭示。",
        "{field} {value} isn't before the reveal; a witness pledges first and reveals then.",
    ),
    "pool_changed": (
        "{field}：文件 {value} 在读取过程中被改动，请用冻结的名单重试。",
        "{field}: file {value} changed while it was read; try again with the frozen pool.",
    ),
    "pool_differs": (
        "{field} 应为 {expected}，按名单重算为 {value}；名单不是所承诺的那一份。",
        "{field} is {expected}, recomputed from the pool it is {value}: this isn't the "
        "committed pool.",
    ),
    "ratio": (
        '{field} 是 {value}，应为大于 0、不超过 1 的字符串，如 "0.30" 或 "3/10"。',
        '{field} is {value}; it must be a string above 0 and at most 1, such as "0.30" or "3/10".',
    ),
    "ratio_or_count": (
        "{field} 须在 ratio 和 count 中填写且只填写一项。",
        "{field} needs either ratio or count, and not both.",
    ),
    "row_in_no_stratum": (
        '编号 {value} 不属于任何分层；请补充分层，或在计划中写明 "outside": true。',
        'Id {value} is in no stratum; add one, or say "outside": true in the plan.',
    ),
    "row_in_two_strata": (
        "编号 {value} 同时属于分层“{first}”和“{second}”，分层须互不重叠。",
        "Id {value} is in the strata {first} and {second}; strata must not overlap.",
    ),
    "seed_kind": (
        "{field} 是 {value}，应为其中之一：{allowed}。",
        "{field} is {value}; it must be one of {allowed}.",
    ),
    "seed_missing": (
        "{field} 缺失，须为一行文字。",
        "{field} is missing; it is one line of text.",
    ),
    "seed_not_joined": (
        "{field} 不等于各见证人内容按姓名顺序以“/”连接的结果。",
        "{field} isn't the witnesses' contributions joined by slashes in the order of their names.",
    ),
    "seed_not_one_line": (
        "{field} {value} 须为一行可打印的 ASCII 字符，首尾无空白；不会自动清理。",
        "{field} {value} must be one line of printable ASCII without blanks at its ends; "
        "nothing is cleaned silently.",
    ),
    "seed_too_early": (
        "{field} {value} 不晚于 {least}；种子须在承诺公布和约定时刻之后产生。",
        "{field} {value} isn't after {least}; a seed comes into being after the "
        "commitment and the instant agreed on.",
    ),
    "stratum_twice": (
        "{field}：分层名“{value}”已用过，请另取一名。",
        "{field}: the stratum name {value} is taken; choose another.",
    ),
    "too_few": (
        "{field} 只有 {value} 个，至少需要 {least} 个。",
        "{field} has {value}; at least {least} are needed.",
    ),
    "too_many_faults": (
        "共有 {value} 处问题，只列出前 {shown} 处。",
        "There are {value} faults; the first {shown} are listed.",
    ),
    "unreadable": (
        "{field}：文件 {value} 无法读取，应为 Parquet、CSV 或 CSV.GZ（UTF-8）：{why}",
        "{field}: file {value} can't be read; it must be Parquet, CSV or CSV.GZ in UTF-8: {why}",
    ),
    "value_not_text": (
        "列 {field} 的值 {value} 不是文本，请以文本存放。",
        "Column {field} holds {value}, which isn't text; store it as text.",
    ),
    "where_column": (
        "{field}：列 {value} 不能用于分层，可用的列：{allowed}。",
        "{field}: column {value} can't make strata; those that can: {allowed}.",
    ),
    "where_value": (
        "{field} 应为文本或非空的文本列表，现为 {value}。",
        "{field} must be a text or a list of texts that isn't empty, it is {value}.",
    ),
    "witness_twice": (
        "{field}：见证人“{value}”重名，请以可区分的姓名登记。",
        "{field}: the witness {value} is there twice; enter names that differ.",
    ),
    "witnesses_differ": (
        "{field} 是 {value}，按计划应为 {expected}。",
        "{field} are {value}; by the plan they are {expected}.",
    ),
    "witnesses_few": (
        "{field} 只有 {value} 位，至少需要两位见证人。",
        "{field}: there are {value}; at least two witnesses are needed.",
    ),
}
