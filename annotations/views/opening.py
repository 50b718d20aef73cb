"""What every view of one article begins with: who asks, the document, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any, TypedDict

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from annotations import attribute_shape
from annotations.models import Attribute, Label, Progress, Thread
from annotations.reader.prepared import Prepared, columns, instance, prepare
from articles.models import Article, Document, Outlet
from newsdesk.accounts.access import membership_or_404
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.errors import Invalid, NotAllowed
from newsdesk.http import SignedInRequest

READER, ARTICLE, SLUG = -1, -2, "~"  # of nobody, no article, no project
JOINED: Mapping[str, type[Model]] = {
    "": Document,
    "project__": Project,
    "article__": Article,
    "article__outlet__": Outlet,
    "article__progress__": Progress,
}
BESIDE = ("label_rows", "attribute_rows", "has_claims", "has_threads", "role")


class Place(TypedDict, total=False):
    """Whether an address is inside a review, as routes say."""

    is_review: bool


def opened(
    request: SignedInRequest, slug: str, article_id: int, role: Role, *, is_review: bool = False
) -> tuple[Membership, Document]:
    """The membership and the document in one query, with the looks of the project's labels as
    `label_rows` and its attributes as `attribute_rows`. In a review it takes a reviewer. Raises
    Http404 and NotAllowed.
    """
    found = _documents().rows({READER: request.user.pk, ARTICLE: article_id, SLUG: slug})
    if not found:
        membership_or_404(request.user, slug)  # says so to whom a manager has suspended
        raise Http404
    document = _document(found[0])
    membership = Membership(user=request.user, project=document.project, role=document.role)
    if not membership.may(Role.REVIEWER if is_review else role):
        raise NotAllowed
    return membership, document


@cache
def _documents() -> Prepared:
    """Each page of an article asks this, and each write."""
    labels = Label.objects.filter(layer__scheme__project=OuterRef("project")).values(
        row=JSONObject(
            id="pk",
            key="key",
            name="name",
            colour="colour",
            tag="tag",
            layer="layer__key",
            is_retired="is_retired",
        )
    )
    attributes = Attribute.objects.filter(scheme__project=OuterRef("project")).values(
        row=JSONObject(**{name: name for name in attribute_shape.ROW})
    )
    held = Membership.objects.active().filter(user=READER, project=OuterRef("project"))
    documents = Document.objects.annotate(
        label_rows=ArraySubquery(labels),
        attribute_rows=ArraySubquery(attributes),
        has_claims=F("project__scheme__has_claims"),
        has_threads=Exists(Thread.objects.filter(document=OuterRef("pk")).order_by()),
        role=Subquery(held.values("role")),
    )
    found = documents.exclude(role=None).filter(
        article=ARTICLE, project__slug=SLUG, is_current=True
    )
    joined = chain.from_iterable(columns(model, path) for path, model in JOINED.items())
    return prepare(found.values(*joined, *BESIDE))


def _document(row: Mapping[str, Any]) -> Any:
    """The document with what is joined to it, and what stands beside them."""
    found = {path: instance(model, path, row) for path, model in JOINED.items()}
    document: Any = found[""]
    document.project, document.article = found["project__"], found["article__"]
    document.article.outlet = found["article__outlet__"]
    document.article.progress = found["article__progress__"]
    for name in BESIDE:
        setattr(document, name, row[name])
    return document


def valid(form: forms.Form) -> dict[str, Any]:
    """The values of a form that its own page has made. Raises Invalid, naming the field."""
    if form.is_valid():
        return dict(form.cleaned_data)
    reasons = [f"{field}: {', '.join(map(str, found))}" for field, found in form.errors.items()]
    raise Invalid("; ".join(reasons).replace("__all__: ", ""))
