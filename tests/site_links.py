# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Following every link of a static site, as a browser would from a folder on disk."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_CSS = re.compile(r"""url\(\s*['"]?([^'")]+)""")


class _Links(HTMLParser):
    """Collects what a page links to, and the places that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the links and the name of an element."""
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.places.add(value)
            if name in {"href", "src", "action", "xlink:href"} and value is not None:
                self.links.add(value)
            if tag == "meta" and name == "content" and value and "url=" in value:
                self.links.add(value.partition("url=")[2])


def _read(path: Path) -> _Links:
    found = _Links()
    found.feed(path.read_text("utf-8"))
    return found


def broken_links(folder: Path) -> dict[str, list[str]]:
    """Return the links that lead nowhere, each with some of the pages that have it.

    Absolute addresses lead elsewhere and are not followed; a link from the root of a host is
    broken, because a site may lie anywhere (only pages for wrong or old addresses have such).
    """
    pages = {path: _read(path) for path in sorted(folder.rglob("*.html"))}
    broken: dict[str, list[str]] = {}
    for path, page in pages.items():
        rooted = path.name in {"404.html", "410.html"}
        here = "/" + path.relative_to(folder).as_posix()
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = urlsplit(urljoin(here, link))
            file = folder / unquote(target.path).removeprefix("/")
            good = file.is_file() and (rooted or not link.startswith("/")) and not parts.query
            if good and target.fragment and file in pages:
                good = unquote(target.fragment) in pages[file].places | {"top"}
            if not good:
                broken.setdefault(link, []).append(here)
    for path in sorted(folder.rglob("*.css")):
        for link in _CSS.findall(path.read_text("utf-8")):
            if not link.startswith(("data:", "#")) and not (path.parent / link).is_file():
                broken.setdefault(link, []).append(path.name)
    return {link: places[:3] for link, places in sorted(broken.items())}
