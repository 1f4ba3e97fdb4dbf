# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which form and language a client likes best (RFC 9110, section 12)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import mimeparse

from zielgraph.model.messages import LANGUAGES

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_LONGEST = 2000
"""Characters of a header that are read; no honest one is longer."""

_MOST_RANGES = 50
"""Media types of a header that are read: browsers name about ten, and each takes time."""


class Offer(NamedTuple):
    """A form that we can answer in, under one of its media types."""

    media_type: str
    form: str

    @property
    def content_type(self) -> str:
        """Return the header ``Content-Type``: text says that it is UTF-8.

        >>> Offer("text/csv", "csv").content_type
        'text/csv; charset=utf-8'
        """
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


_RESULTS = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("application/xml", "xml"),
    Offer("text/xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
)

TABLES = _RESULTS
"""What a SELECT can be answered in, what we prefer first; each form's own type first."""

TRUTHS = _RESULTS
"""What an ASK can be answered in."""

GRAPHS = (
    Offer("text/turtle", "turtle"),
    Offer("application/n-triples", "ntriples"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/rdf+xml", "rdfxml"),
    Offer("application/trig", "trig"),
    Offer("application/n-quads", "nquads"),
    Offer("application/json", "jsonld"),
    Offer("application/xml", "rdfxml"),
    Offer("text/xml", "rdfxml"),
    Offer("application/x-turtle", "turtle"),
    Offer("text/n3", "turtle"),
    Offer("text/rdf+n3", "turtle"),
    Offer("text/plain", "ntriples"),
)
"""What a graph can be answered in."""

_NAMES = {
    "json": ("json", "jsonld"),
    "sparql-results+json": ("json", None),
    "xml": ("xml", "rdfxml"),
    "sparql-results+xml": ("xml", None),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "turtle": (None, "turtle"),
    "ttl": (None, "turtle"),
    "n3": (None, "turtle"),
    "ntriples": (None, "ntriples"),
    "n-triples": (None, "ntriples"),
    "nt": (None, "ntriples"),
    "jsonld": (None, "jsonld"),
    "json-ld": (None, "jsonld"),
    "rdfxml": (None, "rdfxml"),
    "rdf+xml": (None, "rdfxml"),
    "rdf": (None, "rdfxml"),
    "trig": (None, "trig"),
    "nquads": (None, "nquads"),
    "n-quads": (None, "nquads"),
    "nq": (None, "nquads"),
}


def named_offer(name: str, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the form that a parameter such as ``format=csv`` names, or ``None``.

    :param name: short name, ending of a file, or media type.

    >>> named_offer("ttl", GRAPHS), named_offer("csv", GRAPHS)
    (Offer(media_type='text/turtle', form='turtle'), None)
    """
    plain = name.strip().lower()
    for offer in offers:
        if plain == offer.media_type:
            return offer
    forms = _NAMES.get(plain, ())
    return next((offer for offer in offers if offer.form in forms), None)


def format_names() -> tuple[str, ...]:
    """Return the names that ``format=`` knows, one for each form."""
    return ("json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads")


def accept_of(headers: Headers) -> str | None:
    """Return the header ``Accept``, its lines joined if there are several; ``None`` if none."""
    found = headers.getlist("accept")
    return ", ".join(found) if found else None


@lru_cache(maxsize=1024)
def _ranges(accept: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    found = []
    for part in accept[:_LONGEST].lower().split(",")[:_MOST_RANGES]:
        try:
            found.append(mimeparse.parse_media_range(part.strip()))
        except mimeparse.MimeTypeParseException:
            continue  # one range that is none does not spoil the others
    return tuple(found)


@lru_cache(maxsize=4096)
def best_place(accept: str | None, media_types: tuple[str, ...]) -> int | None:
    """Return the place of the media type that a client likes best, ``None`` if it likes none.

    :param accept: its header ``Accept``; without one everything is fine.
    :param media_types: what we prefer first. Of equal quality, a type that is named goes
        before one that only a wildcard meets.

    >>> best_place("text/*;q=0.5, application/json", ("text/csv", "application/json"))
    1
    """
    if accept is None or not (ranges := _ranges(accept)):
        return 0
    graded = [
        (*mimeparse.quality_and_fitness_parsed(media_type, ranges), -place)
        for place, media_type in enumerate(media_types)
    ]
    quality, _, place = max(graded)
    return -place if quality > 0 else None


@lru_cache(maxsize=4096)
def best_offer(accept: str | None, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the offer that a client likes best, or ``None`` if it likes none of them.

    >>> best_offer("image/png", TABLES) is None
    True
    """
    place = best_place(accept, tuple(offer.media_type for offer in offers))
    return None if place is None else offers[place]


def best(accept: str | None, offered: tuple[tuple[str, str], ...]) -> str | None:
    """Return the form that a client likes best of pairs of media type and form.

    >>> best("text/csv, */*;q=0.1", TABLES)
    'csv'
    """
    place = best_place(accept, tuple(media_type for media_type, _ in offered))
    return None if place is None else offered[place][1]


@lru_cache(maxsize=1024)
def language_for(accept: str | None) -> str:
    """Return the language of ours that a client likes best, the first one by default.

    :param accept: its header ``Accept-Language``.

    >>> language_for("en-GB,en;q=0.9,de;q=0.8"), language_for("fr"), language_for("*, de;q=0.1")
    ('en', 'de', 'en')
    """
    wanted: dict[str, float] = {}
    for part in (accept or "")[:_LONGEST].lower().split(","):
        tag, _, rest = part.strip().partition(";")
        name = tag.strip().partition("-")[0]
        wanted[name] = max(wanted.get(name, 0.0), _quality(rest))
    graded = [
        (wanted.get(lang, wanted.get("*", 0.0)), -place) for place, lang in enumerate(LANGUAGES)
    ]
    quality, place = max(graded)
    return LANGUAGES[-place] if quality > 0 else LANGUAGES[0]


def _quality(text: str) -> float:
    name, _, value = text.partition("=")
    try:
        quality = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 1.0
    return quality if 0 <= quality <= 1 else 1.0
