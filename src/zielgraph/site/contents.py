# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a static site consists of: paths and the content of their files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.model.names import DATA_BASE
from zielgraph.model.terms import Iri
from zielgraph.portal.page import Request
from zielgraph.portal.pictures import picture, picture_paths
from zielgraph.portal.published import published
from zielgraph.publication.addresses import ENDINGS, SAFE, file_of, href
from zielgraph.publication.answers import Asked, formats_for, listing, write_answer
from zielgraph.publication.crawlers import robots, sitemaps
from zielgraph.publication.publication import page_policy
from zielgraph.publication.resources import write_description
from zielgraph.queries.library import load_queries, load_query, run_query
from zielgraph.queries.shape import shape_of
from zielgraph.site.apache import htaccess
from zielgraph.site.folder import SiteError
from zielgraph.site.nginx import GONE, locations, maps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import TypeAlias

    from zielgraph.portal.portal import Portal
    from zielgraph.publication.publication import Publication

    File: TypeAlias = tuple[str, bytes]

VOCABULARIES = ("ontology", "shapes")

_LINK = re.compile(r'((?:href|src)=")([^"#:]+)(["#])')


@dataclass
class Contents:
    """Everything that a site holds; a path and its content at a time.

    :param modified: when the data were built.
    """

    portal: Portal
    modified: datetime
    _policies: dict[str, str] = field(default_factory=dict)

    @cached_property
    def publication(self) -> Publication:
        """What is published besides pages."""
        return published(self.portal)

    @cached_property
    def root(self) -> str:
        """Path of the site's start below the document root, without ``/`` at its end.

        The default base names no place of ours, so it says nothing about the document root.
        """
        publication = self.publication
        if not publication.settings.url and publication.addresses.base == DATA_BASE:
            return ""
        return urlsplit(publication.addresses.root).path.rstrip("/")

    def pages(self) -> list[str]:
        """Return the paths of all pages: those of the portal, and one of each thing."""
        found = dict.fromkeys(self.portal.paths())
        for iri in self.things():
            for lang in LANGUAGES:
                if path := self.publication.addresses.page(iri, lang):
                    # A file takes no parameters: a list of values is on the page of them all.
                    found.setdefault(path.partition("?")[0])
        return list(found)

    def page(self, path: str) -> Iterator[File]:
        """Make a page.

        :raises SiteError: if the portal has no such page after all (an error of ours).
        """
        lang = path.split("/", 2)[1]
        answer = self.portal.respond(Request(path, lang, {}, static=True))
        if answer.location is not None:
            yield file_of(path), self._moved(path, answer.location, lang)
            return
        if answer.status == HTTPStatus.NOT_FOUND and path.startswith(
            (f"/{lang}/id/", f"/{lang}/sdg/")
        ):
            return  # there are data about it, but no page
        if answer.status != HTTPStatus.OK:
            raise SiteError("site.no_page", path=path, status=answer.status)
        yield (path if answer.filename else file_of(path)), answer.body

    @staticmethod
    def _moved(path: str, location: str, lang: str) -> bytes:
        target = escape(href(location, path, static=True))
        with speaking(lang):
            title = escape(message("site.moved"))
        return (
            f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n"
            f'<meta http-equiv="refresh" content="0; url={target}">\n'
            f'<p><a href="{target}">{title}</a></p>\n</html>\n'
        ).encode()

    def things(self) -> list[str]:
        """Return the IRIs of all things that have data of their own, in order."""
        return self.publication.things()

    def thing(self, iri: str) -> Iterator[File]:
        """Write what the graph says about a thing in every format."""
        publication = self.publication
        description = publication.describe(Iri(iri))
        if description is None:
            return
        for form in ENDINGS:
            path = publication.addresses.data(iri, form)
            assert path is not None  # noqa: S101 - only such are listed
            text = write_description(publication.store, description, form, publication.addresses)
            yield path, text.encode()

    def queries(self) -> list[str]:
        """Return the names of the queries, whose answers with default parameters are stored."""
        return [query.name for query in load_queries(self.portal.graph.project.queries)]

    def query(self, name: str) -> Iterator[File]:
        """Write the answer of a query in every language and format."""
        found = load_query(self.portal.graph.project.queries, name)
        for lang in LANGUAGES:
            with speaking(lang):
                result = run_query(self.portal.graph.store, found)
            for kind in formats_for(shape_of(found.text).form):
                body = write_answer(found, result, kind.ending, Asked(lang))
                yield f"/api/queries/{name}.{lang}.{kind.ending}", body

    def fixed(self) -> Iterator[File]:
        """Write what is there once: assets, vocabularies, catalogue, dumps, pictures, rules."""
        yield from self.portal.assets
        yield "/index.html", self._choice()
        for lang in LANGUAGES:
            for status in (404, 410):
                yield f"/{lang}/{status}.html", self._trouble(lang, status)
        for name in self.publication.gone():
            yield f"{GONE}/{quote(name, safe=SAFE)}", b""
        yield from self._vocabularies()
        for form, ending in ENDINGS.items():
            yield f"/catalog.{ending}", self.publication.catalogue(form).encode()
            yield f"/.well-known/void.{ending}", self.publication.void(form).encode()
        yield from self._dumps()
        yield from self._releases()
        for path in picture_paths(self.portal):
            found = picture(self.portal, path)
            if found is not None:
                if found.policy:
                    self._policies[path] = found.policy
                yield path, found.body
        yield "/api/queries.json", listing(load_queries(self.portal.graph.project.queries))
        yield from self._crawlers()
        parts = self.publication.parts
        yield "/.htaccess", htaccess(self.root, self._policies, parts).encode()
        yield "/server/nginx-http.conf", maps().encode()
        yield "/server/nginx-site.conf", locations(self.root, self._policies, parts).encode()

    def _vocabularies(self) -> Iterator[File]:
        for name in VOCABULARIES:
            page = self.publication.vocabulary_page(name)
            self._policies[f"/{name}.html"] = page_policy(page)
            yield f"/{name}.html", page.encode()
            for form, ending in ENDINGS.items():
                yield f"/{name}.{ending}", self.publication.vocabulary(name, form).encode()

    def _dumps(self) -> Iterator[File]:
        dumps = self.publication.dumps
        for file in sorted(dumps.folder.iterdir()):
            if dumps.path(file.name) is not None:
                yield f"/dumps/{file.name}", file.read_bytes()

    def _releases(self) -> Iterator[File]:
        for release in self.publication.releases.all():
            for file in sorted(release.folder.iterdir()):
                if release.path(file.name) is None:
                    continue
                path, body = f"/release/{quote(release.name)}/{quote(file.name)}", file.read_bytes()
                if file.suffix == ".html":
                    self._policies[path] = page_policy(body.decode())
                yield path, body

    def _crawlers(self) -> Iterator[File]:
        root = self.publication.addresses.root
        yield "/robots.txt", robots(root).encode()
        paths = [file_of(path) for path in self.pages()]
        files = sitemaps(root, paths, self.modified)
        for place, text in enumerate(files):
            yield (f"/sitemap-{place}.xml" if place else "/sitemap.xml"), text.encode()

    def _choice(self) -> bytes:
        """Return the page at the very start: which language, without a script."""
        choices = []
        for lang in LANGUAGES:
            with speaking(lang):
                words = escape(message("site.choose"))
            choices.append(
                f'<li><a href="{lang}/index.html" lang="{lang}" hreflang="{lang}">{words}</a></li>'
            )
        style = self.portal.assets.path("portal.css").removeprefix("/")
        return (
            f'<!doctype html>\n<html lang="{LANGUAGES[0]}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n<title>Zielgraph</title>\n'
            f'<link rel="stylesheet" href="{style}">\n</head>\n'
            f'<body>\n<main class="wrap">\n<h1>Zielgraph</h1>\n<ul>\n'
            + "\n".join(choices)
            + "\n</ul>\n"
            "</main>\n</body>\n</html>\n"
        ).encode()

    def _trouble(self, lang: str, status: int) -> bytes:
        """Return the page for wrong or old addresses, whose links hold wherever it is shown."""
        path = f"/{lang}/{status}"
        with speaking(lang):
            title, text = message(f"portal.trouble_{status}"), message(f"site.trouble_{status}")
        request = Request(path, lang, {}, static=True)
        page = self.portal.trouble(request, title, text, status).decode()
        base = f"{self.root}{file_of(path)}"
        return _LINK.sub(lambda found: found[1] + urljoin(base, found[2]) + found[3], page).encode()
