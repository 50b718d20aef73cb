from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsdesk.accounts.actions import closing, links
from newsdesk.accounts.models import User


class Command(BaseCommand):
    help = "Print a link that signs a person in once, within an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--forget-second-step",
            action="store_true",
            help="also remove the person's authenticator app, keys and recovery codes",
        )

    def handle(self, *args: Any, email: str, forget_second_step: bool, **options: Any) -> None:
        if welcome := links.welcome_link(settings.NEWSDESK_URL):
            self.stdout.write(f"Nobody is here yet. This link makes the first account:\n{welcome}")
            return
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody here has the e-mail address {email}.")
        if forget_second_step:
            closing.forget_second_step(user=user, by=None)
        self.stdout.write(links.sign_in_link(settings.NEWSDESK_URL, user))
