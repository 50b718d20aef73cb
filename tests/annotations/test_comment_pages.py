"""What the pages of comments show, and what their forms do without scripts and with."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from annotations.actions import comments
from annotations.models import Comment, Thread
from articles.models import Document
from newsdesk.accounts.models import Role, User
from tests.annotations.hands import Hand
from tests.annotations.talks import say, unread
from tests.factories import create_document, create_user, join, suggest_span
from tests.queries import counted

pytestmark = pytest.mark.django_db

SCRIPTED = {"HX-Request": "true"}


def article(document: Document, path: str = "") -> str:
    return f"/projects/{document.project.slug}/articles/{document.article_id}/{path}"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(user: User, path: str, **headers: str) -> str:
    answer = signed_in(user).get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def read(html: str) -> list[str]:
    """The threads of a page, by how each begins."""
    return re.findall(r'class="thread-start" dir="auto">([^<]*)<', html)


def test_a_thread_is_begun_answered_and_resolved_without_scripts(
    document: Document, hand: Hand, reviewer: User
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    mine, theirs = signed_in(hand.by), signed_in(reviewer)
    assert f"comments/new/?item=s{span.pk}" in get(hand.by, article(document, "?list"))
    form = get(hand.by, article(document, f"comments/new/?item=s{span.pk}"))
    assert "Rex Tillerson" in form
    assert "You and reviewers read this" in form

    sent = {"item": f"s{span.pk}", "text": "Or his son?\r\nAsk."}
    answer = mine.post(article(document, "comments/"), sent)
    thread = Thread.objects.get()
    assert answer["Location"] == article(document, f"comments/#thread-{thread.pk}")
    assert thread.comments.get().text == "Or his son?\nAsk."
    assert thread.annotation_set == hand.set
    at = f"comments/{thread.pk}/"
    assert theirs.post(article(document, at), {"text": "No."}).status_code == 302
    assert unread(document, hand.by) == 1
    seen = mine.post(article(document, f"{at}seen/"), {"newest": str(2**40)})
    assert seen.status_code == 302
    assert unread(document, hand.by) == 0
    mine.post(article(document, f"{at}resolve/"))

    page = get(reviewer, article(document, "comments/"))
    assert f"Resolved by {hand.by}" in page
    assert "Reopen" in page


def test_who_cannot_read_a_comment_yet_is_named_below_it_at_once(
    document: Document, hand: Hand, viewer: User
) -> None:
    span = hand.add("Bob Corker")
    sent = {"item": f"s{span.pk}", "text": "@Vera, is he?"}
    answer = signed_in(hand.by).post(article(document, "comments/"), sent, headers=SCRIPTED)

    html = answer.content.decode()
    assert f"{viewer}</b> cannot read this until the article is approved" in html
    assert re.search(r"<details[^>]* open>", html)


def test_a_script_gets_the_thread_as_it_is_then(document: Document, annotator: User) -> None:
    client = signed_in(annotator)
    begun = client.post(article(document, "comments/"), {"text": "<b>Why</b>?"}, headers=SCRIPTED)
    thread = Thread.objects.get()
    html = begun.content.decode()
    assert f'id="thread-{thread.pk}"' in html
    assert "&lt;b&gt;Why&lt;/b&gt;?" in html

    comment = thread.comments.get()
    at = article(document, f"comments/{thread.pk}/{comment.pk}/")
    edited = client.post(at, {"text": "How?"}, headers=SCRIPTED).content.decode()
    assert "How?" in edited
    assert "edited" in edited
    assert client.post(f"{at}delete/", headers=SCRIPTED).content == b""
    assert client.post(at, {"text": "How?"}, headers=SCRIPTED).status_code == 404


def test_a_form_says_which_text_it_changes(document: Document, annotator: User) -> None:
    comment = say(document, annotator, "Who?").comments.get()
    client = signed_in(annotator)
    at = article(document, f"comments/{comment.thread_id}/{comment.pk}/")
    assert client.post(at, {"text": "How?"}, headers=SCRIPTED).status_code == 200
    assert client.post(at, {"text": "When?"}, headers=SCRIPTED).status_code == 409
    page = get(annotator, article(document, "comments/"))
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', page)
    answer = client.post(at, {"text": "Why?", "seen": seen}, headers=SCRIPTED)
    assert answer.status_code == 200
    assert Comment.objects.get().text == "Why?"


def test_a_thread_that_went_meanwhile_is_not_here(
    document: Document, annotator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = say(document, annotator)
    monkeypatch.setattr(comments, "resolve", lambda **_: Thread.objects.all().delete())
    answer = signed_in(annotator).post(
        article(document, f"comments/{thread.pk}/resolve/"), headers=SCRIPTED
    )
    assert answer.status_code == 404
    assert "no longer in this article" in answer.content.decode()


@pytest.mark.parametrize("text", ["", " ", "x" * 5001, "a\x00b"])
def test_a_comment_has_1_to_5000_characters(document: Document, annotator: User, text: str) -> None:
    client = signed_in(annotator)
    answer = client.post(article(document, "comments/"), {"text": text}, headers=SCRIPTED)
    assert answer.status_code == 422
    client.post(article(document, "comments/"), {"text": "\r\n".join("x" * 2500)})
    assert Comment.objects.get().text == "\n".join("x" * 2500)


def test_a_thread_stands_beside_its_paragraph_or_above_all(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    say(document, hand.by, "Or his son?", row=span)
    say(document, hand.by, "A good one.")

    page = get(hand.by, article(document))

    row = page[page.index('id="p0"') : page.index('id="p1"')]
    panel = page[page.index('id="talk"') : page.index('id="reader"')]
    assert read(row) == ["Or his son?"]
    assert read(panel) == ["A good one."]


def test_viewers_read_and_do_not_write(document: Document, annotator: User, viewer: User) -> None:
    say(document, annotator)
    for path in ("", "comments/"):
        page = get(viewer, article(document, path))
        assert read(page) == ["Sure?"]
        assert "<textarea" not in page


def test_what_is_hidden_is_on_no_page(
    document: Document, hand: Hand, viewer: User, reviewer: User
) -> None:
    own = hand.add("Bob Corker")
    thread = say(document, hand.by, "Who?", row=own, read=hand.set)
    project = f"/projects/{document.project.slug}/comments/?show=open"
    for path in (article(document), article(document, "comments/"), project):
        assert read(get(viewer, path)) == []
        assert read(get(reviewer, path)) == ["Who?"]
    at = article(document, f"comments/{thread.pk}/")
    assert signed_in(viewer).post(f"{at}seen/", {"newest": "1"}).status_code == 404
    with_stamp = signed_in(viewer).post(article(document, "here/"))
    assert with_stamp["X-Comments"] == "0-0"


def test_who_can_be_mentioned_is_who_reads_it(
    document: Document, hand: Hand, viewer: User, reviewer: User
) -> None:
    own = hand.add("Bob Corker")
    thread = say(document, hand.by, "Who?", row=own, read=hand.set)

    names = get(hand.by, article(document, f"comments/readers/?item=s{own.pk}"))
    assert names == "Rui Reviewer"
    assert get(hand.by, article(document, f"comments/{thread.pk}/readers/")) == names
    assert get(hand.by, article(document, "comments/readers/")) == "Rui Reviewer\nVera Viewer"


def test_an_annotator_is_in_no_review(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    asked = f"comments/new/?item=s{span.pk}&is_review=on"
    assert signed_in(hand.by).get(article(document, asked)).status_code == 403


def test_mine_begins_with_what_is_unread(
    document: Document, annotator: User, reviewer: User
) -> None:
    other = create_document("He left.", project=document.project, headline="Out")
    first = say(document, annotator, "One")
    say(document, annotator, "Two")
    say(other, reviewer, "Three @Ana Annotator")
    say(other, reviewer, "Not hers")
    comments.reply(thread=first, text="No.", by=reviewer)
    address = f"/projects/{document.project.slug}/comments/"

    page = get(annotator, address)
    assert read(page) == ["One", "Three @Ana Annotator", "Two"]
    assert re.search(r'id="unread-comments" class="count"[^>]*>2<', page)
    assert read(get(annotator, f"{address}?show=open")) == [
        "One",
        "Not hers",
        "Three @Ana Annotator",
        "Two",
    ]
    signed_in(annotator).post(f"{address}seen/")
    page = get(annotator, address)
    assert read(page) == ["One", "Three @Ana Annotator", "Two"]
    assert re.search(r'class="count"[^>]*></b>', page)
    assert signed_in(annotator).get(f"{address}?show=what").status_code == 400


def test_the_list_says_of_each_thread_what_it_is_about_and_whose_it_is(
    document: Document, hand: Hand
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    resolved = say(document, hand.by, "Or his son?", row=span)
    say(document, hand.by, "A caption stands twice.")
    comments.resolve(thread=resolved, by=hand.by)

    page = get(hand.by, f"/projects/{document.project.slug}/comments/")
    words = re.findall(r"class=\"thread-about\"><a [^>]*>([^<]*)<", page)
    assert words == ["The whole article", "“Rex Tillerson”"]
    assert page.count(f'<b dir="auto">{hand.by}</b> <span class="thread-start"') == 2
    assert page.count("<h2>") == 1


def test_long_lists_are_paged_by_key(document: Document, annotator: User) -> None:
    for number in range(32):
        say(document, annotator, f"No {number}")
    address = f"/projects/{document.project.slug}/comments/"
    for shown in ("", "show=open&"):
        page = get(annotator, f"{address}?{shown}")
        assert len(read(page)) == 30
        (older,) = re.findall(r'rel="next" href="([^"]*)"', page)
        rest = get(annotator, address + older.replace("&amp;", "&"))
        assert read(rest) == ["No 1", "No 0"]
        assert 'rel="prev"' in rest


@pytest.mark.parametrize("count", [1, 40])
def test_pages_take_12_queries_and_a_comment_14(
    document: Document, hand: Hand, reviewer: User, count: int
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    for _ in range(count):
        thread = say(document, reviewer, "@Ana?", row=span, read=hand.set)
        comments.reply(thread=thread, text="Well", by=hand.by)
    client = signed_in(hand.by)
    project = f"/projects/{document.project.slug}/comments/"
    pages = [
        article(document),
        article(document, "comments/"),
        article(document, f"comments/new/?item=s{span.pk}"),
        project,
        f"{project}?show=open",
    ]
    for path in pages:
        with counted() as page:
            assert client.get(path).status_code == 200
        assert len(page) <= 12, "\n".join(page)
    sent = {"text": "@Rui Reviewer?", "idempotency_key": f"k{count}", "item": f"s{span.pk}"}
    for path in ("comments/", f"comments/{thread.pk}/"):
        with counted() as said:
            answer = client.post(article(document, path), sent, headers=SCRIPTED)
        assert answer.status_code == 200
        assert len(said) <= 14, "\n".join(said)
        sent["idempotency_key"] += "x"
    own = Comment.objects.filter(by=hand.by).latest("pk")
    for path in ("", "delete/"):
        with counted() as changed:
            answer = client.post(
                article(document, f"comments/{own.thread_id}/{own.pk}/{path}"),
                {"text": "@Rui and @Vera?"},
                headers=SCRIPTED,
            )
        assert answer.status_code == 200
        assert len(changed) <= 14, "\n".join(changed)


def test_the_history_tells_what_was_said(
    document: Document, annotator: User, reviewer: User
) -> None:
    thread = say(document, annotator, "Sure?")
    comments.delete(comment=thread.comments.get(), by=annotator)

    page = get(reviewer, f"/projects/{document.project.slug}/history/?kind=comment")
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
    assert "deleted a comment: Sure?" in told
    assert "commented: Sure?" in told


@pytest.fixture
def otto(document: Document) -> User:
    document.article.progress.places = 2
    document.article.progress.save()
    otto = create_user("Otto Other")
    join(document.project, otto, Role.ANNOTATOR)
    return otto


def test_of_several_who_finished_the_one_whose_work_is_read_reads_what_is_said_of_it(
    document: Document, hand: Hand, reviewer: User, otto: User
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    later = Hand(document, otto)
    for each in (hand, later):
        each.accept(span)
    own = hand.add("Bob Corker")
    hand.submit()
    asked = f"?of={hand.set.pk}"
    first = get(reviewer, article(document))
    later.submit()

    page, client = get(reviewer, article(document, asked)), signed_in(reviewer)
    assert f"{hand.by} and reviewers read this" in page
    for shown in (page, first):
        (sent,) = re.findall(r'<input type="hidden" name="of" value="(\d+)">', shown_form(shown))
        fields = {"item": f"s{span.pk}", "text": "Sure?", "of": sent}
        assert client.post(article(document, "comments/"), fields).status_code == 302
    assert {each.annotation_set for each in Thread.objects.all()} == {hand.set}
    assert f"{otto}" not in get(
        reviewer, article(document, f"comments/readers/{asked}&item=s{span.pk}")
    )

    form = get(reviewer, article(document, f"comments/new/{asked}&item=s{own.pk}"))
    assert f'name="of" value="{hand.set.pk}"' in form
    assert f"{hand.by} and reviewers read this" in form


def shown_form(page: str) -> str:
    """The form of a new comment, as the reader has it ready."""
    return page[page.index('<template id="thread-draft">') :]


def test_what_is_not_finished_or_not_seen_takes_no_comment(
    document: Document, hand: Hand, reviewer: User, otto: User
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    sent = {"item": f"s{span.pk}", "text": "Sure?", "of": str(hand.set.pk)}

    assert signed_in(reviewer).post(article(document, "comments/"), sent).status_code == 404
    hand.submit()
    assert signed_in(otto).post(article(document, "comments/"), sent).status_code == 404
    assert signed_in(reviewer).post(article(document, "comments/"), sent).status_code == 302
