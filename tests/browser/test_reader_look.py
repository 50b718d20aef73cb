"""How the reader lies on the page: nothing jumps, covers words or is drawn where it should not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Label
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

TEXT = "Rex Tillerson said on Monday that sales rose again and again in every part of Iran."
WIDTHS = pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline=TEXT)


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


@WIDTHS
def test_the_text_stays_where_it_is_when_suggestions_come(
    page: ReadingPage, document: Document, width: int
) -> None:
    page.page.set_viewport_size({"width": width, "height": 800})
    paragraph = page.page.locator(".row > p")
    expect(page.page.locator("#waiting")).to_be_visible()
    waiting = box(paragraph)["y"]

    suggest_span(document, "Rex Tillerson")

    expect(page.page.locator("mark")).to_have_count(1, timeout=10_000)
    assert box(paragraph)["y"] == waiting


def test_what_is_not_saved_moves_no_text_on_a_phone(page: ReadingPage, document: Document) -> None:
    suggest_span(document, "Rex Tillerson")
    page.page.set_viewport_size({"width": 390, "height": 800})
    page.open()
    before = box(page.page.locator(".row > p"))["y"]
    page.page.route("**/accept/", lambda route: route.abort())
    page.press("j", "a")

    expect(page.page.locator("#save-state")).to_have_text("Not saved – retry")
    assert box(page.page.locator(".row > p"))["y"] == before


@WIDTHS
def test_the_buttons_of_a_card_cover_no_words(
    page: ReadingPage, document: Document, width: int
) -> None:
    suggest_claim(document, "sales rose again and again in every part", source="Rex Tillerson")
    page.page.set_viewport_size({"width": width, "height": 800})
    page.open()
    card = page.page.locator(".claim")
    before = box(card)
    card.click()

    acts = box(card.locator(".claim-acts"))
    scrolled = page.page.evaluate("scrollY")  # makes room for what the card opens; nothing moves
    assert box(card) == {**before, "y": before["y"] - scrolled}
    for words in card.locator(".claim-content, dt, dd, .own-voice").all():
        assert are_apart(box(words), acts), words.inner_text()


def are_apart(one: dict[str, float], other: dict[str, float]) -> bool:
    is_beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    return (
        is_beside
        or one["y"] + one["height"] <= other["y"] + 1
        or other["y"] + other["height"] <= one["y"] + 1
    )


def test_no_outline_is_drawn_round_the_article(page: ReadingPage) -> None:
    page.page.locator(".row > p").click(position={"x": 4, "y": 12})
    page.select("Iran")
    page.press("3")
    page.wait_until_saved()
    page.page.evaluate("document.querySelector('main').focus()")
    page.press("Shift")

    style = "getComputedStyle(document.querySelector('main')).outlineStyle"
    assert page.page.evaluate(style) == "none"


def test_an_article_of_one_sentence_is_text_and_no_headline(page: ReadingPage) -> None:
    size = "getComputedStyle(document.querySelector('.row > p')).fontSize"
    assert page.page.evaluate(size) == "18px"


@pytest.mark.parametrize("project_name", ["My first project", "The Gulf and the Horn of Africa"])
def test_the_projects_name_has_room_on_a_phone(
    page: ReadingPage, project: Project, project_name: str
) -> None:
    project.name = project_name
    project.save()
    page.page.set_viewport_size({"width": 390, "height": 800})
    page.open()

    name = page.page.locator(".bar .project")
    cut = "each => each.scrollWidth > each.clientWidth"
    assert box(name)["width"] >= 120
    assert not name.evaluate(cut)


def test_the_mode_of_boundaries_shows_its_buttons_alone(
    page: ReadingPage, document: Document
) -> None:
    suggest_span(document, "Rex Tillerson")
    page.open()
    page.press("j", "b")

    expect(page.dock.get_by_role("button", name="Save")).to_be_visible()
    expect(page.dock.get_by_role("button", name="Accept")).to_be_hidden()


@WIDTHS
def test_no_command_moves_a_word(page: ReadingPage, document: Document, width: int) -> None:
    for name, label in (("Rex Tillerson", "PERSON"), ("Monday", "DATE"), ("Iran", "GPE")):
        suggest_span(document, name, label)
    suggest_claim(document, "sales rose again and again in every part", source="Rex Tillerson")
    page.page.set_viewport_size({"width": width, "height": 800})
    page.open()
    places = """() => {
      const marked = [...document.querySelectorAll("#text :is(mark, .claim)")];
      const places = marked.map((each) => each.getBoundingClientRect());
      return [scrollY, ...places.map(({ x, y }) => [Math.round(x), Math.round(y)])];
    }"""
    before = page.page.evaluate(places)

    opened = ("b", "c", "w", "/", "i", "p", "y", "?", "Control+k", "Control+Enter", "Shift+A")
    for key in ("j", "ArrowDown", *opened, "a", "2"):
        page.press(key)
        page.page.wait_for_timeout(150)
        assert page.page.evaluate(places) == before, key
        if key in opened:
            page.press("Escape")
            expect(page.page.locator("dialog[open]")).to_have_count(0)
    page.wait_until_saved()


THREE = (
    "Rex Tillerson said that sales rose in Iran, and Bob Corker warned that prices fell in Oman.\n"
    "He left.\n"
    "Officials in Paris denied on Monday that they had met him."
)
WHERE_ROWS_ARE = """() => {
  const top = (each) => each.getBoundingClientRect().top + scrollY;
  return [...document.querySelectorAll("#text :is(.row, .claim, .gone)")].map(top);
}"""
WATCH_SHIFTS = """() => {
  const parts = "#text :is(.row, .row > p, mark, .claim, .gone)";
  const isMoved = ({ node, previousRect, currentRect }) =>
    node?.matches?.(parts) && previousRect.height && currentRect.height;
  window.shifted = [];
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries())
      window.shifted.push(...sources.filter(isMoved).map(({ node }) => node.outerHTML));
  }).observe({ type: "layout-shift" });
}"""


@WIDTHS
def test_deciding_on_claims_moves_no_paragraph_and_no_card(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project, width: int
) -> None:
    document = create_document(THREE, project=project)
    suggest_claim(document, "sales rose in Iran", source="Rex Tillerson")
    suggest_claim(document, "prices fell in Oman", source="Bob Corker")
    suggest_claim(document, "He left")
    suggest_claim(document, "they had met him", source="Officials in Paris")
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    page.page.set_viewport_size({"width": width, "height": 800})
    before = page.page.evaluate(WHERE_ROWS_ARE)
    page.page.evaluate(WATCH_SHIFTS)

    for key in ("j", "x", "a", "x", "x", "k", "u", "u", "u", "Shift+U", "Escape"):
        page.press(key)
        page.wait_until_saved() if key in "xauU" else None
        assert page.page.evaluate(WHERE_ROWS_ARE) == before, key
    page.page.wait_for_load_state("networkidle")
    assert page.page.evaluate("window.shifted") == []


def test_a_rejected_claim_is_restored_where_it_stood(page: ReadingPage, document: Document) -> None:
    suggest_claim(document, "sales rose again and again in every part", source="Rex Tillerson")
    page.open()
    page.press("j", "x")
    page.wait_until_saved()

    page.page.locator(".gone").get_by_role("button", name="Restore").click()
    expect(page.page.locator(".claim.suggested")).to_have_count(1)
    expect(page.page.locator(".gone")).to_have_count(0)


@WIDTHS
def test_the_current_card_opens_over_the_others(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project, width: int
) -> None:
    document = create_document(THREE, project=project)
    suggest_claim(document, "sales rose in Iran", source="Rex Tillerson")
    suggest_claim(document, "prices fell in Oman", source="Bob Corker")
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    page.page.set_viewport_size({"width": width, "height": 800})
    page.press("j")

    first, second = page.page.locator(".claim-body").all()
    assert box(first)["height"] > box(second)["height"]
    first.get_by_role("button", name="Accept").click()
    page.wait_until_saved()
    expect(page.page.locator(".claim").first).to_contain_text("accepted")


LAST_WORDS = """() => [...document.querySelectorAll(".row > p")].map((paragraph) => {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  const { right, bottom } = [...range.getClientRects()].at(-1);
  return [Math.round(right), Math.round(bottom + scrollY)];
})"""


@WIDTHS
def test_labels_come_and_go_and_no_line_breaks_elsewhere(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project, width: int
) -> None:
    names = [f"{first} {last}" for first in ("Ann", "Ben", "Cem") for last in "KLMNOPQR"]
    document = create_document(f"{', '.join(names)}.", project=project)
    for name in names:
        suggest_span(document, name)
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    page.page.set_viewport_size({"width": width, "height": 800})
    before = page.page.evaluate(LAST_WORDS)

    for key in ("j", *"xxxxaaaa2x", "ArrowUp", "1", "l", "l", *"uuuuuuuuuuuu"):
        page.press(key)
        assert page.page.evaluate(LAST_WORDS) == before, key
    expect(page.page.locator("#save-state")).to_have_text("Saved", timeout=20_000)
    assert page.page.evaluate(LAST_WORDS) == before


WHERE_ALL_IS = """() => {
  const place = (each) => {
    const { x, y } = each.getBoundingClientRect();
    return [Math.round(x), Math.round(y + scrollY)];
  };
  const lead = document.querySelector("mark[aria-current]");
  const rows = [...document.querySelectorAll("#text :is(.row, .claim, .gone)")].map(place);
  return { rows, current: lead && [lead.dataset.first, place(lead)] };
}"""


@WIDTHS
def test_nothing_moves_in_a_real_article(
    sign_in: SignIn,
    live_server: LiveServer,
    annotator: User,
    project: Project,
    shared: Path,
    width: int,
) -> None:
    """Accepted, rejected, relabelled, redone and undone, one after the other."""
    document = create_document((shared / "seeds" / "article.txt").read_text(), project=project)
    gold = json.loads((shared / "seeds" / "article.gold.json").read_text())
    labels = {label.key for label in Label.objects.of_project(project.pk)}
    for name, label in {(each["text"], each["type"]) for each in gold["entities"]}:
        if label in labels:
            suggest_span(document, name, label)
    for claim in gold["claims"]:
        suggest_claim(
            document, claim["content"]["text"], source=(claim["source"] or {}).get("text", "")
        )
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    page.page.set_viewport_size({"width": width, "height": 800})
    page.page.evaluate(WATCH_SHIFTS)
    before = page.page.evaluate(WHERE_ALL_IS)["rows"]
    assert len(before) > 20

    places: dict[str, list[int]] = {}
    for key in ("j", *"axaax2axx1aaxxaxa", "ArrowUp", *"uuuuuuuu", "Shift+U", *"uuuuuuuuuu"):
        page.press(key)
        found = page.page.evaluate(WHERE_ALL_IS)
        assert found["rows"] == before, key
        if found["current"]:
            name, place = found["current"]
            assert places.setdefault(name, place) == place
    page.page.wait_for_load_state("networkidle")
    assert page.page.evaluate(WHERE_ALL_IS)["rows"] == before
    assert page.page.evaluate("window.shifted") == []


def test_the_dock_takes_little_of_a_laptop_at_rest(page: ReadingPage) -> None:
    page.page.set_viewport_size({"width": 1280, "height": 800})
    assert box(page.dock)["height"] <= 0.08 * 800


def test_marks_and_cards_have_names_and_roles(page: ReadingPage, document: Document) -> None:
    """As Chromium tells them to a screen reader."""
    suggest_span(document, "Rex Tillerson")
    suggest_claim(document, "sales rose again", source="Rex Tillerson")
    page.open()
    page.press("j", "a")
    page.wait_until_saved()
    session = page.page.context.new_cdp_session(page.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = {
        (node["role"]["value"], node.get("description", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    }
    roles = {role for role, _ in told}

    assert ("mark", "Person, confirmed") in told
    assert {"main", "banner", "heading", "region", "status", "term", "progressbar"} <= roles
