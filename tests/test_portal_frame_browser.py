# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the frame's scripts and style sheets do in a real browser: theme, menus, sorting, print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from browser import browser
from servers import serving
from zielgraph import open_graph
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Page

CELLS = "[...document.querySelectorAll('.matrix tbody td:nth-child(12)')]"
ROWS = "[...document.querySelectorAll('#table tbody tr')]"


@pytest.fixture(scope="module")
def opened(
    real_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """Return a page of the browser, and where the portal is."""
    with (
        browser(tmp_path_factory.mktemp("browser")) as chromium,
        serving(folder=real_project) as server,
    ):
        yield chromium.page(), server.url


def column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the table of SDGs."""
    found = page.run(f"{ROWS}.map(row => row.cells[{number}].textContent.trim())")
    assert isinstance(found, list)
    return [str(text) for text in found]


def test_the_chosen_theme_stays(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.look(width=1366, height=800, dark=False)
    page.visit(f"{url}de/sdgs")
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    page.run("document.querySelector('[data-theme-switch]').click()")
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"
    page.visit(f"{url}en/matrix")
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"
    assert page.run("document.querySelector('[data-theme-switch]').textContent.trim()") == (
        "Light theme"
    )
    page.run("document.querySelector('[data-theme-switch]').click()")


def test_a_heading_sorts_its_column(opened: tuple[Page, str]) -> None:
    """Numbers as numbers, names by the letters of the language, both ways, and it is said."""
    page, url = opened
    page.visit(f"{url}de/sdgs")
    before = [int(text) for text in column(page, 2)]
    press = "document.querySelectorAll('#table .sort')[%d].click()"
    page.run(press % 2)
    assert [int(text) for text in column(page, 2)] == sorted(before)
    page.run(press % 2)
    assert [int(text) for text in column(page, 2)] == sorted(before, reverse=True)
    assert page.run("document.querySelectorAll('#table th[aria-sort]').length") == 1
    assert page.run("document.querySelector('#table [aria-sort]').ariaSort") == "descending"
    page.run(press % 1)
    names = column(page, 1)
    assert names[0].startswith("Bezahlbare")
    assert names[-1].startswith("Weniger")
    # Cells without a number come last in both directions.
    for _ in range(2):
        page.run(press % 4)
        assert column(page, 4)[-1] == "–"
        assert column(page, 4)[0] != "–"


def test_the_menu_closes_and_gives_the_focus_back(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/")
    page.run("document.querySelector('[data-menu] summary').focus()")
    page.run("document.querySelector('[data-menu]').open = true")
    page.press("Escape")
    assert page.run("document.querySelector('[data-menu]').open") is False
    assert page.run("document.activeElement.matches('[data-menu] summary')") is True
    page.run("document.querySelector('[data-menu]').open = true")
    page.run("document.body.click()")
    assert page.run("document.querySelector('[data-menu]').open") is False


def test_a_phone_has_a_menu_that_opens(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.look(width=320, height=700, dark=False)
    page.visit(f"{url}de/matrix")
    shown = "document.querySelector('.nav-main').checkVisibility()"
    assert page.run(shown) is False
    page.run("document.querySelector('.nav-fold summary').click()")
    assert page.run(shown) is True
    assert page.run("document.querySelector('.filters').checkVisibility()") is False
    page.run("document.querySelector('.filter-fold summary').click()")
    assert page.run("document.querySelector('.filters').checkVisibility()") is True
    page.look(width=1366, height=800, dark=False)
    assert page.run(shown) is True


def test_the_first_column_of_the_matrix_stays_in_sight(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.look(width=320, height=700, dark=False)
    page.visit(f"{url}de/matrix")
    left = "document.querySelector('.matrix tbody th').getBoundingClientRect().left"
    before = page.run(left)
    page.run("document.querySelector('.matrix-scroll').scrollLeft = 400")
    assert page.run("document.querySelector('.matrix-scroll').scrollLeft") == 400
    assert page.run(left) == before


@pytest.mark.parametrize("query", ["through=mobilitaet,klima,teilhabe", "node=B.X.3"])
def test_a_diagram_keeps_its_size_and_scrolls_in_its_frame(
    opened: tuple[Page, str], query: str
) -> None:
    """On a phone its words stay readable, and the page itself is no wider."""
    page, url = opened
    page.look(width=360, height=700, dark=False)
    page.visit(f"{url}de/explore?{query}")
    assert page.run("document.documentElement.scrollWidth") == 360
    drawn = "document.querySelector('.diagram')"
    assert page.run(f"{drawn}.getBoundingClientRect().width == {drawn}.width.baseVal.value")
    assert page.run(f"{drawn}.getBoundingClientRect().height == {drawn}.height.baseVal.value")
    frame = "document.querySelector('.diagram-scroll')"
    assert page.run(f"{frame}.scrollWidth > {frame}.clientWidth")
    page.run(f"{frame}.focus()")
    assert page.run(f"document.activeElement == {frame}")
    assert page.run(f"{frame}.getAttribute('role') + {frame}.getAttribute('aria-label')")


def test_short_entries_stand_side_by_side_and_a_short_matrix_whole(
    opened: tuple[Page, str],
) -> None:
    page, url = opened
    page.look(width=1366, height=600, dark=False)
    page.visit(f"{url}de/matrix")
    cut = "(box => box.scrollHeight - box.clientHeight)(document.querySelector('.matrix-scroll'))"
    assert page.run(cut) == 0
    page.visit(f"{url}de/matrix?by=actor")
    assert page.run("document.querySelectorAll('.matrix tbody tr').length") > 18
    assert page.run(cut) > 0
    page.visit(f"{url}de/sdg/11")
    columns = (
        "new Set([...document.querySelectorAll('#goals .statement')]"
        ".map(entry => Math.round(entry.getBoundingClientRect().left))).size"
    )
    assert page.run(columns) == 2
    page.look(width=390, height=800)
    assert page.run(columns) == 1


def test_empty_fields_of_a_filter_stay_out_of_the_address(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.look(width=1366, height=800, dark=False)
    page.visit(f"{url}de/matrix")
    page.run("document.querySelector('#f-sort').value = '11'")
    sent = page.run(
        "new Promise(done => { const form = document.querySelector('.filters');"
        "form.addEventListener('submit', event => { event.preventDefault();"
        "done(new URLSearchParams(new FormData(form)).toString()) });"
        "form.requestSubmit() })"
    )
    assert sent == "by=field&sort=11"


def test_print_leaves_out_what_cannot_be_pressed(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/matrix")
    page.look(width=1366, height=800, media="print")
    try:
        for part in (".site-nav", ".site-search", ".filters", ".filter-fold", ".downloads"):
            assert page.run(f"document.querySelector('{part}').checkVisibility()") is False, part
        assert page.run("document.querySelector('.matrix').checkVisibility()") is True
    finally:
        page.look(width=1366, height=800)


def test_assets_are_kept_as_long_as_their_address(opened: tuple[Page, str]) -> None:
    _, url = opened
    html = httpx.get(f"{url}de/").text
    path = re.search(r'href="\.\./(assets/[0-9a-f]{12}/)portal\.css"', html)
    assert path is not None
    found = httpx.get(f"{url}{path[1]}portal.css")
    assert found.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in found.headers["cache-control"]
    old = httpx.get(f"{url}assets/000000000000/portal.css")
    assert old.text == found.text
    assert "immutable" not in old.headers["cache-control"]
    for wrong in ("assets/portal.css", f"{path[1]}none.css", f"{path[1]}..%2fpage.py"):
        assert httpx.get(f"{url}{wrong}").status_code == 404


def test_a_page_in_a_folder_sorts_its_matrix_itself(
    opened: tuple[Page, str], real_project: Path, tmp_path: Path
) -> None:
    """Opened from disk, without a server."""
    page, _ = opened
    portal = Portal(open_graph(real_project), "x")
    for path, body in portal.assets:
        (tmp_path / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path[1:]).write_bytes(body)
    (tmp_path / "de").mkdir()
    file = tmp_path / "de" / "matrix.html"
    file.write_bytes(portal.respond(Request("/de/matrix", "de", static=True)).body)
    page.open(file)
    column = f"{CELLS}.map(cell => Number(cell.dataset.sort))"
    before = page.run(column)
    page.run("document.querySelectorAll('button.matrix-sort')[10].click()")
    assert page.run(column) == sorted(before, reverse=True) != before
    page.run("document.querySelectorAll('button.matrix-sort')[10].click()")
    assert page.run(column) == sorted(before)
    name = page.run("document.querySelectorAll('button.matrix-sort')[10].ariaLabel")
    assert name == "Sortieren nach SDG 11: Nachhaltige Städte und Gemeinden"
