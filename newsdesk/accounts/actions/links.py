"""One-time links. The token is shown once and never stored: only its hash is."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from newsdesk.accounts.models import OneTimeLink, Project, Role, User
from newsdesk.errors import Refused
from newsdesk.history.models import record

Kind = OneTimeLink.Kind
VALID_FOR = {
    Kind.WELCOME: timedelta(days=1),
    Kind.SIGN_IN: timedelta(hours=1),
    Kind.INVITE: timedelta(days=7),
}
PATHS = {Kind.WELCOME: "welcome", Kind.SIGN_IN: "in", Kind.INVITE: "invite"}


class LinkUnusable(Refused):
    """This link was used already, has expired or was replaced. Sign in, or ask for a new link."""

    status = 410


@transaction.atomic
def welcome_link(base_url: str) -> str | None:
    """The link for the first person, or None if there is one. Earlier ones end."""
    if User.objects.exists():
        return None
    OneTimeLink.objects.filter(kind=Kind.WELCOME, used_at=None).delete()
    return address(base_url, Kind.WELCOME, _make(kind=Kind.WELCOME))


@transaction.atomic
def sign_in_link(base_url: str, user: User) -> str:
    """A link that signs this person in. Earlier unused ones end."""
    OneTimeLink.objects.filter(kind=Kind.SIGN_IN, email=user.email, used_at=None).delete()
    record(verb="user.make_sign_in_link", by=None, target_kind="user", target_id=user.pk)
    return address(base_url, Kind.SIGN_IN, _make(kind=Kind.SIGN_IN, email=user.email))


@transaction.atomic
def invite(*, project: Project, role: Role, email: str, by: User) -> str:
    """The token of an invitation to a project, in a role; for one address if given."""
    token = _make(kind=Kind.INVITE, project=project, role=role, email=email, made_by=by)
    record(verb="member.invite", by=by, project_id=project.pk, after={"role": role, "email": email})
    return token


@transaction.atomic
def revoke(*, link: OneTimeLink, by: User) -> None:
    before = {"role": link.role, "email": link.email}
    record(verb="member.revoke_invite", by=by, project_id=link.project_id, before=before)
    link.delete()


def address(base_url: str, kind: OneTimeLink.Kind, token: str) -> str:
    return f"{base_url}/{PATHS[kind]}/{token}/"


def usable(kind: OneTimeLink.Kind, token: str, *, lock: bool = False) -> OneTimeLink:
    """The link of a token. Raises LinkUnusable; with `lock`, inside a transaction, to use it.

    Of two people who use a link at once, the second waits for the lock and finds it used.
    """
    links = OneTimeLink.objects.open().select_related("project")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(kind=kind, token_hash=_hash(token)).first()
    if link is None or (kind == Kind.WELCOME and User.objects.exists()):
        raise LinkUnusable
    return link


def use(link: OneTimeLink) -> None:
    """Mark a locked link as used."""
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])


def role_of(link: OneTimeLink) -> Role:
    """The role that an invitation gives."""
    return Role(link.role)


def _make(*, kind: OneTimeLink.Kind, **fields: object) -> str:
    OneTimeLink.objects.filter(expires_at__lt=timezone.now()).delete()
    token = secrets.token_urlsafe(32)
    expires_at = timezone.now() + VALID_FOR[kind]
    OneTimeLink.objects.create(kind=kind, token_hash=_hash(token), expires_at=expires_at, **fields)
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
