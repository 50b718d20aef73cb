"""Runs the tests of the pure scripts with the node that Playwright brings along."""

from __future__ import annotations

import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable
from rjsmin import jsmin

HERE = Path(__file__).parent
SCRIPTS = HERE.parent.parent / "static" / "js"


def test_the_pure_scripts() -> None:
    node, _ = compute_driver_executable()
    tests = sorted(str(path) for path in HERE.glob("*.test.mjs"))
    assert tests

    run = subprocess.run(
        [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", *tests],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_no_script_names_another_in_a_circle() -> None:
    """File names hold hashes of what a file names, comments included: a circle has no hash."""
    named = {
        path.name: set(re.findall(r"""["']\./([\w-]+\.js)["']""", path.read_text()))
        for path in SCRIPTS.glob("*.js")
    }
    assert "reader.js" in named

    TopologicalSorter(named).prepare()  # raises CycleError


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.stem)
def test_a_script_stands_being_made_small(path: Path) -> None:
    """The minifier does not know a template within a template, and would shorten its words."""
    node, _ = compute_driver_executable()
    written = path.read_text()

    assert not re.search(r"`[^`]*\$\{[^}`]*`", written)
    subprocess.run(
        [node, "--input-type=module", "--check"], input=jsmin(written), text=True, check=True
    )
