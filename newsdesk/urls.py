"""The only place that knows every app's pages."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("newsdesk.accounts.urls")),
    path("", include("articles.urls")),
    path("", include("annotations.urls")),
]
