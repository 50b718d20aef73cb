"""A person's own keys for the reader."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.reader.key_forms import USUAL, KeysForm
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.actions import preferences
from newsdesk.accounts.forms import posted
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def keys(request: SignedInRequest) -> HttpResponse:
    if "usual" in request.POST:
        return _kept(request, {}, has_single_keys=True)
    has_single_keys = request.user.has_single_keys
    form = KeysForm(
        posted(request), chosen=request.user.keys, initial={"has_single_keys": has_single_keys}
    )
    if form.is_bound and form.is_valid():
        return _kept(request, form.chosen, has_single_keys=form.cleaned_data["has_single_keys"])
    status = 422 if form.errors else 200
    return render(request, "annotations/keys.html", {"form": form, "usual": USUAL}, status=status)


def _kept(
    request: SignedInRequest, chosen: dict[str, str], *, has_single_keys: bool
) -> HttpResponse:
    preferences.choose_keys(keys=chosen, has_single_keys=has_single_keys, by=request.user)
    messages.success(request, "Your keys are kept.", extra_tags="good")
    return redirect("annotations:keys")
