"""What a person sees of an article, here."""

from __future__ import annotations

from annotations import highlighting, reading
from annotations.reading import Reading
from annotations.reading_items import ClaimItem, SpanItem
from annotations.views.showing import shown_to
from articles.models import Document
from newsdesk.http import SignedInRequest


def seen_by(request: SignedInRequest, document: Document, *, is_review: bool = False) -> Reading:
    """Their set or what they may read instead; in a review, the draft.

    Raises NotHere for a review that there is not.
    """
    showing = shown_to(request)
    seen = reading.of(document, request.user, showing=showing, is_review=is_review)
    return highlighting.highlighted(seen)


def item_of(seen: Reading, kind: str, key: int) -> SpanItem | ClaimItem | None:
    """The span or claim of this key, if this person sees one here, be it rejected."""
    items: tuple[SpanItem | ClaimItem, ...] = (
        (*seen.spans, *seen.rejected_spans)
        if kind == "span"
        else (*seen.claims, *seen.rejected_claims)
    )
    return next((item for item in items if item.key == key), None)
