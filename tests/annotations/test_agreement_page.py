"""The page of agreement: computed in a job, every figure with its number, places one click away."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from annotations.agreement.counting import Marks
from annotations.alignment import Claim, Part, Span
from annotations.disagreeing import places
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
