# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Namespaces and graph names: the only IRIs that Python needs to know.

Everything else that is a name stands in ``ontology/`` and is read from there.
"""

from __future__ import annotations

ZG = "https://w3id.org/zielgraph/ontology#"
ZGS = "https://w3id.org/zielgraph/shapes#"
SCHEMES = "https://w3id.org/zielgraph/scheme/"
"""Where the IRIs of all lists of values begin."""

DATA_BASE = "https://w3id.org/zielgraph/id/"
"""Base of all data IRIs as written in ``data/``; a county may publish under its own."""

PREFIXES: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cc": "http://creativecommons.org/ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "m8g": "http://data.europa.eu/m8g/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "zg": ZG,
    "zgs": ZGS,
}
"""Prefixes with one meaning everywhere; a file that binds one otherwise is refused."""

GRAPHS: dict[str, str] = {
    "ontology": DATA_BASE + "graph/ontology",
    "inferred": DATA_BASE + "graph/inferred",
    "observations": DATA_BASE + "graph/observations",
    "wording": DATA_BASE + "graph/wording",
    "build": DATA_BASE + "graph/build",
}
"""Named graphs that do not come from a folder of ``data/``."""


def folder_graph(folder: str) -> str:
    """Return the IRI of the named graph for a folder of ``data/``.

    >>> folder_graph("sdg")
    'https://w3id.org/zielgraph/id/graph/data/sdg'
    """
    return f"{DATA_BASE}graph/data/{folder}"
