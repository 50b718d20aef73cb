"""Trees in ClearNLP's labels (en_core_web_*) as Universal Dependencies, which the claim rules read.

Labels are renamed, and prepositions hang on their nouns ("prep" and "pobj" become "case" and
"obl" or "nmod"). Copulas are left as they are: the verb "be" stays the head of "attr" and "acomp",
which become "xcomp"; a preposition at the root stays there. A tree without ClearNLP's
labels is not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

RENAMED = {
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
LINKS = frozenset({"prep", "agent", "dative"})
"""Prepositions; a dative is one where a noun hangs on it ("to the press")."""
OBJECTS = {"pobj": "case", "pcomp": "mark"}
CLEAR = frozenset({*RENAMED, *LINKS, *OBJECTS})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})


@Language.component("newsdesk_universal")
def make_universal(doc: Doc) -> Doc:
    if any(token.dep_ in CLEAR for token in doc):
        heads = [token.head.i for token in doc]
        relations = [RENAMED.get(token.dep_, token.dep_) for token in doc]
        for token in doc:
            if token.dep_ in LINKS and token.head != token and not _is_inner(token):
                _turn(token, heads, relations)
        _write(doc, heads, relations)
    return doc


def _turn(link: Token, heads: list[int], relations: list[str]) -> None:
    """The noun takes the preposition's place, which hangs on it with all else that it held."""
    chain = _chain(link)
    held = chain[-1] if chain else link
    if held.dep_ not in OBJECTS:
        relations[link.i] = RENAMED.get(link.dep_, "advmod")
        return
    around = heads[link.i]
    for own in (link, *chain[:-1]):
        for child in own.children:
            heads[child.i] = held.i
        heads[own.i], relations[own.i] = held.i, OBJECTS[held.dep_]
    heads[held.i], relations[held.i] = around, _relation(link, held)


def _is_inner(link: Token) -> bool:
    """Whether it is turned with the preposition that it hangs on."""
    around = link.head
    return around.dep_ in LINKS and around != link and _chain(around)[:1] == [link]


def _chain(link: Token) -> list[Token]:
    """What hangs on a preposition down to its noun: "to" and "police" of "according"."""
    found: list[Token] = []
    while True:
        below = [each for each in link.children if each.dep_ in {"prep", *OBJECTS}]
        if not below:
            return found
        found.append(below[0])
        if below[0].dep_ in OBJECTS:
            return found
        link = below[0]


def _relation(link: Token, held: Token) -> str:
    if held.dep_ == "pcomp":
        return "acl" if link.head.pos_ in NOMINAL else "advcl"
    if link.dep_ == "agent":
        return "obl:agent"
    return "nmod" if link.head.pos_ in NOMINAL else "obl"


def _write(doc: Doc, heads: list[int], relations: list[str]) -> None:
    rows = [
        (np.uint64((head - place) % 2**64), np.uint64(doc.vocab.strings.add(relation)))
        for place, (head, relation) in enumerate(zip(heads, relations, strict=True))
    ]
    doc.from_array([HEAD, DEP], np.array(rows, np.uint64))  # type: ignore[arg-type]
