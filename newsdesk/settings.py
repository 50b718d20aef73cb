"""All settings, from the environment. A wrong value stops the start with the setting's name.

README, "Settings", lists what can be set. Importing this file starts nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages

from annotations.suggest import foreign
from newsdesk.embedded_postgres import database_settings
from newsdesk.environment import Environment
from newsdesk.server_account import default_data_dir

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# Where everything lives that is not code: the embedded database, files, the secret key.
DATA_DIR = env.folder("NEWSDESK_DATA", default=default_data_dir(BASE_DIR))
PORT = env.port("PORT", default=8000)
NEWSDESK_BIND = env.text("NEWSDESK_BIND", default="127.0.0.1")
NEWSDESK_URL = env.url("NEWSDESK_URL", default=f"http://localhost:{PORT}")
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key("SECRET_KEY", kept_in=DATA_DIR / "secret_key")

_url = urlsplit(NEWSDESK_URL)
IS_HTTPS = _url.scheme == "https"
ALLOWED_HOSTS = env.words(
    "NEWSDESK_HOSTS", default=[_url.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [f"{_url.scheme}://{_url.netloc}"]
env.refuse_unsafe(bind=NEWSDESK_BIND, debug=DEBUG, hosts=ALLOWED_HOSTS)

INSTALLED_APPS = [
    "newsdesk.apps.NewsdeskConfig",
    "newsdesk.accounts",
    "newsdesk.history",
    "articles",
    "annotations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "newsdesk.apps.NeededStaticFilesConfig",
    "django.contrib.humanize",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsdesk.accounts.middleware.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsdesk.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsdesk.context.background",
                "newsdesk.context.appearance",
            ],
        },
    }
]

# Web requests give up on a statement after five seconds; jobs lift the limit themselves.
STATEMENT_TIMEOUT_MS = env.number("NEWSDESK_STATEMENT_TIMEOUT_MS", default=5000)
_database = env.database("DATABASE_URL")
IS_DATABASE_EMBEDDED = _database is None
DATABASES: dict[str, dict[str, Any]] = {"default": _database or database_settings(DATA_DIR)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted database costs nobody a page
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": 10, "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "newsdesk.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

# A second step at sign-in: everybody may have one; required, nobody works without.
REQUIRE_MFA = env.flag("NEWSDESK_REQUIRE_MFA", default=False)
MFA_ADAPTER = "newsdesk.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "add_webauthn": "newsdesk.accounts.key_forms.AddKeyForm",
    "authenticate_webauthn": "newsdesk.accounts.key_forms.SecondStepForm",
    "login_webauthn": "newsdesk.accounts.key_forms.PasskeyForm",
    "reauthenticate_webauthn": "newsdesk.accounts.key_forms.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "newsdesk"
MFA_TOTP_TOLERANCE = 1  # a clock may be off by half a minute
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come by invitation, so no address waits for proof

# Behind a proxy that sets X-Forwarded-For: how many of its last addresses are proxies' own.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("NEWSDESK_PROXIES", default=0)

# In the database, so that login limits count over all processes and machines; large enough that
# nobody ends a limit by filling it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "newsdesk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Without a mail server, forgotten passwords are for whoever runs the desk: sign_in_link.
_mail = env.mail_server("EMAIL_URL")
globals().update(_mail)
HAS_EMAIL = bool(_mail)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("NEWSDESK_EMAIL_FROM", default=f"newsdesk@{_url.hostname}")
MESSAGE_TAGS = {messages.SUCCESS: "good", messages.WARNING: "warn", messages.ERROR: "bad"}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.text("TZ", default="UTC") or "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsdesk.static.ModuleManifestStorage"},
}

MAX_UPLOAD_BYTES = env.number("NEWSDESK_MAX_UPLOAD_MB", default=50) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["articles.uploads.LimitedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # the limit counts for each file of a request
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # a whole scheme is one form
# A pasted article may have 1,000,000 characters of four bytes, each sent as three.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "newsdesk.jobs.use_our_rules"
WEB_PROCESSES = env.number("NEWSDESK_WEB_PROCESSES", default=min(4, os.cpu_count() or 1))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # a wrong address is not our fault
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Any spaCy pipeline by name or path; empty means the one that ships with newsdesk.
NEWSDESK_SPACY_MODEL = env.checked("NEWSDESK_SPACY_MODEL", default="", problem=foreign.problem)
