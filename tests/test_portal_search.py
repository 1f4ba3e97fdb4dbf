# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The search: finds what people mean, says so when it finds nothing, executes nothing."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielgraph import open_graph
from zielgraph.portal.page import Request
from zielgraph.portal.portal import Portal
from zielgraph.portal.search.files import index_files
from zielgraph.portal.search.index import Index, index, marked_pieces
from zielgraph.portal.search.words import Vocabulary, plain, words

HERE = Path(__file__).parent
QUALITY: dict[str, dict[str, list[str]]] = tomllib.loads(
    (HERE / "search" / "quality.toml").read_text("utf-8")
)
STATIC = HERE.parent / "src/zielgraph/portal/static"
TEN = 10


@pytest.fixture(scope="module")
def portal(real_project: Path) -> Portal:
    """Return the portal of the repository's own strategy."""
    return Portal(open_graph(real_project), "test")


@pytest.fixture(scope="module")
def known(portal: Portal) -> Index:
    """Return its index."""
    return index(portal)


def answer(portal: Portal, lang: str = "de", **query: str) -> tuple[int, str]:
    """Return the status and the text of the search's page."""
    found = portal.respond(Request(f"/{lang}/search", lang, query))
    return found.status, found.body.decode()


def measured(known: Index, queries: dict[str, list[str]]) -> tuple[float, float]:
    """Return recall among the first ten hits, and the mean reciprocal rank."""
    recall, reciprocal = 0.0, 0.0
    for query, ends in queries.items():
        hits = [hit.document.iri for hit in known.search(query).hits]
        ranks = [
            next((at for at, iri in enumerate(hits, 1) if iri.endswith("/" + end)), 0)
            for end in ends
        ]
        recall += sum(0 < rank <= TEN for rank in ranks) / len(ends)
        reciprocal += 1 / min((rank for rank in ranks if rank), default=float("inf"))
    return recall / len(queries), reciprocal / len(queries)


def test_expected_things_are_there(known: Index) -> None:
    """A query that expects what the data do not have would measure nothing."""
    iris = [document.iri for document in known.documents]
    for queries in QUALITY.values():
        for ends in queries.values():
            for end in ends:
                assert any(iri.endswith("/" + end) for iri in iris), end


@pytest.mark.parametrize(
    ("group", "recall", "reciprocal"),
    [
        ("german", 0.95, 0.8),
        ("compounds", 0.7, 0.3),
        ("spelling", 0.95, 0.9),
        ("english", 0.95, 0.9),
        ("questions", 0.9, 0.75),
        ("numbers", 1.0, 1.0),
    ],
)
def test_quality(known: Index, group: str, recall: float, reciprocal: float) -> None:
    """The search does not get worse; ``docs/portal.md`` has the figures."""
    found = measured(known, QUALITY[group])
    assert found[0] >= recall
    assert found[1] >= reciprocal


def test_every_title_finds_its_thing(known: Index) -> None:
    """Who types a title finds the thing among the first ten, in either language."""
    for document in known.documents:
        if document.kind not in {"goal", "aim", "field", "principle", "measure"}:
            continue
        for title in document.title.values():
            first = [hit.document.iri for hit in known.search(title).hits[:TEN]]
            assert document.iri in first, title


def test_words_that_say_nothing_are_passed_over(known: Index) -> None:
    """A question finds what its telling words find; without any, all words count."""
    for question, bare in (("Wer ist für Radwege zuständig?", "Radwege"), ("the waste", "waste")):
        assert known.search(question).hits == known.search(bare).hits
    assert known.search("über uns").hits


def test_a_similar_word_comes_after_the_word_itself(known: Index) -> None:
    """However rare: "career" says less to who asks for care than any place that says "care"."""
    first = known.search("care").hits[0].document
    assert "care" in " ".join((first.title["en"], first.summary.get("en", ""))).casefold().split()
    titles = [hit.document.title["de"] for hit in known.search("Pflege").hits[:5]]
    assert not any("Parklandschaft" in title for title in titles)


def test_a_letter_too_few_still_finds(known: Index) -> None:
    """A long word of a title that lacks a letter in its middle leads to the same thing."""
    for document in known.documents:
        long = [word for word in words(document.title.get("de", "")) if len(word) > TEN]
        if document.kind != "goal" or not long:
            continue
        cut = len(long[0]) // 2
        hits = known.search(long[0][:cut] + long[0][cut + 1 :]).hits
        assert document.iri in [hit.document.iri for hit in hits], long[0]


@given(st.text(max_size=80))
def test_any_text_is_compared(text: str) -> None:
    """No text breaks the words, and each word is most like itself."""
    vocabulary = Vocabulary(dict.fromkeys(words(text)))
    for word in words(text):
        assert vocabulary.like(word)[vocabulary.words.index(word)] == 1.0


@given(st.text(max_size=60), st.sets(st.text(min_size=1, max_size=8), max_size=4))
def test_marking_changes_no_text(text: str, marked: set[str]) -> None:
    """The pieces make up the text."""
    pieces = marked_pieces(text, {plain(word) for word in marked})
    assert "".join(piece for piece, _ in pieces) == text


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' OR 1=1 --",
        "{{7*7}}",
        "\x00",
        "\u202e",
        "a" * 200,
        "%",
        "*",
        "…",
        "🚲",
    ],
)
def test_hostile_queries_are_text(portal: Portal, query: str) -> None:
    """A page all the same, and the query as nothing but text in it."""
    status, body = answer(portal, q=query)
    assert status == 200
    assert "<script>alert" not in body
    assert "<img src=x" not in body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "a" * 201}, 400),
        ({"q": "klima", "kind": "nichts"}, 400),
        ({"q": "klima", "field": "<b>"}, 400),
        ({"q": "klima", "page": "x"}, 400),
        ({"q": "klima", "page": "500"}, 404),
        ({"q": "klima", "other": "1"}, 400),
        ({"q": ""}, 200),
        ({"q": "   "}, 200),
        ({}, 200),
    ],
)
def test_status(portal: Portal, query: dict[str, str], status: int) -> None:
    """Wrong parameters are said; an empty query is an empty form."""
    found, body = answer(portal, **query)
    assert found == status
    assert "<h1" in body


def test_nothing_found_leads_on(portal: Portal) -> None:
    """A search without hits says so and offers the lists."""
    _, body = answer(portal, "en", q="qqqqxxxx")
    assert "Nothing found for “qqqqxxxx”" in html.unescape(body)
    assert 'href="goals"' in body


def test_hits_are_marked_and_narrowed(portal: Portal) -> None:
    """Words that fit are marked; a facet leaves what it says."""
    _, body = answer(portal, q="Radwege", kind="goal")
    assert "<mark>Radwege</mark>" in body
    kinds = re.findall(r'<li class="hit">\s*<p class="kicker">(\w+)', body)
    assert kinds
    assert set(kinds) == {"Ziel"}
    offered = re.search(r'<option value="goal" selected>Ziel \((\d+)\)', body)
    assert offered is not None
    assert f"{offered[1]} Treffer" in body


def test_suggestions_lead_to_pages(portal: Portal) -> None:
    """The links of the JSON, seen from its own address, are pages."""
    here = "/en/search.json"
    found = portal.respond(Request(here, "en", {"q": "cycling"}))
    assert found.media_type.startswith("application/json")
    suggested = json.loads(found.body)
    assert 0 < len(suggested["hits"]) <= 8
    for hit in suggested["hits"]:
        path = urljoin(here, hit["href"])
        if not path.startswith("/en/sdg/"):
            assert portal.respond(Request(path, "en")).status == 200


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_browsers_search_alike(portal: Portal, known: Index, tmp_path: Path) -> None:
    """The script for sites of files finds first what the server finds first."""
    data = tmp_path / "de.js"
    data.write_bytes(index_files(portal)["/assets/search/de.js"])
    queries = [q for name, group in QUALITY.items() if name != "numbers" for q in group]
    program = (
        "global.window = globalThis;"
        f"require({json.dumps(str(data))});"
        f"require({json.dumps(str(STATIC / 'search-engine.js'))});"
        "const engine = new window.ZielgraphSearchEngine(window.zielgraphSearch);"
        f"const queries = {json.dumps([*queries, *QUALITY['numbers']])};"
        "const first = query => engine.search(query).slice(0, 10).map(hit => hit.path);"
        "console.log(JSON.stringify(queries.map(first)))"
    )
    node = shutil.which("node")
    assert node is not None
    done = subprocess.run([node, "-e", program], capture_output=True, check=True, timeout=60)
    lists = json.loads(done.stdout)
    for query, paths in zip(queries, lists, strict=False):
        ours = [
            f"{(portal.addresses.page(hit.document.iri, 'de') or '').removeprefix('/')}.html"
            for hit in known.search(query).hits[:TEN]
        ]
        # Weights are rounded there, so that hits that fit equally may change places.
        assert len(set(ours) & set(paths)) >= len(ours) - 3, query
    for query, paths in zip(QUALITY["numbers"], lists[len(queries) :], strict=True):
        first = known.search(query).hits[0].document
        assert paths[0] == f"{str(portal.addresses.page(first.iri, 'de')).removeprefix('/')}.html"
