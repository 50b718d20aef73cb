"""The only place that knows every app's pages."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("newsdesk.accounts.sign_in_urls")),
    path("", include("newsdesk.accounts.urls")),
    path("", include("articles.urls")),
    path("", include("annotations.urls")),
]
