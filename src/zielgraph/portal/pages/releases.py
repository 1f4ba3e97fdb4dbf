# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pages of the releases, and where the names of what is published lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from zielgraph.model.messages import language, message, number
from zielgraph.portal.page import Moved, Page, PageNotFoundError, Route
from zielgraph.portal.published import published
from zielgraph.publication.dumps import SUMS
from zielgraph.publication.freezing import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal
    from zielgraph.publication.releases import Release


def size_in_words(size: int) -> str:
    """Return a size in bytes as people read it.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     size_in_words(1_234_567), size_in_words(900)
    ('1.2\\xa0MB', '900\\xa0bytes')
    """
    if size < 1000:  # noqa: PLR2004 - what kilo means
        return f"{number(size)}\u00a0{message('releases.bytes')}"
    value, unit = (size / 1e6, "MB") if size >= 1e6 else (size / 1e3, "kB")  # noqa: PLR2004
    text = f"{value:.1f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004 - two digits suffice
    return f"{text.replace('.', ',') if language() == 'de' else text}\u00a0{unit}"


def releases(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - what every view gets
    """Return the page that lists the releases."""
    found = published(portal).releases.all()
    title = message("releases.title")
    return Page("releases.html", title, {"releases": found}, section="data")


def release(portal: Portal, request: Request, name: str) -> Page:
    """Return the page of a release.

    :raises PageNotFoundError: if there is none of that name.
    """
    publication = published(portal)
    found = publication.releases.named(name)
    if found is None:
        raise PageNotFoundError("publication.no_release", name=name)
    iri = publication.release_iri(name).value
    folder = f"/release/{quote(name)}/"
    files = [
        (
            file.name,
            folder + file.name,
            message("releases.packed") if file.packed else message(f"published.file_{file.form}"),
            file.size,
        )
        for file in found.files
    ]
    changes = [
        (message(f"releases.changes_{ending.rpartition('.')[2]}"), folder + f"{CHANGES}.{ending}")
        for ending in (f"{request.lang}.html", f"{request.lang}.txt", "ttl")
        if found.path(f"{CHANGES}.{ending}")
    ]
    context = {
        "release": found,
        "iri": iri,
        "files": files,
        "size": size_in_words,
        "changes": changes,
        "sums": folder + SUMS,
        "current": publication.release,
    }
    title = message("releases.one", name=name)
    return Page("release.html", title, context, data=iri, section="data")


def every_release(portal: Portal) -> Iterator[str]:
    """Return the paths of the pages of all releases."""
    for each in _all(portal):
        yield f"release/{quote(each.name)}"


def _all(portal: Portal) -> list[Release]:
    return published(portal).releases.all()


def named(portal: Portal, request: Request, name: str) -> Moved:  # noqa: ARG001 - as every view
    """Lead from the name of a release to its page."""
    return Moved(f"/{request.lang}/release/{quote(name)}")


def every_named(portal: Portal) -> Iterator[str]:
    """Return the paths that lead from the names of releases to their pages."""
    for each in _all(portal):
        yield f"id/release/{quote(each.name)}"


def own(portal: Portal, request: Request, **parts: str) -> Moved:  # noqa: ARG001 - as every view
    """Lead from the dataset, its files, its publisher and its services to the page about data."""
    return Moved(f"/{request.lang}/data")


ROUTES = (
    Route("releases", releases),
    Route("release/{name}", release, every_release),
    Route("id/release/{name}", named, every_named),
    Route("id/dataset", own),
    Route("id/publisher", own),
    Route("id/contact", own),
    Route("id/dataset/{rest*}", own),
    Route("id/service/{name}", own),
    Route("id/release/{name}/{rest*}", own),
)
