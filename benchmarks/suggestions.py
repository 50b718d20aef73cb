"""What the suggester gets right, and how fast: `python -m benchmarks.suggestions`.

Reads the data through NEWSDESK_SHARED (default ../shared). NEWSDESK_SPACY_MODEL measures another
pipeline by the same rule. Nothing here is trained or tuned on uner-pud.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from annotations.suggest import suggest_many
from annotations.suggest.pipeline import load, model_version
from benchmarks import claims, names, syntax

SHARED = Path(os.environ.get("NEWSDESK_SHARED", "../shared"))
DATA = SHARED / "data"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure_names() -> None:
    for label, score in names.on_uner(DATA / "uner-pud" / "en_pud-ud-test.iob2").items():
        say(f"names uner-pud {label}: {score}")
    missed, count, extra = names.on_seed(SHARED / "seeds")
    say(f"names seed: {count - len(missed)} of {count}; missed {missed}; besides gold {extra}")


def measure_syntax() -> None:
    for name in ("ud-ewt", "ud-gum"):
        say(f"syntax {name}: {syntax.measure(DATA / name)}")


def measure_claims() -> None:
    for line in claims.lines(SHARED):
        say(line)


def measure_speed() -> None:
    """Everything for whole articles, the model already loaded; memory is the process's peak."""
    load()
    sentences = [
        text for text, _ in names.uner_sentences(DATA / "uner-pud" / "en_pud-ud-test.iob2")
    ]
    articles = ["\n\n".join(sentences[i : i + 20]) for i in range(0, len(sentences), 20)]
    began = time.process_time()
    for _ in suggest_many(articles):
        pass
    seconds = time.process_time() - began
    words = sum(len(article.split()) for article in articles)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"speed: {words / seconds:.0f} words/s of processor time ({words} words), peak {peak} MB")


MEASURES: dict[str, Callable[[], None]] = {
    "speed": measure_speed,
    "names": measure_names,
    "syntax": measure_syntax,
    "claims": measure_claims,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suggestions", description=__doc__)
    parser.add_argument("measures", nargs="*", help=f"some of {', '.join(MEASURES)}; default all")
    say(f"model {model_version()}")
    for name in parser.parse_args().measures or MEASURES:
        MEASURES[name]()


if __name__ == "__main__":
    main()
