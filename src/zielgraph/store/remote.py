# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Any SPARQL 1.1 server as a store, by SPARQLWrapper."""

from __future__ import annotations

import math
import re
import threading
from ast import literal_eval
from typing import TYPE_CHECKING

from zielgraph.model.errors import EndpointError, QueryError, ZielgraphError
from zielgraph.store.base import Result, Table

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

DEADLINE = 60.0
"""Seconds that one remote query may take in all."""

_KIND = re.compile(
    r"(?:\s|#[^\n]*\n|(?:BASE|PREFIX)\s[^<]*<[^>]*>)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)

_READ_ALL = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"


class RemoteStore:
    """A SPARQL server on the net.

    The queries of the library speak of the default graph. Where a server keeps that
    empty and the data in named graphs, all of them are asked together.

    :param endpoint: URL of the server's query endpoint.
    :param deadline: seconds for one query in all; SPARQLWrapper itself only bounds each
        single step of the transfer, so that a dripping server could hold it for ever.
    """

    def __init__(self, endpoint: str, deadline: float = DEADLINE) -> None:
        """Remember where to ask; nothing is sent yet."""
        self.endpoint = endpoint
        self.deadline = deadline
        self._graphs: tuple[str, ...] | None = None

    def query(self, text: str) -> Result:
        """Run one query on the server.

        :raises QueryError: if the server says that the text is no SPARQL query.
        :raises EndpointError: if the server cannot be reached, answers with something
            else than SPARQL results, or takes too long.
        """
        if self._graphs is None:
            self._graphs = self._graphs_to_ask()
        return self._ask_in_time(text, self._graphs)

    def _graphs_to_ask(self) -> tuple[str, ...]:
        if self._ask_in_time("ASK { ?s ?p ?o }", ()) is True:
            return ()
        table = self._ask_in_time(_READ_ALL, ())
        rows = table.rows if isinstance(table, Table) else []
        return tuple(str(row[0]) for row in rows)

    def _ask_in_time(self, text: str, graphs: tuple[str, ...]) -> Result:
        outcome: list[Result | Exception] = []

        def work() -> None:
            try:
                outcome.append(self._ask(text, graphs))
            except Exception as error:  # noqa: BLE001 - handed to the waiting thread
                outcome.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self.deadline)
        if not outcome:
            raise EndpointError("endpoint.slow", url=self.endpoint, seconds=f"{self.deadline:g}")
        if isinstance(outcome[0], ZielgraphError):
            raise outcome[0]
        if isinstance(outcome[0], Exception):
            raise EndpointError(
                "endpoint.failed", url=self.endpoint, reason=_said(outcome[0])
            ) from outcome[0]
        return outcome[0]

    def _ask(self, text: str, graphs: tuple[str, ...]) -> Result:
        from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper  # noqa: PLC0415 - 80 ms
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed  # noqa: PLC0415

        from zielgraph.store.embedded import (  # noqa: PLC0415
            names_dataset,
            read_results,
            read_triples,
        )

        found = _KIND.match(text)
        kind = found[1].upper() if found else "SELECT"  # what is no query, the server refuses
        client: SPARQLWrapper = SPARQLWrapper(self.endpoint)
        client.setMethod(POST)
        client.setTimeout(math.ceil(self.deadline))
        # SPARQLWrapper guesses the kind of a query, wrongly where comments go before.
        client.queryString = text
        client.queryType = kind
        for graph in () if names_dataset(text) else graphs:  # the protocol overrides FROM
            client.addDefaultGraph(graph)
        tabular = kind in {"SELECT", "ASK"}
        client.setReturnFormat(JSON if tabular else N3)
        # Its parameters format=, output= and results= would go before our header at some servers.
        client.setOnlyConneg(True)
        client.addCustomHttpHeader(
            "Accept", "application/sparql-results+json" if tabular else "application/n-triples"
        )
        try:
            with client.query().response as response:
                body = response.read()
        except QueryBadFormed as error:
            raise QueryError("query.failed", reason=_said(error)) from error
        return read_results(body) if tabular else read_triples(body)


def _said(error: Exception) -> str:
    """Return what the server itself said, without SPARQLWrapper's words around it."""
    text = str(error)
    _, found, answer = text.partition("Response:")
    if found:
        answer = answer.strip()
        quoted = answer[:2] in {"b'", 'b"'}
        raw = literal_eval(answer) if quoted else answer
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join(text.split())[:300]
