"""What a claim's card shows of its way, which words are which part, and what reports it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Claim, ClaimPart
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

TEXT = (
    "Fars reported that officials in Paris and Ann Lee warned prices rose. "
    "Nobody else was there to say what it was that they had in mind when they spoke of it, "
    "and nobody asked them, neither on that day nor on any of the days that came after it.\n"
    "قال الوزير إن الأسعار ارتفعت."
)
ROLES = ("content", "source", "cue", "via")
MIDDLE = """words => {
  const walker = document.createTreeWalker(document.querySelector(".row > p"), 4);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words.split(" ")[0]);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at + 1);
    range.setEnd(node, at + 3);
    const { x, y, width, height } = range.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }
}"""
COLOURED = """role => [...(CSS.highlights.get(role) ?? [])].map(String).join(" | ")"""


def add_part(claim: Claim, document: Document, role: str, order: int, words: str) -> None:
    start = document.text.index(words)
    end = start + len(words)
    ClaimPart.objects.create(claim=claim, role=role, order=order, start=start, end=end)


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="Prices")


@pytest.fixture
def inner(document: Document) -> Claim:
    suggest_span(document, "Ann Lee")
    claim = suggest_claim(document, "prices rose", source="officials in Paris")
    add_part(claim, document, "source", 1, "Ann Lee")
    add_part(claim, document, "cue", 0, "warned")
    add_part(claim, document, "via", 0, "Fars")
    return claim


@pytest.fixture
def outer(document: Document) -> Claim:
    return suggest_claim(
        document, "officials in Paris and Ann Lee warned prices rose", source="Fars"
    )


@pytest.fixture
def page(
    sign_in: SignIn,
    live_server: LiveServer,
    annotator: User,
    document: Document,
    inner: Claim,
    outer: Claim,
) -> ReadingPage:
    opened = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    with opened.page.expect_request("**/slots*.js"):
        opened.open()
    opened.page.wait_for_load_state("networkidle")
    return opened


def card_of(page: ReadingPage, claim: Claim) -> Locator:
    return page.page.locator(f"#card-c{claim.pk}")


def coloured(page: ReadingPage) -> dict[str, str]:
    page.settle()
    found = {role: str(page.page.evaluate(COLOURED, role)) for role in ROLES}
    return {role: words for role, words in found.items() if words}


def test_a_slot_colours_exactly_its_own_part(page: ReadingPage, inner: Claim) -> None:
    slots = card_of(page, inner).locator("[data-piece]")
    for words, role in (("Fars", "via"), ("Ann Lee", "source"), ("warned", "cue")):
        slots.filter(has_text=words).hover()
        assert coloured(page) == {role: words}
    slots.filter(has_text="prices rose").hover()
    assert coloured(page) == {"content": "prices rose"}

    card_of(page, inner).hover(position={"x": 3, "y": 3})
    assert coloured(page) == {
        "source": "officials in Paris | Ann Lee",
        "cue": "warned",
        "via": "Fars",
    }
    page.page.mouse.move(2, 2)
    assert coloured(page) == {}


def test_words_light_the_cards_and_slots_they_belong_to(
    page: ReadingPage, inner: Claim, outer: Claim
) -> None:
    lit = page.page.locator(".lit[data-piece]")
    page.page.mouse.move(*page.page.evaluate(MIDDLE, "officials in Paris"))
    expect(card_of(page, inner)).to_have_class(r"claim suggested lit")
    expect(lit).to_have_count(2)  # a source of the one, in the content of the other
    page.page.mouse.move(*page.page.evaluate(MIDDLE, "reported"))
    expect(lit).to_have_count(0)

    page.page.keyboard.press("Escape")
    page.go_to("Ann Lee")
    expect(card_of(page, inner).locator(".in-source .lit")).to_have_text("Ann Lee")
    expect(page.page.locator(":focus")).to_have_attribute("title", "Person")


def test_keys_walk_to_the_slots_of_the_current_card_and_into_the_editor(
    page: ReadingPage, inner: Claim
) -> None:
    page.go_to("prices rose")
    slots = card_of(page, inner).locator("[data-slot]")
    assert slots.evaluate_all("all => all.map(each => each.tabIndex)") == [0, 0, 0, 0]
    expect(card_of(page, inner).locator(".in-via dt")).to_have_attribute("data-key", "O")

    slots.filter(has_text="Fars").focus()
    assert coloured(page) == {"via": "Fars"}
    page.press("Enter")
    expect(page.page.locator(".slot[aria-pressed=true]")).to_contain_text("Via")
    page.press("Escape", "Escape")
    expect(card_of(page, inner).get_by_role("button")).to_have_count(0)


def test_a_resting_card_is_opened_and_not_edited_by_a_click_on_a_slot(
    page: ReadingPage, inner: Claim
) -> None:
    card_of(page, inner).locator("[data-slot]").first.click()
    expect(card_of(page, inner)).to_have_class("claim suggested on")
    expect(page.page.locator("#claim-editor")).to_be_hidden()


def test_what_reports_a_claim_is_told_by_keys(
    page: ReadingPage, inner: Claim, outer: Claim, check_axe: CheckAxe
) -> None:
    page.go_to("prices rose")
    page.press("c", "r")
    expect(page.page.locator(".candidates")).to_contain_text("Accept that claim first")
    page.press("Escape", "Escape")
    page.go_to("officials in Paris and Ann Lee warned prices rose")
    page.press("a")
    page.wait_until_saved()
    page.press("Escape")
    page.go_to("prices rose")
    page.press("c", "r")
    expect(page.page.locator(".offers button")).to_have_count(1)
    check_axe(page.page, explained=("color-contrast",))
    page.press("1", "Enter")
    page.wait_until_saved()

    found = {claim.key: claim.within for claim in page.reading.claims}
    assert found == {inner.pk: outer.pk, outer.pk: None}
    around = card_of(page, inner).get_by_role("link")
    expect(around).to_have_text("Fars officials in Paris and Ann Lee warned prices rose")
    check_axe(page.page, explained=("color-contrast",))
    around.click()
    expect(card_of(page, outer)).to_have_class("claim confirmed on")

    page.press("c", "r")  # what it reports itself cannot report it
    expect(page.page.locator(".offers button")).to_have_count(0)
    page.press("Escape", "u")
    page.wait_until_saved()
    assert {claim.within for claim in page.reading.claims} == {None}


def test_the_chain_leads_the_other_way_where_words_do(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> None:
    claim = suggest_claim(document, "الأسعار ارتفعت", source="الوزير")
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)

    content = card_of(page, claim).locator(".claim-content")
    assert content.evaluate("each => getComputedStyle(each, '::before').content").startswith('"← ')
    source = card_of(page, claim).locator(".in-source").bounding_box()
    cue = card_of(page, claim).locator(".in-cue").bounding_box()
    assert source
    assert cue
    assert source["x"] > cue["x"]


def test_of_a_card_at_rest_the_longest_part_is_cut_first(
    page: ReadingPage, document: Document
) -> None:
    claim = suggest_claim(
        document, "nobody asked them", source="neither on that day nor on any of the days"
    )
    add_part(claim, document, "cue", 0, "in mind")
    add_part(claim, document, "via", 0, "Fars")
    page.open()
    slots = card_of(page, claim).locator("[data-slot]")
    cut = slots.evaluate_all("all => all.map(each => each.scrollWidth > each.clientWidth)")
    assert cut == [False, True, False]  # of via, source and cue
