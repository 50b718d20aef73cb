from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.actions import links, members
from newsdesk.accounts.forms import InviteForm, RoleForm
from newsdesk.accounts.models import Membership, OneTimeLink, Role
from newsdesk.errors import Invalid
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def list_members(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody in the project, the open invitations, and a form that makes one."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = InviteForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        token = links.invite(project=membership.project, by=request.user, **form.cleaned_data)
        address = links.address(settings.NEWSDESK_URL, OneTimeLink.Kind.INVITE, token)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "members",
        "members": membership.project.memberships.select_related("user").order_by("user__name"),
        "invitations": _open_invitations(membership),
        "roles": Role.choices,
        "form": form,
        "address": address,
    }
    return render(request, "accounts/members.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def change_role(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid("There is no such role.")
    found = _member(request, slug, user_id)
    members.change_role(membership=found, role=form.cleaned_data["role"], by=request.user)
    return redirect("accounts:members", slug)


@signed_in
@require_POST
def suspend(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    members.suspend(membership=_member(request, slug, user_id), by=request.user)
    return redirect("accounts:members", slug)


@signed_in
@require_POST
def resume(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    members.resume(membership=_member(request, slug, user_id), by=request.user)
    return redirect("accounts:members", slug)


@signed_in
@require_POST
def revoke(request: SignedInRequest, slug: str, link_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    links.revoke(link=get_object_or_404(_open_invitations(membership), pk=link_id), by=request.user)
    return redirect("accounts:members", slug)


def _member(request: SignedInRequest, slug: str, user_id: int) -> Membership:
    manager = membership_or_404(request.user, slug, role=Role.MANAGER)
    return get_object_or_404(Membership, project=manager.project, user_id=user_id)


def _open_invitations(membership: Membership) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(
        project=membership.project, used_at=None, expires_at__gt=timezone.now()
    ).order_by("-id")
