# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Opening the portal of a built graph, for those who do not serve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.graph import graph_of
from zielgraph.portal.portal import Portal
from zielgraph.portal.settings import read_portal_settings
from zielgraph.publication.settings import read_publication, settings_file

if TYPE_CHECKING:
    from zielgraph.build.location import Built
    from zielgraph.model.project import Project


def open_portal(project: Project, built: Built, *, static: bool = False) -> Portal:
    """Return the portal of a built graph.

    :param static: whether its pages become files, without a program that answers queries.
    :raises ProjectError: if the settings in ``zielgraph.toml`` are wrong.
    """
    file = settings_file(project)
    settings, publication = read_portal_settings(file), read_publication(file)
    graph = graph_of(project, built)
    return Portal(graph, built.version, settings, publication, static=static)
