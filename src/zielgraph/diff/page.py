# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The report on a comparison as one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zielgraph.model.messages import language, message, number
from zielgraph.model.templates import templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.diff.report import Report
    from zielgraph.diff.wording import Line

_WORD = re.compile(r"\s+|[^\s]+")
_LONG = 4000
"""Words of a text beyond which single words are not compared: it would take too long."""

_SHORT = 60

SIGNS = {"+": "added", "−": "removed", "~": "altered", "→": "moved"}
"""What a sign is called in the style sheet and, for screen readers, in words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``changed`` if the other text does not have it."""

    text: str
    changed: bool


def pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in parts, word by word, with what differs marked.

    >>> [piece.text for piece in pieces("Wege bauen", "Wege pflegen")[1] if piece.changed]
    ['pflegen']
    """
    one, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(one), len(other)) > _LONG:
        return [Piece(old, changed=True)], [Piece(new, changed=True)]
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, words in ((before, one[a:b]), (after, other[c:d])):
            if words:
                side.append(Piece("".join(words), changed=kind != "equal"))
    return before, after


def report_page(report: Report) -> str:
    """Return the report as a page in the language of the moment; labels stay text."""
    page = templates("zielgraph.diff").get_template("diff.html")
    return page.render(
        report=report,
        lang=language(),
        say=message,
        number=number,
        sign_name=SIGNS.__getitem__,
        sign_word=_sign_word,
        sides=_sides,
        is_short=_is_short,
    )


def _sign_word(sign: str) -> str:
    return message(f"diffsign.{SIGNS[sign]}")


def _is_short(line: Line) -> bool:
    """Tell whether both values fit on one line and are no texts to compare word by word."""
    both = bool(line.old and line.new)
    return both and not line.language and len(line.old) + len(line.new) < _SHORT


def _sides(line: Line) -> Sequence[tuple[str, Sequence[Piece]]]:
    """Return what was said before and is said now, each with its heading; what is empty is left."""
    old, new = pieces(line.old, line.new)
    both = (("diff.from", old), ("diff.to", new))
    return [(message(key), parts) for key, parts in both if parts]
