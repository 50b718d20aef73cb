"""Reviewing what somebody finished: the draft, sending back with reasons, reopening gold."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import awaited, reading
from annotations import differences as compared
from annotations.actions import review as actions
from annotations.actions.errors import NotHere
from annotations.forms import GoOnForm, ReopenGoldForm, SendBackForm, VersionForm
from annotations.highlighting import items_of, key_of, place_of
from annotations.listing import listed
from annotations.models import AnnotationSet
from annotations.reading import Reading
from annotations.rounds import LONGEST_REASON, Reason
from annotations.views import reader
from annotations.views.opening import opened, valid
from annotations.views.seeing import seen_by
from articles.models import Document
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.errors import Invalid
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """The draft in the reader; a POST begins it, from what is finished."""
    if request.method == "GET":
        return reader.shown(request, slug, article_id, is_review=True)
    _, document = opened(request, slug, article_id, Role.REVIEWER)
    actions.begin(document=document, by=request.user, **valid(GoOnForm(request.POST)))
    return redirect("annotations:review", slug, article_id)


@signed_in
@require_GET
def differences(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """The same list that the page has, after a write."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    seen = seen_by(request, document, is_review=True)
    context = {
        "reading": seen,
        "article": document.article,
        "project": membership.project,
        "compared": compared.of(seen),
        "awaited": awaited.by_reviewer(seen),
    }
    return render(request, "annotations/_differences.html", context)


@signed_in
@require_POST
def discard(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    _, document = opened(request, slug, article_id, Role.REVIEWER)
    actions.discard(document=document, by=request.user, **valid(VersionForm(request.POST)))
    messages.info(request, "The review is closed; nothing was approved.")
    return redirect("annotations:reader", slug, article_id)


@signed_in
@require_POST
def reopen_gold(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    _, document = opened(request, slug, article_id, Role.REVIEWER)
    actions.reopen_gold(document=document, by=request.user, **valid(ReopenGoldForm(request.POST)))
    messages.info(request, "Gold stays as it is until you approve this draft.")
    return redirect("annotations:review", slug, article_id)


@signed_in
@require_http_methods(["GET", "POST"])
def send_back(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """A reason for the article, or for each span or claim that needs one."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    if request.method == "POST":
        finished = _send_back(request, document)
        messages.success(request, f"Sent back to {finished.made_by}.", extra_tags="good")
        return redirect("annotations:queue", slug)
    seen = _seen(request, document, _set_id(request))
    all_finished = _finished(seen)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "reading": seen,
        "finished": _chosen(all_finished, seen, _set_id(request)),
        "all_finished": all_finished,
        "items": listed(seen),
        "longest": LONGEST_REASON,
    }
    return render(request, "annotations/send_back.html", context)


def _set_id(request: SignedInRequest) -> int | None:
    asked = request.GET.get("set_id", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def _seen(request: SignedInRequest, document: Document, set_id: int | None) -> Reading:
    """The draft, where there is one; else the set that is asked for or shown in the reader."""
    sets = AnnotationSet.objects.filter(document=document, state=AnnotationSet.State.DRAFT)
    draft = sets.values_list("pk", flat=True).first()
    return reading.of(document, request.user, draft or set_id)


def _finished(seen: Reading) -> list[AnnotationSet]:
    """What can be sent back: with a draft the sets that it was made of. The newest first."""
    sets = AnnotationSet.objects.annotated().select_related("made_by").order_by("-pk")
    found = sets.filter(document=seen.document, state=AnnotationSet.State.SUBMITTED)
    if seen.state == AnnotationSet.State.DRAFT:
        found = found.filter(bases=seen.annotation_set)
    return list(found)


def _chosen(finished: list[AnnotationSet], seen: Reading, set_id: int | None) -> AnnotationSet:
    """The one asked for, else the one that is read. Raises Http404 where there is none."""
    read = None if seen.state == AnnotationSet.State.DRAFT else seen.annotation_set
    wanted = read.pk if read else set_id
    found = next((each for each in finished if wanted in {None, each.pk}), None)
    if found is None:
        raise Http404
    return found


def _send_back(request: SignedInRequest, document: Document) -> AnnotationSet:
    values = valid(SendBackForm(request.POST))
    seen = _seen(request, document, values["set_id"])
    about = values.pop("reason")
    reasons = [Reason(about)] if about.strip() else []
    reasons += [_reason(seen, key, text) for key, text in _about_items(request)]
    return actions.send_back(
        document=document, by=request.user, reasons=reasons, **values
    ).annotation_set


def _about_items(request: SignedInRequest) -> Iterator[tuple[str, str]]:
    for name, text in request.POST.items():
        if name.startswith("on-") and isinstance(text, str) and text.strip():
            if len(text) > LONGEST_REASON:
                raise Invalid(f"A reason has at most {LONGEST_REASON} characters.")
            yield name.removeprefix("on-"), text.strip()


def _reason(seen: Reading, key: str, text: str) -> Reason:
    item = next((each for each in items_of(seen) if key_of(each) == key), None)
    if item is None:
        raise NotHere
    _, start, end = place_of(item)
    return Reason(text, key, start, end)
