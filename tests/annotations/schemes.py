"""Changes of a scheme, as tests make them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from annotations.actions import schemes
from annotations.scheme_shape import LabelShape, SchemeShape
from newsdesk.accounts.models import Project, User

SHIP = LabelShape("", "Ship", "SHP", "law", "shift+2")
BOAT = LabelShape("", "Boat", "BOA", "law")


def change(project: Project, by: User, shape: SchemeShape, seen: int = 1) -> int:
    return schemes.change(project=project, shape=shape, seen_number=seen, by=by)


def shape_of(project: Project) -> SchemeShape:
    return schemes.shape_of(project.scheme)


def posted(client: Client, project: Project, **values: object) -> dict[str, object]:
    """What the page's form would send."""
    response = client.get(reverse("annotations:scheme", args=[project.slug]))
    rows = response.context["rows"]
    sent: dict[str, object] = {"seen_number": 1, "has_claims": "on"}
    tables = (rows.labels, rows.layers, rows.attributes)
    for row in [each for table in tables for each in (table.management_form, *table)]:
        found = {row.add_prefix(name): row[name].value() for name in row.fields}
        sent |= {name: value for name, value in found.items() if value not in (None, "")}
    return sent | values
