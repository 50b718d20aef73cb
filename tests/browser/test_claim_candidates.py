"""What the editor of a claim offers for its parts, and whom a choice names."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import ClaimPart, Label
from annotations.reader.inferring import Inferred
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.browser.conftest import CheckAxe, SignIn
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
    return page.page.locator(".offers .offered").all_inner_texts()


def test_a_source_may_be_named_or_the_noun_of_another_claim_the_nearest_first(
    page: ReadingPage,
) -> None:
    page.go_to("sales fell")
    page.press("c", "s")

    assert offered(page) == [
        *("States Watch", "Ann Lee", "Tehran", "Fars News", "NATO", "Interfax"),
        "The oil ministry",
    ]


def test_outlets_come_first_then_what_is_labelled_as_vias_are(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("c", "o")

    outlets = ["Fars News", "Interfax"]
    assert offered(page) == [*outlets, "States Watch", "NATO", "Ann Lee", "Tehran"]

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
    spoken = page.page.locator("#spoken")
    expect(spoken).to_contain_text("Who says it? Select words, or choose: 1 ")
    assert badges.all_inner_texts() == [str(number + 1) for number in range(count)]
    name = page.page.locator("mark", has_text="Ann Lee").bounding_box()
    badge = badges.nth(offered(page).index("Ann Lee")).bounding_box()
    assert name
    assert badge
    assert abs(badge["x"] + badge["width"] / 2 - name["x"]) <= 4
    assert page.page.locator(".row > p").all_inner_texts() == before
    page.choose("Ann Lee")
    expect(spoken).to_contain_text("Source: Ann Lee. Which words say so?")
    expect(page.page.locator(".claim.on")).to_have_class(re.compile(r"\bedited\b"))
    page.page.locator(".claim.on").get_by_role("button", name="Edit").click()  # is edited already
    expect(page.page.locator(".slot", has_text="Source")).to_contain_text("Ann Lee")
    page.press("Escape")
    expect(badges).to_have_count(0)
    expect(page.page.locator(".claim.edited")).to_have_count(0)


def test_a_name_may_be_typed(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("s", "/")
    expect(page.page.get_by_label("Name of the source")).to_be_focused()
    page.page.keyboard.type("oil")
    assert offered(page)[:2] == ["oil", "new Person"]
    page.press("Escape", "/")
    page.page.keyboard.type("fars")
    assert offered(page)[0] == "Fars News"
    page.press("Enter", "Enter")
    page.wait_until_saved()

    (claim,) = [each for each in page.reading.claims if each.state == "confirmed"]
    assert [part.text for part in claim.in_role("source")] == ["Fars News"]


def test_while_a_name_is_typed_arrows_choose_and_no_digit_is_shown(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.go_to("sales fell")
    page.press("s", "/")
    expect(page.page.locator(".name-typed")).to_be_focused()
    page.page.keyboard.type("Zoe 4")
    offers = page.page.locator(".offers [role=option]")
    expect(offers.first).to_contain_text("new Person")
    expect(page.page.locator(".claim-editor kbd:visible")).to_have_text(["Enter"])
    expect(page.page.locator(".hint-badge")).to_have_count(0)
    check_axe(page.page, explained=("color-contrast",))
    page.press("ArrowDown")
    expect(offers.nth(1)).to_have_attribute("aria-selected", "true")
    page.press("Enter", "Enter")
    page.wait_until_saved()

    (part,) = ClaimPart.objects.filter(role="source", start=None)
    assert part.entity
    assert (part.entity.name, part.entity.label.key) == ("Zoe 4", "ORG")


def test_what_is_chosen_is_told_among_the_candidates(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("o")
    page.choose("Fars News")
    page.press("o")
    page.choose_as_well("Interfax")

    expect(page.page.locator(".offers [aria-pressed=true]")).to_have_text(
        ["1Fars News", "2Interfax"]
    )


ELSEWHERE = "Bakan Çelik belirtti ki fiyatlar düştü dün."


def test_other_schemes_and_languages_have_candidates_too(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project
) -> None:
    label = Label.objects.of_project(project).get(key="LAW")
    Label.objects.filter(pk=label.pk).update(key="POLITICIAN", name="Politician")
    document = create_document(ELSEWHERE, project=project, headline="Fiyatlar")
    suggest_span(document, "Çelik", "POLITICIAN")
    suggest_claim(document, "fiyatlar düştü")
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    page.go_to("fiyatlar düştü")

    page.press("c", "s")
    assert offered(page) == ["Çelik"]
    page.press("v")
    assert offered(page) == ["ki", "dün", "belirtti", "Bakan"]  # no known cue is among them


def test_several_sources_a_cue_in_pieces_and_a_chain_of_vias(page: ReadingPage) -> None:
    page.go_to("sales fell")
    page.press("s")
    page.choose("Ann Lee")
    page.press("s")
    page.choose_as_well("NATO")
    expect(page.page.locator(".slot[aria-pressed=true]")).to_contain_text("Ann Lee; NATO")
    page.press("v")
    page.choose("said")
    page.press("v", "m")
    page.choose("wrote")
    page.press("o")
    page.choose("Fars News")
    page.press("o")
    page.choose_as_well("Interfax")
    page.choose_as_well("States Watch")
    page.choose_as_well("States Watch")  # given again, it goes
    page.press("Enter")
    page.wait_until_saved()

    (claim,) = [each for each in page.reading.claims if each.state == "confirmed"]
    told = {role: [part.text for part in claim.in_role(role)] for role in ("source", "cue", "via")}
    assert told == {
        "source": ["Ann Lee", "NATO"],
        "cue": ["said", "wrote"],
        "via": ["Fars News", "Interfax"],
    }


def test_whom_the_article_does_not_name_is_typed(page: ReadingPage) -> None:
    known = project_entity(page.document, "Reuters", "ORG")
    other = create_document("Reuters wrote.", project=page.document.project)
    Hand(other, page.user).add_claim("wrote", via=[Inferred(known.pk)])
    page.go_to("sales fell")
    page.press("o", "/")
    page.page.keyboard.type("TASS")
    expect(page.page.locator(".offers button").first).to_contain_text("new Organisation")
    page.press("Escape", "/")
    page.page.keyboard.type("reut")
    expect(page.page.locator(".offers button").first).to_contain_text("Reuters (Organisation)")
    page.press("Enter", "s", "/")
    page.page.keyboard.type("Zoe Kim")
    expect(page.page.locator(".offers button").first).to_contain_text("new Person")
    page.press("Enter", "Enter")
    page.wait_until_saved()

    (claim,) = [each for each in page.reading.claims if each.state == "confirmed"]
    told = [(part.role, part.entity_name, part.is_inferred) for part in claim.parts]
    assert ("via", "Reuters", True) in told
    assert ("source", "Zoe Kim", True) in told
    card = page.page.locator(".claim.confirmed")
    expect(card).to_contain_text("Zoe Kim (not named in this sentence)")

    page.press("s", "0", "Enter")
    page.wait_until_saved()
    (claim,) = [each for each in page.reading.claims if each.state == "confirmed"]
    assert claim.in_role("source") == ()
    assert [part.entity_name for part in claim.in_role("via")] == ["Reuters"]
