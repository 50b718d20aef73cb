"""Attributes of the scheme: what claims and spans are given, undone, shown and exported."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.test import Client

from annotations.actions.errors import BadValue, Undecided, UnknownAttribute
from annotations.attribute_shape import AttributeShape, OptionShape, checked, options_in, read, told
from annotations.history import chronicle
from annotations.models import Attribute, Claim, Span
from annotations.scheme_checks import BadScheme
from annotations.scheme_presets import ADMIRALTY
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.annotations.readers import Browser
from tests.factories import create_attribute, suggest_span
from tests.queries import counted

pytestmark = pytest.mark.django_db
CHECKABLE = AttributeShape("CHECKABLE", "Checkable", "yesno")
TOPIC = AttributeShape("TOPIC", "Topic", "text")


@pytest.fixture
def scheme(project: Project) -> None:
    """Of claims whether they can be checked, and how reliable; of people their role."""
    create_attribute(project)
    create_attribute(project, "RELIABILITY", *"ABC")
    create_attribute(project, "CREDIBILITY", *"123")
    create_attribute(project, "ROLE", kind="text", on=("PERSON",))


@pytest.fixture
def claim(document: Document, scheme: None) -> Claim:
    return suggest_claim(document, "sales rose", source="Bob Corker")


@pytest.fixture
def desk(client: Client, document: Document, annotator: User) -> Browser:
    return Browser(client, document, annotator)


# What is said


def test_saying_something_of_a_suggestion_accepts_it_in_one_step(claim: Claim, hand: Hand) -> None:
    hand.describe(claim, CHECKABLE="yes", RELIABILITY="B")

    item = hand.claim(claim)
    assert (item.state, item.verdict) == ("confirmed", "accepted")
    assert item.values == {"CHECKABLE": True, "RELIABILITY": "B"}
    hand.undo()
    assert (hand.claim(claim).state, hand.claim(claim).values) == ("suggested", {})
    hand.redo()
    assert hand.claim(claim).values == {"CHECKABLE": True, "RELIABILITY": "B"}


def test_what_is_said_changes_no_decision_and_what_is_not_said_stays(
    claim: Claim, hand: Hand
) -> None:
    hand.accept(claim)
    hand.describe(claim, CHECKABLE="no")
    hand.describe(claim, RELIABILITY="A", CREDIBILITY="2")
    hand.describe(claim, RELIABILITY="")

    item = hand.claim(claim)
    assert item.verdict == "accepted"
    assert item.values == {"CHECKABLE": False, "CREDIBILITY": "2"}
    hand.change_claim(claim, speech="direct")
    assert hand.claim(claim).values == {"CHECKABLE": False, "CREDIBILITY": "2"}


def test_nothing_said_is_no_write(claim: Claim, hand: Hand) -> None:
    hand.describe(claim, CHECKABLE="")

    assert hand.version == 0
    assert hand.claim(claim).state == "suggested"


def test_a_span_of_another_label_keeps_only_what_is_asked_of_it(
    document: Document, scheme: None, hand: Hand
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.describe(span, ROLE="Secretary of State")
    assert hand.span(span).verdict == "accepted"

    hand.relabel(span, "ORG")
    assert hand.span(span).values == {}
    hand.undo()
    assert hand.span(span).values == {"ROLE": "Secretary of State"}


def test_a_layer_s_attribute_is_asked_of_all_its_labels(document: Document, hand: Hand) -> None:
    create_attribute(document.project, "SURE", on=("layer:entities",))
    span = hand.add("Rex Tillerson", "ORG")

    hand.describe(span, SURE="yes")

    assert hand.span(span).values == {"SURE": True}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"CHECKABLE": "maybe"}, BadValue),
        ({"RELIABILITY": "D"}, BadValue),
        ({"ROLE": "x"}, UnknownAttribute),
        ({"NOBODY": "x"}, UnknownAttribute),
        ({"zone": "x"}, UnknownAttribute),
    ],
)
def test_what_the_scheme_does_not_ask_is_refused(
    claim: Claim, hand: Hand, said: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        hand.describe(claim, **said)
    assert hand.claim(claim).state == "suggested"


def test_a_text_is_one_line_of_200_characters(document: Document, scheme: None, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    for bad in ("x" * 201, "two\nlines", "a\u2028b", "\ud800", "\0x"):
        with pytest.raises(BadValue, match="one line of 200"):
            hand.describe(span, ROLE=bad)


def test_what_is_retired_stays_and_is_not_chosen_anew(claim: Claim, hand: Hand) -> None:
    hand.describe(claim, RELIABILITY="B")
    row = Attribute.objects.get(key="RELIABILITY")
    row.options[1]["is_retired"] = row.options[2]["is_retired"] = True
    row.save()

    with pytest.raises(BadValue, match="no more"):
        hand.describe(claim, RELIABILITY="C")
    hand.describe(claim, RELIABILITY="B", CHECKABLE="yes")
    assert hand.claim(claim).values == {"RELIABILITY": "B", "CHECKABLE": True}
    hand.describe(claim, RELIABILITY="")
    with pytest.raises(BadValue):
        hand.describe(claim, RELIABILITY="B")


def test_what_was_rejected_has_none(claim: Claim, document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.reject(claim)
    hand.reject(span)

    with pytest.raises(Undecided):
        hand.describe(claim, CHECKABLE="yes")
    with pytest.raises(Undecided):
        hand.describe(span, ROLE="x")


def test_an_inner_claim_is_tied_when_its_outer_one_is_accepted_so(
    document: Document, scheme: None, hand: Hand
) -> None:
    outer = suggest_claim(document, "Bob Corker claimed sales rose in Iran")
    inner = suggest_claim(document, "sales rose in Iran", within=outer)
    hand.accept(inner)
    hand.describe(outer, CHECKABLE="yes")

    assert hand.claim(inner).within == outer.pk
    hand.undo()
    assert hand.claim(inner).within is None


def test_history_says_so(claim: Claim, hand: Hand) -> None:
    hand.describe(claim, CHECKABLE="yes")

    event = Event.objects.get(verb="claim.describe")
    assert chronicle.said(event.verb) == "set attributes of a claim"


@pytest.mark.parametrize(
    "values",
    [{"key": ""}, {"kind": "number"}, {"kind": "choice"}, {"options": [{"key": "A"}]}],
)
def test_the_database_refuses_what_cannot_be(project: Project, values: dict[str, Any]) -> None:
    usual = {"scheme": project.scheme, "key": "A", "name": "A", "kind": "yesno"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribute.objects.create(**{**usual, **values})
    create_attribute(project, "A")
    with pytest.raises(IntegrityError), transaction.atomic():
        create_attribute(project, "A")


# Words


def test_codes_of_one_character_stand_together() -> None:
    values: dict[str, bool | str] = {
        "CHECKABLE": True,
        "SOURCE_RELIABILITY": "B",
        "INFORMATION_CREDIBILITY": "2",
    }

    short, full = told([CHECKABLE, *ADMIRALTY, TOPIC], values)

    assert short == "Checkable yes · B2"
    assert full == (
        "Checkable: yes; Source reliability: B (Usually reliable); "
        "Information credibility: 2 (Probably true)"
    )


def test_options_are_lines_with_a_key_and_a_name() -> None:
    found = options_in("A: Completely reliable\n\n Not sure \nnot sure\n")

    assert found == (
        OptionShape("A", "Completely reliable"),
        OptionShape("NOT_SURE", "Not sure"),
        OptionShape("NOT_SURE_2", "not sure"),
    )


def test_a_form_says_blank_for_none() -> None:
    assert read(CHECKABLE, " ") is None
    assert read(CHECKABLE, "no") is False
    assert read(TOPIC, " oil ") == "oil"
    with pytest.raises(ValueError, match="Checkable"):
        read(CHECKABLE, "YES")


# Pages


def test_a_card_and_a_paragraph_tell_them_escaped(
    claim: Claim, document: Document, hand: Hand, desk: Browser
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    said: dict[str, Any] = {"value-ROLE": "<b>Boss</b>"}
    desk.decide("describe", span, **said)
    fields: dict[str, Any] = {
        "value-CHECKABLE": "yes",
        "value-RELIABILITY": "B",
        "value-CREDIBILITY": "2",
    }
    written = desk.post(f"claims/{claim.pk}/describe/", version=1, **fields).content.decode()

    for html in (written, desk.open()):
        assert f'data-told="c{claim.pk}" aria-hidden="true">Checkable yes · B2</span>' in html
        assert "Reliability: B (Option B)" in html
        assert f'data-told="s{span.pk}"' in html
        assert "Role &lt;b&gt;Boss&lt;/b&gt;" in html
    assert "Role: &lt;b&gt;Boss&lt;/b&gt;" in desk.open("?list")


def test_the_form_works_without_scripts(claim: Claim, desk: Browser, document: Document) -> None:
    base = f"/projects/{document.project.slug}/articles/{document.article_id}/"
    assert f'href="claims/{claim.pk}/attributes/"' in desk.open("?list")
    page = desk.client.get(f"{base}claims/{claim.pk}/attributes/").content.decode()
    assert 'name="value-RELIABILITY" value="B"' in page
    assert 'action="../describe/"' in page
    assert "Back to the list" in page

    sent = {"seen_version": "0", "quote": "sales rose", "value-CHECKABLE": "no"}
    answer = desk.client.post(f"{base}claims/{claim.pk}/describe/", sent)

    assert answer.headers["Location"] == f"{base}?list#item-c{claim.pk}"
    assert "Checkable: no" in desk.open("?list")


def test_what_is_not_asked_is_not_offered(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    assert 'data-act="attributes"' not in desk.open()
    assert "The scheme asks nothing" in desk.open(f"spans/{span.pk}/attributes/")

    create_attribute(document.project, on=("ORG",))
    assert 'data-act="attributes"' in desk.open()
    assert f"spans/{span.pk}/attributes/" not in desk.open("?list")


def test_too_many_fields_are_refused(claim: Claim, desk: Browser) -> None:
    fields: dict[str, Any] = {f"value-A{number}": "yes" for number in range(21)}
    assert desk.post(f"claims/{claim.pk}/describe/", **fields).status_code == 422


def test_a_stale_write_is_told_what_changed(claim: Claim, desk: Browser) -> None:
    desk.post(f"claims/{claim.pk}/accept/")

    said: dict[str, Any] = {"value-CHECKABLE": "yes"}
    answer = desk.post(f"claims/{claim.pk}/describe/", **said)

    assert answer.status_code == 409


def test_they_cost_few_queries(scheme: None, document: Document, desk: Browser) -> None:
    """Each at its dearest: the first write, of a claim by somebody whom nobody has named yet."""
    speaker = suggest_entity(document, "Bob Corker", suggest_span(document, "Bob Corker"))
    claim = suggest_claim(document, "sales rose", inferred=speaker)
    span = suggest_span(document, "Rex Tillerson")
    all_three: dict[str, Any] = {
        "value-CHECKABLE": "yes",
        "value-RELIABILITY": "B",
        "value-CREDIBILITY": "2",
    }
    role: dict[str, Any] = {"value-ROLE": "Secretary"}
    with counted() as page:
        desk.open()
    with counted() as form:
        desk.open(f"claims/{claim.pk}/attributes/")
    with counted() as first:
        assert desk.post(f"claims/{claim.pk}/describe/", **all_three).status_code == 200
    with counted() as second:
        answer = desk.decide("describe", span, 1, **role)
        assert answer.status_code == 200
    with counted() as again:
        said: dict[str, Any] = {"value-CHECKABLE": "no", "value-RELIABILITY": ""}
        assert desk.post(f"claims/{claim.pk}/describe/", version=2, **said).status_code == 200
    with counted() as relabelled:
        answer = desk.decide("correct", span, version=3, label_key="ORG")
        assert answer.status_code == 200

    assert max(map(len, (page, form))) <= 12
    assert max(map(len, (first, second, again, relabelled))) <= 14


def test_an_attribute_that_is_gone_says_nothing(claim: Claim, hand: Hand, desk: Browser) -> None:
    hand.describe(claim, CHECKABLE="yes")
    Attribute.objects.filter(key="CHECKABLE").delete()

    assert "Checkable yes" not in desk.open()
    with pytest.raises(ObjectDoesNotExist):
        Attribute.objects.get(key="CHECKABLE")


def test_values_are_json_beside_what_is_the_desk_s_own(
    claim: Claim, document: Document, hand: Hand
) -> None:
    Claim.objects.filter(pk=claim.pk).update(attributes={"zone": "body"})
    hand.describe(claim, CHECKABLE="yes")

    stored = Claim.objects.get(annotation_set=hand.set).attributes
    assert json.loads(json.dumps(stored)) == {"zone": "body", "values": {"CHECKABLE": True}}
    assert not Span.objects.exists()


def test_retired_ones_take_no_room_until_there_are_very_many() -> None:
    def many(count: int, *, is_retired: bool) -> list[AttributeShape]:
        named = [f"A{'R' if is_retired else 'U'}{number}" for number in range(count)]
        return [AttributeShape(each, each, "yesno", is_retired=is_retired) for each in named]

    used, retired = many(20, is_retired=False), many(30, is_retired=True)
    assert len(checked([*used, *retired])) == 50
    with pytest.raises(BadScheme, match="20 attributes in use"):
        checked([*used, AttributeShape("ONE", "One", "yesno"), *retired])
    with pytest.raises(BadScheme, match="100 attributes at most"):
        checked([*used, *many(81, is_retired=True)])
