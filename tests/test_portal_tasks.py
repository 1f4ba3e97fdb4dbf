# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The main task of each of the four users, from the start page on, by clicking what they see."""

from __future__ import annotations

import csv
import hashlib
from io import StringIO
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browser import browser
from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Page

FIND = """(() => {
  const words = node => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true], title").forEach(hidden => hidden.remove());
    return (node.ariaLabel || copy.textContent).trim().replace(/\\s+/g, " ");
  };
  const all = [...document.querySelectorAll(WITHIN + " :is(a, button, summary)")]
    .filter(node => node.checkVisibility());
  const found = all.find(node => words(node) === NAME)
    ?? all.find(node => words(node).startsWith(NAME));
  if (!found) return null;
  found.scrollIntoView({block: "center", behavior: "instant"});
  const box = found.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const there = document.elementFromPoint(x, y);
  return {x, y, free: found.contains(there), href: found.href ?? ""};
})()"""


class Visitor:
    """Somebody who sees a page and clicks."""

    def __init__(self, page: Page, url: str) -> None:
        """Look at the pages of the portal at ``url``."""
        self.page = page
        self.url = url

    def click(self, name: str, within: str = "body", *, leads: bool = True) -> None:
        """Click what begins with ``name``, and wait for the page to which it leads."""
        place = self.place(name, within)
        assert place["free"], f"something lies over {name}"

        def press() -> None:
            self.page.mouse(place["x"], place["y"], click=True)

        if leads:
            self.page.following(press)
        else:
            press()

    def place(self, name: str, within: str = "body") -> dict[str, Any]:
        """Return where on the page something is that can be clicked, and its address."""
        place = self.page.run(FIND.replace("NAME", repr(name)).replace("WITHIN", repr(within)))
        assert isinstance(place, dict), (name, self.path, self.text("main")[:500])
        return place

    def address(self, name: str, within: str = "body") -> str:
        """Return the address of a link."""
        return str(self.place(name, within)["href"])

    def choose(self, label: str, value: str) -> None:
        """Choose a value in the list that has a label."""
        done = self.page.run(
            "(() => { const found = [...document.querySelectorAll('label')].find("
            f"label => label.textContent.trim().startsWith({label!r}))?.control;"
            f" if (!found) return null; found.value = {value!r}; return found.value; }})()"
        )
        assert done == value, (label, value)

    def text(self, selector: str) -> str:
        """Return what is read in a part of the page."""
        return str(self.page.run(f"document.querySelector({selector!r})?.innerText ?? ''"))

    @property
    def path(self) -> str:
        """Return the path of the page, with what was asked."""
        return str(self.page.run("location.pathname + location.search"))


@pytest.fixture(scope="module", params=["de", "en", "de without scripts"])
def visitor(
    request: pytest.FixtureRequest, real_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    """Return a visitor in each language, and one whose browser runs no scripts."""
    folder = tmp_path_factory.mktemp("example")
    for part in real_project.iterdir():
        (folder / part.name).symlink_to(part)
    (folder / "zielgraph.toml").write_text(
        '[portal]\nexample = ["mobilitaet", "klima", "teilhabe"]\n', "utf-8"
    )
    with (
        browser(tmp_path_factory.mktemp("visitor")) as chromium,
        serving("--rate", "0", folder=folder) as server,
    ):
        page = chromium.page()
        page.look(width=1366, height=900, prefers_reduced_motion="reduce")
        if "without" in request.param:
            page.without_script()
        lang = request.param[:2]
        page.ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": lang})
        yield Visitor(page, server.url)


@pytest.fixture
def at_start(visitor: Visitor, request: pytest.FixtureRequest) -> Visitor:
    """Return the visitor at the start page."""
    visitor.page.visit(visitor.url)
    lang = request.node.callspec.params["visitor"][:2]
    assert visitor.path == f"/{lang}/"
    return visitor


def say(visitor: Visitor, german: str, english: str) -> str:
    """Return the words that the visitor reads."""
    return german if visitor.path.startswith("/de/") else english


def test_manager_finds_the_gaps_of_sdg_14(at_start: Visitor) -> None:
    """Start → SDGs → SDG 14 → its gaps → the target, why it is ours."""
    at_start.click("SDGs", ".entrances")
    at_start.click("SDG 14", "main")
    at_start.click(say(at_start, "Lücken 1", "Gaps 1"), ".local-nav", leads=False)
    gap = at_start.text("#gaps")
    assert "14.1" in gap
    assert say(at_start, "Lücke", "gap") in gap.lower().replace("lücke", "Lücke")
    at_start.click("14.1", "#gaps")
    assert at_start.path.endswith("/sdg/14.1")
    assert len(at_start.text("main")) > 300


def test_planner_follows_mobility_climate_and_participation(at_start: Visitor) -> None:
    """Start → explore → the example: paths, each step with its reason and its passage."""
    at_start.click(say(at_start, "Erkunden", "Explore"), ".entrances")
    at_start.click(say(at_start, "Ein Beispiel", "An example"), "main")
    assert "through=mobilitaet" in at_start.path
    assert at_start.page.run("document.querySelectorAll('.ways > li').length") == 10
    first = at_start.text(".ways > li")
    assert "B.X." in first
    assert "B.VIII." in first
    assert "B.VI.b" in first
    assert say(at_start, "Fundstellen", "Passages") in first
    assert at_start.page.run("document.querySelectorAll('.diagram-card').length") > 5
    title = at_start.page.run("document.querySelector('.way-stop a').lastChild.data.trim()")
    at_start.page.following(
        lambda: at_start.page.run("document.querySelector('.way-stop a').click()")
    )
    assert at_start.text("h1") == title


def test_data_officer_downloads_the_catalogue_and_checks_a_file(at_start: Visitor) -> None:
    """Start → data → catalogue; a file of the dataset has the checksum that the page names."""
    at_start.click(say(at_start, "Daten und Metadaten", "Data and metadata"), ".entrances")
    catalogue = httpx.get(at_start.address("DCAT-AP.de (Turtle)", ".downloads"))
    assert catalogue.headers["content-type"].startswith("text/turtle")
    assert "dcat:Catalog" in catalogue.text
    rows = at_start.page.run(
        "[...document.querySelectorAll('#downloads tbody tr')].map(row =>"
        " [row.cells[0].querySelector('a').href, row.cells[3].textContent.trim()])"
    )
    assert len(rows) > 10
    sums = httpx.get(at_start.address(say(at_start, "Alle Prüfsummen", "All checksums"))).text
    for address, digest in rows:
        assert f"{digest}  {address.rpartition('/')[2]}" in sums
    address, digest = next(row for row in rows if row[0].endswith("sdg-links.sssom.tsv"))
    assert hashlib.sha256(httpx.get(address).content).hexdigest() == digest
    # Who opens the folder of the files comes to the same place.
    at_start.page.visit(f"{at_start.url}dumps/")
    assert at_start.page.run("location.hash") == "#downloads"


def test_researcher_asks_a_question_and_takes_the_csv(at_start: Visitor) -> None:
    """Start → queries → a question with a target → the answer, as a table and as CSV."""
    at_start.click(say(at_start, "Abfragen", "Queries"), ".entrances")
    at_start.click(
        say(
            at_start,
            "Welche Aussagen sind mit diesem Unterziel",
            "Which statements are linked with this target",
        ),
        "main",
    )
    at_start.choose(say(at_start, "Nummer des Unterziels", "Number of the target"), "11.2")
    at_start.click(say(at_start, "Antwort zeigen", "Show the answer"), "main")
    assert "target=11.2" in at_start.path
    shown = at_start.page.run("document.querySelectorAll('main tbody tr').length")
    found = httpx.get(at_start.address("CSV", ".downloads"))
    assert found.headers["content-type"].startswith("text/csv")
    assert len(list(csv.reader(StringIO(found.text)))) == shown + 1 > 10


def test_researcher_asks_in_sparql(at_start: Visitor) -> None:
    """Start → editor → run the query that stands there; without scripts as a file."""
    at_start.click(say(at_start, "SPARQL-Editor", "SPARQL editor"), ".entrances")
    if at_start.page.run("document.documentElement.classList.contains('no-js')"):
        at_start.choose("Ergebnis als", "json")
        at_start.click(say(at_start, "Ausführen", "Run"), ".editor-plain")
        assert len(at_start.page.run("JSON.parse(document.body.innerText).results.bindings")) == 20
        return
    ready = "document.querySelector('[data-editor]')?.dataset.ready === ''"
    rows = "document.querySelectorAll('[data-result] tbody tr').length === 20"
    for step, condition in ((None, ready), ("run", rows)):
        if step:
            at_start.click(say(at_start, "Ausführen", "Run"), ".editor-live", leads=False)
        done = at_start.page.run(
            "new Promise(done => { let left = 200; const ask = () => {"
            f" if ({condition}) done(true); else if (!left--) done(false);"
            " else setTimeout(ask, 50) }; ask() })"
        )
        assert done is True, condition
    asked = httpx.get(at_start.address("CSV", "[data-result]"))
    assert len(asked.text.splitlines()) == 21
