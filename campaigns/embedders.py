"""Vectors from elsewhere, where the settings name an embedder; without one the offline embedder stays.

``openai:MODEL`` asks any OpenAI-compatible endpoint, ``sentence-transformers:MODEL`` a model on this
machine. What leaves is masked first. A question the endpoint does not answer in time is searched
without vectors; an index that cannot be built is refused and the former one stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import CampaignRefused, refusal
from campaigns.privacy import without_personal

if TYPE_CHECKING:
    from campaigns.settings import Settings

_BATCH: Final = 64
_QUERY: Final = 2.0  # seconds a question waits for its vector
_BUILD: Final = 60.0  # seconds a batch of the index may take
Vectors = list[list[float]]
Embed = Callable[[Sequence[str], float], Vectors]


class OutsideEmbeddings:
    """What the library asks of an embedder (``embed_query``, ``embed_documents``), masked and bounded."""

    def __init__(self, embed: Embed, names: Collection[str] = ()) -> None:
        self._embed, self._names, self._width = embed, frozenset(names), 0

    def embed_documents(self, texts: list[str]) -> Vectors:
        """One vector a text; raises CampaignRefused ``embedder.unreachable``."""
        made: Vectors = []
        for start in range(0, len(texts), _BATCH):
            part = [without_personal(text, self._names) for text in texts[start : start + _BATCH]]
            try:
                made += self._checked(self._embed(part, _BUILD), len(part))
            except Exception as error:  # an endpoint may fail in any way
                raise _unreachable(error) from error
        return made

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; all zero where the endpoint fails, so that words alone count."""
        try:
            masked = without_personal(text, self._names)
            return self._checked(self._embed([masked], _QUERY), 1)[0]
        except Exception:  # the search goes on without vectors
            return [0.0] * (self._width or len(self._probe()))

    def _checked(self, vectors: Vectors, count: int) -> Vectors:
        widths = {len(vector) for vector in vectors}
        if len(vectors) != count or len(widths) != 1 or 0 in widths:
            raise ValueError("the endpoint gave vectors of another shape")
        self._width = widths.pop()
        return vectors

    def _probe(self) -> list[float]:
        """One more try for the width; where nothing is known yet nothing can be searched."""
        try:
            return self._checked(self._embed(["?"], _QUERY), 1)[0]
        except Exception as error:
            raise _unreachable(error) from error


def open_embedder(settings: Settings, names: Collection[str] = ()) -> OutsideEmbeddings | None:
    """The embedder of the settings, or None for the offline one; raises ``embedder.setting``."""
    if not settings.embedder:
        return None
    kind, _, model = settings.embedder.partition(":")
    if kind == "openai" and model and settings.embed_base_url:
        embed = _endpoint(settings, model)
    elif kind == "sentence-transformers" and model:
        embed = _local(model)
    else:
        raise refusal(
            "embedder.setting",
            "SUIXIN_EMBEDDER应写成 openai:模型（并设 SUIXIN_EMBED_BASE_URL）或 sentence-transformers:模型。",
            "SUIXIN_EMBEDDER is written openai:MODEL (with SUIXIN_EMBED_BASE_URL) or "
            "sentence-transformers:MODEL.",
            field="embedder",
            value=settings.embedder,
        )
    # The library tells indexes apart by the class of their embedder: one class a setting.
    name = sha256(f"{settings.embedder}\n{settings.embed_base_url}".encode()).hexdigest()[:12]
    made: OutsideEmbeddings = type(f"Outside{name}", (OutsideEmbeddings,), {})(embed, names)
    return made


def _endpoint(settings: Settings, model: str) -> Embed:
    import httpx

    url = str(settings.embed_base_url).rstrip("/") + "/embeddings"
    headers = {"Authorization": f"Bearer {settings.embed_api_key or 'none'}"}

    def embed(texts: Sequence[str], seconds: float) -> Vectors:
        body = {"model": model, "input": list(texts), "encoding_format": "float"}
        reply = httpx.post(url, json=body, headers=headers, timeout=seconds)
        rows = reply.raise_for_status().json()["data"]
        ordered = sorted(rows, key=lambda row: int(row["index"]))
        return [[float(value) for value in row["embedding"]] for row in ordered]

    return embed


def _local(model: str) -> Embed:
    try:
        from importlib import import_module

        opened: Any = import_module("sentence_transformers").SentenceTransformer(model)
    except ImportError as error:
        raise refusal(
            "embedder.missing",
            "没有安装 sentence-transformers，请先安装该组件，或去掉 SUIXIN_EMBEDDER 用离线向量。",
            "sentence-transformers is not installed: install it, or unset SUIXIN_EMBEDDER.",
            field="embedder",
            value=model,
        ) from error

    def embed(texts: Sequence[str], _seconds: float) -> Vectors:
        rows = opened.encode(list(texts), normalize_embeddings=True)
        return [[float(value) for value in row] for row in rows]

    return embed


def _unreachable(error: Exception) -> CampaignRefused:
    return refusal(
        "embedder.unreachable",
        f"向量服务没有给出可用的结果（{type(error).__name__}），索引未改动；请检查 SUIXIN_EMBEDDER 的设置。",
        f"The embedder gave nothing usable ({type(error).__name__}); the index is as it was. Check "
        "the settings of SUIXIN_EMBEDDER.",
        field="embedder",
    )
