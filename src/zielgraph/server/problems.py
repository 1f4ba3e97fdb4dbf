# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Errors as answers: the one place that knows which error gets which status.

Programs get problem details (RFC 9457), a terminal gets one line.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from zielgraph.model.errors import QueryError, ZielgraphError
from zielgraph.model.messages import message, speaking
from zielgraph.portal.page import BadParameterError, PageGoneError, PageNotFoundError
from zielgraph.server.negotiation import best, language_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_STATUS: tuple[tuple[type[ZielgraphError], int], ...] = (
    (PageNotFoundError, 404),
    (PageGoneError, 410),
    (BadParameterError, 400),
    (QueryError, 400),
)

_FORMS = (
    ("application/problem+json", "json"),
    ("application/json", "json"),
    ("text/plain", "text"),
)


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
    """Return the HTTP status that tells a client whose fault an error is."""
    if isinstance(error, HttpError):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(request: Request, error: ZielgraphError) -> Response:
    """Return the answer for an error, in the form and language that the client likes.

    Even a client that accepts nothing of it gets problem details: a status without a
    reason helps nobody.
    """
    accept = request.headers.get("accept")
    form = best(accept, _FORMS) or "json"
    lang = language_for(request.headers.get("accept-language"))
    status = status_of(error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    headers |= {"Content-Language": lang}
    if isinstance(error, HttpError):
        headers |= error.headers
    with speaking(lang):
        detail = str(error)
    if form == "text":
        return Response(detail + "\n", status, headers, "text/plain; charset=utf-8")
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    for name in ("line", "column", "limit"):
        if name in error.data:
            document[name] = error.data[name]
    body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    return Response(body, status, headers, "application/problem+json")


def trouble(request: Request) -> Response:
    """Return the answer for an error of ours: it says nothing of what is inside."""
    return problem(request, HttpError(500, "server.internal"))


__all__ = ["HttpError", "message", "problem", "status_of", "trouble"]
