"""An article, and the annotator's hand on it."""

from __future__ import annotations

import pytest

from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.factories import create_document

TEXT = "Rex Tillerson said on Monday that Bob Corker claimed sales rose in Iran.\nHe left."


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project)


@pytest.fixture
def hand(document: Document, annotator: User) -> Hand:
    return Hand(document, annotator)
