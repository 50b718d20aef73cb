"""Whom the project knows by a name that somebody types."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations import filters
from annotations.entities import mentions
from annotations.entities.naming import LONGEST_NAME, normalise
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.http import SignedInRequest

SHOWN = 3


@signed_in
@require_GET
@filters.in_time("Names that begin so take too long to find. Type more.")
def named(request: SignedInRequest, slug: str) -> HttpResponse:
    """The first of the entities whose names begin so, of those that this person may see."""
    membership = membership_or_404(request.user, slug)
    name = normalise(request.GET.get("name", "")[:LONGEST_NAME]).replace("\x00", "")
    rows = mentions.listed(membership.project, request.user, mentions.near(membership))
    found = list(rows.filter(normalised_name__startswith=name)[:SHOWN]) if name else []
    return render(request, "annotations/_named.html", {"entities": found})
