# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a page of the portal is asked and what it answers; no web framework in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import ZielgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zielgraph.portal.portal import Portal


@dataclass(frozen=True, slots=True)
class Request:
    """A page that somebody wants.

    :param path: path below the site's root, with the language: ``/de/sdg/11``.
    :param lang: language of the page, the first segment of the path.
    :param query: parameters of the address; of several of one name the last.
    :param static: whether the page becomes a file, so that no link may lead to a
        page that only the server has, and no parameter can be given.
    """

    path: str
    lang: str
    query: Mapping[str, str] = field(default_factory=dict)
    static: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a view answers: a template with what it needs.

    :param template: its name in ``templates/``, such as ``sdg.html``.
    :param title: title without the site's name.
    :param context: names that the template uses.
    :param status: HTTP status.
    :param data: IRI of the thing that the page is about, if it has data of its own to download.
    :param section: which entry of the navigation is the current one.
    :param kind: what it is about, in a word, where another page may have the same title.
    """

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    data: str | None = None
    section: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """What a view answers instead of a page: a file of just this view."""

    body: bytes
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a view answers where a thing has a better address."""

    path: str


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of page.

    :param pattern: path without language, with names in braces: ``sdg/{number}``; a name
        that ends in ``*`` takes slashes, too.
    :param view: makes the page; gets portal, request and the named parts of the path.
    :param every: returns the paths (without language) of all such pages that a static
        site holds; by default the pattern itself, if it has no names.
    """

    pattern: str
    view: Callable[..., Page | Download | Moved]
    every: Callable[[Portal], Iterable[str]] | None = None

    def match(self, path: str) -> dict[str, str] | None:
        """Return the named parts of ``path``, or ``None`` if it is another kind.

        >>> Route("sdg/{number}", lambda: None).match("sdg/11.2")
        {'number': '11.2'}
        """
        parts = re.split(r"\{(\w+\*?)\}", self.pattern)
        pattern = "".join(
            re.escape(part)
            if place % 2 == 0
            else f"(?P<{part.rstrip('*')}>{'.+' if part.endswith('*') else '[^/]+'})"
            for place, part in enumerate(parts)
        )
        found = re.fullmatch(pattern, path, re.DOTALL)
        return found.groupdict() if found else None


class PageNotFoundError(ZielgraphError):
    """There is no such page, or no such thing."""


class PageGoneError(ZielgraphError):
    """There was such a thing in an earlier version."""


class BadParameterError(ZielgraphError):
    """A parameter of the address has a value that it cannot have."""
