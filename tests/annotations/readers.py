"""A reader as a browser sees it, without one."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from annotations.models import Span
from articles.models import Document
from newsdesk.accounts.models import User

SCRIPTED = {"HX-Request": "true"}


def address(document: Document, path: str = "") -> str:
    return f"/projects/{document.project.slug}/articles/{document.article_id}/{path}"


class Browser:
    """The reader's script as far as the server meets it."""

    def __init__(self, client: Client, document: Document, user: User) -> None:
        client.force_login(user)
        self.client = client
        self.document = document

    def open(self, query: str = "") -> str:
        answer = self.client.get(address(self.document) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, path: str, *, version: int = 0, **fields: Any) -> HttpResponse:
        sent = {"seen_version": version, **fields}
        answer = self.client.post(address(self.document, path), sent, headers=SCRIPTED)
        assert isinstance(answer, HttpResponse)
        return answer

    def decide(self, verb: str, span: Span, version: int = 0, **fields: Any) -> HttpResponse:
        quote = self.document.text[span.start : span.end]
        return self.post(f"spans/{span.pk}/{verb}/", version=version, **{"quote": quote, **fields})


def rows_in(answer: HttpResponse) -> list[str]:
    return re.findall(r'<section class="row[^"]*" id="(p\d+)"', answer.content.decode())
