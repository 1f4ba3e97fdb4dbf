# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Answering one question from a store, within a worker."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from zielgraph.isolation.question import Answer, Question, plain
from zielgraph.model.errors import FormatError, LimitError, NotAcceptableError, QueryError
from zielgraph.model.names import PREFIXES
from zielgraph.store.embedded import names_dataset
from zielgraph.store.formats import FORMATS
from zielgraph.store.mistakes import query_failure, query_syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from typing_extensions import Buffer

    from zielgraph.isolation.loading import Dataset

_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_WITH_PREFIXES = {"turtle", "trig", "rdfxml"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


class _Bounded(io.BytesIO):
    """A file in memory that refuses to grow past a size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._room = size

    def write(self, piece: Buffer, /) -> int:
        length = super().write(piece)
        self._room -= length
        if self._room < 0:
            raise _FullError
        return length


class _FullError(Exception):
    pass


def answer(data: Dataset, question: Question, size: int) -> Answer:
    """Answer a question.

    :param size: bytes that the answer may have.
    :raises QueryError: if the text is no SPARQL query, or fails while it is evaluated.
    :raises NotAcceptableError: if the client takes no format for what the query gives.
    :raises FormatError: if RDF/XML cannot hold the graph.
    :raises LimitError: if the answer is larger than ``size``.
    """
    out = _Bounded(size)
    result = None
    try:
        result = _run(data, question)
        if isinstance(result, ox.QueryTriples):
            form = _wanted(question.graph, "graph")
            _write_graph(result, form, out)
            return Answer("graph", form, _finish(form, out.getvalue()))
        if isinstance(result, ox.QueryBoolean):
            form = _wanted(question.truth, "truth")
            result.serialize(out, _TABLES[form])
            return Answer("truth", form, out.getvalue())
        form = _wanted(question.table, "table")
        result.serialize(out, _TABLES[form])
        return Answer("table", form, _finish(form, out.getvalue()))
    except _FullError:
        raise LimitError("isolation.size", limit="size", size=plain(size / 1e6)) from None
    except SyntaxError as error:
        raise query_syntax_error(question.text, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise query_failure(error) from error
    finally:
        del result  # frees its memory before the next question


def _run(data: Dataset, question: Question) -> Any:  # noqa: ANN401 - the engine's union of results
    store, text = data.store, question.text
    base = question.base
    if question.default_graphs is None and question.named_graphs is None:
        union = not data.merged and not names_dataset(text)
        return store.query(text, base_iri=base, use_default_graph_as_union=union)
    return store.query(
        text,
        base_iri=base,
        default_graph=_nodes(question.default_graphs),
        named_graphs=_nodes(question.named_graphs),
    )


def _nodes(graphs: Iterable[str] | None) -> list[Any]:
    try:
        return [ox.NamedNode(graph) for graph in graphs or ()]
    except ValueError as error:
        raise QueryError("isolation.graph", reason=error) from error


def _wanted(form: str | None, kind: str) -> str:
    if form is None:
        raise NotAcceptableError(f"isolation.not_acceptable_{kind}")
    return form


def _write_graph(result: ox.QueryTriples, form: str, out: _Bounded) -> None:
    if form not in _WITH_PREFIXES:
        result.serialize(out, FORMATS[form])
        return
    triples = _fit_for_xml(result) if form == "rdfxml" else result
    ox.serialize(triples, out, FORMATS[form], prefixes=PREFIXES)


def _fit_for_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Refuse what RDF/XML has no way to write; the engine would write broken XML."""
    for triple in triples:
        predicate = triple.predicate.value
        if not _XML_NAME.search(predicate):
            raise FormatError("write.no_xml_name", property=predicate)
        value = str(getattr(triple.object, "value", triple.object))
        if found := _NOT_IN_XML.search(value):
            code = f"U+{ord(found[0]):04X}"
            raise FormatError(
                "write.not_xml", code=code, subject=triple.subject, property=predicate
            )
        yield triple


def _finish(form: str, body: bytes) -> bytes:
    """Mend what the engine's XML writers leave: signs that XML has no way to write."""
    mend = _MENDS.get(form)
    return mend(body) if mend else body


def _mend_results(body: bytes) -> bytes:
    return _mend_ends(_NOT_IN_XML_BYTES.sub("\N{REPLACEMENT CHARACTER}".encode(), body))


def _mend_ends(body: bytes) -> bytes:
    # XML takes a carriage return for the end of a line, unless it is written as a number.
    return body.replace(b"\r", b"&#13;")


_MENDS: dict[str, Callable[[bytes], bytes]] = {"xml": _mend_results, "rdfxml": _mend_ends}
