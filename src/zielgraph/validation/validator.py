# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""pyshacl over the whole graph."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH
from rdflib.query import Result as RdfResult
from rdflib.term import Identifier, Variable

from zielgraph.model.errors import BuildError, ZielgraphError
from zielgraph.model.files import files_in
from zielgraph.model.names import ZGS
from zielgraph.store.base import Table
from zielgraph.store.convert import to_rdflib, to_rdflib_term
from zielgraph.store.embedded import EmbeddedStore
from zielgraph.validation.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rdflib.term import Node

    from zielgraph.model.terms import Triple

_Row: TypeAlias = dict[Variable, Identifier]


class FastGraph(Graph):
    """An rdflib graph whose SPARQL constraints are answered once, by the embedded store.

    pyshacl asks the query of a ``sh:sparql`` constraint anew for every node that it looks
    at, with ``$this`` bound to the node. rdflib takes 10 to 40 ms for each, a minute and
    more for a strategy. Here the embedded store, which holds the same statements, answers
    each query once for all nodes, and the rows are handed out by their ``$this``.

    This is the same as asking node by node if every branch of the query binds ``$this``
    itself; a query that leaves it open in some row is left to rdflib.
    """

    def __init__(self, triples: Sequence[Triple]) -> None:
        """Hold ``triples`` twice: for pyshacl's look-ups, and for its queries."""
        super().__init__(bind_namespaces="none")
        to_rdflib(triples, self)
        self._twin = EmbeddedStore.in_memory((s, p, o, None) for s, p, o in triples)
        self._answers: dict[str, dict[Identifier, list[_Row]] | None] = {}

    def query(  # noqa: PLR0913 - rdflib's signature; pyshacl passes all by position
        self,
        query_object: Any,  # noqa: ANN401
        processor: Any = "sparql",  # noqa: ANN401
        result: Any = "sparql",  # noqa: ANN401
        initNs: Any = None,  # noqa: ANN401, N803
        initBindings: Any = None,  # noqa: ANN401, N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Answer for the node bound to ``$this``; any other call is rdflib's own."""
        bound = {str(name): term for name, term in (initBindings or {}).items()}
        this = bound.pop("this", None)
        if isinstance(query_object, str) and this is not None and not bound:
            if query_object not in self._answers:
                self._answers[query_object] = self._ask_for_all(query_object)
            rows = self._answers[query_object]
            if rows is not None:
                found = RdfResult("SELECT")
                found.vars = list(rows.get(this, [{}])[0])
                found.bindings = list(rows.get(this, []))
                return found
        return super().query(
            query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs
        )

    def _ask_for_all(self, text: str) -> dict[Identifier, list[_Row]] | None:
        answer = self._twin.query(text)
        if not isinstance(answer, Table) or "this" not in answer.columns:
            return None
        grouped: dict[Identifier, list[_Row]] = {}
        for row in answer.rows:
            cells = {
                Variable(name): to_rdflib_term(cell)
                for name, cell in zip(answer.columns, row, strict=True)
                if cell is not None
            }
            node = cells.get(Variable("this"))
            if node is None:
                return None
            grouped.setdefault(node, []).append(cells)
        return grouped


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of a validation: the findings in order, and the SHACL report as a graph."""

    findings: tuple[Finding, ...]
    graph: Graph
    nodes: tuple[Node, ...] = ()
    """The result in :attr:`graph` of each finding, in the same order."""

    @property
    def conforms(self) -> bool:
        """Whether no requirement of severity Violation is broken."""
        return all(finding.severity != "Violation" for finding in self.findings)


@contextmanager
def _constraints_checked_once() -> Iterator[None]:
    """Let pyshacl look through the text of a SPARQL constraint once, not for every node.

    Its search for forbidden clauses takes longer than all the queries together.
    """
    from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper  # noqa: PLC0415

    original: Any = SPARQLQueryHelper.check_invalid_sparql
    passed: set[tuple[str, bool]] = set()

    def check(self: Any, text: str, valuenode: Any = None, extravars: Any = None) -> Any:  # noqa: ANN401
        key = (text, valuenode is not None)
        if extravars or key not in passed:
            original(self, text, valuenode=valuenode, extravars=extravars)
            passed.add(key)
        return True

    SPARQLQueryHelper.check_invalid_sparql = check  # type: ignore[method-assign]
    try:
        yield
    finally:
        SPARQLQueryHelper.check_invalid_sparql = original  # type: ignore[method-assign]


def validate_graph(
    triples: Iterable[Triple], shapes: Graph, places: Mapping[str, tuple[Path, int]]
) -> Report:
    """Validate ``triples`` by ``shapes``.

    :param places: file and line at which each IRI is described, for the messages.
    :raises BuildError: if a shape is wrong, so that nothing can be validated.
    """
    import pyshacl  # noqa: PLC0415 - half a second, only needed here

    data = FastGraph(list(triples))
    try:
        with _constraints_checked_once():
            _, graph, _ = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", inplace=True, meta_shacl=False
            )
    except ZielgraphError:
        raise
    except Exception as error:  # a wrong shape raises whatever the parser inside does
        reason = " ".join(str(error).split())
        raise BuildError("validate.shapes", reason=reason) from error
    if not isinstance(graph, Graph):  # pyshacl hands back its own failure as an object
        raise BuildError("validate.shapes", reason=" ".join(str(graph).split()))
    found = [
        (_finding(graph, node, shapes, places), node)
        for node in graph.subjects(RDF.type, SH.ValidationResult)
    ]
    found.sort(key=lambda pair: _rank(pair[0]))
    return Report(tuple(f for f, _ in found), graph, tuple(node for _, node in found))


def _rank(f: Finding) -> tuple[int, str, str, int, str, str, str]:
    severity = SEVERITIES.index(f.severity)
    return severity, f.requirement, f.file, f.line, f.node, f.value, f.path


def report_turtle(report: Report, findings: Sequence[Finding]) -> str:
    """Return the SHACL report on ``findings`` as Turtle; the same findings give the same text.

    pyshacl names its blank nodes by chance and knows one language of some messages; here
    results are numbered in the order of the findings and have all messages.
    """
    wanted = {id(finding) for finding in findings}
    out = Graph(bind_namespaces="none")
    out.bind("sh", SH)
    head = BNode("report")
    out.add((head, RDF.type, SH.ValidationReport))
    out.add((head, SH.conforms, RdfLiteral(not findings)))
    count = 0

    def copy(node: Node, new: Node) -> None:
        nonlocal count
        for predicate, value in sorted(report.graph.predicate_objects(node)):
            if predicate in {SH.resultMessage, SH.sourceConstraint}:
                continue
            target = value
            if isinstance(value, BNode):
                count += 1
                target = BNode(f"part{count:05d}")
                copy(value, target)
            out.add((new, predicate, target))

    for number, (finding, node) in enumerate(zip(report.findings, report.nodes, strict=True), 1):
        if id(finding) not in wanted:
            continue
        new = BNode(f"result{number:05d}")
        out.add((head, SH.result, new))
        copy(node, new)
        for tag, text in finding.texts.items():
            out.add((new, SH.resultMessage, RdfLiteral(text, lang=tag)))
    return out.serialize(format="longturtle")


def load_shapes(folder: Path) -> Graph:
    """Read all shapes in ``folder`` into one graph."""
    from zielgraph.store.turtle import read_turtle  # noqa: PLC0415

    shapes = Graph(bind_namespaces="none")
    for path in files_in(folder, ".ttl"):
        to_rdflib(read_turtle(path).triples, shapes)
    return shapes


def _finding(
    graph: Graph, node: Node, shapes: Graph, places: Mapping[str, tuple[Path, int]]
) -> Finding:
    def text(predicate: URIRef) -> str:
        value = graph.value(node, predicate)
        return "" if value is None else str(value)

    focus = text(SH.focusNode)
    path, line = places.get(focus, (None, 0))
    # pyshacl hands on one message only where a SPARQL constraint has several languages;
    # the shape itself has them all.
    source = graph.value(node, SH.sourceShape)
    messages = _messages(shapes, source, SH.message) or _messages(graph, node, SH.resultMessage)
    shape = text(SH.sourceShape)
    return Finding(
        severity=text(SH.resultSeverity).rsplit("#", 1)[-1],
        requirement=shape.removeprefix(ZGS) if shape.startswith(ZGS) else "",
        node=focus,
        path=text(SH.resultPath) if isinstance(graph.value(node, SH.resultPath), URIRef) else "",
        value=text(SH.value),
        texts=messages,
        file="" if path is None else str(path),
        line=line,
    )


def _messages(graph: Graph, node: Node | None, predicate: URIRef) -> dict[str, str]:
    """Return the texts of ``node`` by language, sorted by language."""
    found = {
        str(literal.language or "en"): str(literal)
        for literal in graph.objects(node, predicate)
        if isinstance(literal, RdfLiteral)
    }
    return dict(sorted(found.items()))
