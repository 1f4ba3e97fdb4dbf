# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading a request of the SPARQL 1.1 Protocol: three ways to say one query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from zielgraph.server.negotiation import (
    GRAPHS,
    TABLES,
    TRUTHS,
    Offer,
    best_offer,
    format_names,
    named_offer,
)
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = "GET, HEAD, POST, OPTIONS"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_MOST_FIELDS = 1000
_NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
# Absolute (RFC 3987), and nothing in it that could end it in a query.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query as a client has sent it.

    :param text: the query, or ``None`` if only the endpoint was asked for.
    :param default_graphs: the parameters ``default-graph-uri``, likewise the named ones.
    :param form: what ``format=`` names, if it is there.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Liked:
    """The best form for each kind of result; ``None`` where the client likes none."""

    table: Offer | None
    truth: Offer | None
    graph: Offer | None


def read_fields(raw: bytes) -> list[tuple[str, str]]:
    """Return names and values of a query string or form, decoded once.

    :raises HttpError: 400 if it is no UTF-8, or holds a ``%`` that begins no escape, or too
        many fields.

    >>> read_fields(b"query=a%2526b+c&x")
    [('query', 'a%26b c'), ('x', '')]
    """
    if not raw:
        return []
    if _NO_ESCAPE.search(raw):
        raise HttpError(400, "server.escape")
    parts = raw.split(b"&")
    if len(parts) > _MOST_FIELDS:
        raise HttpError(400, "server.fields", most=_MOST_FIELDS)
    found = []
    for part in parts:
        if part:
            name, _, value = part.replace(b"+", b" ").partition(b"=")
            found.append((_text(unquote_to_bytes(name)), _text(unquote_to_bytes(value))))
    return found


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, "server.not_unicode", place=error.start) from error


def read_request(method: str, query_string: bytes, content_type: str, body: bytes) -> SparqlRequest:
    """Return the query that a request asks.

    :param method: ``GET``, ``HEAD`` or ``POST``.
    :param content_type: media type of ``body`` with its parameters; empty if there is none.
    :raises HttpError: 400, 403 (an update) or 415 if the protocol does not allow it.
    """
    fields = read_fields(query_string)
    if method == "POST":
        media_type = _media_type(content_type)
        if media_type == FORM:
            fields += read_fields(body)
        elif media_type == QUERY:
            fields.append(("query", _text(body)))
        elif media_type == UPDATE:
            _text(body)
            fields.append(("update", ""))
    return _read(fields, method)


def _media_type(header: str) -> str:
    """Return the media type of a body.

    :raises HttpError: 415 if it is none of the protocol's; 400 if it is not in UTF-8.
    """
    media_type, _, rest = header.partition(";")
    plain = media_type.strip().lower()
    if plain not in {FORM, QUERY, UPDATE}:
        headers = {"Accept-Post": f"{QUERY}, {FORM}"}
        raise HttpError(
            415, "server.media_type", headers=headers, given=plain or "–", known=f"{QUERY}, {FORM}"
        )
    charset = re.search(r"charset\s*=\s*\"?([^\s\";]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise HttpError(400, "server.charset", given=charset[1])
    return plain


def _read(fields: list[tuple[str, str]], method: str) -> SparqlRequest:
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    for name in ("query", "update"):
        if len(by_name.get(name, ())) > 1:
            raise HttpError(400, "server.several", name=name)
    if "update" in by_name:
        if "query" in by_name:
            raise HttpError(400, "server.both")
        raise HttpError(403, "server.update")
    if found := next((name for name in _UPDATES if name in by_name), None):
        raise HttpError(400, "server.update_parameter", name=found)
    text = by_name["query"][0] if "query" in by_name else None
    if text is None and method == "POST":
        raise HttpError(400, "server.no_query")
    return SparqlRequest(
        text,
        _graphs(by_name, "default-graph-uri"),
        _graphs(by_name, "named-graph-uri"),
        next((by_name[name][0] for name in ("format", "output") if name in by_name), None),
    )


def _graphs(by_name: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    found = by_name.get(name, [])
    for iri in found:
        if not _IRI.fullmatch(iri):
            raise HttpError(400, "server.graph", name=name, value=iri[:200])
    return tuple(dict.fromkeys(found))


def liked(accept: str | None, form: str | None) -> Liked:
    """Return the best form for each kind of result; which kind it is, the query says.

    :param accept: the header ``Accept``.
    :param form: what ``format=`` names, which goes before the header.
    :raises HttpError: 400 if there is no such format; 406 if there is nothing for the client.
    """
    if form is None:
        found = Liked(
            best_offer(accept, TABLES), best_offer(accept, TRUTHS), best_offer(accept, GRAPHS)
        )
    else:
        found = Liked(
            named_offer(form, TABLES), named_offer(form, TRUTHS), named_offer(form, GRAPHS)
        )
    if found.table or found.truth or found.graph:
        return found
    if form is not None:
        raise HttpError(400, "server.format", given=form[:100], known=", ".join(format_names()))
    raise not_acceptable(*TABLES, *GRAPHS)


def not_acceptable(*offers: Offer) -> HttpError:
    """Return the error that says what there is instead, each form by its own name."""
    own: dict[str, str] = {}
    for offer in offers:
        own.setdefault(offer.form, offer.media_type)
    return HttpError(406, "server.not_acceptable", known=", ".join(own.values()))
