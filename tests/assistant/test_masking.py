"""Marks leave, words stay: masking and its way back, and a reply read while it grows."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage

from assistant.answer_stream import Sentences
from assistant.bounded import Late, within
from assistant.events import Event, deltas, shown_text
from assistant.guarded import GuardedChatModel
from assistant.masking import Masker
from assistant.providers import ScriptedChatModel

TEXTS = st.text(alphabet="张三检查员101 店13800138000[name-1]a。", max_size=60)


@given(TEXTS)
def test_what_was_masked_is_read_back_whole(text: str) -> None:
    masker = Masker(["张三", "检查员101"])
    masked = masker.mask(text)
    assert "张三" not in masked and "检查员101" not in masked
    if "[name-1]" not in text:  # whoever types a mark gets the word of that mark
        assert masker.unmask(masked) == text


def test_the_same_words_get_the_same_mark_and_secrets_have_no_way_back() -> None:
    masker = Masker(["张三"], ["office-secret-1"])
    assert masker.mask("张三和张三，13800138000") == "[name-1]和[name-1]，[phone-1]"
    assert masker.mask("office-secret-1") == "[secret-1]"
    assert masker.unmask("[secret-1] [name-1] [name-9]") == "[secret-1] 张三 [name-9]"
    value = {"who": ["张三"], "n": 3}
    assert masker.unmask_value(masker.mask_value(value)) == value


def test_every_part_of_a_message_is_masked_and_the_reply_read_back() -> None:
    inner = ScriptedChatModel(replies=[AIMessage(
        content="[name-1]去", tool_calls=[{"name": "t", "args": {"who": ["[name-1]"]}, "id": "1"}]
    )])  # fmt: skip
    model = GuardedChatModel(inner=inner, masker=Masker(["张三"]))
    call = {"name": "t", "args": {"who": "张三"}, "id": "1"}
    reply = model.invoke([
        HumanMessage("张三", name="张三", additional_kwargs={"note": "张三"}),
        AIMessage(content="张三", tool_calls=[call], additional_kwargs={"raw": "张三"}),
        ToolMessage('{"quoted": "张三"}', tool_call_id="1"),
    ])  # fmt: skip
    assert "张三" not in "".join(message.model_dump_json() for message in inner.sent[0])
    assert reply.text == "张三去" and reply.tool_calls[0]["args"] == {"who": ["张三"]}


def test_a_mark_cut_by_the_stream_is_held_until_it_is_whole() -> None:
    class Pieces(ScriptedChatModel):
        def stream(self, *_: object, **__: object):  # type: ignore[no-untyped-def,override]
            yield from (
                AIMessageChunk(content=piece) for piece in ("去找[na", "me-", "1]吧[", "完")
            )

    masker = Masker(["张三"])
    masker.mask("张三")
    model = GuardedChatModel(inner=Pieces(replies=[]), masker=masker)
    shown = [str(chunk.text) for chunk in model.stream([HumanMessage("…")])]
    assert "".join(shown) == "去找张三吧[完"
    assert not any("[na" in piece for piece in shown)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=12), st.lists(st.integers(1, 5), max_size=3))),
    st.integers(1, 9),
)
def test_sentences_come_out_whole_however_the_reply_is_cut(rows: list, size: int) -> None:
    text = json.dumps({"sentences": [{"text": t, "cites": c} for t, c in rows]})
    reply, found = Sentences(), []
    for at in range(0, len(text), size):
        found += reply.feed(text[at : at + size])
    assert found == [(t.strip(), tuple(c)) for t, c in rows] and reply.closed


@pytest.mark.parametrize(
    "text", ['{"sentences": [3]', '{"sentences": [{"text": 1}]}', "x" * 30_000]
)
def test_a_reply_of_another_shape_is_a_fault(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        list(Sentences().feed(text))


def test_what_hangs_is_left_behind() -> None:
    import time

    begun = time.monotonic()
    with pytest.raises(Late):
        within(0.05, lambda: time.sleep(3))
    assert time.monotonic() - begun < 2
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_what_was_taken_back_is_not_on_the_screen() -> None:
    events = [*deltas("先说的。"), Event("replace"), *deltas("再说的。第二句")]
    assert shown_text(events) == "再说的。第二句"
    assert Event("delta", {"text": "一\n行"}).to_sse().count("\n") == 3  # two lines and a blank one
