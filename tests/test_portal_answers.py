# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the pages of the query library say in words: choices, cells, charts."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from portal_pages import portal_of
from zielgraph.model.messages import message, speaking
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import XSD, Iri, Literal
from zielgraph.portal.asking import in_order, library
from zielgraph.portal.content.claims import by_number
from zielgraph.portal.page import Request
from zielgraph.portal.pages.queries import column_label
from zielgraph.store.base import Table

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.portal.portal import Portal

CLAIMS = {
    "compare-claims": "claim",
    "coverage-links": "link",
    "dependency-steps": "dependency",
    "links-to-check": "link",
    "low-confidence": "link",
    "needs-review": "claim",
    "provenance-of-link": "link",
    "sssom": "record_id",
    "thing-claims": "claim",
}
"""Queries with a column of claims, which have no label."""


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    return portal_of(real_project)


def page(portal: Portal, name: str, spoken: str = "de", **query: str) -> str:
    return portal.respond(Request(f"/{spoken}/queries/{name}", spoken, query)).body.decode()


def things(portal: Portal, name: str, column: str) -> set[str]:
    """Return the IRIs in a column of an answer."""
    known = portal.once(library)
    result = known.result(known.queries[name], {}, "de")
    assert isinstance(result, Table)
    place = result.columns.index(column)
    terms = [row[place] for row in result.rows]
    return {term.value for term in terms if isinstance(term, Iri)}


def shown(text: str) -> list[str]:
    """Return the texts of the cells of an answer."""
    table = text.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<td[^>]*>(.*?)</td>", table, re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", cell)) for cell in found]


def test_no_choice_is_offered_twice(portal: Portal) -> None:
    """A version that two bodies issued has two rows in ``versions``, but is one choice."""
    assert len(portal.graph.query("versions")) > len(
        {str(row["version"]) for row in portal.graph.query("versions")}
    )
    known = portal.once(library)
    for query in known.queries.values():
        for choice in known.form(query, "de"):
            values = [value for value, _ in choice.options]
            assert len(set(values)) == len(values), (query.name, choice.parameter.name)


@pytest.mark.parametrize("name", ["field", "goal"])
def test_choices_come_in_the_order_of_the_paper(portal: Portal, name: str) -> None:
    """Field V before field IX, goal 2 before goal 10; what has no number comes last."""
    known = portal.once(library)
    parameter = next(p for q in known.queries.values() for p in q.parameters if p.name == name)
    labels = [label for _, label in known.options(parameter, "de")]
    found = [re.match(r"[A-Z]\.[IVX]+(\.\w+)*(?= )", label) for label in labels]
    numbers = [one[0] for one in found if one and one[0].startswith("B.")]
    assert len(numbers) > 10
    assert all(by_number(one) <= by_number(two) for one, two in pairwise(numbers))


def test_columns_are_sorted_by_roman_numbers(portal: Portal) -> None:
    """In the second place of a number only: a word or a name stays as it is."""
    numbers = re.findall(r"<td>(B\.[IVX]+)</td>", page(portal, "fields", sort="notation"))
    assert numbers.index("B.V") < numbers.index("B.IX") < numbers.index("B.X")
    assert in_order("C.D.1") == "c.d.000000001"
    assert in_order("I.V") < in_order("I.X")
    assert in_order("B.Vier") == "b.vier"
    assert in_order("Ziel B.IX") == "ziel b.ix"


def test_labels_of_forms_are_words(portal: Portal) -> None:
    """No code of the ontology, and no part of an IRI; kinds of claims can be chosen."""
    known = portal.once(library)
    for lang in ("de", "en"):
        for query in known.queries.values():
            for choice in known.form(query, lang):
                assert not re.search(
                    r"\bzg:|area/|indicator/|sdg-link", choice.label, re.IGNORECASE
                )
    for name in ("needs-review", "review-queue"):
        text = page(portal, name)
        assert '<option value="sdg-link">SDG-Verknüpfung</option>' in text
    found = page(portal, "needs-review", kind="carry-over")
    assert '<option value="carry-over" selected' in found
    assert f'<option value="{PREFIXES["zg"]}Department">' in page(portal, "coverage-actors")


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_claims_are_called_by_what_they_join(portal: Portal, name: str) -> None:
    """A link to a claim says between what it is, not how its address ends."""
    known = portal.once(library)
    iris = things(portal, name, CLAIMS[name])
    assert len(iris) > 3
    for iri in iris:
        cell = known.cell(Iri(iri), CLAIMS[name], "de")
        assert cell.iri == iri
        assert " " in cell.text
        assert cell.text != iri.rpartition("/")[2]


def test_claims_are_called_as_on_their_own_pages(portal: Portal) -> None:
    """The text of the link is the heading of the page that it leads to."""
    known = portal.once(library)
    for name in ("sssom", "dependency-steps", "needs-review"):
        column = CLAIMS[name]
        for iri in sorted(things(portal, name, column))[::40]:
            path = iri.removeprefix(portal.addresses.base)
            text = portal.respond(Request(f"/de/id/{path}", "de")).body.decode()
            heading = unescape(re.findall("<h1>(.*?)</h1>", text)[0])
            assert known.cell(Iri(iri), column, "de").text == heading


def test_passages_and_properties_have_names(portal: Portal) -> None:
    """A passage is called by its place in its version, a foreign property by our word."""
    known = portal.once(library)
    goal = page(portal, "goal", notation="B.X.1")
    assert "B.X.1, Strategische Ziele, 2. Entwurf" in goal
    thing = set(shown(page(portal, "thing")))
    assert {"Titel", "Nummer"} <= thing
    assert not {"prefLabel", "notation", "exactMatch"} & thing
    foreign = Iri("https://example.org/vocabulary/label")
    assert known.cell(foreign, "value", "de").text == "label"


def test_no_whole_iri_of_ours_is_a_text(portal: Portal) -> None:
    """Where a query gives an IRI as a text, the page shows and links the thing."""
    text = page(portal, "provenance-of-link")
    assert not [cell for cell in shown(text) if cell.startswith("https://w3id.org/")]
    assert 'href="../../ontology#accepted"' in text


def test_details_of_a_goal_are_words_of_the_language(portal: Portal) -> None:
    """Not the names that the ontology has for programs."""
    german, english = (shown(page(portal, "goal", lang, notation="B.X.1")) for lang in ("de", "en"))
    assert any(cell.startswith("verantwortlich, ") for cell in german)
    assert any(cell.startswith("responsible, ") for cell in english)
    assert not any(
        re.fullmatch(r"(supports|requires|responsible|addressed), .*", c) for c in german
    )


def test_chart_says_what_it_shows(portal: Portal) -> None:
    """The column, in the page and in the text alternative; what is zero has its row."""
    text = page(portal, "sdg-profile")
    with speaking("de"):
        heading = column_label("direct")
        assert message("queries.chart_shows", column=heading) in text
    title = re.findall('<title id="bars-title">(.*?)</title>', text)[0]
    assert heading in title
    labels = re.findall(r'class="bar-label"[^>]*>([^<]+)<', text)
    values = re.findall(r'class="bar-value"[^>]*>([^<]+)<', text)
    assert len(labels) == 17
    assert dict(zip(labels, values, strict=True))["Leben unter Wasser"] == "0"
    assert "ersten 17" not in text


def test_chart_says_that_it_is_cut(portal: Portal) -> None:
    """Thirty bars of many rows are not all of them."""
    count = len(portal.graph.query("actor-load"))
    text = page(portal, "actor-load")
    assert count > 30
    assert text.count('class="bar-label"') == 30
    with speaking("de"):
        assert message("queries.chart_cut", shown=30, count=count) in text


def test_texts_say_that_they_are_in_the_language_chosen(portal: Portal) -> None:
    """English texts on a German page; but not numbers, nor words that the page made German."""
    other = page(portal, "sdg-profile", lang="en")
    assert '<td lang="en">No poverty</td>' in other
    assert re.search('class="bar-label" lang="en"', other)
    assert (
        ' lang="en"' not in page(portal, "sdg-profile").partition("<tbody>")[2].partition("</tb")[0]
    )
    assert '<td lang="en">' not in page(portal, "sdg-profile", "en", lang="en")
    review = page(portal, "needs-review", lang="en")
    assert "<td>angenommen</td>" in review
    assert not re.search(r'<td lang="en">[0-9.]*</td>', review)


def test_shares_are_per_cent_and_colours_are_not_shown(portal: Portal) -> None:
    """As on all other pages; the files to download keep numbers and colours."""
    known = portal.once(library)
    with speaking("de"):
        cell = known.cell(Literal("0.85", datatype=XSD + "decimal"), "confidence", "de")
        assert (cell.text, cell.sort[1]) == ("85\N{NO-BREAK SPACE}%", 0.85)
        assert known.cell(Literal("0.85", datatype=XSD + "decimal"), "value", "de").text == "0,85"
        wrong = Literal("NaN", datatype=XSD + "double")
        assert known.cell(wrong, "confidence", "de").text == "NaN"
    assert "#E5243B" not in page(portal, "sdg-profile")
    assert any(str(row["colour"]) == "#E5243B" for row in portal.graph.query("sdg-profile"))


def test_crumbs_end_with_the_question(portal: Portal) -> None:
    """Not with the name of its file."""
    question = portal.once(library).queries["gaps"].question["de"]
    crumbs = page(portal, "gaps").partition('class="crumbs"')[2].partition("</nav>")[0]
    assert question in unescape(crumbs)
    assert ">gaps<" not in crumbs
