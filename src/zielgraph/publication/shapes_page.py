# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about the shapes: every requirement by severity, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.files import files_in
from zielgraph.model.names import ZGS
from zielgraph.model.terms import Iri, Literal
from zielgraph.publication.ontology_page import Text, template
from zielgraph.publication.vocabulary import term
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Triple

_SEVERITIES = (
    ("violation", "sh:Violation", Text("Muss", "Must")),
    ("warning", "sh:Warning", Text("Soll", "Should")),
    ("info", "sh:Info", Text("Hinweis", "Note")),
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: the end of its IRI, and what it says when it is broken."""

    anchor: str
    message: Text


def shapes_page(project: Project) -> str:
    """Return the page as HTML; it stands alone and makes no request."""
    triples = [
        triple for path in files_in(project.shapes, ".ttl") for triple in read_turtle(path).triples
    ]
    messages: dict[Iri, dict[str, str]] = {}
    for shape, prop, value in triples:
        if prop == term("sh:message") and isinstance(shape, Iri) and isinstance(value, Literal):
            messages.setdefault(shape, {})[value.language or ""] = value.value
    sections = []
    for name, severity, heading in _SEVERITIES:
        shapes = _with_severity(triples, term(severity)) & messages.keys()
        found = [_requirement(shape, messages[shape]) for shape in sorted(shapes, key=_number)]
        sections.append((name, heading, found))
    return template("shapes.html").render(iri=ZGS, sections=sections)


def _with_severity(triples: list[Triple], severity: Iri) -> set[Iri]:
    return {
        shape
        for shape, prop, value in triples
        if prop == term("sh:severity") and value == severity and isinstance(shape, Iri)
    }


def _number(shape: Iri) -> tuple[int, str]:
    found = re.search(r"#R(\d+)", shape.value)
    return int(found[1]) if found else 0, shape.value


def _requirement(shape: Iri, said: dict[str, str]) -> Requirement:
    return Requirement(shape.value.removeprefix(ZGS), Text(said.get("de", ""), said.get("en", "")))
