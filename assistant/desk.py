"""The assistant of one office: its library, and the chat model of its settings or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.answer import Answer, ask
from assistant.answer_screen import screen
from assistant.events import Event
from assistant.models import office_model
from campaigns import Office


def ask_office(
    office: Office,
    question: str,
    *,
    k: int = 10,
    uploaded_text: str | None = None,
    jurisdiction: str | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """Answer a question of policy from the office's texts (contract §4).

    ``k`` passages at the most; ``uploaded_text`` is quoted material, never instruction;
    ``as_of`` is ``YYYY-MM-DD``. Without a model in the settings the answer is assembled from clauses.
    """
    library, model = office.library(), office_model(office)
    return ask(library, question, k, uploaded_text, jurisdiction, as_of, model)


def stream_office(
    office: Office,
    question: str,
    *,
    k: int = 10,
    uploaded_text: str | None = None,
    jurisdiction: str | None = None,
    as_of: str | date | None = None,
) -> Iterator[Event]:
    """As :func:`ask_office`, as events while it is made; the assembled answer streams too."""
    from assistant.answer_stream import stream_phrased, stream_plain

    plain = ask(office.library(), question, k, uploaded_text, jurisdiction, as_of, None)
    model = None if plain.abstain or not plain.passages else office_model(office)
    start = {"mode": "model" if model else plain.mode, "abstain": plain.abstain}
    yield Event("start", start)
    if model is None:
        yield from stream_plain(plain)
        return
    english = not any("\u4e00" <= char <= "\u9fff" for char in question)
    seconds = office.settings.chat_timeout
    said = screen(question, uploaded_text).question  # a command in the question is left out
    yield from stream_phrased(model, said, plain, seconds, english)
