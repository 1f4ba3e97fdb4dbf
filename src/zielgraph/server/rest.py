# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library over HTTP: each file in ``queries/`` is an address of its own."""

from __future__ import annotations

import asyncio
import json
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zielgraph.model.errors import QueryError, ZielgraphError
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.publication.answers import listing, write_answer
from zielgraph.queries.library import binding, load_queries
from zielgraph.server.negotiation import best, language_for
from zielgraph.server.openapi import openapi
from zielgraph.server.parameters import SHOWN, read_query, read_wanted, shown
from zielgraph.server.problems import HttpError
from zielgraph.server.scopes import served_of, state_of
from zielgraph.server.tables import Tables
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from zielgraph.isolation.pool import WorkerPool
    from zielgraph.queries.library import NamedQuery
    from zielgraph.server.parameters import Wanted
    from zielgraph.server.state import Served
    from zielgraph.store.base import Result

_STATUS = {"query.no_such_thing": 404, "query.several_things": 409}
_VARY = "Accept, Accept-Language"
_MANY = 500  # rows that are written in about a millisecond


class Library:
    """The queries of one version of what is served, with the answers that are kept."""

    def __init__(self, served: Served, pool: WorkerPool) -> None:
        """Remember what is served; the files are read when they are first wanted."""
        self.served = served
        self.tables = Tables(pool)
        self._described: dict[str, bytes] = {}

    @cached_property
    def queries(self) -> Mapping[str, NamedQuery]:
        """Return the queries by their name; a server of mere files has none.

        :raises HttpError: if a file of the library is broken, which is no fault of a client.
        """
        portal = self.served.portal
        if portal is None:
            return {}
        try:
            return {query.name: query for query in load_queries(portal.graph.project.queries)}
        except ZielgraphError as error:
            raise HttpError(500, error.key, None, **error.data) from error

    def find(self, name: str) -> NamedQuery:
        """Return a query.

        :raises HttpError: if there is none of that name; the message offers the nearest.
        """
        if name not in self.queries:
            near = get_close_matches(name[:SHOWN], self.queries, n=3, cutoff=0.4)
            raise HttpError(404, "rest.unknown", name=shown(name), near=", ".join(near) or "–")
        return self.queries[name]

    def listing(self) -> bytes:
        """Return all queries with their questions and parameters."""
        return listing(self.queries.values())

    def description(self, lang: str) -> bytes:
        """Return the OpenAPI description."""
        if lang not in self._described:
            document = openapi(self.queries.values(), lang, self.served.version)
            self._described[lang] = _written(document)
        return self._described[lang]

    async def run(self, query: NamedQuery, wanted: Wanted) -> Result:
        """Return the whole answer of a query.

        :raises HttpError: if a parameter does not fit, or names what the graph does not know.
        """
        with speaking(wanted.asked.lang):
            steps = binding(query, wanted.values)
            try:
                question = next(steps)
                while True:
                    try:
                        result = await self.tables.ask(question)
                    except QueryError as error:
                        question = steps.throw(error)
                    else:
                        question = steps.send(result)
            except StopIteration as bound:
                text: str = bound.value
            except QueryError as error:
                raise _fault(query, error) from error
            return await self.tables.ask(text)


def _fault(query: NamedQuery, error: QueryError) -> HttpError:
    """Say what is wrong with a parameter in the words of this interface."""
    parameter = str(error.data.get("name", ""))
    if error.key != "query.parameter_value":
        data = {**error.data, "value": shown(str(error.data.get("value"))), "parameter": parameter}
        return HttpError(_STATUS.get(error.key, 400), error.key, None, **data)
    kind = next(each.type for each in query.parameters if each.name == parameter)
    return HttpError(
        400,
        "rest.value",
        parameter=parameter,
        value=shown(str(error.data["value"])),
        wanted=message(f"rest.value_{kind.replace('-', '_')}"),
    )


def _written(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _library(request: Request) -> Library:
    """Return the library of the version that is served now."""
    state, served = state_of(request.scope), served_of(request.scope)
    kept: Library | None = getattr(request.app.state, "library", None)
    if kept is None or kept.served is not served:
        kept = Library(served, state.pool)
        request.app.state.library = kept
    return kept


async def queries(request: Request) -> Response:
    """List the library."""
    _language(request)
    if best(request.headers.get("accept"), (("application/json", "json"),)) is None:
        raise HttpError(406, "rest.not_acceptable", known="application/json")
    return _document(_library(request).listing(), "application/json", "Accept")


async def description(request: Request) -> Response:
    """Describe the interface."""
    lang = _language(request)
    body = _library(request).description(lang)
    return _document(body, "application/vnd.oai.openapi+json;version=3.1", "Accept-Language", lang)


def _language(request: Request) -> str:
    """Return the language of a document whose only parameter it is.

    :raises HttpError: if there are other parameters, or no such language.
    """
    given = dict(read_query(request.scope["query_string"]))
    lang = given.pop("lang", None)
    for name in given:
        raise HttpError(400, "rest.unknown_parameter", query="", parameter=shown(name), near="lang")
    if lang is not None and lang not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise HttpError(400, "rest.wrong", parameter="lang", value=shown(lang), known=known)
    return lang or language_for(request.headers.get("accept-language"))


def _document(body: bytes, media_type: str, vary: str, lang: str | None = None) -> Response:
    headers = {"Content-Type": media_type, "Vary": vary, "Cache-Control": "no-cache"}
    if lang:
        headers["Content-Language"] = lang
    return Response(body, 200, headers)


async def query(request: Request) -> Response:
    """Answer one query of the library."""
    library = _library(request)
    name, point, endings = request.path_params["name"].partition(".")
    found = library.find(name if endings or not point else name + point)
    wanted = read_wanted(
        found,
        endings,
        request.scope["query_string"],
        request.headers.get("accept"),
        request.headers.get("accept-language"),
    )
    result = await library.run(found, wanted)
    headers = {
        "Content-Type": wanted.file_format.media_type,
        "Content-Language": wanted.asked.lang,
        "Content-Disposition": f'inline; filename="{name}.{wanted.file_format.ending}"',
        "Vary": _VARY,
        "Cache-Control": "no-cache",
    }
    if isinstance(result, Table):
        headers |= _paging(wanted, len(result.rows))
    return Response(await _written_answer(found, result, wanted), 200, headers)


async def _written_answer(found: NamedQuery, result: Result, wanted: Wanted) -> bytes:
    ending = wanted.file_format.ending
    rows = len(result.rows) if isinstance(result, Table) else 0
    if rows < _MANY and ending != "xlsx":
        return write_answer(found, result, ending, wanted.asked)
    return await asyncio.to_thread(write_answer, found, result, ending, wanted.asked)


def _paging(wanted: Wanted, total: int) -> dict[str, str]:
    links = ['<../openapi.json>; rel="service-desc"']
    for word, leaf in (
        ("next", wanted.asked.leaf.next(total)),
        ("prev", wanted.asked.leaf.previous(total)),
    ):
        if leaf is not None:
            links.append(f'<{wanted.address(leaf)}>; rel="{word}"')
    return {
        "Link": ", ".join(links),
        "X-Total-Count": str(total),
        "Access-Control-Expose-Headers": "Link, X-Total-Count",
    }


async def home(request: Request) -> Response:  # noqa: ARG001 - what every handler gets
    """Lead to the list."""
    return RedirectResponse("api/queries", 302)


def routes() -> list[BaseRoute]:
    """Return the routes of the query library."""
    return [
        Route("/api", home),
        Route("/api/openapi.json", description),
        Route("/api/queries", queries),
        Route("/api/queries/{name}", query),
    ]
