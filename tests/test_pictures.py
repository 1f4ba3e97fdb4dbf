# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures to explore: in a real browser, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import Browser, browser
from conftest import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser for all tests."""
    with browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture(scope="module")
def goals(real_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page with all goals of the repository's own strategy."""
    target = tmp_path_factory.mktemp("pictures") / "ziele.html"
    done = Program(real_project)("picture", "goals", "--output", target)
    assert done.code == 0, done.err
    return target


def test_page_asks_nobody(chromium: Browser, goals: Path) -> None:
    """Opening it makes no request and no complaint."""
    page = chromium.page()
    page.open(goals)
    assert page.run("document.documentElement.dataset.ready !== undefined")
    assert page.requests == []
    assert page.complaints == []


def test_tables_equal_the_graph(chromium: Browser, goals: Path) -> None:
    """What the picture shows stands in the tables as well."""
    page = chromium.page()
    page.open(goals)
    drawn = page.run("[net.body.data.nodes.length, net.body.data.edges.length]")
    rows = page.run(
        "['dots','lines'].map(id => document.querySelectorAll(`#${id} tbody tr`).length)"
    )
    assert drawn == rows
    assert drawn[0] > 100
