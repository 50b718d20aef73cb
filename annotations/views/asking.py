"""What a person may ask about suggestions: why there is one, and which are the surest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.reader import reasons, sureness
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.review.differences import are_several, bases_of
from annotations.views.opening import Place, opened
from annotations.views.seeing import item_of, seen_by
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_GET
def why(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    kind: str,
    **place: Unpack[Place],
) -> HttpResponse:
    """In plain words the rule and the score behind a suggestion, or that a person added it."""
    _, document = opened(request, slug, article_id, Role.VIEWER, **place)
    seen = seen_by(request, document, **place)
    reason = _reason(item_of(seen, kind, key), {each.key: each.name for each in seen.labels})
    return HttpResponse(reason, content_type="text/plain; charset=utf-8")


@signed_in
@require_GET
def surest(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    """How many suggestions would be accepted above which score, and which those are."""
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR, **place)
    seen = seen_by(request, document, **place)
    draft = seen.annotation_set if place.get("is_review") else None
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "reading": seen,
        "steps": sureness.steps(seen),
        "is_between_several": draft is not None and are_several(bases_of(draft)),
    }
    template = "_surest" if is_htmx(request) else "surest"
    return render(request, f"annotations/{template}.html", context)


def _reason(item: SpanItem | ClaimItem, names: Mapping[str, str]) -> str:
    """`names` are those of the labels in use, by their keys."""
    if item.origin == "human":
        return "A person added this; no model suggested it."
    if isinstance(item, SpanItem):
        return reasons.of_name(item.evidence, item.score, names.get(item.label, item.label))
    return reasons.of_claim(item.evidence, item.score)
