# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The main tasks with the keyboard alone: the focus is seen, in order, never lost, never caught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser import browser
from servers import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser import Page

MOST = 400
"""Tabs after which a walk gives up."""

FOCUS = """(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const frame = getComputedStyle(at.querySelector(":scope > rect") ?? at);
  const after = window.last && (window.last.compareDocumentPosition(at) & 4) > 0;
  const first = !window.last, same = window.last === at;
  const words = at.cloneNode(true);
  words.querySelectorAll("[aria-hidden=true]").forEach(node => node.remove());
  window.last = at;
  return {
    what: at.outerHTML.slice(0, 160),
    name: (at.ariaLabel || at.labels?.[0]?.textContent || words.textContent).trim()
      .replace(/\\s+/g, " "),
    inside: at.closest("main") !== null,
    foot: at.closest("footer.site-foot") !== null,
    seen: at.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || parseFloat(frame.strokeWidth) >= 3,
    ordered: first || after,
    same,
  };
})()"""


@pytest.fixture(scope="module")
def opened(
    real_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """Return a page of the browser, and where the portal is."""
    with (
        browser(tmp_path_factory.mktemp("keyboard")) as chromium,
        serving("--rate", "0", folder=real_project) as server,
    ):
        page = chromium.page()
        page.look(width=1366, height=800, prefers_reduced_motion="reduce")
        yield page, server.url


def focus(page: Page) -> dict[str, Any]:
    """Return what has the focus."""
    found = page.run(FOCUS)
    assert isinstance(found, dict), "the focus is lost"
    return found


def tab_to(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until something has the focus that is wanted."""
    for _ in range(MOST):
        page.press("Tab")
        found = focus(page)
        if wanted(found):
            return found
    pytest.fail("not reached with the keyboard")


def named(text: str) -> Callable[[dict[str, Any]], bool]:
    """Return a condition: the name begins with ``text``."""
    return lambda found: found["name"].startswith(text)


def wait(page: Page, condition: str) -> None:
    """Wait until a condition holds in the page."""
    found = page.run(
        "new Promise(done => { let left = 200; const ask = () => {"
        f" if ({condition}) done(true); else if (!left--) done(false); else setTimeout(ask, 50) }};"
        " ask() })"
    )
    assert found is True, condition


@pytest.mark.parametrize(
    "path",
    [
        "de/",
        "de/sdg/14",
        "en/id/coesfeld/goal/abfall-vermeiden-und-kreislaeufe-schliessen",
        "de/explore?through=mobilitaet,klima,teilhabe",
        "en/search?q=climate",
        "de/data",
        "de/queries/links-of-target?target=14.1",
        "en/accessibility",
        "de/no-such-page",
    ],
)
def test_every_stop_is_seen_and_in_order(opened: tuple[Page, str], path: str) -> None:
    """From the first to the last stop: in sight, with a ring, in the order of the document."""
    page, url = opened
    page.visit(url + path)
    stops: list[dict[str, Any]] = []
    for _ in range(MOST):
        page.press("Tab")
        if page.run("document.activeElement === document.body"):
            break
        found = focus(page)
        if stops and found["what"] == stops[0]["what"]:
            break
        if not stops or not found["same"]:  # a busy browser moves the focus a moment later
            stops.append(found)
    else:
        pytest.fail("the walk has no end")
    assert len(stops) > 15
    assert stops[0]["name"] in {"Zum Inhalt", "Skip to content"}
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["what"] for stop in stops if not stop["ring"]] == []
    assert [stop["what"] for stop in stops if not stop["ordered"]] == []
    assert any(stop["inside"] for stop in stops)
    assert stops[-1]["foot"]


def test_skip_links_lead_past_the_header(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/goals")
    page.press("Tab")
    page.press("Enter")
    assert page.run("document.activeElement.localName") == "main"
    page.press("Tab")
    assert focus(page)["inside"]
    page.visit(f"{url}de/goals")
    page.press("Tab")
    page.press("Tab")
    page.press("Enter")
    assert page.run("document.activeElement.id") == "site-q"


def test_search_suggests_and_opens(opened: tuple[Page, str]) -> None:
    """The list is said to a screen reader; the arrows choose, Escape closes, Enter opens."""
    page, url = opened
    page.visit(f"{url}de/")
    tab_to(page, named("Strategie durchsuchen"))
    field = "document.activeElement"
    page.type("Radweg")
    wait(page, f"{field}.getAttribute('aria-expanded') === 'true'")
    said = page.run("document.querySelector('.site-search [role=status]').textContent")
    assert any(letter.isdigit() for letter in said)
    page.press("ArrowDown")
    chosen = f"document.getElementById({field}.getAttribute('aria-activedescendant'))"
    assert page.run(f"{chosen}.getAttribute('aria-selected')") == "true"
    page.press("Escape")
    assert page.run(f"{field}.getAttribute('aria-expanded')") == "false"
    assert page.run(f"{field}.value") == "Radweg"
    page.type("e")
    wait(page, f"{field}.getAttribute('aria-expanded') === 'true'")
    page.press("ArrowDown")
    title = page.run(f"{chosen}.lastChild.textContent")
    page.following(lambda: page.press("Enter"))
    assert page.run("document.querySelector('h1').textContent") == title
    assert "/de/id/" in page.run("location.pathname")


def test_search_without_a_choice_leads_to_the_hits(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}en/")
    tab_to(page, named("Search the strategy"))
    page.type("climate")
    page.following(lambda: page.press("Enter"))
    assert page.run("location.pathname + location.search") == "/en/search?q=climate"
    assert page.run("document.querySelectorAll('.hit').length") > 3


def test_menu_opens_and_leads(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/")
    tab_to(page, named("Mehr"))
    page.press("Enter")
    assert page.run("document.querySelector('[data-menu]').open") is True
    tab_to(page, named("Methode"))
    page.press("Escape")
    assert focus(page)["name"] == "Mehr"
    page.press(" ")
    tab_to(page, named("Qualität"))
    page.following(lambda: page.press("Enter"))
    assert page.run("location.pathname") == "/de/quality"
    assert page.run("document.querySelector('[aria-current=page]') !== null") is True


def test_a_cell_of_the_matrix_opens_its_goals(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/matrix")
    region = tab_to(page, lambda found: "matrix-scroll" in found["what"])
    assert region["ring"]
    tab_to(page, named("Sortieren nach SDG 17"))
    found = tab_to(page, lambda found: 'class="cell' in found["what"])
    assert "SDG" in found["name"]
    assert found["seen"]
    assert found["ring"]
    page.following(lambda: page.press("Enter"))
    assert page.run("document.querySelectorAll('main .statement').length") >= 1


def test_the_header_of_the_matrix_does_not_hide_the_focus(opened: tuple[Page, str]) -> None:
    """What sticks to the top must not lie over the cell that has the focus (WCAG 2.4.11)."""
    page, url = opened
    page.look(width=1366, height=500, prefers_reduced_motion="reduce")
    page.visit(f"{url}de/matrix")
    # Backwards from the end, where browsers scroll no farther than the edge.
    page.run("[...document.querySelectorAll('.matrix a.cell')].at(-1).focus(); 1")
    hidden = []
    for _ in range(120):
        page.press("Tab", shift=True)
        over = page.run(
            "(() => { const at = document.activeElement, box = at.getBoundingClientRect();"
            " if (!at.matches('.matrix tbody a')) return false;"
            " const there = document.elementFromPoint(box.x + box.width / 2,"
            " box.y + box.height / 2);"
            " return !at.contains(there) && !there?.contains(at); })()"
        )
        if over:
            hidden.append(focus(page)["name"])
    page.look(width=1366, height=800, prefers_reduced_motion="reduce")
    assert hidden == []


def test_exploring_begins_with_a_name(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/explore")
    tab_to(page, named("Ausgangspunkt"))
    page.type("mobilitaet")
    page.following(lambda: page.press("Enter"))
    assert "node=mobilitaet" in page.run("location.search")
    card = tab_to(page, lambda found: "diagram-card" in found["what"])
    assert card["ring"]
    before = page.run("location.search")
    page.following(lambda: page.press("Enter"))
    assert page.run("location.search") != before


def test_a_query_is_asked(opened: tuple[Page, str]) -> None:
    page, url = opened
    page.visit(f"{url}de/queries/links-of-target")
    tab_to(page, named("Nummer des Unterziels"))
    for letter in "11.2":
        page.press(letter)
    assert page.run("document.activeElement.value") == "11.2"
    tab_to(page, named("Antwort zeigen"))
    page.following(lambda: page.press(" "))
    assert page.run("document.querySelectorAll('main tbody tr').length") > 5
    tab_to(page, named("CSV"))


def test_the_editor_lets_go(opened: tuple[Page, str]) -> None:
    """Tab indents within it, Escape and Tab leave it, both ways; Ctrl and Enter ask."""
    page, url = opened
    page.visit(f"{url}de/editor")
    wait(page, "document.querySelector('[data-editor]')?.dataset.ready === ''")
    within = "document.activeElement.closest('[data-query]') !== null"
    tab_to(page, lambda _: bool(page.run(within)))
    page.press("Tab")
    assert page.run(within) is True
    page.press("Escape")
    assert page.run("document.querySelector('[data-status]').textContent") != ""
    page.press("Tab")
    assert focus(page)["name"] == "Ausführen"
    page.press("Tab", shift=True)
    assert page.run(within) is True
    page.press("Escape")
    page.press("Tab", shift=True)
    assert page.run(within) is False
    assert focus(page)["name"] == "Laden"
    tab_to(page, lambda _: bool(page.run(within)))
    page.press("Enter", control=True)
    wait(page, "document.querySelectorAll('[data-result] tbody tr').length === 20")
    assert page.run("document.querySelector('[data-status]').textContent").startswith("20 ")
    assert page.run(within) is True
