# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Pictures to take along: pages that stand alone, and drawings to print, once per version.

They lie at ``/pictures/<name>.<lang>.html`` and ``.svg``. A page carries its script within it;
its own policy lets that very script run, by its hash, and nothing else.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.portal.exploring import knowledge
from zielgraph.portal.portal import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zielgraph.pictures.model import Picture
    from zielgraph.portal.portal import Portal

PAGES = ("goals", "fields", "sdg", "actors", "path")
DRAWINGS = ("matrix", "arcs", "sankey", "multiples")
_PATH = re.compile(r"/pictures/(?P<name>[a-z]+)\.(?P<lang>de|en)\.(?P<form>html|svg)\Z")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


def picture_paths(portal: Portal) -> Iterator[str]:
    """Yield the paths of all pictures, for a static site."""
    for lang in LANGUAGES:
        for name in _pages(portal):
            yield f"/pictures/{name}.{lang}.html"
        for name in DRAWINGS:
            yield f"/pictures/{name}.{lang}.svg"


def picture_links(portal: Portal, lang: str) -> list[tuple[str, str, str]]:
    """Return label, path and format of each picture, in the language of the moment."""
    found = [
        (message(f"explore.picture_{name}"), f"/pictures/{name}.{lang}.html", "HTML")
        for name in _pages(portal)
    ]
    found += [
        (message(f"explore.picture_{name}"), f"/pictures/{name}.{lang}.svg", "SVG")
        for name in DRAWINGS
    ]
    return found


def picture(portal: Portal, path: str) -> Response | None:
    """Return the picture at a path, or ``None`` if there is none."""
    asked = _PATH.match(path)
    if asked is None:
        return None
    name, lang, form = asked["name"], asked["lang"], asked["form"]
    if name not in (_pages(portal) if form == "html" else DRAWINGS):
        return None
    return portal.once(partial_of(name, lang, form))


def partial_of(name: str, lang: str, form: str) -> Callable[[Portal], Response]:
    """Return the function that makes a picture, the same one for the same picture."""
    return _MAKERS[name, lang, form]


def _pages(portal: Portal) -> tuple[str, ...]:
    return PAGES if portal.once(_example) is not None else PAGES[:-1]


def _page(portal: Portal, *, name: str, lang: str) -> Response:
    from zielgraph.pictures.page import page  # noqa: PLC0415

    with speaking(lang):
        text = page(_picture(portal, name))
    # The header repeats what the page says of itself; who frames it is said only there.
    found = _POLICY.search(text)
    policy = found[1].replace("&#39;", "'") if found else "default-src 'none'"
    return Response(
        200,
        "text/html; charset=utf-8",
        text.encode(),
        policy=f"{policy}; frame-ancestors 'none'",
    )


def _picture(portal: Portal, name: str) -> Picture:
    facts = portal.once(knowledge).facts
    queries, store = portal.graph.project.queries, portal.graph.store
    if name == "fields":
        from zielgraph.pictures.fields import fields_picture  # noqa: PLC0415

        return fields_picture(facts)
    if name == "sdg":
        from zielgraph.pictures.sdgs import sdg_picture  # noqa: PLC0415

        return sdg_picture(facts)
    if name == "actors":
        from zielgraph.pictures.carriers import actors_picture  # noqa: PLC0415

        return actors_picture(facts, queries, store, None)
    if name == "path" and (found := portal.once(_example)) is not None:
        return found
    from zielgraph.pictures.subjects import goals_picture  # noqa: PLC0415

    return goals_picture(facts)


def _example(portal: Portal) -> Picture | None:
    """Return the picture of the example's paths, or ``None`` if the settings name none."""
    from zielgraph.dependencies.naming import find_place  # noqa: PLC0415
    from zielgraph.dependencies.paths import find_paths  # noqa: PLC0415
    from zielgraph.pictures.ways import path_picture  # noqa: PLC0415

    known = portal.once(knowledge)
    names = portal.settings.example
    try:
        sorts = ("field", "statement", "topic")
        places = [find_place(known.places, name, sorts) for name in names]
    except DependencyError:
        return None
    if len(places) < 2:  # noqa: PLR2004 - from somewhere to somewhere
        return None
    found = find_paths(known.facts.network, places, limit=10)
    return path_picture(known.facts, places, found) if found.paths else None


def _drawing(portal: Portal, *, name: str, lang: str) -> Response:
    facts = portal.once(knowledge).facts
    with speaking(lang):
        if name == "matrix":
            from zielgraph.pictures.heatmap import matrix_svg  # noqa: PLC0415

            svg = matrix_svg(facts.networks[lang], None)
        elif name == "arcs":
            from zielgraph.pictures.arcs import arcs_svg  # noqa: PLC0415

            svg = arcs_svg(facts.networks[lang])
        elif name == "sankey":
            from zielgraph.pictures.sankey import sankey_svg  # noqa: PLC0415

            svg = sankey_svg(facts)
        else:
            from zielgraph.pictures.multiples import multiples_svg  # noqa: PLC0415

            svg = multiples_svg(facts.networks[lang])
    # A drawing runs nothing; opened by itself it may be styled by its own attributes only.
    return Response(200, "image/svg+xml", svg.encode(), policy="default-src 'none'")


_MAKERS: dict[tuple[str, str, str], Callable[[Portal], Response]] = {
    (name, lang, form): partial(make, name=name, lang=lang)
    for names, form, make in ((PAGES, "html", _page), (DRAWINGS, "svg", _drawing))
    for name in names
    for lang in LANGUAGES
}
