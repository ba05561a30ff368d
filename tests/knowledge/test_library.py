"""The library's door: import, versions, search, filters, clauses and rules."""

from __future__ import annotations

import re

import pytest

from knowledge import (
    KnowledgeRefused,
    Library,
    clause_exists,
    conflicts,
    gaps,
    open_library,
    pack_clauses,
    pack_documents,
)


def test_a_question_in_other_words_finds_the_clause_first(library: Library):
    hit = library.search("上塔时不得少于几人")[0]
    assert (hit.doc, hit.clause) == ("scheme.txt", "二(二)")
    assert "不得少于三人" in hit.text


def test_passages_are_verbatim_single_clauses_of_at_most_800_characters(library: Library):
    texts = {document.name: document for document in library.documents()}
    for question in ("灯塔登记", "联合抽查最多几个部门", "公示多久", "how many inspectors"):
        for hit in library.search(question):
            document = texts[hit.doc]
            assert hit.text == document.text[hit.start : hit.end]
            assert len(hit.text) <= 800
            clause = document.clause(hit.clause)
            assert clause is not None and hit.text in clause.text


def test_the_same_question_gets_the_same_answer_from_two_libraries(library, tmp_path, texts):
    other = open_library(tmp_path)
    other.import_files([(text.encode(), name) for name, text in reversed(texts.items())])
    for question in ("夜里几点查", "谁负责经费", "joint checks"):
        assert library.search(question) == other.search(question)


def test_a_library_opened_again_needs_no_new_index(library: Library):
    again = open_library(library.folder)
    assert again.search("守塔人要什么证") == library.search("守塔人要什么证")


def test_a_region_sees_its_own_texts_and_the_national_ones(library: Library):
    found = library.search("年度计划几月底前编制完成", jurisdiction="江西")
    assert found
    assert {hit.jurisdiction.split("/")[0] for hit in found} <= {"江西", "全国", ""}
    assert any(hit.jurisdiction == "全国" for hit in found)


def test_nothing_issued_later_than_the_date_asked_for_is_shown(library: Library):
    found = library.search("年度计划几月底前编制完成", as_of="2020-01-01")
    assert found
    assert all(not hit.date or hit.date <= "2020-01-01" for hit in found)


def test_a_new_version_supersedes_the_old_and_shows_what_changed(tmp_path, texts):
    library = open_library(tmp_path)
    library.import_file(texts["scheme.txt"].encode(), "scheme.txt")
    new = (
        texts["scheme.txt"].replace("不得少于三人", "不得少于五人").replace("三、保障", "三、经费")
    )
    report = library.import_file(new.encode(), "scheme-2.txt")  # found by its number
    assert report.superseded == "scheme.txt"
    changed = {change.path: change for change in report.changes}
    assert changed["二(二)"].removed == ("三",)  # 三人 -> 五人
    assert changed["二(二)"].added == ("五",)
    assert "二(一)1" not in changed
    assert [d.name for d in library.documents() if d.kind == "official"] == ["scheme-2.txt"]


def test_a_refused_file_leaves_the_library_as_it_was(library: Library):
    before = library.documents()
    with pytest.raises(KnowledgeRefused):
        library.import_files([(b"fine text \xe7\x81\xaf", "a.txt"), (b"%PDF-1.4", "b.txt")])
    assert library.documents() == before


def test_a_name_cannot_leave_the_library(tmp_path):
    library = open_library(tmp_path / "home")
    report = library.import_file("一、灯塔\n\n（一）要亮。\n".encode(), "../../outside.txt")
    assert report.document.name == "outside.txt"
    assert not (tmp_path / "outside.txt").exists() and not (tmp_path / "outside.txt.json").exists()


def test_a_missing_path_is_said_plainly(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_library(tmp_path).import_file(tmp_path / "nowhere.txt")


def test_without_official_texts_the_digest_answers(library: Library):
    hit = library.search("下去检查最少去几个人")[0]
    assert (hit.doc, hit.status) == ("sz-2018", "in_force")
    assert hit.clause == "二(三)2"


def test_an_imported_text_replaces_its_digest(tmp_path):
    digest = next(document for document in pack_documents() if document.id == "sz-2018")
    # a stand-in of our own with the number of the real one
    text = f"某办公厅\n\n{digest.number}\n\n某办公厅关于某工作的通知\n\n一、要求\n\n（一）人数。去的人不少于两名。\n"
    library = open_library(tmp_path)
    library.import_file(text.encode(), "official.txt")
    names = [document.name for document in library.documents()]
    assert "official.txt" in names and "sz-2018" not in names


def test_clauses_lead_to_rules_and_rules_to_clauses(library: Library):
    assert "H2" in library.rules_for("sz-2018", "二(三)2")  # at least two inspectors
    assert "二(三)2" in [clause.path for clause in library.clauses_for("H2")]
    assert library.clause("深府办函〔2018〕232号", "二(三)2") is not None


def test_a_basis_exists_only_when_the_pack_has_it():
    assert clause_exists("sz-2018#二(三)2")
    assert clause_exists("own:definition")
    assert not clause_exists("sz-2018#九(九)9")
    assert not clause_exists("nowhere")


def test_every_document_of_the_pack_is_whole():
    assert {d.id for d in pack_documents()} >= {"sz-2018", "national-draft", "jiangxi-2024"}
    assert next(d for d in pack_documents() if d.id == "national-draft").status == "draft"
    for entry in pack_clauses():
        assert entry.text and entry.en, (entry.doc, entry.path)


def test_every_side_of_a_conflict_and_every_nearest_clause_is_a_clause():
    for conflict in conflicts():
        assert len(conflict.sides) >= 2
        for side in conflict.sides:
            doc = f"{side.doc}#{side.path}"
            layered = f"{side.doc}#省意见/{side.path}"
            assert clause_exists(doc) or clause_exists(layered), doc
    assert gaps()


def test_what_is_asked_of_a_place_without_a_text_is_doubted(library: Library):
    found = library.find("上海的联合抽查最多几个部门")
    assert [doubt.code for doubt in found.evidence.doubts][:1] == ["place"]
    assert found.evidence.confidence < 0.5
    assert library.find("深圳的联合抽查最多几个部门").evidence.confidence > 0.5


def test_a_comparison_shows_every_side_first(library: Library):
    found = library.find("年度计划三月底还是四月底，各份文件一样吗")
    first = {hit.doc for hit in found.hits[: found.sides]}
    assert {"sz-2018", "national-draft", "jiangxi-2024"} <= first


def test_an_embedder_of_ones_own_is_used(tmp_path):
    from langchain_core.embeddings import DeterministicFakeEmbedding

    library = open_library(tmp_path, embedder=DeterministicFakeEmbedding(size=16))
    assert library.search("检查人员不得少于几人")[0].doc == "sz-2018"


def test_no_passage_of_the_pack_copies_thirty_characters_of_an_official_text(seeds):
    squeezed = "".join(
        re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in seeds.glob("*.txt")
    )
    runs = {squeezed[at : at + 30] for at in range(len(squeezed) - 29)}
    titles = [re.sub(r"\s", "", d.title) for d in pack_documents()]
    for entry in pack_clauses():
        text = re.sub(r"\s", "", entry.text)
        copied = [text[at : at + 30] for at in range(len(text) - 29) if text[at : at + 30] in runs]
        assert not [run for run in copied if not any(run in title for title in titles)], entry.path
