# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Linked data over HTTP: each IRI leads to its page or to its data, whichever is asked for.

``/id/…`` names things and answers 303; ``/data/…``, ``/sdg/…`` and ``/scheme/…`` are documents, in
the format of the ending, of ``?format=`` or of ``Accept``, in this order.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zielgraph.model.errors import InvalidTermError
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.names import PREFIXES, SCHEMES
from zielgraph.model.terms import Iri
from zielgraph.portal.page import PageNotFoundError
from zielgraph.portal.page import Request as PageRequest
from zielgraph.portal.published import published, refuse_gone
from zielgraph.publication.addresses import ENDINGS, MEDIA_TYPES, href
from zielgraph.publication.publication import page_policy
from zielgraph.server.negotiation import best, language_for
from zielgraph.server.problems import HttpError
from zielgraph.server.scopes import served_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from zielgraph.portal.portal import Portal
    from zielgraph.publication.publication import Publication

_FORMS = tuple((media, form) for form, media in MEDIA_TYPES.items())
_ALIASES = (
    ("application/x-turtle", "turtle"),
    ("application/json", "jsonld"),
    ("application/xml", "rdfxml"),
    ("text/xml", "rdfxml"),
)
_HTML = (("text/html", "html"),)
_XHTML = (("application/xhtml+xml", "html"),)
"""Another name of a page. It comes last: who wants no page may still take anything else."""

_BY_NAME = {ending: form for form, ending in ENDINGS.items()} | {form: form for form in ENDINGS}


def rdf_response(body: str, form: str, headers: dict[str, str] | None = None) -> Response:
    """Return RDF as an answer."""
    media = MEDIA_TYPES[form]
    if media.startswith("text/"):
        media += "; charset=utf-8"
    return Response(body.encode(), headers={"Content-Type": media, **(headers or {})})


def form_of(request: Request, *, page: bool | None = None) -> str:
    """Return the format that a client wants: one of ``ENDINGS``, or ``html``.

    :param page: ``True`` if there is a page that goes first if all is equal, ``False`` if
        there is one that goes last, ``None`` if there is none.
    :raises HttpError: 400 if ``?format=`` names none, 406 if ``Accept`` allows none.
    """
    named = request.query_params.getlist("format")
    if len(named) > 1:
        raise HttpError(400, "publication.several_formats")
    given = named[0] if named else None
    if given is not None:
        if given in _BY_NAME:
            return _BY_NAME[given]
        if given == "html" and page is not None:
            return "html"
        by_media = dict((*_FORMS, *_ALIASES))
        if given in by_media:
            return by_media[given]
        raise HttpError(400, "publication.no_format", form=given, known=", ".join(ENDINGS.values()))
    offered = {None: _FORMS, True: (*_HTML, *_FORMS), False: (*_FORMS, *_HTML)}[page]
    others = _ALIASES if page is None else (*_ALIASES, *_XHTML)
    found = best(request.headers.get("accept"), (*offered, *others))
    if found is None:
        known = ", ".join(media for media, _ in offered)
        raise HttpError(406, "publication.not_acceptable", known=known)
    return found


async def _form_of(request: Request, iris: Iterable[Iri], *, page: bool) -> str:
    """Return the format that a client wants of a thing, or tell it that there is none such.

    :param iris: what the thing may be called. Nothing has no formats to choose from, so that
        this is said first.
    """
    try:
        return form_of(request, page=page)
    except HttpError:
        portal = portal_of(request)
        for iri in iris:
            if await run_in_threadpool(published(portal).describe, iri) is not None:
                raise
        for iri in iris:
            await run_in_threadpool(refuse_gone, portal, iri)
            raise PageNotFoundError("publication.no_thing", iri=iri.value) from None
        raise


def cut_ending(path: str) -> tuple[str, str | None]:
    """Return a path without its ending, and the format that this names.

    >>> cut_ending("sdg/11.2.ttl"), cut_ending("sdg/11.2")
    (('sdg/11.2', 'turtle'), ('sdg/11.2', None))
    """
    start, dot, ending = path.rpartition(".")
    form = next((form for form, name in ENDINGS.items() if name == ending), None)
    return (start, form) if dot and start and form else (path, None)


async def in_form(
    request: Request,
    make: Callable[[str], str],
    page: Callable[[dict[str, str]], Awaitable[Response]],
    *,
    page_first: bool,
) -> Response:
    """Answer with a document in the format of its ending, of ``?format=`` or of ``Accept``.

    :param make: writes it in a format of ``ENDINGS``.
    :param page: answers people, with these headers.
    :param page_first: whether who takes all gets the page.
    """
    here = request.scope["path"]
    path, form = cut_ending(here)
    headers = {}
    if form is None or "format" in request.query_params:
        form = form_of(request, page=page_first)
        headers["Vary"] = "Accept"
        if form == "html":
            return await page(headers)
        headers["Content-Location"] = href(f"{path}.{ENDINGS[form]}", here)
    return rdf_response(await run_in_threadpool(make, form), form, headers)


def portal_of(request: Request) -> Portal:
    """Return the portal of the version that is served now."""
    portal = served_of(request.scope).portal
    if portal is None:
        raise PageNotFoundError("server.no_path", path=request.scope["path"])
    return portal


def _iri(text: str, path: str) -> Iri:
    try:
        return Iri(text)
    except InvalidTermError as error:
        raise PageNotFoundError("publication.no_thing", iri=path) from error


def _links(publication: Publication, iri: Iri, pages: Iterable[str]) -> str:
    """Return the header that names the canonical document and the other forms of it."""
    addresses = publication.addresses
    document = addresses.document(iri)
    assert document is not None  # noqa: S101 - only such are answered
    links = [f'<{addresses.url(document)}>; rel="canonical"']
    links += [
        f'<{addresses.url(f"{document}.{ENDINGS[form]}")}>; rel="alternate"; type="{media}"'
        for form, media in MEDIA_TYPES.items()
    ]
    for lang in pages:
        if path := addresses.page(iri, lang):
            link = f'<{addresses.url(path)}>; rel="alternate"; type="text/html"'
            links.append(f'{link}; hreflang="{lang}"')
    links.append(f'<{addresses.url("/.well-known/void")}>; rel="describedby"')
    links.append(f'<{iri.value}>; rev="describedby"')
    return ", ".join(link.encode("ascii", "backslashreplace").decode() for link in links)


async def _missing(request: Request, portal: Portal, iri: Iri, *, page: bool) -> Response:
    """Answer for a thing that there is not, or no longer: 404 or 410, as page if liked."""
    lang = language_for(request.headers.get("accept-language"))
    path = portal.addresses.page(iri, lang)
    if page and path:
        found = await run_in_threadpool(portal.respond, PageRequest(path, lang))
        if found.status in {404, 410}:
            headers = {"Content-Type": found.media_type, "Content-Language": lang}
            headers["Vary"] = "Accept, Accept-Language"
            return Response(found.body, found.status, headers)
    await run_in_threadpool(refuse_gone, portal, iri)
    raise PageNotFoundError("publication.no_thing", iri=iri.value)


async def thing(request: Request) -> Response:
    """Lead from the IRI of a thing to its page or its data."""
    portal = portal_of(request)
    addresses = portal.addresses
    # What is before all names is the dataset; a base that ends in a hash is only this.
    local = request.path_params.get("local") or "dataset"
    here = request.scope["path"]
    iri = _iri(addresses.base + local, here)
    form = await _form_of(request, [iri], page=True)
    if await run_in_threadpool(published(portal).describe, iri) is None:
        return await _missing(request, portal, iri, page=form == "html")
    lang = language_for(request.headers.get("accept-language"))
    target = addresses.page(iri, lang) if form == "html" else addresses.data(iri, form)
    assert target is not None  # noqa: S101 - it begins with the base
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    return RedirectResponse(href(target, here), 303, headers)


async def _document(request: Request, path: str, iri_of: Callable[[str], str]) -> Response:
    """Answer with the data about a thing."""
    portal = portal_of(request)
    publication = published(portal)
    start, form = cut_ending(path)
    negotiated = form is None or "format" in request.query_params
    names = [path] if start == path else [start, path]
    if negotiated:
        iris = [_iri(iri_of(name), path) for name in names]
        form = await _form_of(request, iris, page=False)
    assert form is not None  # noqa: S101 - one of both ways gave it
    iri = _iri(iri_of(names[0]), path)
    body = None
    for name in names:
        iri = _iri(iri_of(name), path)
        if form == "html":
            known = await run_in_threadpool(publication.describe, iri)
            body = "" if known else None
        else:
            body = await run_in_threadpool(publication.resource, iri, form)
        if body is not None:
            break
    else:
        iri = _iri(iri_of(names[0]), path)
        return await _missing(request, portal, iri, page=form == "html")
    vary = {"Vary": "Accept, Accept-Language"} if negotiated else {}
    if form == "html":
        lang = language_for(request.headers.get("accept-language"))
        target = portal.addresses.page(iri, lang)
        if target is None:
            raise PageNotFoundError("publication.no_thing", iri=iri.value)
        return RedirectResponse(href(target, request.scope["path"]), 303, vary)
    headers = {"Link": _links(publication, iri, LANGUAGES), **vary}
    if negotiated and (place := portal.addresses.data(iri, form)):
        headers["Content-Location"] = href(place, request.scope["path"])
    return rdf_response(body, form, headers)


async def data(request: Request) -> Response:
    """Answer with the data about a thing of ours."""
    base = portal_of(request).addresses.base
    return await _document(request, request.path_params["local"], lambda name: base + name)


async def sdg(request: Request) -> Response:
    """Answer with what we say about a goal, target or indicator of the UN."""
    space = PREFIXES["sdg"]
    return await _document(request, request.path_params["number"], lambda name: space + name)


async def scheme(request: Request) -> Response:
    """Answer with what a list of values is and holds; people are led to the page of its values."""
    publication = published(portal_of(request))
    name = request.path_params["name"]
    known = await run_in_threadpool(lambda: publication.schemes)
    # No page is of one list alone, so none could say that there is no such list.
    if name not in known and cut_ending(name)[0] not in known:
        raise PageNotFoundError("publication.no_thing", iri=SCHEMES + name)
    return await _document(request, name, lambda name: SCHEMES + name)


def _vocabulary(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        """Answer with the ontology or the shapes, as page or as data."""
        publication = published(portal_of(request))

        async def page(headers: dict[str, str]) -> Response:
            html = await run_in_threadpool(publication.vocabulary_page, name)
            policy = {"Content-Security-Policy": page_policy(html)}
            return Response(html.encode(), headers=headers | policy, media_type="text/html")

        make = partial(publication.vocabulary, name)
        return await in_form(request, make, page, page_first=True)

    return answer


async def part(request: Request) -> Response:
    """Lead from a part or a version of a vocabulary to the document that describes them all."""
    publication = published(portal_of(request))
    here = request.scope["path"]
    parts = await run_in_threadpool(lambda: publication.parts)
    # A version ends in a number behind a point, which is no ending.
    path, form = (here, None) if here in parts else cut_ending(here)
    if path not in parts:
        raise PageNotFoundError("server.no_path", path=here)
    target = parts[path] + (f".{ENDINGS[form]}" if form else "")
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{href(target, here)}{'?' if query else ''}{query}", 303)


async def without_slash(request: Request) -> Response:
    """Lead from an address that ends in a slash to the same without; its parameters stay."""
    name = request.scope["path"].rstrip("/").rpartition("/")[2]
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"../{name}{'?' if query else ''}{query}", 301)


def routes() -> list[BaseRoute]:
    """Return the routes of linked data."""
    found: list[BaseRoute] = [
        Route("/id", thing),
        Route("/id/{local:path}", thing),
        Route("/data/{local:path}", data),
        Route("/sdg/{number}", sdg),
        Route("/scheme/{name}", scheme),
    ]
    for name in ("ontology", "shapes"):
        answer = _vocabulary(name)
        found += [Route(f"/{name}", answer), Route(f"/{name}/", without_slash)]
        found += [Route(f"/{name}.{ending}", answer) for ending in ENDINGS.values()]
        found.append(Route(f"/{name}/{{rest:path}}", part))
    return found
