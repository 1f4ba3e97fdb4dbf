# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The report: figures that agree with the queries, sentences that are grammatical, accessible."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from conftest import field_row
from zielgraph.build.location import current_store
from zielgraph.coverage.matrix import Cell
from zielgraph.coverage.views import Gap, TargetRow
from zielgraph.graph import open_graph
from zielgraph.model.messages import message, speaking
from zielgraph.model.project import Project
from zielgraph.reports.content import document
from zielgraph.reports.document import Picture, Table
from zielgraph.reports.facts import Facts, LinkFact, Paper, SdgFact, read_facts
from zielgraph.reports.report import html, pdf, report_html, report_pdf
from zielgraph.reports.words import percent
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path


LANGUAGES = ("de", "en")
VOID = {"meta", "link", "br", "hr", "img", "input"}
SILENT = SdgFact(14, "Leben unter Wasser", "#0A97D9", 0, 0, 0, 0, 10)
SERVED = SdgFact(11, "Nachhaltige Städte", "#FD9D24", 5, 2, 1, 1, 10)
PAPER = Paper("Strategie", "Entwurf 2025", "2025-03-18", "Entwurf", ("Kreis",), {"Goal": 1})
NOTHING = Facts(
    papers=[],
    fields=[],
    sdgs=[],
    targets=[],
    gaps=[],
    conflicts=[],
    pairs=0,
    weak=[],
    links={},
    makers=[],
    latest="",
    digest="",
)
TITLES = {
    "de": "Was die Strategien zu den globalen Nachhaltigkeitszielen beitragen",
    "en": "What the strategies contribute to the Sustainable Development Goals",
}
SUBTITLES = {
    "de": "Strategische Ziele des Kreises Coesfeld · Gelingendes Aufwachsen und lebenslanges"
    " Lernen",
    "en": "Strategic goals of Kreis Coesfeld · Growing up well and lifelong learning",
}
HOSTILE = "<b>#eval(1)</b> $x$ *y* {{ 7*7 }} \u202eabc\x00\x07 🎉 漢字 {n} \ud800"


class Page(HTMLParser):
    """What a page consists of; fails where elements are not closed as they were opened."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Expect the end of what was opened last."""
        assert self.open.pop() == tag

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of these names."""
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def real(real_project: Path) -> dict[str, Facts]:
    """Return the facts of the repository's own knowledge, by language."""
    project = Project(real_project)
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = read_facts(project, current_store(project))
    return found


@pytest.fixture(scope="module")
def pages(real: dict[str, Facts]) -> dict[str, str]:
    """Return the report on it as HTML."""
    return {code: page_of(real[code], code) for code in LANGUAGES}


@pytest.fixture(scope="module")
def prints(real: dict[str, Facts]) -> dict[str, bytes]:
    """Return the report on it as PDF."""
    return {code: print_of(real[code], code) for code in LANGUAGES}


def page_of(facts: Facts, code: str = "de") -> str:
    """Write a report as HTML."""
    with speaking(code):
        return html(document(facts))


def print_of(facts: Facts, code: str = "de") -> bytes:
    """Write a report as PDF."""
    with speaking(code):
        return pdf(document(facts))


def reader(data: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """Return all text of a PDF, white space made even."""
    return " ".join(" ".join(page.extract_text() for page in reader(data).pages).split())


def bookmarks(data: bytes) -> list[str]:
    """Return the titles of the outline."""
    return [str(entry.title) for entry in reader(data).outline if not isinstance(entry, list)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_pdf_is_accessible(prints: dict[str, bytes], code: str) -> None:
    """Tagged, with title, language, outline, page numbers and words for each picture."""
    book = reader(prints[code])
    root: Any = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == code
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert book.metadata is not None
    assert book.metadata.title == f"{TITLES[code]} – {SUBTITLES[code]}"
    kinds = structure(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(kinds)
    assert kinds.count("/Figure") == 3
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def structure(node: object) -> list[str]:
    """Return the kinds of all elements of the structure tree; pictures must have words."""
    found: list[str] = []
    todo = [node]
    while todo:
        here = todo.pop()
        here = here.get_object() if hasattr(here, "get_object") else here
        if isinstance(here, list):
            todo += here
        elif isinstance(here, dict):
            if "/S" in here:
                found.append(str(here["/S"]))
                assert here["/S"] != "/Figure" or str(here["/Alt"]).strip()
            todo.append(here.get("/K"))
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_pdf_has_the_sections_and_page_numbers(
    prints: dict[str, bytes], real: dict[str, Facts], code: str
) -> None:
    """The outline is that of the document; every page says which it is of how many."""
    book = reader(prints[code])
    with speaking(code):
        titles = [section.title for section in document(real[code]).sections]
        marks = [
            message("report.page", page=n, pages=len(book.pages))
            for n in range(1, len(book.pages) + 1)
        ]
    assert bookmarks(prints[code]) == titles
    assert 6 <= len(book.pages) <= 16
    for page, mark in zip(book.pages, marks, strict=True):
        assert mark in page.extract_text()
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert len(page.extract_text()) > 400, "an almost empty page"


def test_pdf_and_page_are_the_same_each_time(real: dict[str, Facts]) -> None:
    """The same data gives the same bytes; the date of the document is that of the data."""
    first = print_of(real["de"])
    assert first == print_of(real["de"])
    assert page_of(real["de"]) == page_of(real["de"])
    assert real["de"].latest.replace("-", "").encode() in first


@pytest.mark.parametrize("code", LANGUAGES)
def test_report_names_every_gap_and_conflict(
    prints: dict[str, bytes], pages: dict[str, str], real: dict[str, Facts], code: str
) -> None:
    """Each gap with its number and the reason why it is one, in print and on screen."""
    facts = real[code]
    assert len(facts.gaps) > 20
    assert all(gap.reason for gap in facts.gaps)
    with speaking(code):
        tables = [
            block
            for section in document(facts).sections
            if section.name in {"gaps", "conflicts"}
            for block in section.blocks
            if isinstance(block, Table)
        ]
    assert [len(table.rows) for table in tables] == [len(facts.gaps), len(facts.conflicts)]
    printed = text_of(prints[code])
    for gap in facts.gaps:
        assert f"{gap.target} {gap.label}" in pages[code]
        assert re.search(rf"(?<![\d.]){re.escape(gap.target)} {gap.label.split()[0][:4]}", printed)
        assert html_text(gap.reason) in pages[code]


def html_text(text: str) -> str:
    """Return ``text`` as a page writes it."""
    return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")


@pytest.mark.parametrize("code", LANGUAGES)
def test_figures_are_those_of_the_queries(
    real_project: Path, pages: dict[str, str], code: str
) -> None:
    """What the sentences say is what somebody who asks the queries gets."""
    graph = open_graph(real_project)
    with speaking(code):
        targets = graph.query("coverage-targets")
        outside = {
            str(row["target"])
            for row in graph.query("remit")
            if str(row["remit_name"]) == "outsideRemit" and str(row["status_name"]) == "accepted"
        }
        states = [str(row["state"]) for row in targets]
        pursued = [str(r["target"]) for r in targets if str(r["state"]) in {"direct", "indirect"}]
        within = len(targets) - len(outside)
        served = len(set(pursued) - outside)
        said = [
            message(
                "report.targets",
                total=169,
                served=len(pursued),
                share=percent(len(pursued), 169),
                direct=states.count("direct"),
                indirect=states.count("indirect"),
            ),
            message("report.within", total=within, served=served, share=percent(served, within)),
            message("report.gaps_all", n=len(graph.query("gaps"))),
        ]
    assert served + states.count("gap") == within
    for sentence in said:
        assert sentence in pages[code]


@pytest.mark.parametrize("code", LANGUAGES)
def test_page_is_well_formed_and_accessible(pages: dict[str, str], code: str) -> None:
    """Language, one heading of the first level, no jumps, landmarks, words for pictures."""
    page = Page(pages[code])
    assert page.named("html")[0]["lang"] == code
    assert len(page.named("main", "header", "nav", "footer")) == 4
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not page.named("img", "script", "iframe", "object", "embed", "base", "form")
    ids = [str(a["id"]) for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    pointed = [str(a["href"])[1:] for a in page.named("a")]
    pointed += [
        name
        for _, a in page.elements
        for name in str(a.get("aria-labelledby", "")).split()
        if "aria-labelledby" in a
    ]
    assert set(pointed) <= set(ids)
    assert (
        page.elements.index(("a", {"class": "skip", "href": "#content"}))
        == page.elements.index(("body", {})) + 1
    )
    for attributes in page.named("svg"):
        assert attributes["role"] == "img"
        assert attributes["aria-labelledby"]
    assert len(page.named("svg")) == 3
    assert len(page.named("caption")) == len(page.named("table"))
    assert all(a.get("scope") in {"row", "col"} for a in page.named("th"))
    assert len(page.named("title")) > 1


def test_page_fetches_nothing(pages: dict[str, str]) -> None:
    """No element and no style asks another place for anything; a policy forbids it as well."""
    for text in pages.values():
        page = Page(text)
        for _, attributes in page.elements:
            for name in ("src", "href", "srcset", "data", "poster", "action", "xlink:href"):
                assert str(attributes.get(name, "#")).startswith("#")
        assert "@import" not in text
        assert set(re.findall(r"url\(([^)]*)\)", text)) == {
            f"#{pattern}" for pattern in re.findall(r'<pattern id="([^"]+)"', text)
        }
        assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_picture_has_a_table_beside_it(real: dict[str, Facts], code: str) -> None:
    """Who does not see the pictures gets every figure."""
    with speaking(code):
        sections = {section.name: section.blocks for section in document(real[code]).sections}
    pictures = [name for name, b in sections.items() if any(isinstance(x, Picture) for x in b)]
    assert pictures == ["matrix", "profile", "targets"]
    rows = {}
    for name in pictures:
        (table,) = [x for x in sections[f"appendix-{name}"] if isinstance(x, Table)]
        assert all(len(row) == len(table.columns) for row in table.rows)
        rows[name] = len(table.rows)
    assert rows == {"matrix": len(real[code].fields), "profile": 17, "targets": 169}


def test_small_project_has_a_report(pristine: Project) -> None:
    """A town with a handful of statements, and nothing of any county."""
    store = current_store(pristine)
    for code in LANGUAGES:
        with speaking(code):
            page = report_html(pristine, store)
            printed = text_of(report_pdf(pristine, store))
        Page(page)
        assert "Coesfeld" not in page + printed
        assert "Lindental" in page


def test_project_without_sdgs_has_a_report(bare: Project) -> None:
    """Sentences say what is missing; nothing is “0 of 0”."""
    with speaking("de"):
        page = report_html(bare, current_store(bare))
        printed = text_of(report_pdf(bare, current_store(bare)))
    assert "Der Graph enthält keine SDG-Unterziele." in page
    assert not re.search(r"\b0 (von|der) 0\b", page + printed)


def test_empty_graph_has_a_report(pristine: Project) -> None:
    """Nothing has been recorded yet."""
    for code in LANGUAGES:
        with speaking(code):
            facts = read_facts(pristine, EmbeddedStore.in_memory([]))
            facts = replace(facts, readings=[])
            Page(html(document(facts)))
            words = text_of(pdf(document(facts)))
        assert not re.search(r"\b0 (von|der|of|of the) 0\b", words)
        assert "NaN" not in words


def test_hostile_labels_stay_text() -> None:
    """Neither HTML nor Typst reads a label as markup, and both get it printed."""
    links = [LinkFact(HOSTILE, HOSTILE, HOSTILE, 0.5, HOSTILE, HOSTILE)]
    facts = replace(
        NOTHING,
        papers=[replace(PAPER, strategy=HOSTILE, label=HOSTILE, bodies=(HOSTILE,))],
        fields=[field_row("1", HOSTILE * 200, {11: Cell(1, 1)})],
        sdgs=[replace(SERVED, label=HOSTILE)],
        targets=[TargetRow(11, "11.1", HOSTILE, "gap", 0, 0, 0, 1, "within")],
        gaps=[Gap(1, "11.1", HOSTILE, "", HOSTILE, 1)],
        conflicts=links,
        weak=links,
        links={("accepted", "conflicts"): 1},
    )
    page = Page(page_of(facts))
    assert not page.named("b")
    assert "\u202e" not in page_of(facts)
    assert "#eval(1)" in text_of(print_of(facts))
    assert "{{ 7*7 }}" in page_of(facts)


def test_suggestions_for_gaps_are_shown() -> None:
    """A gap for which a suggestion waits says so; the column is there only then."""
    gaps = [Gap(1, "1.1", "A", "", "weil", 0), Gap(1, "1.2", "B", "", "", 2)]
    targets = [TargetRow(1, gap.target, gap.label, "gap", 0, 0, 0, 0, "within") for gap in gaps]
    with speaking("de"):
        page = page_of(replace(NOTHING, gaps=gaps, targets=targets))
        silent = page_of(replace(NOTHING, gaps=gaps[:1], targets=targets))
    assert "Zu einer der Lücken liegt schon ein Vorschlag vor" in page
    assert "2 Vorschläge" in page
    assert "Zum Aufgabenbereich liegt kein Urteil vor." in page
    assert "Zu keiner der Lücken liegt ein Vorschlag vor." in silent
    assert ">Vorschläge<" not in silent
