# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A diagram of statements in columns: where the cards and the curves between them stand.

Who stands above whom comes from :mod:`zielgraph.pictures.layout`; here cards get their
heights and curves their ends. The template draws; nothing here is random.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.pictures.layout import arrange
from zielgraph.pictures.model import Dot, Group, Line, Picture, same
from zielgraph.reports.drawing import wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.dependencies.layers import Statement, Tie

_WIDE = 236.0
_APART = 104.0
_ROOM = 14.0
_LINE = 17.0
_HEAD = 46.0
_TEXT = 13.5


@dataclass(frozen=True, slots=True)
class Card:
    """A statement: its box, and its title broken into lines.

    :param main: whether it stands in the middle of interest.
    """

    iri: str
    number: str
    kind: str
    title: str
    lines: list[str]
    x: float
    y: float
    width: float
    height: float
    main: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie: the data of its path, what it is and how it is known."""

    data: str
    kind: str
    layer: str
    directed: bool
    width: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """All that is drawn, in units of the picture.

    :param heads: middle of each column, its name in at most two lines.
    """

    width: float
    height: float
    heads: list[tuple[float, list[str]]]
    cards: list[Card]
    curves: list[Curve]


def columns(
    column: Mapping[str, int],
    names: Mapping[int, str],
    statements: Mapping[str, Statement],
    ties: Sequence[Tie],
    main: frozenset[str],
) -> Diagram:
    """Return where all stands.

    :param column: the column of each statement.
    :param names: name of each column by its number.
    :param main: statements to emphasise.
    """
    used = sorted(set(column.values()))
    order = _order(column, used, statements, ties)
    boxes: dict[str, Card] = {}
    heights = []
    for place, number in enumerate(used):
        y = _HEAD
        for iri in order[number]:
            card = _card(statements[iri], place * (_WIDE + _APART), y, main=iri in main)
            boxes[iri] = card
            y += card.height + _ROOM
        heights.append(y - _ROOM)
    tall = max(heights, default=_HEAD)
    for place, number in enumerate(used):
        down = (tall - heights[place]) / 2
        for iri in order[number]:
            boxes[iri] = _moved(boxes[iri], down)
    heads = [
        (place * (_WIDE + _APART) + _WIDE / 2, wrapped(names[number], _WIDE, 14, 2))
        for place, number in enumerate(used)
    ]
    curves = [_curve(boxes[tie.source], boxes[tie.target], tie) for tie in ties]
    # Curves within the last column bend beyond its edge.
    loops = any(boxes[t.source].x == boxes[t.target].x for t in ties)
    width = len(used) * (_WIDE + _APART) - _APART + (_APART / 2 if loops else 0)
    return Diagram(max(width, _WIDE), tall + 4, heads, list(boxes.values()), curves)


def _order(
    column: Mapping[str, int],
    used: Sequence[int],
    statements: Mapping[str, Statement],
    ties: Sequence[Tie],
) -> dict[int, list[str]]:
    """Return the statements of each column from top to bottom."""
    dots = tuple(
        Dot(iri, "goal", same(""), groups=(str(column[iri]),))
        for iri in sorted(column, key=lambda iri: statements[iri].place)
    )
    lines = tuple(Line(tie.source, tie.target, tie.layer, tie.kind) for tie in ties)
    groups = tuple(Group(str(number), same("")) for number in used)
    picture = Picture("", same(""), same(""), (), dots, lines, groups, {}, {}, {}, "steps")
    places = arrange(picture).places
    found: dict[int, list[str]] = defaultdict(list)
    for iri in sorted(column, key=lambda iri: places[iri][1]):
        found[column[iri]].append(iri)
    return found


def _card(statement: Statement, x: float, y: float, *, main: bool) -> Card:
    lines = wrapped(statement.title, _WIDE - 24, _TEXT, 4)
    height = 20 + _LINE * (len(lines) + 1)
    return Card(
        statement.iri,
        statement.notation,
        statement.kind,
        statement.title,
        lines,
        x,
        y,
        _WIDE,
        height,
        main,
    )


def _moved(card: Card, down: float) -> Card:
    return Card(
        card.iri, card.number, card.kind, card.title, card.lines,
        card.x, round(card.y + down, 1), card.width, card.height, card.main,
    )  # fmt: skip


def _curve(start: Card, end: Card, tie: Tie) -> Curve:
    one, other = start.y + start.height / 2, end.y + end.height / 2
    if start.x == end.x:
        edge = start.x + start.width
        far = edge + min(10 + 0.16 * abs(one - other), _APART * 0.55)
        data = f"M{edge:.0f} {one:.0f}C{far:.0f} {one:.0f} {far:.0f} {other:.0f} {edge:.0f} "
        data += f"{other:.0f}"
    else:
        to_right = start.x < end.x
        a = start.x + start.width if to_right else start.x
        b = end.x if to_right else end.x + end.width
        half = (a + b) / 2
        data = f"M{a:.0f} {one:.0f}C{half:.0f} {one:.0f} {half:.0f} {other:.0f} {b:.0f} {other:.0f}"
    layer = tie.layer if tie.layer in {"stated", "judged"} else "computed"
    width = 1.0 + 0.6 * tie.weight if layer != "computed" else 1.2
    return Curve(data, tie.kind, layer, tie.directed, round(min(width, 3.2), 1))
