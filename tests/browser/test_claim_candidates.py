"""What the editor of a claim offers for its parts, and whom a choice names."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import ClaimPart
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim, suggest_entity
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = (
    "The oil ministry said prices rose, Interfax reported.\n"
    "NATO and Fars News of Tehran waited. "
    "Ann Lee, from States Watch, said on Monday sales fell, NATO wrote."
)


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project
) -> ReadingPage:
    document = create_document(TEXT, project=project, headline="Sales")
    for label, names in {
        "ORG": ["Interfax", "NATO", "Fars News", "States Watch"],
        "GPE": ["Tehran"],
        "PERSON": ["Ann Lee"],
        "DATE": ["Monday"],
    }.items():
        for name in names:
            span = suggest_span(document, name, label)
            suggest_entity(document, name, span, label=label)
    reported = suggest_claim(document, "prices rose", source="The oil ministry")
    start = TEXT.index("Interfax")
    ClaimPart.objects.create(claim=reported, role="via", order=0, start=start, end=start + 8)
    suggest_claim(document, "sales fell")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def offered(page: ReadingPage) -> list[str]:
    expect(page.page.locator(".candidates")).to_be_visible()
    buttons = page.page.locator(".offers button").all_inner_texts()
    return [words.lstrip("0123456789\n ") for words in buttons]


def test_a_source_may_be_named_or_the_noun_of_another_claim_the_nearest_first(
    page: ReadingPage,
) -> None:
    page.go_to("sales fell")
    page.press("c", "s")

    assert offered(page) == [
        *("States Watch", "Ann Lee", "Tehran", "Fars News", "NATO", "Interfax"),
        "The oil ministry",
    ]


def test_outlets_come_before_other_organisations(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("c", "o")

    assert offered(page) == ["Fars News", "Interfax", "States Watch", "NATO"]

    page.press("v")
    assert offered(page) == ["wrote", "said"]


def test_who_is_chosen_by_number_is_the_entity_of_the_name(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("c", "s")
    page.choose("Ann Lee")
    page.press("o")
    page.choose("Interfax")
    page.press("Enter")
    page.wait_until_saved()

    made = ClaimPart.objects.filter(claim__annotation_set__kind="annotated").exclude(entity=None)
    assert dict(made.values_list("role", "entity__name")) == {
        "source": "Ann Lee",
        "via": "Interfax",
    }


def test_candidates_are_numbered_where_they_stand_and_move_nothing(page: ReadingPage) -> None:
    page.go_to("sales fell")
    before = page.page.locator(".row > p").all_inner_texts()
    page.press("c", "s")

    badges = page.page.locator(".hint-badge")
    count = len(offered(page))
    assert badges.all_inner_texts() == [str(number + 1) for number in range(count)]
    name = page.page.locator("mark", has_text="Ann Lee").bounding_box()
    badge = badges.nth(offered(page).index("Ann Lee")).bounding_box()
    assert name
    assert badge
    assert abs(badge["x"] + badge["width"] / 2 - name["x"]) <= 4
    assert page.page.locator(".row > p").all_inner_texts() == before
    page.press("Escape")
    expect(badges).to_have_count(0)


def test_a_name_may_be_typed(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("s", "/")
    expect(page.page.get_by_label("Name of the source")).to_be_focused()
    page.page.keyboard.type("oil")
    assert offered(page) == ["oil"]
    page.press("Escape", "/")
    page.page.keyboard.type("fars")
    assert offered(page) == ["Fars News"]
    page.press("Enter", "Enter")
    page.wait_until_saved()

    (claim,) = [each for each in page.reading.claims if each.state == "confirmed"]
    assert [part.text for part in claim.in_role("source")] == ["Fars News"]
