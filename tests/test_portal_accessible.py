# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""axe-core finds nothing on any kind of page, in both languages, light and dark, small and large.

axe checks what a program can check; what it cannot, :mod:`test_portal_keyboard` walks through.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from browser import browser
from portal_pages import ASKED, one_of_each_kind, portal_of
from servers import serving
from test_releases import drop_milestone
from zielgraph.model.project import Project
from zielgraph.publication.freezing import freeze
from zielgraph.publication.publication import open_publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser import Page

GONE = "lindental/milestone-roofs"
FRONTEND = Path(__file__).parents[1] / "src/zielgraph/portal/frontend"
AXE = FRONTEND / "node_modules/axe-core/axe.min.js"
RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(rule =>
  rule.id + ": " + rule.nodes.slice(0, 3).map(node => node.target.join(" ") + " "
    + (node.failureSummary || "").replace(/\\s+/g, " ").slice(0, 200)).join(" | ")))
"""


RELEASED = ("releases", "release/1", "changes", f"id/{GONE}", "data", "id/lindental/goal-cycling")
"""Pages that are others where there are releases, and one of what is there no more."""


@pytest.fixture(scope="module")
def starts(
    real_project: Path, pristine: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Return the address of the portal by path, of one page of each kind.

    There is one server for what the repository's strategy has, and one for releases; each
    makes each page once for all tests here.
    """
    folder = tmp_path_factory.mktemp("released") / "project"
    shutil.copytree(pristine.root, folder, symlinks=True)
    released = Project(folder)
    freeze(open_publication(released), "1", "2026-01-31", {"de": "Erste", "en": "First"})
    drop_milestone(released)
    freeze(open_publication(released), "2", "2026-02-28")
    every = one_of_each_kind(portal_of(real_project))
    assert len(every) > len(ASKED) + 1
    with serving(folder=real_project) as found, serving("--project", folder) as other:
        gone = httpx.get(f"{other.url}de/id/{GONE}")
        assert gone.status_code == 410
        yield dict.fromkeys(every, found.url) | {f"{path}?": other.url for path in RELEASED}


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page that is open."""
    page.run(AXE.read_text("utf-8") + ";0")
    found = page.run(RUN)
    assert isinstance(found, list)
    return [str(one) for one in found]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_axe_finds_nothing(starts: dict[str, str], tmp_path: Path, lang: str) -> None:
    """Every kind of page, light and dark, 320 and 1366 pixels wide."""
    if not AXE.exists():
        pytest.skip("needs axe-core from npm")
    found: list[str] = []
    with browser(tmp_path) as chromium:
        page = chromium.page()
        for path, start in starts.items():
            page.visit(f"{start}{lang}/{path}")
            for width in (1366, 320):
                for dark in (False, True):
                    page.look(width=width, height=800, dark=dark)
                    where = f"/{lang}/{path} {width} {'dark' if dark else 'light'}"
                    found += [f"{where}: {one}" for one in violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_is_wider_than_a_phone(starts: dict[str, str], tmp_path: Path, lang: str) -> None:
    """No page scrolls sideways at 320 pixels (WCAG 1.4.10); tables may, within themselves."""
    wide: dict[str, object] = {}
    with browser(tmp_path) as chromium:
        page = chromium.page()
        page.look(width=320, height=700)
        for path, start in starts.items():
            page.visit(f"{start}{lang}/{path}")
            width = page.run("document.documentElement.scrollWidth")
            if width != 320:
                wide[path] = width
    assert wide == {}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_ask_nobody_else_and_complain_of_nothing(
    starts: dict[str, str], tmp_path: Path, lang: str
) -> None:
    """No request leaves for another host; the policy refuses nothing; no script fails."""
    strangers: dict[str, list[str]] = {}
    complaints: dict[str, list[str]] = {}
    with browser(tmp_path) as chromium:
        page = chromium.page()
        for path, start in starts.items():
            page.visit(f"{start}{lang}/{path}")
            page.run("new Promise(done => setTimeout(done, 100))")
            others = [url for url in page.requests if not url.startswith((start, "data:"))]
            if others:
                strangers[path] = others
            # The browser itself writes a line about an address that answers 400, 404 or 410.
            # So it does about drawing without a graphics card.
            own = ("404 (Not Found)", "400 (Bad Request)", "410 (Gone)", "WebGL")
            said = [text for text in page.complaints if not any(word in text for word in own)]
            if said:
                complaints[path] = said
    assert strangers == {}
    assert complaints == {}
