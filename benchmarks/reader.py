"""How fast the reader is to the eye, in headless Chromium: `python -m benchmarks reader`.

Everything goes through newsdesk's own web server. A bare page with the same words, served by the
same browser in the same run, tells what the machine alone takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from annotations.models import Decision
from articles.models import Document
from benchmarks.desk import say
from benchmarks.generated import create_project
from benchmarks.served import create_article, served, sign_in
from newsdesk.accounts.models import User
from tests.prerequisites import chromium

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
    name: str
    characters: int
    spans: int


CASES = (
    Case("500 words, 40 spans", 3_300, 40),
    Case("100,000 characters, 2,000 spans", 100_000, 2_000),
)


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


def _measure(browser: Browser, address: str, user: User, article: Document, case: Case) -> None:
    path = _path(address, article)
    _open_often(browser, address, user, path, article, case)
    context = _context(browser, address, user)
    page = context.new_page()
    _traffic(context, page, path)
    say(f"  renderer: {_renderer_mb():.0f} MB")
    _keys(page)
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
    say(
        f"  opened cold: {statistics.median(ours):.0f} ms (fastest {min(ours):.0f}), "
        f"{statistics.median(ours) / statistics.median(bare):.1f} times a bare page "
        f"({statistics.median(bare):.0f} ms)"
    )


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


def _traffic(context: BrowserContext, page: Page, path: str) -> None:
    """Bytes as they came over the wire, headers included."""
    sizes: dict[str, int] = {}
    addresses: dict[str, str] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def received(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    own = sum(
        size for key, size in sizes.items() if "/static/js/" in addresses.get(key, "")
        and "/vendor/" not in addresses[key]
    )  # fmt: skip
    say(
        f"  on the wire, cold: {sum(sizes.values()) / 1000:.0f} kB in {len(sizes)} files; "
        f"scripts of our own {own / 1000:.1f} kB with headers"
    )


def _renderer_mb() -> float:
    """The largest renderer's own share of memory (PSS); 0 where /proc does not tell."""
    found = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                rows = (folder / "smaps_rollup").read_text().splitlines()
                found += [int(row.split()[1]) / 1000 for row in rows if row.startswith("Pss:")]
        except OSError:
            continue
    return max(found)


def _keys(page: Page) -> None:
    page.keyboard.press("j")
    page.evaluate(WATCH)
    for _ in range(20):
        page.keyboard.press("a")
        _wait_until_saved(page)
        page.wait_for_timeout(30)
    seen, saved = page.evaluate("window.seen"), page.evaluate("window.saved")
    say(f"  key to paint: p50 {_share(seen, 0.5):.0f} ms, p95 {_share(seen, 0.95):.0f} ms")
    say(f"  key to saved: p50 {_share(saved, 0.5):.0f} ms, p95 {_share(saved, 0.95):.0f} ms")


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
