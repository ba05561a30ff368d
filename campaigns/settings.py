"""Settings: read once, when an office is opened; every name may come from ``SUIXIN_<NAME>``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the data lies, who may come in, and what helps with long work."""

    model_config = SettingsConfigDict(env_prefix="SUIXIN_", extra="ignore", frozen=True)

    home: Path = Path(".suixin")
    database_url: str | None = None  # default: SQLite in ``home``
    rate: int = Field(default=200, ge=1)  # open calls a second and client
    api_key: str | None = Field(default=None, repr=False)  # the administrator's key
    chat_model: str | None = None
    chat_base_url: str | None = None
    chat_api_key: str | None = Field(default=None, repr=False)
    chat_timeout: float = Field(default=20.0, gt=0, le=300)  # seconds for one answer of the model
    embedder: str | None = None  # openai:MODEL or sentence-transformers:MODEL; default: offline
    embed_base_url: str | None = None
    embed_api_key: str | None = Field(default=None, repr=False)
    reranker: str | None = None  # api:MODEL or sentence-transformers:MODEL; default: none
    rerank_base_url: str | None = None
    rerank_api_key: str | None = Field(default=None, repr=False)
    dask: str | None = None  # tcp://… of a Dask scheduler; default: local processes
    workers: int = Field(default=1, ge=1)  # local processes for long work
    jurisdiction: str = "深圳"

    def database(self) -> str:
        """The database URL, SQLite in the data folder unless one is given."""
        return self.database_url or f"sqlite:///{(self.home / 'suixin.db').as_posix()}"
