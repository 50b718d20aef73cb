"""The history of one span or claim, inside the reader."""

from __future__ import annotations

from typing import Unpack

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.history import past as steps
from annotations.states import Kind
from annotations.views.opening import Place, opened
from annotations.views.seeing import item_of, seen_by
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest


@signed_in
@require_GET
def past(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    kind: Kind,
    **place: Unpack[Place],
) -> HttpResponse:
    """Of what this person sees, or did something to. Raises Http404 for anything else: what it was
    made of would tell of others.
    """
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR, **place)
    seen = seen_by(request, document, **place)
    if not steps.is_known(membership, document.article_id, kind, key):
        item_of(seen, kind, key)
    found = steps.of(seen, membership, kind, key)
    return render(request, "annotations/_past.html", {"steps": found})
