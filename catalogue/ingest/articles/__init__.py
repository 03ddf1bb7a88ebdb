"""Articles with notes into narratives with citations."""

from __future__ import annotations

from catalogue.ingest.articles.reading import Choice, Part, Reading
from catalogue.ingest.articles.running import (
    Article,
    ArticleRefused,
    Result,
    Target,
    import_article,
    narrative_text,
    read_article,
)

__all__ = [
    "Article",
    "ArticleRefused",
    "Choice",
    "Part",
    "Reading",
    "Result",
    "Target",
    "import_article",
    "narrative_text",
    "read_article",
]
