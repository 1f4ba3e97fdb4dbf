# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The embedded store: pyoxigraph, on disk or in memory."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from zielgraph.model.errors import EndpointError, InvalidTermError, QueryError, StoreError
from zielgraph.model.terms import BlankNode, Iri, Literal, Quad, Term, Triple
from zielgraph.store.base import Result, Table, Triples
from zielgraph.store.mistakes import query_failure, query_syntax_error

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_LOAD_BYTES = 16_000_000
_ASIDE = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![\w?$:-])FROM(?![\w:-])", re.IGNORECASE)


def names_dataset(text: str) -> bool:
    """Tell whether a query says itself which graphs it asks (``FROM``).

    >>> names_dataset("SELECT * FROM <x:g> WHERE { ?from zg:from 'FROM' }")
    True
    >>> names_dataset("SELECT ?from WHERE { ?from zg:from 'FROM' . # FROM <x:g>")
    False
    """
    rest = _ASIDE.sub(lambda found: " " if found[0].startswith("#") else " _ ", text)
    return _FROM.search(rest) is not None


def from_engine(term: Any) -> Term:  # noqa: ANN401 - the engine's union of term classes
    """Turn a term of the engine into ours.

    :raises InvalidTermError: if it is a triple within a triple (RDF 1.2).
    """
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.language, term.datatype.value)
    if isinstance(term, ox.Triple):
        raise InvalidTermError("term.triple", value=term)
    return BlankNode(str(term.value))


@lru_cache(maxsize=1 << 16)
def _iri(value: str) -> Iri:
    """Return an IRI; a graph names the same ones again and again, and each is checked once."""
    return Iri(value)


def from_engine_triple(statement: ox.Triple | ox.Quad) -> Triple:
    """Turn a triple of the engine, or a quad without its graph, into ours.

    :raises InvalidTermError: if a term is a triple within a triple (RDF 1.2).
    """
    subject = from_engine(statement.subject)
    return subject, _iri(statement.predicate.value), from_engine(statement.object)  # type: ignore[return-value]  # a subject is never a literal


def from_engine_quad(quad: ox.Quad) -> Quad:
    """Turn a quad of the engine into ours."""
    graph = quad.graph_name
    return *from_engine_triple(quad), _iri(graph.value) if isinstance(graph, ox.NamedNode) else None


def to_engine(term: Term) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    """Turn one of our terms into the engine's.

    :raises InvalidTermError: if the IRI or the language tag is none by its standard, which
        the engine knows in more detail than :mod:`zielgraph.model.terms`.
    """
    if isinstance(term, Iri):
        return _to_node(term)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.value)
    if term.language:
        try:
            return ox.Literal(term.value, language=term.language)
        except ValueError as error:
            raise InvalidTermError("term.language", value=term.language) from error
    return ox.Literal(term.value, datatype=_to_node(Iri(term.datatype)))


def _to_node(iri: Iri) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri.value)
    except ValueError as error:
        raise InvalidTermError("term.iri", value=iri.value) from error


def to_engine_quad(quad: Quad) -> ox.Quad:
    """Turn one of our quads into the engine's."""
    subject, predicate, value, graph = quad
    node = _to_node(graph) if graph else ox.DefaultGraph()
    return ox.Quad(
        to_engine(subject),  # type: ignore[arg-type]  # a subject is never a literal
        _to_node(predicate),
        to_engine(value),
        node,
    )


class EmbeddedStore:
    """A dataset in this process.

    >>> store = EmbeddedStore.in_memory([(Iri("x:a"), Iri("x:p"), Literal("1"), None)])
    >>> store.query("ASK { ?s ?p '1' }")
    True
    """

    def __init__(self, engine: ox.Store) -> None:
        """Wrap an engine; use the class methods to get one."""
        self._engine = engine

    @classmethod
    def in_memory(cls, quads: Iterable[Quad] = ()) -> EmbeddedStore:
        """Return a store that lives in memory and holds ``quads``."""
        engine = ox.Store()
        engine.bulk_extend(to_engine_quad(quad) for quad in quads)
        return cls(engine)

    @classmethod
    def from_nquads(cls, text: str) -> EmbeddedStore:
        """Return a store in memory with what ``text`` says, blank nodes named as in there.

        :raises StoreError: if it is no N-Quads.
        """
        engine = ox.Store()
        try:
            engine.bulk_extend(ox.parse(text, ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise StoreError("store.broken", path="N-Quads", reason=error.msg) from error
        return cls(engine)

    @classmethod
    def open(cls, folder: Path) -> EmbeddedStore:
        """Open a built store for reading; several processes may do so at once.

        :raises StoreError: if it is missing or no store.
        """
        if not folder.is_dir():
            raise StoreError("store.missing", path=folder)
        try:
            return cls(ox.Store.read_only(str(folder)))
        except (OSError, RuntimeError) as error:
            raise StoreError("store.broken", path=folder, reason=error) from error

    def save(self, folder: Path) -> None:
        """Write the whole dataset to a new store on disk.

        :raises OSError: if the disk is full or the folder cannot be written.
        """
        target = ox.Store(str(folder))
        target.bulk_extend(self._engine)
        target.flush()
        target.optimize()

    @staticmethod
    def extend_saved(folder: Path, lines: Iterable[bytes]) -> None:
        """Add N-Quads to a saved store, without ever holding all of them in memory.

        :param lines: whole lines, several at a time; IRIs in them are taken as they are.
        :raises OSError: if the disk is full or the folder cannot be written.
        """
        target = ox.Store(str(folder))
        waiting: list[bytes] = []
        for piece in chain(lines, (None,)):
            waiting += [] if piece is None else [piece]
            # One load of everything would hold everything: 360,000 statements took 300 MB.
            if piece is None or sum(map(len, waiting)) > _LOAD_BYTES:
                target.bulk_load(b"".join(waiting), ox.RdfFormat.N_QUADS, lenient=True)
                waiting.clear()
        target.flush()
        target.optimize()

    def add(self, quads: Iterable[Quad]) -> None:
        """Add ``quads``."""
        self._engine.bulk_extend(to_engine_quad(quad) for quad in quads)

    def quads(self, without: Collection[Iri] = ()) -> Iterator[Quad]:
        """Return every quad, except those of the graphs ``without``."""
        if not without:
            return map(from_engine_quad, self._engine)
        left_out = {ox.NamedNode(graph.value) for graph in without}
        kept = [graph for graph in self._engine.named_graphs() if graph not in left_out]
        found = (
            self._engine.quads_for_pattern(None, None, None, graph)
            for graph in (ox.DefaultGraph(), *kept)
        )
        return map(from_engine_quad, chain.from_iterable(found))

    def about(self, node: Iri | BlankNode) -> list[Quad]:
        """Return what is stated about ``node``, in whichever graph."""
        found = self._engine.quads_for_pattern(to_engine(node), None, None, None)  # type: ignore[arg-type]  # no literal
        return [from_engine_quad(quad) for quad in found]

    def of_graph(self, graph: Iri) -> Iterator[Quad]:
        """Return what a graph holds."""
        return map(
            from_engine_quad,
            self._engine.quads_for_pattern(None, None, None, _to_node(graph)),
        )

    def mentioning(self, node: Iri, limit: int) -> list[Quad]:
        """Return statements whose object is ``node``, at most ``limit``."""
        found = self._engine.quads_for_pattern(None, None, _to_node(node), None)
        return [from_engine_quad(quad) for quad in islice(found, limit)]

    def graphs(self) -> list[Iri]:
        """Return the names of all graphs."""
        return [Iri(str(name.value)) for name in self._engine.named_graphs()]

    def size_of(self, graph: Iri) -> int:
        """Return the number of triples in a graph."""
        name = ox.NamedNode(graph.value)
        return sum(1 for _ in self._engine.quads_for_pattern(None, None, None, name))

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._engine)

    def query(self, text: str) -> Result:
        """Run one query over the union of all graphs, or over those that its ``FROM`` names.

        :raises QueryError: if the text is no SPARQL 1.1 query.
        """
        try:
            # SPARQL has no way to switch SERVICE off here: queries of strangers never
            # come this way, they run in the isolated workers of the endpoint.
            union = not names_dataset(text)
            return _result(self._engine.query(text, use_default_graph_as_union=union))
        except SyntaxError as error:
            raise query_syntax_error(text, error) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise query_failure(error) from error


def _result(answer: Any) -> Result:  # noqa: ANN401 - the engine's union of results
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    columns = None
    try:
        if not isinstance(answer, ox.QueryTriples):
            columns = tuple(variable.value for variable in answer.variables)
        found = list(answer)  # computed only while it is fetched
    except (OSError, RuntimeError, ValueError) as error:
        raise query_failure(error) from error
    finally:
        del answer  # an error would carry it on; it may only be dropped in its own thread
    if columns is None:
        return Triples([from_engine_triple(triple) for triple in found])
    rows = [tuple(None if cell is None else from_engine(cell) for cell in row) for row in found]
    return Table(columns, rows)


def read_results(body: bytes) -> Result:
    """Read a SPARQL 1.1 result in JSON, as servers send it.

    :raises EndpointError: if ``body`` is something else.
    """
    try:
        return _result(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
    except (SyntaxError, QueryError, ValueError) as error:
        raise EndpointError("endpoint.garbled", start=_start_of(body)) from error


def read_triples(body: bytes) -> Triples:
    """Read N-Triples, as servers send them for CONSTRUCT.

    :raises EndpointError: if ``body`` is something else.
    """
    try:
        quads = list(ox.parse(body, ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise EndpointError("endpoint.garbled", start=_start_of(body)) from error
    return Triples([from_engine_triple(quad) for quad in quads])


def _start_of(body: bytes) -> str:
    return " ".join(body[:120].decode("utf-8", "replace").split())
