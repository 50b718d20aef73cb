from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import User


class Command(BaseCommand):
    help = "Print a link that signs a person in once, within an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if welcome := links.welcome_link(settings.NEWSDESK_URL):
            self.stdout.write(f"Nobody is here yet. This link makes the first account:\n{welcome}")
            return
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody here has the e-mail address {email}.")
        self.stdout.write(links.sign_in_link(settings.NEWSDESK_URL, user))
