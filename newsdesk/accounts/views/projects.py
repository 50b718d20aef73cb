from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.actions import projects
from newsdesk.accounts.forms import DeleteProjectForm, NewProjectForm, SettingsForm, posted
from newsdesk.accounts.guidelines import as_html
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.errors import NotAllowed
from newsdesk.http import SignedInRequest, is_htmx

MOST_COUNTED = 1_000


@signed_in
@require_http_methods(["GET", "POST"])
def list_projects(request: SignedInRequest) -> HttpResponse:
    """Mine, with what is in them; site administrators make new ones here."""
    form = NewProjectForm(posted(request))
    if request.method == "POST":
        if not request.user.is_staff:
            raise NotAllowed("Site administrators make projects. Ask one of them.")
        if form.is_valid():
            project = projects.create(name=form.cleaned_data["name"], by=request.user)
            return redirect("annotations:queue", project.slug)
    own = Prefetch("memberships", Membership.objects.filter(user=request.user), to_attr="own")
    mine = (
        Project.objects.visible_to(request.user)
        .annotate(article_count=_article_count())
        .prefetch_related(own)
    )
    context = {
        "projects": mine,
        "suspended_in": Project.objects.filter(
            memberships__in=request.user.memberships.filter(is_suspended=True)
        ),
        "form": form,
        "most_counted": MOST_COUNTED,
    }
    return render(request, "accounts/projects.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    project = membership.project
    form = SettingsForm(posted(request), initial=_present(project))
    if request.method == "POST" and form.is_valid():
        projects.change(project=project, by=request.user, **form.cleaned_data)
        messages.success(request, "The settings are saved.")
        return redirect("accounts:settings", slug)
    return _settings_page(request, membership, form, DeleteProjectForm(project=project))


@signed_in
@require_GET
def guidelines(request: SignedInRequest, slug: str) -> HttpResponse:
    """For everybody in the project; a fragment beside an article, else a page."""
    membership = membership_or_404(request.user, slug, role=Role.VIEWER)
    context = {
        "project": membership.project,
        "membership": membership,
        "guidelines": as_html(membership.project.guidelines),
    }
    template = "_guidelines" if is_htmx(request) else "guidelines"
    return render(request, f"accounts/{template}.html", context)


@signed_in
@require_POST
def delete(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    project = membership.project
    form = DeleteProjectForm(request.POST, project=project)
    if not form.is_valid():
        return _settings_page(request, membership, SettingsForm(initial=_present(project)), form)
    projects.delete(project=project, by=request.user)
    messages.success(request, f"{project} is deleted.")
    return redirect("accounts:projects")


def _article_count() -> Func:
    """How many articles a project has, counted to one more than MOST_COUNTED."""
    own = Project.objects.filter(pk=OuterRef("pk"), articles__isnull=False).order_by()
    keys = ArraySubquery(own.values("articles")[: MOST_COUNTED + 1])
    return Func(keys, function="cardinality", output_field=IntegerField())


def _present(project: Project) -> dict[str, object]:
    return {name: getattr(project, name) for name in SettingsForm.base_fields}


def _settings_page(
    request: SignedInRequest, membership: Membership, form: SettingsForm, delete: DeleteProjectForm
) -> HttpResponse:
    context: dict[str, Any] = {
        "project": membership.project,
        "membership": membership,
        "here": "settings",
        "form": form,
        "delete_form": delete,
    }
    status = 422 if form.errors or delete.errors else 200
    return render(request, "accounts/settings.html", context, status=status)
