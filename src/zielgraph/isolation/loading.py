# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Loading a dataset into memory, for the helper."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from zielgraph.model.errors import SourceFileError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
}


_SEVERAL = (
    "ASK { GRAPH ?g { ?s ?p ?o } FILTER EXISTS { GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) } }",
    "ASK { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
)
"""Whether a triple stands in two named graphs, or in one and in none."""
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was loaded.

    :ivar quads: how many statements the files hold.
    :ivar merged: whether the unnamed graph holds the triples of all graphs. The engine's union
        of graphs finds a triple once for each of its graphs; where that would show, the graphs
        are merged into that one. Other data take no more memory for it.
    """

    store: ox.Store
    quads: int
    merged: bool


def load(files: Sequence[Path], quads: int | None = None) -> Dataset:
    """Load what is in ``files`` into memory, named graphs kept.

    :param quads: how many statements there must be, for a built graph, which has each triple in
        one graph only.
    :raises SourceFileError: if a file is missing, has an unknown ending or a syntax error.
    :raises StoreError: if a file breaks off or is no such compressed file, or there are more or
        fewer statements: a file cut at the end of a line reads well.
    """
    store = ox.Store()
    for path in files:
        _load_file(store, path)
    found = len(store)
    if quads is not None and found != quads:
        names = ", ".join(map(str, files))
        raise StoreError("store.count", path=names, found=found, count=quads)
    merged = quads is None and any(bool(store.query(several)) for several in _SEVERAL)
    if merged:
        store.update(_MERGE)
    return Dataset(store, found, merged)


def _load_file(store: ox.Store, path: Path) -> None:
    name = path.name.lower()
    ending = name.removesuffix(".gz").rpartition(".")[2]
    form = _FORMATS.get(ending)
    if form is None:
        raise SourceFileError(
            "isolation.ending", path=path, known=", ".join(f".{e}" for e in _FORMATS)
        )
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
            content = cast("IO[bytes]", stream)
            store.bulk_load(content, form, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        from zielgraph.store.formats import explain_syntax  # noqa: PLC0415 - only when it fails

        line, reason = explain_syntax(error)
        raise SourceFileError("file.syntax", path=path, line=line, reason=reason) from error
    except FileNotFoundError as error:
        raise StoreError("isolation.gone", path=path) from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise StoreError("store.broken", path=path, reason=error) from error
