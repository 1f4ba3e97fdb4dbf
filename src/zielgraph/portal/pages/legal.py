# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Accessibility statement, imprint and privacy: what a county fills in by configuration."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.model.project import CONFIG
from zielgraph.portal.page import Page, Route

if TYPE_CHECKING:
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

_NEEDED = {
    "accessibility": ("operator", "accessibility_law", "accessibility_status",
                      "accessibility_checked", "accessibility_basis", "feedback", "enforcement"),
    "imprint": ("operator", "address", "represented_by", "email", "phone", "editor"),
    "privacy": ("operator", "email", "privacy_contact", "log_days"),
}  # fmt: skip
"""What each page cannot do without; what is missing stands there as a gap to be filled."""


def _page(portal: Portal, name: str) -> Page:
    given = asdict(portal.settings)
    if not given["feedback"]:
        given["feedback"] = given["email"]
    context = {
        "given": given,
        "missing": [entry for entry in _NEEDED[name] if not given[entry]],
        "file": CONFIG,
        "status": given["accessibility_status"]
        and message(f"legal.status_{given['accessibility_status']}"),
    }
    return Page(f"legal/{name}.html", message(f"legal.{name}"), context, section=name)


def accessibility(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - as all views
    """Return the accessibility statement."""
    return _page(portal, "accessibility")


def imprint(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - as all views
    """Return the imprint."""
    return _page(portal, "imprint")


def privacy(portal: Portal, request: Request) -> Page:  # noqa: ARG001 - as all views
    """Return what the server notes about its visitors."""
    return _page(portal, "privacy")


ROUTES = (
    Route("accessibility", accessibility),
    Route("imprint", imprint),
    Route("privacy", privacy),
)
