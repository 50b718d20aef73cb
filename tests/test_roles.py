"""Every route and verb for every actor. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from annotations.models import AnnotationSet
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event
from tests.factories import create_user, join
from tests.rights import ACTORS, DENIED, HIDDEN, IN, SIGN_IN, TABLE
from tests.routes import ROUTES, Place, address, create_place

pytestmark = pytest.mark.django_db
BATCHES = 6
Cast = dict[str, User | None]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def people(db: None) -> Cast:
    return {"anonymous": None, **{name: create_user(name.title()) for name in ACTORS[1:]}}


@pytest.fixture
def place(people: Cast) -> Place:
    found = create_place("Here", person(people, "manager"))
    for role in Role:
        join(found.project, person(people, role), role)
    join(found.project, person(people, "suspended"), Role.MANAGER)
    Membership.objects.filter(user=person(people, "suspended")).update(is_suspended=True)
    return found


@pytest.fixture
def elsewhere(people: Cast) -> Place:
    found = create_place("Elsewhere", person(people, "elsewhere"))
    join(found.project, person(people, "elsewhere"), Role.MANAGER)
    return found


def person(people: Cast, name: str) -> User:
    found = people[name]
    assert found is not None
    return found


def ask(user: User | None, verb: str, path: str) -> str:
    """Whether this person is let in. Finding fault with what was sent is being let in."""
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user)
    answer = getattr(client, verb)(path)
    assert answer.status_code < 500
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return SIGN_IN
    return {404: HIDDEN, 403: DENIED}.get(answer.status_code, IN)


def test_every_route_has_a_row() -> None:
    assert set(ROUTES) == set(TABLE), set(ROUTES) ^ set(TABLE)


Route = TypeVar("Route")


def in_batches(found: Iterable[Route]) -> list[list[Route]]:
    """The people and projects are made once for the routes of a batch."""
    every = list(found)
    return [batch for at in range(BATCHES) if (batch := every[at::BATCHES])]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("names", in_batches(TABLE))
def test_who_may(names: list[str], people: Cast, place: Place, elsewhere: Place) -> None:
    for name in names:
        path = address(name, place.values)
        for verb, expected in TABLE[name]:
            for actor, answer in zip(ACTORS, expected, strict=True):
                with undone():
                    found = ask(people[actor], verb, path)
                assert found == answer, f"{actor}: {verb} {path}"


@pytest.mark.parametrize("actor", ACTORS)
def test_no_other_verb_is_answered(actor: str, people: Cast, place: Place) -> None:
    client = Client()
    if user := people[actor]:
        client.force_login(user)
    for name, answered in TABLE.items():
        unnamed = {"get", "post", "put", "patch", "delete"} - {verb for verb, _ in answered}
        for verb in unnamed:
            answer = getattr(client, verb)(address(name, place.values))
            is_led_away = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
            assert answer.status_code == 405 or (actor == "anonymous" and is_led_away), (
                f"{actor}: {verb} {name}"
            )


@pytest.mark.parametrize("names", in_batches(name for name in TABLE if "slug" in ROUTES[name]))
def test_what_belongs_to_another_project_does_not_exist(
    names: list[str], people: Cast, place: Place, elsewhere: Place
) -> None:
    manager = person(people, "manager")
    named = [(name, key) for name in names for key in place.values if f":{key}>" in ROUTES[name]]
    for name, key in named:
        path = address(name, {**place.values, key: elsewhere.values[key]})
        for verb, _ in TABLE[name]:
            with undone():
                assert ask(manager, verb, path) == HIDDEN, f"{key}: {verb} {name}"


KEYED = [(name, verb) for name in TABLE if ":key>" in ROUTES[name] for verb, _ in TABLE[name]]


@pytest.mark.parametrize("keyed", in_batches(KEYED))
def test_the_key_of_another_article_does_not_exist(
    keyed: list[tuple[str, str]], people: Cast, place: Place, elsewhere: Place
) -> None:
    for name, verb in keyed:
        client = Client()
        client.force_login(person(people, "reviewer" if "review-" in name else "annotator"))
        kind = "claim" if name.endswith("claim") else "span"
        path = address(name, {**place.values, kind: elsewhere.values[kind]})
        with undone():
            answer = getattr(client, verb)(path, _to_an_item(name) if verb == "post" else {})
        assert answer.status_code == 404, f"{verb} {name}"


def _to_an_item(name: str) -> dict[str, str]:
    sent = {"seen_version": "0", "quote": "Rex Tillerson", "speech": "none", "event": "1"}
    sent |= {"entity": "0", "role": "source", "order": "0"}
    if "review-" in name:
        sent["seen_version"] = "1"
    return sent


Sent = Callable[[Place], dict[str, str]]


# Routes that are sent ids, each with what they are sent from another project.
IN_BODIES: list[tuple[str, str, Sent]] = [
    *(
        (f"annotations:{name}", "post", lambda other: _set(other, "annotated"))
        for name in ("approve", "send-back", "review")
    ),
    ("annotations:approve", "post", lambda other: _set(other, "gold")),
    ("annotations:reopen-gold", "post", lambda other: _set(other, "gold")),
    ("annotations:send-back", "get", lambda other: _set(other, "annotated")),
    ("annotations:hand-over", "post", lambda other: {"to": str(other.values["user_id"])}),
    (
        "annotations:add-claim",
        "post",
        lambda other: {
            "seen_version": "0",
            "content": "14-24",
            "quote": "said sales",
            "speech": "none",
            "within": str(other.values["claim"]),
        },
    ),
    *(
        (f"annotations:{review}revert-{kind}", "post", lambda other: _event(other))
        for review in ("", "review-")
        for kind in ("span", "claim")
    ),
    ("annotations:adjudicate-alike", "get", lambda other: _choice(other)),
    ("annotations:adjudicate-decide", "post", lambda other: _choice(other)),
    (
        "annotations:adjudicate-decide",
        "post",
        lambda other: {**_choice(other), "alike": f"span-{other.values['span']}"},
    ),
    (
        "annotations:adjudicate-decide",
        "post",
        lambda other: {**_choice(other), "draft_id": _set(other, "gold")["set_id"]},
    ),
    *(
        (f"annotations:{name}", "get", lambda other, key=key, value=value: {key: _of(other, value)})
        for name in ("history", "download-history")
        for key, value in (("article", "article_id"), ("person", "user_id"), ("item", "span"))
    ),
    ("annotations:history", "get", lambda other: {"item": f"c{other.values['claim']}"}),
    ("annotations:assignments", "get", lambda other: {"of": str(other.values["user_id"])}),
    *(
        ("annotations:assign", verb, lambda other: {"article": str(other.values["article_id"])})
        for verb in ("get", "post")
    ),
]


def _of(other: Place, key: str) -> str:
    return f"{'s' if key == 'span' else ''}{other.values[key]}"


def _set(other: Place, kind: str) -> dict[str, str]:
    sets = AnnotationSet.objects.filter(document__project=other.project, kind=kind)
    return {"set_id": str(sets.earliest("pk").pk), "seen_version": "1", "reason": "So."}


def _event(other: Place) -> dict[str, str]:
    project = other.project
    made = Event.objects.create(verb="span.add", project_id=project.pk, after={"row": None})
    return {"event": str(made.pk), "seen_version": "0"}


def _choice(other: Place) -> dict[str, str]:
    """A place of theirs, in the draft of one's own project."""
    key = f"span-{other.values['span']}"
    drafts = AnnotationSet.objects.filter(state=AnnotationSet.State.DRAFT)
    draft = drafts.exclude(document__project=other.project).get()
    return {"place": key, "choice": "none", "draft_id": str(draft.pk), "seen_version": "1"}


@pytest.mark.parametrize(
    ("name", "verb", "sent"), IN_BODIES, ids=[f"{verb} {name}" for name, verb, _ in IN_BODIES]
)
def test_ids_of_another_project_that_are_sent_do_not_exist(
    name: str, verb: str, sent: Sent, people: Cast, place: Place, elsewhere: Place
) -> None:
    client = Client()
    client.force_login(person(people, "manager"))
    path, values = address(name, place.values), sent(elsewhere)
    if verb == "post" and name == "annotations:assign":
        path, values = f"{path}?{urlencode(values)}", {}

    assert getattr(client, verb)(path, values).status_code == 404
