"""Talking about an article beside its text, by keys, and hearing what colleagues say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import comments
from annotations.comments import anchors
from annotations.models import Comment, Thread
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand, suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, create_user, join, suggest_span

TEXT = "Rex Tillerson said on Monday that Bob Corker claimed sales rose in Iran.\nHe left Iran."


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project)


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    for name in ("Rex Tillerson", "Bob Corker"):
        suggest_span(document, name)
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def poll(page: ReadingPage) -> None:
    """As every 20 seconds."""
    page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_said_of_a_claim_is_written_below_its_card(
    page: ReadingPage, document: Document, width: int
) -> None:
    suggest_claim(document, "sales rose in Iran", source="Bob Corker")
    page.page.set_viewport_size({"width": width, "height": 800})
    page.open()
    page.go_to("sales rose in Iran")
    page.press("n")
    expect(page.page.locator("#thread-new textarea")).to_be_focused()
    card = page.page.locator(".claim.on .claim-body").bounding_box()
    form = page.page.locator("#thread-new").bounding_box()
    assert card
    assert form
    assert form["y"] >= card["y"] + card["height"]


def test_a_thread_is_begun_and_left_by_keys(
    page: ReadingPage, reviewer: User, check_axe: CheckAxe
) -> None:
    before = page.page.locator(".row > p").nth(1).bounding_box()
    page.press("j", "n")
    form = page.page.locator("#thread-new")
    expect(form).to_contain_text("Rex Tillerson")
    expect(form).to_contain_text("Everybody in the project reads this")
    page.page.keyboard.type("Or his son? @ru")
    expect(page.page.get_by_role("option", name="Rui Reviewer")).to_be_visible()
    check_axe(page.page, explained=("color-contrast",))
    page.press("Enter")
    expect(form.get_by_label("Comment", exact=True)).to_have_value("Or his son? @Rui Reviewer ")
    page.press("Control+Enter")

    card = page.page.locator("#text .thread")
    expect(card).to_contain_text("Or his son? @Rui Reviewer")
    expect(page.page.locator("mark:focus")).to_have_text("Rex Tillerson")
    assert Comment.objects.get().mentioned.get() == reviewer
    page.press("n")
    expect(card.get_by_label("Your answer")).to_be_focused()
    check_axe(page.page, explained=("color-contrast",))
    page.press("Escape")
    expect(page.page.locator("mark:focus")).to_have_text("Rex Tillerson")
    expect(page.page.locator("#talk-open")).to_have_text("1")
    page.press("a")
    page.wait_until_saved()
    expect(card).to_be_visible()
    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.page.locator(".row > p").nth(1).bounding_box() == before


def test_what_stands_is_spoken_of_with_reviewers_only(page: ReadingPage) -> None:
    page.press("j", "a", "ArrowUp", "n")
    expect(page.page.locator("#thread-new")).to_contain_text("You and reviewers read this")
    page.page.keyboard.type("Sure.")
    page.press("Control+Enter")
    expect(page.page.locator("#text .thread")).to_contain_text("Sure.")
    thread = Thread.objects.get()
    assert thread.annotation_set is not None
    assert thread.annotation_set.made_by == page.user


def test_without_a_current_item_it_is_about_the_article(page: ReadingPage) -> None:
    page.press("n")
    box = page.page.get_by_label("Comment on the article")
    expect(box).to_be_focused()
    page.page.keyboard.type("A caption stands twice.")
    page.press("Control+Enter")
    expect(page.page.locator("#talk .thread")).to_contain_text("A caption stands twice.")
    expect(box).to_have_value("")
    page.press("Escape")
    expect(box).to_be_hidden()
    assert Thread.objects.get().item == ""


def test_the_panel_lies_over_no_comment_that_is_begun_and_esc_closes_it_from_the_text(
    page: ReadingPage,
) -> None:
    panel = page.page.get_by_label("Comment on the article")
    page.page.locator("#talk > summary").click()
    expect(panel).to_be_visible()
    page.press("j", "n")
    expect(page.page.locator("#say-here")).to_be_focused()
    expect(panel).to_be_hidden()

    page.press("Escape")
    page.page.locator("#talk > summary").click()
    page.page.locator("mark").first.click()
    expect(panel).to_be_visible()
    page.press("Escape")
    expect(panel).to_be_hidden()
    assert page.current == "Rex Tillerson"


def test_each_comment_is_sent_and_what_is_half_typed_stays(page: ReadingPage) -> None:
    box, card = page.page.get_by_label("Comment on the article"), page.page.locator("#text .thread")
    page.press("n")
    expect(box).to_be_focused()
    for text in ("A caption stands twice.", "So does a date."):
        box.fill(text)
        page.press("Control+Enter")
        expect(box).to_have_value("")
    expect(page.page.locator("#talk .said-text")).to_have_text(
        ["A caption stands twice.", "So does a date."]
    )
    box.fill("And a nam")
    page.press("Escape", "j", "n")
    page.page.keyboard.type("Or his son?")

    page.press("Escape", "ArrowDown", "n")  # another item: what is written is not about it
    expect(page.dock).to_contain_text("A comment on “Rex Tillerson” is not sent yet")
    expect(page.page.locator("#say-here")).to_have_value("Or his son?")
    page.press("ArrowUp", "n")
    expect(page.page.locator("#say-here")).to_be_focused()
    page.press("Control+Enter")
    expect(card.locator(".said-text")).to_have_text("Or his son?")
    expect(page.page.locator("#talk-open")).to_have_text("3")
    expect(box).to_have_value("And a nam")

    page.press("ArrowDown", "n", "Escape", "n")
    expect(page.page.locator("#thread-new .thread-quote")).to_have_text("Bob Corker")


@pytest.mark.long
def test_what_was_asked_for_before_a_comment_was_sent_takes_nothing_away(
    page: ReadingPage, document: Document, reviewer: User
) -> None:
    item = f"s{document.annotation_sets.get().spans.earliest('pk').pk}"
    theirs = comments.start(
        document=document, anchor=anchors.of(document, item), text="Which Rex?", by=reviewer
    )
    page.open()
    page.page.wait_for_timeout(3500)  # until its first poll is over
    held: list[Route] = []
    page.page.route("**/comments/", lambda route: held.append(route), times=1)
    comments.reply(thread=theirs, text="Tillerson.", by=reviewer)
    poll(page)
    page.page.wait_for_timeout(500)
    late = held[0].fetch()

    page.press("n")
    page.page.keyboard.type("A caption stands twice.")
    page.press("Control+Enter")
    own = page.page.locator("#talk .thread")
    expect(own).to_have_count(1)
    expect(page.page.locator("#talk-open")).to_have_text("2")
    held[0].fulfill(response=late)
    page.page.wait_for_timeout(300)
    expect(own).to_have_count(1)

    page.press("Escape", "j", "r")
    page.page.keyboard.type("Rex of Ex")
    comments.delete(comment=theirs.comments.get(text="Tillerson."), by=reviewer)
    comments.delete(comment=theirs.comments.get(), by=reviewer)
    with page.page.expect_response("**/comments/"):
        poll(page)
    page.page.wait_for_timeout(300)
    expect(page.page.locator("#text .thread textarea")).to_have_value("Rex of Ex")


def test_what_a_colleague_says_comes_by_itself_and_moves_nothing(
    page: ReadingPage, reviewer: User, document: Document
) -> None:
    page.press("j")
    page.page.wait_for_timeout(1200)
    before = page.page.locator(".row > p").first.bounding_box()
    item = f"s{document.annotation_sets.get().spans.latest('pk').pk}"
    thread = comments.start(
        document=document, anchor=anchors.of(document, item), text="@Ana, a senator?", by=reviewer
    )
    poll(page)

    card = page.page.locator(f"#thread-{thread.pk}")
    expect(card).to_contain_text("1 new")
    expect(page.page.locator("#talk-new")).to_have_text("1 new")
    expect(page.page.locator("#unread-comments")).to_contain_text("1")
    assert page.page.locator(".row > p").first.bounding_box() == before
    assert page.current == "Rex Tillerson"

    page.press("r")
    box = card.get_by_label("Your answer")
    expect(box).to_be_focused()
    expect(card.locator(".busy")).to_have_count(0)
    page.page.keyboard.type("From Tenn")
    comments.reply(thread=thread, text="See Wikipedia.", by=reviewer)
    poll(page)
    expect(card).to_contain_text("See Wikipedia.")
    expect(box).to_have_value("From Tenn")
    expect(box).to_be_focused()
    page.page.keyboard.type("essee.")
    page.press("Control+Enter")
    expect(card.locator(".said-text")).to_have_text(
        ["@Ana, a senator?", "See Wikipedia.", "From Tennessee."]
    )
    expect(box).to_be_focused()
    expect(card.get_by_role("button", name="Resolve")).to_have_count(0)  # it is a colleague's
    comments.resolve(thread=thread, by=reviewer)
    page.press("Escape")
    poll(page)
    expect(card.locator("summary").first).to_contain_text("Resolved")
    expect(page.page.locator("#talk-open")).to_have_text("")


def test_what_is_being_changed_stays_when_a_colleague_answers(
    page: ReadingPage, document: Document, annotator: User, reviewer: User
) -> None:
    thread = comments.start(
        document=document, anchor=anchors.Anchor(), text="Whose figures?", by=annotator
    )
    page.open()
    page.press("n")
    own = page.page.locator("#talk .thread")
    own.locator("summary").first.click()
    own.get_by_text("Change").click()
    box = own.get_by_label("Your comment")
    box.fill("Whose figures are these?")
    comments.reply(thread=thread, text="The ministry’s.", by=reviewer)

    poll(page)

    expect(own).to_contain_text("The ministry’s.")
    expect(box).to_have_value("Whose figures are these?")


def test_what_concerns_me_is_on_a_page_of_its_own(
    sign_in: SignIn,
    live_server: LiveServer,
    document: Document,
    annotator: User,
    reviewer: User,
    check_axe: CheckAxe,
) -> None:
    hand = Hand(document, annotator)
    span = hand.add("Bob Corker")
    anchor = anchors.of(document, f"s{span.pk}", hand.set)
    comments.start(document=document, anchor=anchor, text="@Ana?", by=reviewer)
    page = sign_in(annotator)
    page.goto(f"{live_server.url}/projects/{document.project.slug}/comments/")
    expect(page.locator("#unread-comments")).to_contain_text("1")
    check_axe(page, explained=("color-contrast",))

    page.locator("summary", has_text="@Ana?").click()
    expect(page.locator("#unread-comments")).to_be_hidden()
    page.get_by_label("Your answer").fill("Yes.")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".said-text")).to_have_text(["@Ana?", "Yes."])
    check_axe(page, explained=("color-contrast",))
    page.get_by_role("link", name="Sales").click()
    expect(page.locator("#text .thread")).to_have_attribute("open", "")


def test_on_the_page_of_one_who_finished_keys_ask_and_speak_of_their_work(
    sign_in: SignIn, live_server: LiveServer, document: Document, annotator: User, reviewer: User
) -> None:
    document.article.progress.places = 2
    document.article.progress.save()
    otto = create_user("Otto Other")
    join(document.project, otto, Role.ANNOTATOR)
    hand, later = Hand(document, annotator), Hand(document, otto)
    hand.add("Bob Corker")
    later.add("Iran", "GPE")
    for each in (hand, later):
        each.submit()
    page = ReadingPage(sign_in(reviewer), live_server.url, document, reviewer)
    page.page.get_by_role("link", name=str(annotator)).click()
    page.page.wait_for_url("**/?of=*")
    page.go_to("Bob Corker")

    page.press("y")
    expect(page.page.locator("#messages")).to_contain_text("A person added this")
    page.press("h")
    past = page.page.get_by_role("dialog", name="What became of this")
    expect(past).to_contain_text("added a name")
    page.press("Escape", "n")
    expect(page.page.locator("#thread-new textarea")).to_be_focused()
    page.page.keyboard.type("The senator?")
    page.press("Control+Enter")
    expect(page.page.locator("#text .thread:not(#thread-new)")).to_contain_text("The senator?")
    assert Thread.objects.get().annotation_set == hand.set
