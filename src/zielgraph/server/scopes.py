# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a request carries with it through the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from starlette.types import Scope

    from zielgraph.server.state import Served, State

STATE = "zielgraph.state"
"""Where a request finds the state of the server."""

SERVED = "zielgraph.served"
"""Where a request finds the version that answers it, from its first line to its last."""


def state_of(scope: Scope) -> State:
    """Return the state of the server that handles a request."""
    return cast("State", scope[STATE])


def served_of(scope: Scope) -> Served:
    """Return the version that answers a request, the same from its first line to its last."""
    found: Served | None = scope.get(SERVED)
    return found or state_of(scope).served
