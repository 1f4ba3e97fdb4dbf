# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The page about any thing of the graph: finds the view for its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.errors import InvalidTermError
from zielgraph.model.messages import message
from zielgraph.model.names import ZG
from zielgraph.model.terms import Iri
from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.names import names
from zielgraph.portal.content.things import RDF_TYPE, surroundings
from zielgraph.portal.page import PageNotFoundError, Route
from zielgraph.portal.pages.actors import actor_page
from zielgraph.portal.pages.concepts import concept_page
from zielgraph.portal.pages.fields import field_page
from zielgraph.portal.pages.generic import generic_page
from zielgraph.portal.pages.indicators import indicator_page
from zielgraph.portal.pages.statements import statement_page
from zielgraph.portal.published import refuse_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.portal.content.things import Around
    from zielgraph.portal.page import Page, Request
    from zielgraph.portal.portal import Portal

_VIEWS: dict[str, Callable[[Portal, Request, Around], Page]] = {
    "Statement": statement_page,
    "StrategicField": field_page,
    "Actor": actor_page,
    "Topic": concept_page,
    "TargetGroup": concept_page,
    "Indicator": indicator_page,
}


def thing(portal: Portal, request: Request, local: str) -> Page:
    """Return the page about the thing whose IRI ends in ``local``.

    :raises PageNotFoundError: if the graph says nothing about it.
    :raises PageGoneError: if an earlier release did.
    """
    iri = portal.addresses.base + local
    found = surroundings(portal).around(iri)
    if found is None:
        refuse_gone(portal, _iri(iri, request))
        near = _similar(portal, local, request.lang)
        key = "things.unknown_near" if near else "things.unknown"
        raise PageNotFoundError(key, path=request.path, near=near)
    kinds = found.facts.all(RDF_TYPE)
    for kind, view in _VIEWS.items():
        if ZG + kind in kinds:
            return view(portal, request, found)
    return generic_page(portal, request, found)


def _iri(iri: str, request: Request) -> Iri:
    try:
        return Iri(iri)
    except InvalidTermError as error:
        raise PageNotFoundError("things.unknown", path=request.path) from error


def with_page(portal: Portal) -> frozenset[str]:
    """Return the IRIs of what has a page; for :meth:`zielgraph.portal.portal.Portal.once`."""
    found = {name.iri for name in names(portal)}
    found.update(row["thing"] for row in asker(portal).ask("compare-things"))
    return frozenset(iri for iri in found if portal.addresses.page(iri, "de"))


def every_thing(portal: Portal) -> Iterator[str]:
    """Return the paths of the pages of all things, in the order of their IRIs."""
    for iri in sorted(portal.once(with_page)):
        path = portal.addresses.page(iri, "de")
        if path and path.startswith("/de/id/"):
            yield path.removeprefix("/de/")


def _similar(portal: Portal, local: str, lang: str) -> str:
    """Return the names of things whose IRIs look like ``local``, in quotes."""
    from zielgraph.portal.search.index import index  # noqa: PLC0415 - only for a wrong address

    end = local[:200].rpartition("/")[2].replace("-", " ")
    hits = index(portal).search(end).hits[:3]
    return ", ".join(message("things.quoted", text=hit.document.text(lang)) for hit in hits)


ROUTES = (Route("id/{local*}", thing, every_thing),)
