from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from annotations.reader import painting, reading
from annotations.reader.painting import Paint
from annotations.reader.reading_items import Note
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import create_document, suggest_span

PAINTS = {
    "PERSON": Paint("person", "PER"),
    "ORG": Paint("organisation", "ORG"),
    "GPE": Paint("place", "GPE"),
}


def paint(document: Document, user: User) -> list[str]:
    return [str(row) for row in painting.rows(reading.of(document, user), PAINTS)]


def words_of(row: str) -> str:
    """The text of a row's paragraph, as a browser has it."""
    (paragraph,) = re.findall(r'<p dir="auto">(.*?)</p>(?:<ol|</section)', row, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", paragraph))


def test_a_paragraph_holds_its_text_and_nothing_else(project: Project, annotator: User) -> None:
    text = "Zoe\u0308 🙂 & <b>'Co'</b> \u202e\"x\" said  two  spaces.\n\n\t\u0642\u0627\u0644 42\n"
    document = create_document(text, project=project)
    suggest_span(document, "🙂 & <b>")
    suggest_span(document, "Co", "ORG")
    suggest_claim(document, "said  two", source="Co")

    rows = paint(document, annotator)

    assert [words_of(row) for row in rows] == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("quote", ["<script>alert(1)</script>", '" onfocus="x', "&lt;"])
def test_nothing_of_the_text_becomes_markup(project: Project, annotator: User, quote: str) -> None:
    document = create_document(f"He said {quote} there.", project=project)
    suggest_span(document, quote)
    suggest_claim(document, quote, source="He")

    (row,) = paint(document, annotator)

    assert "<script" not in row
    assert 'onfocus="' not in row
    assert words_of(row) == document.text


def test_a_mark_names_its_items_label_and_state(
    document: Document, annotator: User, hand: Hand
) -> None:
    person, place = suggest_span(document, "Rex Tillerson"), suggest_span(document, "Iran", "GPE")
    hand.accept(place)

    first, _ = paint(document, annotator)

    assert (
        f'<mark class="e suggested f-person k1-person d1" data-s="s{person.pk}" data-t="per"'
        f' data-first="s{person.pk}" aria-describedby="d-PERSON-suggested" tabindex="-1">'
        "Rex Tillerson</mark>"
    ) in first
    assert f'<mark class="e confirmed f-place k1-place o1" data-s="s{place.pk}"' in first


def test_a_claim_is_met_once_and_has_its_card_beside_the_paragraph(
    document: Document, annotator: User
) -> None:
    claim = suggest_claim(document, "sales rose", source="Bob Corker")

    first, second = paint(document, annotator)

    assert first.count(f'data-first="c{claim.pk}"') == 1
    assert first.index("</p>") < first.index(f'id="card-c{claim.pk}"')
    assert "Bob Corker" in first[first.index("<ol") :]
    assert "card" not in second


@pytest.mark.parametrize(("content", "row"), [("\nRex", 0), ("\n\nHe said", 0), ("\nBob", 1)])
def test_what_is_said_of_a_claim_stands_where_its_card_does(
    project: Project, annotator: User, content: str, row: int
) -> None:
    document = create_document("\nRex left.\n\n\nHe said so.\nBob came.\n", project=project)
    suggest_claim(document, content)
    seen = reading.of(document, annotator)
    (claim,) = seen.claims
    note = Note(f"c{claim.key}", claim.start, content, "Whose?", "Rui")

    beside = [(claim.start, "<i>a thread</i>")]
    rows = list(painting.rows(replace(seen, notes=(note,)), PAINTS, 1, beside))

    for told in ("card-", "Whose?", "a thread"):
        assert [number for number, each in enumerate(rows) if told in each] == [row]


def test_hidden_characters_are_shown_with_their_number(project: Project, annotator: User) -> None:
    document = create_document("abc\u202edef \u200d 👨\u200d👩", project=project)

    (row,) = paint(document, annotator)

    assert '<i class="unseen" data-u="202E">\u202e</i>' in row
    assert row.count("unseen") == 1  # joiners hold emoji together
    assert words_of(row) == document.text


def test_only_touched_rows_are_painted_again(document: Document, annotator: User) -> None:
    seen = reading.of(document, annotator)
    second = document.text.index("He left")

    def touched(*ranges: tuple[int, int]) -> list[str]:
        found = painting.touched_rows(seen, PAINTS, list(ranges))
        return [row.split('id="')[1].split('"')[0] for row in map(str, found)]

    assert touched((0, 3)) == ["p0"]
    assert touched((second, second + 2)) == ["p1"]
    assert touched((4, second + 1)) == ["p0", "p1"]
    assert touched() == []


def test_whatever_is_touched_is_painted_as_on_the_page(project: Project, annotator: User) -> None:
    document = create_document("\nRex left.\n\n\nHe said so.\nBob came.\n", project=project)
    suggest_span(document, "Rex")
    for content in ("\nRex", "left.\n\n\nHe", "\n\nHe said", "so.\nBob came"):
        suggest_claim(document, content)
    seen = reading.of(document, annotator)
    page = [str(row) for row in painting.rows(seen, PAINTS)]
    assert sum(row.count('id="card-') for row in page) == 4

    for start in range(document.length):
        for end in range(start + 1, document.length + 1):
            for row in painting.touched_rows(seen, PAINTS, [(start, end), (0, 1)]):
                assert row in page
