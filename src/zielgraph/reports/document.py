# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a report consists of, whoever prints it: sections of text, figures, tables, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number in large letters: the number, what it counts, and of how many."""

    value: str
    label: str
    of: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Key figures side by side."""

    items: tuple[KeyFigure, ...]
    kind: str = "figures"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    :param width: its part of the whole width.
    :param right: numbers stand to the right.
    """

    name: str
    width: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row.

    :param dense: many narrow columns, in smaller letters.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    dense: bool = False
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG with the words for those who do not see it."""

    svg: str
    alt: str
    caption: str
    kind: str = "picture"


Block: TypeAlias = Text | Bullets | KeyFigures | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section; ``name`` is its anchor."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    :param about: one sentence for catalogues.
    :param head: what stands at the top of every page, left and right.
    :param facts: pairs of the title block.
    :param day: the day of the newest data, ``YYYY-MM-DD``, or empty.
    :param words: fixed words of the frame (contents, page, skip …) by name.
    """

    lang: str
    kicker: str
    title: str
    subtitle: str
    about: str
    head: tuple[str, str]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    day: str
    sections: tuple[Section, ...]
    words: dict[str, str]
