# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The SDG links as SSSOM/TSV, the exchange format for mappings.

The format: https://mapping-commons.github.io/sssom/spec/ (version 1.1). What stands in the
columns is said by the query ``sssom``.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING

from zielgraph.model.errors import StoreError
from zielgraph.model.files import read_text
from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES, ZG
from zielgraph.model.terms import Iri, Term
from zielgraph.queries.library import load_query, run_select
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore, Row

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""Columns that the schema of SSSOM demands of every mapping."""

EXTENSIONS = {"directness": "directness", "basis": "basis", "review_status": "status"}
"""Columns of our own, with the property of ours that each one shows."""

_COLUMNS = (
    "record_id", "subject_id", "subject_label", "subject_category",
    "predicate_id", "predicate_label", "predicate_modifier",
    "object_id", "object_label", "mapping_justification",
    "author_id", "author_label", "reviewer_id", "reviewer_label",
    "mapping_date", "review_date", "confidence", "comment", *EXTENSIONS,
)  # fmt: skip
_SEVERAL = ("author_id", "author_label", "reviewer_id", "reviewer_label")
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_KNOWN = PREFIXES | {"semapv": "https://w3id.org/semapv/vocab/"}
_RESERVED = {*_KNOWN, "linkml", "pav", "oboInOwl"}
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)


class _Curies:
    """Short forms of IRIs, and the prefixes that they need."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """Return ``iri`` as prefix and rest; a new namespace is called after its last part.

        >>> curies = _Curies()
        >>> curies.short("https://kreis.example/id/goal/radwege")
        'goal:radwege'
        >>> curies.short("https://stadt.example/goal/wald"), curies.short(ZG + "direct")
        ('goal2:wald', 'zg:direct')
        """
        end = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        namespace, local = iri[:end], iri[end:]
        for name, known in (*self.prefixes.items(), *_KNOWN.items()):
            if known == namespace:
                self.prefixes[name] = namespace
                return f"{name}:{local}"
        last = re.split(r"[/#:]", namespace.rstrip("/#:"))[-1]
        start = name = last if _NAME.match(last) else "ns"
        number = 2
        while name in self.prefixes or name in _RESERVED:
            name, number = f"{start}{number}", number + 1
        self.prefixes[name] = namespace
        return f"{name}:{local}"


def sssom_tsv(project: Project, store: GraphStore, version: str, status: str | None = None) -> str:
    """Return the SDG links as SSSOM/TSV, labels in the language of the moment.

    :param version: what tells this state of the graph from others.
    :param status: local name of a ``zg:ReviewStatus``; accepted and confirmed if not given.
    """
    values: dict[str, str | Term] = {} if status is None else {"status": Iri(ZG + status)}
    found = run_select(store, load_query(project.queries, "sssom"), values)
    curies = _Curies()
    rows = [
        _cells(list(group), curies)
        for _, group in groupby(found, key=lambda row: str(row["record_id"]))
    ]
    columns = [name for name in _COLUMNS if name in REQUIRED or any(row[name] for row in rows)]
    lines = [f"#{line}" for line in _header(project, store, version, status, rows, curies)]
    lines.append("\t".join(columns))
    lines += ["\t".join(_quoted(row[name]) for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def graph_version(project: Project) -> str:
    """Return the digest of the built graph.

    :raises StoreError: if there is no built graph, or its summary is broken.
    """
    from zielgraph.build.location import CURRENT, SUMMARY  # noqa: PLC0415

    path = project.build / CURRENT / SUMMARY
    try:
        return str(json.loads(read_text(path))["digest"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("store.broken", path=path, reason=error) from error


def _cells(rows: Sequence[Row], curies: _Curies) -> dict[str, str]:
    """Return the cells of one link, whose authors and reviewers may have a row each."""
    cells: dict[str, str] = {}
    for name in _COLUMNS:
        values: dict[str, None] = {}
        for row in rows:
            value = row.get(name)
            if value is not None and str(value):
                values[curies.short(value.value) if isinstance(value, Iri) else str(value)] = None
        if name in _SEVERAL:
            cells[name] = "|".join(value.replace("|", "\\|") for value in values)
        else:
            cells[name] = next(iter(values), "")
    if not cells["reviewer_id"]:
        cells["review_date"] = ""  # the schema wants a reviewer with it
    return cells


def _quoted(text: str) -> str:
    """Return a cell; line ends, tabs and quotation marks are kept by quoting (RFC 4180)."""
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _header(  # noqa: PLR0913 - all that the metadata speak of
    project: Project,
    store: GraphStore,
    version: str,
    status: str | None,
    rows: Sequence[Mapping[str, str]],
    curies: _Curies,
) -> list[str]:
    extensions = [name for name in EXTENSIONS if any(row[name] for row in rows)]
    properties = {name: curies.short(ZG + EXTENSIONS[name]) for name in extensions}
    hint = curies.short(PREFIXES["xsd"] + "string")
    ending = f"-{status}" if status else ""
    days = [row[name] for row in rows for name in ("mapping_date", "review_date") if row[name]]
    facts = {
        "sssom_version": "1.1",
        "mapping_set_id": f"{project.base}mapping-set/sdg-links{ending}",
        "mapping_set_version": version,
        "mapping_set_title": message("sssom.title"),
        "mapping_set_description": message("sssom.description"),
        "license": _licence(store),
    } | ({"publication_date": max(days)} if days else {})
    lines = ["curie_map:"]
    lines += [f"  {name}: {_yaml(ns)}" for name, ns in sorted(curies.prefixes.items())]
    lines += [f"{name}: {_yaml(value)}" for name, value in facts.items()]
    if extensions:
        lines.append("extension_definitions:")
    for name in extensions:
        lines += [
            f"  - slot_name: {name}",
            f"    property: {_yaml(properties[name])}",
            f"    type_hint: {_yaml(hint)}",
        ]
    return lines


def _licence(store: GraphStore) -> str:
    """Return the licence of the datasets that hold links, if it is one and the same."""
    found = store.query(
        f"SELECT DISTINCT ?licence WHERE {{ GRAPH ?set {{ ?link a <{ZG}SdgLink> }} "
        f"?set <{PREFIXES['dcterms']}license> ?licence }}"
    )
    assert isinstance(found, Table)  # noqa: S101 - it is a SELECT
    licences = {str(licence) for (licence,) in found.rows}
    return licences.pop() if len(licences) == 1 else _UNSPECIFIED


def _yaml(text: str) -> str:
    """Return ``text`` as a double-quoted YAML scalar, which a JSON string is as well."""
    return json.dumps(text, ensure_ascii=False)
