"""Making, changing and deleting projects."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.accounts.signals import project_changed, project_deleted
from newsdesk.errors import NotAllowed, Refused
from newsdesk.history.models import record

LONGEST_SLUG = 50
MOST_ATTEMPTS = 5  # at a slug that others take at the same moment


class NameTaken(Refused):
    """Others make projects of this name at this moment. Try again."""


@transaction.atomic
def create(*, name: str, by: User, is_sample: bool = False) -> Project:
    """A project with this person as its manager. Site administrators make projects."""
    if not by.is_staff:
        raise NotAllowed
    project = _create(name=name, is_sample=is_sample)
    Membership.objects.create(project=project, user=by, role=Role.MANAGER)
    record(verb="project.create", by=by, project_id=project.pk, after={"name": name})
    return project


@transaction.atomic
def change(*, project: Project, by: User, **values: object) -> None:
    before = {name: getattr(project, name) for name in values}
    for name, value in values.items():
        setattr(project, name, value)
    project.save(update_fields=list(values))
    record(verb="project.change", by=by, project_id=project.pk, before=before, after=dict(values))
    names = {name for name, value in values.items() if value != before[name]}
    project_changed.send(Project, project=project, names=names)


@transaction.atomic
def delete(*, project: Project, by: User) -> None:
    """Nobody sees the project from now on; what is in it goes in the background, for good.

    Its history stays, and its address is free again.
    """
    record(verb="project.delete", by=by, project_id=project.pk, before={"name": project.name})
    project.memberships.all().delete()
    OneTimeLink.objects.filter(project=project).delete()
    # No name makes a slug with a tilde, and no address takes one.
    Project.objects.filter(pk=project.pk).update(slug=f"~{project.pk}")
    project_deleted.send(Project, project=project)


def _create(*, name: str, is_sample: bool) -> Project:
    for _ in range(MOST_ATTEMPTS):
        with suppress(IntegrityError), transaction.atomic():
            return Project.objects.create(name=name, slug=_free_slug(name), is_sample=is_sample)
    raise NameTaken


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:LONGEST_SLUG] or "project"
    taken = set(Project.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
