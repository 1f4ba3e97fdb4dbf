# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the graph of a portal publishes besides pages: data, catalogue, files, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.portal.page import PageGoneError
from zielgraph.publication.publication import Publication

if TYPE_CHECKING:
    from zielgraph.model.terms import Iri
    from zielgraph.portal.portal import Portal


def published(portal: Portal) -> Publication:
    """Return what ``portal`` publishes; it is the same object each time."""
    return portal.once(_made)


def refuse_gone(portal: Portal, iri: Iri) -> None:
    """Say so if a thing that the graph does not have was in an earlier release.

    :raises PageGoneError: if it was; the message names the release that had it last.
    """
    release = published(portal).last_release_with(iri)
    if release is not None:
        name = published(portal).release_iri(release.name).value
        raise PageGoneError(
            "publication.gone", iri=iri.value, name=release.name, date=release.date, release=name
        )


def _made(portal: Portal) -> Publication:
    services = not portal.static
    return Publication(portal.graph, portal.version, portal.publication, services=services)
