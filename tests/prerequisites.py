"""A pytest plugin: tests that need a browser or ../shared are skipped where that is missing.

The last line says how many were, and how to have them run. NEWSDESK_REQUIRE=browser,shared makes
what is missing an error.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BROWSER_TESTS = ROOT / "tests" / "browser"
HELP = {
    "browser": "needs chromium: apt-get install chromium",
    "shared": "needs the folder NEWSDESK_SHARED (../shared)",
}


def chromium() -> str | None:
    """The system's browser; None where Playwright's own is to be used, if it is there."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def shared_folder() -> Path:
    return Path(os.environ.get("NEWSDESK_SHARED") or ROOT.parent / "shared").resolve()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and free sets beside the checkout."""
    if "shared" in _missing():
        pytest.skip(HELP["shared"])
    return shared_folder()


def pytest_configure(config: pytest.Config) -> None:
    required = set(os.environ.get("NEWSDESK_REQUIRE", "").split(",")) & set(_missing())
    if required:
        raise pytest.UsageError(*(f"NEWSDESK_REQUIRE: {HELP[name]}" for name in sorted(required)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    has_browser = "browser" not in _missing()
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and not has_browser:
            item.add_marker(pytest.mark.skip(reason=HELP["browser"]))


@pytest.hookimpl(trylast=True, wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    yield
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for help_ in HELP.values():
        if count := sum(help_ in reason for reason in reasons):
            terminalreporter.write_line(f"{count} tests were skipped: each {help_}.")


def _missing() -> list[str]:
    missing = [] if chromium() or _has_playwrights_own() else ["browser"]
    return missing if shared_folder().is_dir() else [*missing, "shared"]


def _has_playwrights_own() -> bool:
    kept = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    return any(Path(kept).glob("chromium*/INSTALLATION_COMPLETE"))
