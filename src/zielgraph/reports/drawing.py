# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A picture as SVG: shapes and text with a title and a description, the same bytes each time."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from zielgraph.model.messages import language
from zielgraph.reports.colours import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FONT = "Source Sans Pro"
_FONTS = f"'{FONT}', sans-serif"
# XML has no way to write these; the marks that turn the direction of text round are
# left out as well, for they would turn round what stands beside them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Not the space that keeps a number and its unit together.
_SPACE = re.compile("[ \t\n\r\f\v\u2028\u2029]+")

_ADVANCE = {
    char: width
    for width, chars in (
        (0.20, " "),
        (0.26, "|',.:;Iijl’·"),
        (0.32, "!()-[]f{}"),
        (0.36, "/\\rt"),
        (0.44, "*?sz"),
        (0.49, '"J_cvxy–„“”'),
        (0.53, "#$+0123456789<=>EFLVY^aegk~äéè×§€"),
        (0.57, "ACSTXZ`bdhnopquÄöü"),
        (0.66, "BKPRß&DGNUÜ"),
        (0.70, "HOQÖ"),
        (0.86, "MwmW%@"),
    )
    for char in chars
}
"""Widths in em, rounded up, of Source Sans Pro Semibold (its table hmtx)."""

_SPARE = 1.15
"""How much wider a font may be that stands in for it in a browser."""

_HEADLINE = 40.0
"""Height of the line with the title."""

_LATIN = "\u024f"
"""The last letter of the Latin blocks; what comes after it may be as wide as high."""


def plain(text: str) -> str:
    """Return ``text`` in one line without characters that a document cannot hold.

    >>> plain("Ziel\\x07 1\\n\\u202e2")
    'Ziel 1 2'
    """
    return _SPACE.sub(" ", _TURNS.sub("", _NOT_IN_XML.sub("", text))).strip(" ")


def text_width(text: str, size: float) -> float:
    """Return about how wide ``text`` is in letters of ``size``, rather more than less."""
    return _SPARE * size * sum(_ADVANCE.get(char, 1.0 if char > _LATIN else 0.6) for char in text)


def wrapped(text: str, width: float, size: float, lines: int) -> list[str]:
    """Return ``text`` in at most so many lines of ``width``; what does not fit ends in ``…``.

    >>> wrapped("Digitalisierung, Datenschutz und Beteiligung", 150, 12, 2)
    ['Digitalisierung,', 'Datenschutz und …']
    """
    rest = plain(text)
    found: list[str] = []
    while rest and len(found) < lines:
        line, rest = _line(rest, width, size)
        found.append(line)
    if rest and found:
        last = found[-1]
        while last and text_width(last + " …", size) > width:
            last = last[:-1]
        found[-1] = last.rstrip() + " …"
    return found


def _line(text: str, width: float, size: float) -> tuple[str, str]:
    """Return what fits into a line, broken at a space where there is one, and the rest."""
    if text_width(text, size) <= width:
        return text, ""
    end = max(n for n in range(1, len(text)) if n == 1 or text_width(text[:n], size) <= width)
    space = text.rfind(" ", 0, end + 1)
    cut = space if space > 0 else end
    return text[:cut].rstrip(), text[cut:].lstrip()


@dataclass(slots=True)
class Drawing:
    """A picture of ``width`` times ``height`` units, growing by the calls of its methods.

    :param name: short name, the beginning of all identifiers in the picture, so that
        several pictures can stand in one page.
    :param title: what it shows, in a few words.
    :param about: the same for those who do not see it, with the main figures.
    """

    name: str
    width: float
    height: float
    title: str
    about: str
    _parts: list[str] = field(default_factory=list)
    _patterns: dict[str, str] = field(default_factory=dict)

    def rect(
        self,
        place: tuple[float, float, float, float],
        fill: str = "none",
        *,
        stroke: str = "",
        thick: float = 1.5,
        dash: str = "",
    ) -> None:
        """Draw a box at x, y, width, height."""
        x, y, width, height = (_number(value) for value in place)
        line = f' stroke="{stroke}" stroke-width="{_number(thick)}"' if stroke else ""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{line}{dashed}/>'
        )

    def path(self, data: str, fill: str, *, opacity: float = 1.0) -> None:
        """Draw a filled shape."""
        faint = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{data}" fill="{fill}"{faint}/>')

    def stroke(
        self, data: str, shade: str, thick: float, *, dash: str = "", opacity: float = 1.0
    ) -> None:
        """Draw a line along a path."""
        faint = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{data}" fill="none" stroke="{shade}" '
            f'stroke-width="{_number(thick)}"{dashed}{faint}/>'
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], stroke: str) -> None:
        """Draw a thin line."""
        (x1, y1), (x2, y2) = start, end
        self._parts.append(
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
            f'stroke="{stroke}" stroke-width="1"/>'
        )

    def text(
        self,
        at: tuple[float, float],
        words: str,
        size: float = 15,
        *,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write ``words`` on the base line at x, y."""
        self._text(at, words, f'fill="{fill}"' + (' font-weight="600"' if bold else ""), size)

    def centred(
        self,
        at: tuple[float, float],
        words: str,
        size: float = 15,
        *,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write ``words`` on the base line at y, their middle at x."""
        weight = ' font-weight="600"' if bold else ""
        self._text(at, words, f'fill="{fill}"{weight} text-anchor="middle"', size)

    def _text(self, at: tuple[float, float], words: str, style: str, size: float) -> None:
        x, y = (_number(value) for value in at)
        self._parts.append(
            f'<text x="{x}" y="{y}" font-size="{_number(size)}" {style}>'
            f"{escape(plain(words))}</text>"
        )

    def lines(self, at: tuple[float, float], words: Sequence[str], size: float = 15) -> None:
        """Write several lines, centred around y."""
        x, y = at
        step = size * 1.15
        first = y - step * (len(words) - 1) / 2 + size * 0.35
        for position, text in enumerate(words):
            self.text((x, first + position * step), text, size)

    @contextmanager
    def group(self, about: str) -> Iterator[None]:
        """Put what is drawn meanwhile into a group with a title of its own."""
        self._parts.append(f"<g><title>{escape(plain(about))}</title>")
        yield
        self._parts.append("</g>")

    def hatched(self, shade: str, *, cross: bool = False) -> str:
        """Return a fill of diagonal lines in ``shade``; crossed lines if so wanted."""
        key = f"{self.name}-{'cross' if cross else 'lines'}-{shade.removeprefix('#').lower()}"
        back = f'<path d="M0 7L7 0" stroke="{shade}" stroke-width="1.4"/>' if cross else ""
        self._patterns[key] = (
            f'<pattern id="{key}" width="7" height="7" patternUnits="userSpaceOnUse">'
            f'<rect width="7" height="7" fill="{PAPER}"/>'
            f'<path d="M0 0L7 7M-2 5L2 9M5 -2L9 2" stroke="{shade}" stroke-width="1.6"/>'
            f"{back}</pattern>"
        )
        return f"url(#{key})"

    def svg(self, *, headline: bool = False) -> str:
        """Return the picture; with its title written above it, if it is to stand alone."""
        parts = self._parts
        top = 0.0
        if headline:
            lines = wrapped(self.title, self.width, 19, 2)
            titles = [
                f'<text x="0" y="{22 + 24 * line}" font-size="19" fill="{INK}" font-weight="600">'
                f"{escape(words)}</text>"
                for line, words in enumerate(lines)
            ]
            top = _HEADLINE + 24 * (len(lines) - 1)
            parts = [*titles, f'<g transform="translate(0 {top:.0f})">', *parts, "</g>"]
        width, height = _number(self.width), _number(self.height + top)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" lang="{language()}" '
            f'aria-labelledby="{self.name}-title {self.name}-desc" '
            f"font-family={quoteattr(_FONTS)}>"
        )
        patterns = "\n".join(self._patterns[key] for key in sorted(self._patterns))
        return "\n".join(
            [
                head,
                f'<title id="{self.name}-title">{escape(plain(self.title))}</title>',
                f'<desc id="{self.name}-desc">{escape(plain(self.about))}</desc>',
                *([f"<defs>{patterns}</defs>"] if patterns else []),
                f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
                *parts,
                "</svg>\n",
            ]
        )


def _number(value: float) -> str:
    """Return a coordinate, to a tenth, without needless zeros."""
    return f"{value:.1f}".removesuffix(".0")
