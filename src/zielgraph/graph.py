# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The built graph from Python.

:func:`open_graph` is the way in; ``docs/python.md`` shows the rest by examples that a test runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, overload

from zielgraph.model.names import PREFIXES
from zielgraph.model.project import Project, find_project
from zielgraph.queries.library import NamedQuery, load_queries, load_query, run_select
from zielgraph.store.base import GraphStore, Result, Row, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import networkx
    import rdflib

    from zielgraph.build.location import Built
    from zielgraph.coverage.evidence import Evidence, Place
    from zielgraph.coverage.matrix import Matrix, RowsBy
    from zielgraph.coverage.quality import GoalQuality
    from zielgraph.coverage.views import Coverage, SdgRow, TargetRow
    from zielgraph.model.terms import Term


@dataclass(frozen=True, slots=True)
class StrategyGraph:
    """A graph that can be queried; get one from :func:`open_graph`.

    :param project: the project whose query library is used.
    :param store: the built store, or a remote server.
    """

    project: Project
    store: GraphStore

    def queries(self) -> list[NamedQuery]:
        """Return the query library with questions and parameters."""
        return load_queries(self.project.queries)

    def query(self, name: str, /, **parameters: str | Term) -> list[Row]:
        """Run a query of the library.

        :param name: its name, such as ``"goal-sdg-links"``.
        :param parameters: by name; a text is read by the parameter's type.
        :returns: a row for each result, in the order of the query.
        :raises QueryError: if there is no such query, or a parameter does not fit.
        """
        return run_select(self.store, load_query(self.project.queries, name), parameters)

    @overload
    def coverage(
        self, by: RowsBy = "field", *, sdg: int | None = None, version: str | None = None
    ) -> Matrix: ...

    @overload
    def coverage(self, by: Literal["sdg"], *, version: str | None = None) -> list[SdgRow]: ...

    @overload
    def coverage(self, by: Literal["target"], *, version: str | None = None) -> list[TargetRow]: ...

    def coverage(
        self, by: str = "field", *, sdg: int | None = None, version: str | None = None
    ) -> Matrix | list[SdgRow] | list[TargetRow]:
        """Return the coverage in one of its views; :meth:`views` has the others.

        :param by: ``field``, ``actor``, ``department`` or ``principle`` for a matrix of
            rows × SDGs; ``sdg`` for the profile; ``target`` for the states of the targets.
        :param sdg: for a matrix only this SDG; fields × its targets instead of × SDGs.
        :param version: only statements of this version (its IRI or the end of it).
        :raises ValueError: if there is no such view.
        """
        views = self.views(version)
        if by == "sdg":
            return views.sdgs()
        if by == "target":
            return views.targets()
        if by in {"field", "actor", "department", "principle"}:
            return views.matrix(by, sdg)  # type: ignore[arg-type]
        raise ValueError(by)

    def views(self, version: str | None = None) -> Coverage:
        """Return all views of the coverage: gaps, field profiles, the summary with its shares.

        :param version: only statements of this version (its IRI or the end of it).
        """
        from zielgraph.coverage.views import Coverage  # noqa: PLC0415

        return Coverage(self.project, self.store, version)

    def evidence(self, place: Place, *, version: str | None = None) -> list[Evidence]:
        """Return the statements behind a figure of the coverage, with their links.

        :param place: which figure; see :class:`zielgraph.coverage.evidence.Place`.
        """
        from zielgraph.coverage.evidence import evidence  # noqa: PLC0415

        return evidence(self.views(version), place)

    def quality(self, *, version: str | None = None) -> list[GoalQuality]:
        """Return what each goal has and what it lacks, in the order of the paper."""
        from zielgraph.coverage.quality import goal_quality  # noqa: PLC0415

        return goal_quality(self.views(version))

    def sparql(self, text: str) -> Result:
        """Run any SPARQL 1.1 query over all graphs together.

        :raises QueryError: if the text is no SPARQL query.
        """
        return self.store.query(text)

    def to_rdflib(self) -> rdflib.Graph:
        """Return everything as one rdflib graph (all named graphs merged)."""
        from zielgraph.store.convert import to_rdflib  # noqa: PLC0415 - rdflib loads slowly

        result = self.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        graph = to_rdflib(result.triples if isinstance(result, Triples) else [])
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return statements and their dependencies as a directed multigraph.

        Nodes are statement IRIs with ``notation`` and ``field``; edges carry ``kind``,
        ``strength`` (1 to 3) and ``basis`` (stated, judged, computed).
        """
        import networkx  # noqa: PLC0415 - half a second, only needed here

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for row in self.query("dependency-graph"):
            for end in ("from", "to"):
                graph.add_node(
                    str(row[end]),
                    notation=str(row[f"{end}_notation"] or ""),
                    field=str(row[f"{end}_field"] or ""),
                )
            graph.add_edge(
                str(row["from"]),
                str(row["to"]),
                key=str(row["dependency"]),
                kind=str(row["kind"]),
                strength=int(str(row["strength"])),
                basis=str(row["basis"]),
            )
        return graph

    def dependencies(
        self, layers: Iterable[str] = ("stated", "judged")
    ) -> networkx.MultiDiGraph[str]:
        """Return goals and what ties them together, by layers that are kept apart.

        :param layers: ``stated`` in the text, ``judged`` by a reader, ``computed`` from shared
            SDG targets, actors and topics, or of the latter only ``target``, ``actor``, ``topic``.
        :returns: a directed multigraph; what nodes and edges have is said at
            :meth:`zielgraph.dependencies.layers.Network.graph`. Add up the weights of different
            layers only on purpose: each edge says its ``layer``.
        :raises DependencyError: if there is no such layer.
        """
        from zielgraph.dependencies.layers import comprised, load_network  # noqa: PLC0415

        wanted = comprised(layers)
        return load_network(self.project.queries, self.store).graph(*wanted)


def open_graph(project: Path | None = None, *, endpoint: str | None = None) -> StrategyGraph:
    """Open the built graph of a project, or a remote one.

    :param project: the project's folder; by default it is looked for as
        :func:`zielgraph.model.project.find_project` says.
    :param endpoint: URL of a SPARQL 1.1 server to ask instead of the built graph.
    :raises ProjectError: if there is no project.
    :raises StoreError: if nothing has been built yet.
    """
    found = find_project(project)
    if endpoint is not None:
        from zielgraph.store.remote import RemoteStore  # noqa: PLC0415

        return StrategyGraph(found, RemoteStore(endpoint))
    from zielgraph.build.location import current_store  # noqa: PLC0415

    return StrategyGraph(found, current_store(found))


def graph_of(project: Project, built: Built) -> StrategyGraph:
    """Open a built graph with the base that it was built with.

    :raises StoreError: if it cannot be read, or holds something else than what was built.
    """
    from zielgraph.build.location import STORE  # noqa: PLC0415
    from zielgraph.model.errors import StoreError  # noqa: PLC0415
    from zielgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    store = EmbeddedStore.open(built.folder / STORE)
    if len(store) != built.quads:
        raise StoreError(
            "store.count", path=built.folder / STORE, found=len(store), count=built.quads
        )
    return StrategyGraph(replace(project, base=built.base), store)
