# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pictures of the coverage: matrix, profile of the 17 SDGs, the 169 targets as tiles.

Nothing is told by colour alone: a direct contribution is a filled box, an indirect one a
hatched or empty box with the number in brackets, and each target's state is a letter too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from zielgraph.coverage.matrix import SDGS, Cell
from zielgraph.coverage.views import STATES, TargetRow
from zielgraph.model.messages import message, number
from zielgraph.reports.colours import INK, NEUTRAL, PAPER, darkened, text_on
from zielgraph.reports.drawing import Drawing, text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.coverage.matrix import MatrixRow
    from zielgraph.reports.facts import SdgFact

WIDTH = 960.0
"""Width of every picture; letters of 15 units print at about 7 points on a page."""

_LABEL = 300.0
_CELL = (WIDTH - _LABEL) / len(SDGS)
_ROW = 37.0
_HEAD = 46.0
_BOX = 32.0
_SMALL = 14.0
_QUIET = "#8a96a3"


@dataclass(frozen=True, slots=True)
class MatrixWords:
    """The words of a matrix.

    :param heading: what the rows are.
    :param total: whether the columns add up, so that a line of sums means something.
    :param headline: whether the title is written above the picture.
    """

    title: str
    about: str
    heading: str
    total: bool = True
    headline: bool = False


def matrix_svg(rows: Sequence[MatrixRow], colours: Mapping[int, str], words: MatrixWords) -> str:
    """Draw rows × SDGs: how many statements serve each SDG directly, and only indirectly.

    A black corner marks cells with a conflict.

    :param colours: colour of each SDG by its number.
    """
    end = _HEAD + _ROW * len(rows)
    height = end + (_ROW if words.total else 0) + 54
    drawing = Drawing("matrix", WIDTH, height, words.title, words.about)
    heading = "".join(wrapped(words.heading, _LABEL - 12, 16, 1))
    drawing.text((0, 28), heading, 16, bold=True)
    for sdg in SDGS:
        _numeral(drawing, (_column(sdg) + (_CELL - _BOX) / 2, 4), sdg, colours[sdg])
    for position, row in enumerate(rows):
        top = _HEAD + _ROW * position
        drawing.line((0, top), (WIDTH, top), "#d5dbe1")
        name = row.name
        drawing.lines((0, top + _ROW / 2), wrapped(name, _LABEL - 12, 16, 2), 16)
        for sdg in SDGS:
            cell = row.cell(sdg)
            about = message(
                "chart.cell",
                row=name,
                sdg=sdg,
                direct=cell.direct,
                indirect=cell.indirect,
                conflicts=cell.conflicts,
            )
            _matrix_cell(drawing, (_column(sdg), top), cell, colours[sdg], about)
    drawing.line((0, end), (WIDTH, end), INK)
    if words.total:
        _totals(drawing, rows, end)
    conflicts = any(row.cell(sdg).conflicts for row in rows for sdg in SDGS)
    _matrix_legend(drawing, height - 28, conflicts=conflicts)
    return drawing.svg(headline=words.headline)


def _totals(drawing: Drawing, rows: Sequence[MatrixRow], top: float) -> None:
    drawing.text((0, top + 25), message("chart.sum"), 16, bold=True)
    for sdg in SDGS:
        direct = sum(row.cell(sdg).direct for row in rows)
        indirect = sum(row.cell(sdg).indirect for row in rows)
        centre = _column(sdg) + _CELL / 2
        drawing.centred((centre, top + 17), number(direct), 16, bold=True)
        drawing.centred((centre, top + 32), f"({number(indirect)})", _SMALL)


def _column(sdg: int) -> float:
    return _LABEL + _CELL * (sdg - 1)


def _numeral(drawing: Drawing, at: tuple[float, float], sdg: int, shade: str) -> None:
    """Draw the number of an SDG on its colour."""
    x, y = at
    drawing.rect((x, y, _BOX, _BOX), shade)
    drawing.centred((x + _BOX / 2, y + 22), str(sdg), 17, fill=text_on(shade), bold=True)


def _matrix_cell(
    drawing: Drawing, at: tuple[float, float], cell: Cell, shade: str, about: str
) -> None:
    x, y = at[0] + (_CELL - _BOX) / 2, at[1] + (_ROW - _BOX) / 2
    centre = x + _BOX / 2
    if not cell.direct and not cell.indirect:
        drawing.rect((centre - 2, y + _BOX / 2 - 2, 4, 4), _QUIET)
        if not cell.conflicts:
            return
    with drawing.group(about):
        ink = INK
        if cell.direct:
            drawing.rect((x, y, _BOX, _BOX), shade)
            ink = text_on(shade)
            base = y + (16 if cell.indirect else 22)
            drawing.centred((centre, base), number(cell.direct), 17, fill=ink, bold=True)
        elif cell.indirect:
            frame = (x + 1, y + 1, _BOX - 2, _BOX - 2)
            drawing.rect(frame, PAPER, stroke=darkened(shade), thick=2)
        if cell.indirect:
            low, size = (28.5, 13) if cell.direct else (21, _SMALL)
            drawing.centred((centre, y + low), f"({number(cell.indirect)})", size, fill=ink)
        if cell.conflicts:
            _corner(drawing, (x + _BOX, y + _BOX), 9)


def _corner(drawing: Drawing, at: tuple[float, float], size: float) -> None:
    """Mark a conflict: the corner at right and below in black, set off from any colour."""
    x, y = at
    for reach, fill in ((size + 2.5, PAPER), (size, "#000000")):
        drawing.path(f"M{x:.1f} {y - reach:.1f}V{y:.1f}H{x - reach:.1f}Z", fill)


def _matrix_legend(drawing: Drawing, y: float, *, conflicts: bool) -> None:
    x = 0.0
    for kind in ("direct", "indirect", "none", *(("conflicts",) if conflicts else ())):
        if kind == "direct":
            drawing.rect((x, y - 12, 24, 24), NEUTRAL)
            drawing.centred((x + 12, y + 5), "3", 15, fill=PAPER, bold=True)
        elif kind == "indirect":
            drawing.rect((x + 1, y - 11, 22, 22), PAPER, stroke=NEUTRAL, thick=2)
            drawing.centred((x + 12, y + 5), "(3)", 13)
        elif kind == "none":
            drawing.rect((x + 10, y - 2, 4, 4), _QUIET)
        else:
            _corner(drawing, (x + 18, y + 6), 11)
        words = message(f"chart.matrix_{kind}")
        drawing.text((x + 31, y + 5), words)
        x += 31 + text_width(words, 15) + 24


def profile_svg(sdgs: Sequence[SdgFact], *, title: str, about: str, headline: bool = False) -> str:
    """Draw a bar for each SDG: direct filled, indirect hatched, conflicts apart on the right."""
    drawing = Drawing("profile", WIDTH, _HEAD + _ROW * len(sdgs) + 50, title, about)
    left, right = 330.0, 830.0
    most = max([fact.direct + fact.indirect for fact in sdgs] + [1])
    against = max([fact.conflicts for fact in sdgs] + [1])
    scale = (right - left - 100) / most
    drawing.text((0, 28), message("chart.sdg"), 16, bold=True)
    drawing.text((left, 28), message("chart.supporting"), 16, bold=True)
    drawing.text((right, 28), message("chart.conflicts"), 16, bold=True)
    for position, fact in enumerate(sdgs):
        top = _HEAD + _ROW * position
        _numeral(drawing, (0, top + (_ROW - _BOX) / 2), fact.sdg, fact.colour)
        drawing.lines((_BOX + 10, top + _ROW / 2), wrapped(fact.label, left - _BOX - 24, 15, 2))
        shade = darkened(fact.colour)
        about_row = message(
            "chart.bar",
            sdg=fact.sdg,
            direct=fact.direct,
            indirect=fact.indirect,
            conflicts=fact.conflicts,
        )
        with drawing.group(about_row):
            _profile_bar(drawing, fact, (left, top + 6, scale), shade)
            if fact.conflicts:
                length = 60 * fact.conflicts / against
                fill = drawing.hatched(INK, cross=True)
                drawing.rect((right, top + 6, length, 25), fill, stroke=INK)
                drawing.text((right + length + 8, top + 24), number(fact.conflicts), 16, bold=True)
            else:
                drawing.text((right, top + 24), "–", 16)
    drawing.line((left, _HEAD), (left, _HEAD + _ROW * len(sdgs)), NEUTRAL)
    _profile_legend(drawing, _HEAD + _ROW * len(sdgs) + 28)
    return drawing.svg(headline=headline)


def _profile_bar(
    drawing: Drawing, fact: SdgFact, place: tuple[float, float, float], shade: str
) -> None:
    left, top, scale = place
    if not fact.direct and not fact.indirect:
        drawing.text((left + 8, top + 18), message("chart.nothing"), 15)
        return
    direct, indirect = fact.direct * scale, fact.indirect * scale
    if direct:
        drawing.rect((left, top, direct, 25), fact.colour, stroke=shade)
    if indirect:
        drawing.rect((left + direct, top, indirect, 25), drawing.hatched(shade), stroke=shade)
    drawing.text(
        (left + direct + indirect + 8, top + 18),
        f"{number(fact.direct)} ({number(fact.indirect)})",
        16,
        bold=True,
    )


def _profile_legend(drawing: Drawing, y: float) -> None:
    x = 0.0
    for kind, fill in (
        ("direct", NEUTRAL),
        ("indirect", drawing.hatched(NEUTRAL)),
        ("conflicts", drawing.hatched(INK, cross=True)),
    ):
        drawing.rect((x, y - 12, 34, 22), fill, stroke=INK if kind == "conflicts" else NEUTRAL)
        words = message(f"chart.profile_{kind}")
        drawing.text((x + 42, y + 5), words)
        x += 42 + text_width(words, 15) + 30


_TILE_LABEL = 238.0
_TILE = (WIDTH - _TILE_LABEL) / 19
"""SDG 17 has most targets, 19."""
_TILE_ROW = 46.0
_TWO = 2


def targets_svg(
    targets: Sequence[TargetRow],
    sdgs: Sequence[SdgFact],
    *,
    title: str,
    about: str,
    headline: bool = False,
) -> str:
    """Draw each target as a tile with the letter of its state: filled, hatched, framed, plain."""
    groups = {sdg: list(group) for sdg, group in groupby(targets, key=lambda fact: fact.sdg)}
    drawing = Drawing("targets", WIDTH, 8 + _TILE_ROW * len(sdgs) + 60, title, about)
    for position, fact in enumerate(sdgs):
        top = 4 + _TILE_ROW * position
        _numeral(drawing, (0, top + 5), fact.sdg, fact.colour)
        label = wrapped(fact.label, _TILE_LABEL - _BOX - 13, 14, 3)
        drawing.lines((_BOX + 9, top + (_TILE_ROW - 4) / 2), label, 13 if len(label) > _TWO else 14)
        for place, target in enumerate(groups.get(fact.sdg, ())):
            words = message(
                "chart.tile",
                target=target.target,
                label=target.label,
                state=message(f"chart.state_{target.state}"),
                count=target.direct + target.indirect,
            )
            with drawing.group(words):
                _tile(drawing, (_TILE_LABEL + place * _TILE, top), target, fact.colour)
    _tile_legend(drawing, 4 + _TILE_ROW * len(sdgs) + 30)
    return drawing.svg(headline=headline)


def _tile(
    drawing: Drawing, at: tuple[float, float], target: TargetRow, shade: str, *, text: bool = True
) -> None:
    """Draw one target; the corner of one with conflicts is cut off in black."""
    x, y = at
    width, height, ink = _TILE - 3, _TILE_ROW - 4, INK
    if target.state == "direct":
        drawing.rect((x, y, width, height), shade)
        ink = text_on(shade)
    elif target.state == "indirect":
        dark = darkened(shade)
        drawing.rect((x + 1, y + 1, width - 2, height - 2), drawing.hatched(dark), stroke=dark)
        # Letters stand on paper, or the hatching would run through them.
        if text:
            drawing.rect((x + 1.7, y + 1.7, width - 3.4, 19), PAPER)
        drawing.rect((x + width / 2 - 8, y + (22 if text else 12), 16, 16), PAPER)
    elif target.state == "gap":
        frame = (x + 1, y + 1, width - 2, height - 2)
        drawing.rect(frame, PAPER, stroke=INK, thick=2.2, dash="4 3")
    else:
        drawing.rect((x, y, width, height), "#eef1f4")
    centre = x + width / 2
    letter = message(f"chart.letter_{target.state}")
    if text:
        size = 13.5 if text_width(target.target, 13.5) < width - 5 else 12
        drawing.centred((centre, y + 17), target.target, size, fill=ink)
        drawing.centred((centre, y + 35), letter, 15, fill=ink, bold=True)
    else:
        drawing.centred((centre, y + 26), letter, 16, fill=ink, bold=True)
    if target.conflicts:
        _corner(drawing, (x + width, y + height), 12)


def _tile_legend(drawing: Drawing, y: float) -> None:
    x = 0.0
    for state in STATES:
        sample = TargetRow(0, "", "", state, 0, 0, 0, 0, "")
        _tile(drawing, (x, y - 22), sample, NEUTRAL, text=False)
        words = message(f"chart.legend_{state}")
        drawing.text((x + _TILE + 5, y + 4), words)
        x += _TILE + 5 + text_width(words, 15) + 22
    _corner(drawing, (x + 13, y + 6), 12)
    drawing.text((x + 24, y + 4), message("chart.legend_conflict"))
