"""The page of agreement: computed in a job, every figure with its number, places one click away."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from annotations.agreement.counting import Marks
from annotations.alignment import Claim, Part, Span
from annotations.attribute_shape import AttributeShape
from annotations.reader import parts
from annotations.review.disagreeing import places
from newsdesk.accounts.models import Project, User
from tests.annotations.compared import TEXT, annotate, claim, compute
from tests.factories import create_document, create_user, join
from tests.queries import counted


@pytest.fixture
def pair(project: Project, annotator: User, reviewer: User) -> tuple[User, User]:
    """Two people who agree on one name of two, and on the content of a claim."""
    document = create_document(TEXT, project=project, headline="Sales")
    first, second = sorted((annotator, reviewer), key=lambda user: user.pk)
    one = annotate(document, first, ("Rex Tillerson", "PERSON"), ("Iran", "GPE"))
    other = annotate(document, second, ("Rex Tillerson", "PERSON"), ("Iran", "ORG"))
    claim(one, "sales rose", "Rex Tillerson")
    claim(other, "sales rose", speech="direct")
    return first, second


def address(project: Project) -> str:
    return reverse("annotations:agreement", args=[project.slug])


def test_without_figures_it_says_what_they_need(
    client: Client, project: Project, reviewer: User
) -> None:
    client.force_login(reviewer)

    page = client.get(address(project)).content.decode()
    refused = client.post(address(project))

    assert "articles that two people have finished" in page
    assert refused.status_code == 422
    assert "submitted by two people" in refused.content.decode()


def test_figures_stand_beside_their_numbers(
    client: Client, project: Project, manager: User, pair: tuple[User, User]
) -> None:
    compute(project, manager)
    client.force_login(manager)

    page = client.get(address(project))

    agreed = page.context["agreed"]
    assert (agreed.whole.value, agreed.whole.comparisons) == ("0.50", 1)
    table = [cell.line and cell.line.value for _, cells in agreed.pairs for cell in cells]
    assert table == [None, "0.50", "0.50", None]
    by_name = {line.name: line.value for line in agreed.measures}
    assert (by_name["Claims found by both, F1"], by_name["Same source"]) == ("1.00", "0.00")
    assert "Too few articles for an interval." in page.content.decode()


def test_the_page_shows_what_is_computed_by_hand(
    client: Client, project: Project, manager: User, annotator: User, reviewer: User
) -> None:
    """Eight words. Both mark Ana Lee; one marks Bob Ray and Rome, the other only Bob.

    Person: exactly 2 · 1 / (2 + 2) = .50, overlapping 2 · 2 / 4 = 1. All labels: exactly
    2 · 1 / (3 + 2) = .40, overlapping 2 · 2 / 5 = .80; Rome 0 of 1.
    Words, Person: both 3, one 1, neither 4. So observed 7 / 8, by chance (4 · 3 + 4 · 5) / 64 =
    .50: kappa .75. Alpha: 7 and 9 of 16: 1 - 15 · 2 / (256 - 49 - 81) = .7619.
    Spaces count for u-alpha: 31 places. Person: both 7 + 3 = 10, one 4, so 24 of 62 marked; itself
    7² + 7² + 7² + 3² + 38 = 194; expected 24 · 38 / (62 - 194 / 62) = 912 / 58.871 = 15.4915:
    1 - 4 / 15.4915 = .7418.
    """
    document = create_document("Ana Lee met Bob Ray in Rome now", project=project)
    first, second = sorted((annotator, reviewer), key=lambda user: user.pk)
    annotate(document, first, ("Ana Lee", "PERSON"), ("Bob Ray", "PERSON"), ("Rome", "GPE"))
    annotate(document, second, ("Ana Lee", "PERSON"), ("Bob", "PERSON"))
    compute(project, manager)
    client.force_login(manager)

    def shown(measure: str, kind: str = "") -> list[str]:
        page = client.get(address(project), {"measure": measure, "kind": kind}).content.decode()
        cells = r'<td class="number heat-\d"><a[^>]*>([^<]*)</a><small><br>1 article</small></td>'
        return [re.findall(r"<dd>([^<]*)</dd>", page)[0], *re.findall(cells, page)]

    assert shown("exact") == ["0.40"] * 3
    assert shown("exact", "PERSON") == ["0.50"] * 3
    assert shown("exact", "GPE") == ["0.00"] * 3
    assert shown("overlap") == ["0.80"] * 3
    assert shown("overlap", "PERSON") == ["1.00"] * 3
    assert shown("kappa", "PERSON") == ["0.75"] * 3
    assert shown("alpha", "PERSON") == ["0.76"] * 3
    assert shown("units", "PERSON") == ["0.74"] * 3
    bars = client.get(address(project)).context["agreed"].bars
    assert [(bar.name, bar.value, bar.low) for bar in bars] == [
        ("All labels together", "0.40", ""),
        ("Person", "0.50", ""),
        ("Country or city", "0.00", ""),
    ]


def test_what_is_undefined_says_why(
    client: Client, project: Project, manager: User, pair: tuple[User, User]
) -> None:
    compute(project, manager)
    client.force_login(manager)

    page = client.get(address(project), {"measure": "exact", "kind": "LAW"})

    assert page.context["agreed"].whole.value == ""
    assert page.context["agreed"].whole.reason
    assert "undefined" in page.content.decode()
    assert "NaN" not in page.content.decode()


@pytest.mark.parametrize("asked", ["measure=nix", "measure=kappa&kind=nix", "kind=%00"])
def test_an_unknown_choice_is_the_usual_one(
    client: Client, project: Project, manager: User, pair: tuple[User, User], asked: str
) -> None:
    compute(project, manager)
    client.force_login(manager)

    assert client.get(f"{address(project)}?{asked}").status_code == 200


def test_a_press_has_it_computed_and_shows_how_far_it_is(
    client: Client, project: Project, reviewer: User, pair: tuple[User, User]
) -> None:
    client.force_login(reviewer)

    page = client.post(address(project), follow=True).content.decode()
    again = client.post(address(project))
    state = client.get(address(project), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in page
    assert again.status_code == 409
    assert "<html" not in state.content.decode()


def test_the_page_costs_few_queries_for_any_number_of_people(
    client: Client, project: Project, manager: User, pair: tuple[User, User]
) -> None:
    document = create_document(f"2. {TEXT}", project=project)
    for name in ("Kim", "Lee", "Max"):
        person = create_user(name)
        join(project, person)
        annotate(document, person, ("Iran", "GPE"))
    compute(project, manager)
    client.force_login(manager)
    client.get(address(project))

    with counted() as queries:
        client.get(address(project))

    assert len(queries) <= 12


def test_the_places_where_two_differ_are_listed(
    client: Client, project: Project, manager: User, pair: tuple[User, User]
) -> None:
    client.force_login(manager)
    args = [project.slug, pair[0].pk, pair[1].pk]

    with counted() as queries:
        page = client.get(reverse("annotations:disagreements", args=args)).content.decode()

    assert "1 mark the same, 2 differ." in page
    assert "Iran · Country or city" in page
    assert "Iran · Organisation" in page
    assert "source: Rex Tillerson" in page
    assert len(queries) <= 12


def test_places_lead_to_their_paragraph_and_are_of_one_label_if_asked(
    client: Client, project: Project, manager: User, pair: tuple[User, User]
) -> None:
    client.force_login(manager)
    args = [project.slug, pair[0].pk, pair[1].pk]
    page = reverse("annotations:disagreements", args=args)
    article = project.articles.get().pk

    whole = client.get(page).content.decode()
    assert f'/articles/{article}/#p0">Name: label</a>' in whole
    places = client.get(page, {"kind": "ORG"}).content.decode()
    assert "0 marks the same, 1 differs." in places
    assert "Claim: " not in places
    assert "1 mark the same, 0 differ." in client.get(page, {"kind": "PERSON"}).content.decode()
    sources = client.get(page, {"kind": "claim.source"}).content.decode()
    assert "source: Rex Tillerson" in sources
    assert "Name: " not in sources
    assert client.get(page, {"kind": "nix"}).content.decode().count("Name: label") == 1


def test_links_tell_the_part_of_a_very_long_text() -> None:
    text = "One.\n\nTwo.\n" * parts.ROWS
    assert parts.links(text, [0, text.index("Two"), len(text) - 3]) == [
        "#p0",
        "#p1",
        "?part=2#p5999",
    ]


def test_who_never_was_in_the_project_is_nobody_here(
    client: Client, project: Project, manager: User, annotator: User, outsider: User
) -> None:
    client.force_login(manager)
    args = [project.slug, annotator.pk, outsider.pk]

    assert client.get(reverse("annotations:disagreements", args=args)).status_code == 404


def test_differences_come_in_the_order_of_the_text() -> None:
    said = Claim("direct", (Part("content", (9, 19)), Part("cue", (4, 8))))
    told = Claim("direct", (Part("content", (9, 19)),))
    first = Marks([Span(20, 24, "GPE"), Span(0, 3, "PERSON")], [said])
    second = Marks([Span(0, 3, "PERSON"), Span(20, 25, "GPE")], [told])

    found, same = places("Rex said sales rose here.", first, second, {"GPE": "Place"})

    assert [(each.start, each.kind, each.what) for each in found] == [
        (9, "claim", "cue"),
        (20, "name", "boundary"),
    ]
    assert found[0].first == "sales rose · cue: said"
    assert found[0].second == "sales rose · cue: none"
    assert same == 1


def test_attributes_and_what_reports_a_claim_are_told_beside_the_measures() -> None:
    text = "Ann said Bob said it rained in Iran."
    kind = AttributeShape("KIND", "Kind", "text")
    outer, inner = (Part("content", (9, 35)),), (Part("content", (18, 35)),)
    first = Marks(
        [Span(31, 35, "GPE", 1, {"KIND": "x"})],
        [Claim("direct", outer, 2), Claim("direct", inner, 3, within=2)],
    )
    second = Marks([Span(31, 35, "GPE", 4)], [Claim("direct", outer, 5), Claim("direct", inner, 6)])

    found, same = places(text, first, second, {"GPE": "Place"}, attributes=[kind])

    assert same == 1
    assert [(each.what, each.first, each.second) for each in found] == [
        (
            "reported in",
            "it rained in Iran · reported in: Bob said it rained in Iran",
            "it rained in Iran · reported in: none",
        ),
        ("Kind", "Iran · Place · Kind: x", "Iran · Place · Kind: not said"),
    ]
    assert places(text, first, second, {}, of="GPE", attributes=[kind]) == ([], 1)
