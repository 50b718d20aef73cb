"""Lets the model read documents and saves what it says; a text it fails on keeps nobody waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef

from annotations.actions import heads, progress, suggestions
from annotations.models import AnnotationSet
from annotations.suggest import Suggestions, suggest_many
from articles.models import Document
from newsdesk.accounts.models import Membership

log = logging.getLogger(__name__)

Suggest = Callable[[Iterable[str]], Iterator[Suggestions]]


def suggest_for(document_ids: Sequence[int], suggest: Suggest | None = None) -> None:
    """Save suggestions for those of these documents that have none yet.

    They are read by the version of the model that their project uses. For a text that cannot be
    read the reason is kept in Progress. Documents of a deleted project, which nobody is in any
    more, are passed over.
    """
    suggested = AnnotationSet.objects.suggested().values("document")
    documents = (
        Document.objects.filter(pk__in=document_ids, is_current=True)
        .filter(Exists(Membership.objects.filter(project=OuterRef("project"))))
        .exclude(pk__in=suggested)
        .order_by("project", "pk")
    )
    found: dict[Document, Suggestions | None] = {}
    for project, each in groupby(documents, key=attrgetter("project_id")):
        own = list(each)
        found |= zip(own, read(own, suggest or reader_of(project)), strict=True)
    suggestions.save_all([(document, each) for document, each in found.items() if each])
    progress.fail(
        [document.pk for document, each in found.items() if not each],
        "The model could not read this text. The worker's log has the details.",
    )


def reader_of(project_id: int) -> Suggest:
    """What reads the texts of a project: the shipped model, or the version that it uses.

    It is loaded before any text is read. Raises ModelUnavailable.
    """
    heads.load()
    return partial(suggest_many, head=heads.active(project_id))


def read(documents: Sequence[Document], suggest: Suggest) -> Iterator[Suggestions | None]:
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
