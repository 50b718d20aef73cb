"""A project's labels, as it starts."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from annotations.models import Label, Layer, Scheme, SchemeVersion
from newsdesk.accounts.models import Project


class _Label(NamedTuple):
    key: str
    name: str
    tag: str
    colour: str
    shortcut: str


# The keys are OntoNotes' names of these types.
NEWS_LABELS = (
    _Label("PERSON", "Person", "PER", "person", "1"),
    _Label("ORG", "Organisation", "ORG", "organisation", "2"),
    _Label("GPE", "Country or city", "GPE", "place", "3"),
    _Label("LOC", "Other place", "LOC", "place", "4"),
    _Label("NORP", "Nationality or group", "NRP", "outlet", "5"),
    _Label("FAC", "Building or site", "FAC", "place", "6"),
    _Label("EVENT", "Event", "EVT", "event", "7"),
    _Label("DATE", "Date", "DAT", "date", "8"),
    _Label("MONEY", "Money", "MNY", "amount", "9"),
    _Label("QUANTITY", "Quantity", "QTY", "amount", "0"),
    _Label("LAW", "Law", "LAW", "law", "shift+1"),
)


@transaction.atomic
def create_default(project: Project) -> Scheme:
    """The scheme for news, its layer of entities, and version 1. What is there is kept."""
    scheme, is_new = Scheme.objects.get_or_create(project=project)
    if not is_new:
        return scheme
    layer = Layer.objects.create(scheme=scheme, key="entities", name="Entities")
    Label.objects.bulk_create(
        Label(layer=layer, position=position, **label._asdict())
        for position, label in enumerate(NEWS_LABELS)
    )
    SchemeVersion.objects.create(scheme=scheme, number=1, snapshot=_snapshot())
    return scheme


def _snapshot() -> dict[str, object]:
    labels = [label._asdict() for label in NEWS_LABELS]
    return {"layers": [{"key": "entities", "name": "Entities", "labels": labels}]}
