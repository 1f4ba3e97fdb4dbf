# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pages of the portal and its assets over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zielgraph.model.messages import LANGUAGES
from zielgraph.portal.page import PageNotFoundError
from zielgraph.portal.page import Request as PageRequest
from zielgraph.portal.pictures import picture
from zielgraph.publication.addresses import href
from zielgraph.server.negotiation import language_for
from zielgraph.server.scopes import served_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute


async def home(request: Request) -> Response:
    """Lead to the start page in the language that the browser asks for."""
    lang = language_for(request.headers.get("accept-language"))
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return RedirectResponse(f"{lang}/", 302, headers)


async def _page(request: Request, lang: str) -> Response:
    portal = served_of(request.scope).portal
    path = f"/{lang}/{request.path_params['path']}"
    if portal is None:
        raise PageNotFoundError("portal.no_page", path=path)
    wanted = PageRequest(path, lang, dict(request.query_params))
    # A page is made in a few milliseconds; meanwhile the loop serves others.
    found = await run_in_threadpool(portal.respond, wanted)
    headers = {"Content-Language": lang, "Cache-Control": "no-cache"}
    if found.location is not None:
        return RedirectResponse(href(found.location, path), found.status, headers)
    if found.filename is not None:
        headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return Response(found.body, found.status, headers | {"Content-Type": found.media_type})


async def asset(request: Request) -> Response:
    """Answer with a style sheet, script, font or picture, to be kept as long as its address."""
    portal = served_of(request.scope).portal
    path = f"/assets/{request.path_params['path']}"
    found = portal.assets.find(path) if portal is not None else None
    if found is None:
        raise PageNotFoundError("portal.no_page", path=path)
    age = "public, max-age=31536000, immutable" if found.current else "no-cache"
    headers = {"Content-Type": found.media_type, "Cache-Control": age}
    return Response(found.body, headers=headers)


async def _picture(request: Request) -> Response:
    portal = served_of(request.scope).portal
    path = request.scope["path"]
    found = None if portal is None else await run_in_threadpool(picture, portal, path)
    if found is None:
        raise PageNotFoundError("portal.no_page", path=path)
    headers = {"Content-Type": found.media_type, "Cache-Control": "no-cache"}
    if found.policy is not None:
        headers["Content-Security-Policy"] = found.policy
    return Response(found.body, found.status, headers)


def _in(lang: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        return await _page(request, lang)

    return page


def _slash(lang: str) -> Callable[[Request], Awaitable[Response]]:
    async def slash(request: Request) -> Response:  # noqa: ARG001 - what every handler gets
        return RedirectResponse(f"{lang}/", 301)

    return slash


def routes() -> list[BaseRoute]:
    """Return the routes of the portal."""
    found: list[BaseRoute] = [Route("/", home), Route("/assets/{path:path}", asset, name="assets")]
    found.append(Route("/pictures/{name}", _picture))
    for lang in LANGUAGES:
        found.append(Route(f"/{lang}", _slash(lang)))
        found.append(Route(f"/{lang}/{{path:path}}", _in(lang), name=f"page-{lang}"))
    return found
