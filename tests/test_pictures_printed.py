# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures to print, and the command that makes all pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from conftest import Program
from zielgraph import open_graph
from zielgraph.dependencies.matrix import field_matrix
from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.pictures.arcs import arcs_svg
from zielgraph.pictures.counts import cells
from zielgraph.pictures.facts import Facts, read_facts
from zielgraph.pictures.heatmap import matrix_svg
from zielgraph.pictures.multiples import multiples_svg
from zielgraph.pictures.sankey import sankey_svg

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from zielgraph.graph import StrategyGraph
    from zielgraph.model.project import Project

SVG = "{http://www.w3.org/2000/svg}"
PRINTED = ("matrix", "arcs", "sankey", "multiples")
PAGES = ("goals", "fields", "sdg", "actors")


@pytest.fixture(scope="module")
def graph(real_project: Path) -> StrategyGraph:
    """Return the graph of the repository's own strategy."""
    return open_graph(real_project)


@pytest.fixture(scope="module")
def facts(graph: StrategyGraph) -> Facts:
    """Return what pictures are made from."""
    return read_facts(graph.project.queries, graph.store)


def drawings(facts: Facts, code: str) -> dict[str, str]:
    """Return all printed pictures in a language."""
    network = facts.networks[code]
    with speaking(code):
        return {
            "matrix": matrix_svg(network),
            "topic": matrix_svg(network, "topic"),
            "arcs": arcs_svg(network),
            "sankey": sankey_svg(facts),
            "multiples": multiples_svg(network),
        }


def texts(svg: str) -> list[str]:
    """Return what is written in a picture."""
    return [element.text or "" for element in fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("code", LANGUAGES)
def test_pictures_have_title_and_description(facts: Facts, code: str) -> None:
    """Those who do not see them are told the same, in their language."""
    for name, svg in drawings(facts, code).items():
        root: Element = fromstring(svg)
        title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert about is not None
        assert len(title.text or "") > 10, name
        assert re.search(r"\d", about.text or ""), name
        assert root.get("lang") == code
        assert not re.search(r'(href|src)="|url\(http|<script|<style', svg)


def test_letters_are_large_enough_and_inside(facts: Facts) -> None:
    """At the width of a page no letter is under 5.5 points, and none starts outside."""
    for name, svg in drawings(facts, "de").items():
        root: Element = fromstring(svg)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        assert height / width < 1.5, name  # of a page of A4 with its margins
        for element in root.iter(f"{SVG}text"):
            assert float(element.get("font-size", 0)) >= 12
            assert 0 <= float(element.get("x", -1)) <= width
            assert 0 <= float(element.get("y", -1)) <= height


def test_matrix_shows_the_figures_of_the_analysis(facts: Facts) -> None:
    """Every cell is what `dependencies matrix` counts, layer by layer."""
    counted = cells(facts.network)
    for layer in ("stated", "judged"):
        expected = {k: v for k, v in field_matrix(facts.network, layer, draws=0).cells.items() if v}
        assert {p: c.layer(layer) for p, c in counted.items() if c.layer(layer)} == expected
    written = texts(matrix_svg(facts.network))
    for layer, form in (("stated", r"\d+"), ("judged", r"\(\d+\)")):
        shown = sorted(t for t in written if re.fullmatch(form, t))
        wanted = [c.layer(layer) for c in counted.values() if c.layer(layer)]
        for n in set(wanted):
            text = str(n) if layer == "stated" else f"({n})"
            assert shown.count(text) >= wanted.count(n), (layer, n)


def test_sankey_shows_the_figures_of_the_coverage(facts: Facts, graph: StrategyGraph) -> None:
    """Each ribbon is as high as the direct cell of the coverage matrix."""
    rows = {row.label: row for row in graph.coverage("field").rows}
    svg = sankey_svg(facts)
    flows = re.findall(r"<title>(.+) – SDG (\d+): (ein Ziel|(\d+)\D*Ziele)</title>", svg)
    shown = {(field, int(sdg)): int(n or 1) for field, sdg, _, n in flows}
    wanted = {
        (label, sdg): row.cell(sdg).direct
        for label, row in rows.items()
        for sdg in range(1, 18)
        if row.cell(sdg).direct
    }
    assert shown == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, *PRINTED])
def test_every_picture_of_a_small_strategy(pristine: Project, name: str, lang: str) -> None:
    """Two fields and few goals are enough, and standard output will do."""
    done = Program(pristine.root)("picture", name, lang=lang)
    assert done.code == 0, done.err
    assert done.out.lstrip().startswith("<svg" if name in PRINTED else "<!DOCTYPE html>")


def test_png_is_one(pristine: Project, tmp_path: Path) -> None:
    """The ending chooses the format; a picture never goes to the terminal as bytes."""
    program = Program(pristine.root)
    target = tmp_path / "bild.PNG"
    assert program("picture", "arcs", "--output", target).code == 0
    assert target.read_bytes().startswith(b"\x89PNG")
    refused = program("picture", "arcs", "--format", "png")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (["goals", "--output", "x.svg"], "nur als HTML", "HTML page only"),
        (["matrix", "--output", "x.html"], "nur als SVG", "SVG and PNG only"),
        (["actors", "nobody at all"], "Stelle", "actor"),
        (["sdg", "18"], "1 bis 17", "17"),
        (["path", "--through", "B.I"], "zwei Orte", "two places"),
        (["path", "--through", "B.I,B.II", "--layer", "stated", "--steps", "1"], "Weg", "path"),
    ],
)
def test_mistakes_are_told(
    pristine: Project, tmp_path: Path, arguments: list[str], german: str, english: str
) -> None:
    """One or two lines in the user's language, and no file."""
    program = Program(pristine.root)
    for lang, words in (("de", german), ("en", english)):
        given = [str(tmp_path / a) if a.startswith("x.") else a for a in arguments]
        done = program("picture", *given, lang=lang)
        assert done.code == 2, done.out[:200]
        assert words in done.err
        assert "Traceback" not in done.err
        assert len(done.err.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []
