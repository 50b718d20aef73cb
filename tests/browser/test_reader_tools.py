"""What the reader loads when it is used first: find and others."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

TEXT = (
    "Rex Tillerson met Bob Corker 🙂 in Iran. Mr Tillerson left.\n"
    "In Iran’s north, IRAN news wrote: Tillerson stays. Bob Corker goes."
)


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="Visit")


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Bob Corker")
    suggest_span(document, "Iran", "GPE")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def test_words_are_found_and_marked(page: ReadingPage) -> None:
    page.press("/")
    page.page.keyboard.type("iran")  # the first letters may come before the script
    told = page.page.locator("#find output")
    expect(told).to_have_text("1 of 3")
    page.press("Enter")
    expect(told).to_have_text("2 of 3")
    page.press("Shift+Enter", "ArrowUp")
    expect(told).to_have_text("3 of 3")
    page.press("Escape")
    expect(page.dock).to_contain_text("IRAN")
    page.press("2")
    page.wait_until_saved()

    assert page.confirmed == {"IRAN": "ORG"}


def test_who_finds_something_else_types_over_what_was_asked(page: ReadingPage) -> None:
    told = page.page.locator("#find output")
    for words, expected in (("iran", "1 of 3"), ("xaxa", "not found")):
        page.press("/")
        page.page.keyboard.type(words)
        expect(told).to_have_text(expected)
        page.press("Escape")


def test_what_is_not_there_is_said_and_typing_decides_nothing(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.press("j", "/")
    page.page.keyboard.type("xaxa")

    expect(page.page.locator("#find output")).to_have_text("not found")
    check_axe(page.page, explained=("color-contrast",))
    page.press("Escape")
    expect(page.dock).to_contain_text("Person · suggested")
    assert page.reading.counts.decided == 0


def test_every_command_is_listed_with_its_key_and_runs_by_name(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.press("j", "Control+k")
    options = page.page.locator("#palette [role=option]")
    expect(options.filter(has_text="Find in the article")).to_have_text("Find in the article/")
    expect(options.filter(has_text="Source of the claim")).to_have_attribute(
        "aria-disabled", "true"
    )
    check_axe(page.page, explained=("color-contrast",))
    page.page.keyboard.type("xyz")
    expect(options).to_have_text(["No command is called so."])
    page.press("Enter", "Control+a", "Delete")
    page.page.keyboard.type("label organ")
    expect(options).to_have_text(["Label: Organisation2"])
    page.press("Enter")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "ORG"}
    expect(page.page.locator(":focus")).to_have_text("Rex Tillerson")


def test_a_command_acts_on_what_was_selected_before(page: ReadingPage) -> None:
    page.select("Mr Tillerson")
    page.press("Control+k")
    page.page.keyboard.type("label person")
    expect(page.page.locator("#palette [aria-selected=true]")).to_have_text("Label: Person1")
    page.press("Enter")
    page.wait_until_saved()

    assert page.confirmed == {"Mr Tillerson": "PERSON"}


def test_any_page_is_gone_to_by_its_name(page: ReadingPage) -> None:
    page.press("Control+k")
    page.page.keyboard.type("go assign")
    expect(page.page.locator("#palette [role=option]")).to_have_text(["Go to Assignments"])
    page.press("Enter")

    page.page.wait_for_url("**/assignments/")


def test_a_letter_after_g_goes_to_a_page(page: ReadingPage) -> None:
    page.press("g")
    page.page.keyboard.press("d")
    expect(page.page).to_have_url(re.compile("/dashboard/$"))


def test_only_what_is_undecided_is_shown_and_no_word_moves(page: ReadingPage) -> None:
    last = page.page.locator("mark", has_text="Iran")
    before = last.bounding_box()
    page.press("j", "a")
    page.wait_until_saved()
    page.page.select_option("#filter", "suggested")

    off = page.page.locator("mark.off")
    expect(off).to_have_text(["Rex Tillerson"])
    page.press("ArrowUp", "ArrowUp")
    assert page.current == "Bob Corker"
    page.press("a")
    expect(off).to_have_text(["Rex Tillerson", "Bob Corker"])
    assert last.bounding_box() == before
    page.page.select_option("#filter", "PERSON")
    expect(off).to_have_text(["Iran"])
    page.page.select_option("#filter", "")
    expect(off).to_have_count(0)


def test_that_not_all_is_shown_is_said_wherever_the_page_is_read(page: ReadingPage) -> None:
    page.page.select_option("#filter", "PERSON")
    said = page.dock.locator(".shown")
    expect(said).to_have_text("Shown: only Person · Show all")
    page.press("j", "a")
    page.wait_until_saved()
    page.page.set_viewport_size({"width": 390, "height": 700})
    said.get_by_role("button", name="Show all").click()

    expect(said).to_be_hidden()
    expect(page.page.locator("mark.off")).to_have_count(0)


def test_leaving_find_says_whether_something_is_selected_by_it(page: ReadingPage) -> None:
    page.press("/")
    leave = page.dock.locator("#find [data-act=cancel]")
    expect(leave).to_have_text("Esc Close")
    page.page.keyboard.type("Iran")
    expect(leave).to_have_text("Esc Select it")
    page.page.keyboard.type("xyz")
    expect(leave).to_have_text("Esc Close")
    leave.click()
    expect(page.dock).not_to_have_attribute("data-mode", "find")


def test_what_to_show_is_asked_wherever_the_page_is_read(page: ReadingPage) -> None:
    page.page.set_viewport_size({"width": 1280, "height": 320})
    page.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    before = page.page.evaluate("scrollY")
    page.press("f")
    expect(page.page.locator("#filter")).to_be_focused()
    expect(page.page.locator("#filter")).to_be_in_viewport()
    page.page.select_option("#filter", "suggested")

    assert before > 0
    page.page.wait_for_function(f"scrollY === {before}")


def test_what_is_not_shown_leaves_no_trace_where_something_else_is(
    page: ReadingPage, document: Document
) -> None:
    suggest_claim(document, "Rex Tillerson met Bob Corker")
    suggest_claim(document, "In Iran’s north")
    page.open()
    page.page.locator(".claim", has_text="north").click()
    page.press("x")
    gone = page.page.locator(".gone")
    expect(gone).to_be_visible()
    page.go_to("Rex Tillerson")
    page.press("a")
    page.wait_until_saved()
    page.press("Control+k")
    page.page.keyboard.type("undec")
    chosen = page.page.locator("#palette [aria-selected=true]")
    expect(chosen).to_have_text("Show only what is undecided")
    page.press("Enter")
    expect(gone).to_be_hidden()

    shared = page.page.locator("mark", has_text="Rex Tillerson")
    expect(shared).not_to_have_class(re.compile(r"\boff( |$)"))  # the claim is shown
    page.press("Escape")
    clear = "rgba(0, 0, 0, 0)"
    expect(shared).to_have_css("background-color", clear)
    expect(shared).to_have_css("text-decoration-color", clear)
    tag = "each => getComputedStyle(each, '::after').content"
    assert shared.evaluate(tag) == "none"


def test_the_ring_is_round_the_whole_of_what_is_current_alone(
    page: ReadingPage, document: Document
) -> None:
    suggest_span(document, "Rex")
    page.open()
    page.go_to("Rex Tillerson")

    ringed = page.page.locator("mark.cur")
    expect(ringed).to_have_count(2)
    for piece in ringed.all():
        expect(piece).to_have_css("outline-style", "none")
    expect(page.page.locator("mark.cur-start")).to_have_text("Rex")
    page.press("w")
    expect(ringed).to_have_count(0)
    page.press("Escape")
    expect(ringed).to_have_count(2)


def test_escape_closes_the_newest_message_before_it_lets_go(page: ReadingPage) -> None:
    page.press("j", "x")
    page.wait_until_saved()
    page.press("u")
    page.wait_until_saved()
    page.press("Shift+U")
    page.wait_until_saved()
    message = page.page.locator("#messages .notice")
    expect(message).to_contain_text("Redone: “Rex Tillerson” is now rejected.")
    page.select("Iran")
    page.press("Escape")
    expect(message).to_have_count(0)
    expect(page.dock).to_contain_text("choose a label")
    page.press("Escape")
    expect(page.dock).not_to_contain_text("choose a label")


def test_the_tag_of_the_current_item_moves_no_word(page: ReadingPage) -> None:
    page.press("l")
    last = page.page.locator("mark", has_text="Iran")
    before = last.bounding_box()
    page.press("j")

    assert last.bounding_box() == before


def test_the_same_words_are_marked_at_once_after_a_look(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.go_to("Iran")
    page.press("p")
    dialog = page.page.locator("#same")
    expect(dialog.get_by_role("checkbox")).to_have_count(3)
    expect(dialog.locator("input:checked")).to_have_count(2)
    expect(dialog).to_contain_text("In Iran’s north")
    check_axe(page.page, explained=("color-contrast",))
    dialog.get_by_role("checkbox").last.check()
    dialog.get_by_role("button", name="Mark these").click()
    page.wait_until_saved()

    text = page.document.text
    spans = [each for each in page.reading.spans if each.state == "confirmed"]
    assert [text[each.start : each.end] for each in spans] == ["Iran", "Iran", "IRAN"]
    expect(page.page.locator("#messages")).to_contain_text("3 places of “Iran” at once")
    page.press("u")
    page.wait_until_saved()
    assert page.confirmed == {}


def test_selected_words_are_marked_wherever_they_stand(page: ReadingPage) -> None:
    page.press("/")
    page.page.keyboard.type("Tillerson stays")
    expect(page.page.locator("#find output")).to_have_text("1 of 1")
    page.press("Escape", "p")
    expect(page.page.locator("#same input:checked")).to_have_count(1)
    page.page.locator("#same-label").select_option("EVENT")
    page.page.locator("#same").get_by_role("button", name="Mark these").press("Enter")
    page.wait_until_saved()

    assert page.confirmed == {"Tillerson stays": "EVENT"}


def test_the_list_of_everything_marked_does_the_same_work(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    before = page.page.locator(".row > p").first.bounding_box()
    page.press("i")
    options = page.page.locator("#list [role=option]")
    expect(options).to_have_text(
        [
            "Rex Tillerson, Person, suggested",
            "Bob Corker, Person, suggested",
            "Iran, Country or city, suggested",
        ]
    )
    box = page.page.get_by_role("listbox", name="Everything marked")
    expect(box).to_be_focused()
    check_axe(page.page, explained=("color-contrast",))
    page.press("a", "x", "2")
    page.wait_until_saved()

    expect(box).to_be_focused()
    assert page.confirmed == {"Rex Tillerson": "PERSON", "Iran": "ORG"}
    expect(options).to_have_text(
        ["Rex Tillerson, Person, confirmed", "Iran, Organisation, confirmed"]
    )
    chosen = page.page.locator("#list [aria-selected=true]")
    expect(chosen).to_have_text("Iran, Organisation, confirmed")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.page.locator(".row > p").first.bounding_box() == before
    page.press("b", "Shift+ArrowLeft", "Enter")
    expect(chosen).to_have_text("in Iran, Organisation, confirmed")
    page.press("Escape")
    expect(page.page.locator("#list")).to_be_hidden()
    expect(page.page.locator(":focus")).to_have_text("in Iran")


def test_the_map_leads_to_what_is_undecided(page: ReadingPage) -> None:
    strokes = page.page.locator("#map path.undecided")
    assert (strokes.get_attribute("d") or "").count("M") == 3
    page.press("j", "a")
    expect(page.page.locator("#map path.decided")).to_have_attribute("d", re.compile("^M1 0h"))
    page.press("Escape")
    page.page.locator("#map").click(position={"x": 4, "y": 60})

    assert page.current == "Bob Corker"
