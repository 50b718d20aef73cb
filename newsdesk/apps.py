from __future__ import annotations

from django.apps import AppConfig


class NewsdeskConfig(AppConfig):
    """An installed app, so that its jobs and commands are found."""

    name = "newsdesk"
