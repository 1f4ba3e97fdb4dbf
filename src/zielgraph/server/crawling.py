# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``/robots.txt`` and the sitemaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from zielgraph.portal.page import PageNotFoundError
from zielgraph.publication.crawlers import robots, sitemaps
from zielgraph.server.scopes import served_of, state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

_HOUR = {"Cache-Control": "public, max-age=3600"}


async def robots_file(request: Request) -> Response:
    """Tell crawlers where they may go."""
    return Response(robots(_root(request)), 200, _HOUR, "text/plain")


async def sitemap(request: Request) -> Response:
    """List the pages of the version that is served; by number, one part of the list."""
    served = served_of(request.scope)
    place = int(request.path_params.get("place", 0))
    if served.portal is None:
        raise PageNotFoundError("portal.no_page", path=request.scope["path"])
    root = _root(request)
    paths = served.portal.paths
    files = await run_in_threadpool(lambda: sitemaps(root, paths(), served.modified))
    if place >= len(files):
        raise PageNotFoundError("portal.no_page", path=request.scope["path"])
    return Response(files[place], 200, _HOUR, "application/xml")


def _root(request: Request) -> str:
    return state_of(request.scope).public_url.rstrip("/") + "/"


def routes() -> list[BaseRoute]:
    """Return the routes for crawlers."""
    return [
        Route("/robots.txt", robots_file),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-{place:int}.xml", sitemap),
    ]
