# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The portal of one version of the graph: finds the view for a path and renders its page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote, urlencode

from zielgraph.model.messages import LANGUAGES, message, number, speaking
from zielgraph.model.names import DATA_BASE
from zielgraph.model.templates import templates
from zielgraph.portal.assets import Assets
from zielgraph.portal.frame import Frame, colour_sheet, day, decimal, make_frame, other_language
from zielgraph.portal.page import (
    BadParameterError,
    Download,
    Moved,
    Page,
    PageGoneError,
    PageNotFoundError,
    Request,
)
from zielgraph.portal.settings import PortalSettings
from zielgraph.publication.addresses import SAFE, Addresses, file_of, href
from zielgraph.publication.settings import PublicationSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import jinja2

    from zielgraph.graph import StrategyGraph
    from zielgraph.portal.page import Route

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Response:
    """A rendered page or file.

    :param location: path to go to instead, for a status of 301.
    :param policy: content security policy of its own, instead of that of the pages.
    """

    status: int
    media_type: str
    body: bytes
    filename: str | None = None
    location: str | None = None
    policy: str | None = None


class Portal:
    """All pages of one built graph. What it reads of the graph, it reads once.

    :param graph: the built graph, in memory or on disk, local.
    :param version: what names the state of the data, such as the digest of the build.
    :param settings: what the county says about itself.
    :param publication: what it says about the data that it publishes.
    :param static: whether the pages become files, without a program that answers queries.
    """

    def __init__(
        self,
        graph: StrategyGraph,
        version: str,
        settings: PortalSettings | None = None,
        publication: PublicationSettings | None = None,
        *,
        static: bool = False,
    ) -> None:
        """Remember the graph; nothing is read yet."""
        self.graph = graph
        self.version = version
        self.settings = settings or PortalSettings()
        self.publication = publication or PublicationSettings()
        self.static = static
        self.addresses = Addresses(graph.project.base, self.publication.url)
        self._frames: dict[str, Frame] = {}
        self._made: dict[object, object] = {}
        self._making: dict[object, Any] = defaultdict(RLock)

    def once(self, make: Callable[[Portal], T]) -> T:
        """Return what ``make`` makes of this portal; it is made when it is first asked for.

        :param make: a function of a module; what it returns is kept as long as the portal.
        """
        with self._making[make]:
            if make not in self._made:
                self._made[make] = make(self)
            return cast("T", self._made[make])

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Return all kinds of pages; the first that matches a path makes its page."""
        from zielgraph.portal.routes import all_routes  # noqa: PLC0415 - each imports its needs

        return all_routes()

    @cached_property
    def assets(self) -> Assets:
        """Return style sheets, scripts, fonts and pictures, with what depends on the data."""
        return Assets({"sdgs.css": colour_sheet(self.graph)})

    def frame(self, lang: str) -> Frame:
        """Return what stands around every page of a language."""
        if lang not in self._frames:
            with speaking(lang):
                self._frames[lang] = make_frame(self.graph, self.routes, lang)
        return self._frames[lang]

    def paths(self) -> Iterator[str]:
        """Return the paths of all pages that a static site holds, in both languages."""
        for route in self.routes:
            if route.every is not None:
                paths = list(route.every(self))
            else:
                paths = [] if "{" in route.pattern else [route.pattern]
            for path in paths:
                for lang in LANGUAGES:
                    yield f"/{lang}/{path}"

    def respond(self, request: Request) -> Response:
        """Return the page for a request; what is wrong becomes a page, too."""
        with speaking(request.lang):
            try:
                found = self._find(request)
            except (PageNotFoundError, PageGoneError, BadParameterError) as error:
                found = self._trouble(error, request)
            if isinstance(found, Moved):
                return Response(301, "text/plain; charset=utf-8", b"", location=found.path)
            if isinstance(found, Download):
                return Response(200, found.media_type, found.body, found.filename)
            return Response(found.status, "text/html; charset=utf-8", self._html(found, request))

    def _find(self, request: Request) -> Page | Download | Moved:
        path = request.path.removeprefix(f"/{request.lang}/")
        for route in self.routes:
            if (parts := route.match(path)) is not None:
                return route.view(self, request, **parts)
        raise PageNotFoundError("portal.no_page", path=request.path)

    @staticmethod
    def _trouble(
        error: PageNotFoundError | PageGoneError | BadParameterError, request: Request
    ) -> Page:
        status = {PageNotFoundError: 404, PageGoneError: 410}.get(type(error), 400)
        title = message(f"portal.trouble_{status}")
        again = request.path if isinstance(error, BadParameterError) and request.query else ""
        return Page("trouble.html", title, {"trouble": str(error), "again": again}, status)

    def trouble(self, request: Request, title: str, text: str, status: int) -> bytes:
        """Return a page that says what went wrong outside of the pages.

        :param request: what was asked, any path; the page's links are relative to it.
        """
        with speaking(request.lang):
            return self._html(Page("trouble.html", title, {"trouble": text}, status), request)

    def _canonical(self, request: Request) -> str | None:
        """Return the public URL of a page, or ``None`` if nobody has said where the site is.

        What narrows or sorts a list makes no page of its own; to go on in it does.
        """
        if not self.publication.url and self.addresses.base == DATA_BASE:
            return None
        path = file_of(request.path) if request.static else request.path
        page = request.query.get("page", "") if list(request.query) == ["page"] else ""
        more = f"?page={page}" if page.isdecimal() and page != "1" else ""
        return self.addresses.url(quote(path, safe=f"{SAFE}%")) + more

    def _html(self, page: Page, request: Request) -> bytes:
        def link(path: str) -> str:
            return href(path, request.path, static=request.static)

        def to(iri: Any) -> str | None:  # noqa: ANN401 - a term or its text
            path = self.addresses.page(iri, request.lang)
            return link(path) if path else None

        def asset(name: str) -> str:
            return link(self.assets.path(name))

        other, there = other_language(request.path, request.lang)
        parameters = "" if request.static or not request.query else "?" + urlencode(request.query)
        text = (
            _environment()
            .get_template(page.template)
            .render(
                page=page,
                portal=self,
                request=request,
                lang=request.lang,
                link=link,
                to=to,
                asset=asset,
                frame=self.frame(request.lang),
                canonical=self._canonical(request),
                other=other,
                there=link(there + parameters),
                **page.context,
            )
        )
        return text.encode()


@cache
def _environment() -> jinja2.Environment:
    """Return the templates; they are the same for all versions, so each is compiled once."""
    environment = templates("zielgraph.portal")
    environment.globals.update(
        t=message, number=number, decimal=decimal, day=day, languages=LANGUAGES
    )
    return environment
