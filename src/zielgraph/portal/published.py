# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the graph of a portal publishes besides pages: data, catalogue, files, releases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zielgraph.publication.publication import Publication
from zielgraph.publication.settings import read_publication

if TYPE_CHECKING:
    from zielgraph.portal.portal import Portal


def published(portal: Portal) -> Publication:
    """Return what ``portal`` publishes; it is the same object each time.

    :raises ProjectError: if the settings in ``zielgraph.toml`` are wrong.
    """
    return portal.once(_made)


def _made(portal: Portal) -> Publication:
    settings = read_publication(portal.graph.project)
    if not settings.url and portal.addresses.site:
        settings = replace(settings, url=portal.addresses.site)
    return Publication(portal.graph, portal.version, settings)
