# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a comparison looks like: for a terminal, as a page, as RDF."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from test_diff import (
    CLAIM,
    PROJECT,
    SKOS,
    STATEMENT,
    TOWN_ONLY,
    TOWN_QUADS,
    ZG,
    also,
    state,
    swapped,
    version,
    without,
)
from zielgraph.diff.compare import Comparison, compare
from zielgraph.diff.description import apply_description, describe
from zielgraph.diff.page import pieces, report_page
from zielgraph.diff.report import make_report
from zielgraph.diff.text import WIDTH, report_text
from zielgraph.model.errors import FormatError
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.model.terms import Iri, Literal
from zielgraph.store.embedded import from_engine_triple
from zielgraph.store.formats import FORMATS, write_triples
from zielgraph.validation.validator import load_shapes, validate_graph

if TYPE_CHECKING:
    from zielgraph.diff.states import State

HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e\"'&{{7*7}} " + "x" * 200


@pytest.fixture(scope="module")
def town() -> State:
    """Return the unchanged town."""
    return state(TOWN_QUADS)


@pytest.fixture(scope="module")
def comparisons(town: State) -> dict[str, Comparison]:
    """Return comparisons of all sorts: nothing, little, much, hostile, all, two papers."""
    title = Literal("Build the bypass", "en")
    label = Iri(SKOS + "prefLabel")
    hostile = without((STATEMENT + "umgehung", label.value, title)) + also(
        (Iri(STATEMENT + "umgehung"), label, Literal(HOSTILE, "en")),
        (Iri(STATEMENT + "umgehung"), label, Literal(HOSTILE, "de")),
        (Iri("x:b"), label, Literal(HOSTILE, "de")),
    )
    accepted = swapped(CLAIM + "sdg-09", ZG + "status", Iri(ZG + "rejected"), Iri(ZG + "accepted"))
    half = [quad for quad in TOWN_QUADS if "aussage/b" not in str(quad[0])]
    return {
        "same": compare(PROJECT, town, town),
        "little": compare(PROJECT, town, state(accepted)),
        "much": compare(PROJECT, town, state(half)),
        "back": compare(PROJECT, state(half), town),
        "hostile": compare(PROJECT, town, state(hostile)),
        "all": compare(PROJECT, state(q for q in TOWN_QUADS if q not in TOWN_ONLY), town),
        "papers": compare(PROJECT, version(town, "2018"), version(town, "2024")),
    }


NAMES = ("same", "little", "much", "back", "hostile", "all", "papers")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_text_fits_a_terminal(comparisons: dict[str, Comparison], name: str, code: str) -> None:
    """No line is longer than asked, except for a single long word; nothing steers the terminal."""
    with speaking(code):
        report = make_report(PROJECT, comparisons[name])
        for width in (WIDTH, 60):
            text = report_text(report, width, everything=True)
            too_long = [line for line in text.splitlines() if len(line) > width]
            if width == WIDTH:
                assert [line for line in too_long if "x" * 200 not in line] == []
            assert text.endswith("\n")
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", text)


def test_text_has_all_or_says_how_much_is_left(comparisons: dict[str, Comparison]) -> None:
    """A list that is cut says so, and --all shows the rest."""
    with speaking("en"):
        report = make_report(PROJECT, comparisons["all"])
        short, full = report_text(report), report_text(report, everything=True)
    left = [int(count) for count in re.findall(r"… further: (\d+) \(all: --all\)", short)]
    assert left
    assert all(count > 0 for count in left)
    assert "… further" not in full
    shown = [line for line in short.splitlines() if "… further" not in line]
    assert set(shown) <= set(full.splitlines())


class Page(HTMLParser):
    """Reads a page and complains about tags that do not fit."""

    VOID = frozenset({"meta", "br", "link", "img", "hr", "input"})

    def __init__(self, text: str) -> None:
        """Read all of ``text``."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, which must be the last that was opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what is shown."""
        self.text += data if not {"style", "title"} & set(self.open) else ""


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page_is_whole_and_needs_nothing(
    comparisons: dict[str, Comparison], name: str, code: str
) -> None:
    """Tags fit, headings come in order, links lead somewhere, nothing is fetched or executed."""
    with speaking(code):
        text = report_page(make_report(PROJECT, comparisons[name]))
    page = Page(text)
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not re.search(r"url\(|@import|https?://", text.split("</style>")[0])
    assert page.tags[0] == ("html", {"lang": code})
    levels = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"]) for tag, a in page.tags if tag == "a"}
    assert targets <= {f"#{name}" for name in ids}
    assert names.count("caption") == names.count("table")
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#1a2733`` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_apart(comparisons: dict[str, Comparison]) -> None:
    """All text has a contrast of 4.5 at least on what lies behind it, by day and by night."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    text = report_page(make_report(PROJECT, comparisons["little"]))
    blocks = re.findall(r":root \{([^}]*)\}", text)
    schemes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    light, dark = schemes[:2]
    assert light.keys() == dark.keys() >= {"ink", "paper", "plus-tint", "minus-tint", "tint"}
    assert "screen and (prefers-color-scheme: dark)" in text, "paper is white at night, too"
    written = {name for name in light if "tint" not in name} - {"paper", "rule"}
    for scheme in (light, dark):
        pairs = [(name, "paper") for name in written]
        pairs += [("ink", name) for name in scheme if "tint" in name]
        low = [(a, b) for a, b in pairs if contrast(scheme[a], scheme[b]) < 4.5]
        assert low == []


def test_signs_have_words(comparisons: dict[str, Comparison]) -> None:
    """Who hears the page, or sees no colours, learns what came and what went."""
    with speaking("en"):
        page = Page(report_page(make_report(PROJECT, comparisons["all"])))
    signs = sum(str(a.get("class", "")).startswith("sign ") for _, a in page.tags)
    words = len(re.findall(r"[+−~→](?:new|gone|changed|moved): ", page.text))
    assert signs == words > 10


def test_hostile_labels_stay_text(comparisons: dict[str, Comparison]) -> None:
    """What somebody wrote into a title is shown, never obeyed."""
    for code in LANGUAGES:
        with speaking(code):
            text = report_page(make_report(PROJECT, comparisons["hostile"]))
        assert "<script" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "{{7*7}}" in Page(text).text


def test_texts_say_their_language(comparisons: dict[str, Comparison]) -> None:
    """An English title on a German page is read out as English."""
    with speaking("de"):
        page = Page(report_page(make_report(PROJECT, comparisons["hostile"])))
    tags = {a.get("lang") for tag, a in page.tags if tag == "dd"}
    assert {"de", "en"} <= tags


def test_pieces_make_up_both_texts() -> None:
    """Marking words changes no text, and only what differs is marked."""
    old, new = "Radwege  bauen\nund pflegen", "Radwege pflegen und bauen"
    before, after = pieces(old, new)
    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new
    assert not before[0].changed
    long = "wort " * 5000
    assert [piece.changed for piece in pieces(long, long + "x")[1]] == [True]
    assert pieces("", "") == ([], [])


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("name", NAMES)
def test_description_can_be_read_back(
    comparisons: dict[str, Comparison], name: str, form: str
) -> None:
    """Each format holds the same graph, and that graph leads from the first state to the second."""
    comparison = comparisons[name]
    triples = describe(PROJECT, comparison)
    if name == "hostile" and form == "rdfxml":
        with pytest.raises(FormatError, match="U\\+001B"):
            write_triples(triples, form)
        return
    text = write_triples(triples, form)
    assert text == write_triples(describe(PROJECT, comparison), form)
    read = [from_engine_triple(quad) for quad in ox.parse(text, FORMATS[form])]
    assert set(read) == set(triples)
    if not comparison.between_versions:  # there, no triple has changed
        applied = apply_description(comparison.before.triples, read)
        assert applied == comparison.after.triples


def test_description_is_the_same_in_rdflib(comparisons: dict[str, Comparison]) -> None:
    """A second library reads the Turtle as the same graph as the N-Triples."""
    triples = describe(PROJECT, comparisons["much"])
    one = Graph().parse(data=write_triples(triples, "turtle"), format="turtle")
    other = Graph().parse(data=write_triples(triples, "ntriples"), format="nt")
    assert len(one) == len(set(triples))
    assert isomorphic(one, other)


def test_description_does_not_depend_on_the_language(comparisons: dict[str, Comparison]) -> None:
    """Names of states stand in both languages, whoever asks."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found.append(describe(PROJECT, comparisons["little"]))
    assert sorted(map(str, found[0])) == sorted(map(str, found[1]))


def test_every_difference_is_named(comparisons: dict[str, Comparison]) -> None:
    """No blank node: each change can be cited."""
    for comparison in comparisons.values():
        assert all(isinstance(s, Iri) for s, _, _ in describe(PROJECT, comparison))


@pytest.mark.parametrize("name", NAMES)
def test_description_keeps_the_shapes(comparisons: dict[str, Comparison], name: str) -> None:
    """What the program writes about differences meets the requirements on them."""
    wanted = re.compile(r"R(15[4-8]|16\d)-")
    ontology = [(s, p, o) for s, p, o, _ in TOWN_QUADS]
    triples = {*ontology, *describe(PROJECT, comparisons[name])}
    findings = validate_graph(triples, load_shapes(PROJECT.shapes), {}).findings
    assert [f.one_line() for f in findings if wanted.match(f.requirement)] == []


def test_coverage_lost_names_its_statements(comparisons: dict[str, Comparison]) -> None:
    """A target that is gained points to the statement that makes the difference."""
    triples = describe(PROJECT, comparisons["little"])
    (node,) = [
        s for s, p, o in triples if (p.value, o) == (ZG + "differenceKind", Iri(ZG + "gain"))
    ]
    about = {(p.value.rsplit("#")[-1], str(o)) for s, p, o in triples if s == node}
    assert ("concerns", "http://metadata.un.org/sdg/11.7") in about
    assert ("wasInfluencedBy", STATEMENT + "baeume") in about
