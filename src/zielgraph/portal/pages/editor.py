# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The SPARQL editor: a form that works by itself, and what its script needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zielgraph.model.errors import QueryError
from zielgraph.model.messages import message
from zielgraph.model.names import PREFIXES
from zielgraph.portal.asking import library
from zielgraph.portal.page import BadParameterError, Download, Page, PageNotFoundError, Route
from zielgraph.portal.pages.queries import SUBJECTS, sparql_of
from zielgraph.portal.parameters import refuse_unknown
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_FIRST = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX zg: <https://w3id.org/zielgraph/ontology#>

SELECT ?goal ?title
WHERE {
  ?goal a zg:Goal ;
    skos:prefLabel ?title .
  FILTER(LANG(?title) = "{lang}")
}
ORDER BY ?title
LIMIT 20
"""
_MOST = 20_000
"""Characters of a query in the address; longer ones do not come through servers anyway."""

FORMATS = ("json", "xml", "csv", "tsv", "turtle", "jsonld")
"""What the form offers; the endpoint refuses those that do not fit the kind of query."""


def editor(portal: Portal, request: Request) -> Page:
    """Return the editor, with a query or an example of the library in it."""
    known = portal.once(library)
    text = request.query.get("query", "")
    if len(text) > _MOST:
        raise BadParameterError("queries.too_long", most=_MOST)
    name = request.query.get("example", "")
    if name:
        text = _example(portal, name, request)
    else:
        refuse_unknown(request.query, ("query", "run"))
    groups = [
        (message(f"queries.subject_{subject or 'other'}"), members)
        for subject in (*SUBJECTS, "")
        if (members := [
            (query.name, query.question[request.lang])
            for query in known.queries.values()
            if (query.subject if query.subject in SUBJECTS else "") == subject
        ])
    ]  # fmt: skip
    context = {
        "text": text or _FIRST.replace("{lang}", request.lang),
        "groups": groups,
        "chosen": name,
        "formats": FORMATS,
        "live": portal.assets.has("vendor/editor.js") and not request.static,
    }
    return Page("editor.html", message("editor.title"), context, section="editor")


def _example(portal: Portal, name: str, request: Request) -> str:
    query = portal.once(library).queries.get(name)
    if query is None:
        raise PageNotFoundError("portal.no_page", path=f"{request.path[:80]}?example={name[:80]}")
    names = {parameter.name for parameter in query.parameters}
    refuse_unknown(request.query, ("example", "name", "run", *sorted(names)))
    given = {n: request.query[n].strip() for n in names if request.query.get(n, "").strip()}
    if "lang" in names:
        given.setdefault("lang", request.lang)
    try:
        bound = sparql_of(portal.graph.store, query, given)
    except QueryError as error:
        raise BadParameterError(error.key, **error.data) from error
    return f"# {query.question[request.lang]}\n{bound}"


def example(portal: Portal, request: Request) -> Download:
    """Return an example of the library as text, for the script."""
    refuse_unknown(request.query, ("name",))
    text = _example(portal, request.query.get("name", ""), request)
    return Download(text.encode(), "text/plain; charset=utf-8", "query.rq")


def terms(portal: Portal, request: Request) -> Download:  # noqa: ARG001 - the same for all
    """Return prefixes, classes and properties that the graph uses, for suggestions."""
    return portal.once(_terms)


def _terms(portal: Portal) -> Download:
    body = json.dumps(
        {
            "prefixes": PREFIXES,
            "classes": _used(portal, "?x a ?term"),
            "properties": _used(portal, "?x ?term ?y"),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Download(body.encode(), "application/json; charset=utf-8", "terms.json")


def _used(portal: Portal, pattern: str) -> list[list[str]]:
    result = portal.graph.store.query(
        f"SELECT ?term (COUNT(*) AS ?uses) WHERE {{ {pattern} FILTER(ISIRI(?term)) }} "
        "GROUP BY ?term ORDER BY DESC(?uses) ?term"
    )
    assert isinstance(result, Table)  # noqa: S101 - it is a SELECT
    return [[str(term), str(uses)] for term, uses in result.rows]


ROUTES = (
    Route("editor", editor),
    Route("editor/terms.json", terms),
    Route("editor/example.rq", example, lambda _: ()),
)
