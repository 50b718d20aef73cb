"""Colours of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from annotations import scheme_colours
from annotations.scheme_checks import BadScheme
from annotations.scheme_colours import DARK, LIGHT
from annotations.scheme_presets import NEWS
from annotations.scheme_shape import SchemeShape, checked
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.annotations.schemes import SHIP, change
from tests.factories import create_document
from tests.test_tokens import COLOURS


def test_a_colour_of_ones_own_has_its_contrast_measured() -> None:
    for own, said in (
        (
            "#999999/#ffffff",
            "light colour of “Ship”, #999999, has a contrast of 2.72 to 1",
        ),
        ("#000000/#333333", "dark colour of “Ship”, #333333"),
        ("#7c4faf/red", "#rrggbb/#rrggbb"),
        ("#7C4FAF/#CD99FF", "#rrggbb/#rrggbb"),
    ):
        with pytest.raises(BadScheme, match=said):
            checked(SchemeShape((replace(SHIP, colour=own),)))
    assert checked(SchemeShape((replace(SHIP, colour="#7c4faf/#cd99ff"),)))


def test_the_colours_of_the_palette_would_pass_as_ones_own() -> None:
    for light, dark in (COLOURS[name] for name in scheme_colours.COLOURS):
        scheme_colours.check(f"{light}/{dark}", "it")
    assert (f"#{LIGHT.paper}", f"#{DARK.paper}") == COLOURS["paper"]
    assert (f"#{LIGHT.current}", f"#{DARK.current}") == COLOURS["current"]


def test_colours_of_ones_own_have_a_style_sheet(
    client: Client, project: Project, manager: User
) -> None:
    ship = replace(SHIP, colour="#7c4faf/#cd99ff", layer="Themes")
    change(project, manager, replace(NEWS, labels=(*NEWS.labels, ship)))
    document = create_document("The Kursk sank.", project=project)
    Hand(document, manager).add("Kursk", "SHIP")
    client.force_login(manager)

    page = client.get(f"/projects/{project.slug}/articles/{document.article_id}/").content.decode()
    assert 'href="/colours/x-7c4faf-cd99ff.css"' in page
    assert "f-x-7c4faf-cd99ff k1-x-7c4faf-cd99ff" in page
    sheet = client.get("/colours/x-7c4faf-cd99ff.css")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert ".k1-x-7c4faf-cd99ff { --k1: light-dark(#7c4faf, #cd99ff); }" in sheet.content.decode()
    assert client.get("/colours/x-7c4faf-cd99ff+}.css").status_code == 404
