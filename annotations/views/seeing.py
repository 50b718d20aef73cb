"""What a person sees of an article, here."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from annotations.actions.errors import NotHere
from annotations.models import AnnotationSet
from annotations.reader import describing, highlighting, reading
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.reader.rights import is_own
from annotations.views.showing import shown_to
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest, whole_number


def seen_by(request: SignedInRequest, document: Any, *, is_review: bool = False) -> Reading:
    """Their set or what they may read instead, or the finished work or the gold that `of` in the
    address names; in a review, the draft. The document is one that they `opened`.

    Raises NotHere for a review that there is not, and for a set that is neither finished nor gold
    or that they may not see.
    """
    showing, role = shown_to(request), Role(document.role)
    asked = None if is_review else whole_number(request.GET.get("of", ""))
    seen = reading.of(
        document, request.user, asked, showing=showing, is_review=is_review, role=role
    )
    if asked and seen.state not in reading.CLOSED:
        raise NotHere
    return describing.described(highlighting.highlighted(seen))


def shown_of(request: SignedInRequest, seen: Reading) -> int | None:
    """Whose finished work this page shows, if it is another's or was asked for, or the gold that
    was: what is asked and said on it must not turn to the work of somebody who finishes meanwhile.
    """
    shown = seen.annotation_set
    if shown is None or shown.state not in reading.CLOSED:
        return None
    is_gold = shown.state == AnnotationSet.State.APPROVED
    is_others = not (is_gold or is_own(shown, request.user))
    return shown.pk if "of" in request.GET or is_others else None


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
