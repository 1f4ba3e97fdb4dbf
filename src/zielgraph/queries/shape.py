# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a query answers with, read from its text: a table with which columns, or a graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["table", "truth", "graph"]
"""A table (SELECT), a truth value (ASK) or a graph (CONSTRUCT, DESCRIBE)."""

_FORMS: dict[str, Form] = {
    "SELECT": "table",
    "ASK": "truth",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}

# Comments, IRIs and strings may hold any sign; whoever looks for words steps over them.
_TOKEN = re.compile(
    r"""
    (?P<skipped> \#[^\n]* | <[^<>"{}|^`\\\s]*> | '''.*?''' | \"\"\".*?\"\"\"
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | [?$](?P<variable>\w+)
    | (?P<word> [A-Za-z_][\w.-]*(?::[\w.-]*)? | :[\w.-]* )
    | (?P<sign> [(){}*] )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The outer form of a query's answer.

    :param form: what kind of answer it is.
    :param columns: names of a table's columns in their order; empty for other forms, and for
        ``SELECT *``, whose columns only the answer tells.
    """

    form: Form
    columns: tuple[str, ...] = ()


def shape_of(text: str) -> Shape:
    """Return what a SPARQL query answers with.

    What is no query at all counts as a table; whoever runs it is told what is wrong.

    >>> shape_of("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a")
    Shape(form='table', columns=('a', 'n'))
    >>> shape_of("# SELECT\\nASK { ?s ?p ?o }").form
    'truth'
    """
    form: Form | None = None
    columns: list[str] = []
    depth = 0
    last = ""
    for found in _TOKEN.finditer(text):
        if form is None:
            form = _FORMS.get((found["word"] or "").upper())
            if form not in {None, "table"}:
                break
        elif found["sign"] == "{" or (found["word"] or "").upper() in {"WHERE", "FROM"}:
            break
        elif found["sign"] == "(":
            depth += 1
        elif found["sign"] == ")":
            depth -= 1
            if depth == 0:  # (expression AS ?name)
                columns.append(last)
        elif found["variable"]:
            last = found["variable"]
            if depth == 0:
                columns.append(found["variable"])
    return Shape(form or "table", tuple(columns))
