# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pictures: readable colours, text that stays text, the same bytes, nothing by colour alone."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from conftest import field_row
from zielgraph.build.location import current_store
from zielgraph.coverage.matrix import SDGS, Cell
from zielgraph.coverage.views import State, TargetRow
from zielgraph.model.messages import speaking
from zielgraph.model.terms import Literal
from zielgraph.reports.charts import MatrixWords, matrix_svg, profile_svg, targets_svg
from zielgraph.reports.colours import colour, contrast, darkened, text_on
from zielgraph.reports.drawing import text_width, wrapped
from zielgraph.reports.facts import SdgFact
from zielgraph.reports.figures import ASPECTS, coverage_svg
from zielgraph.reports.png import ReportError, png
from zielgraph.store.turtle import read_turtle

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from zielgraph.model.project import Project

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="x" a="',
    "]]>&lt;&amp;<!--",
    "url(#x) {{ 7 * 7 }} #eval(1)",
    "\u202etfel ot thgir\u202c",
    "nul\x00bell\x07\ufffe\ud800end",
    "W" * 5000,
    "🎉 漢字",
]
COLOURS = dict.fromkeys(SDGS, "#19486A")


def sdg_fact(sdg: int = 1, label: str = "Keine Armut", **given: int) -> SdgFact:
    """Return an SDG with some figures."""
    figures = {"direct": 2, "indirect": 1, "conflicts": 1, "served": 1, "targets": 7} | given
    return SdgFact(sdg, label, "#E5243B", **figures)


def matrix(label: str = "Mobilität", cells: dict[int, Cell] | None = None) -> str:
    """Return a matrix of one row."""
    row = field_row("3", label, {11: Cell(3, 1), 13: Cell(0, 2)} if cells is None else cells)
    return matrix_svg([row], COLOURS, MatrixWords(label, label, label))


def tiles(label: str = "Wohnen", *states: State) -> str:
    """Return tiles of SDG 1 in these states."""
    targets = [
        TargetRow(1, f"1.{n}", label, state, 1, 0, 0, 0, "")
        for n, state in enumerate(states or ("direct",), start=1)
    ]
    return targets_svg(targets, [sdg_fact(label=label)], title=label, about=label)


def pictures(label: str) -> list[str]:
    """Return every kind of picture with a label in each place."""
    profile = profile_svg([sdg_fact(label=label)], title=label, about=label)
    return [matrix(label), profile, tiles(label, "direct", "indirect", "gap", "outside")]


def parsed(svg: str) -> Element:
    """Read a picture as XML."""
    root: Element = ElementTree.fromstring(svg)
    return root


def words(svg: str) -> list[str]:
    """Return what is written in a picture."""
    return [str(node.text) for node in parsed(svg).iter(f"{SVG}text")]


def official(root: Path) -> dict[str, str]:
    """Return the colours of the SDGs as the data has them."""
    triples = read_turtle(root / "data" / "sdg" / "goals.ttl").triples
    return {str(s): o.value for s, p, o in triples if "colour" in str(p) and isinstance(o, Literal)}


def test_text_on_every_official_colour_can_be_read(root: Path) -> None:
    """WCAG 2.2 AA demands 4.5 to 1 of text."""
    shades = official(root)
    assert len(shades) == 17
    assert {iri: s for iri, s in shades.items() if contrast(text_on(s), s) < 4.5} == {}


def test_frames_in_every_official_colour_can_be_seen(root: Path) -> None:
    """WCAG 2.2 AA demands 3 to 1 of shapes that mean something."""
    pale = [shade for shade in official(root).values() if contrast(shade, "#ffffff") < 3]
    assert pale, "nothing would have to be darkened"
    assert all(contrast(darkened(shade), "#ffffff") >= 3 for shade in pale)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_some_ink_can_be_read_on_any_colour(shade: str) -> None:
    """Whatever colour the data brings."""
    assert contrast(text_on(shade), shade) >= 4.5
    assert contrast(darkened(shade), "#ffffff") >= 3


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """Known ratios, in either order."""
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize(
    "text", ["", "red", "#12345", '#123456" onload="x', "#12345g", "#123456\n"]
)
def test_what_is_no_colour_is_not_drawn(text: str) -> None:
    """A colour goes into the picture as it is, so it must be one."""
    assert colour(text) == colour(None)


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_stay_text(label: str) -> None:
    """No label makes an element or attribute, or spoils the file."""
    for svg in pictures(label):
        names = {node.tag.removeprefix(SVG) for node in parsed(svg).iter()}
        assert names <= {
            *("svg", "title", "desc", "defs", "pattern", "rect", "path", "line", "g", "text"),
        }
        attributes = {name for node in parsed(svg).iter() for name in node.attrib}
        assert not any(name.startswith("on") or "href" in name for name in attributes)
        assert "\u202e" not in svg


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_keep_to_their_place(label: str) -> None:
    """A label of any length is cut before it reaches the figures."""
    for svg in pictures(label):
        assert max(text_width(text, 15) for text in words(svg)) < 330


def test_picture_names_itself() -> None:
    """Who does not see it hears title and description, in the right language."""
    for code in ("de", "en"):
        with speaking(code):
            for svg in pictures("Titel"):
                picture = parsed(svg)
                assert picture.attrib["role"] == "img"
                assert picture.attrib["lang"] == code
                title, about = picture.attrib["aria-labelledby"].split()
                named = {node.attrib.get("id"): node.text for node in picture}
                assert named[title] == "Titel"
                assert named[about] == "Titel"


def test_identifiers_of_pictures_differ() -> None:
    """Several pictures stand in one page; a pattern of one must not fill the other."""
    found = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in pictures("x")]
    assert all(found)
    assert sum(map(len, found)) == len(set.union(*found))
    for svg, ids in zip(pictures("x"), found, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= ids


def test_picture_fetches_nothing() -> None:
    """No address but that of the namespace."""
    for svg in pictures("x"):
        assert set(re.findall(r"https?://[^\"']+", svg)) == {"http://www.w3.org/2000/svg"}


def test_direct_and_indirect_differ_without_colour() -> None:
    """The number in brackets is the indirect one; both stand in the cell."""
    figures = words(matrix(cells={1: Cell(3, 1), 2: Cell(0, 2), 4: Cell(5, 0)}))
    assert figures.count("3") == 4  # the SDG itself, the cell, the sum, the legend
    assert "(2)" in figures
    assert "5" in figures
    assert "(5)" not in figures


def test_empty_matrix_can_be_drawn() -> None:
    """A strategy without fields is no reason to fail."""
    svg = matrix_svg([], COLOURS, MatrixWords("x", "x", "Feld"))
    assert "Summe" in words(svg)


def test_states_of_targets_differ_without_colour() -> None:
    """Each state has a letter of its own, in both languages, and the legend explains it."""
    for code, letters in (("de", "DILA"), ("en", "DIGO")):
        with speaking(code):
            written = words(tiles("x", "direct", "indirect", "gap", "outside"))
        assert [text for text in written if len(text) == 1 and text.isalpha()][1:5] == list(letters)


def test_sdg_without_statements_says_so() -> None:
    """An empty bar could as well be a fault of the picture."""
    with speaking("de"):
        svg = profile_svg([sdg_fact(direct=0, indirect=0, conflicts=0)], title="x", about="x")
    assert "keine Aussage" in words(svg)


def test_long_bars_stay_in_the_picture() -> None:
    """The longest bar and its figures end before the conflicts begin."""
    facts = [sdg_fact(direct=99999, indirect=88888, conflicts=77777), sdg_fact(2)]
    for node in parsed(profile_svg(facts, title="x", about="x")).iter(f"{SVG}rect"):
        if "x" in node.attrib:
            assert float(node.attrib["x"]) + float(node.attrib["width"]) <= 960


@given(st.text(max_size=80), st.integers(40, 400))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    """No line is wider than the room, unless it is a single character."""
    for line in wrapped(text, width, 15, 2):
        assert text_width(line, 15) <= width or len(line) <= 3


def test_png_is_sharp_and_the_same_each_time() -> None:
    """At least 200 dots per inch on a page, in the proportions of the picture."""
    svg = matrix()
    first = png(svg)
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", first[16:24])
    assert width == round(170 / 25.4 * 220)
    about = parsed(svg).attrib
    margins = 2 * 4 / 25.4 * 220
    shape = (height - margins) / (width - margins)
    assert abs(shape - float(about["height"]) / float(about["width"])) < 0.01
    assert png(svg) == first


@pytest.mark.parametrize("label", HOSTILE)
def test_any_label_can_be_printed(label: str) -> None:
    """The typesetter is stricter than a browser."""
    assert all(png(svg, dots=20) for svg in pictures(label))


def test_no_picture_is_an_error_of_ours() -> None:
    """What is no SVG is told, not raised as somebody else's error."""
    with pytest.raises(ReportError, match="setzen"):
        png("no picture")


def test_conflicts_are_marked_and_named() -> None:
    """A corner in the cell, words for it, and an entry in the legend only where it is needed."""
    with speaking("de"):
        quiet, loud = matrix(), matrix(cells={11: Cell(0, 0, conflicts=2), 12: Cell(1, 0)})
    assert "mit Zielkonflikt" in words(loud)
    assert "mit Zielkonflikt" not in words(quiet)
    assert "SDG 11: keine Aussage direkt, keine nur indirekt, 2 im Konflikt" in loud
    assert "<path" in loud
    assert "<path" not in quiet


def test_columns_that_do_not_add_up_have_no_sum() -> None:
    """Two actors may carry the same statement."""
    row = field_row("", "Kreis", {1: Cell(1, 0)})
    assert "Summe" not in words(matrix_svg([row], COLOURS, MatrixWords("x", "x", "x", total=False)))


@pytest.mark.parametrize("by", ASPECTS)
def test_every_aspect_has_a_picture(pristine: Project, by: str) -> None:
    """Fields, SDGs, targets, actors, departments and principles, in both languages."""
    drawn = []
    for code in ("de", "en"):
        with speaking(code):
            drawn.append(coverage_svg(pristine, current_store(pristine), by))
    assert len(set(drawn)) == 2
    assert [words(svg)[0] for svg in drawn] == [parsed(svg)[0].text for svg in drawn]
    assert all(parsed(svg).attrib["role"] == "img" for svg in drawn)
