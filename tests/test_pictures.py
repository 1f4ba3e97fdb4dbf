# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures to explore, in a real browser without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser import Browser, Page, browser
from conftest import Program
from zielgraph.reports.colours import LARGE, contrast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUBJECTS = {
    "goals": ["goals"],
    "fields": ["fields"],
    "path": ["path", "--through", "mobilitaet,klima,teilhabe"],
    "sdgs": ["sdg"],
    "sdg": ["sdg", "13"],
    "actors": ["actors"],
    "actor": ["actors", "wfc"],
}
SHOWN = "(id) => [...document.querySelectorAll(`#${id} tbody tr`)].filter((row) => !row.hidden)"
STATUS = "document.getElementById('count').textContent"
TOLD = "document.getElementById('told').textContent"
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture(scope="module")
def drawn(real_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that draws a page of the repository's own strategy, once."""
    folder = tmp_path_factory.mktemp("pages")

    def draw(name: str) -> Path:
        target = folder / f"{name}.html"
        if not target.exists():
            done = Program(real_project)("picture", *SUBJECTS[name], "--output", target)
            assert done.code == 0, done.err
        return target

    return draw


@pytest.fixture(scope="module")
def goals(drawn: Callable[[str], Path]) -> Path:
    """Return the page with all goals."""
    return drawn("goals")


@pytest.fixture
def page(chromium: Browser, goals: Path) -> Page:
    """Return the page with all goals, freshly opened."""
    found = chromium.page()
    found.open(goals)
    return found


def place_of(page: Page, dot: int) -> tuple[float, float]:
    """Return where a dot is in the window."""
    x, y = page.run(
        f"(() => {{ const box = frame.getBoundingClientRect(), node = net.body.nodes[{dot}];"
        "const at = net.canvasToDOM(node); return [box.x + at.x, box.y + at.y]; })()"
    )
    return x, y


def rows(page: Page, table: str) -> int:
    """Return how many rows of a table are shown."""
    return int(page.run(f"({SHOWN})('{table}').length"))


@pytest.mark.parametrize("name", SUBJECTS)
def test_page_asks_nobody_and_complains_of_nothing(
    chromium: Browser, drawn: Callable[[str], Path], name: str
) -> None:
    """It opens without a network: no request, no error; and its tables hold the whole graph."""
    page = chromium.page()
    page.open(drawn(name))
    assert page.run("document.documentElement.dataset.ready !== undefined")
    assert page.requests == []
    assert page.complaints == []
    counts = page.run("[net.body.data.nodes.length, net.body.data.edges.length]")
    every = "(id) => document.querySelectorAll(`#${id} tbody tr`).length"
    assert [page.run(f"({every})('{table}')") for table in ("dots", "lines")] == counts
    assert counts[0] > 1
    shown = "document.querySelectorAll('#stage canvas').length"
    assert page.run(shown) == 1


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("width", [390, 320])
def test_page_fits_a_phone(
    chromium: Browser, drawn: Callable[[str], Path], name: str, width: int
) -> None:
    """Nothing sticks out at the side; wide tables scroll in a box of their own."""
    page = chromium.page()
    page.look(width=width, height=844)
    page.open(drawn(name))
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run("document.getElementById('picture').clientHeight") > 300
    assert page.complaints == []


def test_nothing_can_be_fetched(page: Page) -> None:
    """Even a script in the page could not ask anybody: the policy forbids it."""
    tried = page.run("fetch('http://example.org/').then(() => 'fetched', () => 'refused')")
    assert tried == "refused"
    assert any("Content Security Policy" in text for text in page.complaints)
    image = "new Promise((d) => { const i = new Image(); i.onload = () => d('seen');"
    image += "i.onerror = () => d('refused'); i.src = 'http://example.org/x.png'; })"
    assert page.run(image) == "refused"


def test_rows_are_the_lines(page: Page) -> None:
    """Each row of the table names the ends of the very line of the picture."""
    assert page.run(
        "[...document.querySelectorAll('#lines tbody tr')].every((row, line) => {"
        "const { from, to } = GIVEN.edges[line];"
        "return shownText(row.cells[0]) === DOTS[from].title.de"
        "&& shownText(row.cells[2]) === DOTS[to].title.de"
        "&& shownText(row.cells[5]) === LINES[line].why.de; })"
    )


def test_layers_can_be_switched(page: Page) -> None:
    """Computed relations are off at first; the tables and the count follow the boxes."""
    before = rows(page, "lines")
    assert page.run(STATUS) == f"Punkte: {rows(page, 'dots')}, Linien: {before}"
    page.run("document.querySelector('input[value=computed]').click()")
    with_computed = rows(page, "lines")
    assert with_computed > before
    page.run("['stated', 'judged'].forEach((v) => document.querySelector(`[value=${v}]`).click())")
    assert rows(page, "lines") == with_computed - before
    assert page.run(f"({SHOWN})('lines').every((r) => LINES[r.dataset.line].layer === 'computed')")
    page.run("document.getElementById('reset').click()")
    assert rows(page, "lines") == before


def test_filters_keep_what_they_say(page: Page) -> None:
    """A field with what it is tied to; an SDG with those that serve it; a kind."""
    choose = (
        "(id, value) => { const e = document.getElementById(id); e.value = value;"
        "e.dispatchEvent(new Event('change')); }"
    )
    field = page.run("FACTS.groups.findIndex((group) => group.number === 'B.X')")
    page.run(f"({choose})('field', '{field}')")
    assert 0 < rows(page, "lines") < 201
    assert page.run(
        f"({SHOWN})('lines').every((r) => [GIVEN.edges[r.dataset.line].from,"
        f"GIVEN.edges[r.dataset.line].to].some((dot) => DOTS[dot].groups.includes({field})))"
    )
    page.run("document.getElementById('reset').click()")
    page.run(f"({choose})('sdg', '13')")
    serving = (
        f"({SHOWN})('dots').every((r) => DOTS[r.dataset.dot].services.some(([n]) => n === 13))"
    )
    assert page.run(serving)
    assert rows(page, "dots") > 10
    page.run("document.querySelector('input[value=goal]').click()")
    assert page.run(f"({SHOWN})('dots').every((r) => DOTS[r.dataset.dot].kind !== 'goal')")


def test_search_finds_and_leads_there(page: Page) -> None:
    """Accents and case do not matter; the first hit is one key away."""
    page.run("document.getElementById('search').focus()")
    page.ask("Input.insertText", text="opnv ATTRAKTIVER")
    hits = "document.getElementById('hits').textContent"
    assert "Treffer: 1" in page.run(hits)
    page.press("Enter")
    assert "B.X.2" in page.run(TOLD)
    assert page.run("document.activeElement.id") == "picture"
    page.run("document.getElementById('search').focus()")
    page.ask("Input.insertText", text="qqqq")
    assert "Nichts gefunden" in page.run(hits)


def test_keyboard_walks_along_relations(page: Page) -> None:
    """Tab leads in, arrows go to linked dots, Enter to the details, Escape back and out."""
    page.run("document.getElementById('fit').focus()")
    page.press("Tab")
    assert page.run("document.activeElement.id") == "picture"
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.press(key)
        walked.append(page.run("state.dot"))
    assert walked[0] == 0
    assert len(set(walked)) > 1
    tied = "(dot, key) => neighbour(dot, ARROWS[key])"
    for dot in (20, 50, 100):
        page.run(f"choose({dot})")
        expected, linked = page.run(f"({tied})({dot}, 'ArrowRight')")
        page.press("ArrowRight")
        assert page.run("state.dot") == expected
        assert page.run(f"near[{dot}].some((l) => otherEnd(l, {dot}) === {expected})") or not linked
    page.press("Enter")
    assert page.run("document.activeElement.id") == "details"
    assert page.run("DOTS[state.dot].title.de") in page.run(TOLD)
    page.press("Escape")
    assert page.run("document.activeElement.id") == "picture"
    page.press("Escape")
    assert page.run("state.dot") is None
    page.press("Escape")
    assert page.run("document.activeElement.id") != "picture"
    assert page.run("document.getElementById('live').textContent")


def test_hover_and_click_tell(page: Page) -> None:
    """Pointing shows title, summary, evidence and links; a click keeps them."""
    fact = "DOTS[100]"
    x, y = place_of(page, 100)
    page.mouse(x, y)
    page.run(FRAMES)
    told = page.run(TOLD)
    for part in (f"{fact}.title.de", f"{fact}.summary.de", f"{fact}.evidence[0]"):
        assert page.run(part) in told
    assert page.run("say(LINES[near[100].find((l) => !lineHidden[l])].why)") in told
    assert page.run("document.getElementById('tip').textContent").startswith("B.")
    page.mouse(5, 5)
    page.run(FRAMES)
    assert "Wählen Sie" in page.run(TOLD)
    page.mouse(x, y, click=True)
    page.run("new Promise((done) => setTimeout(done, 400))")
    page.mouse(5, 5)
    assert page.run("state.dot") == 100
    assert page.run(f"{fact}.title.de") in page.run(TOLD)
    assert "node=100" in page.run("location.hash")


def test_a_line_can_be_chosen(page: Page) -> None:
    """A click on a line shows its justification and evidence."""
    found = page.run(
        "(() => { const box = frame.getBoundingClientRect();"
        "for (let y = 200; y < 400; y += 3) for (let x = 200; x < 700; x += 3) {"
        "const line = net.getEdgeAt({ x, y });"
        "if (line !== undefined && net.getNodeAt({ x, y }) === undefined)"
        "return [box.x + x, box.y + y, line]; } })()"
    )
    page.mouse(found[0], found[1], click=True)
    page.run("new Promise((done) => setTimeout(done, 400))")
    assert page.run("state.line") == found[2]
    assert page.run(f"LINES[{found[2]}].why.de") in page.run(TOLD)


def test_table_leads_to_the_picture_and_can_be_sorted(page: Page) -> None:
    """A title in the table is a button; a heading sorts, and says so."""
    page.run("document.querySelector('#dots tbody tr[data-dot=\"7\"] button').click()")
    assert page.run("state.dot") == 7
    page.run("document.querySelector('#dots thead button').click()")
    assert page.run("document.querySelector('#dots thead th').getAttribute('aria-sort')") == (
        "ascending"
    )
    numbers = page.run(
        "[...document.querySelectorAll('#dots tbody tr')].map((r) => r.cells[0].textContent)"
    )
    assert numbers.index("B.IX.2") > numbers.index("B.V.2")
    assert numbers.index("B.X.10") > numbers.index("B.X.9")


def test_both_languages_are_in_it(page: Page) -> None:
    """One click changes every word, and the address remembers it."""
    page.run("choose(100)")
    german = page.run("document.body.innerText")
    page.run("document.getElementById('lang-en').click()")
    english = page.run("document.body.innerText")
    assert page.run("document.documentElement.lang") == "en"
    assert page.run("document.title").startswith("The goals")
    assert page.run("DOTS[100].title.en") in english
    assert "Handlungsfeld" in german
    for word in ("Handlungsfeld", "unterstützt", "beurteilt", "Fundstellen", "Leitziel"):
        assert word not in english
    assert "lang=en" in page.run("location.hash")


def test_address_says_what_to_show(chromium: Browser, goals: Path) -> None:
    """Whoever gets a view by its address sees the same; nonsense in it does no harm."""
    page = chromium.page()
    page.open(goals, "#lang=en&sdg=13&node=100&q=climate")
    assert page.run("[state.lang, asked.sdg, asked.q]") == ["en", "13", "climate"]
    page.open(goals, "#lang=xx&field=%3Cimg%3E&sdg=999&node=-1&layers=nonsense")
    assert page.run("[state.lang, asked.field, asked.sdg, state.dot]") == ["de", "", "", None]
    assert page.complaints == []


def test_dark_screens_and_paper(chromium: Browser, goals: Path) -> None:
    """The picture follows the colour scheme; print hides what cannot be pressed."""
    page = chromium.page()
    page.look(width=1366, height=768, dark=True)
    page.open(goals)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.run(paper) == "rgb(18, 24, 31)"
    assert page.run("theme.paper") == "#12181f"
    page.look(width=1366, height=768, dark=False)
    page.run(FRAMES)
    assert page.run("theme.paper") == "#ffffff"
    page.look(width=1366, height=768, dark=True)
    page.run(FRAMES)
    seen = []
    for event in ("beforeprint", "afterprint"):
        page.run(f"dispatchEvent(new Event('{event}'))")
        seen.append(page.run("theme.paper"))
    assert seen == ["#ffffff", "#12181f"]
    page.look(width=1366, height=768, dark=True, media="print")
    assert page.run(paper) == "rgb(255, 255, 255)"
    hidden = (
        "['.bar', '.languages'].map((s) => getComputedStyle(document.querySelector(s)).display)"
    )
    assert page.run(hidden) == ["none", "none"]


def test_tables_are_there_without_javascript(chromium: Browser, goals: Path) -> None:
    """Who switches scripts off reads the tables, and can change the language too."""
    page = chromium.page()
    page.without_script()
    page.open(goals)
    text = page.run("document.body.innerText")
    assert "JavaScript" in text
    assert "ÖPNV attraktiver machen" in text
    assert page.run("document.getElementById('stage').offsetHeight") == 0
    x, y = page.run(
        "(() => { const b = document.getElementById('lang-en').getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    page.mouse(x, y, click=True)
    assert "The goals and how they are connected" in page.run("document.body.innerText")


def test_lines_can_be_seen_on_either_background(goals: Path) -> None:
    """Colours of lines reach the contrast that WCAG wants of shapes, light and dark."""
    style = goals.read_text("utf-8").partition("<style>")[2].partition("</style>")[0]
    light, dark = (part.partition("}")[0] for part in style.split(":root {")[1:3])
    for part in (light, dark):
        found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", part))
        for name in ("edge", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5"):
            assert contrast(found[name], found["paper"]) >= LARGE, name
        for name in ("ink", "quiet", "accent"):
            assert contrast(found[name], found["paper"]) >= 4.5, name
