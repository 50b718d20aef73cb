"""Entities of a project: listed by name, each with its mentions and what it says."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from psycopg.errors import QueryCanceled

from annotations.actions import naming_entities, review, tying
from annotations.actions.errors import UnknownEntity
from annotations.models import Entity
from annotations.reader.inferring import Inferred
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import create_document, create_user, join, suggest_span
from tests.queries import counted


@pytest.fixture
def rex(document: Document, hand: Hand) -> Entity:
    """Named once in the article, and the source of a claim there."""
    mention = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    proposed = suggest_entity(document, "Rex Tillerson", mention)
    claim.parts.filter(role="source").update(entity=proposed)
    hand.accept(mention)
    hand.accept(claim)
    return Entity.objects.of_project(document.project).get()


def page_of(client: Client, project: Project, entity: Entity | None = None, **query: str) -> str:
    args = [project.slug, *([entity.pk] if entity else [])]
    address = reverse(f"annotations:{'entity' if entity else 'entities'}", args=args)
    return client.get(address, query).content.decode()


def test_what_was_named_is_listed(
    client: Client, project: Project, hand: Hand, rex: Entity
) -> None:
    client.force_login(hand.by)

    page = page_of(client, project)

    assert "Rex Tillerson" in page
    assert "Rex Tillerson" in page_of(client, project, text="rex t", label="PERSON")
    assert "Nothing is called so" in page_of(client, project, text="tillerson")
    assert "Nothing is called so" in page_of(client, project, label="ORG")


def test_one_stands_with_its_mentions_and_claims(
    client: Client, project: Project, hand: Hand, rex: Entity
) -> None:
    client.force_login(hand.by)

    page = page_of(client, project, rex)

    assert "<mark>Rex Tillerson</mark>" in page
    assert "<mark>sales rose</mark>" in page


def give_up(*_: object) -> None:
    raise OperationalError from QueryCanceled("canceling statement due to statement timeout")


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        ("entities/", "listed"),
        ("entities/named/?name=r", "listed"),
        ("entities/merges/", "proposed_merges"),
    ],
)
def test_where_names_take_too_long_to_find_a_sentence_says_so(
    client: Client,
    project: Project,
    hand: Hand,
    rex: Entity,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    asks: str,
) -> None:
    client.force_login(hand.by)
    monkeypatch.setattr(f"annotations.entities.mentions.{asks}", give_up)

    answer = client.get(f"/projects/{project.slug}/{path}")

    assert answer.status_code == 503
    assert "too long to find" in answer.content.decode()


@pytest.mark.parametrize("few", [0, 500])
def test_what_another_marked_is_not_told_before_there_is_gold(
    client: Client,
    project: Project,
    rex: Entity,
    viewer: User,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    monkeypatch.setattr("annotations.entities.mentions.FEW_SETS", few)
    client.force_login(viewer)
    assert "Nothing is named yet" in page_of(client, project)
    assert client.get(reverse("annotations:entity", args=[project.slug, rex.pk])).status_code == 404

    client.force_login(reviewer)
    assert "<mark>Rex Tillerson</mark>" in page_of(client, project, rex)


def test_what_only_anothers_open_set_names_is_told_nowhere(
    client: Client, project: Project, hand: Hand, rex: Entity, reviewer: User
) -> None:
    other = create_user("Other")
    join(project, other)
    mine = Hand(create_document("Tillerson left.", project=project), other)
    span = mine.add("Tillerson")
    client.force_login(other)
    path = f"/projects/{project.slug}/articles/{mine.document.article_id}/spans/{span.pk}/entities/"

    assert rex.pk not in [each.key for each in client.get(path).context["choices"]]
    assert not client.get(path, {"text": "rex"}).context["choices"]
    with pytest.raises(UnknownEntity):
        mine._write(tying.span, key=span.pk, quote="Tillerson", entity=rex.pk)
    with pytest.raises(UnknownEntity):
        mine.add_claim("left", source=[Inferred(rex.pk)])

    hand.submit()
    review.approve(
        document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer
    )
    assert rex.pk in [each.key for each in client.get(path).context["choices"]]
    mine._write(tying.span, key=span.pk, quote="Tillerson", entity=rex.pk)


def test_suggested_ones_are_on_no_page(
    client: Client, project: Project, document: Document, annotator: User
) -> None:
    mention = suggest_span(document, "Bob Corker")
    suggest_entity(document, "Bob Corker", mention)
    client.force_login(annotator)

    assert "Nothing is named yet" in page_of(client, project)


def test_names_are_changed_and_told_to_the_history(
    client: Client, project: Project, hand: Hand, rex: Entity
) -> None:
    client.force_login(hand.by)
    address = reverse("annotations:entity", args=[project.slug, rex.pk])
    sent = {
        "name": "Rex W. Tillerson",
        "aliases": "Rex Tillerson\n\n Rex  T.\nRex T.",
        "wikidata": "Q27",
    }

    assert client.post(address, sent).status_code == 302

    rex.refresh_from_db()
    assert (rex.name, rex.normalised_name) == ("Rex W. Tillerson", "rex w. tillerson")
    assert rex.aliases == ["Rex Tillerson", "Rex T."]
    assert Event.objects.get(verb="entity.change").target_id == rex.pk
    client.post(address, sent)
    assert Event.objects.filter(verb="entity.change").count() == 1


def test_a_card_takes_away_nothing_that_came_after_it_was_opened(
    client: Client, project: Project, hand: Hand, rex: Entity, reviewer: User
) -> None:
    naming_entities.change(entity=rex, aliases=["Rexy", "R. T."], by=reviewer)
    Entity.objects.filter(pk=rex.pk).update(aliases=["Rexy", "R.  T."])  # as imported
    client.force_login(hand.by)
    address = reverse("annotations:entity", args=[project.slug, rex.pk])
    card = client.get(address)
    opened = {field.html_name: field.value() for field in card.context["form"]}
    seen = {f"initial-{name}": value for name, value in opened.items()}
    assert all(f'name="{name}"' in card.content.decode() for name in seen)
    naming_entities.change(
        entity=rex,
        aliases=["R. T.", "Mr T."],
        seen_aliases=["Rexy", "R. T."],
        wikidata="Q1",
        by=reviewer,
    )

    client.post(address, {**seen, **opened, "name": "Rex W. Tillerson"})
    rex.refresh_from_db()
    assert (rex.name, rex.aliases) == ("Rex W. Tillerson", ["R. T.", "Mr T."])
    client.post(address, {**seen, **opened, "aliases": "Rexy\r\nT-Rex"})

    rex.refresh_from_db()
    assert (rex.name, rex.aliases) == ("Rex W. Tillerson", ["T-Rex", "Mr T."])
    assert rex.wikidata == "Q1"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "A", "wikidata": "27"}, "A Wikidata id is a Q and a number."),
        ({"name": "A", "aliases": "\n".join(map(str, range(201)))}, "201 are too many"),
        ({"name": "A" * 201}, "at most 200 characters"),
        ({"name": "A", "aliases": "B\n" + "C" * 1201}, "1,201 characters; 200 are the most"),
    ],
)
def test_what_cannot_be_says_why(
    client: Client, project: Project, hand: Hand, rex: Entity, sent: dict[str, str], says: str
) -> None:
    client.force_login(hand.by)

    answer = client.post(reverse("annotations:entity", args=[project.slug, rex.pk]), sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_pages_cost_few_queries(client: Client, project: Project, hand: Hand, rex: Entity) -> None:
    client.force_login(hand.by)
    page_of(client, project)

    with counted() as of_list:
        page_of(client, project)
    with counted() as of_one:
        page_of(client, project, rex)

    assert len(of_list) <= 9
    assert len(of_one) <= 10


def test_the_list_goes_on_after_a_page(
    client: Client,
    project: Project,
    document: Document,
    hand: Hand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("annotations.views.entities.ROWS_A_PAGE", 1)
    for name in ("Rex Tillerson", "Bob Corker"):
        mention = suggest_span(document, name)
        suggest_entity(document, name, mention)
        hand.accept(mention)
    client.force_login(hand.by)
    address = reverse("annotations:entities", args=[project.slug])

    first = client.get(address)
    second = client.get(f"{address}?{first.context['next']}")

    assert [each.name for each in first.context["entities"]] == ["Bob Corker"]
    assert [each.name for each in second.context["entities"]] == ["Rex Tillerson"]
    assert "next" not in second.context


def test_the_list_goes_on_after_the_longest_name(
    client: Client, document: Document, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.views.entities.ROWS_A_PAGE", 1)
    for quote, name in (
        ("Rex Tillerson", "\N{GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS}"),
        ("Bob Corker", "\N{GREEK SMALL LETTER OMEGA}"),
    ):
        mention = suggest_span(document, quote)
        suggest_entity(document, name * 200, mention)
        hand.accept(mention)
    client.force_login(hand.by)
    address = reverse("annotations:entities", args=[document.project.slug])

    following = client.get(f"{address}?{client.get(address).context['next']}")

    assert [each.name[0] for each in following.context["entities"]] == ["ω"]


@pytest.mark.parametrize("asked", ["after=x", "after=99999999999999999999", "before=-1"])
def test_a_place_that_is_none_is_refused(
    client: Client, project: Project, hand: Hand, rex: Entity, asked: str
) -> None:
    client.force_login(hand.by)
    name = "entity" if "before" in asked else "entities"
    args = [project.slug, rex.pk] if "before" in asked else [project.slug]

    assert client.get(f"{reverse(f'annotations:{name}', args=args)}?{asked}").status_code == 400
