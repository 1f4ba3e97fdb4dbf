# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Errors as answers: the one place that knows which error gets which status.

Programs get problem details (RFC 9457), people a page, a terminal one line.
"""

from __future__ import annotations

import json
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from zielgraph.model.errors import (
    BusyError,
    ForbiddenQueryError,
    FormatError,
    InvalidTermError,
    LimitError,
    NotAcceptableError,
    QueryError,
    ZielgraphError,
)
from zielgraph.model.messages import message, speaking
from zielgraph.portal.page import BadParameterError, PageGoneError, PageNotFoundError
from zielgraph.portal.page import Request as PageRequest
from zielgraph.server.negotiation import Offer, accept_of, best_offer, language_for
from zielgraph.server.scopes import served_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_STATUS: tuple[tuple[type[ZielgraphError], int], ...] = (
    (PageNotFoundError, 404),
    (PageGoneError, 410),
    (BadParameterError, 400),
    (InvalidTermError, 400),
    (ForbiddenQueryError, 403),
    (NotAcceptableError, 406),
    (FormatError, 406),
    (QueryError, 400),
    (BusyError, 503),
)
_LIMIT_STATUS = {"time": 504}
"""Time is up: 504, gateway timeout; a limit on memory or size: 503, too much for us."""

_MEMBERS = ("line", "column", "limit", "known", "parameter")
"""What programs may want to know of an error beside its text."""

_BUSY_SECONDS = "2"

_JSON = Offer("application/problem+json", "json")
_TEXT = Offer("text/plain", "text")
_HTML = Offer("text/html", "html")
_FORMS = (_JSON, Offer("application/json", "json"), _TEXT, _HTML)
_FORMS_PLAIN = (_TEXT, _JSON, Offer("application/json", "json"), _HTML)


class HttpError(ZielgraphError):
    """Something about a request that HTTP has a status for.

    :param headers: what the answer says beside, such as ``Allow``.
    """

    def __init__(
        self, status: int, key: str, /, headers: Mapping[str, str] | None = None, **data: object
    ) -> None:
        """Remember the status beside the message."""
        super().__init__(key, **data)
        self.status = status
        self.headers = dict(headers or {})


def status_of(error: ZielgraphError) -> int:
    """Return the HTTP status that tells a client whose fault an error is.

    >>> status_of(LimitError("query.failed", limit="time")), status_of(QueryError("query.empty"))
    (504, 400)
    """
    if isinstance(error, HttpError):
        return error.status
    if isinstance(error, LimitError):
        return _LIMIT_STATUS.get(error.limit, 503)
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(request: Request, error: ZielgraphError, *, plain: bool = False) -> Response:
    """Return the answer for an error, in the form and language that the client likes.

    Even a client that accepts none of the forms gets problem details: a status without a
    reason helps nobody.

    :param plain: whether a client to which all is the same, such as curl, gets plain text.
    """
    status = status_of(error)
    offer = best_offer(accept_of(request.headers), _FORMS_PLAIN if plain else _FORMS) or _JSON
    lang = language_for(request.headers.get("accept-language"))
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if isinstance(error, BusyError):
        headers["Retry-After"] = _BUSY_SECONDS
    if isinstance(error, HttpError):
        headers |= error.headers
    with speaking(lang):
        detail = str(error)
        if offer.form == "html":
            headers["Content-Type"] = _HTML.content_type
            return Response(_page(request, status, detail, lang), status, headers)
    if offer.form == "text":
        headers["Content-Type"] = _TEXT.content_type
        return Response(detail + "\n", status, headers)
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    document |= {name: error.data[name] for name in _MEMBERS if name in error.data}
    if status == HTTPStatus.NOT_ACCEPTABLE and "known" in error.data:
        document["available"] = str(error.data["known"]).split(", ")
    body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    headers["Content-Type"] = _JSON.media_type
    return Response(body, status, headers)


async def problem_aside(
    request: Request, error: ZielgraphError, *, plain: bool = False
) -> Response:
    """Return what :func:`problem` does; a page is made beside the loop, which serves others."""
    if "text/html" in (accept_of(request.headers) or ""):
        return await run_in_threadpool(problem, request, error, plain=plain)
    return problem(request, error, plain=plain)


def trouble(request: Request) -> Response:
    """Return the answer for an error of ours: it says nothing of what is inside."""
    return problem(request, HttpError(500, "server.internal"))


def _page(request: Request, status: int, detail: str, lang: str) -> bytes:
    """Return an error as a page: the portal's, or a bare one where there is none."""
    key = f"portal.trouble_{status}" if status in {404, 410} else "portal.trouble_400"
    title = message("server.trouble" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else key)
    portal = served_of(request.scope).portal
    # A page that failed is not made by what it failed in.
    if portal is not None and status != HTTPStatus.INTERNAL_SERVER_ERROR:
        wanted = PageRequest(request.scope["path"], lang)
        return portal.trouble(wanted, title, detail, status)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>\n"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(detail)}</p></main></body>\n</html>\n"
    ).encode()
