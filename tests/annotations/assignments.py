"""Articles and who has a place in them, as tests ask for it."""

from __future__ import annotations

from procrastinate.contrib.django.models import ProcrastinateJob

from annotations.actions import assigning, places
from annotations.models import Assignment, Progress
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User
from tests.factories import create_document, create_user, suggested_set


def articles(project: Project, count: int) -> list[Document]:
    made = [create_document(f"Text {n}.", project=project, places=1) for n in range(count)]
    for each in made:
        suggested_set(each)
    return made


def rows(project: Project) -> object:
    return Progress.objects.filter(project=project)


def next_for(user: User, project: Project, **wanted: object) -> int | None:
    return assigning.next_article(rows=rows(project), by=user, **wanted)  # type: ignore[arg-type]


def want(project: Project, number: int) -> None:
    """As the settings do it, and the job behind them."""
    projects.change(project=project, by=create_user("Mo"), annotators_per_article=number)
    assert ProcrastinateJob.objects.filter(task_name__endswith="recount", status="todo").exists()
    places.recount(project.pk)


def state(document: Document) -> str:
    return Progress.objects.get(article=document.article).state


def holders(project: Project) -> list[tuple[int, int]]:
    held = Assignment.objects.filter(project=project).order_by("article_id", "id")
    return list(held.values_list("article_id", "annotator_id"))
