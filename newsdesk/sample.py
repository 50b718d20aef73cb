"""What the first person finds: a sample project that shows what newsdesk does, and an empty one."""

from __future__ import annotations

from pathlib import Path

from django.dispatch import receiver

from articles import actions as articles
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import User
from newsdesk.accounts.signals import first_person_joined

ARTICLES = Path(__file__).with_name("sample_articles.jsonl")


@receiver(first_person_joined)
def make(user: User, **_: object) -> None:
    """Inside the transaction that makes the person; suggestions follow by the worker."""
    sample = projects.create(name="Sample project", by=user, is_sample=True)
    articles.import_sample(project=sample, path=ARTICLES, by=user)
    projects.create(name="My first project", by=user)
