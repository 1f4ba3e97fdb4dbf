# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The matrix of dependencies as a heat map: from the field of the row to that of the column.

The darker, the more; the figures stand in the cells, so that it can be printed in black and
white, and a corner marks the conflicts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.dependencies.layers import SHARED
from zielgraph.dependencies.matrix import field_matrix
from zielgraph.model.messages import message
from zielgraph.pictures.counts import Cell, cells, numeral, shown_fields
from zielgraph.pictures.subjects import decimal
from zielgraph.reports.charts import WIDTH
from zielgraph.reports.colours import INK, PAPER, text_on
from zielgraph.reports.drawing import Drawing, text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.dependencies.layers import Network

_LABEL = 280.0
_HEAD = 62.0
_LIGHT, _DARK = (232, 241, 248), (17, 62, 97)
_RULE = "#d5dbe1"
_SUM = 56.0


def matrix_svg(network: Network, layer: str | None = None) -> str:
    """Draw the matrix in the language of the moment.

    :param layer: a sub-layer of what is computed; what was read out of the paper if ``None``.
    """
    fields = shown_fields(network)
    if layer in SHARED:
        found = field_matrix(network, str(layer), draws=0).cells
        heats = {pair: value for pair, value in found.items() if value}
        texts = {pair: (decimal(value, 1), "") for pair, value in heats.items()}
        marks: set[tuple[str, str]] = set()
    else:
        counts = cells(network)
        heats = {pair: float(cell.total) for pair, cell in counts.items()}
        texts = {pair: _figures(cell) for pair, cell in counts.items()}
        marks = {pair for pair, cell in counts.items() if cell.kinds("conflicts")}
    side = min((WIDTH - _LABEL - _SUM) / max(len(fields), 1), 64.0)
    height = _HEAD + side * (len(fields) + 1) + 108
    drawing = Drawing("dependencies", WIDTH, height, _title(layer), _about(network, heats, layer))
    drawing.text((0, 24), message("pictures.row_from"), 15, bold=True)
    drawing.text((_LABEL, 24), message("pictures.column_to"), 15, bold=True)
    most = max([value for (a, b), value in heats.items() if a != b] or [1.0])
    for column, iri in enumerate(fields):
        x = _LABEL + side * (column + 0.5)
        drawing.centred((x, _HEAD - 10), numeral(network.fields[iri].notation), 15, bold=True)
    drawing.centred((_LABEL + side * len(fields) + _SUM / 2, _HEAD - 10), "Σ", 15, bold=True)
    for row, iri in enumerate(fields):
        top = _HEAD + side * row
        found_field = network.fields[iri]
        name = f"{found_field.notation} {found_field.title}".strip()
        drawing.line((0, top), (_LABEL, top), _RULE)
        drawing.lines((0, top + side / 2), wrapped(name, _LABEL - 14, 15, 2), 15)
        for column, other in enumerate(fields):
            place = (_LABEL + side * column, top, side)
            heat = heats.get((iri, other), 0.0)
            about = message(
                "pictures.cell",
                source=found_field.title,
                target=network.fields[other].title,
                value=" ".join(filter(None, texts.get((iri, other), ("0", "")))),
            )
            with drawing.group(about):
                _cell(drawing, place, iri == other, heat / most, texts.get((iri, other)))
                if (iri, other) in marks:
                    _corner(drawing, place)
        _sum(drawing, [heats.get((iri, b), 0.0) for b in fields if b != iri], layer, (
            _LABEL + side * len(fields) + _SUM / 2, top + side / 2 + 5))  # fmt: skip
    base = _HEAD + side * len(fields)
    drawing.line((0, base), (WIDTH - _SUM + 0, base), INK)
    drawing.text((0, base + side / 2 + 5), message("pictures.sum"), 15, bold=True)
    for column, other in enumerate(fields):
        _sum(drawing, [heats.get((a, other), 0.0) for a in fields if a != other], layer, (
            _LABEL + side * (column + 0.5), base + side / 2 + 5))  # fmt: skip
    _legend(drawing, base + side + 34, layer)
    return drawing.svg()


def _figures(cell: Cell) -> tuple[str, str]:
    stated, judged = cell.layer("stated"), cell.layer("judged")
    return (str(stated) if stated else "", f"({judged})" if judged else "")


def _title(layer: str | None) -> str:
    if layer in SHARED:
        return f"{message('pictures.matrix_title')} – {message(f'layers.{layer}')}"
    return message("pictures.matrix_title")


def _about(network: Network, heats: dict[tuple[str, str], float], layer: str | None) -> str:
    across = {pair: value for pair, value in heats.items() if pair[0] != pair[1]}
    if not across:
        return message("pictures.matrix_empty")
    strongest = max(across, key=lambda pair: (across[pair], pair))
    value = across[strongest]
    return message(
        "pictures.matrix_about",
        fields=len(shown_fields(network)),
        filled=len(across),
        source=network.fields[strongest[0]].title,
        target=network.fields[strongest[1]].title,
        value=decimal(value, 1) if layer in SHARED else int(value),
    )


def _shade(part: float) -> str:
    """Return a blue, the darker the nearer ``part`` comes to 1."""
    mixed = (round(a + (b - a) * part**0.8) for a, b in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _cell(
    drawing: Drawing,
    place: tuple[float, float, float],
    own: bool,  # noqa: FBT001 - of the field with itself
    part: float,
    texts: tuple[str, str] | None,
) -> None:
    x, y, side = place
    box = (x + 1, y + 1, side - 2, side - 2)
    if texts is None or not any(texts):
        drawing.rect((x + side / 2 - 1.5, y + side / 2 - 1.5, 3, 3), _RULE)
        return
    shade = PAPER if own else _shade(min(part, 1.0))
    drawing.rect(box, shade, **({"stroke": _RULE, "thick": 1} if own else {}))  # type: ignore[arg-type]
    ink = text_on(shade)
    first, second = texts
    middle = x + side / 2
    if first and second:
        drawing.centred((middle, y + side / 2 - 1), first, 15, fill=ink, bold=True)
        drawing.centred((middle, y + side / 2 + 14), second, 13, fill=ink)
    else:
        drawing.centred((middle, y + side / 2 + 5), first or second, 14, fill=ink, bold=bool(first))


def _corner(drawing: Drawing, place: tuple[float, float, float]) -> None:
    x, y, side = place
    right, top = x + side - 1, y + 1
    drawing.path(f"M{right - 11:.1f} {top:.1f}H{right:.1f}V{top + 11:.1f}Z", "#b3261e")
    drawing.stroke(f"M{right - 11:.1f} {top:.1f}L{right:.1f} {top + 11:.1f}", PAPER, 1.2)


def _sum(
    drawing: Drawing, values: Sequence[float], layer: str | None, at: tuple[float, float]
) -> None:
    total = sum(values)
    drawing.centred(at, decimal(total, 1) if layer in SHARED else str(int(total)), 14)


def _legend(drawing: Drawing, y: float, layer: str | None) -> None:
    if layer in SHARED:
        drawing.text((0, y), message("pictures.matrix_weight"))
        drawing.text((0, y + 24), message("pictures.matrix_own_computed"))
        return
    x = 0.0
    for sign, key in (("3", "stated"), ("(2)", "judged")):
        drawing.rect((x, y - 17, 24, 24), _shade(0.15))
        drawing.centred((x + 12, y), sign, 14, bold=sign == "3")
        words = message(f"layers.{key}")
        drawing.text((x + 32, y), words)
        x += 32 + text_width(words, 15) + 26
    drawing.rect((x, y - 17, 24, 24), _shade(0.15))
    _corner(drawing, (x - 1, y - 18, 26))
    drawing.text((x + 32, y), message("pictures.with_conflict"))
    drawing.text((0, y + 30), message("pictures.matrix_note"))
