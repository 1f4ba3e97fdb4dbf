# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""From the raw text of a paper to its reading text, and the hash of a passage.

**Reading text**: what a person reads, without what the way into the computer did to it.
In this order: ``\\u00f6`` escapes become letters; Unicode NFKC; tags such as ``<mark>``
and what nobody sees (soft hyphens, control characters) go; white space becomes single
spaces; a hyphen that only breaks a word goes.

**Hash of a passage**: SHA-256 (hexadecimal) of its reading text without any white space,
hyphen or dash, with straight quotation marks, in UTF-8. So neither a line break nor a
hyphen at its end changes the hash, while every letter, digit and other mark counts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from zielgraph.model.errors import DocumentError, SourceFileError
from zielgraph.model.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

_ESCAPE = re.compile(r"\\u(?!00[01])([0-9a-fA-F]{4})")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*>")
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200d\u2060\ufeff]")
_LINE_HYPHEN = re.compile(
    r"(\w)[-\u2010][^\S\n]*\n\s*(?!(?:und|oder|bzw|sowie|bis|als|noch)\b)(?=(\w))"
)
_WORD_HYPHEN = re.compile(r"\b(\w+)-(?=(\w+))")
_WORD = re.compile(r"\w+")
_DROPPED_FOR_HASH = re.compile(r"[\s\u00ad\-\u2010-\u2015\u2212]+")
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟″", '"') | dict.fromkeys("‚‘’‹›‛′", "'"))
MAX_BYTES = 20_000_000
"""A paper larger than this is refused: it is no strategy paper in plain text."""


def read_paper(path: Path) -> str:
    """Return the raw text of a paper with escapes and tags resolved, lines kept.

    :raises SourceFileError: if it cannot be opened or is no UTF-8 text.
    :raises DocumentError: if it is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError("document.large", path=path, limit=MAX_BYTES // 1_000_000)
    except OSError as error:
        raise SourceFileError("file.unreadable", path=path, reason=error.strerror) from error
    return repair_characters(read_text(path))


def repair_characters(text: str) -> str:
    r"""Resolve escapes, compatibility characters and tags, drop what nobody sees.

    >>> repair_characters(r"F\u00f6rderung <mark>gleich</mark>")
    'Förderung gleich'
    """
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _UNSEEN.sub("", _TAG.sub("", text))
    return unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))


def vocabulary(text: str) -> frozenset[str]:
    """Return all words of a paper in lower case; they decide which hyphens only break."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def reading_text(raw: str, words: frozenset[str]) -> str:
    r"""Return the reading text of one paragraph.

    A hyphen before a line break goes between small letters; before a capital or a figure
    ("E-Bike") only the break goes, and before a word like "und" neither. A hyphen within a
    word goes if the paper elsewhere has the word without it.

    :param words: the paper's :func:`vocabulary`.

    >>> known = vocabulary("Umweltverbund")
    >>> reading_text("den Um-weltverbund, Aus- und Heraus-\n forderungen", known)
    'den Umweltverbund, Aus- und Herausforderungen'
    """

    def unbroken(found: re.Match[str]) -> str:
        return found[1] if found[1].islower() and found[2].islower() else found[1] + "-"

    def joined(found: re.Match[str]) -> str:
        small = found[1][-1].islower() and found[2][0].islower()
        return found[1] if small and (found[1] + found[2]).lower() in words else found[0]

    text = _LINE_HYPHEN.sub(unbroken, raw)
    return _WORD_HYPHEN.sub(joined, _SPACE.sub(" ", text).strip())


def text_hash(text: str) -> str:
    r"""Return the hash of a passage, as the module's text defines it.

    >>> text_hash("Um-\nweltverbund „ja“") == text_hash('Umweltverbund "ja"')
    True
    >>> text_hash("Ziel") == text_hash("Ziele")
    False
    """
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return hashlib.sha256(_DROPPED_FOR_HASH.sub("", plain).encode("utf-8")).hexdigest()
