from __future__ import annotations

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
KEY = "k" * 50


def _manage(tmp_path: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # No DATABASE_URL here reaches a server: settings are read before one is asked for.
    base = {"PATH": os.environ["PATH"], "NEWSDESK_DATA": str(tmp_path)}
    return subprocess.run(
        [sys.executable, MANAGE, *command.split()],
        env={**base, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"PORT": "eighty"}, "PORT must be a whole number, not 'eighty'"),
        ({"PORT": "70000"}, "PORT must be a port between 1 and 65535"),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false"),
        ({"NEWSDESK_URL": "desk.example"}, "NEWSDESK_URL must be like https://"),
        ({"DATABASE_URL": "mysql://root@db/newsdesk"}, "DATABASE_URL must be a postgresql://"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least"),
        ({"NEWSDESK_BIND": "0.0.0.0"}, "SECRET_KEY must be set"),
        ({"NEWSDESK_BIND": "0.0.0.0", "SECRET_KEY": KEY, "DEBUG": "1"}, "DEBUG must be off"),
        ({"NEWSDESK_BIND": "::", "SECRET_KEY": KEY, "NEWSDESK_HOSTS": "*"}, "NEWSDESK_HOSTS must"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must be like smtp+tls://"),
        ({"EMAIL_URL": "smtp:///"}, "EMAIL_URL must be like smtp+tls://"),
        ({"NEWSDESK_SPACY_MODEL": "nope"}, "NEWSDESK_SPACY_MODEL must name an installed"),
        ({"NEWSDESK_SPACY_MODEL": "/nowhere"}, "NEWSDESK_SPACY_MODEL must name an installed"),
        ({"NEWSDESK_MAX_UPLOAD_MB": "much"}, "NEWSDESK_MAX_UPLOAD_MB must be a whole number"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_wrong_value_stops_the_start_with_its_name(
    wrong: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = _manage(tmp_path, "run", **wrong)

    assert done.returncode == 1
    assert f"newsdesk: {said}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    for _ in range(2):
        assert _manage(tmp_path, "version").returncode == 0

    kept = tmp_path / "secret_key"
    assert kept.stat().st_mode & 0o077 == 0
    assert len(kept.read_text()) > 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_nothing_is_left_to_say_about_a_deployment(tmp_path: Path) -> None:
    safe = {"SECRET_KEY": string.printable[:62], "NEWSDESK_URL": "https://desk.example"}
    url = {"DATABASE_URL": "postgresql://nobody@localhost/none"}
    done = _manage(tmp_path, "check --deploy --fail-level WARNING", **safe, **url)

    assert done.returncode == 0, done.stderr
