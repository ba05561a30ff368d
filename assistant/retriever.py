"""The library as a LangChain retriever, for chains and tools."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever


class PolicyRetriever(BaseRetriever):
    """Clauses for a question, as documents whose metadata name document, clause, status and region."""

    library: Any
    k: int = 10
    jurisdiction: str | None = None
    as_of: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the interface's word
    ) -> list[Document]:
        hits = self.library.search(query, self.k, self.jurisdiction, self.as_of)
        return [
            Document(
                page_content=hit.text,
                metadata={
                    "doc": hit.doc,
                    "clause": hit.clause,
                    "status": hit.status,
                    "jurisdiction": hit.jurisdiction,
                    "number": hit.number,
                    "score": hit.score,
                },
            )
            for hit in hits
        ]
