# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The query library as forms with answers, and the editor."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser import browser
from portal_pages import portal_of
from servers import serving
from zielgraph.model.messages import LANGUAGES, catalogue, message, speaking
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.portal.asking import CODED, library
from zielgraph.portal.page import Request
from zielgraph.portal.pages.queries import (
    SUBJECTS,
    column_label,
    headings,
    shown_columns,
    sparql_of,
)
from zielgraph.queries.library import load_queries, load_query, run_query
from zielgraph.queries.shape import shape_of
from zielgraph.store.base import Table
from zielgraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from zielgraph.portal.portal import Portal, Response

ROOT = Path(__file__).parents[1]
QUERIES = ROOT / "queries"
NAMES = sorted(path.stem for path in QUERIES.glob("*.rq"))

SEARCH = load_query(QUERIES, "text-search")


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return portal_of(real_project)


def ask(portal: Portal, path: str, lang: str = "de", **query: str) -> Response:
    return portal.respond(Request(f"/{lang}/{path}", lang, query))


def cells(body: bytes) -> list[list[str]]:
    """Return the texts of the rows of the first table."""
    table = body.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    strip = re.compile(r"<[^>]+>")
    return [
        [
            unescape(strip.sub("", cell)).strip()
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_a_page(portal: Portal, name: str) -> None:
    """Question, form, answer, files and SPARQL, in both languages."""
    query = portal.once(library).queries[name]
    for lang in ("de", "en"):
        found = ask(portal, f"queries/{name}", lang)
        text = found.body.decode()
        assert found.status == 200
        assert unescape(text).count(query.question[lang]) >= 2
        assert f"/api/queries/{name}.{lang}.csv" in text
        for parameter in query.parameters:
            assert f'name="{parameter.name}"' in text
        assert " style=" not in text
        assert query.note.get(lang, "") in unescape(text)
        with speaking(lang):
            assert (message("queries.note") in text) == bool(query.note)
            if name == "coverage-matrix":
                assert f"<code>conflicts</code> = {column_label('conflicts')}" in text
        other = "en" if lang == "de" else "de"
        assert not query.note or query.note[other] not in unescape(text)
        assert "#+" not in text
        assert len(cells(found.body)) <= 50


@pytest.mark.parametrize("name", NAMES)
def test_fixed_values_are_words(portal: Portal, name: str) -> None:
    """A German reader meets no English code, and no date as programs write it."""
    known = portal.once(library)
    result = known.result(known.queries[name], {}, "de")
    assert isinstance(result, Table)
    german = set(known.labels["de"].values())
    with speaking("de"):
        for row in result.rows:
            for column, term in zip(result.columns, row, strict=True):
                if isinstance(term, Literal) and not term.language:
                    shown = known.cell(term, column, "de").text
                    coded = column.rstrip("_12") in CODED or term.value in {"true", "false"}
                    coded = coded and re.fullmatch("[a-z][A-Za-z-]*", term.value) is not None
                    assert not coded or shown != term.value or shown in german, column
                    assert not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", shown)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_heading(portal: Portal, name: str) -> None:
    """No name of a variable stands above a column."""
    query = portal.once(library).queries[name]
    result = run_query(portal.graph.store, query)
    assert isinstance(result, Table)
    for column in result.columns:
        keys = {f"columns.{column}", f"columns.{column.rpartition('_')[0]}"}
        assert keys & set(catalogue()), column
        with speaking("de"):
            assert column_label(column)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_two_columns_have_the_same_heading(name: str, lang: str) -> None:
    """A table in which two columns are called alike says nothing."""
    with speaking(lang):
        found = headings(shown_columns(shape_of(load_query(QUERIES, name).text).columns, lang))
    assert len(set(found.values())) == len(found)


def test_list_holds_every_question_once(portal: Portal) -> None:
    """Grouped by subject; each query says which."""
    text = ask(portal, "queries").body.decode()
    for name in NAMES:
        assert text.count(f'href="queries/{name}"') == 1, name
    known = {query.subject for query in load_queries(QUERIES)}
    assert known == set(SUBJECTS)


def test_list_is_searched_by_words_of_both_languages(portal: Portal) -> None:
    """All words must be there; nonsense finds nothing and says so."""
    found = ask(portal, "queries", q="trade conflict").body.decode()
    assert found.count('href="queries/') < 10
    assert 'href="queries/conflicts"' in ask(portal, "queries", q="SDG Konflikt").body.decode()
    assert "Keine Frage enthält" in ask(portal, "queries", q="<b>xyzzy").body.decode()
    assert b"<b>xyzzy" not in ask(portal, "queries", q="<b>xyzzy").body


def test_sorting_and_paging_show_every_row_once(portal: Portal) -> None:
    """Pages divide the rows; the order is that of the column, numbers as numbers."""
    values: list[int] = []
    for page in ("1", "2"):
        found = ask(portal, "queries/actor-load", sort="-responsible", page=page)
        values += [int(row[1]) for row in cells(found.body)]
    assert values == sorted(values, reverse=True)
    assert len(values) == len(portal.graph.query("actor-load"))
    assert ask(portal, "queries/actor-load", page="3").status == 404


def test_things_and_values_have_their_names(portal: Portal) -> None:
    """A fixed value reads as the ontology calls it, in the language of the page."""
    german = ask(portal, "queries/responsible").body.decode()
    english = ask(portal, "queries/responsible", "en").body.decode()
    assert ">judged<" not in german
    assert "https://w3id.org/zielgraph/id" not in re.sub(r'="[^"]*"|<pre.*?</pre>', "", german)
    assert german != english


@pytest.mark.parametrize("name", [query.name for query in load_queries(QUERIES) if query.chart])
def test_a_chart_is_drawn_as_its_file_says(portal: Portal, name: str) -> None:
    """Also where the table leaves its labels out, because another column links them."""
    for lang in ("de", "en"):
        text = ask(portal, f"queries/{name}", lang).body.decode()
        labels = re.findall(r'class="bar-label"[^>]*>([^<]+)<', text)
        values = re.findall(r'class="bar-value"[^>]*>([^<]+)<', text)
        assert len(labels) == len(values) > 1
        numbers = [int(re.sub(r"[^0-9]", "", value)) for value in values]
        assert numbers == sorted(numbers, reverse=True)


def test_numbers_of_sdgs_and_targets_lead_to_their_pages(portal: Portal) -> None:
    """And 11.10 comes after 11.9, not after 11.1."""
    text = ask(portal, "queries/gaps").body.decode()
    assert '<a href="../sdg/14">14</a>' in text
    assert '<a href="../sdg/1.5">1.5</a>' in text
    found = ask(portal, "queries/remit", sort="target").body
    targets = [row[1] for row in cells(found) if row[1].startswith("1")]
    assert targets.index("1.2") < targets.index("1.a") < len(targets)
    later = [row[1] for page in ("2", "3", "4") for row in cells(
        ask(portal, "queries/remit", sort="target", page=page).body)]  # fmt: skip
    assert later.index("17.9") < later.index("17.10")


def test_labels_are_in_the_language_of_the_page(portal: Portal) -> None:
    """Nobody is asked twice for the language; who asks for the other one gets it."""
    own = ask(portal, "queries/gaps", "en").body.decode()
    assert 'value="en" selected' in own
    assert ">Language of the labels</label>" in own
    found = portal.respond(Request("/de/queries/gaps", "de", {"lang": "en"}))
    other = found.body.decode()
    assert 'value="en" selected' in other
    assert "Reproductive rights" in other


def test_parameter_narrows_the_answer_and_stays_in_the_form(portal: Portal) -> None:
    """What was chosen is what the answer, the files and the SPARQL speak of."""
    wide = ask(portal, "queries/gaps").body.decode()
    field = portal.addresses.base + "coesfeld/field/mobilitaet"
    found = ask(portal, "queries/field", field=field).body.decode()
    assert "selected" in found
    assert "field=https%3A%2F%2F" in found
    assert f"VALUES ?field {{ &lt;{field}&gt; }}" in found
    assert len(wide) > 0


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("queries/nothing", {}, 404),
        ("queries/gaps", {"page": "-1"}, 400),
        ("queries/gaps", {"sort": "nothing"}, 400),
        ("queries/gaps", {"version": "nothing"}, 400),
        ("queries/gaps", {"version": "https://elsewhere.example/> } DROP ALL"}, 400),
        ("queries/gaps", {"lang": "fr"}, 400),
        ("queries/gaps", {"other": "1"}, 400),
        ("queries/links-of-sdg", {"sdg": "18"}, 400),
        ("queries/text-search", {"text": "x" * 3000}, 400),
        ("queries/low-confidence", {"percent": "viel"}, 400),
        ("editor", {"example": "nothing"}, 404),
        ("editor", {"query": "x" * 30000}, 400),
        ("editor", {"colour": "red"}, 400),
        ("editor", {"example": "gaps", "version": "a b"}, 400),
    ],
)
def test_nonsense_is_refused_with_help(
    portal: Portal, path: str, query: dict[str, str], status: int
) -> None:
    """The page says what is wrong; nothing reaches the store as anything but a term."""
    assert portal.respond(Request(f"/de/{path}", "de", query)).status == status


@given(st.text(max_size=60))
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    """Whatever somebody searches for is a literal in the query."""
    bound = sparql_of(EmbeddedStore.in_memory([]), SEARCH, {"text": text, "lang": "de"})
    assert Literal(text).n3() in bound
    other = sparql_of(EmbeddedStore.in_memory([]), SEARCH, {"text": "x", "lang": "de"})
    assert bound.replace(Literal(text).n3(), "", 1) == other.replace(Literal("x").n3(), "", 1)


def test_markup_in_the_data_stays_text(portal: Portal) -> None:
    """A title with markup in it is shown, not run; a strange scheme is no link."""
    known = portal.once(library)
    cell = known.cell(Literal("<img src=x onerror=alert(1)>"), "title", "de")
    assert cell.text.startswith("<img")
    strange = known.cell(Iri("javascript:alert(1)"), "source", "de")
    assert portal.addresses.page(strange.iri, "de") is None
    assert known.cell(Literal("3.5", datatype=XSD + "decimal"), "weight", "de").text == "3,5"
    assert known.cell(None, "title", "de").text == ""


def test_editor_holds_the_query_that_it_is_given(portal: Portal) -> None:
    """By address, by example; the form works without a script."""
    hostile = 'ASK { ?s ?p "</textarea><script>alert(1)</script>" }'
    text = ask(portal, "editor", query=hostile).body.decode()
    assert hostile in unescape(text)
    assert "<script>alert" not in text
    text = ask(portal, "editor", "en", example="topics").body.decode()
    assert 'VALUES ?lang { "en" }' in unescape(text)
    assert 'action="../sparql"' in text


def test_editor_has_terms_of_its_own(portal: Portal) -> None:
    """Prefixes as everywhere, classes and properties by use."""
    data = json.loads(ask(portal, "editor/terms.json").body)
    assert data["prefixes"] == PREFIXES
    assert PREFIXES["zg"] + "Goal" in [iri for iri, _ in data["classes"]]
    assert PREFIXES["skos"] + "prefLabel" in [iri for iri, _ in data["properties"]]
    example = ask(portal, "editor/example.rq", name="gaps")
    assert example.status == 200
    assert b"SELECT" in example.body


READY = """(async () => {
  for (let i = 0; i < 200 && !document.querySelector('%s'); i++)
    await new Promise(done => setTimeout(done, 50));
  return document.querySelector('%s') !== null;
})()"""


def ready(selector: str) -> str:
    return READY.replace("%s", selector)


def test_editor_asks_nobody_else_and_can_be_left_by_keyboard(
    real_project: Path, tmp_path: Path
) -> None:
    """It runs a query under the strict policy; Esc and then Tab leads out of it."""
    if not portal_of(real_project).assets.has("vendor/editor.js"):
        pytest.skip("needs the editor, bundled by npm")
    with browser(tmp_path) as chromium, serving(folder=real_project) as server:
        page = chromium.page()
        page.visit(f"{server.url}de/editor?example=gaps&run=1")
        assert page.run(ready("[data-result] table"))
        assert page.run("document.querySelectorAll('[data-result] tbody tr').length") > 5
        page.run("document.querySelector('.CodeMirror textarea').focus()")
        for key in ("Escape", "Tab"):
            page.press(key)
        assert page.run("document.activeElement.closest('.CodeMirror')") is None
        page.run("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT nonsense')")
        page.run("document.querySelector('[data-run]').click()")
        assert page.run(ready("[data-result] [role=alert]"))
        assert all(url.startswith((server.url, "data:")) for url in page.requests)
        assert [c for c in page.complaints if "400 (Bad Request)" not in c] == []
