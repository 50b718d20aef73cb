"""Which mentions of an article name the same one: aliases, surnames, spellings, abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from annotations.suggest import gazetteer
from annotations.suggest.consistency import ABBREVIATION, OPPOSITE, spelt_out, surname, weight
from annotations.suggest.found import Found
from annotations.suggest.glosses import glosses
from annotations.suggest.spelling import distance, key, skeleton
from annotations.suggest.titles import OF_A_TITLE, TITLES
from annotations.suggest.values import NAMES_NOTHING, EntitySuggestion

CANDIDATES = 20
"""How many groups of one key are looked at, the latest first: bounds the work on long texts."""
MOST_ALIASES = 10
PLACES = frozenset({"GPE", "LOC"})
OWNER = re.compile(r"^\S+(?: \S+)?['’]s? ")
HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "mr.", "mrs.", "ms."})
LONG_SURNAME = 7
SMALL = frozenset(["of", "the", "and", "for", "on", "in", "to", "a", "de", "du", "la"])


@dataclass(slots=True)
class Group:
    """Mentions of one entity; `roles` are the titles that stood before them."""

    label: str
    mentions: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)

    def add(self, mention: int, name: str, role: frozenset[str]) -> None:
        self.mentions.append(mention)
        self.names.append(name)
        self.forms[name] = None
        self.roles |= role


def group(text: str, found: Sequence[Found]) -> list[EntitySuggestion]:
    """The entities in the order of their first mention; `mentions` index `found`."""
    groups = _with_glosses(text, found, [*_persons(text, found), *_others(text, found)])
    for one in groups:
        one.mentions.sort()
    groups.sort(key=lambda one: one.mentions[0])
    return [_entity(one, found) for one in groups]


def _entity(one: Group, found: Sequence[Found]) -> EntitySuggestion:
    name = _name(one)
    aliases = tuple(islice(_aliases(one, name), MOST_ALIASES))
    return EntitySuggestion(name, _label(one, found), tuple(one.mentions), aliases)


def _aliases(one: Group, name: str) -> Iterator[str]:
    """The other forms, capitals aside; a surname in another spelling is only like the name."""
    words = {word.casefold() for word in name.split()}
    seen = {name.casefold()}
    for form in one.forms:
        known = form.casefold()
        is_guess = one.label == "PERSON" and " " not in form and known not in words
        if known not in seen and not (is_guess and form.isascii()):
            seen.add(known)
            yield form


def _label(one: Group, found: Sequence[Found]) -> str:
    """Whether a place is governed or land and water is the same at each of its mentions."""
    if one.label not in PLACES:
        return one.label
    votes: dict[str, float] = defaultdict(float)
    for mention in one.mentions:
        _, _, label, score, evidence = found[mention]
        votes[label] += weight(score, evidence)
    return max(votes, key=votes.__getitem__)


def _with_glosses(text: str, found: Sequence[Found], groups: list[Group]) -> list[Group]:
    """What stands in brackets in another script belongs to the name before it."""
    home = {mention: one for one in groups for mention in one.mentions}
    places = {(one.start, one.end): i for i, one in enumerate(found)}
    for name, gloss in glosses(text, found):
        i, j = places[name[:2]], places.get(gloss[:2])
        if j is not None and home[i] is not home[j]:
            home[j].mentions.remove(j)
            home[i].add(j, text[gloss.start : gloss.end], frozenset())
    return [one for one in groups if one.mentions]


def _name(one: Group) -> str:
    """The longest name, the commonest among equals."""
    counts = Counter(one.names)
    return max(counts, key=lambda name: (len(name.split()), counts[name], len(name)))


def _persons(text: str, found: Sequence[Found]) -> list[Group]:
    """Full names first, so that a surname finds its person wherever that stands."""
    mentions = [i for i, one in enumerate(found) if one.label == "PERSON"]
    names = {i: text[found[i].start : found[i].end] for i in mentions}
    people = People()
    for i in sorted(mentions, key=lambda i: (-min(len(names[i].split()), 2), i)):
        people.add(i, names[i], _role(text, found[i].start))
    return people.groups


class People:
    """The persons so far, found by the keys of their names and by their titles."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.by_key: dict[str, list[Group]] = defaultdict(list)
        self.by_role: dict[str, list[Group]] = defaultdict(list)

    def add(self, mention: int, name: str, role: frozenset[str]) -> None:
        home = self._home(name, role, mention)
        if home is None:
            home = Group("PERSON")
            self.groups.append(home)
        home.add(mention, name, role)
        for index, entries in ((self.by_key, _keys(name)), (self.by_role, role)):
            for entry in entries:
                if home not in index[entry][-CANDIDATES:]:
                    index[entry].append(home)

    def _home(self, name: str, role: frozenset[str], mention: int) -> Group | None:
        """The group this person belongs to: the nearest above of those that fit best."""
        near = [one for entry in _keys(name) for one in self.by_key[entry][-CANDIDATES:]]
        for fits in (_same_name, _same_surname, _same_given_name):
            homes = [one for one in near if any(fits(known, name) for known in one.forms)]
            if homes:
                return max(homes, key=lambda one: _nearness(one, mention))
        titled = {id(o): o for entry in role for o in self.by_role[entry][-CANDIDATES:]}
        known = titled.values() or self._with_honorific(name, role)
        close = [o for o in known if any(_close(form, name) for form in o.forms)]
        return close[0] if len(close) == 1 else None

    def _with_honorific(self, name: str, role: frozenset[str]) -> list[Group]:
        """Who is meant by "Ms Baumgartner" when only a "Baumgaertner" was named: of the persons
        named last, those with the same consonants."""
        if " " in name or not role & HONORIFICS or len(name) < LONG_SURNAME:
            return []
        own = skeleton(name)
        near = self.groups[-CANDIDATES:]
        return [o for o in near if any(skeleton(surname(form)) == own for form in o.forms)]


def _keys(name: str) -> set[str]:
    """What a name is looked up by: whole, first word, last word, every ending."""
    words = name.split()
    endings = {" ".join(words[i:]) for i in range(max(0, len(words) - 3), len(words))}
    return {key(part) for part in {name, words[0], *endings}}


def _nearness(one: Group, mention: int) -> tuple[bool, int]:
    """Mentions above count before mentions below, near ones before far ones."""
    ordered = sorted(one.mentions)
    above = bisect_left(ordered, mention)
    return above > 0, ordered[above - 1] if above else -ordered[0]


def _same_name(known: str, name: str) -> bool:
    """The same words, or the same surname with given names that agree."""
    if key(known) == key(name):
        return True
    if " " not in known or " " not in name:
        return False
    return key(surname(known)) == key(surname(name)) and _given_agree(known, name)


def _given_agree(known: str, name: str) -> bool:
    left, right = known.split()[0], name.split()[0]
    if len(left.strip(".")) == 1 or len(right.strip(".")) == 1:
        return left[0].casefold() == right[0].casefold()
    return skeleton(left) == skeleton(right)


def _same_surname(known: str, name: str) -> bool:
    if " " not in known:
        return False
    if known.endswith(f" {name}"):
        return True
    if " " in name and surname(name) != name:
        return False
    last = known.split()[-1]
    return key(name) in {key(surname(known)), key(last)}


def _same_given_name(known: str, name: str) -> bool:
    return " " in known and " " not in name and key(known.split()[0]) == key(name)


def _close(known: str, name: str) -> bool:
    left, right = key(surname(known)), key(surname(name))
    given = " " not in known or " " not in name or _given_agree(known, name)
    return given and min(len(left), len(right)) > 4 and distance(left, right) <= 2


def _role(text: str, start: int) -> frozenset[str]:
    """The words of the title right before a name: {"defense", "minister"}."""
    words = []
    for word in reversed(text[max(0, start - 60) : start].split()):
        lower = word.casefold()
        if lower not in TITLES and lower not in OF_A_TITLE:
            break
        words.append(lower.replace("defence", "defense"))
    return frozenset(words)


def _others(text: str, found: Sequence[Found]) -> list[Group]:
    short = _abbreviations(text, found)
    groups: dict[tuple[str, str], Group] = {}
    for i, one in enumerate(found):
        if one.label in NAMES_NOTHING or one.label == "PERSON":
            continue
        name = text[one.start : one.end]
        kind = "GPE" if one.label in PLACES else one.label
        where = (kind, short.get(name) or _canonical(name, kind))
        groups.setdefault(where, Group(one.label)).add(i, name, frozenset())
    return _joined(groups)


def _joined(groups: dict[tuple[str, str], Group]) -> list[Group]:
    """ "Armed Forces" joins "Iran's Armed Forces", "EU" the one name with those initials, "the
    Church" the one "Church of …", "the North" the one that has a South."""
    longer: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for kind, name in groups:
        half, _, rest = name.partition(" ")
        if (kind, f"{_opposites().get(half)} {rest}") in groups:
            longer[kind, half].append((kind, name))
        for short in _short_forms(name):
            longer[kind, short].append((kind, name))
    for where in list(groups):
        homes = longer.get(where, [])
        if len(homes) == 1 and homes[0] in groups and homes[0] != where:
            one = groups.pop(where)
            for mention, written in zip(one.mentions, one.names, strict=True):
                groups[homes[0]].add(mention, written, frozenset())
    return list(groups.values())


def _short_forms(name: str) -> Iterator[str]:
    owned = OWNER.sub("", name)
    if owned != name:
        yield owned
    every = name.split()
    if len(every) > 2 and every[0] in _owners():
        yield " ".join(every[1:])
        if "of" in every[3:]:
            yield " ".join(every[1 : every.index("of", 3)])
    if len(every) > 2 and every[1] == "of":
        yield every[0]
    words = [word for word in every if word not in SMALL]
    if len(words) > 1:
        yield "".join(word[0] for word in words)


def _canonical(name: str, kind: str) -> str:
    plain = re.sub(r"^the ", "", name.casefold()).replace("’", "'")
    if "." in plain and len(plain) < 9:
        plain = plain.replace(".", "")
    if kind == "GPE":
        return _countries().get(plain, plain)
    return plain.removesuffix("s") if kind == "NORP" and len(plain) > 4 else plain


def _abbreviations(text: str, found: Sequence[Found]) -> dict[str, str]:
    """Short form in brackets → the canonical form of the name before it."""
    pairs = {}
    for one in found:
        match = ABBREVIATION.match(text, one.end)
        if match and one.label != "PERSON":
            kind = "GPE" if one.label in PLACES else one.label
            pairs[match["short"]] = _canonical(text[one.start : one.end], kind)
    for short, whole in spelt_out(text, found):
        kind = "GPE" if whole.label in PLACES else whole.label
        canonical = _canonical(text[whole.start : whole.end], kind)
        pairs.setdefault(text[short.start : short.end], canonical)
    return pairs


@cache
def _opposites() -> dict[str, str]:
    return {half.casefold(): other.casefold() for half, other in OPPOSITE.items()}


@cache
def _owners() -> frozenset[str]:
    """Countries and peoples as one word in small letters: whose ministry it is."""
    names = {*gazetteer.demonyms(), *_countries(), "u.s.", "u.k."}
    return frozenset(name.casefold() for name in names if " " not in name)


@cache
def _countries() -> dict[str, str]:
    """Every way to write a country → its name; "US" and "America" are one."""
    known = {"us": "united states", "usa": "united states", "america": "united states"}
    known |= {"uk": "united kingdom", "britain": "united kingdom", "turkey": "türkiye"}
    for country in gazetteer.countries():
        for alias in (country["name"], *country["aliases"]):
            known.setdefault(alias.casefold(), country["name"].casefold())
    return known
