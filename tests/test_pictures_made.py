# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures of invented networks: hostile texts, 3,000 dots, layouts, the same bytes each time."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser import Browser, browser
from conftest import Program
from zielgraph.model.messages import speaking
from zielgraph.pictures.layout import around, arrange, patch
from zielgraph.pictures.model import Dot, Group, Kind, Line, Picture, Service, same
from zielgraph.pictures.page import page as make_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zielgraph.model.project import Project

HOSTILE = [
    "</script><script>hacked = 1</script>",
    "<img src=x onerror='hacked = 1'>",
    "\"'><b onmouseover=hacked=1>x",
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "a\u202edcba\u2028b\u2029c\x00d",
    "javascript:hacked=1",
    "&lt;b&gt; &amp;",
]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


def network(
    dots: int, lines: int, fields: int = 14, layout: str = "fields", text: str = "Ziel"
) -> Picture:
    """Return an invented picture."""
    kinds = {"supports": Kind(same("s"), same("s"), same("s"), 1)}
    return Picture(
        subject="goals",
        title=same(text),
        about=same(text),
        notes=(same(text),),
        dots=tuple(
            Dot(
                key=f"dot-{n}",
                kind="goal",
                title=same(f"{text} {n}"),
                number=f"{n % fields}.{n}",
                summary=same(text),
                groups=(str(n % fields),),
                services=(Service(1 + n % 17, "direct", (text,)),),
                evidence=(text,),
            )
            for n in range(dots)
        ),
        lines=tuple(
            Line(
                f"dot-{n % dots}",
                f"dot-{(7 * n + 1) % dots}",
                ("stated", "judged", "computed")[n % 3],
                "supports",
                why=same(text),
                evidence=(text,),
            )
            for n in range(lines)
        ),
        groups=tuple(Group(str(n), same(f"{text} {n}"), str(n)) for n in range(fields)),
        kinds=kinds,
        colours=dict.fromkeys(range(1, 18), "#4c9f38"),
        sdgs={n: same(text) for n in range(1, 18)},
        layout=layout,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(chromium: Browser, tmp_path: Path, text: str) -> None:
    """Markup in titles, headings, evidence and names is shown, never run."""
    target = tmp_path / "page.html"
    target.write_text(make_page(network(12, 20, 3, text=text)), "utf-8")
    page = chromium.page()
    page.open(target)
    assert page.run("document.documentElement.dataset.ready !== undefined")
    page.run("choose(3)")
    page.run("document.getElementById('search').value = 'a'")
    page.run("asked.q = DOTS[3].title.de.slice(0, 4); search()")
    assert page.run("typeof hacked") == "undefined"
    assert page.run("document.querySelectorAll('img, b[onmouseover], iframe').length") == 0
    assert page.run("document.scripts.length") == 3
    shown = "".join(
        c for c in text.replace("\u2028", " ").replace("\u2029", " ") if c not in "\u202e\x00"
    )
    assert " ".join(shown.split()) in page.run("document.querySelector('h1').textContent")
    assert " ".join(shown.split()) in page.run("document.getElementById('told').textContent")
    assert page.complaints == []
    assert page.requests == []


def test_ids_are_numbers() -> None:
    """Whatever identifies a dot in the graph, the page has only its place in the list."""
    found = network(4, 4, 2)
    keys = {dot.key: f'"><script>{dot.key}' for dot in found.dots}
    hostile = replace(
        found,
        dots=tuple(replace(dot, key=keys[dot.key]) for dot in found.dots),
        lines=tuple(
            replace(line, source=keys[line.source], target=keys[line.target])
            for line in found.lines
        ),
    )
    assert make_page(hostile) == make_page(found)


def test_three_thousand_dots_open(chromium: Browser, tmp_path: Path) -> None:
    """A region's worth of goals still opens, and can be filtered."""
    target = tmp_path / "page.html"
    target.write_text(make_page(network(3000, 6000)), "utf-8")
    page = chromium.page()
    page.open(target)
    assert page.run("document.documentElement.dataset.ready !== undefined")
    assert page.run("net.body.data.nodes.length") == 3000
    page.run("document.querySelector('input[value=stated]').click()")
    page.run("choose(1500, { move: true })")
    assert page.run("document.getElementById('count').textContent") == "Punkte: 3000, Linien: 4000"
    assert page.complaints == []


@pytest.mark.parametrize("picture", [network(1, 0, 1), network(2, 3, 1), network(3, 1, 2, "ring")])
def test_small_pictures_open(chromium: Browser, tmp_path: Path, picture: Picture) -> None:
    """One dot, a line to itself, two lines the same way: all can be drawn."""
    target = tmp_path / "page.html"
    target.write_text(make_page(picture), "utf-8")
    page = chromium.page()
    page.open(target)
    page.run("choose(0)")
    assert page.run("document.documentElement.dataset.ready !== undefined")
    assert page.complaints == []


def test_empty_picture_opens(chromium: Browser, tmp_path: Path) -> None:
    """A strategy without a goal gives an empty picture, no error."""
    empty = replace(network(1, 0, 1), dots=(), lines=(), groups=())
    target = tmp_path / "page.html"
    target.write_text(make_page(empty), "utf-8")
    page = chromium.page()
    page.open(target)
    page.press("ArrowRight")
    assert page.run("document.documentElement.dataset.ready !== undefined")
    assert page.complaints == []


def test_language_of_the_moment_comes_first() -> None:
    """The page opens in the language in which it was asked for."""
    with speaking("en"):
        assert '<html lang="en">' in make_page(network(2, 1, 1))
    assert '<html lang="de">' in make_page(network(2, 1, 1))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.sampled_from([0.6, 1.0, 1.75]))
def test_patches_never_overlap(counts: list[int], aspect: float) -> None:
    """However large the fields are, each has a place of its own."""
    radii = [20.0 + 4 * count for count in counts]
    middles = around(radii, aspect)
    for a in range(len(radii)):
        for b in range(a):
            assert math.dist(middles[a], middles[b]) >= radii[a] + radii[b]


@given(st.integers(0, 200))
def test_dots_of_a_patch_never_overlap(count: int) -> None:
    """There are as many places as dots, a dot's breadth apart."""
    places = patch(count)
    assert len(places) == count
    nearest = min((math.dist(a, b) for i, a in enumerate(places) for b in places[:i]), default=99.0)
    assert nearest > 2 * Dot("", "goal", same("")).size


@pytest.mark.parametrize("layout", ["fields", "between", "ring", "steps", "sides"])
@pytest.mark.parametrize("high", [False, True])
def test_every_layout_places_every_dot(layout: str, high: bool) -> None:  # noqa: FBT001
    """No two dots share a place."""
    found = network(40, 60, 5, layout)
    places = arrange(found, high=high).places
    assert set(places) == {dot.key for dot in found.dots}
    assert len({(round(x), round(y)) for x, y in places.values()}) == 40


def test_same_data_same_bytes(pristine: Project, tmp_path: Path) -> None:
    """Neither the order of sets nor the clock gets into a picture."""
    digests = set()
    for seed in ("1", "2"):
        for name in (["goals"], ["actors"], ["fields"], ["sdg"], ["matrix"], ["sankey"]):
            target = tmp_path / f"{name[0]}-{seed}"
            env = {"PYTHONHASHSEED": seed}
            target = target.with_suffix(".svg" if name[0] in {"matrix", "sankey"} else ".html")
            done = Program(pristine.root)("picture", *name, "--output", target, env=env)
            assert done.code == 0, done.err
            digests.add((name[0], hashlib.sha256(target.read_bytes()).hexdigest()))
    assert len(digests) == 6


def test_cold_start_does_not_load_pyvis() -> None:
    """It takes a second to load; only a page needs it."""
    program = "import sys, zielgraph.cli.picture; sys.exit('pyvis' in sys.modules)"
    env = os.environ | {"PYTHONWARNINGS": "error"}
    assert subprocess.run([sys.executable, "-c", program], check=False, env=env).returncode == 0
