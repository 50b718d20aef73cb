"""Changing what is known of an article beside its text, which never changes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction

from articles.models import Article, Outlet
from articles.signals import article_changed
from newsdesk.accounts.models import User
from newsdesk.history.models import record


def shown(article: Article) -> dict[str, str]:
    """Its details as a person types them, and as the history keeps them."""
    return {
        "headline": article.headline,
        "outlet": article.outlet.name if article.outlet else "",
        "url": article.url,
        "authors": "; ".join(article.authors),
        "published_at": _typed(article.published_at),
        "language": article.language,
    }


@transaction.atomic
def change(*, article: Article, by: User, **values: Any) -> None:
    """Give some of its details other values: those of an imported row, the outlet by its name."""
    article = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    before = shown(article)
    for name, value in values.items():
        setattr(article, name, _outlet(article, value) if name == "outlet" else value)
    changed = {name for name, value in shown(article).items() if value != before[name]}
    if not changed:
        return
    article.save(update_fields=changed)
    after = shown(article)
    record(
        verb="article.change",
        by=by,
        project_id=article.project_id,
        article_id=article.pk,
        target_kind="article",
        target_id=article.pk,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    article_changed.send(Article, article=article, names=changed)


def _outlet(article: Article, name: str) -> Outlet | None:
    if not name:
        return None
    found, _ = Outlet.objects.get_or_create(project_id=article.project_id, name=name)
    return found


def _typed(moment: datetime | None) -> str:
    """A day, with the time where one is known."""
    if moment is None:
        return ""
    moment = moment.astimezone(UTC)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
