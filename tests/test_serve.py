# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""``zielgraph serve`` as its users start and stop it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import httpx
import pytest

from servers import serving

if TYPE_CHECKING:
    from zielgraph.model.project import Project


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_stopped(quick: Project, how: signal.Signals) -> None:
    """It says where it is, answers, and ends with 0 when it is told to."""
    with serving("--project", quick.root) as server:
        assert httpx.get(server.url + "de/").status_code == 200
        assert server.stop(how) == 0
