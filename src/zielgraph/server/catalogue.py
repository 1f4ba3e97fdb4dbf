# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The catalogue, the counts and the files of the whole dataset over HTTP."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from zielgraph.portal.page import PageNotFoundError
from zielgraph.portal.published import published
from zielgraph.publication.addresses import ENDINGS, href
from zielgraph.publication.dumps import SUMS
from zielgraph.publication.publication import page_policy
from zielgraph.server.conditional import http_date, is_known
from zielgraph.server.linked_data import form_of, in_form, portal_of, without_slash
from zielgraph.server.negotiation import language_for
from zielgraph.server.scopes import served_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute


def _described(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        """Answer with the catalogue or with the counts, in the format that is asked for."""
        publication = published(portal_of(request))
        here = request.scope["path"]

        async def page(headers: dict[str, str]) -> Response:
            lang = language_for(request.headers.get("accept-language"))
            headers["Vary"] = "Accept, Accept-Language"
            return RedirectResponse(href(f"/{lang}/data", here), 303, headers)

        make = publication.catalogue if name == "catalogue" else publication.void
        return await in_form(request, make, page, page_first=False)

    return answer


async def dump(request: Request) -> Response:
    """Answer with a file of the whole dataset; parts of it are sent on request (``Range``)."""
    publication = published(portal_of(request))
    name = request.path_params["name"]
    dumps = await run_in_threadpool(lambda: publication.dumps)
    path = dumps.path(name)
    if path is None:
        raise PageNotFoundError("publication.no_file", name=name)
    kinds = {file.name: file.media_type for file in dumps.files}
    media = kinds.get(name) or _MEDIA.get(path.suffix, "text/plain")
    if name != SUMS and media.startswith("text/"):
        media += "; charset=utf-8"
    digests = {file.name: file.sha256 for file in dumps.files}
    tag = digests.get(name, publication.version)
    return _file(request, path, tag, served_of(request.scope).modified, {"Content-Type": media})


def _file(
    request: Request, path: Path, digest: str, modified: datetime, headers: dict[str, str]
) -> Response:
    """Answer with a file, or that the client has it; a browser saves what is no page.

    :param digest: of what is in it; its ETag, which does not change with the program.
    """
    tag = f'"{digest[:32]}"'.encode()
    known = [request.headers.get(name, "").encode() for name in ("if-none-match", _SINCE)]
    date = http_date(modified).decode()
    headers = {"Cache-Control": "no-cache", **headers, "ETag": tag.decode(), "Last-Modified": date}
    if is_known(tag, modified, *known):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    page = headers["Content-Type"].startswith("text/html")
    return FileResponse(path, headers=headers, filename=None if page else path.name)


async def dumps(request: Request) -> Response:
    """Lead to the page that lists the files; programs get their checksums."""
    here = request.scope["path"]
    lang = language_for(request.headers.get("accept-language"))
    if "text/html" in request.headers.get("accept", ""):
        target = f"/{lang}/data#downloads"
    else:
        target = f"/dumps/{SUMS}"
    headers = {"Vary": "Accept, Accept-Language"}
    return RedirectResponse(href(target, here), 303, headers)


async def releases(request: Request) -> Response:
    """Lead to the page that lists the releases."""
    portal_of(request)
    lang = language_for(request.headers.get("accept-language"))
    target = href(f"/{lang}/releases", request.scope["path"])
    return RedirectResponse(target, 303, {"Vary": "Accept-Language"})


async def release(request: Request) -> Response:
    """Lead to what is said about a release: its page, or its data."""
    publication = published(portal_of(request))
    name, here = request.path_params["release"], request.scope["path"]
    if publication.releases.named(name) is None:
        raise PageNotFoundError("publication.no_release", name=name)
    form = form_of(request, page=True)
    lang = language_for(request.headers.get("accept-language"))
    iri = publication.release_iri(name)
    data = publication.addresses.data(iri, form) if form in ENDINGS else None
    target = data or f"/{lang}/release/{quote(name)}"
    return RedirectResponse(href(target, here), 303, {"Vary": "Accept, Accept-Language"})


async def release_file(request: Request) -> Response:
    """Answer with a file of a release, which never changes."""
    publication = published(portal_of(request))
    found = publication.releases.named(request.path_params["release"])
    name = request.path_params["name"]
    path = found.path(name) if found else None
    if path is None:
        raise PageNotFoundError("publication.no_release_file", name=name)
    kinds = {file.name: file.media_type for file in found.files} if found else {}
    media = kinds.get(name) or _MEDIA.get(path.suffix, "text/plain")
    if media.startswith("text/"):
        media += "; charset=utf-8"
    headers = {"Content-Type": media, "Cache-Control": "public, max-age=31536000, immutable"}
    if media.startswith("text/html"):
        text = await run_in_threadpool(path.read_text, "utf-8")
        headers["Content-Security-Policy"] = page_policy(text)
    digests = {file.name: file.sha256 for file in found.files} if found else {}
    digest = digests.get(name)
    if digest is None:
        digest = await run_in_threadpool(_digest, path)
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return _file(request, path, digest, modified, headers)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_MEDIA = {".ttl": "text/turtle", ".html": "text/html"}
_SINCE = "if-modified-since"


def routes() -> list[BaseRoute]:
    """Return the routes of catalogue and files."""
    found: list[BaseRoute] = []
    for path, name in (("/catalog", "catalogue"), ("/.well-known/void", "void")):
        answer = _described(name)
        found.append(Route(path, answer))
        found += [Route(f"{path}.{ending}", answer) for ending in ENDINGS.values()]
    found.append(Route("/catalog/", without_slash))
    found += [Route("/dumps", dumps), Route("/dumps/", dumps), Route("/dumps/{name}", dump)]
    found += [
        Route("/release", releases),
        Route("/release/", releases),
        Route("/release/{release}", release),
        Route("/release/{release}/", release),
        Route("/release/{release}/{name}", release_file),
    ]
    return found
