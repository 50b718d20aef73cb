from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import actions
from articles.importers import Unusable
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Refused


class Command(BaseCommand):
    help = "Import a file of any size into a project, row by row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's short name, as in its address")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose import this is")

    def handle(self, *args: Any, project: str, file: Path, by: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=by).first()
        if user is None:
            raise CommandError(f"Nobody here has the e-mail address {by}.")
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(f"There is no project {project}.")
        try:
            with file.open("rb") as opened:
                run = actions.import_stream(project=found, name=file.name, file=opened, by=user)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except (Unusable, Refused) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{run.added_count:,} added, {run.duplicate_count:,} duplicates,"
            f" {run.problem_count:,} problems."
        )
        if run.failure:
            raise CommandError(run.failure)
