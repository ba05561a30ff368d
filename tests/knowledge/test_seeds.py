"""The five official texts, where they are at hand: every clause path, every offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import open_library
from knowledge.parse import parse_text

# Read off the texts by eye: what a reader would cite.
PATHS = {
    "000": "导语 放管有机结合，减负提质增效 优化监管模式，加强风险防控 规范执法事项，稳定企业预期 "
    "跨部门综合监管，确保精准公平高效 标题 深圳光明区“随信综合查”赋能数字化治理新阶段 图片说明",
    "001": "导语 规范统一,健全监管体系机制 监管增效,市场主体减负率不断提高 部门联动,融汇监管资源合力 "
    "监管创新,打造深圳先进样板 文末",
    "002": "序 一(一) 一(二) 一(三) 二(四) 二(五) 二(六) 二(七) 二(八) 二(九) 二(十) 二(十一) 二(十二) "
    "三(十三) 三(十四) 四(十五) 四(十六) 四(十七) 四(十八) 四(十九)",
    "003": "通知 序 一(一) 一(二) 一(三) 二(一)1 二(一)2 二(一)3 二(一)4 二(二)1 二(二)2 二(二)3 二(二)4 二(二)5 "
    "二(三)1 二(三)2 二(三)3 二(三)4 二(三)5 三(一) 三(二) 三(三) 文末",
    "004": "区局通知/正文 区局通知/文末 市局通知/序 市局通知/一 市局通知/二1 市局通知/二2 市局通知/二3 市局通知/二4 "
    "市局通知/三1 市局通知/三2 市局通知/三3 市局通知/文末 省意见/序 省意见/一 省意见/二(一) 省意见/二(二) "
    "省意见/二(三) 省意见/二(四) 省意见/二(五) 省意见/二(六) 省意见/二(七) 省意见/二(八) 省意见/三(九) "
    "省意见/三(十) 省意见/三(十一) 省意见/四 省意见/文末 市局通知/文末#2",
}
# status, region and date of each file's outermost document
FACTS = {
    "000": ("press", "深圳", ""),
    "001": ("press", "深圳", "2024-09-12"),
    "002": ("draft", "全国", ""),
    "003": ("in_force", "深圳", "2018-08-19"),
    "004": ("forwarded", "江西/景德镇/昌江", "2024-10-30"),
}


@pytest.mark.parametrize("number", sorted(PATHS))
def test_every_clause_path_of_the_official_texts_is_right(seeds: Path, number: str):
    path = next(seeds.glob(f"{number}_*.txt"))
    text = path.read_text(encoding="utf-8")
    document = parse_text(path.name, text)
    assert [clause.path for clause in document.clauses] == PATHS[number].split()
    assert (document.status, document.jurisdiction, document.date) == FACTS[number]
    position = 0
    for clause in document.clauses:
        assert text[clause.start : clause.end] == clause.text
        assert not text[position : clause.start].replace("-", "").strip()
        position = clause.end


def test_every_digest_entry_finds_its_place_in_the_official_text(seeds: Path, tmp_path: Path):
    from knowledge.pack import pack_documents
    from knowledge.units import match_pack, place_entries

    for path in sorted(seeds.glob("*.txt")):
        document = parse_text("renamed.txt", path.read_text(encoding="utf-8"))
        digest = match_pack(document, pack_documents())
        assert digest is not None and digest.seed == path.stem  # found without the file's name
        placed = place_entries(document, digest)
        assert sum(map(len, placed.values())) == len(digest.entries)


def test_all_five_are_imported_and_every_passage_is_verbatim(seeds: Path, tmp_path: Path):
    library = open_library(tmp_path)
    library.import_files([(path, None) for path in sorted(seeds.glob("*.txt"))])
    assert all(document.kind in ("official", "press") for document in library.documents())
    texts = {path.name: path.read_text(encoding="utf-8") for path in seeds.glob("*.txt")}
    for question in ("年度计划几月底前", "光明区有多少商家", "how many inspectors"):
        for hit in library.search(question):
            assert hit.text in texts[hit.doc] and len(hit.text) <= 800
