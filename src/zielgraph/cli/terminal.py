# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a terminal can show: colours, block characters, width; the meaning never hangs on colour."""

from __future__ import annotations

import os
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import room_for

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 100
"""Characters of a line where nobody is watching, as in a file."""

_BLOCKS = {"full": "▇", "light": "░", "direct": "●", "indirect": "◐", "gap": "○", "outside": "–"}
_BLOCKS |= {"met": "●", "unmet": "○", "yes": "✓", "half": "~", "no": "–", "conflict": "!"}
_PLAIN = {"full": "#", "light": "-", "direct": "D", "indirect": "i", "gap": "o", "outside": "-"}
_PLAIN |= {"met": "*", "unmet": ".", "yes": "x", "half": "~", "no": "-", "conflict": "!"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text goes, and what may stand there.

    :param room: characters of a line, or ``None`` where nobody is watching.
    :param colours: whether control codes may be written.
    :param blocks: whether the encoding knows ``▇`` and the other signs.
    """

    room: int | None
    colours: bool
    blocks: bool

    @property
    def width(self) -> int:
        """Return the characters of a line."""
        return self.room or WIDTH

    def sign(self, name: str) -> str:
        """Return the sign for a state, such as ``direct`` or ``gap``."""
        return (_BLOCKS if self.blocks else _PLAIN)[name]

    def bar(self, full: int, light: int, most: int, width: int) -> str:
        """Return a bar: solid for ``full``, then light; ``most`` would fill ``width``.

        What is not nothing has one character at least.

        >>> Screen(80, False, True).bar(3, 1, 8, 8)
        '▇▇▇░    '
        """
        if most <= 0:
            return " " * width
        ends = [max(round(width * n / most), 1 if n else 0) for n in (full, light)]
        ends[0] = min(ends[0], width - 1 if light else width)
        ends[1] = min(ends[1], width - ends[0])
        return (self.sign("full") * ends[0] + self.sign("light") * ends[1]).ljust(width)

    def paint(self, text: str, **style: bool | str) -> str:
        """Return ``text`` in a style, or as it is where no colours are wanted."""
        return click.style(text, **style) if self.colours else text  # type: ignore[arg-type]


def screen_for(target: Path | None) -> Screen:
    """Return what the place can show that the text goes to.

    Colours only on a terminal that can show them and whose user does not refuse them
    (``NO_COLOR``, see no-color.org; ``TERM=dumb``).
    """
    room = room_for(target)
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    encoding = "utf-8" if target is not None else (sys.stdout.encoding or "ascii")
    try:
        "▇░●◐○–✓".encode(encoding)
        blocks = True
    except (UnicodeEncodeError, LookupError):
        blocks = False
    return Screen(room, colours=room is not None and not refused, blocks=blocks)


def cut(text: str, width: int) -> str:
    """Return ``text`` on one line of ``width`` characters, an ellipsis where it was longer.

    Characters that would steer the terminal or turn the direction of writing are dropped.

    >>> cut("Mobilität und Wandel", 10)
    'Mobilität…'
    """
    clean = " ".join(shown(text).split())
    return clean if len(clean) <= width else clean[: max(width - 1, 0)].rstrip() + "…"


def shown(text: str) -> str:
    """Return ``text`` without control and direction characters."""
    return "".join(char for char in text if char.isprintable() or char in " \n\t")


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return ``text`` as lines of ``width`` characters at most, indented."""
    return textwrap.wrap(
        shown(text), max(width, 30), initial_indent=indent, subsequent_indent=indent
    )
