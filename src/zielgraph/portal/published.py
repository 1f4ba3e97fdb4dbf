# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the graph of a portal publishes besides pages: data, catalogue, files, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.publication.publication import Publication

if TYPE_CHECKING:
    from zielgraph.portal.portal import Portal


def published(portal: Portal) -> Publication:
    """Return what ``portal`` publishes; it is the same object each time."""
    return portal.once(_made)


def _made(portal: Portal) -> Publication:
    return Publication(portal.graph, portal.version, portal.publication)
