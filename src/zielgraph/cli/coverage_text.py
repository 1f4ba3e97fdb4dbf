# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The coverage as text for a terminal: matrices, bars, states by sign, and what stands behind."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from zielgraph.cli.terminal import Screen, cut, shown, wrapped
from zielgraph.model.messages import language, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zielgraph.coverage.evidence import Evidence, Link
    from zielgraph.coverage.matrix import Matrix, MatrixRow
    from zielgraph.coverage.views import SdgRow, Summary, TargetRow

_LABEL = 34
_CELL = 6
_NUMBER = 7
_LEAST_LABEL = {0: 24, _NUMBER: 19}
"""What a label needs, without a number before it and with one."""
_CARRIED = 8
_STATES = ("direct", "indirect", "gap", "outside")


def matrix_text(matrix: Matrix, screen: Screen) -> str:
    """Return the matrix; a cell reads direct/indirect, a dot means none at all.

    Where the columns do not fit side by side, they follow in blocks.
    """
    number = _NUMBER if any(row.notation for row in matrix.rows) else 0
    carried = _CARRIED if matrix.by in {"actor", "department"} else 0
    names = list(matrix.columns)
    label = _LABEL
    per_block = max(len(names), 1)
    if screen.room is not None:
        label = screen.room - number - carried - _CELL * len(names)
        if label < _LEAST_LABEL[number]:
            label = _LEAST_LABEL[number]
            fitting = max((screen.room - number - carried - label) // _CELL, 1)
            per_block = ceil(len(names) / ceil(len(names) / fitting)) if names else 1
        label = min(label, _LABEL)
    lines = [*_title(f"coverage.title_{matrix.by}", screen), ""]
    for start in range(0, max(len(names), 1), per_block):
        lines += _block(matrix, names[start : start + per_block], (number, label, carried), screen)
    return "\n".join(lines)


def _block(
    matrix: Matrix, names: list[str], sizes: tuple[int, int, int], screen: Screen
) -> list[str]:
    number, label, carried = sizes
    heading = message(f"coverage.row_{matrix.by}")
    line = f"{cut(heading, number + label):<{number + label}}"
    if carried:
        line += f"{message('coverage.carried'):>{carried}}"
    line += "".join(screen.paint(f"{name:>{_CELL}}", bold=True) for name in names)
    lines = [line]
    for row in matrix.rows:
        text = f"{shown(row.notation):<{number}}" if number else ""
        text += f"{cut(row.label, label - 1):<{label}}"
        if carried:
            text += f"{row.statements:>{carried}}"
        lines.append(text + "".join(_cell(row, name, screen) for name in names))
    if matrix.by == "field" and len(matrix.rows) > 1:
        sums = [
            f"{sum(r.cell(c).direct for r in matrix.rows)}/"
            f"{sum(r.cell(c).indirect for r in matrix.rows)}"
            for c in names
        ]
        total = f"{message('coverage.total'):<{number + label}}"
        lines.append(total + "".join(f"{text:>{_CELL}}" for text in sums))
    return [*lines, ""]


def _cell(row: MatrixRow, name: str, screen: Screen) -> str:
    cell = row.cell(name)
    if not (cell.direct or cell.indirect):
        return screen.paint("·".rjust(_CELL) if screen.blocks else ".".rjust(_CELL), dim=True)
    text = f"{cell.direct}/{cell.indirect}".rjust(_CELL)
    return screen.paint(text, fg="green", bold=True) if cell.direct else text


def _title(key: str, screen: Screen) -> list[str]:
    """Return a title; on a terminal on as many lines as it takes."""
    text = message(key)
    lines = [text] if screen.room is None else wrapped(text, screen.room)
    return [screen.paint(line, bold=True) for line in lines]


def conflict_line(conflicts: Mapping[str, int], screen: Screen) -> str:
    """Return which columns have conflicting statements, empty if none has."""
    if not conflicts:
        return ""
    names = ", ".join(f"{name} ({count})" for name, count in conflicts.items())
    return "\n".join(wrapped(message("coverage.conflicts", names=names), screen.width))


def sdg_text(rows: Sequence[SdgRow], screen: Screen) -> str:
    """Return a bar for each SDG: solid for direct, light for indirect only, figures beside."""
    width = min(max(screen.width - 58, 10), 40)
    most = max((row.direct + row.indirect for row in rows), default=0)
    head = f"{message('coverage.sdg'):<31} {'':<{width}} "
    head += message("coverage.sdg_columns")
    lines = [*_title("coverage.title_sdg", screen), "", head]
    for row in rows:
        bar = screen.bar(row.direct, row.indirect, most, width)
        figures = f"{row.direct:>4}/{row.indirect:<4} {row.targets_served:>3}/{row.targets:<3}"
        against = f"  {screen.sign('conflict')}{row.conflicts}" if row.conflicts else ""
        name = f"{row.sdg:>2} {cut(row.label, 28):<28}"
        lines.append(f"{name} {screen.paint(bar, fg='green')} {figures}{against}")
    lines += ["", *wrapped(_bar_legend(screen), screen.width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _bar_legend(screen: Screen) -> str:
    signs = {name: screen.sign(name) for name in ("full", "light", "conflict")}
    return message("coverage.bar_legend", **signs)


def target_text(rows: Sequence[TargetRow], screen: Screen) -> str:
    """Return a line for each target: the sign of its state, number, label, figures."""
    colours = {"direct": "green", "indirect": "cyan", "gap": "yellow", "outside": "white"}
    legend = "   ".join(
        f"{screen.sign(state)} {message(f'coverage.state_{state}')}" for state in _STATES
    )
    lines = [*_title("coverage.title_target", screen), legend]
    for sdg, found in groupby(rows, key=lambda row: row.sdg):
        targets = list(found)
        served = sum(row.state in {"direct", "indirect"} for row in targets)
        heading = message("coverage.served", sdg=sdg, served=served, whole=len(targets))
        lines += ["", screen.paint(heading, bold=True)]
        for row in targets:
            sign = screen.paint(screen.sign(row.state), fg=colours[row.state])
            width = max(screen.width - 32, 20)
            figures = f"{row.direct}/{row.indirect}" if row.direct or row.indirect else ""
            against = f" {screen.sign('conflict')}{row.conflicts}" if row.conflicts else ""
            line = f"{sign} {row.target:<6} {cut(row.label, width):<{width}} {figures:>8}{against}"
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def summary_text(summary: Summary, screen: Screen) -> str:
    """Return the states of the targets and the shares, each with its whole."""
    states = ", ".join(
        f"{screen.sign(state)} {count} {message(f'coverage.state_{state}')}"
        for state, count in summary.states.items()
    )
    shares = message(
        "coverage.summary", targets=summary.targets, within=summary.within, sdgs=summary.sdgs
    )
    heading = message("coverage.states")
    return "\n".join(
        [*wrapped(f"{heading} {states}", screen.width), *wrapped(shares, screen.width)]
    )


def note_text(summary: Summary, screen: Screen) -> str:
    """Say how many links are counted and who stands behind them."""
    note = message(
        "coverage.note",
        accepted=summary.counted("supports", "accepted"),
        confirmed=summary.counted("supports", "confirmed"),
        conflicts=summary.counted("conflicts", "accepted", "confirmed"),
    )
    return note if screen.room is None else "\n".join(wrapped(note, screen.width))


def evidence_text(
    heading: str,
    found: tuple[Sequence[Evidence], Sequence[Evidence]],
    labels: Mapping[str, str],
    screen: Screen,
) -> str:
    """Return what stands behind a figure: the statements, their links, reasons and passages.

    :param found: the supporting statements and, apart, the conflicting ones.
    :param labels: labels of fixed values by their short names.
    """
    supports, conflicts = found
    direct = sum(entry.directness == "direct" for entry in supports)
    counts = message(
        "coverage.behind",
        statements=len(supports),
        direct=direct,
        indirect=len(supports) - direct,
        links=sum(len(entry.links) for entry in supports),
    )
    lines = [screen.paint(heading, bold=True), *wrapped(counts, screen.width)]
    for entry in sorted(supports, key=lambda entry: entry.directness):
        lines += _entry(entry, screen.sign(entry.directness), labels, screen)
    if conflicts:
        count = len(conflicts)
        lines += ["", screen.paint(message("coverage.against", count=count), bold=True)]
        for entry in conflicts:
            lines += _entry(entry, screen.sign("conflict"), labels, screen)
    return "\n".join(lines) + "\n"


def _entry(entry: Evidence, sign: str, labels: Mapping[str, str], screen: Screen) -> list[str]:
    kind = message(f"coverage.kind_{entry.kind}")
    name = f"{sign} {entry.notation} {entry.title}" if entry.notation else f"{sign} {entry.title}"
    lines = ["", screen.paint(cut(f"{name} ({kind})", screen.width), bold=True)]
    for link in entry.links:
        lines += wrapped(_facts(link, labels), screen.width, "  ")
        lines += wrapped(link.justification, screen.width, "    ")
    return lines


def _facts(link: Link, labels: Mapping[str, str]) -> str:
    confidence = f"{link.confidence:.2f}"
    if language() == "de":
        confidence = confidence.replace(".", ",")
    parts = [
        f"{link.target or f'SDG {link.sdg}'} {link.title}",
        labels.get(link.directness, link.directness),
        message("coverage.confidence", value=confidence),
        labels.get(link.status, link.status),
        labels.get(link.basis, link.basis),
        message("coverage.passages", names=", ".join(link.passages) or "–"),
    ]
    return " · ".join(parts)
