"""What every view of one article begins with: who asks, the document, and what was sent."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from annotations import attribute_shape
from annotations.models import Attribute, Label, Thread
from articles.models import Document
from newsdesk.accounts.models import Membership, Role
from newsdesk.errors import Invalid, NotAllowed
from newsdesk.http import SignedInRequest


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
    held = Membership.objects.active().filter(user=request.user, project=OuterRef("project"))
    documents = Document.objects.select_related(
        "article__outlet", "article__progress", "project"
    ).annotate(
        label_rows=ArraySubquery(labels),
        attribute_rows=ArraySubquery(attributes),
        has_claims=F("project__scheme__has_claims"),
        has_threads=Exists(Thread.objects.filter(document=OuterRef("pk")).order_by()),
        role=Subquery(held.values("role")),
    )
    document: Any = get_object_or_404(
        documents.exclude(role=None), article_id=article_id, project__slug=slug, is_current=True
    )
    membership = Membership(user=request.user, project=document.project, role=document.role)
    if not membership.may(Role.REVIEWER if is_review else role):
        raise NotAllowed
    return membership, document


def valid(form: forms.Form) -> dict[str, Any]:
    """The values of a form that its own page has made. Raises Invalid, naming the field."""
    if form.is_valid():
        return dict(form.cleaned_data)
    reasons = [f"{field}: {', '.join(map(str, found))}" for field, found in form.errors.items()]
    raise Invalid("; ".join(reasons).replace("__all__: ", ""))
