# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The SPARQL 1.1 endpoint, read-only, as plain ASGI: the way of every query is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zielgraph.isolation.question import Question
from zielgraph.model.errors import NotAcceptableError, ZielgraphError
from zielgraph.server.negotiation import (
    GRAPHS,
    TABLES,
    TRUTHS,
    Offer,
    accept_of,
    best_offer,
    language_for,
    named_offer,
)
from zielgraph.server.problems import HttpError, problem_aside
from zielgraph.server.protocol import (
    METHODS,
    liked,
    not_acceptable,
    read_request,
)
from zielgraph.server.scopes import state_of
from zielgraph.server.service_description import describe
from zielgraph.server.sizes import read_body

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from zielgraph.isolation.question import Answer
    from zielgraph.server.protocol import SparqlRequest
    from zielgraph.server.state import State

PATH = "/sparql"
PATHS = frozenset({PATH, PATH + "/"})

_VARY = b"Accept, Accept-Encoding"
_OFFERS = {"table": TABLES, "truth": TRUTHS, "graph": GRAPHS}
_PAGE = Offer("text/html", "html")


class Endpoint:
    """Answers queries; asked for nothing, it describes itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            await self._answer(scope, receive, send)
        except ZielgraphError as error:
            response = await problem_aside(Request(scope), error, plain=True)
            await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method not in {"GET", "HEAD", "POST"}:
            allow = {"Allow": METHODS}
            raise HttpError(405, "server.method", allow, method=method, path=PATH)
        state = state_of(scope)
        headers = Headers(scope=scope)
        body = b""
        if method == "POST":
            _check_encoding(headers)
            body = await read_body(receive, state.settings.body_size * 1_000_000)
        asked = read_request(method, scope["query_string"], headers.get("content-type", ""), body)
        accept = accept_of(headers)
        if asked.text is None:
            response = await self._introduce(state, scope, headers, asked)
            await response(scope, receive, send)
            return
        answer, offer = await _ask(state, asked, accept)
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", offer.content_type.encode()),
                    (b"content-length", b"%d" % len(answer.body)),
                    (b"vary", _VARY),
                ],
            }
        )
        content = b"" if method == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": content})

    @staticmethod
    async def _introduce(
        state: State, scope: Scope, headers: Headers, asked: SparqlRequest
    ) -> Response:
        """Describe the service; people get the editor."""
        pages = state.served.portal is not None and asked.form is None
        offers = (*GRAPHS, _PAGE) if pages else GRAPHS
        accept = accept_of(headers)
        offer = named_offer(asked.form, offers) if asked.form else best_offer(accept, offers)
        if offer is None:
            raise not_acceptable(*GRAPHS)
        vary = {"Vary": "Accept, Accept-Language, Accept-Encoding"}
        if offer is _PAGE:
            lang = language_for(headers.get("accept-language"))
            back = "../" if scope["path"].endswith("/") else ""
            return RedirectResponse(f"{back}{lang}/editor", 303, vary)
        text = await describe(state, offer.form)
        return Response(text, 200, vary | {"Content-Type": offer.content_type})


def _check_encoding(headers: Headers) -> None:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise HttpError(
            415, "server.encoding", headers={"Accept-Encoding": "identity"}, given=encoding
        )


async def _ask(state: State, asked: SparqlRequest, accept: str | None) -> tuple[Answer, Offer]:
    """Return the answer to a query and the form that it has."""
    offers = liked(accept, asked.form)
    dataset = bool(asked.default_graphs or asked.named_graphs)
    question = Question(
        asked.text or "",
        table=offers.table.form if offers.table else None,
        truth=offers.truth.form if offers.truth else None,
        graph=offers.graph.form if offers.graph else None,
        default_graphs=asked.default_graphs if dataset else None,
        named_graphs=asked.named_graphs if dataset else None,
        services=state.settings.services,
        base=state.public_url + "sparql",
    )
    try:
        answer = await state.pool.ask(question)
    except NotAcceptableError as error:
        kind = error.key.rpartition("_")[2]
        raise not_acceptable(*_OFFERS[kind]) from error
    offer = {"table": offers.table, "truth": offers.truth, "graph": offers.graph}[answer.kind]
    assert offer is not None  # noqa: S101 - the workers refuse what is not acceptable
    return answer, offer
