# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""axe-core finds nothing on any kind of page, in both languages, light and dark, small and large.

axe checks what a program can check; what it cannot, :mod:`test_portal_keyboard` walks through.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import browser
from portal_pages import one_of_each_kind, portal_of
from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser import Page
    from servers import Server

FRONTEND = Path(__file__).parents[1] / "src/zielgraph/portal/frontend"
AXE = FRONTEND / "node_modules/axe-core/axe.min.js"
RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(rule =>
  rule.id + ": " + rule.nodes.slice(0, 3).map(node => node.target.join(" ") + " "
    + (node.failureSummary || "").replace(/\\s+/g, " ").slice(0, 200)).join(" | ")))
"""


@pytest.fixture(scope="module")
def server(real_project: Path) -> Iterator[Server]:
    """Return one server for all tests here, which makes each page once for all of them."""
    with serving(folder=real_project) as found:
        yield found


@pytest.fixture(scope="module")
def paths(real_project: Path) -> list[str]:
    """Return the paths of one page of each kind."""
    found = one_of_each_kind(portal_of(real_project))
    assert len(found) > 1
    return found


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page that is open."""
    page.run(AXE.read_text("utf-8") + ";0")
    found = page.run(RUN)
    assert isinstance(found, list)
    return [str(one) for one in found]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_axe_finds_nothing(server: Server, paths: list[str], tmp_path: Path, lang: str) -> None:
    """Every kind of page, light and dark, 320 and 1366 pixels wide."""
    if not AXE.exists():
        pytest.skip("needs axe-core from npm")
    found: list[str] = []
    with browser(tmp_path) as chromium:
        page = chromium.page()
        for path in paths:
            page.visit(f"{server.url}{lang}/{path}")
            for width in (1366, 320):
                for dark in (False, True):
                    page.look(width=width, height=800, dark=dark)
                    where = f"/{lang}/{path} {width} {'dark' if dark else 'light'}"
                    found += [f"{where}: {one}" for one in violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_is_wider_than_a_phone(
    server: Server, paths: list[str], tmp_path: Path, lang: str
) -> None:
    """No page scrolls sideways at 320 pixels (WCAG 1.4.10); tables may, within themselves."""
    wide: dict[str, object] = {}
    with browser(tmp_path) as chromium:
        page = chromium.page()
        page.look(width=320, height=700)
        for path in paths:
            page.visit(f"{server.url}{lang}/{path}")
            width = page.run("document.documentElement.scrollWidth")
            if width != 320:
                wide[path] = width
    assert wide == {}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_ask_nobody_else_and_complain_of_nothing(
    server: Server, paths: list[str], tmp_path: Path, lang: str
) -> None:
    """No request leaves for another host; the policy refuses nothing; no script fails."""
    strangers: dict[str, list[str]] = {}
    complaints: dict[str, list[str]] = {}
    with browser(tmp_path) as chromium:
        page = chromium.page()
        for path in paths:
            page.visit(f"{server.url}{lang}/{path}")
            page.run("new Promise(done => setTimeout(done, 100))")
            others = [url for url in page.requests if not url.startswith((server.url, "data:"))]
            if others:
                strangers[path] = others
            # The browser itself writes a line about an address that answers 404.
            # So it does about drawing without a graphics card.
            own = ("404 (Not Found)", "WebGL")
            said = [text for text in page.complaints if not any(word in text for word in own)]
            if said:
                complaints[path] = said
    assert strangers == {}
    assert complaints == {}
