"""For a web server on a test's database: pages name static files as they lie in the tree."""

from __future__ import annotations

import os

from newsdesk.settings import *  # noqa: F403
from newsdesk.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["NEWSDESK_TEST_DATABASE"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
