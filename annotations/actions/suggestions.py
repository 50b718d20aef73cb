"""Saves what a model suggests for documents as their suggested sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from annotations.actions import carrying, progress
from annotations.actions.drafts import Draft
from annotations.models import (
    AnnotationSet,
    Claim,
    ClaimPart,
    Entity,
    Label,
    Progress,
    Scheme,
    SchemeVersion,
    Span,
)
from annotations.suggest.values import Suggestions
from articles.bulk import new_ids
from articles.models import Document

BATCH = 5_000


def save(document: Document, suggestions: Suggestions) -> AnnotationSet | None:
    """The new suggested set; None if the newest one of the document is by this model version."""
    made = save_all([(document, suggestions)])
    return made[0] if made else None


@transaction.atomic
def save_all(found: Sequence[tuple[Document, Suggestions]]) -> list[AnnotationSet]:
    """A suggested set for each document, spans, claims and entities, in a few bulk inserts.

    Passed over: documents whose newest set is by this model version, labels that the project does
    not use, claims where it marks none, and what does not fit the text.
    """
    projects = {document.project_id for document, _ in found}
    labels, silent = _labels(projects), Scheme.objects.without_claims(*projects)
    sets = _new_sets(found)
    drafts = [
        Draft(
            sets[document.pk],
            document,
            replace(suggestions, claims=()) if document.project_id in silent else suggestions,
            labels.get(document.project_id, {}),
        )
        for document, suggestions in found
        if document.pk in sets
    ]
    _insert(drafts)
    articles = [draft.document.article_id for draft in drafts]
    Progress.objects.filter(pk__in=articles).exclude(failure="").update(failure="")
    progress.lock(articles)
    carrying.over(sets.values())
    progress.keep(articles, is_locked=True)
    progress.weigh(articles)
    return [draft.annotation_set for draft in drafts]


def _labels(project_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """The id of each label in use, by project and key."""
    found: dict[int, dict[str, int]] = {}
    labels = Label.objects.in_use().filter(layer__scheme__project__in=project_ids)
    for project, key, pk in labels.values_list("layer__scheme__project", "key", "pk"):
        found.setdefault(project, {}).setdefault(key, pk)
    return found


def _new_sets(found: Sequence[tuple[Document, Suggestions]]) -> dict[int, AnnotationSet]:
    """By document; one whose newest set is by this model version gets none."""
    documents = {document.pk: document for document, _ in found}
    # Two workers with the same job: the second waits here, then sees what the first has saved.
    waiting = Document.objects.select_for_update(no_key=True).filter(pk__in=documents)
    list(waiting.order_by("pk").values_list("pk"))
    newest = dict(
        AnnotationSet.objects.suggested()
        .filter(document__in=documents)
        .order_by("document", "-id")
        .distinct("document")
        .values_list("document", "model_version")
    )
    numbers = _scheme_numbers({document.project_id for document in documents.values()})
    sets = {
        document.pk: AnnotationSet(
            document=document,
            kind=AnnotationSet.Kind.SUGGESTED,
            model_version=suggestions.model_version,
            scheme_version=numbers.get(document.project_id, 1),
        )
        for document, suggestions in found
        if newest.get(document.pk) != suggestions.model_version
    }
    AnnotationSet.objects.bulk_create(sets.values())
    return sets


def _scheme_numbers(project_ids: Iterable[int]) -> dict[int, int]:
    versions = SchemeVersion.objects.filter(scheme__project__in=project_ids)
    numbers = versions.values_list("scheme__project").annotate(Max("number"))
    return dict(numbers.values_list("scheme__project", "number__max"))


def _insert(drafts: list[Draft]) -> None:
    """Entities first, since spans and parts name them."""
    Entity.objects.bulk_create(
        [each for draft in drafts for each in draft.make_entities()], batch_size=BATCH
    )
    Span.objects.bulk_create([each for draft in drafts for each in draft.spans()], batch_size=BATCH)
    ids = new_ids(Claim, sum(len(draft.usable_claims()) for draft in drafts))
    Claim.objects.bulk_create(
        [each for draft in drafts for each in draft.make_claims(ids)], batch_size=BATCH
    )
    ClaimPart.objects.bulk_create(
        [each for draft in drafts for each in draft.parts()], batch_size=BATCH
    )
