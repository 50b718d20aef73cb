"""Reads settings from the environment; a wrong value is an error that names its setting."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
MIN_KEY_LENGTH = 32


class Environment:
    """Typed look-ups. Each raises `ImproperlyConfigured` naming the setting and the reason."""

    def __init__(self) -> None:
        self._env = environ.Env()

    def text(self, name: str, *, default: str) -> str:
        return str(self._env.str(name, default=default))

    def checked(self, name: str, *, default: str, problem: Callable[[str], str]) -> str:
        """A text of which `problem` says in a sentence what is wrong, or nothing."""
        value = self.text(name, default=default)
        if reason := problem(value):
            raise ImproperlyConfigured(reason)
        return value

    def words(self, name: str, *, default: list[str]) -> list[str]:
        return list(self._env.list(name, default=default))

    def flag(self, name: str, *, default: bool) -> bool:
        known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        return self._read(name, default, lambda raw: known[raw.lower()], "must be true or false")

    def number(self, name: str, *, default: int) -> int:
        return self._read(name, default, int, "must be a whole number")

    def port(self, name: str, *, default: int) -> int:
        port = self.number(name, default=default)
        if not 0 < port < 65536:
            raise ImproperlyConfigured(f"{name} must be a port between 1 and 65535, not {port}.")
        return port

    def folder(self, name: str, *, default: Path) -> Path:
        return Path(os.environ.get(name) or default).expanduser().resolve()

    def url(self, name: str, *, default: str) -> str:
        value = (os.environ.get(name) or default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ImproperlyConfigured(f"{name} must be like https://desk.example, not {value!r}.")
        return value

    def database(self, name: str) -> dict[str, Any] | None:
        """The connection of a `postgresql://` URL, or None when the setting is absent."""
        if not os.environ.get(name):
            return None
        found = dict(self._env.db_url(name))
        if found.get("ENGINE") != "django.db.backends.postgresql":
            raise ImproperlyConfigured(f"{name} must be a postgresql:// address.")
        return found

    def mail_server(self, name: str) -> dict[str, Any]:
        """Django's settings for an `smtp+tls://user:password@host:587` URL; empty without one."""
        if not os.environ.get(name):
            return {}
        rule = f"{name} must be like smtp+tls://user:password@host:587."
        try:
            found = dict(self._env.email_url(name))
        except (ImproperlyConfigured, KeyError, ValueError):
            raise ImproperlyConfigured(rule) from None
        if not found["EMAIL_HOST"]:
            raise ImproperlyConfigured(rule)
        return found

    def secret_key(self, name: str, *, kept_in: Path) -> str:
        """The key of the environment, else the one kept in a file, made at first use."""
        if name not in os.environ:
            return _kept_key(kept_in)
        key = os.environ[name]
        if len(key) < MIN_KEY_LENGTH:
            raise ImproperlyConfigured(f"{name} must have at least {MIN_KEY_LENGTH} characters.")
        return key

    def refuse_unsafe(self, *, bind: str, debug: bool, hosts: list[str]) -> None:
        """Refuse to serve beyond this machine with DEBUG, any host, or no key of one's own."""
        if _is_loopback(bind):
            return
        if debug:
            raise ImproperlyConfigured("DEBUG must be off when NEWSDESK_BIND is not loopback.")
        if "*" in hosts:
            raise ImproperlyConfigured("NEWSDESK_HOSTS must name hosts, not *, beyond loopback.")
        if "SECRET_KEY" not in os.environ:
            raise ImproperlyConfigured("SECRET_KEY must be set when NEWSDESK_BIND is not loopback.")

    def _read(self, name: str, default: T, parse: Callable[[str], T], rule: str) -> T:
        raw = os.environ.get(name, "")
        if not raw:
            return default
        try:
            return parse(raw)
        except (KeyError, ValueError):
            raise ImproperlyConfigured(f"{name} {rule}, not {raw!r}.") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _kept_key(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)  # fails if another process was first: then its key is used
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
