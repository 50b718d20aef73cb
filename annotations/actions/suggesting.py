"""Lets the model read documents and saves what it says; a text it fails on keeps nobody waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence

from annotations.actions import progress, suggestions
from annotations.models import AnnotationSet
from annotations.suggest import Suggestions, suggest_many
from articles.models import Document

log = logging.getLogger(__name__)

Suggest = Callable[[Iterable[str]], Iterator[Suggestions]]


def suggest_for(document_ids: Sequence[int], suggest: Suggest = suggest_many) -> None:
    """Save suggestions for those of these documents that have none yet.

    For a text that cannot be read the reason is kept in Progress.
    """
    suggested = AnnotationSet.objects.suggested().values("document")
    documents = list(
        Document.objects.filter(pk__in=document_ids, is_current=True)
        .exclude(pk__in=suggested)
        .order_by("pk")
    )
    found = dict(zip(documents, _read(documents, suggest), strict=True))
    suggestions.save_all([(document, read) for document, read in found.items() if read])
    progress.fail(
        [document.pk for document, read in found.items() if not read],
        "The model could not read this text. The worker's log has the details.",
    )


def _read(documents: Sequence[Document], suggest: Suggest) -> Iterator[Suggestions | None]:
    """What is suggested for each; None for a text on which the model fails."""
    texts = [document.text for document in documents]
    reading = suggest(texts)
    for place, document in enumerate(documents):
        try:
            yield next(reading)
        except Exception:
            # The texts are read in batches: which of them it was shows one by one.
            yield _alone(document, suggest)
            reading = suggest(texts[place + 1 :])


def _alone(document: Document, suggest: Suggest) -> Suggestions | None:
    try:
        return next(suggest([document.text]))
    except Exception:
        log.exception("no suggestions for document %s", document.pk)
        return None
