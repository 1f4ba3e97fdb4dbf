# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A picture as one HTML page that asks nobody for anything.

pyvis makes the network out of dots and lines, and brings the script that draws it
(vis-network); the page around them is ours. What is known to be dangerous in pyvis is
avoided: identifiers are numbers, neither its heading nor its menu is used, all data is JSON
in which no character can end a script, and the page's content security policy lets only
these very scripts and styles run, by their hashes, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from zielgraph.model.messages import LANGUAGES, language, speaking
from zielgraph.model.messages import message as say
from zielgraph.model.templates import templates
from zielgraph.pictures.layout import arrange
from zielgraph.pictures.model import PictureError
from zielgraph.reports.colours import text_on
from zielgraph.reports.drawing import plain

if TYPE_CHECKING:
    from zielgraph.pictures.layout import Layout
    from zielgraph.pictures.model import Dot, Line, Picture, Words

_SCRIPTS = ("draw.js", "show.js", "page.js")
LAYERS = ("stated", "judged", "computed")
_BREAKING = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_VERSION = re.compile(r"vis-(\d+)\.(\d+)\.(\d+)\Z")
_WORDS = (
    "search", "hits", "no_hits", "field", "sdg", "all", "layer", "link", "kind", "details",
    "evidence", "summary", "links", "no_links", "services", "direct", "indirect", "conflicts",
    "shown", "hint", "help", "canvas", "fit", "closer", "farther", "reset", "dots_table",
    "lines_table", "number", "title", "from", "to", "why", "figure", "noscript", "skip",
    "no_neighbour", "language", "legend", "choose",
)  # fmt: skip


def page(picture: Picture) -> str:
    """Return the page, in the language of the moment first; the same picture, the same bytes.

    :raises PictureError: if pyvis lacks the script that draws.
    """
    from pyvis.network import Network  # noqa: PLC0415 - a second, it loads IPython

    picture = _plain(picture)
    network = Network(directed=True, cdn_resources="in_line")
    number = {dot.key: place for place, dot in enumerate(picture.dots)}
    wide, high = arrange(picture), arrange(picture, high=True)
    for dot in picture.dots:
        x, y = wide.places[dot.key]
        network.add_node(
            number[dot.key],
            label=dot.inside or dot.number or " ",
            shape="custom",
            color="#888888",
            x=round(x),
            y=round(y),
            size=dot.size,
        )
    for place, line in enumerate(picture.lines):
        network.add_edge(number[line.source], number[line.target], id=place, **_look(picture, line))
    network.options = _options(len(picture.lines))
    environment = templates("zielgraph.pictures")
    environment.filters["json"] = _json
    environment.filters["kept"] = lambda options: _json(json.loads(options))
    style = _style(picture)
    scripts = [_vis(), "\n".join(_own(name) for name in _SCRIPTS)]
    environment.globals.update(
        picture=picture,
        lang=language(),
        languages=LANGUAGES,
        words={name: _both(f"picture.{name}") for name in _WORDS},
        kind_names=_kinds(picture),
        layer_names={layer: _both(f"picture.layer_{layer}") for layer in _layers(picture)},
        group_names={group.key: group for group in picture.groups},
        by_key={dot.key: dot for dot in picture.dots},
        number_of=number,
        facts=_facts(picture, wide, high),
        style=style,
        scripts=scripts,
        style_hash=_hash(style),
        script_hashes=[_hash(script) for script in scripts],
    )
    network.templateEnv = environment
    network.path = "picture.html"
    return str(network.generate_html("picture.html"))


def _options(lines: int) -> dict[str, Any]:
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": True,
            "dragNodes": False,
            "hideEdgesOnDrag": lines > 2000,  # noqa: PLR2004 - as many as move smoothly
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "selectable": False,
            "keyboard": False,
            "zoomView": False,
        },
        "edges": {
            "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12},
            "selectionWidth": 0,
            "hoverWidth": 0,
        },
    }


def _look(picture: Picture, line: Line) -> dict[str, Any]:
    """Return how pyvis shall draw a line: dashes for its layer, ends for its kind."""
    ends = picture.kinds[line.kind].ends
    arrows = {"enabled": True, "type": ends, "scaleFactor": 0.55}
    dashes = {"stated": False, "judged": [9, 6], "computed": [2, 5]}[line.layer]
    look: dict[str, Any] = {
        "width": round(line.width, 2),
        "dashes": dashes if len(_layers(picture)) > 1 else False,
        "arrows": {},
        "hidden": bool({line.layer, line.kind} & set(picture.hidden)),
    }
    if ends:
        look["arrows"] = {"to": arrows} if line.directed else {"to": arrows, "from": arrows}
    return look


def _facts(picture: Picture, wide: Layout, high: Layout) -> dict[str, Any]:
    """Return what the page's own script needs besides what pyvis has."""
    rank = {group.key: place for place, group in enumerate(picture.groups)}
    return {
        "subject": picture.subject,
        "layout": picture.layout,
        "lang": language(),
        "hidden": list(picture.hidden),
        "words": {
            code: {name: both[code] for name, both in _all_words(picture).items()}
            for code in LANGUAGES
        },
        "title": picture.title,
        "dots": [_dot(dot, rank, high) for dot in picture.dots],
        "lines": [_line(line) for line in picture.lines],
        "groups": [
            {
                "name": group.name,
                "number": group.number,
                "wide": _place(wide, group.key),
                "high": _place(high, group.key),
            }
            for group in picture.groups
        ],
        "kinds": {
            key: {"forward": kind.forward, "backward": kind.backward, "tone": kind.tone}
            for key, kind in picture.kinds.items()
        },
        "sdgs": {
            number: {"colour": shade, "ink": text_on(shade), "name": picture.sdgs[number]}
            for number, shade in picture.colours.items()
        },
    }


def _all_words(picture: Picture) -> dict[str, Words]:
    found = {name: _both(f"picture.{name}") for name in _WORDS}
    found |= {f"kind_{kind}": name for kind, name in _kinds(picture).items()}
    found |= {f"layer_{layer}": _both(f"picture.layer_{layer}") for layer in LAYERS}
    return found


def _dot(dot: Dot, rank: dict[str, int], high: Layout) -> dict[str, Any]:
    x, y = high.places[dot.key]
    return {
        "kind": dot.kind,
        "number": dot.number,
        "inside": dot.inside,
        "title": dot.title,
        "summary": dot.summary,
        "groups": [rank[key] for key in dot.groups if key in rank],
        "services": [[s.number, s.how, list(s.targets)] for s in dot.services],
        "evidence": list(dot.evidence),
        "high": [round(x), round(y)],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "layer": line.layer,
        "kind": line.kind,
        "directed": line.directed,
        "figure": line.figure,
        "why": line.why,
        "evidence": list(line.evidence),
    }


def _place(layout: Layout, key: str) -> list[Any] | None:
    for patch in layout.patches:
        if patch.key == key:
            return [round(patch.x), round(patch.y), round(patch.radius), patch.side]
    return None


def _layers(picture: Picture) -> list[str]:
    present = {line.layer for line in picture.lines}
    return [layer for layer in LAYERS if layer in present]


def _kinds(picture: Picture) -> dict[str, Words]:
    """Return the names of the kinds of dots that are there, in the order of their coming."""
    return {kind: _both(f"picture.kind_{kind}") for kind in {d.kind: None for d in picture.dots}}


def _both(key: str) -> Words:
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = say(key)
    return found


def _json(value: object) -> Any:  # noqa: ANN401 - markupsafe's Markup
    """Return JSON that stays inside the script in which it stands."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _BREAKING.items():
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704 - nothing in it can end the script


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a picture is made of
    """Return a picture whose texts hold no control character and nothing that turns text round."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple | list):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _plain(getattr(value, f.name)) for f in fields(value)})
    return value


def _style(picture: Picture) -> str:
    """Return the style sheet, with a class for the colour of each SDG."""
    shades = "".join(
        f".sdg-{number}{{--sdg:{shade};--on-sdg:{text_on(shade)}}}\n"
        for number, shade in sorted(picture.colours.items())
    )
    return _own("page.css") + shades


def _own(name: str) -> str:
    folder = resources.files("zielgraph.pictures").joinpath("templates")
    return folder.joinpath(name).read_text("utf-8")


def _vis() -> str:
    """Return the newest vis-network that pyvis brings.

    :raises PictureError: if it brings none.
    """
    folder = resources.files("pyvis").joinpath("templates", "lib")
    found = sorted(
        (tuple(map(int, match.groups())), entry.name)
        for entry in (folder.iterdir() if folder.is_dir() else ())
        if (match := _VERSION.match(entry.name))
    )
    if not found:
        raise PictureError("pictures.no_script")
    text = folder.joinpath(found[-1][1], "vis-network.min.js").read_text("utf-8")
    return re.sub(r"(?i)</(?=script)|<!--", lambda m: m[0].replace("<", "\\x3c"), text)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
