# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Where the dots of a picture stand: computed beforehand, for wide and for high screens.

- ``fields``: the dots of a group as a compact patch; the patches stand around a rounded
  rectangle in the order of the paper, so that the middle is free for the lines.
- ``between``: the same, but dots without a group stand amid those that they are tied to.
- ``ring``: all dots around an ellipse.
- ``steps``: a column for each group, from left to right, ordered so that lines cross less.
- ``sides``: a column for each group, in the given order, close together.

Lengths are units of the layout; a dot has a radius of about 11.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.pictures.model import Dot, Picture

Point = tuple[float, float]

_WIDE, _HIGH = 1.75, 0.6
"""Width by height of the screens that the two layouts are for."""
_PITCH = 46.0
_GAP = 48.0
_SAMPLES = 2000
_ROUNDS = 120
_BREADTH = 12.0
"""Least space between dots that are pushed apart."""


@dataclass(frozen=True, slots=True)
class Patch:
    """The place of a group: middle and radius, and where its name stands.

    :param side: ``top``, ``bottom``, ``left`` or ``right`` of the patch.
    """

    key: str
    x: float
    y: float
    radius: float
    side: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the dots by their keys, and the patches of the groups that have one."""

    places: dict[str, Point]
    patches: list[Patch]


def arrange(picture: Picture, *, high: bool = False) -> Layout:
    """Return where everything stands.

    :param high: for a screen that is higher than wide.
    """
    if picture.layout == "ring":
        return _ring(picture, high=high)
    if picture.layout in {"steps", "sides"}:
        return _columns(picture, high=high)
    return _patches(picture, high=high)


def _patches(picture: Picture, *, high: bool) -> Layout:
    members: dict[str, list[Dot]] = defaultdict(list)
    for dot in picture.dots:
        members[dot.groups[0] if dot.groups else ""].append(dot)
    rim = [group.key for group in picture.groups if group.key and members[group.key]]
    radii = [_radius(len(members[key])) for key in rim]
    known = set(rim)
    loose = [dot for dot in picture.dots if (dot.groups[0] if dot.groups else "") not in known]
    centre = _radius(len(loose)) if loose and picture.layout == "fields" else 0.0
    middles = around(radii, _HIGH if high else _WIDE, centre)
    places: dict[str, Point] = {}
    patches = []
    for key, radius, (x, y) in zip(rim, radii, middles, strict=True):
        patches.append(Patch(key, x, y, radius, _side(x, y, middles)))
        _fill(members[key], (x, y), places)
    if picture.layout == "between":
        places |= _amid(picture, loose, places, patches)
        return Layout(places, patches)
    _fill(loose, (0.0, 0.0), places)
    if loose and any(not group.key for group in picture.groups):
        patches.append(Patch("", 0.0, 0.0, centre, "top"))
    return Layout(places, patches)


def _amid(
    picture: Picture, dots: Sequence[Dot], placed: dict[str, Point], patches: Sequence[Patch]
) -> dict[str, Point]:
    """Return places near the mean of what each dot is tied to, pushed apart and off the patches."""
    tied: dict[str, list[Point]] = defaultdict(list)
    for line in picture.lines:
        for one, other in ((line.source, line.target), (line.target, line.source)):
            if other in placed:
                tied[one].append(placed[other])
    places = []
    for rank, dot in enumerate(dots):
        near = tied[dot.key] or [(0.0, 0.0)]
        turn = rank * 2.4  # dots tied to the same must not stand on the same point
        places.append(
            [
                0.7 * sum(x for x, _ in near) / len(near) + 9 * math.cos(turn),
                0.7 * sum(y for _, y in near) / len(near) + 9 * math.sin(turn),
            ]
        )
    for _ in range(_ROUNDS):
        for a, b in combinations(range(len(dots)), 2):
            need = dots[a].size + dots[b].size + _BREADTH
            _part(places[a], places[b], need, 0.5)
        for dot, at in zip(dots, places, strict=True):
            for patch_ in patches:
                _part(at, [patch_.x, patch_.y], patch_.radius + dot.size + _BREADTH / 2, 1.0)
    return {dot.key: (at[0], at[1]) for dot, at in zip(dots, places, strict=True)}


def _part(one: list[float], other: list[float], need: float, share: float) -> None:
    """Push two points apart that are nearer than ``need``; the first goes ``share`` of the way."""
    dx, dy = one[0] - other[0], one[1] - other[1]
    far = math.hypot(dx, dy) or 1.0
    if far >= need:
        return
    push = (need - far) / far
    one[0] += share * push * dx
    one[1] += share * push * dy
    if share < 1:
        other[0] -= (1 - share) * push * dx
        other[1] -= (1 - share) * push * dy


def _fill(dots: Sequence[Dot], middle: Point, places: dict[str, Point]) -> None:
    """Set dots around a middle, those of the paper's beginning at the top left."""
    for dot, (dx, dy) in zip(dots, patch(len(dots)), strict=True):
        places[dot.key] = (middle[0] + dx, middle[1] + dy)


def _radius(count: int) -> float:
    far = max((math.hypot(x, y) for x, y in patch(count)), default=0.0)
    return far + 0.55 * _PITCH


def patch(count: int) -> list[Point]:
    """Return so many places in a hexagonal grid around 0, 0, in lines from the top left.

    >>> patch(1), len(set(patch(19)))
    ([(0.0, 0.0)], 19)
    """
    rows = 2 + math.isqrt(count)
    grid = [
        (_PITCH * (x + 0.5 * (y % 2)), _PITCH * 0.866 * y)
        for y in range(-rows, rows + 1)
        for x in range(-rows, rows + 1)
    ]
    nearest = sorted(grid, key=lambda at: (round(math.hypot(*at), 6), at[1], at[0]))[:count]
    if not nearest:
        return []
    middle_x = (min(x for x, _ in nearest) + max(x for x, _ in nearest)) / 2
    middle_y = (min(y for _, y in nearest) + max(y for _, y in nearest)) / 2
    return sorted(((x - middle_x, y - middle_y) for x, y in nearest), key=lambda at: (at[1], at[0]))


def around(radii: Sequence[float], aspect: float, centre: float = 0.0) -> list[Point]:
    """Return middles of circles around a rounded rectangle, clockwise from the top left.

    No two circles overlap.

    :param aspect: width of the rectangle by its height.
    :param centre: radius of a circle in the middle that is left free.
    """
    if len(radii) < 2 and not centre:  # noqa: PLR2004 - one stands in the middle
        return [(0.0, 0.0)] * len(radii)
    length = sum(2 * radius + _GAP for radius in radii)
    scale = 0.8
    while True:
        height = scale * length / (2 * (1 + aspect))
        found = _along(radii, height * aspect, height)
        clear = (math.hypot(*at) >= r + centre + _GAP for at, r in zip(found, radii, strict=True))
        if _apart(found, radii) and (not centre or all(clear)):
            return found
        scale *= 1.04


def _along(radii: Sequence[float], width: float, height: float) -> list[Point]:
    outline = [_rounded(place / _SAMPLES, width / 2, height / 2) for place in range(_SAMPLES + 1)]
    walked = [0.0]
    for before, after in pairwise(outline):
        walked.append(walked[-1] + math.dist(before, after))
    total = sum(2 * radius + _GAP for radius in radii)
    found = []
    passed, place = 0.0, 0
    for radius in radii:
        share = 2 * radius + _GAP
        wanted = (passed + share / 2) / total * walked[-1]
        while walked[place + 1] < wanted:
            place += 1
        found.append(outline[place])
        passed += share
    return found


def _rounded(turn: float, half_width: float, half_height: float) -> Point:
    """Return a point of a superellipse of order 4, clockwise from the top left."""
    angle = 2 * math.pi * turn - 0.75 * math.pi
    x, y = math.cos(angle), math.sin(angle)
    return (
        half_width * math.copysign(math.sqrt(abs(x)), x),
        half_height * math.copysign(math.sqrt(abs(y)), y),
    )


def _apart(middles: Sequence[Point], radii: Sequence[float]) -> bool:
    return all(
        math.dist(middles[a], middles[b]) >= radii[a] + radii[b] + _GAP
        for a in range(len(radii))
        for b in range(a)
    )


def _side(x: float, y: float, middles: Sequence[Point]) -> str:
    """Return on which side of a patch its name is out of the way of the lines."""
    low = max(abs(b) for _, b in middles) or 1.0
    wide = max(abs(a) for a, _ in middles) or 1.0
    if abs(y) / low >= abs(x) / wide or abs(y) > 0.8 * low:
        return "top" if y < 0 else "bottom"
    return "left" if x < 0 else "right"


def _ring(picture: Picture, *, high: bool) -> Layout:
    """Set all dots around an ellipse, clockwise from the top."""
    aspect = _HIGH if high else _WIDE
    room = [max(2 * dot.size + _PITCH, 2 * _PITCH) for dot in picture.dots]
    places = {}
    radius = max(sum(room) / (2 * math.pi), 120.0)
    wide, tall = radius * math.sqrt(aspect), radius / math.sqrt(aspect)
    passed = 0.0
    for dot, share in zip(picture.dots, room, strict=True):
        angle = 2 * math.pi * (passed + share / 2) / sum(room) - math.pi / 2
        places[dot.key] = (wide * math.cos(angle), tall * math.sin(angle))
        passed += share
    return Layout(places, [])


def _columns(picture: Picture, *, high: bool) -> Layout:
    """Set each group as a column."""
    keys = [group.key for group in picture.groups]
    columns = [[dot for dot in picture.dots if dot.groups[0] == key] for key in keys]
    columns = _untangled(columns, picture)
    pitch = 2.4 * _PITCH if picture.layout == "steps" else 0.95 * _PITCH
    most = max((len(column) for column in columns), default=1)
    tall = pitch * max(most, 4)
    aspect = _HIGH if high else _WIDE
    share = 0.5 if picture.layout == "sides" else 0.85
    across = max(aspect * tall * share / max(len(columns) - 1, 1), 3 * _PITCH)
    places: dict[str, Point] = {}
    patches = []
    for place, (key, column) in enumerate(zip(keys, columns, strict=True)):
        along = across * (place - (len(columns) - 1) / 2)
        step = pitch
        if picture.layout == "sides" and column:
            step = max(pitch, pitch * (most - 1) / max(len(column) - 1, 1) * 0.98)
            step = min(step, 3 * pitch)
        for row, dot in enumerate(column):
            off = step * (row - (len(column) - 1) / 2)
            places[dot.key] = (along, off)
        patches.append(Patch(key, along, -pitch * most / 2 - 0.1 * pitch, 0.0, "top"))
    return Layout(places, patches)


def _untangled(columns: list[list[Dot]], picture: Picture) -> list[list[Dot]]:
    """Order each column after the first by the mean place of the neighbours (Sugiyama 1981)."""
    tied: dict[str, set[str]] = defaultdict(set)
    for line in picture.lines:
        tied[line.source].add(line.target)
        tied[line.target].add(line.source)
    if picture.layout == "sides":
        return columns
    row: dict[str, float] = {}
    for column in columns:
        for place, dot in enumerate(column):
            row[dot.key] = place - (len(column) - 1) / 2

    def mean(dot: Dot) -> float:
        near = [row[key] for key in sorted(tied[dot.key]) if key in row]
        return sum(near) / len(near) if near else row[dot.key]

    found = list(columns)
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1), range(1, len(found))):
        for index in order:
            found[index] = sorted(found[index], key=lambda dot: (round(mean(dot), 6), dot.key))
            for place, dot in enumerate(found[index]):
                row[dot.key] = place - (len(found[index]) - 1) / 2
    return found
