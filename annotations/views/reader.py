"""The reader: one article with what is suggested and decided, and every write to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Unpack

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template, render_to_string
from django.views.decorators.http import require_GET, require_POST

from annotations import scheme_colours
from annotations.actions import claims, history, rest, reverting, same, spans, tying
from annotations.actions.writing import Written
from annotations.comments import threads
from annotations.comments.anchors import Anchor
from annotations.comments.threads import Talk
from annotations.forms import (
    PLACE,
    AcceptAboveForm,
    AddClaimForm,
    AddSpanForm,
    CorrectClaimForm,
    CorrectSpanForm,
    DecideClaimForm,
    DecideSpanForm,
    DescribeClaimForm,
    DescribeSpanForm,
    MarkSameForm,
    RejectSameForm,
    RevertForm,
    TieClaimForm,
    TieSpanForm,
    WriteForm,
)
from annotations.models import AnnotationSet
from annotations.reader import comfort, keymap, painting, parts
from annotations.reader.reading import Counts, Reading
from annotations.reader.reading_rows import Shown
from annotations.review import awaited, differences, mended, rounds
from annotations.review.differences import Compared
from annotations.views.opening import Place, opened
from annotations.views.seeing import seen_by, shown_of
from annotations.views.showing import shown_to
from annotations.views.writing import address_of, paints_of, parts_of, write
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.http import SignedInRequest, is_htmx, whole_number

SPAN_FORMS = {
    "correct": CorrectSpanForm,
    "describe": DescribeSpanForm,
    "revert": RevertForm,
    "tie": TieSpanForm,
}
CLAIM_FORMS = {
    "correct": CorrectClaimForm,
    "describe": DescribeClaimForm,
    "revert": RevertForm,
    "tie": TieClaimForm,
}
SPAN_ACTIONS: dict[str, Callable[..., Written]] = {"revert": reverting.span, "tie": tying.span}
CLAIM_ACTIONS: dict[str, Callable[..., Written]] = {"revert": reverting.claim, "tie": tying.claim}

Chosen = tuple[tuple[str, str], ...]
"""The keys that a person has chosen, by the names of commands."""


@signed_in
@require_GET
def reader(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    return shown(request, slug, article_id)


def shown(
    request: SignedInRequest, slug: str, article_id: int, *, is_review: bool = False
) -> HttpResponse:
    """The page, of one's own set, of a draft, or `of` another set that one may see."""
    membership, document = opened(request, slug, article_id, Role.VIEWER, is_review=is_review)
    if "waiting" in request.GET:
        progress = {"progress": document.article.progress}
        return render(request, "annotations/_waiting.html", progress)
    seen = seen_by(request, document, is_review=is_review)
    template = "list" if "list" in request.GET else "reader"
    part = _part(request.GET.get("part", "1"), parts.count(seen.text))
    context = _page(membership, seen, part, shown_to(request))
    context["awaited"] = awaited.by_reviewer(seen)
    if seen.is_under_review and seen.state == AnnotationSet.State.APPROVED:
        context["reopened"] = rounds.reopened(article_id)
    context |= {"place": _difference(request), "of": shown_of(request, seen)}
    base = address_of(slug, article_id, is_review=is_review)
    compared = differences.of(seen) if is_review else None
    context |= {"compared": compared, **_talk(request, membership, seen, part)}
    bases = compared.bases if compared else None
    context["audience"] = threads.audience_of(seen.annotation_set, request.user, bases)
    context |= {"widths": comfort.WIDTHS, "sizes": comfort.SIZES, "themes": comfort.THEMES}
    if seen.mended:
        context["mended"] = mended.of(seen, _names(seen, compared))
    return render(request, f"annotations/{template}.html", {**context, "base": base})


@signed_in
@require_POST
def add_span(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, AddSpanForm, spans.add, **place)


@signed_in
@require_POST
def decide_span(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    verb: str,
    **place: Unpack[Place],
) -> HttpResponse:
    form_class = SPAN_FORMS.get(verb, DecideSpanForm)
    action = SPAN_ACTIONS.get(verb) or getattr(spans, verb)
    return write(request, slug, article_id, form_class, action, f"s{key}", key=key, **place)


@signed_in
@require_POST
def add_claim(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, AddClaimForm, claims.add, **place)


@signed_in
@require_POST
def decide_claim(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    verb: str,
    **place: Unpack[Place],
) -> HttpResponse:
    form_class = CLAIM_FORMS.get(verb, DecideClaimForm)
    action = CLAIM_ACTIONS.get(verb) or getattr(claims, verb)
    return write(request, slug, article_id, form_class, action, f"c{key}", key=key, **place)


@signed_in
@require_POST
def accept_above(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    showing = shown_to(request)
    return write(
        request, slug, article_id, AcceptAboveForm, rest.accept_above, showing=showing, **place
    )


@signed_in
@require_POST
def accept_rest(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    """The form of a review; without an answer for scripts, back to it."""
    showing = shown_to(request)
    answer = write(request, slug, article_id, WriteForm, rest.accept_all, showing=showing, **place)
    return answer if is_htmx(request) else redirect("annotations:review", slug, article_id)


@signed_in
@require_POST
def mark_same(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, MarkSameForm, same.mark, **place)


@signed_in
@require_POST
def reject_same(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, RejectSameForm, same.reject, **place)


@signed_in
@require_POST
def undo(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, WriteForm, history.undo, **place)


@signed_in
@require_POST
def redo(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    return write(request, slug, article_id, WriteForm, history.redo, **place)


def _names(seen: Reading, compared: Compared | None) -> dict[int, str]:
    """Who made what is read, or what the draft is made of, by the set."""
    shown = [seen.annotation_set] if seen.annotation_set else []
    return {each.pk: each.annotator_name for each in (compared.bases if compared else shown)}


def _part(asked: str, count: int) -> int:
    """The part of a long text that is shown. Raises Http404 where there is none such."""
    part = whole_number(asked)
    if part is None or not 1 <= part <= count:
        raise Http404
    return part


def _difference(request: SignedInRequest) -> str:
    """The place of an adjudication from which one came to edit."""
    place = request.GET.get("place", "")
    return place if PLACE.match(place) else ""


def _page(membership: Membership, seen: Reading, part: int, showing: Shown) -> dict[str, Any]:
    article = seen.document.article
    return {
        **parts_of(seen),
        "counts": _counts(seen),
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "progress": article.progress,
        "part": parts.Part(part, parts.count(seen.text)),
        "labels": seen.labels,
        **_keys(membership.user),
        "showing": showing,
        "own_colours": scheme_colours.own_in(row["colour"] for row in _label_rows(seen.document)),
        "is_headline_in_text": _is_headline_in_text(article.headline, seen.text),
    }


def _talk(
    request: SignedInRequest, membership: Membership, seen: Reading, part: int
) -> dict[str, Any]:
    """The rows with what is said beside them, and what is said about the article."""
    document: Any = seen.document
    talk = threads.of(document, membership) if document.has_threads else Talk()
    thread = get_template("annotations/_thread.html")
    beside = [
        (each.start or 0, thread.render({"project": membership.project, "thread": each}, request))
        for each in talk.beside
    ]
    return {
        "talk": talk,
        "draft": threads.draft(Anchor(), membership.user),
        "rows": list(painting.rows(seen, paints_of(seen.document), part, beside)),
    }


def _keys(user: User) -> dict[str, Any]:
    """All commands as this person has them, and the key of each as it is printed on buttons."""
    chosen = tuple(sorted(user.keys.items()))
    return {"listed_keys": _listed_keys(chosen), "keys": _printed_keys(chosen)}


@lru_cache
def _listed_keys(chosen: Chosen) -> str:
    """The list takes a quarter of the time for the page, and hardly anybody chooses other keys."""
    commands = keymap.commands(dict(chosen))
    return render_to_string("annotations/_key_list.html", {"keymap": commands})


@lru_cache
def _printed_keys(chosen: Chosen) -> dict[str, str]:
    commands = keymap.commands(dict(chosen))
    return {each.name: next(iter(each.shown), "") for each in commands}


def _counts(seen: Reading) -> Counts:
    """Gold leaves out what was never decided; its counts are the article's, as in the list. Those
    of a draft are its own.
    """
    if seen.state != AnnotationSet.State.APPROVED:
        return seen.counts
    progress = seen.document.article.progress
    return Counts(progress.suggestion_count, progress.decided_count)


def _is_headline_in_text(headline: str, text: str) -> bool:
    """Whether the text opens with its headline, which is then not shown twice."""
    return not headline or text.lstrip().startswith(headline)


def _label_rows(document: Any) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = document.label_rows
    return rows
