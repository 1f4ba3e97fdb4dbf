# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Words as the search compares them, and how alike two of them are.

German glues words together, people leave out umlauts and mistype. So words are compared by
the character sequences of 4 to 6 letters in them, weighted by how rare each is (TF-IDF).
``static/search.js`` does the same for sites without a server; keep the two in step.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SIZES = (4, 5, 6)
_WITHIN, _AROUND, _MISTYPED, _PREFIX = 0.9, 0.75, 0.8, 0.85
_LEAST, _FAR = 0.4, 0.2
_PART = 4
_HEAD, _TAIL = 0.7, 0.5
"""How like a word its first and its last part are; the first says what is special."""
_LONG = 5
"""Letters from which on a word may be mistyped, or be part of a longer query word."""


def plain(word: str) -> str:
    """Return a word without case, umlauts and accents.

    >>> plain("Straßenbäume"), plain("Café")
    ('strassenbaeume', 'cafe')
    """
    # Composed first, or an umlaut of two characters would lose its dots.
    text = unicodedata.normalize("NFKC", word).casefold().translate(_GERMAN)
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text, plain, in their order.

    >>> words("Radwege – sicher & hell")
    ['radwege', 'sicher', 'hell']
    """
    return [found for word in _WORD.findall(text) if (found := plain_word(word))]


plain_word = lru_cache(maxsize=1 << 16)(plain)


def grams(word: str) -> list[str]:
    """Return the sequences of 4 to 6 characters of a word; its ends count as characters.

    >>> grams("rad")
    ['_rad', 'rad_', '_rad_']
    """
    framed = f"_{word}_"
    return [
        framed[start : start + size] for size in _SIZES for start in range(len(framed) - size + 1)
    ] or [framed]


class Vocabulary:
    """All words of the indexed texts, to find those that are like a word of a query."""

    def __init__(self, known: Iterable[str]) -> None:
        """Index the words; each gets its place in the order given."""
        self.words = list(known)
        self._place = {word: place for place, word in enumerate(self.words)}
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._shortened: dict[str, list[int]] = defaultdict(list)
        all_grams = [set(grams(word)) for word in self.words]
        for place, (word, own) in enumerate(zip(self.words, all_grams, strict=True)):
            for gram in own:
                self._holders[gram].append(place)
            if len(word) >= _LONG:
                for shorter in _shortened(word):
                    self._shortened[shorter].append(place)
        total = len(self.words)
        self._weight = {
            gram: log(1 + total / len(holders)) ** 2 for gram, holders in self._holders.items()
        }
        self._rare = log(1 + total) ** 2
        self._size = [sum(self._weight[gram] for gram in own) for own in all_grams]

    def place(self, word: str) -> int | None:
        """Return the place of a word, if it is known."""
        return self._place.get(word)

    def like(self, word: str) -> dict[int, float]:
        """Return the words that are like ``word`` by their place, and how alike: 0.2 to 1.

        1 is the very word; a part of a compound, a compound of which the word is a part, and
        a word with one letter mistyped follow.

        >>> found = Vocabulary(["radwegenetz", "radweg", "umwelt"]).like("radwege")
        >>> sorted(found)
        [0, 1]
        """
        common: dict[int, float] = defaultdict(float)
        asked = set(grams(word))
        for gram in asked:
            weight = self._weight.get(gram)
            if weight is not None:
                for place in self._holders[gram]:
                    common[place] += weight
        size = sum(self._weight.get(gram, self._rare) for gram in asked)
        alikes = {place: self._alike(word, place, shared, size) for place, shared in common.items()}
        found = {place: alike for place, alike in alikes.items() if alike >= _LEAST}
        for place, alike in self._parts(word).items():
            found[place] = max(found.get(place, 0.0), alike)
        for place in self._mistyped(word):
            found[place] = max(found.get(place, 0.0), _MISTYPED)
        if (same := self._place.get(word)) is not None:
            found[same] = 1.0
        # Rather something far than nothing.
        return found or {place: alike for place, alike in alikes.items() if alike >= _FAR}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound that is unknown as a whole, else the word itself.

        >>> Vocabulary(["kita", "plaetze"]).split("kitaplaetze")
        ('kita', 'plaetze')
        """
        if word in self._place:
            return (word,)
        for cut in range(len(word) - _PART, _PART - 1, -1):
            first, rest = word[:cut], word[cut:]
            if rest in self._place:
                for part in (first, first.removesuffix("s")):
                    if part in self._place and len(part) >= _PART:
                        return part, rest
        return (word,)

    def _alike(self, word: str, place: int, shared: float, size: float) -> float:
        other = self.words[place]
        alike = shared / sqrt(size * self._size[place])
        alike = max(alike, _WITHIN * shared / size)
        if len(other) >= _LONG:
            alike = max(alike, _AROUND * shared / self._size[place])
        if other.startswith(word):
            alike = max(alike, _PREFIX)
        return min(alike, 0.99)

    def _parts(self, word: str) -> dict[int, float]:
        """Return known words with which a compound begins or ends."""
        found: dict[int, float] = {}
        for cut in range(_PART, len(word) - 1):
            for part, alike in ((word[:cut], _HEAD), (word[cut:], _TAIL)):
                place = self._place.get(part)
                if place is not None and len(part) >= _PART:
                    found[place] = max(found.get(place, 0.0), alike)
        return found

    def _mistyped(self, word: str) -> set[int]:
        if len(word) < _LONG:
            return set()
        found = set(self._shortened.get(word, ()))
        for shorter in _shortened(word):
            found.update(self._shortened.get(shorter, ()))
            if (place := self._place.get(shorter)) is not None:
                found.add(place)
        return found


def _shortened(word: str) -> set[str]:
    """Return the word with each of its letters but the first left out."""
    return {word[:cut] + word[cut + 1 :] for cut in range(1, len(word))}
