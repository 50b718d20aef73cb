"""Shows a refusal where the person is looking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsdesk.errors import Refused
from newsdesk.http import is_htmx


class RefusedMiddleware:
    """Turns `Refused` into a message fragment for htmx, into a page otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        template = "_message.html" if is_htmx(request) else "refused.html"
        answer = render(request, template, {"text": error.message}, status=error.status)
        answer["HX-Retarget"] = "#messages"
        answer["HX-Reswap"] = "outerHTML"
        return answer
