"""What was changed since a set came back is told before and after, wherever it is read again."""

from __future__ import annotations

import re

import pytest

from annotations.actions import adjudication, review, tying
from annotations.history.telling import quoted
from annotations.models import Span
from annotations.reader import highlighting, reading
from annotations.reader.inferring import Inferred
from annotations.review import mended
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand, project_entity, suggest_claim
from tests.annotations.test_review_page import Desk
from tests.factories import create_attribute, create_user, join, suggest_span
from tests.queries import counted


def send_back(hand: Hand, by: User, *reasons: Reason) -> None:
    written = review.send_back(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        reasons=[Reason("Look again."), *reasons],
        by=by,
    )
    hand.version = written.version


def lines(html: str) -> list[tuple[str, ...]]:
    """Words, before and now of each line of the section."""
    section = re.findall(r'<section id="mended".*?</section>', html, re.DOTALL)
    cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL) for row in _rows(section)]
    return [tuple(" ".join(re.sub(r"<[^>]*>", "", each).split()) for each in row) for row in cells]


def _rows(section: list[str]) -> list[str]:
    return (
        re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", section[0], re.DOTALL) if section else []
    )


MENDED = [
    ("Rex Tillerson", "Organisation on “Rex Tillerson”", "Person on “Rex Tillerson”"),
    ("Monday", "undecided", "rejected"),
    ("Bob Corker", "not there", "Person on “Bob Corker”"),
    (
        "sales rose",
        "“sales rose”; source Rex Tillerson; direct speech",
        "“sales rose”; source Bob Corker; mixed speech",
    ),
    ("Iran", "Country or city on “Iran”", "not there"),
]


@pytest.fixture
def back(document: Document, hand: Hand, reviewer: User) -> Hand:
    """Corrected, left, added and a claim; sent back."""
    tillerson = suggest_span(document, "Rex Tillerson", "PERSON")
    suggest_span(document, "Monday", "DATE")
    hand.relabel(tillerson, "ORG")
    hand.add("Iran", "GPE")
    hand.add_claim("sales rose", source=[hand.find("Rex Tillerson")])
    hand.submit()
    send_back(hand, reviewer)
    return hand


def mend(hand: Hand) -> None:
    """One becomes what the model had suggested, one goes, one comes; one is done and undone."""
    suggested = Span.objects.filter(annotation_set__kind="suggested").order_by("start")
    hand.relabel(suggested[0], "PERSON")
    hand.reject(suggested[1])
    hand.remove(hand.set.spans.get(label__key="GPE"))
    hand.add("Bob Corker")
    hand.change_claim(hand.set.claims.get(), source=[hand.find("Bob Corker")], speech="mixed")
    hand.add("He")
    hand.undo()


def begin(hand: Hand, by: User) -> None:
    review.begin(document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=by)


def test_before_it_is_finished_again_it_is_told_to_the_annotator(
    back: Hand, document: Document
) -> None:
    desk = Desk(document, back.by)
    assert "Nothing has changed since this was sent back." in desk.get("finish/")
    mend(back)

    told = desk.get("finish/")
    assert "Changed since it was sent back:" in told
    for words, before, after in MENDED:
        assert words in told
        assert f"{before} → {after}" in told


def test_in_the_reader_of_what_was_finished_again(
    back: Hand, document: Document, reviewer: User
) -> None:
    mend(back)
    back.submit()
    desk = Desk(document, reviewer)

    page = desk.get("")
    assert lines(page) == MENDED
    removed = next(row for row in page.split("<tr>") if ">Iran</a>" in row)
    assert 'href="' in removed
    assert "#p0" in removed
    assert "data-go" not in removed  # it has no mark to go to
    assert "changed" in highlighting.highlighted(reading.of(document, reviewer)).highlights.values()
    assert lines(Desk(document, back.by).get("")) == MENDED


def test_in_its_review(back: Hand, document: Document, reviewer: User) -> None:
    mend(back)
    back.submit()
    begin(back, reviewer)
    desk = Desk(document, reviewer)

    page = desk.get()
    assert lines(page) == MENDED
    copy = desk.draft.spans.get(start=document.text.index("Bob Corker"))
    assert f'data-go="s{copy.pk}"' in page


def test_what_came_back_unchanged_is_said_to_be(
    back: Hand, document: Document, reviewer: User
) -> None:
    back.submit()

    page = Desk(document, reviewer).get("")
    assert "Nothing has changed." in page
    assert lines(page) == []


def test_what_never_came_back_has_no_such_section(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.add("Iran", "GPE")
    hand.submit()

    desk = Desk(document, reviewer)
    assert "Changed since" not in desk.get("")
    begin(hand, reviewer)
    assert "Changed since" not in desk.get()


def test_the_last_round_counts(back: Hand, document: Document, reviewer: User) -> None:
    mend(back)
    back.submit()
    send_back(back, reviewer)
    back.add("He")
    back.submit()

    assert lines(Desk(document, reviewer).get("")) == [("He", "not there", "Person on “He”")]


def test_of_several_each_is_told_where_it_is_adjudicated(
    back: Hand, document: Document, reviewer: User
) -> None:
    document.project.annotators_per_article = 2
    document.project.save()
    other = create_user("Otto Other")
    join(document.project, other, Role.ANNOTATOR)
    second = Hand(document, other)
    second.add("Bob Corker", "ORG")
    second.submit()
    send_back(second, reviewer)
    second.submit()
    mend(back)
    back.submit()
    adjudication.begin(document=document, by=reviewer)
    desk = Desk(document, reviewer)

    page = desk.get("adjudicate/")
    assert lines(page) == MENDED
    assert "Nothing has changed in what Otto Other made of it." in page
    corker = next(row for row in page.split("<tr>") if ">Bob Corker</a>" in row)
    assert 'href="?place=span-' in corker
    assert lines(desk.get()) == MENDED  # the draft in the reader
    assert "Changed since" not in desk.get("adjudicate/?blind=1")


def test_where_one_of_several_came_back_it_is_said_whose_changes_these_are(
    back: Hand, document: Document, reviewer: User
) -> None:
    document.project.annotators_per_article = 2
    document.project.save()
    other = create_user("Otto Other")
    join(document.project, other, Role.ANNOTATOR)
    second = Hand(document, other)
    second.add("Bob Corker", "ORG")
    second.submit()
    mend(back)
    back.submit()
    adjudication.begin(document=document, by=reviewer)
    assert f"<h3>{back.by}</h3>" in Desk(document, reviewer).get("adjudicate/")


def test_an_attribute_is_a_change_and_an_entity_is_none(
    back: Hand, document: Document, reviewer: User, project: Project
) -> None:
    create_attribute(project, on=("GPE",))
    span = back.set.spans.get(label__key="GPE")
    back.describe(span, CHECKABLE="yes")
    back.submit()

    assert lines(Desk(document, reviewer).get("")) == [
        (
            "Iran",
            "Country or city on “Iran”",
            "Country or city on “Iran”; Checkable: yes",
        )
    ]


def test_a_suggested_claim_that_is_rejected_has_its_place(
    document: Document, hand: Hand, reviewer: User
) -> None:
    claim = suggest_claim(document, "sales rose")
    hand.submit()
    send_back(hand, reviewer)
    hand.reject(claim)
    hand.submit()

    seen = highlighting.highlighted(reading.of(document, reviewer))
    (found,) = mended.of(seen, {hand.set.pk: "Ana"})
    assert [(each.words, each.after) for each in found.lines] == [("sales rose", "rejected")]


def test_the_number_of_queries_is_small(back: Hand, document: Document, reviewer: User) -> None:
    mend(back)
    back.submit()
    desk = Desk(document, reviewer)

    with counted() as page:
        desk.get("")
    begin(back, reviewer)
    with counted() as draft:
        desk.get()
    with counted() as write:
        start = document.text.index("He left")
        desk.write("spans/", start=start, end=start + 2, quote="He", label_key="PERSON")
    assert len(page) <= 12
    assert len(draft) <= 17
    assert len(write) <= 14


def test_who_was_carried_over_and_what_reports_a_claim_are_changes(
    document: Document, hand: Hand, reviewer: User
) -> None:
    wrong, right = project_entity(document, "Bob Corker"), project_entity(document, "Rex Tillerson")
    outer = hand.add_claim("sales rose in Iran")
    left = hand.add_claim("He left", source=[Inferred(wrong.pk)])
    inner = hand.add_claim("sales rose")
    hand.submit()
    send_back(hand, reviewer)
    hand.change_claim(left, source=[Inferred(right.pk)])
    hand.change_claim(inner, within=outer.pk)
    hand.submit()

    assert lines(Desk(document, reviewer).get("")) == [
        (
            "sales rose",
            "“sales rose”; direct speech",
            "“sales rose”; direct speech; reported in another claim",
        ),
        (
            "He left",
            "“He left”; source Bob Corker; direct speech",
            "“He left”; source Rex Tillerson; direct speech",
        ),
    ]


def reason(hand: Hand, key: str, words: str, text: str) -> Reason:
    return Reason(text, key, *hand.find(words))


def test_what_was_asked_for_stands_beside_what_changed(
    document: Document, hand: Hand, reviewer: User
) -> None:
    claim = hand.add_claim("sales rose", source=[hand.find("Rex Tillerson")])
    iran = hand.add("Iran", "GPE")
    hand.submit()
    send_back(
        hand,
        reviewer,
        reason(hand, f"c{claim.pk}", "sales rose", "Corker says this."),
        reason(hand, f"s{iran.pk}", "Iran", "The state?"),
    )
    hand.change_claim(claim, source=[hand.find("Bob Corker")])
    hand.submit()

    page = Desk(document, reviewer).get("")
    assert '<b>Asked for:</b> <span dir="auto">Look again.</span>' in page
    assert lines(page) == [
        (
            "sales roseAsked for: Corker says this.",
            "“sales rose”; source Rex Tillerson; direct speech",
            "“sales rose”; source Bob Corker; direct speech",
        ),
        ("IranAsked for: The state?", "–", "not changed"),
    ]
    assert "<del>source Rex Tillerson</del>" in page
    assert "<b>source Bob Corker</b>" in page


def test_another_entity_is_a_change_where_it_was_asked_for(
    document: Document, hand: Hand, reviewer: User
) -> None:
    other = project_entity(document, "Another Tillerson")
    asked, beside = hand.add("Rex Tillerson"), hand.add("Bob Corker")
    claim = hand.add_claim("sales rose", source=[hand.find("He")])
    hand.submit()
    who = "Another Tillerson."
    send_back(
        hand,
        reviewer,
        reason(hand, f"s{asked.pk}", "Rex Tillerson", who),
        reason(hand, f"c{claim.pk}", "sales rose", who),
    )
    for span in (asked, beside):
        quote = document.text[span.start : span.end]
        hand._write(tying.span, key=span.pk, quote=quote, entity=other.pk)
    hand._write(tying.claim, key=claim.pk, role="source", order=0, entity=other.pk)
    told = Desk(document, hand.by).get("finish/")
    assert "has not changed since" not in told
    assert "as Another Tillerson" in told
    hand.submit()

    found = lines(Desk(document, reviewer).get(""))
    assert [(words, after) for words, _, after in found] == [
        (
            f"Rex TillersonAsked for: {who}",
            "Person on “Rex Tillerson” as Another Tillerson",
        ),
        (
            f"sales roseAsked for: {who}",
            "“sales rose”; source He as Another Tillerson; direct speech",
        ),
    ]
    assert found[0][1] == "Person on “Rex Tillerson” as Rex Tillerson"


def test_a_quotation_is_not_quoted_twice() -> None:
    assert quoted('"We are') == '"We are'
    assert quoted("We are") == "“We are”"
