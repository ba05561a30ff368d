"""The chat model of an office's settings, always behind the masker; None where none is set."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.masking import Masker
from assistant.providers import ModelSettings, open_model
from campaigns import Office, personal_names

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@lru_cache(maxsize=4)
def _opened(settings: ModelSettings) -> BaseChatModel | None:
    return open_model(settings)


def office_model(office: Office) -> BaseChatModel | None:
    """A model for one conversation: names of the directories and our keys never leave for it."""
    known = office.settings
    inner = _opened(
        ModelSettings(
            name=known.chat_model or "",
            base_url=known.chat_base_url or "",
            api_key=known.chat_api_key or "",
            timeout=known.chat_timeout,
        )
    )
    if inner is None:
        return None
    from assistant.guarded import GuardedChatModel

    secrets = [word for word in (known.api_key, known.chat_api_key) if word]
    return GuardedChatModel(inner=inner, masker=Masker(personal_names(office), secrets))
