from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import learning
from annotations.models import ModelVersion
from annotations.suggest import gate
from newsdesk.accounts.models import Project
from newsdesk.errors import Refused


class Command(BaseCommand):
    help = "Teach the model a project's gold: a new version, with its figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="its name in the address")
        parser.add_argument(
            "--use", action="store_true", help="have it read the project's articles, if it is ready"
        )

    def handle(self, *args: Any, project: str, use: bool, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(f"There is no project “{project}”.")
        try:
            version = learning.request(project=found, by=None)
            self._make(version)
            if use:
                learning.use(version=version, by=None)
                version.refresh_from_db()
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self._tell(version)

    def _make(self, version: ModelVersion) -> None:
        """Whatever ends it early ends the version too, so that the next can be made."""
        try:
            learning.run(version.pk, self._tell_progress)
        except BaseException as error:
            learning.fail(version.pk, str(error) or "It was interrupted.")
            raise
        version.refresh_from_db()
        if version.failure:
            self._tell_figures(version)
            raise CommandError(version.failure)

    def _tell_progress(self, total: int, done: int) -> None:
        self.stderr.write(f"{done} of {total} texts read")

    def _tell(self, version: ModelVersion) -> None:
        self._tell_figures(version)
        used = "in use" if version.is_active else "ready"
        self.stdout.write(f"Version {version.number} ({version}) is {used}.")

    def _tell_figures(self, version: ModelVersion) -> None:
        for part in ("gold", "rehearsal"):
            for each in gate.from_json(version.figures.get(part, [])):
                before, after = (100 * count.f for count in (each.before, each.after))
                line = f"{part:10} {each.label:12} {each.before.gold:6} {before:6.1f} {after:6.1f}"
                self.stdout.write(line)
