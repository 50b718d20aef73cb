"""How fast the reader is to the eye, in headless Chromium: `python -m benchmarks reader`.

Everything goes through newsdesk's own web server. A bare page with the same words, served by the
same browser in the same run, tells what the machine alone takes. Beside each figure stands its
goal; the last line counts those that were missed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from annotations.models import Decision, Span
from articles.models import Document
from benchmarks.desk import say
from benchmarks.generated import create_project
from benchmarks.served import create_article, served, sign_in
from newsdesk.accounts.models import User
from tests.prerequisites import chromium
from tests.queries import counted

# Playwright's synchronous interface keeps an event loop in this thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
OPENED = 7
ACCEPTED = 40
EVERY_MS = 100
PAINTED = """() => new Promise((done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(0);
}))"""
WATCH = """() => {
  window.seen = []; window.saved = [];
  const begun = [], state = document.getElementById("save-state");
  addEventListener("keydown", (event) => {
    begun.push(event.timeStamp);
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.seen.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(0);
    });
  }, true);
  new MutationObserver(() => {
    if (state.textContent.trim() !== "Saved" || !begun.length) return;
    window.saved.push(performance.now() - begun.shift());
    begun.length = 0;
  }).observe(state, {childList: true, subtree: true, characterData: true});
}"""


@dataclass(frozen=True, slots=True)
class Case:
    """An article, and the most that is to be met with it, in ms but for `renderer` (MB)."""

    name: str
    characters: int
    spans: int
    opened: float
    seen: tuple[float, float]
    saved: float
    wire_kb: float
    renderer: float


ANY = float("inf")
CASES = (
    Case("500 words, 40 spans", 3_300, 40, 400, (16, 40), 60, 150, ANY),
    Case("100,000 characters, 2,000 spans", 100_000, 2_000, 1_200, (30, 100), 100, ANY, 160),
)
SCRIPTS_KB = 25
PAGE_QUERIES, WRITE_QUERIES = 12, 14
missed: list[str] = []


def main(arguments: Sequence[str]) -> None:
    argparse.ArgumentParser(prog="python -m benchmarks reader", description=__doc__).parse_args(
        arguments
    )
    project, user = create_project()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for case in CASES:
            article = create_article(project, user, case.characters, case.spans)
            say(f"{case.name}:")
            _measure(browser, address, user, article, case)
        browser.close()
    say(f"{len(missed)} missed their goal{': ' if missed else ''}{', '.join(missed)}")


def _tell(what: str, value: float, goal: float, unit: str, detail: str = "") -> None:
    """A figure beside its goal, if it has one."""
    if value > goal:
        missed.append(what)
    aim = "" if goal == ANY else f" (goal ≤ {goal:g}{', missed' if value > goal else ''})"
    say(f"  {what}: {value:.0f} {unit}{aim}{detail}")


def _measure(browser: Browser, address: str, user: User, article: Document, case: Case) -> None:
    path = _path(address, article)
    _open_often(browser, address, user, path, article, case)
    context = _context(browser, address, user)
    page = context.new_page()
    _traffic(context, page, path, case)
    _tell("renderer", _renderer_mb(), case.renderer, "MB")
    _keys(page, case)
    _count_queries(user, article)
    _hold(page, address, create_article(article.project, user, case.characters, case.spans))
    context.close()


def _path(address: str, article: Document) -> str:
    return f"{address}/projects/{article.project.slug}/articles/{article.article_id}/"


def _open_often(
    browser: Browser, address: str, user: User, path: str, article: Document, case: Case
) -> None:
    """From the click to every highlight painted, each time in a browser that knows nothing."""
    ours, bare = [], []
    for _ in range(OPENED):
        ours.append(_opened(browser, address, user, path, case.spans))
        bare.append(_opened(browser, address, user, f"{address}/bare", 0, article.text))
    ratio = statistics.median(ours) / statistics.median(bare)
    detail = f", fastest {min(ours):.0f}; {ratio:.1f} times a bare page"
    _tell("opened cold", statistics.median(ours), case.opened, "ms", detail)


def _opened(
    browser: Browser, address: str, user: User, path: str, spans: int, bare: str = ""
) -> float:
    context = _context(browser, address, user)
    page = context.new_page()
    if bare:
        page.route("**/bare", lambda route: _answer(route, bare))
    page.goto(path, wait_until="load")
    shown = page.evaluate(PAINTED)
    if page.locator("#text mark[data-first]").count() < spans:
        raise SystemExit("Some spans are not in the page.")
    context.close()
    return float(shown)


def _answer(route: Route, text: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    route.fulfill(body=f"<!doctype html><title>bare</title>{body}", content_type="text/html")


def _context(browser: Browser, address: str, user: User) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    sign_in(context, address, user)
    return context


def _traffic(context: BrowserContext, page: Page, path: str, case: Case) -> None:
    """Bytes as they came over the wire: of all with headers, of scripts what is in them."""
    sizes: dict[str, int] = {}
    bodies: Counter[str] = Counter()
    addresses: dict[str, str] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def received(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    def came(event: dict[str, Any]) -> None:
        bodies[event["requestId"]] += event["encodedDataLength"]

    session.on("Network.responseReceived", received)
    session.on("Network.dataReceived", came)
    session.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    own = sum(
        size for key, size in bodies.items() if "/static/js/" in addresses.get(key, "")
        and "/vendor/" not in addresses[key]
    )  # fmt: skip
    whole = sum(sizes.values()) / 1000
    _tell("on the wire, cold", whole, case.wire_kb, "kB", f", in {len(sizes)} files")
    _tell("scripts of our own", own / 1000, SCRIPTS_KB, "kB")


def _renderer_mb() -> float:
    """This run's largest renderer's own share of memory (PSS); 0 where /proc does not tell."""
    found = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes() and _is_ours(folder):
                rows = (folder / "smaps_rollup").read_text().splitlines()
                found += [int(row.split()[1]) / 1000 for row in rows if row.startswith("Pss:")]
        except OSError:
            continue
    return max(found)


def _is_ours(process: Path) -> bool:
    """Whether it descends from this one."""
    number = int(process.name)
    while number > 1 and number != os.getpid():
        status = Path(f"/proc/{number}/status").read_text()
        number = int(status.partition("PPid:")[2].split()[0])
    return number == os.getpid()


def _count_queries(user: User, article: Document) -> None:
    """Of a page and of a write, as the limits count them."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    path = _path("", article)
    with counted() as page:
        answer = client.get(path)
    version = re.search(r'data-version="(\d+)"', answer.content.decode())
    span = Span.objects.filter(
        annotation_set__document=article, annotation_set__kind="suggested"
    ).latest("start")
    sent = {
        "seen_version": version[1] if version else 0,
        "quote": article.text[span.start : span.end],
    }
    with counted() as write:
        answer = client.post(f"{path}spans/{span.pk}/accept/", sent)
    _tell("queries of the page", len(page), PAGE_QUERIES, "")
    _tell("queries of a write", len(write), WRITE_QUERIES, "")
    if answer.status_code >= 400:
        raise SystemExit(f"The write was answered {answer.status_code}.")
    connection.close()


def _keys(page: Page, case: Case) -> None:
    page.keyboard.press("j")
    page.evaluate(WATCH)
    for _ in range(20):
        page.keyboard.press("a")
        _wait_until_saved(page)
        page.wait_for_timeout(30)
    seen, saved = page.evaluate("window.seen"), page.evaluate("window.saved")
    _tell("key to paint, p50", _share(seen, 0.5), case.seen[0], "ms")
    _tell("key to paint, p95", _share(seen, 0.95), case.seen[1], "ms")
    _tell("key to saved, p50", _share(saved, 0.5), case.saved, "ms")
    _tell("key to saved, p95", _share(saved, 0.95), ANY, "ms")


def _hold(page: Page, address: str, article: Document) -> None:
    """A held down, ten times a second: none lost, none twice, in order."""
    page.goto(_path(address, article), wait_until="networkidle")
    count = min(ACCEPTED, page.locator("#text mark[data-first]").count())
    page.keyboard.press("j")
    for _ in range(count):
        page.keyboard.press("a")
        page.wait_for_timeout(EVERY_MS)
    _wait_until_saved(page)
    kept = Decision.objects.filter(annotation_set__document=article).order_by("pk")
    starts = list(kept.values_list("on_span__start", flat=True))
    is_kept = len(starts) == len(set(starts)) == count and starts == sorted(starts)
    connection.close()
    say(f"  {count} accepted at ten a second: {'all kept, in order' if is_kept else starts}")


def _wait_until_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("Saved", timeout=60_000)


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
