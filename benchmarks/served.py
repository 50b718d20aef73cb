"""A served desk with a made-up article, for a browser to read."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext

from annotations.actions import suggestions
from annotations.suggest.values import SpanSuggestion, Suggestions
from articles.actions import paste
from articles.importers.rows import ArticleRow
from articles.models import Document
from benchmarks.generated import WORDS
from newsdesk.accounts.models import Project, User

NAMES = ("Minister Oil", "Harbour Union", "Court Budget")
LABELS = ("PERSON", "ORG", "GPE")


@contextmanager
def served() -> Iterator[str]:
    """The address of newsdesk's own web server, with what static files it serves."""
    call_command("collectstatic", verbosity=0, interactive=False)
    with web_server() as (address, _):
        yield address


@contextmanager
def web_server(**environment: str) -> Iterator[tuple[str, int]]:
    """Newsdesk's own web server with these settings more: its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    own = {"PORT": str(port), "NEWSDESK_URL": address, **environment}
    command = [sys.executable, "manage.py", "web"]
    with subprocess.Popen(command, env={**os.environ, **own}) as server:
        try:
            _wait_for(port)
            yield address, server.pid
        finally:
            server.terminate()


def create_article(project: Project, by: User, characters: int, spans: int) -> Document:
    """An article of paragraphs of some 600 characters with `spans` suggested names in it.

    Each differs from those before it by its number at the end.
    """
    text, places = _text(characters, spans)
    text += f" {Document.objects.count()}."
    row = ArticleRow(number=1, text=text, headline=f"{characters} characters")
    document = paste(project=project, row=row, by=by)
    found = tuple(
        SpanSuggestion(start, end, text[start:end], LABELS[n % 3], 0.9, None, "model")
        for n, (start, end) in enumerate(places)
    )
    suggestions.save(document, Suggestions("bench 1", len(text), found, (), (), ()))
    return document


def sign_in(context: BrowserContext, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def _text(characters: int, spans: int) -> tuple[str, list[tuple[int, int]]]:
    words, at = WORDS.split(), 0
    places: list[tuple[int, int]] = []
    parts: list[str] = []
    paragraph = 0
    for n in range(characters // 7):
        if len(places) < spans * at / characters:
            word = NAMES[len(places) % 3]
            places.append((at, at + len(word)))
        else:
            word = words[n * 7 % len(words)].lower()
        is_end = at - paragraph > 600
        parts.append(word + (".\n\n" if is_end else " "))
        at += len(parts[-1])
        paragraph = at if is_end else paragraph
    return "".join(parts).rstrip() + ".", places


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise SystemExit("The web server did not start.")
