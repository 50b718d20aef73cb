"""What the scheme asks of one span or claim: a form, in the reader's dialog or as a page."""

from __future__ import annotations

from typing import Unpack

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.reader import describing
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.views.opening import Place, opened
from annotations.views.seeing import item_of, seen_by
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_GET
def attributes(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    kind: str,
    **place: Unpack[Place],
) -> HttpResponse:
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR, **place)
    seen = seen_by(request, document, **place)
    item = item_of(seen, kind, key)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "reading": seen,
        "item": item,
        "words": _words(seen.text, item),
        "attributes": list(describing.asked_of(document, item)),
    }
    template = "_attributes" if is_htmx(request) else "attributes"
    return render(request, f"annotations/{template}.html", context)


def _words(text: str, item: SpanItem | ClaimItem) -> str:
    """As writes quote them: a claim by its first content."""
    if isinstance(item, SpanItem):
        return text[item.start : item.end]
    return item.in_role("content")[0].text or ""
