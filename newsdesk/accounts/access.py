"""Who may enter a view. What is not yours does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from newsdesk.accounts.models import Membership, Role, User
from newsdesk.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> Any:
    """Sends whoever is not signed in to the sign-in page; the view gets a SignedInRequest."""
    return login_required(view)


def membership_or_404(user: User, slug: str, *, role: Role = Role.VIEWER) -> Membership:
    """This person's membership of the project, if it includes what `role` may do.

    Raises Http404 for whoever is not an active member, `NotAllowed` for too low a role.
    """
    members = Membership.objects.active().select_related("project")
    membership = get_object_or_404(members, user=user, project__slug=slug)
    if not membership.may(role):
        raise NotAllowed
    return membership
