"""What is said about one article: threads are begun, answered, resolved and read.

A script gets the thread as it is then, a plain form the page of all threads of the article.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations.actions import comments
from annotations.actions.errors import NotHere
from annotations.comments import anchors
from annotations.comments import threads as talking
from annotations.comments.anchors import Anchor
from annotations.forms import (
    AnchorForm,
    CommentForm,
    EditCommentForm,
    SeenForm,
    StartThreadForm,
)
from annotations.models import AnnotationSet, Comment, Thread
from annotations.reader.reading import set_read
from annotations.views.opening import opened, valid
from articles.models import Document
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.errors import NotAllowed
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_http_methods(["GET", "POST"])
def threads(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """All threads of the article; a POST begins one."""
    role = Role.ANNOTATOR if request.method == "POST" else Role.VIEWER
    membership, document = opened(request, slug, article_id, role)
    if request.method == "POST":
        return _start(request, membership, document)
    context = {
        **_frame(membership, document),
        "talk": talking.of(document, membership),
        "draft": talking.draft(Anchor(), request.user),
    }
    name = "_threads" if is_htmx(request) else "threads"
    return render(request, f"annotations/{name}.html", context)


@signed_in
@require_GET
def new(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """The page on which a thread about an item is begun without scripts."""
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR)
    asked = valid(AnchorForm(request.GET))
    anchor = _anchor(membership, document, **asked)
    context = {
        **_frame(membership, document),
        "draft": talking.draft(anchor, request.user),
        "is_review": asked["is_review"],
        "of": asked["of"],
    }
    return render(request, "annotations/thread_new.html", context)


@signed_in
@require_GET
def readers(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """The names of those who would read a new thread, one a line: who can be mentioned in it."""
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR)
    anchor = _anchor(membership, document, **valid(AnchorForm(request.GET)))
    return _names(membership, anchor.annotation_set)


@signed_in
@require_GET
def readers_of(
    request: SignedInRequest, slug: str, article_id: int, thread_id: int
) -> HttpResponse:
    """The same, of a thread that there is."""
    membership, thread = _opened(request, slug, article_id, thread_id)
    return _names(membership, thread.annotation_set)


@signed_in
@require_POST
def reply(request: SignedInRequest, slug: str, article_id: int, thread_id: int) -> HttpResponse:
    membership, thread = _opened(request, slug, article_id, thread_id)
    comments.reply(thread=thread, by=request.user, **valid(CommentForm(request.POST)))
    return _answer(request, membership, thread)


@signed_in
@require_POST
def edit(
    request: SignedInRequest, slug: str, article_id: int, thread_id: int, comment_id: int
) -> HttpResponse:
    membership, comment = _own(request, slug, article_id, thread_id, comment_id)
    comments.edit(comment=comment, by=request.user, **valid(EditCommentForm(request.POST)))
    return _answer(request, membership, comment.thread)


@signed_in
@require_POST
def delete(
    request: SignedInRequest, slug: str, article_id: int, thread_id: int, comment_id: int
) -> HttpResponse:
    """With its last comment a thread goes, and the answer is empty."""
    membership, comment = _own(request, slug, article_id, thread_id, comment_id)
    is_there = comments.delete(comment=comment, by=request.user)
    if is_htmx(request) and not is_there:
        return HttpResponse()
    return _answer(request, membership, comment.thread)


@signed_in
@require_POST
def resolve(request: SignedInRequest, slug: str, article_id: int, thread_id: int) -> HttpResponse:
    membership, thread = _resolvable(request, slug, article_id, thread_id)
    comments.resolve(thread=thread, by=request.user)
    return _answer(request, membership, thread, is_open=False)


@signed_in
@require_POST
def reopen(request: SignedInRequest, slug: str, article_id: int, thread_id: int) -> HttpResponse:
    membership, thread = _resolvable(request, slug, article_id, thread_id)
    comments.reopen(thread=thread, by=request.user)
    return _answer(request, membership, thread)


@signed_in
@require_POST
def seen(request: SignedInRequest, slug: str, article_id: int, thread_id: int) -> HttpResponse:
    """The answer is the count in the navigation."""
    membership, thread = _opened(request, slug, article_id, thread_id, Role.VIEWER)
    comments.see(thread=thread, by=request.user, **valid(SeenForm(request.POST)))
    if not is_htmx(request):
        return redirect(_address(slug, thread))
    return render(request, "_unread_comments.html", {"project": membership.project})


def _start(request: SignedInRequest, membership: Membership, document: Document) -> HttpResponse:
    sent = valid(StartThreadForm(request.POST))
    where = {name: sent.pop(name) for name in AnchorForm.base_fields}
    anchor = _anchor(membership, document, **where)
    thread = comments.start(document=document, anchor=anchor, by=request.user, **sent)
    return _answer(request, membership, thread, is_open=False)


def _anchor(
    membership: Membership, document: Document, item: str, *, is_review: bool, of: int | None
) -> Anchor:
    """In the finished set `of`, or that which the reader shows to this person; in a review, in the
    draft.
    """
    if not item:
        return Anchor()
    if is_review and not membership.may(Role.REVIEWER):
        raise NotAllowed
    role = Role(membership.role)
    read = set_read(document, membership.user, role, of, is_review=is_review)
    return anchors.of(document, item, read)


def _names(membership: Membership, annotation_set: AnnotationSet | None) -> HttpResponse:
    members = talking.readers(membership.project.pk, annotation_set).select_related("user")
    names = sorted(str(each.user) for each in members.exclude(user=membership.user))
    return HttpResponse("\n".join(names), content_type="text/plain; charset=utf-8")


def _opened(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    thread_id: int,
    role: Role = Role.ANNOTATOR,
) -> tuple[Membership, Thread]:
    """Raises Http404 for a thread of another article, and for one that this person may not read."""
    membership, document = opened(request, slug, article_id, role)
    visible = Thread.objects.visible_to(request.user).select_related("annotation_set")
    thread = get_object_or_404(visible, pk=thread_id, document=document)
    thread.document = document
    return membership, thread


def _own(
    request: SignedInRequest, slug: str, article_id: int, thread_id: int, comment_id: int
) -> tuple[Membership, Comment]:
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR)
    visible = Thread.objects.visible_to(request.user).filter(pk=thread_id, document=document)
    said = Comment.objects.filter(thread__in=visible).select_related("thread")
    comment = get_object_or_404(said, pk=comment_id)
    if comment.by_id != request.user.pk:
        raise NotAllowed
    comment.thread.document = document
    return membership, comment


def _resolvable(
    request: SignedInRequest, slug: str, article_id: int, thread_id: int
) -> tuple[Membership, Thread]:
    """One's own, or anybody's for who reviews."""
    membership, thread = _opened(request, slug, article_id, thread_id)
    if thread.made_by_id != request.user.pk and not membership.may(Role.REVIEWER):
        raise NotAllowed
    return membership, thread


def _answer(
    request: SignedInRequest, membership: Membership, thread: Thread, *, is_open: bool = True
) -> HttpResponse:
    """The thread as it is now, open also where the last comment mentions who cannot read it yet.
    Raises NotHere if somebody took it back meanwhile.
    """
    slug = membership.project.slug
    if not is_htmx(request):
        return redirect(_address(slug, thread))
    found = talking.items(Thread.objects.filter(pk=thread.pk), membership)
    if not found:
        raise NotHere
    is_open = is_open or bool(found[0].comments[-1].untold)
    context = {"project": membership.project, "thread": found[0], "is_open": is_open}
    return render(request, "annotations/_thread.html", context)


def _address(slug: str, thread: Thread) -> str:
    page = reverse("annotations:threads", args=[slug, thread.document.article_id])
    return f"{page}#thread-{thread.pk}" if thread.pk else page


def _frame(membership: Membership, document: Document) -> dict[str, object]:
    return {
        "project": membership.project,
        "membership": membership,
        "here": "comments",
        "article": document.article,
    }
