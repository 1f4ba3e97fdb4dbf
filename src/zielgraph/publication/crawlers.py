# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What search engines are told: where they may go, how fast, and which pages there are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from zielgraph.model.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

DELAY = 5
"""Seconds that a crawler should wait between two requests."""

MOST = 25_000
"""Addresses in one sitemap; the protocol allows 50,000 and 50 MB, and ours are long."""

_CLOSED = ("/sparql", "/api/", "/data/", "/dumps/", "/*/search", "/*/editor", "/*?")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(root: str) -> str:
    """Return ``robots.txt``: pages may be read slowly, machines have the catalogue and dumps.

    :param root: public URL of the site's start, ending in ``/``.

    >>> print(robots("https://daten.kreis.example/").splitlines()[-1])
    Sitemap: https://daten.kreis.example/sitemap.xml
    """
    lines = ["User-agent: *", f"Crawl-delay: {DELAY}"]
    lines += [f"Disallow: {path}" for path in _CLOSED]
    return "\n".join([*lines, "", f"Sitemap: {root}sitemap.xml"]) + "\n"


def sitemaps(root: str, paths: Iterable[str], modified: datetime) -> list[str]:
    """Return sitemaps of the pages, each with its twin in the other language.

    Of more than one, the first is the index that names the others: ``sitemap-1.xml`` …

    :param root: public URL of the site's start, ending in ``/``.
    :param paths: paths of all pages, with the language.
    :param modified: when the data were built.
    """
    spoken = [path for path in paths if path.split("/", 2)[1] in LANGUAGES]
    there = set(spoken)
    date = f"{modified:%Y-%m-%dT%H:%M:%SZ}"
    parts = [spoken[at : at + MOST] for at in range(0, len(spoken), MOST)] or [[]]
    files = [
        f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(_entry(root, path, there, date) for path in part)
        + "</urlset>\n"
        for part in parts
    ]
    if len(files) == 1:
        return files
    index = "".join(
        f"<sitemap><loc>{escape(root)}sitemap-{place}.xml</loc><lastmod>{date}</lastmod></sitemap>\n"
        for place in range(1, len(files) + 1)
    )
    return [f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{index}</sitemapindex>\n', *files]


def _entry(root: str, path: str, there: set[str], date: str) -> str:
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(_url(root, twin))}/>'
        for lang, twin in _twins(path)
        if twin in there
    )
    return f"<url><loc>{escape(_url(root, path))}</loc><lastmod>{date}</lastmod>{twins}</url>\n"


def _twins(path: str) -> Iterator[tuple[str, str]]:
    _, _, rest = path.removeprefix("/").partition("/")
    for lang in LANGUAGES:
        yield lang, f"/{lang}/{rest}"


def _url(root: str, path: str) -> str:
    return root + path.removeprefix("/")
