# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The index over everything that people look for, and the search in it."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.items import items
from zielgraph.portal.content.names import names
from zielgraph.portal.search.words import Vocabulary, plain, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zielgraph.portal.content.items import Item
    from zielgraph.portal.portal import Portal

_KINDS = (
    *("field", "aim", "goal", "commitment", "principle", "measure", "milestone", "comment"),
    *("topic", "actor", "group"),
)
_NAMED = {
    PREFIXES["sdgo"] + "Goal": "sdg",
    PREFIXES["sdgo"] + "Target": "target",
    ZG + "Indicator": "indicator",
    ZG + "Strategy": "strategy",
    ZG + "StrategyVersion": "version",
}
_TITLE, _ALIAS, _SUMMARY = 3.0, 2.0, 1.0
_FEATURES = {"topic": 1.2, "actor": 0.7, "sdg": 0.5, "targetGroup": 0.5, "field": 0.5}
_HALF = 1.0
"""Weight of a word in a thing at which it counts half as much as it can at most."""
_OF_BEST = 0.2
_FIRST, _LAST = 0.7, 0.4
"""How much the first and the last part of a compound count: the first says what is special."""
_WORDS = 12
"""Words of a query that count."""
KIND_BONUS = {"field": 1.3, "sdg": 1.3, "goal": 1.1, "topic": 1.1, "commitment": 1.1, "target": 0.9}
"""What the kind of a thing adds to how well it fits."""
_NUMBER = re.compile(r"(?:(?:sdg|ziel|goal|target|unterziel)\s*)?(\S+)\Z")


@dataclass(frozen=True, slots=True)
class Document:
    """A thing that can be found.

    :param features: ``field`` and ``sdg`` for the filters, IRIs.
    """

    iri: str
    kind: str
    number: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    features: Mapping[str, tuple[str, ...]]

    def text(self, lang: str) -> str:
        """Return the title in ``lang``, or in the language that there is."""
        return self.title.get(lang) or next(iter(self.title.values()), self.number)


@dataclass(frozen=True, slots=True)
class Hit:
    """A found thing with how well it fits; 1 000 if it was called by its number."""

    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query.

    :param hits: the best first.
    :param marked: plain words that made things fit, to be marked in texts.
    """

    hits: list[Hit]
    marked: frozenset[str]


class Index:
    """The index of one version; built in a moment and kept in memory."""

    def __init__(self, portal: Portal) -> None:
        """Read and weigh all words of titles, summaries, topics, actors and SDG names."""
        self.documents = list(_documents(portal))
        weighed = _weighed(portal, self.documents)
        self.holders: list[array[int]] = [array("I", found) for found, _ in weighed.values()]
        self.weights: list[array[float]] = [array("f", heavy) for _, heavy in weighed.values()]
        self.vocabulary = Vocabulary(weighed)
        self.ignored = _ignored()
        total = len(self.documents)
        self.rarity = [log(1 + total / len(found)) for found in self.holders]
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for place, document in enumerate(self.documents):
            if document.number:
                self._numbers[document.number.casefold()].append(place)

    def search(self, query: str) -> Found:
        """Return what fits a query, the best first; numbers of the paper and of SDGs first."""
        asked = self._asked(query)
        named = self._named(query)
        scores: dict[int, float] = defaultdict(float)
        matched: dict[int, int] = defaultdict(int)
        marked: set[str] = set()
        for word in asked:
            for thing, value in self._fit(word, marked).items():
                scores[thing] += value
                matched[thing] += 1
        for thing in scores:
            scores[thing] *= (matched[thing] / len(asked)) ** 2
            scores[thing] *= KIND_BONUS.get(self.documents[thing].kind, 1.0)
        return Found(self._ranked(scores, named), frozenset(marked))

    def _asked(self, query: str) -> list[str]:
        """Return the words of a query; those that say nothing only if it has no others."""
        found = list(dict.fromkeys(words(query)))
        return ([word for word in found if word not in self.ignored] or found)[:_WORDS]

    def _fit(self, word: str, marked: set[str]) -> dict[int, float]:
        """Return how well things fit a word: as a whole or, a compound, by its parts together."""
        whole = self.vocabulary.like(word)
        parts = self.vocabulary.split(word)
        if len(parts) == 1:
            return self._holding(word, whole, marked)
        alikes = [self.vocabulary.like(part) for part in parts]
        # What is like a part counts as that part: "development" does not say "village development".
        more = {
            place: alike
            for place, alike in whole.items()
            if all(alike > like.get(place, 0.0) for like in alikes)
        }
        fit = self._holding(word, more, marked)
        together: dict[int, float] = defaultdict(float)
        had: dict[int, float] = defaultdict(float)
        for part, like, weight in zip(parts, alikes, (_FIRST, _LAST), strict=True):
            for thing, value in self._holding(part, like, marked).items():
                together[thing] += weight * value
                had[thing] += weight
        for thing, value in together.items():
            by_parts = value * (had[thing] / (_FIRST + _LAST)) ** 2
            fit[thing] = max(fit.get(thing, 0.0), by_parts)
        return fit

    def _holding(
        self, word: str, alikes: Mapping[int, float], marked: set[str]
    ) -> dict[int, float]:
        """Return how much the best of some words counts in each thing that has any of them."""
        best: dict[int, float] = {}
        own = self.vocabulary.place(word)
        for place, alike in alikes.items():
            marked.add(self.vocabulary.words[place])
            rarity = self.rarity[place]
            if own is not None:
                # A word that is only like the one asked for says no more than that one.
                rarity = min(rarity, self.rarity[own])
            value = alike * alike * rarity
            for thing, weight in zip(self.holders[place], self.weights[place], strict=True):
                best[thing] = max(best.get(thing, 0.0), value * weight)
        return best

    def _ranked(self, scores: dict[int, float], named: list[int]) -> list[Hit]:
        floor = _OF_BEST * max(scores.values(), default=0.0)
        fitting = {thing: score for thing, score in scores.items() if score >= floor}
        if named:
            # Who asks for a number wants that thing, and then what is tied to it.
            tied = {self.documents[place].iri for place in named}
            fitting = {
                place: 1.0
                for place, document in enumerate(self.documents)
                if tied & {*document.features.get("sdg", ()), *document.features.get("field", ())}
            }
        fitting |= dict.fromkeys(named, 1000.0)
        ranked = sorted(fitting.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Hit(self.documents[thing], score) for thing, score in ranked]

    def _named(self, query: str) -> list[int]:
        found = _NUMBER.match(" ".join(query.casefold().split()))
        return self._numbers.get(found[1].rstrip("."), []) if found else []


def _ignored() -> frozenset[str]:
    """Return the words that say nothing of what somebody looks for, in all languages."""
    found: set[str] = set()
    for lang in LANGUAGES:
        with speaking(lang):
            found |= set(words(message("search.ignored")))
    return frozenset(found)


def index(portal: Portal) -> Index:
    """Return the index of a portal; it is built once."""
    return portal.once(Index)


def marked_pieces(text: str, marked: Iterable[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a word to mark.

    >>> marked_pieces("Neue Radwege!", {"radwege"})
    [('Neue ', False), ('Radwege', True), ('!', False)]
    """
    wanted = set(marked)
    pieces: list[tuple[str, bool]] = []
    for piece in re.split(r"([^\W_]+)", text):
        hit = plain(piece) in wanted
        if pieces and not hit and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + piece, False)
        elif piece:
            pieces.append((piece, hit))
    return pieces


def _documents(portal: Portal) -> Iterator[Document]:
    for item in items(portal).of(*_KINDS):
        features = {
            "field": tuple({*item.values("field"), *item.values("topField")}),
            "sdg": item.values("sdg"),
        }
        yield Document(item.iri, item.kind, item.number, item.title, item.summary, features)
    for name in names(portal):
        kind = _NAMED.get(name.kind)
        if kind and portal.addresses.page(name.iri, LANGUAGES[0]):
            number = "" if kind == "indicator" else name.number
            title = {"de": name.text("de"), "en": name.text("en")}
            own = {"sdg": (PREFIXES["sdg"] + number.partition(".")[0],)} if name.is_sdg else {}
            yield Document(name.iri, kind, number, title, {}, own)


def _weighed(portal: Portal, documents: list[Document]) -> dict[str, tuple[list[int], list[float]]]:
    """Return for each word the places of the documents that have it, and its weight there."""
    listed = items(portal)
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in asker(portal).ask("alternative-names"):
        aliases[row["thing"]].update(words(row["name"]))
    known = names(portal)

    @cache
    def of_feature(iri: str) -> set[str]:
        name = known.get(iri)
        texts = (name.de, name.en) if name else ()
        return {word for text in texts for word in words(text)} | aliases[iri]

    found: dict[str, tuple[list[int], list[float]]] = {}
    for place, document in enumerate(documents):
        weights = _own(document)
        for word in aliases[document.iri]:
            weights[word] += _ALIAS
        for word, weight in _of_features(listed.get(document.iri), of_feature):
            weights[word] += weight
        for word, weight in weights.items():
            holders, heavy = found.setdefault(word, ([], []))
            holders.append(place)
            heavy.append(weight / (weight + _HALF))
    return found


def _own(document: Document) -> dict[str, float]:
    """Return the words of title and summary with their weight."""
    weights: dict[str, float] = defaultdict(float)
    for texts, weight in ((document.title, _TITLE), (document.summary, _SUMMARY)):
        for text in texts.values():
            own = words(text)
            # In a short title each word says more.
            part = weight * (1 + 2 / (1 + len(own))) if weight == _TITLE else weight
            for word in set(own):
                weights[word] += part
    return weights


def _of_features(
    item: Item | None, of_feature: Callable[[str], set[str]]
) -> Iterator[tuple[str, float]]:
    if item is None:
        return
    for feature, weight in _FEATURES.items():
        for word in {word for iri in item.values(feature) for word in of_feature(iri)}:
            yield word, weight
