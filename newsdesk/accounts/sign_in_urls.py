"""Pages of allauth that newsdesk has, under the names by which allauth finds them.

Nobody can sign up, and no e-mail address is changed: there are no pages for that.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods

from newsdesk.accounts.views import sign_in

second_step = mfa.IndexView.as_view(extra_context={"is_required": lambda: settings.REQUIRE_MFA})
remove_key = webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))

# allauth's views answer more verbs than they have a use for.
form = require_http_methods(["GET", "POST"])

urlpatterns = [
    path("login/", sign_in.sign_in, name="account_login"),
    path("login/code/", form(mfa.authenticate), name="mfa_authenticate"),
    path("login/passkey/", form(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logout/", form(account.logout), name="account_logout"),
    path("password/", form(account.password_change), name="account_change_password"),
    path("password/set/", form(account.password_set), name="account_set_password"),
    path("again/", form(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("again/key/", form(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("second-step/", require_GET(second_step), name="mfa_index"),
    path("second-step/app/", form(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/key/", form(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("second-step/key/<int:pk>/remove/", form(remove_key), name="mfa_remove_webauthn"),
    path(
        "second-step/codes/", require_GET(codes.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "second-step/codes/new/",
        form(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/codes/file/",
        require_GET(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
