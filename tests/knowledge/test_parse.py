"""Clauses out of official texts and articles: paths, offsets, layers, status."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Document
from knowledge.parse import parse_text


def paths(document: Document) -> list[str]:
    return [clause.path for clause in document.clauses]


def check_whole(document: Document) -> None:
    """Offsets exact, clauses in order, and nothing that says something left outside them."""
    position, outside = 0, ""
    for clause in document.clauses:
        assert document.text[clause.start : clause.end] == clause.text
        assert clause.start >= position
        outside += document.text[position : clause.start]
        position = clause.end
    outside += document.text[position:]
    assert not outside.replace("-", "").strip()


def test_a_scheme_under_a_covering_letter_gets_the_paths_people_cite(texts):
    document = parse_text("scheme.txt", texts["scheme.txt"])
    # the letter, the preamble, two numbered parts with sections and items, the last lines
    assert paths(document) == [
        "通知", "序", "一(一)", "一(二)", "二(一)1", "二(一)2", "二(二)", "三", "文末",
    ]  # fmt: skip
    check_whole(document)


def test_the_head_gives_number_issuer_date_title_and_status(texts):
    document = parse_text("scheme.txt", texts["scheme.txt"])
    assert document.number == "云府办函〔2031〕7号"
    assert document.issuer == "云岭市人民政府办公室"
    assert document.date == "2031-05-06"
    assert document.title.endswith("工作方案的通知")
    assert document.status == "in_force"


def test_a_clause_broken_by_a_page_break_stays_whole(texts):
    clause = parse_text("scheme.txt", texts["scheme.txt"]).clause("一(一)")
    assert clause is not None
    assert clause.text.endswith("灯光稳定，\n\n航道安全。")


def test_headings_lead_from_the_part_to_the_item(texts):
    clause = parse_text("scheme.txt", texts["scheme.txt"]).clause("二(一)2")
    assert clause is not None
    assert clause.headings == ("主要任务", "建立灯塔名单", "核对守塔人")


def test_a_number_inside_a_sentence_is_no_heading(texts):
    clause = parse_text("scheme.txt", texts["scheme.txt"]).clause("三")
    assert clause is not None
    assert "3. 不是标题" in clause.text


def test_forwarded_documents_keep_their_layers_apart(texts):
    document = parse_text("forwarded.md", texts["forwarded.md"])
    assert paths(document) == [
        "区局通知/正文", "区局通知/文末",
        "市局通知/序", "市局通知/一", "市局通知/二1", "市局通知/二2", "市局通知/文末",
        "省意见/序", "省意见/一", "省意见/二(一)", "省意见/二(二)", "省意见/三(三)", "省意见/文末",
        "市局通知/文末#2",
    ]  # fmt: skip
    check_whole(document)


def test_each_layer_has_its_own_number_and_date(texts):
    document = parse_text("forwarded.md", texts["forwarded.md"])
    facts = {c.path.split("/")[0]: (c.number, c.date) for c in document.clauses}
    # the print line at the very end of the file is signed by the city: it dates the city's layer
    assert facts == {
        "区局通知": ("石灯字〔2031〕2号", "2031-09-09"),
        "市局通知": ("云灯字〔2031〕5号", "2031-09-01"),
        "省意见": ("北灯规〔2031〕8号", ""),
    }
    assert {clause.status for clause in document.clauses} == {"forwarded"}


def test_sections_that_count_straight_through_the_parts_are_followed(texts):
    document = parse_text("draft.txt", texts["draft.txt"])
    assert paths(document) == ["序", "一(一)", "二(二)", "二(三)"]
    assert document.status == "draft"
    assert document.jurisdiction == "全国"
    check_whole(document)


def test_articles_are_cited_by_their_number_alone():
    text = "守塔条例\n\n第一章 总则\n\n第一条 守塔要勤。\n\n第二条 塔灯要亮。\n（一）每晚点灯；\n（二）每早熄灯。\n\n第二章 附则\n\n第三条 明日起施行。\n"
    document = parse_text("rules.txt", text)
    assert paths(document) == ["序", "第一条", "第二条", "第二条(一)", "第二条(二)", "第三条"]
    check_whole(document)


def test_a_newspaper_column_is_cut_at_its_headings(texts):
    document = parse_text("column.txt", texts["column.txt"])
    assert document.kind == "press"
    assert paths(document) == ["导语", "灯塔连着灯塔，检查接着检查", "夜里也亮着，人心也暖着"]
    check_whole(document)


def test_an_article_on_single_lines_is_cut_at_its_short_lines():
    long = "灯塔检查今年办得很顺利，全市的守塔人都参加了，检查的结果也都贴在了码头的公告栏上，大家看得见。"
    text = f"{long}\n查得少了\n{long}\n{long}\n亮得多了\n{long}\n《云岭日报》2031-07-01 A02\n"
    document = parse_text("daily.txt", text)
    assert paths(document) == ["导语", "查得少了", "亮得多了", "文末"]
    assert document.date == "2031-07-01"


_WORDS = st.text(alphabet="灯塔海岸风浪守望明亮巡查记录", min_size=4, max_size=40)
_HAN = "一二三四五六七八九"


@given(st.lists(st.lists(_WORDS, min_size=1, max_size=4), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_numbered_text_is_cut_into_exactly_its_clauses(parts):
    rows, expected = ["灯塔工作办法", ""], ["序"]
    for at, sections in enumerate(parts):
        rows.append(f"{_HAN[at]}、{sections[0][:12]}")
        for n, words in enumerate(sections):
            rows += ["", f"（{_HAN[n]}）{words[:8]}。", f"{words}，", f"{words}。"]
            expected.append(f"{_HAN[at]}({_HAN[n]})")
    document = parse_text("any.txt", "\n".join(rows))
    assert paths(document) == expected
    check_whole(document)
