"""What the suggester gets right, and how fast, in one table with floors and aims.

Run it as `python benchmarks/suggestions.py` or `python -m benchmarks.suggestions`. It reads the
data through NEWSDESK_SHARED (default ../shared). A figure under its floor is said to be.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

PARTS = ("speed", "seed", "names", "syntax", "claims", "gum", "quotations", "scores")
MODEL = (
    "a spaCy pipeline by name or folder, or a folder made as annotations/suggest/model is;"
    " default: newsdesk's own"
)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks/suggestions.py", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--model", help=MODEL)
    options = parser.parse_args()
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}")
    if options.model:
        os.environ["NEWSDESK_SPACY_MODEL"] = options.model
    sys.path.insert(0, str(Path(__file__).parents[1]))
    try:
        import_module("annotations.suggest.pipeline").load()
    except import_module("annotations.suggest.foreign").CannotLoad as problem:
        parser.error(str(problem))
    _print(options.parts or PARTS)


def _print(parts: list[str] | tuple[str, ...]) -> None:
    """The pipeline is chosen before anything that reads with it is imported."""
    measures, figures = import_module("benchmarks.measures"), import_module("benchmarks.figures")
    say(f"model: {import_module('annotations.suggest.pipeline').model_version()}")
    say(figures.head())
    for part in parts:
        for figure in measures.PARTS[part]():
            say(figure.row())


if __name__ == "__main__":
    main()
