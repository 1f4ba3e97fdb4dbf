# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What to tell about a query that the engine does not accept: where, and why if it says so.

The engine lists what it expected, and among that, as if it were a token, its reason.
"""

from __future__ import annotations

import re

from zielgraph.model.errors import QueryError, QuerySyntaxError
from zielgraph.model.names import PREFIXES
from zielgraph.store.undeclared import undeclared_prefix

_NEAR = 20
_POSITION = re.compile(r"at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Za-z\\][^\[\]\"]* [^\[\]\"]* ")
"""A reason has several words; a token has one, or quotes and brackets around it."""

_REASONS = (
    ("The SELECT contains a variable that is unbound", "query.why_ungrouped"),
    ("The SELECT contains an expression with a variable that", "query.why_ungrouped"),
    ("SELECT * is not authorized with GROUP BY", "query.why_star"),
    ("The SELECT overrides an existing variable", "query.why_taken"),
    ("BIND is overriding an existing variable", "query.why_taken"),
    ("Duplicated variable name in SELECT", "query.why_twice"),
    ("Repeated variables are not allowed in VALUES", "query.why_twice_values"),
    ("The VALUES clause rows should have", "query.why_values"),
    ("Unexpected aggregate", "query.why_aggregate"),
    ("Already used blank node id", "query.why_blank"),
    ("IRI parsing failed", "query.why_iri"),
    ("prefix IRI parsing failed", "query.why_iri"),
    ("language tag parsing failed", "query.why_language"),
    ("The query limit should be", "query.why_number"),
    ("The query offset should be", "query.why_number"),
    (r"\u escape sequence should be", "query.why_escape"),
)
_FUNCTION = re.compile(r"The custom function (<[^>]*>) (is not supported|requires between)")


def query_syntax_error(text: str, error: SyntaxError) -> QueryError:
    """Return what to tell about a query that the engine cannot read: line, column and reason.

    A prefix that is not declared goes first: the engine does not say so, and it is the usual slip.

    >>> told = query_syntax_error("ASK {", SyntaxError('error at 2:1: expected "}"'))
    >>> told.data["line"], told.data["column"]
    (1, 5)
    """
    missing = undeclared_prefix(text)
    if missing:
        prefix, start = missing
        line, column = _place(text, start)
        iri = PREFIXES.get(prefix, "…")
        return QueryError("query.prefix", line=line, column=column, prefix=prefix, iri=iri)
    found = _POSITION.search(str(error))
    start = _offset(text, int(found[1]), int(found[2])) if found else 0
    why, said = _reason(found[3] if found else str(error))
    length = len(text.rstrip())
    if not length:
        return QueryError("query.blank", line=1, column=1)
    end = start >= length
    start = min(start, length - 1)
    while start and text[start] in "\r\n":
        start -= 1
    line, column = _place(text, start)
    here = text.split("\n")[line - 1].rstrip()
    # The engine names the end of what it could read, which may be a word further on.
    near = here[max(0, column - 1 - _NEAR) : column - 1 + _NEAR].strip() or "…"
    if end and column > _NEAR:  # the last whole words
        near = near.partition(" ")[2] or near
    return QuerySyntaxError(
        "query.syntax", line=line, column=column, near=near, end=int(end), why=why, said=said
    )


def query_failure(error: Exception) -> QueryError:
    """Return what to tell about a query that failed before or while it was evaluated."""
    found = _FUNCTION.match(str(error))
    if found:
        known = found[2] != "is not supported"
        key = "query.function_arguments" if known else "query.function"
        return QueryError(key, iri=found[1])
    if str(error) == "The variable encoding the service name is unbound":
        return QueryError("query.service_unbound")
    return QueryError("query.failed", reason=error)


def _place(text: str, start: int) -> tuple[int, int]:
    before = text[:start].split("\n")
    return len(before), len(before[-1]) + 1


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


def _reason(expected: str) -> tuple[str, str]:
    """Return the key of a message for the reason, or else the engine's own words."""
    said = [each for each in expected.split(", ") if _SENTENCE.match(each + " ")]
    for each in said:
        for beginning, key in _REASONS:
            if each.startswith(beginning):
                return key, ""
    return "", said[0] if said else ""
