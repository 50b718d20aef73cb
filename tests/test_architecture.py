"""Which code may import which. The order below is the whole architecture."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# A module may import from its own line and the lines above it.
LAYERS = [
    "newsdesk.errors",
    "newsdesk.jobs",
    "newsdesk.accounts.models",
    "newsdesk.history",
    "newsdesk.http",
    "newsdesk.accounts",
    "articles",
    "annotations",
    "newsdesk",
]

# These turn values into values: no Django, no database, nothing of ours that is not pure too.
PURE = [
    "articles.text",
    "articles.duplicates",
    "articles.spreadsheets",
    "articles.importers",
    "annotations.reader.segments",
    "annotations.extents",
    "annotations.alignment",
    "annotations.review.adjudicating",
    "annotations.states",
    "annotations.verdicts",
    "annotations.reader.reading_items",
    "annotations.reader.reasons",
    "annotations.reader.keymap",
    "annotations.reader.comfort",
    "annotations.doubt",
    "annotations.review.shares",
    "annotations.reader.same_words",
    "annotations.review.disagreeing",
    "annotations.scheme_checks",
    "annotations.scheme_colours",
    "annotations.scheme_shape",
    "annotations.attribute_shape",
    "annotations.attribute_changes",
    "annotations.scheme_changes",
    "annotations.scheme_presets",
    "annotations.suggest",
    "annotations.agreement",
    "annotations.formats",
    "annotations.dashboard.periods",
    "annotations.dashboard.plots",
]

# Inside an app, a module may import from its own line and the lines above it. (Jobs stand on no
# line: they call actions, and an action defers them in its own transaction.)
INSIDE = [
    {"models"},
    {"actions"},
    {"views", "forms", "api", "admin", "tables", "templatetags", "management"},
    {"urls", "apps"},
]

# What opens connections to other machines, and who may.
NETWORK = {"http.client", "httpx", "requests", "socket", "urllib.request", "urllib3"}
MAY_CONNECT = {
    "articles.fetching",  # the one door out
    "newsdesk.desk",  # looks whether its own port is free
    "newsdesk.embedded_postgres",  # looks whether its own socket answers
    "newsdesk.management.commands.run",  # waits for its own web server
}

WRITES = {
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
READERS = {"views", "tables", "filters", "templatetags", "forms"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _imports(path: Path) -> Iterator[str]:
    """Also those within functions."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _layer(name: str) -> int | None:
    return next((i for i, layer in enumerate(LAYERS) if _is_in(name, layer)), None)


def _inside(name: str) -> tuple[str, int] | None:
    """The app of a module, and how far up in it the module stands."""
    app = next(
        (app for app in ("articles", "annotations", "newsdesk.accounts") if _is_in(name, app)), ""
    )
    place = name.removeprefix(app).strip(".").split(".")[0]
    return next(((app, i) for i, names in enumerate(INSIDE) if app and place in names), None)


def _writes(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name == "save" or (name in WRITES and _is_of_a_manager(node.func)):
                yield f"line {node.lineno}: .{name}()"


def _is_of_a_manager(function: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(function)
    )


def _is_pure(name: str) -> bool:
    return any(_is_in(name, pure) for pure in PURE)


SOURCES = sorted(
    path
    for package in ("newsdesk", "articles", "annotations")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _of_every(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test of all these files, which names each that fails: thousands of tests take long."""

    def whole(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert paths
            failures = [
                f"{path.relative_to(ROOT)}: {why}" for path in paths if (why := _why(check, path))
            ]
            assert not failures, "\n".join(failures)

        return test

    return whole


def _why(check: Callable[[Path], None], path: Path) -> str:
    try:
        check(path)
    except AssertionError as error:
        return str(error) or "no"
    return ""


every_source = _of_every(SOURCES)
every_template = _of_every(TEMPLATES)


@every_source
def test_imports_point_down_the_layers(path: Path) -> None:
    own = _layer(_module(path))
    assert own is not None
    assert [name for name in _imports(path) if (_layer(name) or 0) > own] == []


@every_source
def test_inside_an_app_imports_point_from_pages_to_actions_to_models(path: Path) -> None:
    own = _inside(_module(path))
    upward = [
        name
        for name in _imports(path)
        if own and (other := _inside(name)) and other[0] == own[0] and other[1] > own[1]
    ]
    assert upward == []


@every_source
def test_pure_modules_stay_pure(path: Path) -> None:
    if _is_pure(_module(path)):
        ours = [name for name in _imports(path) if _layer(name) is not None]
        assert [name for name in ours if not _is_pure(name)] == []
        assert [name for name in _imports(path) if _is_in(name, "django")] == []


@every_source
def test_only_actions_write(path: Path) -> None:
    if READERS.intersection(_module(path).split(".")):
        assert list(_writes(path)) == []


@every_source
def test_one_door_leads_out(path: Path) -> None:
    if _module(path) not in MAY_CONNECT:
        assert [name for name in _imports(path) if any(_is_in(name, n) for n in NETWORK)] == []


@every_source
def test_html_is_made_by_templates_but_for_two_modules(path: Path) -> None:
    if _module(path) not in {"annotations.reader.painting", "newsdesk.accounts.guidelines"}:
        names = {node.id for node in ast.walk(_tree(path)) if isinstance(node, ast.Name)}
        assert names.isdisjoint({"mark_safe", "SafeString", "csrf_exempt"})


def test_pages_do_without_the_language_model() -> None:
    loads = "import sys, django; django.setup(); import newsdesk.urls; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loads],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"spacy", "thinc", "onnxruntime", "numpy"}.isdisjoint(done.stdout.split())


@every_template
def test_templates_keep_to_the_content_security_policy(path: Path) -> None:
    inline = re.findall(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)[^>]*>", path.read_text()
    )
    assert inline == []


@every_template
def test_templates_escape_everything(path: Path) -> None:
    assert re.findall(r"\|\s*safe\b|autoescape off|safeseq", path.read_text()) == []


class _Roots(HTMLParser):
    """The elements at the top of a fragment: their tags and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.found.add((tag, dict(attrs).get("id") or ""))
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


def _answers() -> list[Path]:
    """The fragments that views answer with; others are only included."""
    named = {
        name for path in SOURCES for name in re.findall(r'"([\w/]*_\w+\.html)"', path.read_text())
    }
    return [ROOT / "templates" / name for name in sorted(named) if Path(name).name.startswith("_")]


@_of_every(_answers())
def test_an_answer_has_one_root_named_like_its_file(path: Path) -> None:
    parser = _Roots()
    parser.feed(re.sub(r"{#.*?#}|{%.*?%}", "", path.read_text(), flags=re.DOTALL))

    assert len(parser.found) == 1
    ((_, own_id),) = parser.found
    assert not own_id or own_id.replace("-", "_").startswith(path.stem.removeprefix("_"))
