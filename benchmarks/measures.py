"""What the suggester gets right, and how fast, part by part.

Everything is read by the pipeline of this process. Nothing is trained or tuned on uner-pud, on
the odd files of polnear-dev, or on the test documents of GUM.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from annotations.suggest import suggest_many
from annotations.suggest.pipeline import load
from benchmarks import claims, gum, names, reliability, seed, syntax
from benchmarks.figures import Figure

SHARED = Path(os.environ.get("NEWSDESK_SHARED", Path(__file__).parents[2] / "shared"))
DATA = SHARED / "data"
UNER = DATA / "uner-pud" / "en_pud-ud-test.iob2"
POLNEAR = DATA / "polnear-dev"


def speed() -> Iterator[Figure]:
    """Everything for whole articles, the model already loaded; memory is the process's peak."""
    load()
    sentences = [text for text, _ in names.uner_sentences(UNER)]
    articles = ["\n\n".join(sentences[i : i + 20]) for i in range(0, len(sentences), 20)]
    began = time.process_time()
    for _ in suggest_many(articles):
        pass
    seconds = time.process_time() - began
    count = sum(len(article.split()) for article in articles)
    yield Figure("speed", count / seconds, f"{count:,} words, claims included, one core", "words/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("memory", peak, "peak of the process", "MB")
    yield Figure("memory of a worker", _worker(), "peak, Django loaded, two jobs at once", "MB")


def _worker() -> float:
    command = [sys.executable, "-m", "benchmarks", "worker"]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-4])


def on_uner() -> Iterator[Figure]:
    labels = {"all": "all", "PER": "PERSON", "ORG": "ORG", "LOC": "GPE and LOC"}
    for label, score in names.on_uner(UNER).items():
        yield Figure(f"names uner-pud, {labels[label]}", score.f, str(score))


def seed_article() -> Iterator[Figure]:
    missed, count, extra = names.on_seed(SHARED / "seeds")
    told = f"of {count}; missed: {', '.join(missed) or 'none'}; besides gold: {len(extra)}"
    yield Figure("seed article, core names", count - len(missed), told, "")
    core = [one for one in seed.claims(SHARED / "seeds") if one.tier == "core"]
    right = [one for one in core if one.is_whole]
    told = f"of {len(core)}, with source and via; cue too in {sum(one.cue for one in right)}"
    yield Figure("seed article, core claims", len(right), told, "")
    stray = seed.in_captions(SHARED / "seeds")
    yield Figure("seed article, claims in captions", stray, "", "")
    given = seed.gives_insertion(SHARED / "seeds")
    yield Figure("seed article, c16 given to somebody", given, "1 yes, 0 no", "")
    apart = seed.tells_apart(SHARED / "seeds")
    yield Figure("seed article, Shoigu is Shoygu and not Lavrov", apart, "1 yes, 0 no", "")


def trees() -> Iterator[Figure]:
    for name, folder in (("EWT", "ud-ewt"), ("GUM", "ud-gum")):
        found = syntax.measure(DATA / folder)
        yield Figure(f"UD {name} test, LAS", found.las, str(found))
        yield Figure(f"UD {name} test, UPOS", found.tagged)


def attributions() -> Iterator[Figure]:
    articles = claims.polnear(POLNEAR)
    for name, score in claims.scores(articles).items():
        yield Figure(f"polnear-dev, {name}", score.f, str(score))
    for kind, score in claims.by_class(articles).items():
        yield Figure(f"polnear-dev, {kind}", score.f, f"contents alike by half, {score}")
    clean, count = claims.own_voice(articles)
    told = f"nobody else's words in it, of {count}"
    yield Figure("polnear-dev, own voice", 100 * clean / max(1, count), told)


@cache
def units() -> list[gum.Judged]:
    return list(gum.judge(gum.documents(DATA / "ud-gum", ("dev", "test"))))


def attribution_units() -> Iterator[Figure]:
    found = [one for one in units() if one.claim is not None]
    yield _share("GUM attribution units found", len(found), len(units()))
    right = sum(one.is_source_right for one in found)
    yield _share("GUM attribution units, source of those found", right, len(found))


def direct_quotations() -> Iterator[Figure]:
    """Both sets together: polnear-dev's odd files and GUM's dev and test documents."""
    news = list(claims.quotations(claims.polnear(POLNEAR)))
    free = [one.is_source_right for one in units() if one.unit.direct]
    yield _share("direct quotations with the right source", sum(news + free), len(news + free))
    yield _share("direct quotations, polnear-dev", sum(news), len(news))
    yield _share("direct quotations, GUM", sum(free), len(free))


def scores() -> Iterator[Figure]:
    """Whether a score keeps what it promises: by what it says, how many are right."""
    articles = claims.polnear(POLNEAR)
    said = [one for read in articles for one in reliability.of_claims(read)]
    named = [
        one for ours, gold in names.read_uner(UNER) for one in reliability.of_names(ours, gold)
    ]
    for what, judged in (("names uner-pud", named), ("claims polnear-dev", said)):
        squared = reliability.brier(judged)
        told = f"mean gap of promise and truth, {len(judged)} in all; Brier {squared:.3f}"
        yield Figure(f"scores of {what}, gap", 100 * reliability.gap(judged), told)
        for step in reliability.steps(judged):
            yield Figure(f"scores of {what}, {step.name}", step.share, str(step))


def _share(name: str, part: int, whole: int) -> Figure:
    return Figure(name, 100 * part / max(1, whole), f"{part} of {whole}")


PARTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "speed": speed,
    "seed": seed_article,
    "names": on_uner,
    "syntax": trees,
    "claims": attributions,
    "gum": attribution_units,
    "quotations": direct_quotations,
    "scores": scores,
}
