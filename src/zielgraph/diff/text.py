# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The report on a comparison for the terminal: signs and words, never colour alone."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from zielgraph.model.messages import message, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.diff.groups import Grid, Group
    from zielgraph.diff.report import Report
    from zielgraph.diff.wording import Entry, Line

WIDTH = 80
FEW_LINES = 5
"""Lines of an entry that are shown unless all are asked for."""

_LEAST = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def report_text(report: Report, width: int = WIDTH, *, everything: bool = False) -> str:
    """Return the report as lines of at most ``width`` characters (words are not cut).

    Headings stand at the left edge; what came begins with ``+``, what went with ``−``,
    what changed with ``~``, what moved with ``→``.

    :param everything: whether long lists are shown in full.
    """
    lines = list(_lines(report, max(width, _LEAST), everything=everything))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(report: Report, width: int, *, everything: bool) -> Iterator[str]:
    yield report.title
    yield ""
    ends = (("−", "diff.from", report.before), ("+", "diff.to", report.after))
    room = max(len(message(key)) for _, key, _ in ends)
    for sign, key, name in ends:
        yield from _wrapped(f"  {sign} {message(key):<{room}}  ", name, width)
    yield ""
    if not report.differs:
        yield message("diff.none")
        for sentence in report.sentences:
            yield from _wrapped("  • ", sentence, width)
        return
    yield message("diff.summary")
    for sentence in report.sentences:
        yield from _wrapped("  • ", sentence, width)
    if report.overview is not None:
        yield ""
        yield from _grid(report.overview, width)
    for section in report.sections:
        yield ""
        yield section.title
        if section.note:
            yield from _wrapped("  ", section.note, width)
        for grid in section.grids:
            yield ""
            yield from _wrapped("  ", grid.caption, width)
            yield from _grid(grid, width)
        for group in section.groups:
            yield ""
            yield from _group(group, width, everything=everything)


def _group(group: Group, width: int, *, everything: bool) -> Iterator[str]:
    yield from _wrapped(f"  {group.sign} ", f"{group.title} ({number(group.count)})", width)
    if group.silent:
        yield from _wrapped("      ", message("diff.silent", count=number(group.silent)), width)
    shown = list(group.entries if everything else group.entries[: group.examples])
    for entry in shown:
        yield from _entry(entry, width, everything=everything)
    if left := len(group.entries) - len(shown):
        yield "      " + message("diff.more", count=left)


def _entry(entry: Entry, width: int, *, everything: bool) -> Iterator[str]:
    yield from _wrapped(f"    {entry.sign} ", entry.title, width)
    shown = list(entry.lines if everything else entry.lines[:FEW_LINES])
    for line in shown:
        yield from _line(line, width)
    if left := len(entry.lines) - len(shown):
        yield "        " + message("diff.more", count=left)


def _line(line: Line, width: int) -> Iterator[str]:
    margin = "        "
    if not line.label:
        sign = f"{line.sign} " if line.sign else ""
        yield from _wrapped(margin + sign, line.new, width)
        return
    both = bool(line.old) and bool(line.new)
    one = f"{_plain(line.label)}: {_plain(line.old)} → {_plain(line.new)}"
    if both and len(margin) + len(one) <= width:
        yield margin + one
        return
    yield from _wrapped(margin, line.label + ":", width)
    for sign, text in (("−", line.old), ("+", line.new)):
        if text:
            yield from _wrapped(f"{margin}  {sign} ", text, width)


def _plain(text: str) -> str:
    """Return ``text`` on one line, without what could steer a terminal."""
    return _CONTROL.sub(" ", text).strip()


def _wrapped(head: str, text: str, width: int) -> list[str]:
    """Return ``text`` behind ``head``, further lines indented as far as the first."""
    return textwrap.wrap(
        _plain(text),
        width,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head]


def _grid(grid: Grid, width: int) -> Iterator[str]:
    """Return a table whose first column gives way, figures to the right."""
    rows = [list(grid.header), *(list(map(_plain, row)) for row in grid.rows)]
    sizes = [max(len(row[i]) for row in rows) for i in range(len(grid.header))]
    gap = 2
    sizes[0] = max(min(sizes[0], width - gap - sum(size + gap for size in sizes[1:])), 10)
    for place, row in enumerate(rows):
        first = row[0] if len(row[0]) <= sizes[0] else row[0][: sizes[0] - 1] + "…"
        cells = [c.rjust(size) for c, size in zip(row[1:], sizes[1:], strict=True)]
        yield "  " + (" " * gap).join([first.ljust(sizes[0]), *cells])
        if place == 0:
            yield "  " + (" " * gap).join("─" * size for size in sizes)
