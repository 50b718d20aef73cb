from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.actions import projects
from newsdesk.accounts.forms import DeleteProjectForm, NewProjectForm, ProjectForm
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.errors import Invalid, NotAllowed
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def list_projects(request: SignedInRequest) -> HttpResponse:
    form = NewProjectForm(request.POST or None)
    if request.method == "POST":
        if not request.user.is_staff:
            raise NotAllowed
        if form.is_valid():
            project = projects.create(name=form.cleaned_data["name"], by=request.user)
            return redirect("annotations:queue", project.slug)
    own = Prefetch("memberships", Membership.objects.filter(user=request.user), to_attr="own")
    mine = (
        Project.objects.visible_to(request.user)
        .annotate(article_count=Count("articles"))
        .prefetch_related(own)
    )
    return render(request, "accounts/projects.html", {"projects": mine, "form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    project = membership.project
    form = ProjectForm(request.POST or None, instance=Project.objects.get(pk=project.pk))
    if request.method == "POST" and form.is_valid():
        projects.change(project=project, by=request.user, **form.cleaned_data)
        messages.success(request, "Settings saved.", extra_tags="good")
        return redirect("accounts:settings", slug)
    context = {
        "project": project,
        "membership": membership,
        "here": "settings",
        "form": form,
        "delete_form": DeleteProjectForm(project=project),
    }
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def delete(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = DeleteProjectForm(request.POST, project=membership.project)
    if not form.is_valid():
        raise Invalid(" ".join(map(str, form.errors["typed_name"])))
    projects.delete(project=membership.project, by=request.user)
    messages.success(request, f"{membership.project} was deleted.", extra_tags="good")
    return redirect("accounts:projects")
