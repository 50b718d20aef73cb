"""Reading in comfort: width and size, paper, phones, zoom, forced colours, other scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

TEXT = (
    "Rex Tillerson said on Monday that sales rose in every part of Iran and fell in Oman, and he "
    "added that nobody had asked for that.\n"
    "قال أحمد إن المبيعات ارتفعت في إيران."
)


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project
) -> ReadingPage:
    document = create_document(TEXT, project=project, headline="Sales")
    Article.objects.filter(pk=document.article_id).update(language="pt")
    suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Monday", "DATE")
    suggest_span(document, "أحمد")
    suggest_claim(document, "sales rose in every part of Iran", source="Rex Tillerson")
    suggest_claim(document, "المبيعات ارتفعت", source="أحمد")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def style(locator: Locator, name: str, pseudo: str = "") -> str:
    found = locator.evaluate(
        "(each, [name, pseudo]) => getComputedStyle(each, pseudo)[name]", [name, pseudo]
    )
    return str(found)


def overflow(page: ReadingPage) -> int:
    found: int = page.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found


def paragraph(page: ReadingPage) -> Locator:
    return page.page.locator(".row > p").first


def test_width_and_size_are_chosen_and_remembered(
    page: ReadingPage, check_axe: CheckAxe, live_server: LiveServer
) -> None:
    usual = paragraph(page).bounding_box()
    page.press("z")
    page.page.get_by_role("radio", name="Large").check()
    page.page.get_by_role("radio", name="Narrow").check()
    check_axe(page.page, explained=("color-contrast",))
    page.press("Escape")
    chosen = paragraph(page).bounding_box()
    assert usual
    assert chosen
    assert chosen["width"] < usual["width"]
    assert style(paragraph(page), "fontSize") == "22.4px"

    page.page.route("**/*.js", lambda route: route.abort())  # it comes like that, without a flash
    page.open()
    shown = paragraph(page).bounding_box()
    assert shown
    assert (shown["width"], shown["height"]) == (chosen["width"], chosen["height"])


def test_light_is_chosen_for_every_page(page: ReadingPage) -> None:
    body = page.page.locator("body")
    page.press("z")
    page.page.get_by_role("radio", name="Dark").check()
    assert style(body, "backgroundColor") == "rgb(21, 23, 26)"
    page.press("Escape")

    page.page.goto(page.page.url.partition("/articles/")[0] + "/")
    assert style(body, "backgroundColor") == "rgb(21, 23, 26)"
    page.page.emulate_media(media="print")
    assert style(page.page.locator("h1"), "color") == "rgb(28, 31, 36)"


def test_a_cookie_of_somebody_elses_making_changes_nothing(
    page: ReadingPage, live_server: LiveServer
) -> None:
    made_up = {"name": "comfort", "value": "wide-onmouseover", "url": live_server.url}
    page.page.context.add_cookies([made_up])  # type: ignore[list-item]
    page.open()
    assert page.page.locator("body").get_attribute("data-size") == "usual"


def test_paper_shows_words_marks_and_claims_alone(page: ReadingPage) -> None:
    page.press("j", "j", "j")
    page.page.emulate_media(media="print")

    for chrome in (".bar", "#dock", "#map", ".tools", ".claim-acts", ".plain-link"):
        expect(page.page.locator(chrome).first).to_be_hidden()
    note = page.page.locator(".claim-body").first
    expect(note).to_contain_text("sales rose in every part of Iran")
    for role in ("Source", "Cue"):
        expect(note.get_by_text(role)).to_be_visible()
    assert "underline" in style(page.page.locator("mark.e").first, "textDecorationLine")
    above, below = paragraph(page).bounding_box(), note.bounding_box()
    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"] - 8
    assert page.page.pdf()[:4] == b"%PDF"


def test_a_paragraph_has_its_own_direction_and_the_article_its_language(page: ReadingPage) -> None:
    arabic = page.page.locator(".row > p").nth(1)
    assert style(arabic, "direction") == "rtl"
    assert style(paragraph(page), "direction") == "ltr"
    assert page.page.locator("#text").get_attribute("lang") == "pt"
    assert page.page.locator("h1").get_attribute("lang") == "pt"
    for mark in arabic.locator("mark.e").all():
        tag = float(style(mark, "transform", "::after").split(",")[4])
        assert tag > 0  # it reaches back over its words, which lie to the right


def test_a_phone_decides_by_the_bar_at_the_bottom(page: ReadingPage) -> None:
    page.page.set_viewport_size({"width": 390, "height": 800})
    bar = page.dock
    heights = {
        round((bar.get_by_role("button", name=name, exact=True).bounding_box() or {"y": 0})["y"])
        for name in ("Undo", "Next", "Finish")
    }
    assert len(heights) == 1
    bar.get_by_role("button", name="Next").click()
    for name in ("Accept", "Reject", "Next"):
        box = bar.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert box["height"] >= 40
        assert 0 <= box["x"] <= 390 - box["width"]
        assert box["y"] + box["height"] <= 800
    bar.get_by_role("button", name="Accept").click()
    bar.get_by_role("button", name="Reject").click()
    page.wait_until_saved()
    page.page.wait_for_load_state("networkidle")

    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.rejected == ["Monday"]


@pytest.mark.parametrize("size", ["usual", "large"])
def test_nothing_is_wider_than_the_narrowest_phone(
    page: ReadingPage, live_server: LiveServer, size: str
) -> None:
    chosen = {"name": "comfort", "value": f"wide-{size}", "url": live_server.url}
    page.page.context.add_cookies([chosen])  # type: ignore[list-item]
    page.page.set_viewport_size({"width": 320, "height": 640})
    page.open()
    for keys in ((), ("j",), ("j", "j"), ("b",), ("Escape", "c"), ("Escape", "z"), ("Escape", "?")):
        page.press(*keys)
        assert overflow(page) <= 0, keys


def test_twice_as_large_by_the_browser_all_is_there(page: ReadingPage) -> None:
    """A window of 1280 pixels at 200 % is as wide as 640."""
    page.page.set_viewport_size({"width": 640, "height": 400})
    page.press("j")
    assert overflow(page) <= 0
    expect(page.page.locator("mark.cur").first).to_be_in_viewport()
    for name in ("Accept", "Reject"):
        expect(page.dock.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    lead, dock = page.page.locator("mark.cur").first.bounding_box(), page.dock.bounding_box()
    assert lead
    assert dock
    assert lead["y"] + lead["height"] <= dock["y"]


def test_with_forced_colours_lines_tell_states_and_an_outline_what_is_current(
    page: ReadingPage,
) -> None:
    page.page.emulate_media(forced_colors="active")
    page.press("j", "a")
    page.wait_until_saved()
    confirmed, current = page.page.locator("mark.confirmed"), page.page.locator("mark.cur")

    assert style(confirmed.first, "textDecorationStyle") == "solid"
    assert style(current.first, "textDecorationStyle") == "dotted"
    assert style(current.first, "outlineStyle") == "solid"
    assert "dat" in style(current.first, "content", "::after")
    page.press("j")
    opened = page.page.locator(".claim.on .claim-body")
    assert style(opened, "outlineStyle") == "solid"
    page.press("c")
    chosen = page.page.locator(".slot[aria-pressed=true]")
    assert style(chosen, "outlineStyle") == "solid"


def test_nothing_moves_for_those_who_want_it_so(page: ReadingPage) -> None:
    page.page.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
      const { transitionDuration, animationDuration } = getComputedStyle(each);
      return [transitionDuration, animationDuration].some((each) => /[1-9]/.test(each));
    }).map((each) => each.outerHTML)"""
    assert page.page.evaluate(moving) == []


def test_what_is_decided_is_shown_at_once(page: ReadingPage) -> None:
    page.page.emulate_media(reduced_motion="no-preference")
    assert style(page.page.locator("mark.e").first, "transitionDuration") == "0s"
