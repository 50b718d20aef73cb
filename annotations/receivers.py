"""What happens here when something happens elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from annotations import jobs
from annotations.actions import attaching, places, progress, schemes
from articles.models import Article, ImportRun
from articles.signals import article_changed, documents_added, sets_looked_at
from newsdesk.accounts.models import Project
from newsdesk.accounts.signals import annotator_left, project_changed


@receiver(post_save, sender=Project)
def give_project_its_labels(instance: Project, created: bool, raw: bool, **_: Any) -> None:
    if created and not raw:
        schemes.create_default(instance)


@receiver(project_changed)
def count_places_again(project: Project, names: set[str], **_: Any) -> None:
    if "annotators_per_article" in names:
        jobs.defer_recount(project.pk)


@receiver(annotator_left)
def free_places(project_id: int, user_id: int, **_: Any) -> None:
    places.free(project_id=project_id, user_id=user_id)


@receiver(documents_added)
def take_in_documents(
    document_ids: Sequence[int], attached: Mapping[int, Any], run: ImportRun, **_: Any
) -> dict[int, str]:
    """Starts their progress; those that brought no annotation sets go to the model."""
    progress.start(document_ids)
    refused = attaching.attach(run=run, records=attached) if attached else {}
    bare = [each for each in document_ids if attached.get(each, {}).keys() <= refused.keys()]
    jobs.defer_suggestions(bare)
    jobs.defer_indexing(document_ids)
    return refused


@receiver(sets_looked_at)
def look_at_sets(run: ImportRun, rows: Mapping[int, tuple[str, Any]], **_: Any) -> dict[int, str]:
    return attaching.would_refuse(run=run, rows=rows)


@receiver(article_changed)
def follow_the_outlet(article: Article, names: set[str], **_: Any) -> None:
    if "outlet" in names:
        progress.move(article_id=article.pk, outlet_id=article.outlet_id)
