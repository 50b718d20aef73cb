from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.actions import links, members
from newsdesk.accounts.forms import InviteForm, RoleForm, posted
from newsdesk.accounts.models import Membership, OneTimeLink, Role
from newsdesk.errors import Invalid
from newsdesk.http import SignedInRequest


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def list_members(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody in the project, the open invitations, and a form that makes one.

    The answer that makes an invitation is the only page that ever shows its link.
    """
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = InviteForm(posted(request))
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
        "form": InviteForm() if address else form,
        "invited": form.cleaned_data if address else None,
        "address": address,
    }
    return render(request, "accounts/members.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def change_role(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    found = _member(request, slug, user_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid("There is no such role.")
    role = form.cleaned_data["role"]
    members.change_role(membership=found, role=role, by=request.user)
    return _answer(request, slug, f"{found.user} is {role} now.")


@signed_in
@require_POST
def suspend(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    found = _member(request, slug, user_id)
    members.suspend(membership=found, by=request.user)
    return _answer(request, slug, f"{found.user} no longer enters. Their work stays.")


@signed_in
@require_POST
def resume(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    found = _member(request, slug, user_id)
    members.resume(membership=found, by=request.user)
    return _answer(request, slug, f"{found.user} is let in again.")


@signed_in
@require_POST
def remove(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    """Takes somebody out of the project, or lets a manager leave it."""
    found = _member(request, slug, user_id)
    members.remove(membership=found, by=request.user)
    return _answer(request, slug, f"{found.user} is no longer in the project. Their work stays.")


@signed_in
@require_POST
def revoke(request: SignedInRequest, slug: str, link_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    links.revoke(link=get_object_or_404(_open_invitations(membership), pk=link_id), by=request.user)
    return _answer(request, slug, "The invitation is revoked: its link no longer works.")


def _member(request: SignedInRequest, slug: str, user_id: int) -> Membership:
    manager = membership_or_404(request.user, slug, role=Role.MANAGER)
    members_here = Membership.objects.select_related("user").filter(project=manager.project)
    return get_object_or_404(members_here, user_id=user_id)


def _answer(request: SignedInRequest, slug: str, sentence: str) -> HttpResponse:
    """Back to the list; to one's projects for who no longer manages this one."""
    messages.success(request, sentence)
    mine = Membership.objects.active().filter(user=request.user, project__slug=slug)
    if mine.filter(role=Role.MANAGER).exists():
        return redirect("accounts:members", slug)
    return redirect("accounts:projects")


def _open_invitations(membership: Membership) -> QuerySet[OneTimeLink]:
    invitations = OneTimeLink.objects.open().filter(project=membership.project)
    return invitations.select_related("made_by").order_by("-id")
