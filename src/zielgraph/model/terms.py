# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""RDF terms as plain values, independent of any engine.

>>> Literal("Ziel", language="de").n3()
'"Ziel"@de'
>>> Iri("http://metadata.un.org/sdg/11.2").n3()
'<http://metadata.un.org/sdg/11.2>'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeAlias

from zielgraph.model.errors import InvalidTermError
from zielgraph.model.names import PREFIXES

XSD = PREFIXES["xsd"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """An absolute IRI.

    :raises InvalidTermError: if it is relative or holds a character that SPARQL forbids
        between angle brackets, so that it can never break out of a query.
    """

    value: str

    def __post_init__(self) -> None:
        """Refuse what could not be written between angle brackets."""
        if not _SCHEME.match(self.value) or _FORBIDDEN_IN_IRI.search(self.value):
            raise InvalidTermError("term.iri", value=self.value)

    def n3(self) -> str:
        """Return the IRI as SPARQL and Turtle write it."""
        return f"<{self.value}>"

    def __str__(self) -> str:
        """Return the IRI without brackets."""
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class BlankNode:
    """A node without a name; its identifier holds within one result only."""

    value: str

    def n3(self) -> str:
        """Return the label with the ``_:`` prefix."""
        return f"_:{self.value}"

    def __str__(self) -> str:
        """Return the label with the ``_:`` prefix."""
        return self.n3()


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A text, number, date or truth value with its datatype or language.

    :raises InvalidTermError: if the language tag is malformed.

    >>> Literal("0.9", datatype=XSD + "decimal").to_python()
    Decimal('0.9')
    >>> Literal('sie sagt "ja"').n3()
    '"sie sagt \\\\"ja\\\\""'
    """

    value: str
    language: str | None = None
    datatype: str = XSD + "string"

    def __post_init__(self) -> None:
        """Refuse a malformed language tag; give texts with a language their datatype."""
        if self.language is None:
            return
        # As RDF has it: only so are two equal texts equal, whoever made them.
        tag = _language_tag(self.language)
        if self.language != tag:
            object.__setattr__(self, "language", tag)
        if self.datatype != _LANG_STRING:
            object.__setattr__(self, "datatype", _LANG_STRING)

    def n3(self) -> str:
        """Return the literal as SPARQL and Turtle write it, escaped."""
        text = self.value.translate(_ESCAPES)
        if self.language:
            return f'"{text}"@{self.language}'
        if self.datatype == XSD + "string":
            return f'"{text}"'
        return f'"{text}"^^{Iri(self.datatype).n3()}'

    def to_python(self) -> str | int | Decimal | bool | date:
        """Return the value as Python's own type; unknown datatypes stay text.

        :raises ValueError: if the text does not fit its datatype.
        """
        kind = self.datatype.removeprefix(XSD)
        if kind in {"integer", "int", "long", "nonNegativeInteger", "positiveInteger"}:
            return int(self.value)
        if kind in {"decimal", "double", "float"}:
            try:
                return Decimal(self.value)
            except InvalidOperation as error:  # which is no ValueError
                raise ValueError(self.value) from error
        if kind == "boolean":
            if self.value not in {"true", "1", "false", "0"}:
                raise ValueError(self.value)
            return self.value in {"true", "1"}
        if kind == "date":
            return date.fromisoformat(self.value)
        return self.value

    def __str__(self) -> str:
        """Return the lexical form."""
        return self.value


@lru_cache(maxsize=64)
def _language_tag(text: str) -> str:
    if not _LANGUAGE.match(text):
        raise InvalidTermError("term.language", value=text)
    return text.lower()


Term: TypeAlias = Iri | BlankNode | Literal
"""What stands in a cell of a query result."""

Triple: TypeAlias = tuple[Iri | BlankNode, Iri, Term]
"""One statement of a graph."""

Quad: TypeAlias = tuple[Iri | BlankNode, Iri, Term, Iri | None]
"""One statement with the graph that holds it (``None``: the default graph)."""
