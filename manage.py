#!/usr/bin/env python
from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from newsdesk import desk
from newsdesk.postgres_binaries import PostgresError

# `run` asks for the database itself, once it knows that it may start at all.
WITHOUT_DATABASE = {"", "--help", "--version", "help", "collectstatic", "run", "stop", "version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        with nullcontext() if command in WITHOUT_DATABASE else desk.database():
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, PostgresError) as error:
        sys.exit(f"newsdesk: {error}")


if __name__ == "__main__":
    main()
