"""The lemmas of EWT and GUM that the rules of `lemmas.py` would get wrong."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from annotations.suggest.lemmas import AS_WRITTEN, Lemmas
from annotations.suggest.training.conllu import Word

SEEN_AS_VERB = 2


def write(words: Iterable[Word], path: Path) -> None:
    seen: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    verbs: Counter[str] = Counter()
    for word in words:
        if word.upos not in AS_WRITTEN and word.lemma != "_":
            seen[word.upos, word.form.lower().replace("’", "'")][word.lemma.lower(), word.xpos] += 1
        if word.upos == "VERB" and word.lemma.isalpha():
            verbs[word.lemma.lower()] += 1
    rules = Lemmas({}, frozenset(verb for verb, n in verbs.items() if n >= SEEN_AS_VERB))
    irregular: dict[str, dict[str, str]] = defaultdict(dict)
    for (upos, form), counts in sorted(seen.items()):
        (lemma, xpos), _ = counts.most_common(1)[0]
        if rules.by_rule(form, upos, xpos) != lemma:
            irregular[upos][form] = lemma
    table = {"irregular": irregular, "verbs": sorted(rules.verbs)}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0), encoding="utf-8")
