"""The assistant of one office: its library, and the chat model of its settings or none."""

from __future__ import annotations

from datetime import date

from assistant.answer import Answer, ask
from assistant.providers import ModelSettings, open_model
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
    settings = office.settings
    model = open_model(
        ModelSettings(
            name=settings.chat_model or "",
            base_url=settings.chat_base_url or "",
            api_key=settings.chat_api_key or "",
        )
    )
    return ask(office.library(), question, k, uploaded_text, jurisdiction, as_of, model)
