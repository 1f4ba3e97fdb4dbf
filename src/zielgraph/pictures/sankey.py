# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What flows from the fields to the SDGs: a ribbon for each pair, as high as its goals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zielgraph.model.messages import language, message
from zielgraph.pictures.counts import shown_fields
from zielgraph.reports.charts import WIDTH
from zielgraph.reports.colours import INK, darkened, text_on
from zielgraph.reports.drawing import Drawing, wrapped

if TYPE_CHECKING:
    from zielgraph.pictures.facts import Facts

_HEAD = 44.0
_LEFT, _RIGHT = 300.0, 660.0
_BAR = 30.0
_LEAST = 34.0
"""Least height of a bar with its gap, so that its name has room."""
_GAP = 8.0
_HEIGHT = 900.0
_LEGIBLE = 15.0
"""Least height of a bar that has room for its figure."""


def sankey_svg(facts: Facts) -> str:
    """Draw goals and guiding aims with accepted or confirmed direct links, in the language now."""
    network = facts.networks[language()]
    fields = shown_fields(network)
    flows: Counter[tuple[str, int]] = Counter()
    for statement in network.statements.values():
        if statement.is_goal:
            for service in facts.services.get(statement.iri, ()):
                if service.how == "direct":
                    flows.update((iri, service.number) for iri in statement.fields)
    given = Counter[str]()
    got = Counter[int]()
    for (iri, number), n in flows.items():
        given[iri] += n
        got[number] += n
    fields = [iri for iri in fields if given[iri]]
    numbers = sorted(got)
    unit = _unit(sum(given.values()), max(len(fields), len(numbers)))
    left = _placed([given[iri] for iri in fields], unit)
    right = _placed([got[number] for number in numbers], unit)
    tall = max(left[-1], right[-1])
    drawing = Drawing(
        "sankey",
        WIDTH,
        _HEAD + tall + 56,
        message("pictures.sankey_title"),
        _about(facts, got),
    )
    drawing.text((0, 24), message("pictures.fields"), 16, bold=True)
    drawing.text((_RIGHT + _BAR + 12, 24), message("pictures.sdgs"), 16, bold=True)
    at_left = {iri: _HEAD + (tall - left[-1]) / 2 + y for iri, y in zip(fields, left, strict=False)}
    at_right = {n: _HEAD + (tall - right[-1]) / 2 + y for n, y in zip(numbers, right, strict=False)}
    _ribbons(drawing, facts, flows, (at_left, at_right), unit)
    for iri, y in at_left.items():
        found = network.fields[iri]
        name = f"{found.notation} {found.title}".strip()
        _bar(drawing, (_LEFT - _BAR, y, given[iri] * unit), INK, given[iri])
        drawing.lines((0, y + given[iri] * unit / 2), wrapped(name, _LEFT - _BAR - 12, 15, 2), 15)
    for number, y in at_right.items():
        high = got[number] * unit
        _bar(drawing, (_RIGHT, y, high), facts.colours[number], got[number])
        name = f"{number} {facts.sdgs[number][language()]}"
        if high < _LEGIBLE:
            name += f" ({got[number]})"
        x = _RIGHT + _BAR + 12
        drawing.lines((x, y + high / 2), wrapped(name, WIDTH - x, 15, 2), 15)
    drawing.text((0, _HEAD + tall + 42), message("pictures.sankey_note"))
    return drawing.svg()


def _bar(drawing: Drawing, place: tuple[float, float, float], shade: str, n: int) -> None:
    x, y, high = place
    drawing.rect((x, y, _BAR, high), shade)
    if high >= _LEGIBLE:
        at = (x + _BAR / 2, y + high / 2 + 5)
        drawing.centred(at, str(n), 14, fill=text_on(shade), bold=True)


def _unit(whole: int, bars: int) -> float:
    """Return the height of one goal, so that the picture fits on a page."""
    return min((_HEIGHT - _GAP * bars) / max(whole, 1), 9.0)


def _placed(counts: list[int], unit: float) -> list[float]:
    """Return the tops of bars that stand one below the other, and the end of the last."""
    tops, y = [], 0.0
    for n in counts:
        high = n * unit
        spare = max(_LEAST - high, _GAP)
        tops.append(y + max(0.0, _LEAST - high - _GAP) / 2)
        y += high + spare
    return [*tops, y]


def _ribbons(
    drawing: Drawing,
    facts: Facts,
    flows: Counter[tuple[str, int]],
    places: tuple[dict[str, float], dict[int, float]],
    unit: float,
) -> None:
    left, right = dict(places[0]), dict(places[1])
    network = facts.networks[language()]
    bend = (_LEFT + _RIGHT) / 2
    for iri in places[0]:
        for number in places[1]:
            n = flows[iri, number]
            if not n:
                continue
            y1, y2, high = left[iri], right[number], n * unit
            left[iri] += high
            right[number] += high
            shade = facts.colours[number]
            about = message("pictures.flow", field=network.fields[iri].title, sdg=number, n=n)
            down = f"C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {_RIGHT:.1f} {y2:.1f}"
            low1, low2 = y1 + high, y2 + high
            back = f"C{bend:.1f} {low2:.1f} {bend:.1f} {low1:.1f} {_LEFT:.1f} {low1:.1f}"
            data = f"M{_LEFT:.1f} {y1:.1f}{down}V{low2:.1f}{back}Z"
            with drawing.group(about):
                drawing.path(data, shade, opacity=0.55)
                drawing.stroke(data, darkened(shade), 0.7, opacity=0.8)


def _about(facts: Facts, got: Counter[int]) -> str:
    if not got:
        return message("pictures.matrix_empty")
    number = max(got, key=lambda sdg: (got[sdg], -sdg))
    return message(
        "pictures.sankey_about",
        sdgs=len(got),
        whole=len(facts.sdgs),
        sdg=number,
        name=facts.sdgs[number][language()],
        n=got[number],
    )
