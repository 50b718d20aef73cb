"""The only place that knows every app's pages. Nobody can sign up: there is no page for it."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from newsdesk.accounts.views import sign_in

urlpatterns = [
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("", include("newsdesk.accounts.urls")),
    path("", include("articles.urls")),
    path("", include("annotations.urls")),
]
