# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.portal.page import Page, Route

if TYPE_CHECKING:
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal


def start(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - what every view gets
    """Return the start page."""
    return Page("start.html", message("portal.start"), {"fields": portal.graph.query("fields")})


ROUTES = (Route("", start),)
