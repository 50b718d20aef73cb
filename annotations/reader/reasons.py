"""Why something was suggested, in a sentence, from the evidence that its rule left. Pure."""

from __future__ import annotations

import re

# Each begins what a rule says of a name; the rest of the evidence is {rest}.
NAME_RULES = (
    ("model", "the model reads it so"),
    ("same name above", "the same name stands earlier in the article"),
    ("same name below", "the same name stands later in the article"),
    ("gazetteer", "it stands on the list of every {rest} that newsdesk knows"),
    ("pattern", "it is written like {article} {rest}"),
    ("imported", "it came with the import"),
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


def of_name(evidence: str, score: float | None) -> str:
    """`model 0.97: the model reads it so`"""
    return _joined(evidence, score, _name_rule(evidence))


def of_claim(evidence: str, score: float | None) -> str:
    """`said + quotation 0.85: “said” with a quotation`"""
    return _joined(evidence, score, _claim_rule(evidence))


def _name_rule(evidence: str) -> str:
    for begin, says in NAME_RULES:
        if evidence.startswith(begin):
            rest = evidence.removeprefix(begin).strip()
            article = "an" if rest[:1] in "aeiou" else "a"
            return says.format(rest=rest, article=article)
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


def _joined(evidence: str, score: float | None, rule: str) -> str:
    found = f"{evidence or 'no reason was kept'}{'' if score is None else f' {score:.2f}'}"
    return f"{found}: {rule}" if rule else found
