# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The fields one below the other, with arcs between those that depend on one another.

To the right what supports and requires, to the left conflicts and what competes for the same
resources, so that it can be told apart without colours; the thicker, the more.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zielgraph.model.messages import message
from zielgraph.pictures.counts import HARMONY, STRAIN, cells, shown_fields
from zielgraph.reports.charts import WIDTH
from zielgraph.reports.colours import INK, PAPER
from zielgraph.reports.drawing import Drawing, text_width, wrapped

if TYPE_CHECKING:
    from zielgraph.dependencies.layers import Network

_ROW = 54.0
_HEAD = 60.0
_LEFT, _RIGHT = 300.0, 600.0
_BLUE, _RED = "#1c5d8c", "#b3261e"
_OUT = 8.0


def arcs_svg(network: Network) -> str:
    """Draw the arcs in the language of the moment."""
    fields = shown_fields(network)
    rank = {iri: place for place, iri in enumerate(fields)}
    counted: dict[str, Counter[tuple[int, int]]] = {"right": Counter(), "left": Counter()}
    for (a, b), cell in cells(network).items():
        if a == b or a not in rank or b not in rank:
            continue
        pair = (min(rank[a], rank[b]), max(rank[a], rank[b]))
        counted["right"][pair] += cell.kinds(*HARMONY)
        counted["left"][pair] += cell.kinds(*STRAIN)
    sides = {
        name: Counter({p: n for p, n in those.items() if n}) for name, those in counted.items()
    }
    height = _HEAD + _ROW * max(len(fields), 1) + 84
    title = message("pictures.arcs_title")
    drawing = Drawing("arcs", WIDTH, height, title, _about(network, fields, sides["right"]))
    drawing.text((_RIGHT + 24, 24), message("pictures.harmony"), 15, bold=True)
    words = message("pictures.strain")
    drawing.text((_LEFT - 24 - text_width(words, 15) / 1.05, 24), words, 15, bold=True)
    for (first, last), n in sorted(
        sides["right"].items(), key=lambda x: (-(x[0][1] - x[0][0]), x[0])
    ):
        _arc(
            drawing,
            fields,
            network,
            (first, last, n),
            _RIGHT + _OUT,
            WIDTH - _RIGHT - 2 * _OUT,
            _BLUE,
        )
    for (first, last), n in sorted(
        sides["left"].items(), key=lambda x: (-(x[0][1] - x[0][0]), x[0])
    ):
        _arc(drawing, fields, network, (first, last, n), _LEFT - _OUT, 2 * _OUT - _LEFT, _RED)
    totals = Counter[int]()
    for those in sides.values():
        for (first, last), n in those.items():
            totals[first] += n
            totals[last] += n
    for place, iri in enumerate(fields):
        y = _HEAD + _ROW * (place + 0.5)
        found = network.fields[iri]
        drawing.rect((_LEFT, y - 21, _RIGHT - _LEFT, 42), PAPER, stroke="#8a96a3", thick=1)
        name = f"{found.notation} {found.title}".strip()
        drawing.lines((_LEFT + 10, y), wrapped(name, _RIGHT - _LEFT - 56, 15, 2), 15)
        drawing.centred((_RIGHT - 22, y + 5), str(totals[place]), 15, bold=True)
    y = _HEAD + _ROW * len(fields) + 36
    x = 0.0
    for n in (1, 3, 6):
        drawing.stroke(f"M{x:.1f} {y - 5:.1f}H{x + 40:.1f}", INK, _thick(n))
        words = message("pictures.ties", n=n)
        drawing.text((x + 50, y), words)
        x += 50 + text_width(words, 15) + 30
    drawing.text((0, y + 30), message("pictures.arcs_note"))
    return drawing.svg()


def _thick(n: int) -> float:
    return 1.2 + 1.1 * (n - 1)


def _arc(  # noqa: PLR0913 - where, and how
    drawing: Drawing,
    fields: list[str],
    network: Network,
    what: tuple[int, int, int],
    x: float,
    room: float,
    shade: str,
) -> None:
    """Draw an arc from row to row; ``room`` is its greatest width, negative to the left."""
    a, b, n = what
    top, bottom = (_HEAD + _ROW * (place + 0.5) for place in (a, b))
    reach = room * (0.14 + 0.86 * (b - a) / max(len(fields) - 1, 1))
    ends = [network.fields[fields[place]].title for place in (a, b)]
    with drawing.group(message("pictures.cell", source=ends[0], target=ends[1], value=n)):
        drawing.stroke(
            f"M{x:.1f} {top + 5:.1f}C{x + reach * 1.25:.1f} {top + 5:.1f} "
            f"{x + reach * 1.25:.1f} {bottom - 5:.1f} {x:.1f} {bottom - 5:.1f}",
            shade,
            _thick(n),
            opacity=0.72,
        )


def _about(network: Network, fields: list[str], right: Counter[tuple[int, int]]) -> str:
    if not right:
        return message("pictures.matrix_empty")
    (a, b), n = max(right.items(), key=lambda item: (item[1], item[0]))
    return message(
        "pictures.arcs_about",
        pairs=len(right),
        source=network.fields[fields[a]].title,
        target=network.fields[fields[b]].title,
        value=n,
    )
