"""A signed-in person as the server meets them: one connection, cookies and forms, no browser."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode, urlsplit

from django.test import Client

from newsdesk.accounts.models import User

LONGEST_IDLE_S = 10  # the server closes what nobody uses for half a minute
TOKEN = "n" * 32  # against forged requests: the same in a cookie and in a header


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: str
    seconds: float

    @property
    def version(self) -> int:
        """The version of the set that is shown after a write."""
        return int(self.headers["X-Set-Version"])


class Visitor:
    """Not for several threads at once: whoever has two tabs is two visitors."""

    def __init__(self, address: str, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.user = user
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=120)
        self._used_at = 0.0
        self._cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, {})

    def post(self, path: str, **values: str | int) -> Answer:
        """As a plain form sends it."""
        return self._ask("POST", path, {}, values)

    def write(self, path: str, **values: str | int) -> Answer:
        """As the reader's script sends it."""
        return self._ask("POST", path, {"HX-Request": "true"}, values)

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        values: Mapping[str, str | int] | None = None,
    ) -> Answer:
        begun = time.perf_counter()
        if begun - self._used_at > LONGEST_IDLE_S:
            self._connection.close()
        self._connection.request(
            method,
            path,
            body=None if values is None else urlencode(values),
            headers={
                "Cookie": self._cookies,
                "X-CSRFToken": TOKEN,
                "Content-Type": "application/x-www-form-urlencoded",
                **headers,
            },
        )
        answer = self._connection.getresponse()
        body = answer.read().decode()
        self._used_at = time.perf_counter()
        return Answer(answer.status, answer.headers, body, self._used_at - begun)
