"""The same words in the project's other articles, to be looked at before they are marked alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations import filters, jobs, paging
from annotations.actions import applying
from annotations.forms import ElsewhereForm
from annotations.models import Label
from annotations.reader import elsewhere as words
from annotations.reader.elsewhere import Marks, Where
from annotations.reader.listing import around
from annotations.states import Range
from annotations.views.opening import opened, valid
from articles.models import Article, Document
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role, User
from newsdesk.http import SignedInRequest, is_htmx

ARTICLES_A_PAGE = 20
LINES_AN_ARTICLE = 10  # of each form; the others of an article go with it
WRITABLE = (Where.OWN, Where.SUGGESTED)


@dataclass(frozen=True, slots=True)
class Line:
    """A place with the words around it, and what is suggested there."""

    key: str
    before: str
    words: str
    after: str
    suggested: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What an article has: places to mark, `further_count` that are not shown and `left_count`
    that something stands on.
    """

    article: Article
    where: Where
    same: list[Line]
    near: list[Line]
    further_count: int
    left_count: int
    is_chosen: bool

    @property
    def has_lines(self) -> bool:
        return bool(self.same or self.near)

    @property
    def is_open(self) -> bool:
        return self.where in WRITABLE and self.has_lines


@signed_in
@require_http_methods(["GET", "POST"])
def elsewhere(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """A page of articles; what was unticked on it comes along to the next one, and to the start."""
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR)
    asked = valid(ElsewhereForm(request.POST if request.method == "POST" else request.GET))
    if "start" in request.POST:
        return _start(request, document, asked)
    labels = list(Label.objects.of_project(document.project).in_use())
    articles = words.articles(
        document.project_id, asked["quote"], has_near=asked["near"], but=article_id
    )
    with filters.in_time():
        count = paging.count(articles)
        found, following = _page(articles, asked, request.user, labels)
    context = {
        "membership": membership,
        "project": document.project,
        "here": "articles",
        "article": document.article,
        "asked": asked,
        "labels": labels,
        "count": count,
        "most_counted": paging.MOST_COUNTED,
        "found": [each for each in found if each.is_open],
        "left": [each for each in found if not each.is_open],
        "shown": " ".join(key for each in found if each.is_open for key in _keys(each)),
        "left_out": " ".join(sorted(asked["left_out"])),
        "next": following,
    }
    template = "_elsewhere" if is_htmx(request) else "elsewhere"
    return render(request, f"annotations/{template}.html", context)


def _start(request: SignedInRequest, document: Document, asked: dict[str, Any]) -> HttpResponse:
    with transaction.atomic():
        run = applying.request(
            document=document,
            quote=asked["quote"],
            label_key=asked["label_key"],
            has_near=asked["near"],
            left_out=asked["left_out"],
            by=request.user,
        )
        jobs.defer_apply(run.pk)
    return redirect("annotations:apply-run", document.project.slug, run.pk)


def _page(
    articles: Any, asked: dict[str, Any], by: User, labels: Sequence[Label]
) -> tuple[list[Found], int | None]:
    """The newest articles before the key that was asked for, and the key of the page after."""
    if asked["before"] is not None:
        articles = articles.filter(article__lt=asked["before"])
    keys = list(articles.order_by("-article")[: ARTICLES_A_PAGE + 1])
    shown = keys[:ARTICLES_A_PAGE]
    documents = list(words.documents(shown).order_by("-article"))
    sets = words.sets_of_people(documents)
    own = [each for found in sets.values() if (each := words.own(found, by))]
    marks = words.marks(documents, own)
    asked["label"] = next((label.pk for label in labels if label.key == asked["label_key"]), None)
    names, held = {label.pk: label.name for label in labels}, words.held(documents, by)
    found = [
        _found(each, words.where(each, sets[each.pk], by, held), marks[each.pk], asked, names)
        for each in documents
    ]
    has_words = [each for each in found if each.has_lines or each.left_count]
    return has_words, shown[-1] if len(keys) > ARTICLES_A_PAGE else None


def _found(
    document: Document,
    where: Where,
    marks: Marks,
    asked: dict[str, Any],
    names: Mapping[int, str],
) -> Found:
    exact, near = words.places(document.text, asked["quote"], has_near=asked["near"])
    label = asked["label"] if where == Where.SUGGESTED else None
    same, other = (marks.unsuggested(places, label) for places in (exact, near))
    article_id, but = document.article_id, asked["left_out"]
    hidden = len(same[LINES_AN_ARTICLE:]) + len(other[LINES_AN_ARTICLE:])
    return Found(
        document.article,
        where,
        [_line(document, each, marks, but, names) for each in same[:LINES_AN_ARTICLE]],
        [_line(document, each, marks, but, names) for each in other[:LINES_AN_ARTICLE]],
        further_count=hidden,
        left_count=len(exact) + len(near) - len(same) - len(other),
        is_chosen=str(article_id) not in but,
    )


def _line(
    document: Document,
    place: Range,
    marks: Marks,
    but: frozenset[str],
    names: Mapping[int, str],
) -> Line:
    start, end = place
    key = words.key(document, place)
    suggested = [names.get(label, "another label") for label in marks.suggested.get(place, ())]
    before, after = around(document.text, start, end)
    quote = document.text[start:end]
    return Line(key, before, quote, after, ", ".join(suggested), key not in but)


def _keys(found: Found) -> list[str]:
    return [str(found.article.pk), *(line.key for line in (*found.same, *found.near))]
