"""What a person sees of an article, here."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from annotations.reader import describing, highlighting, reading
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.views.showing import shown_to
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest


def seen_by(
    request: SignedInRequest, document: Any, *, is_review: bool = False, set_id: int | None = None
) -> Reading:
    """Their set or what they may read instead; in a review, the draft. The document is one that
    they `opened`, `set_id` another set of it.

    Raises NotHere for a review that there is not, and for a set that they may not see.
    """
    showing = shown_to(request)
    role = Role(document.role)
    seen = reading.of(
        document, request.user, set_id, showing=showing, is_review=is_review, role=role
    )
    return describing.described(highlighting.highlighted(seen))


def item_of(seen: Reading, kind: str, key: int) -> SpanItem | ClaimItem:
    """The span or claim of this key, be it rejected. Raises Http404 if this person sees none."""
    items: tuple[SpanItem | ClaimItem, ...] = (
        (*seen.spans, *seen.rejected_spans)
        if kind == "span"
        else (*seen.claims, *seen.rejected_claims)
    )
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise Http404
    return found
