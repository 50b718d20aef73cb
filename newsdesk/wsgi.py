"""What a WSGI server serves."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")


def _give_up_on_slow_statements() -> None:
    """Pages give up on a statement in time; jobs, migrations and commands may take theirs."""
    options = connections.settings["default"]["OPTIONS"]
    limit = f"-c statement_timeout={settings.STATEMENT_TIMEOUT_MS}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()


_give_up_on_slow_statements()
application = get_wsgi_application()
