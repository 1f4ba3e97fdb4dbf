# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about the shapes: every requirement by severity, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.files import files_in
from zielgraph.model.names import PREFIXES, ZGS
from zielgraph.model.terms import Iri, Literal
from zielgraph.publication.ontology_page import Text, template
from zielgraph.publication.vocabulary import TYPE, term
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Triple

_SEVERITIES = (
    ("violation", "sh:Violation", Text("Muss", "Must")),
    ("warning", "sh:Warning", Text("Soll", "Should")),
    ("info", "sh:Info", Text("Hinweis", "Note")),
)
_HOLDS = tuple(map(term, ("sh:targetClass", "sh:property", "sh:node", "sh:path")))
"""Properties that say what a shape is about, or which shapes are in it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: the end of its IRI, and what it says when it is broken."""

    anchor: str
    message: Text


@dataclass(frozen=True, slots=True)
class Group:
    """A shape that has no message of its own.

    :param about: what it is about: address and short name of classes and properties.
    :param parts: ends of the IRIs of the shapes in it.
    """

    anchor: str
    about: list[tuple[str, str]]
    parts: list[str]


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
    return template("shapes.html").render(iri=ZGS, sections=sections, groups=_groups(triples))


def _groups(triples: list[Triple]) -> list[Group]:
    """Return the shapes without a message, which hold others and say what they are about."""
    own = {shape for shape, prop, _ in triples if prop == TYPE and isinstance(shape, Iri)}
    speaking = {shape for shape, prop, _ in triples if prop == term("sh:message")}
    found = []
    for shape in sorted(own - speaking):
        if shape.value.startswith(ZGS):
            held = {
                value.value
                for part, prop, value in triples
                if part == shape and prop in _HOLDS and isinstance(value, Iri)
            }
            inside = [iri.removeprefix(ZGS) for iri in sorted(held) if iri.startswith(ZGS)]
            outside = [_name(iri) for iri in sorted(held) if not iri.startswith(ZGS)]
            found.append(Group(shape.value.removeprefix(ZGS), outside, inside))
    return found


def _name(iri: str) -> tuple[str, str]:
    """Return the address of a class or property and its short name."""
    # The whole IRI: the page lies beside the ontology's as /shapes or as shapes.html.
    fitting = [(space, name) for name, space in PREFIXES.items() if iri.startswith(space)]
    space, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    return iri, f"{prefix}:{iri.removeprefix(space)}" if prefix else iri


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
