# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""An analysis as text for people and as a table for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from zielgraph.model.messages import language, message

if TYPE_CHECKING:
    from collections.abc import Sequence

Value: TypeAlias = "str | int | float | None"
"""What a cell holds; numbers stay numbers until they are shown."""

FORMATS = ("table", "csv", "json")
_NUMERIC = re.compile(r"[-−]?[\d.,–/ ]*[%*]?\Z")
WIDTH = 100
"""Characters of a line where nobody is watching."""


@dataclass(slots=True)
class Answer:
    """What an analysis found.

    :param title: one line.
    :param body: the text for people, ready to print.
    :param notes: what must be known to read it rightly.
    :param columns: names for programs.
    :param rows: the same content for programs, a value for each column.
    """

    title: str
    body: str
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    notes: list[str] = field(default_factory=list)


def write_answer(answer: Answer, form: str, width: int) -> str:
    """Return the answer as ``table``, ``csv`` or ``json``."""
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(["" if v is None else v for v in row] for row in answer.rows)
        return out.getvalue()
    if form == "json":
        document = {
            "title": answer.title,
            "notes": answer.notes,
            "rows": [dict(zip(answer.columns, row, strict=True)) for row in answer.rows],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    parts = [wrap(answer.title, width), answer.body.rstrip("\n")]
    parts += [wrap(note, width) for note in answer.notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def wrap(text: str, width: int, indent: str = "", first: str | None = None) -> str:
    """Return ``text`` in lines of at most ``width`` characters, 24 at least.

    :param indent: what every line begins with.
    :param first: what the first line begins with, if that is something else.

    >>> wrap("eins zwei drei vier fünf sechs", 24, "  ")
    '  eins zwei drei vier\\n  fünf sechs'
    """
    return textwrap.fill(
        " ".join(text.split()),
        max(width, 24),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def number(value: float, digits: int = 2) -> str:
    """Return a number as the language of the moment writes it.

    >>> number(0.375)
    '0,38'
    """
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language() == "de" else text


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b und c'
    """
    if len(names) < 2:  # noqa: PLR2004 - one name is no list
        return "".join(names)
    return message("dependencies.list", names=", ".join(names[:-1]), last=names[-1])


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Return a table of at most ``width`` characters a line, numbers flush right.

    >>> print(aligned(["Ziel", "n"], [["Radwege", "9"], ["Busse", "12"]], 40), end="")
    Ziel      n
    ───────  ──
    Radwege   9
    Busse    12
    """
    from zielgraph.queries.results import format_table  # noqa: PLC0415

    columns = list(heads)
    padded = [list(row) for row in rows]
    for place, head in enumerate(heads):
        cells = [row[place] for row in rows]
        if cells and all(_NUMERIC.match(cell) for cell in cells):
            size = max(len(head), *map(len, cells))
            columns[place] = head.rjust(size)
            for row in padded:
                row[place] = row[place].rjust(size)
    return format_table(tuple(columns), padded, width=width, room=width)
