"""Who may do what with annotation sets. Views ask; actions refuse what would break a rule."""

from __future__ import annotations

from annotations.models import AnnotationSet, Assignment
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, Role, User


def role_in(project_id: int, user: User) -> Role | None:
    """The role this person holds in the project now; None for anybody else."""
    held = Membership.objects.active().filter(project=project_id, user=user)
    role = held.values_list("role", flat=True).first()
    return Role(role) if role else None


def includes(role: Role | None, needed: Role) -> bool:
    """Whether who holds `role` may do what `needed` may."""
    return role is not None and role in needed.and_above


def may_approve(annotation_set: AnnotationSet, project: Project, user: User) -> bool:
    """Nobody approves their own work, unless the project allows it or they are its only member.

    That is what they annotated, or a draft based on it. What somebody imported is not their own.
    """
    is_allowed = project.may_approve_own or not _is_own_work(annotation_set, user)
    return is_allowed or _is_alone(project, user)


def has_place(document: Document, user: User) -> bool:
    """Whether they may begin or go on: the article has a place left, or they hold one."""
    if document.article.progress.places:
        return True
    return Assignment.objects.of(user).filter(article=document.article_id).exists()


def _is_own_work(annotation_set: AnnotationSet, user: User) -> bool:
    if annotation_set.kind == AnnotationSet.Kind.ANNOTATED:
        return annotation_set.made_by_id == user.pk and not annotation_set.imported_from
    bases = annotation_set.based_on.all().annotated()
    return bases.filter(made_by=user, imported_from={}).exists()


def _is_alone(project: Project, user: User) -> bool:
    others = Membership.objects.active().filter(project=project).exclude(user=user)
    return not others.exists()
