# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What queries of strangers may not say, told in clear words before anything is tried.

This is for the message, not for safety: a worker cannot open a connection or a file whatever
it is told (:mod:`zielgraph.isolation.confinement`). So the guard reads tokens as the engine
does, and a word within a string, an IRI or a comment is no reason to refuse anything.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from zielgraph.model.errors import ForbiddenQueryError, QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 400
"""Brackets within brackets that a query may have; the engine's parser would run out of stack."""

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$](?:\w|\\[uU])+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>(?:[^\W\d]|\\[uU][0-9A-Fa-f]+)(?:[\w.-]|\\[uU][0-9A-Fa-f]+)*(?P<colon>:(?:\w|[.:-]|%[0-9A-Fa-f]{2}|\\.)*)?
        |:(?:\w|[.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_HARMLESS = re.compile(
    r"(?:\s+|\#[^\r\n]*[\r\n]|PREFIX\s+[\w.-]*:\s*<[^<>\s]*>|BASE\s*<[^<>\s]*>)*+"
    r"(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)
_SUSPICIOUS = re.compile(r"service|\\u", re.IGNORECASE)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_PROLOGUE = {"PREFIX", "BASE"}
_OPENING = {"(", "[", "{"}
_CLOSING = {")", "]", "}"}
_BEFORE_A_GRAPH = {"GRAPH", "FROM", "NAMED", "DESCRIBE"}


class Token(NamedTuple):
    """A piece of a query.

    :ivar kind: iri, string, variable, language, word (also a prefixed name) or sign.
    :ivar start: where it stands in the query, counted in characters.
    """

    kind: str
    text: str
    start: int


def tokens(text: str, *, signs: bool = False) -> Iterator[Token]:
    """Return the tokens of a query without space and comments.

    :param signs: take a short IRI such as ``<b#>`` for a sign and what follows it; only the
        engine's grammar knows whether ``?a<b:c#>`` compares or names.

    >>> [token.text for token in tokens("ASK { ?s a sd:Service } # SERVICE")]
    ['ASK', '{', '?s', 'a', 'sd:Service', '}']
    """
    place = 0
    while found := _TOKEN.match(text, place):
        kind = found.lastgroup or "sign"
        place = found.end()
        if signs and kind == "iri" and "://" not in found[0]:
            kind, place = "sign", found.start() + 1
        if kind != "space":
            yield Token(
                "word" if kind == "colon" else kind, text[found.start() : place], found.start()
            )


def check(text: str) -> None:
    """Refuse a query that wants to reach out, to change data, or to exhaust the parser.

    :raises ForbiddenQueryError: if it uses ``SERVICE`` or is an update (``LOAD`` …).
    :raises QueryError: if its brackets are nested too deeply.

    >>> check("SELECT * { ?s dcat:service 'SERVICE <x:y>' }")
    >>> check("SELECT * { SERVICE <x:y> { ?s ?p ?o } }")
    Traceback (most recent call last):
    zielgraph.model.errors.ForbiddenQueryError: ...
    """
    if (
        _HARMLESS.match(text)
        and not _SUSPICIOUS.search(text)
        and sum(map(text.count, "([{")) <= DEEPEST
    ):
        return  # nearly every query; reading all of its tokens would cost more than to answer it
    _check_update(text)
    _check_depth(text)
    found = next(services(text), None)
    if found is not None:
        raise ForbiddenQueryError("isolation.service", **position(text, found.start))


def position(text: str, start: int) -> dict[str, int]:
    """Return line and column of a place in a text, both from 1.

    >>> position("a\\nbc", 3)
    {'line': 2, 'column': 2}
    """
    return {"line": text.count("\n", 0, start) + 1, "column": start - text.rfind("\n", 0, start)}


def services(text: str) -> Iterator[Token]:
    """Return each place where the engine would read the keyword ``SERVICE``."""
    readings = [list(tokens(text))]
    if any(
        t.kind == "iri" and "://" not in t.text and set("#)") & set(t.text) for t in readings[0]
    ):
        readings.append(list(tokens(text, signs=True)))
    for reading in readings:
        words = [_plain(t.text).upper() if t.kind == "word" else t.text for t in reading]
        for place, token in enumerate(reading):
            prefix, colon, _ = words[place].partition(":")
            if token.kind != "word" or "SERVICE" not in prefix:
                continue
            # The engine wants no space after the keyword, so SERVICE:x may be SERVICE and :x.
            group_follows = words[place + 1 : place + 2] == ["{"]
            names_graph = place > 0 and words[place - 1] in _BEFORE_A_GRAPH
            if not colon or (group_follows and not names_graph):
                yield token


def _check_update(text: str) -> None:
    for token in tokens(text):
        word = _plain(token.text).upper()
        if token.kind == "word" and ":" not in word and word not in _PROLOGUE:
            if word in _UPDATES:
                where = position(text, token.start)
                raise ForbiddenQueryError("isolation.update", word=word, **where)
            return


def _check_depth(text: str) -> None:
    depth = 0
    for token in tokens(text):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > DEEPEST:
            raise QueryError("isolation.deep", most=DEEPEST, **position(text, token.start))


def _plain(word: str) -> str:
    """Return a word with its ``\\uXXXX`` written out, as SPARQL has it done before reading."""
    if "\\" not in word:
        return word
    return _ESCAPE.sub(lambda found: _character(int(found[1] or found[2], 16)), word)


def _character(code: int) -> str:
    return chr(code) if code <= sys.maxunicode else "?"
