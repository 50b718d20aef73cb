"""Who may do what: every route and verb for every actor. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from annotations.actions import comments
from annotations.comments.anchors import Anchor
from annotations.models import (
    AnnotationSet,
    ApplyRun,
    Assignment,
    Claim,
    ClaimPart,
    Dataset,
    Entity,
    ModelVersion,
    ProposedMerge,
    SuggestionRun,
)
from articles.models import ImportRun
from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.history.models import Event, record
from tests.annotations.hands import project_entity
from tests.factories import create_document, create_project, create_user, join, suggest_span

pytestmark = pytest.mark.django_db

# Read as columns: who is not signed in, an outsider, a suspended manager, the manager of another
# project, then viewer, annotator, reviewer, manager. "in" is any answer that let them in: it may
# still find fault with what was sent.
ACTORS = (
    "anonymous",
    "outsider",
    "suspended",
    "elsewhere",
    "viewer",
    "annotator",
    "reviewer",
    "manager",
)
IN, SIGN_IN, HIDDEN, DENIED = "in", "sign in", "hidden", "denied"
HIDING = (SIGN_IN, HIDDEN, HIDDEN, HIDDEN)
READS = (*HIDING, IN, IN, IN, IN)
ANNOTATES = (*HIDING, DENIED, IN, IN, IN)
REVIEWS = (*HIDING, DENIED, DENIED, IN, IN)
MANAGES = (*HIDING, DENIED, DENIED, DENIED, IN)
EVERYBODY = (IN,) * 8
SIGNED_IN = (SIGN_IN, *(IN,) * 7)
SIGNED_OUT = (SIGN_IN,) * 8  # everybody is led to the page for signing in
NOBODY_HERE = (SIGN_IN, *(DENIED,) * 7)  # site administrators only; none of these is one
NOBODY_ELSE = (*HIDING, DENIED, DENIED, DENIED, DENIED)  # its author only, who is none of these
OWN_ONLY = (SIGN_IN, *(HIDDEN,) * 7)  # of the person who asks, and none of these has one

VERBS = ("accept", "reject", "correct", "remove", "restore", "describe", "revert", "tie")

KINDS = ("span", "claim")
BATCHES = 6

# Route by name: the verbs it answers, and to whom. Other verbs answer 405.
TABLE: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "account_login": (("get", EVERYBODY), ("post", EVERYBODY)),
    "account_logout": (("get", SIGNED_IN), ("post", SIGNED_OUT)),
    "account_change_password": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "account_set_password": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "account_reauthenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_authenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_login_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_reauthenticate": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_reauthenticate_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_index": (("get", SIGNED_IN),),
    "mfa_activate_totp": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_deactivate_totp": (("get", OWN_ONLY), ("post", OWN_ONLY)),
    "mfa_add_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_remove_webauthn": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_view_recovery_codes": (("get", OWN_ONLY),),
    "mfa_generate_recovery_codes": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "mfa_download_recovery_codes": (("get", OWN_ONLY),),
    "accounts:account": (("get", SIGNED_IN),),
    "accounts:end-session": (("post", OWN_ONLY),),
    "accounts:end-other-sessions": (("post", SIGNED_IN),),
    "accounts:people": (("get", NOBODY_HERE),),
    "accounts:close-account": (("post", NOBODY_HERE),),
    "accounts:reopen-account": (("post", NOBODY_HERE),),
    "accounts:forget-second-step": (("post", NOBODY_HERE),),
    "accounts:projects": (("get", SIGNED_IN), ("post", NOBODY_HERE)),
    "accounts:welcome": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:sign-in-link": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:invite": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:forgotten": (("get", EVERYBODY), ("post", EVERYBODY)),
    "accounts:settings": (("get", MANAGES), ("post", MANAGES)),
    "accounts:delete": (("post", MANAGES),),
    "accounts:members": (("get", MANAGES), ("post", MANAGES)),
    "accounts:role": (("post", MANAGES),),
    "accounts:suspend": (("post", MANAGES),),
    "accounts:resume": (("post", MANAGES),),
    "accounts:guidelines": (("get", READS),),
    "accounts:remove": (("post", MANAGES),),
    "accounts:revoke": (("post", MANAGES),),
    "articles:details": (("get", MANAGES), ("post", MANAGES)),
    "articles:import": (("get", MANAGES), ("post", MANAGES)),
    "articles:preview": (("post", MANAGES),),
    "articles:upload": (("post", MANAGES),),
    "articles:import-run": (("get", MANAGES),),
    "articles:start": (("post", MANAGES),),
    "articles:discard": (("post", MANAGES),),
    "articles:import-runs": (("get", MANAGES),),
    "articles:original": (("get", MANAGES),),
    "articles:problems": (("get", MANAGES),),
    "annotations:keys": (("get", SIGNED_IN), ("post", SIGNED_IN)),
    "annotations:queue": (("get", READS),),
    "annotations:reader": (("get", READS),),
    "annotations:history": (("get", ANNOTATES),),
    "annotations:download-history": (("get", ANNOTATES),),
    "annotations:restore-removed": (("post", (*HIDING, DENIED, HIDDEN, IN, IN)),),
    "annotations:to-review": (("get", REVIEWS),),
    "annotations:sent-back": (("get", ANNOTATES),),
    "annotations:assignments": (("get", ANNOTATES), ("post", MANAGES)),
    "annotations:next": (("post", ANNOTATES),),
    "annotations:assign": (("get", MANAGES), ("post", MANAGES)),
    "annotations:set-due": (("post", MANAGES),),
    "annotations:release": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:hand-over": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:add-span": (("post", ANNOTATES),),
    "annotations:accept-span": (("post", ANNOTATES),),
    "annotations:reject-span": (("post", ANNOTATES),),
    "annotations:correct-span": (("post", ANNOTATES),),
    "annotations:remove-span": (("post", ANNOTATES),),
    "annotations:restore-span": (("post", ANNOTATES),),
    "annotations:add-claim": (("post", ANNOTATES),),
    "annotations:accept-claim": (("post", ANNOTATES),),
    "annotations:reject-claim": (("post", ANNOTATES),),
    "annotations:correct-claim": (("post", ANNOTATES),),
    "annotations:remove-claim": (("post", ANNOTATES),),
    "annotations:restore-claim": (("post", ANNOTATES),),
    "annotations:revert-span": (("post", ANNOTATES),),
    "annotations:revert-claim": (("post", ANNOTATES),),
    "annotations:tie-span": (("post", ANNOTATES),),
    "annotations:tie-claim": (("post", ANNOTATES),),
    "annotations:choose-span": (("get", ANNOTATES),),
    "annotations:choose-claim": (("get", ANNOTATES),),
    "annotations:describe-span": (("post", ANNOTATES),),
    "annotations:describe-claim": (("post", ANNOTATES),),
    "annotations:attributes-span": (("get", ANNOTATES),),
    "annotations:attributes-claim": (("get", ANNOTATES),),
    "annotations:past-span": (("get", ANNOTATES),),
    "annotations:past-claim": (("get", ANNOTATES),),
    "annotations:undo": (("post", ANNOTATES),),
    "annotations:redo": (("post", ANNOTATES),),
    "annotations:accept-above": (("post", ANNOTATES),),
    "annotations:show": (("post", READS),),
    "annotations:same": (("get", ANNOTATES),),
    "annotations:mark-same": (("post", ANNOTATES),),
    "annotations:reject-same": (("post", ANNOTATES),),
    "annotations:surest": (("get", ANNOTATES),),
    "annotations:why-span": (("get", READS),),
    "annotations:why-claim": (("get", READS),),
    "annotations:here": (("post", READS),),
    "annotations:elsewhere": (("get", ANNOTATES), ("post", ANNOTATES)),
    "annotations:applied": (("get", ANNOTATES),),
    "annotations:apply-run": (("get", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:cancel-apply": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:undo-apply": (("post", (*HIDING, DENIED, HIDDEN, HIDDEN, IN)),),
    "annotations:threads": (("get", READS), ("post", ANNOTATES)),
    "annotations:new-thread": (("get", ANNOTATES),),
    "annotations:thread-readers": (("get", ANNOTATES),),
    "annotations:readers-of-thread": (("get", ANNOTATES),),
    "annotations:reply": (("post", ANNOTATES),),
    "annotations:thread-seen": (("post", READS),),
    "annotations:resolve-thread": (("post", REVIEWS),),  # annotators their own, not a colleague's
    "annotations:reopen-thread": (("post", REVIEWS),),
    "annotations:edit-comment": (("post", NOBODY_ELSE),),
    "annotations:delete-comment": (("post", NOBODY_ELSE),),
    "annotations:comments": (("get", READS),),
    "annotations:comments-seen": (("post", READS),),
    "annotations:review": (("get", REVIEWS), ("post", REVIEWS)),
    **{
        f"annotations:review-{name}": (("post", REVIEWS),)
        for name in (
            *(f"{verb}-{kind}" for verb in VERBS for kind in ("span", "claim")),
            *("add-span", "add-claim", "undo", "redo", "accept-above", "show"),
            *("mark-same", "reject-same"),
        )
    },
    **{
        f"annotations:review-{name}": (("get", REVIEWS),)
        for name in (
            *("same", "surest"),
            *(
                f"{what}-{kind}"
                for what in ("why", "past", "choose", "attributes")
                for kind in KINDS
            ),
        )
    },
    "annotations:accept-rest": (("post", REVIEWS),),
    "annotations:differences": (("get", REVIEWS),),
    "annotations:discard-review": (("post", REVIEWS),),
    "annotations:adjudicate": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:adjudicate-anew": (("post", REVIEWS),),
    "annotations:adjudicate-decide": (("post", REVIEWS),),
    "annotations:adjudicate-alike": (("get", REVIEWS),),
    "annotations:adjudicate-undo": (("post", REVIEWS),),
    "annotations:send-back": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:reopen-gold": (("post", REVIEWS),),
    "annotations:finish": (("get", ANNOTATES), ("post", ANNOTATES)),
    "annotations:reopen": (("post", ANNOTATES),),
    "annotations:approve": (("post", REVIEWS),),
    "annotations:datasets": (("get", MANAGES), ("post", MANAGES)),
    "annotations:dataset-preview": (("get", MANAGES),),
    "annotations:download-data": (("get", MANAGES),),
    "annotations:download-manifest": (("get", MANAGES),),
    "annotations:download-all": (("get", MANAGES),),
    "annotations:delete-dataset": (("post", MANAGES),),
    "annotations:dashboard": (("get", READS),),
    "annotations:statistics": (("get", REVIEWS),),
    "annotations:learning": (("get", MANAGES), ("post", MANAGES)),
    "annotations:rerun": (("get", MANAGES), ("post", MANAGES)),
    "annotations:cancel-rerun": (("post", MANAGES),),
    "annotations:use-shipped": (("post", MANAGES),),
    "annotations:use-version": (("post", MANAGES),),
    "annotations:cancel-learning": (("post", MANAGES),),
    "annotations:agreement": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:disagreements": (("get", REVIEWS),),
    "annotations:named": (("get", READS),),
    "annotations:entities": (("get", READS),),
    "annotations:entity": (("get", READS), ("post", ANNOTATES)),
    "annotations:merge-entity": (("get", REVIEWS), ("post", REVIEWS)),
    "annotations:split-entity": (("post", REVIEWS),),
    "annotations:merges": (("get", ANNOTATES),),
    "annotations:find-merges": (("post", REVIEWS),),
    "annotations:undo-merge": (("post", REVIEWS),),
    "annotations:answer-merge": (("post", REVIEWS),),
    "annotations:scheme": (("get", MANAGES), ("post", MANAGES)),
    "annotations:scheme-file": (("post", MANAGES),),
    "annotations:export-scheme": (("get", MANAGES),),
    "annotations:colours": (("get", SIGNED_IN),),
}


Cast = dict[str, User | None]


@dataclass(frozen=True)
class Place:
    """A project with one of everything that an address can name; the values of addresses."""

    project: Project
    values: dict[str, Any]


def create_place(name: str, by: User) -> Place:
    project = create_project(name)
    document = create_document(f"Rex Tillerson said sales rose in {name}.", project=project)
    span = suggest_span(document, "Rex Tillerson")
    claim = Claim.objects.create(annotation_set=span.annotation_set, speech="none")
    ClaimPart.objects.create(claim=claim, role="content", order=0, start=4, end=9)
    run = ImportRun.objects.create(project=project, by=by, kind="file", name="a.jsonl")
    run.file.save("a.jsonl", ContentFile(b'{"text": "One."}'))
    dataset = Dataset.objects.create(project=project, made_by=by, recipe={})
    version = ModelVersion.objects.create(project=project, number=1, base="newsdesk-en 0.0.1")
    rerun = SuggestionRun.objects.create(project=project, made_by=by)
    member = join(project, create_user("Member"))
    applied = ApplyRun.objects.create(
        project=project, label=span.label, quote="Rex Tillerson", made_by=member.user
    )
    links.invite(project=project, role=Role.VIEWER, email="", by=by)
    finished = {"document": document, "version": 1}
    bases = [
        AnnotationSet.objects.create(kind="annotated", state="submitted", made_by=user, **finished)
        for user in (member.user, create_user("Second"))
    ]
    draft = AnnotationSet.objects.create(
        kind="gold", state="draft", made_by=member.user, **finished
    )
    draft.based_on.add(*bases)
    assignment = Assignment.objects.create(
        project=project, article=document.article, annotator=member.user
    )
    entity = project_entity(document, "Rex Tillerson")
    other = Entity.objects.create(
        project=project, label=span.label, name="Tillerson", normalised_name="tillerson"
    )
    proposal = ProposedMerge.objects.create(
        project=project, first=entity, second=other, reason="part", score=0.6
    )
    event = record(
        verb="span.remove", by=member.user, project_id=project.pk, article_id=document.article_id
    )
    thread = comments.start(document=document, anchor=Anchor(), text="Sure?", by=member.user)
    values = {
        "slug": project.slug,
        "names": "x-7c4faf-cd99ff",
        "article_id": document.article_id,
        "event_id": event.pk,
        "span": span.pk,
        "claim": claim.pk,
        "run_id": run.pk,
        "dataset_id": dataset.pk,
        "version_id": version.pk,
        "rerun_id": rerun.pk,
        "apply_id": applied.pk,
        "assignment_id": assignment.pk,
        "thread_id": thread.pk,
        "comment_id": thread.newest,
        "user_id": member.user_id,
        "person_id": member.user_id,
        "entity_id": entity.pk,
        "proposal_id": proposal.pk,
        "first_id": member.user_id,
        "second_id": member.user_id,
        "session_id": session_of(member.user).pk,
        "pk": key_of(member.user).pk,
        "link_id": OneTimeLink.objects.get(project=project).pk,
    }
    return Place(project, values)


def session_of(user: User) -> UserSession:
    return UserSession.objects.create(user=user, ip="192.0.2.1", session_key=f"session-{user.pk}")


def key_of(user: User) -> Authenticator:
    """A security key, as far as addresses name it."""
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=user, type=kind, data={"name": "Blue"})


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


def routes(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, str]]:
    """Names, each with the parameters of its address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", str(pattern.pattern)


ROUTES = dict(routes(get_resolver().url_patterns))


def address(name: str, values: dict[str, Any]) -> str:
    found = {key: value for key, value in values.items() if f":{key}>" in ROUTES[name]}
    if ":key>" in ROUTES[name]:
        found["key"] = values["claim" if name.endswith("claim") else "span"]
    if ":token>" in ROUTES[name]:
        found["token"] = "unknown"
    return reverse(name, kwargs=found)


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
    key = f"span-{other.values['span']}"
    return {"place": key, "choice": "1", "seen_version": "1"}


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
