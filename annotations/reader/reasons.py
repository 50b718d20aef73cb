"""Why something was suggested, in plain words, from the evidence that its rule left. Pure."""

from __future__ import annotations

import re

# Each begins what a rule says of a name; the rest of the evidence is {rest}.
NAME_RULES = (
    ("same name above", "the same name stands earlier in the article"),
    ("same name below", "the same name stands later in the article"),
    ("gazetteer", "it stands on the list of every {rest} that newsdesk knows"),
    ("pattern", "it is written like {a_rest}"),
    ("imported", "it came with the import"),
    ("applied by", "{rest} marked these words so in another article"),
    ("applied", "these words were marked so in another article"),
)
# Each is how the evidence of a rule ends; before it stands the cue, {cue}.
CLAIM_RULES = (
    ("own voice, inserted", "nobody is named who says it, in an insertion of the article’s own"),
    ("own voice", "nobody is named who says it: the article’s own voice"),
    ("quotation goes on", "a quotation goes on from whoever spoke before"),
    ("quotation + name", "a quotation, and a name alone behind it"),
    ("quotation beside a name", "a quotation stands beside a name"),
    (" + quotation", "“{cue}” with a quotation"),
    (" + that-clause", "“{cue} that”"),
    (" + clause", "“{cue}” with a clause"),
    (" + infinitive", "“{cue} to”"),
    (" + object", "“{cue}” with what it is about"),
    (" + as", "“{cue} … as”"),
    (" + words after the cue", "“{cue}” with the words after it"),
)
_OTHER_SENTENCE = re.compile(r"sentence, (.+)")
_AS_SAID = re.compile(r"as X (.+)")


def of_name(evidence: str, score: float | None, label: str) -> str:
    """`The model is 97 % sure that this is an organisation.`

    Where a rule found it, that is said first. `label` is the name of its label.
    """
    what = f"this is {_with_article(_begun_small(label))}"
    if evidence.startswith("model"):
        return _sure(score, what) or f"The model says that {what}."
    return _joined(_name_rule(evidence) or evidence, _sure(score, what))


def of_claim(evidence: str, score: float | None) -> str:
    """`Because of this: “said” with a quotation. The model is 85 % sure that this is a claim.`"""
    return _joined(_claim_rule(evidence), _sure(score, "this is a claim"))


def _name_rule(evidence: str) -> str:
    for begin, says in NAME_RULES:
        if evidence.startswith(begin):
            rest = evidence.removeprefix(begin).strip()
            return says.format(rest=rest, a_rest=_with_article(rest))
    return ""


def _claim_rule(evidence: str) -> str:
    for end, says in CLAIM_RULES:
        if evidence.endswith(end):
            return says.format(cue=evidence.removesuffix(end))
    if found := _OTHER_SENTENCE.fullmatch(evidence):
        return f"a sentence, and “{found[1]}” with its source beside it"
    if found := _AS_SAID.fullmatch(evidence):
        return f"“as … {found[1]}”"
    return f"the words “{evidence}”" if evidence else ""


def _joined(rule: str, sure: str) -> str:
    because = f"Because of this: {rule}." if rule else "No reason was kept."
    return f"{because} {sure}".rstrip()


def _sure(score: float | None, what: str) -> str:
    return "" if score is None else f"The model is {score * 100:.0f} % sure that {what}."


def _with_article(words: str) -> str:
    return f"{'an' if words[:1].lower() in set('aeiou') else 'a'} {words}"


def _begun_small(name: str) -> str:
    """As it stands within a sentence; what is written in capitals stays so."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
