# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Parts of a report: lists of like changes, tables, sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.diff.wording import Entry

FEW = 8
"""Entries of a list that are shown in the terminal unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """A list of like changes.

    :param sign: ``+``, ``−``, ``~`` or ``→``.
    :param count: how many there are, those included that are not listed.
    :param silent: how many are not listed because their statement came or went with them.
    :param examples: how many entries are shown unless all are asked for.
    """

    sign: str
    title: str
    count: int
    entries: Sequence[Entry]
    silent: int = 0
    examples: int = FEW

    @property
    def is_plain(self) -> bool:
        """Tell whether the entries are titles only, so that they can stand close together."""
        return not any(entry.lines for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; cells of figures are texts already."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    key: str
    title: str
    groups: Sequence[Group] = ()
    grids: Sequence[Grid] = ()
    note: str = ""
