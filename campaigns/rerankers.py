"""A second opinion on the order of passages, where the settings name a reranker; none is the default.

``api:MODEL`` asks an endpoint of the usual shape (``POST …/rerank`` with query and documents, as many
providers and local servers offer it), ``sentence-transformers:MODEL`` a cross-encoder on this machine.
What leaves is masked first. A reranker that is late, fails or answers in another shape gives no opinion:
the order stays as found and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import refusal
from campaigns.privacy import without_personal

if TYPE_CHECKING:
    from campaigns.settings import Settings

_WAIT: Final = 2.0  # seconds a question waits for its order
Rerank = Callable[[str, Sequence[str]], list[float] | None]
_Score = Callable[[str, Sequence[str]], Sequence[float]]


def open_reranker(settings: Settings, names: Collection[str] = ()) -> Rerank | None:
    """A function from a question and passages to one score each (None: no opinion), or None.

    Raises CampaignRefused ``reranker.setting``, ``reranker.missing``.
    """
    if not settings.reranker:
        return None
    kind, _, model = settings.reranker.partition(":")
    if kind == "api" and model and settings.rerank_base_url:
        score = _endpoint(settings, model)
    elif kind == "sentence-transformers" and model:
        score = _local(model)
    else:
        raise refusal(
            "reranker.setting",
            "SUIXIN_RERANKER应写成 api:模型（并设 SUIXIN_RERANK_BASE_URL）或 sentence-transformers:模型。",
            "SUIXIN_RERANKER is written api:MODEL (with SUIXIN_RERANK_BASE_URL) or "
            "sentence-transformers:MODEL.",
            field="reranker",
            value=settings.reranker,
        )
    return _bounded(score, frozenset(names))


def _bounded(score: _Score, names: frozenset[str]) -> Rerank:
    def rerank(question: str, passages: Sequence[str]) -> list[float] | None:
        masked = [without_personal(text, names) for text in (question, *passages)]
        try:
            scores = [float(value) for value in score(masked[0], masked[1:])]
        except Exception:  # an endpoint may fail in any way; the order found stands
            return None
        usable = len(scores) == len(passages) and all(isfinite(value) for value in scores)
        return scores if usable else None

    return rerank


def _endpoint(settings: Settings, model: str) -> _Score:
    import httpx

    url = str(settings.rerank_base_url).rstrip("/") + "/rerank"
    headers = {"Authorization": f"Bearer {settings.rerank_api_key or 'none'}"}

    def score(question: str, passages: Sequence[str]) -> list[float]:
        body = {
            "model": model,
            "query": question,
            "documents": list(passages),
            "top_n": len(passages),
        }
        reply = httpx.post(url, json=body, headers=headers, timeout=_WAIT)
        rows = reply.raise_for_status().json()["results"]
        told = {int(row["index"]): float(row["relevance_score"]) for row in rows}
        return [told[at] for at in range(len(passages))]

    return score


def _local(model: str) -> _Score:
    try:
        from importlib import import_module

        opened: Any = import_module("sentence_transformers").CrossEncoder(model)
    except ImportError as error:
        raise refusal(
            "reranker.missing",
            "没有安装 sentence-transformers，请先安装该组件，或去掉 SUIXIN_RERANKER。",
            "sentence-transformers is not installed: install it, or unset SUIXIN_RERANKER.",
            field="reranker",
            value=model,
        ) from error

    def score(question: str, passages: Sequence[str]) -> list[float]:
        return [float(value) for value in opened.predict([(question, text) for text in passages])]

    return score
