# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Content negotiation in regular expressions, for web servers that can do no more.

A quality value counts by its first digit. Of equal quality, what a client names goes before
what only a wildcard meets, and then what we prefer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES
from zielgraph.publication.addresses import ENDINGS, MEDIA_TYPES
from zielgraph.publication.answers import formats_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_OTHER_NAMES = {
    "turtle": ("application/x-turtle",),
    "jsonld": ("application/json",),
    "rdfxml": ("application/xml", "text/xml"),
}
RDF: dict[str, tuple[str, ...]] = {
    ENDINGS[form]: (media_type, *_OTHER_NAMES.get(form, ()))
    for form, media_type in MEDIA_TYPES.items()
}
"""Media types of a document in RDF by ending, what we prefer first."""

HTML = {"html": ("text/html", "application/xhtml+xml")}

RESULTS: dict[str, tuple[str, ...]] = {
    found.ending: (found.media_type.partition(";")[0],) for found in formats_for("table")
}
"""Media types of an answer of a query, likewise."""

LEVELS = ("1", *(f"0.{digit}" for digit in range(9, 0, -1)), "0.0")
"""Qualities from the best to the least, as far as they are told apart."""

_START = r"(?:^|,)\s*"
_PARAMETERS = r"(?:\s*;(?!\s*q\s*=)[^,;]*)*\s*"
_END = r"\s*(?:[,;]|$)"
_QUALITY = {
    "1": rf"(?:;\s*q=1(?:\.0*)?{_END}|(?:,|$))",
    # More digits than one may follow; of 0.0x something is left.
    **{f"0.{digit}": rf";\s*q=0?\.{digit}\d*{_END}" for digit in range(1, 10)},
    "0.0": rf";\s*q=0?\.0\d*[1-9]\d*{_END}",
}


LANGUAGE_RANGES = {lang: (lang,) for lang in LANGUAGES}
"""What is looked for in ``Accept-Language``."""


def escaped(text: str) -> str:
    r"""Return ``text`` for a regular expression, as PCRE reads it.

    >>> escaped("application/ld+json")
    'application/ld\\+json'
    """
    return "".join("\\" + sign if sign in r".+*?()[]{}|^$\\" else sign for sign in text)


def any_of(texts: Iterable[str]) -> str:
    r"""Return the expression for one of ``texts``.

    >>> any_of(["a", "b.c"])
    '(?:a|b\\.c)'
    """
    return f"(?:{'|'.join(map(escaped, texts))})"


def choices(
    forms: Mapping[str, tuple[str, ...]], by_wildcard: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield expressions for a header and the form that each chooses; the first that fits counts.

    :param forms: what a client may name, by form, what we prefer first.
    :param by_wildcard: the forms that a wildcard may choose; by default all.
    """
    for level in LEVELS:
        for form, types in forms.items():
            yield f"^.*{_named(types)}{_QUALITY[level]}", form
        # A wildcard counts only for what is not named closer, at whatever quality.
        for place in range(max(len(_wildcards(types)) for types in forms.values())):
            for form, types in forms.items():
                if by_wildcard is not None and form not in by_wildcard:
                    continue
                wildcards = _wildcards(types)
                closer = [_named(types), *(_named((each,)) for each in wildcards[:place])]
                without = "".join(f"(?!.*{each}(?:;|,|$))" for each in closer)
                yield f"^{without}.*{_named((wildcards[place],))}{_QUALITY[level]}", form


def _named(types: tuple[str, ...]) -> str:
    """Return the expression for one of ``types`` in a header, up to its quality."""
    return f"{_START}(?:{'|'.join(map(_range, types))}){_PARAMETERS}"


def _range(name: str) -> str:
    # A language comprises its regions.
    return escaped(name) + ("" if "/" in name or name == "*" else "(?:-[a-z0-9]+)*")


def _wildcards(types: tuple[str, ...]) -> list[str]:
    """Return the wildcards that meet the first of ``types``, the closest one first."""
    kind, slash, _ = types[0].partition("/")
    return [f"{kind}/*", "*/*"] if slash else ["*"]
