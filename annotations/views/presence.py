"""Who else has an article open: asked by the page every few seconds."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from annotations.actions import presence
from annotations.comments import threads
from annotations.views.opening import opened
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest

NAMED = 3


@signed_in
@require_POST
def here(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """A sentence in plain text; nothing where nobody else is there. A header changes with whatever
    is said in the article.
    """
    _, document = opened(request, slug, article_id, Role.VIEWER)
    names = presence.see(document=document, by=request.user)
    answer = HttpResponse(_said(names), content_type="text/plain; charset=utf-8")
    answer["X-Comments"] = threads.stamp(document, request.user)
    return answer


def _said(names: list[str]) -> str:
    """ "Ana and Ben are here, too." """
    if not names:
        return ""
    shown = names[:NAMED]
    if len(names) > NAMED:
        shown.append(f"{len(names) - NAMED} more")
    *first, last = shown
    who = f"{', '.join(first)} and {last}" if first else last
    return f"{who} {'are' if first else 'is'} here, too."
