"""Every address of newsdesk, and a project in which each of them leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

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
from newsdesk.accounts.models import OneTimeLink, Project, Role, User
from newsdesk.history.models import record
from tests.annotations.hands import project_entity
from tests.factories import create_document, create_project, create_user, join, suggest_span


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
