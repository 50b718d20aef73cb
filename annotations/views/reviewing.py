"""Reviewing what somebody finished: the draft, sending back with reasons, reopening gold."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations.actions import review as actions
from annotations.actions.errors import NotHere
from annotations.forms import GoOnForm, ReopenGoldForm, SendBackForm, VersionForm
from annotations.models import AnnotationSet
from annotations.reader import reading
from annotations.reader.highlighting import items_of, key_of, place_of
from annotations.reader.listing import listed
from annotations.reader.reading import Reading
from annotations.review import awaited, losing
from annotations.review import differences as compared
from annotations.review.rounds import LONGEST_REASON, Reason
from annotations.views import reader
from annotations.views.opening import opened, valid
from annotations.views.seeing import seen_by
from articles.models import Document
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role, User
from newsdesk.errors import Invalid
from newsdesk.http import SignedInRequest, whole_number


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
@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """Asks first, saying what is lost: nothing brings a closed draft back."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    if request.method == "POST":
        actions.discard(document=document, by=request.user, **valid(VersionForm(request.POST)))
        messages.info(request, "The review is closed; nothing was approved.")
        return redirect("annotations:reader", slug, article_id)
    draft = _draft(document)
    if draft is None:
        messages.info(request, "Nobody reviews this article now.")
        return redirect("annotations:reader", slug, article_id)
    sets = AnnotationSet.objects.filter(document=document)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "draft": draft,
        "is_between_several": draft.based_on.annotated().count() > 1,
        "is_gold": sets.gold().exists(),
        "lost": losing.of(document, draft),
    }
    return render(request, "annotations/close_review.html", context)


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
    """A reason for the article, or for each span or claim of the annotator's that needs one."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    if request.method == "POST":
        finished = _send_back(request, document)
        messages.success(request, f"Sent back to {finished.made_by}.", extra_tags="good")
        return redirect("annotations:queue", slug)
    draft = _draft(document)
    all_finished = _finished(document, draft, request.user)
    finished = _chosen(all_finished, _set_id(request))
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "draft": draft,
        "finished": finished,
        "all_finished": all_finished,
        "items": listed(reading.of(document, request.user, finished.pk)),
        "longest": LONGEST_REASON,
    }
    return render(request, "annotations/send_back.html", context)


def _set_id(request: SignedInRequest) -> int | None:
    return whole_number(request.GET.get("set_id", ""))


def _draft(document: Document) -> AnnotationSet | None:
    return AnnotationSet.objects.filter(document=document, state=AnnotationSet.State.DRAFT).first()


def _finished(document: Document, draft: AnnotationSet | None, by: User) -> list[AnnotationSet]:
    """What can be sent back: with a draft the sets that it was made of, in gold nothing. The
    newest of others first.
    """
    sets = AnnotationSet.objects.filter(document=document).select_related("made_by")
    if draft is None and sets.gold().exists():
        return []
    found = sets.annotated().filter(state=AnnotationSet.State.SUBMITTED).order_by("-pk")
    if draft is not None:
        found = found.filter(bases=draft)
    return sorted(found, key=lambda each: each.made_by_id == by.pk)


def _chosen(finished: list[AnnotationSet], set_id: int | None) -> AnnotationSet:
    """The one asked for, else the first. Raises Http404 where there is none."""
    found = next((each for each in finished if set_id in {None, each.pk}), None)
    if found is None:
        raise Http404
    return found


def _send_back(request: SignedInRequest, document: Document) -> AnnotationSet:
    values = valid(SendBackForm(request.POST))
    seen = reading.of(document, request.user, values["set_id"])
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
