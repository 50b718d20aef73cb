"""An article that two finished otherwise, and what the page of its adjudication sends."""

from __future__ import annotations

from annotations.models import AnnotationSet, Progress
from annotations.review import adjudicated
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests import factories
from tests.annotations import benches
from tests.annotations.hands import Hand


def differing(document: Document, project: Project, annotator: User) -> str:
    """An article that two finished, who differ in two labels."""
    project.annotators_per_article = 2
    project.save()
    document.article.progress.places = 2
    document.article.progress.save()
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    for person, label in ((annotator, "PERSON"), (other, "ORG")):
        hand = Hand(document, person)
        hand.add("Iran", "GPE")
        hand.add("Bob Corker", label)
        hand.add("Rex Tillerson", label)
        hand.submit()
    return f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"


def draft_of(document: Document) -> AnnotationSet:
    return AnnotationSet.objects.get(document=document, state="draft")


def posted(document: Document, choice: str, **more: object) -> dict[str, object]:
    """What the page of the first place sends; "1", "2", … are the annotators in their order."""
    place, draft = adjudicated.read(document).differing[0], draft_of(document)
    sent = {"place": place.key, "choice": benches.value(document, choice)}
    return {**sent, "draft_id": draft.pk, "seen_version": draft.version, **more}


def finish_late(document: Document, name: str, label: str) -> None:
    """Somebody else, who gives both differences this label."""
    Progress.objects.filter(article=document.article).update(places=3)
    person = factories.create_user(name)
    factories.join(document.project, person, Role.ANNOTATOR)
    hand = Hand(document, person)
    hand.add("Bob Corker", label)
    hand.add("Rex Tillerson", label)
    hand.submit()
