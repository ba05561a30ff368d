"""The sentences of refusals, Chinese first. Placeholders are filled by `FaultList.add`."""

from __future__ import annotations

FAULT_WORDS: dict[str, tuple[str, str]] = {
    "not_an_object": (
        "应为 JSON 对象，实为 {value}；请按接口约定的结构提供。",
        "must be a JSON object, not {value}; give it the shape the contract describes.",
    ),
    "missing": ("缺少此字段，请补上。", "is missing; please add it."),
    "wrong_type": (
        "值 {value} 的类型不对，应为{zh}，请改正。",
        "value {value} has the wrong type; it must be {en}.",
    ),
    "empty_list": ("列表为空，请至少填写一项。", "is an empty list; give at least one entry."),
    "empty_text": ("文字为空，请填写。", "is an empty text; please fill it in."),
    "malformed_date": (
        "值 {value} 不是有效日期，请写成 YYYY-MM-DD。",
        "value {value} is not a valid date; write it as YYYY-MM-DD.",
    ),
    "malformed_time": (
        "值 {value} 不是有效时刻，请写成 HH:MM。",
        "value {value} is not a valid time of day; write it as HH:MM.",
    ),
    "malformed_start": (
        "值 {value} 不是有效的开始时间，请写成 YYYY-MM-DDTHH:MM。",
        "value {value} is not a valid start; write it as YYYY-MM-DDTHH:MM.",
    ),
    "out_of_range": (
        "值 {value} 超出范围，应在 {low} 至 {high} 之间，请改正。",
        "value {value} is out of range; it must lie between {low} and {high}.",
    ),
    "too_small": (
        "值 {value} 过小，不得小于 {low}，请改正。",
        "value {value} is too small; it must be at least {low}.",
    ),
    "bounds_crossed": (
        "上限 {value} 小于下限 {low}，请改正其中之一。",
        "the upper bound {value} lies below the lower bound {low}; change one of them.",
    ),
    "duplicate_id": (
        "编号 {value} 重复，请为每一行使用不同的编号。",
        "id {value} is used twice; give every row an id of its own.",
    ),
    "unknown_department": (
        "部门 {value} 不在 departments 中，请改正名称或补充部门。",
        "department {value} is not among `departments`; correct the name or add it.",
    ),
    "unknown_specialty": (
        "业务专长 {value} 不属于{department}，请改正或补入 specialties。",
        "specialty {value} is not one of {department}; correct it or add it to `specialties`.",
    ),
    "unknown_target": (
        "检查对象 {value} 不在 targets 中，请改正编号。",
        "target {value} is not among `targets`; correct the id.",
    ),
    "unknown_inspector": (
        "检查人员 {value} 不在 inspectors 中，请改正编号。",
        "inspector {value} is not among `inspectors`; correct the id.",
    ),
    "unknown_unit": (
        "单位 {value} 不在 units 中，请改正编号或补充单位。",
        "unit {value} is not among `units`; correct the id or add the unit.",
    ),
    "unknown_choice": (
        "值 {value} 不可用，可选：{choices}。",
        "value {value} is not known; choose one of {choices}.",
    ),
    "day_outside_campaign": (
        "日期 {value} 不在本次任务的日期内，请改正或补入 days。",
        "date {value} is not a day of the campaign; correct it or add it to `days`.",
    ),
    "window_reversed": (
        "结束时刻 {value} 不晚于开始时刻，请改正。",
        "the end {value} is not later than the start; correct one of them.",
    ),
    "windows_overlap": (
        "与同日另一时段重叠（{value}），请合并或改正。",
        "overlaps another window of the same day ({value}); merge or correct them.",
    ),
    "min_inspectors_is_law": (
        "每次检查的检查人员不得少于两人，值 {value} 不可接受，请改为 2 或以上。",
        "a visit needs two inspectors or more by the rules; {value} is refused, use 2 or more.",
    ),
    "seed_not_a_line": (
        "种子 {value} 应为整数，或一行可打印的 ASCII 文字，请改正。",
        "seed {value} must be an integer or one line of printable ASCII; correct it.",
    ),
    "not_canonical": (
        "数值无法写成规范 JSON（{value}），请使用普通大小的有限数值。",
        "a value cannot be written as canonical JSON ({value}); use finite numbers of normal size.",
    ),
}

TYPE_WORDS: dict[str, tuple[str, str]] = {
    "object": ("对象", "an object"),
    "list": ("列表", "a list"),
    "text": ("文字", "a text"),
    "integer": ("整数", "an integer"),
    "number": ("数值", "a finite number"),
    "boolean": ("true 或 false", "true or false"),
}
