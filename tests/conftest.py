"""The cast: one person of each role in one project, and one who is in none."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.core.management.commands import flush
from pytest_django import Settings

from newsdesk.accounts.models import Project, Role, User
from tests import factories

# A busy machine makes an example slow, which is no fault of what is tested.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """After a flush Django makes the rows of its permissions again, which no page of ours asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(autouse=True)
def uncollected_static_files(settings: Settings) -> None:
    """Pages name static files as they lie in the tree; nothing was collected for a test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """The real hashes take a third of a second each, which is their purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def project(db: None) -> Project:
    return factories.create_project()


def _member(project: Project, name: str, role: Role) -> User:
    user = factories.create_user(name)
    factories.join(project, user, role)
    return user


@pytest.fixture
def viewer(project: Project) -> User:
    return _member(project, "Vera Viewer", Role.VIEWER)


@pytest.fixture
def annotator(project: Project) -> User:
    return _member(project, "Ana Annotator", Role.ANNOTATOR)


@pytest.fixture
def reviewer(project: Project) -> User:
    return _member(project, "Rui Reviewer", Role.REVIEWER)


@pytest.fixture
def manager(project: Project) -> User:
    return _member(project, "Mia Manager", Role.MANAGER)


@pytest.fixture
def outsider(db: None) -> User:
    return factories.create_user("Otto Outsider")
