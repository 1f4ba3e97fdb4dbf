# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The same small picture for each field: what leads from it, to it, and gets in its way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.pictures.counts import HARMONY, STRAIN, Cell, cells, numeral, shown_fields
from zielgraph.reports.charts import WIDTH
from zielgraph.reports.colours import INK, PAPER
from zielgraph.reports.drawing import Drawing, text_width, wrapped

if TYPE_CHECKING:
    from zielgraph.dependencies.layers import Network

_COLUMNS = 4
_PANEL = WIDTH / _COLUMNS
_TALL = 292.0
_RADIUS = 82.0
_TOP = 46.0
_BLUE, _RED = "#1c5d8c", "#b3261e"
_NODE = 13.0


def multiples_svg(network: Network) -> str:
    """Draw a panel for each field, in the language of the moment."""
    fields = shown_fields(network)
    counts = cells(network)
    rows = -(-len(fields) // _COLUMNS)
    height = _TALL * max(rows, 1) + 64
    drawing = Drawing(
        "multiples",
        WIDTH,
        height,
        message("pictures.multiples_title"),
        message("pictures.multiples_about", fields=len(fields)),
    )
    for place, iri in enumerate(fields):
        corner = (_PANEL * (place % _COLUMNS), _TALL * (place // _COLUMNS))
        _panel(drawing, network, fields, counts, iri, corner)
    y = _TALL * max(rows, 1) + 20
    x = 0.0
    for dash, shade, key in (("", _BLUE, "harmony"), ("7 4", _RED, "strain")):
        drawing.stroke(f"M{x:.1f} {y - 5:.1f}H{x + 44:.1f}", shade, 3, dash=dash)
        words = message(f"pictures.{key}")
        drawing.text((x + 54, y), words)
        x += 54 + text_width(words, 15) + 30
    drawing.text((0, y + 28), message("pictures.multiples_note"))
    return drawing.svg()


def _panel(  # noqa: PLR0913 - what to draw, and where
    drawing: Drawing,
    network: Network,
    fields: list[str],
    counts: dict[tuple[str, str], Cell],
    own: str,
    corner: tuple[float, float],
) -> None:
    x, y = corner
    found = network.fields[own]
    name = wrapped(f"{found.notation} {found.title}".strip(), _PANEL - 14, 15, 2)
    for row, text in enumerate(name):
        drawing.text((x, y + 18 + 18 * row), text, 15, bold=True)
    middle = (x + _PANEL / 2 - 6, y + _TOP + _RADIUS + _NODE + 6)
    at = {}
    for place, iri in enumerate(fields):
        turn = 2 * math.pi * place / len(fields) - math.pi / 2
        at[iri] = (middle[0] + _RADIUS * math.cos(turn), middle[1] + _RADIUS * math.sin(turn))
    none = Cell()
    out = into = against = 0
    for iri in fields:
        if iri == own:
            continue
        there, back = counts.get((own, iri), none), counts.get((iri, own), none)
        harmony = there.kinds(*HARMONY) + back.kinds(*HARMONY)
        strain = there.kinds(*STRAIN) + back.kinds(*STRAIN)
        out += there.kinds(*HARMONY)
        into += back.kinds(*HARMONY)
        against += strain
        if harmony:
            _tie(drawing, at[own], at[iri], (middle, 0.25), (_BLUE, 1 + 0.9 * harmony, ""))
        if strain:
            _tie(drawing, at[own], at[iri], (middle, 0.6), (_RED, 1 + 0.9 * strain, "7 4"))
    tied = {b if a == own else a for a, b in counts if own in {a, b}} - {own}
    for iri in fields:
        _node(drawing, at[iri], numeral(network.fields[iri].notation), (iri == own, iri in tied))
    words = message("pictures.panel", out=out, into=into, against=against)
    base = middle[1] + _RADIUS + _NODE + 22
    drawing.centred((middle[0], base), words, 13)


def _tie(
    drawing: Drawing,
    start: tuple[float, float],
    end: tuple[float, float],
    bend: tuple[tuple[float, float], float],
    look: tuple[str, float, str],
) -> None:
    """Draw a curve that bends towards a middle, the more the nearer the second figure is to 1."""
    middle, share = bend
    shade, thick, dash = look
    via = [(1 - share) * (start[axis] + end[axis]) / 2 + share * middle[axis] for axis in (0, 1)]
    data = f"M{start[0]:.1f} {start[1]:.1f}Q{via[0]:.1f} {via[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    drawing.stroke(data, shade, min(thick, 9), dash=dash, opacity=0.85)


def _node(drawing: Drawing, at: tuple[float, float], text: str, state: tuple[bool, bool]) -> None:
    own, tied = state
    x, y = at
    radius = _NODE + (2 if own else 0)
    circle = (
        f"M{x - radius:.1f} {y:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
        f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    )
    drawing.path(circle, INK if own else PAPER)
    drawing.stroke(circle, INK if own or tied else "#c3ccd5", 1.2)
    ink = PAPER if own else INK if tied else "#5b6875"
    drawing.centred((x, y + 4.2), text, 12, fill=ink, bold=own)
