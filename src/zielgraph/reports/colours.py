# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Colours that can be read: contrast by WCAG 2.2, and what to write on a colour."""

from __future__ import annotations

import re

INK = "#1a2733"
PAPER = "#ffffff"
NEUTRAL = "#52606d"
"""Stands in where the data gives no colour, or none that is one."""

LARGE = 3.0
"""Least contrast of shapes that carry meaning (WCAG 2.2, criterion 1.4.11)."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_LINEAR = 0.04045
"""Where the sRGB curve changes from a line to a power (IEC 61966-2-1)."""


def colour(text: str | None) -> str:
    """Return ``text`` if it is a colour as ``#RRGGBB``, else :data:`NEUTRAL`.

    >>> colour("#FD9D24"), colour("red; x"), colour(None)
    ('#FD9D24', '#52606d', '#52606d')
    """
    return text if text and _COLOUR.match(text) else NEUTRAL


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 (none) to 21 (black on white).

    By WCAG 2.2, "contrast ratio": *(L1 + 0.05) / (L2 + 0.05)* of the relative luminances.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(background: str) -> str:
    """Return black or white, whichever can be read better; one of them always reaches 4.5.

    >>> text_on("#FCC30B"), text_on("#19486A")
    ('#000000', '#ffffff')
    """
    return max(("#000000", PAPER), key=lambda ink: contrast(ink, background))


def darkened(shade: str, least: float = LARGE) -> str:
    """Return ``shade``, as much darker as it needs for ``least`` contrast on white.

    >>> contrast(darkened("#FCC30B"), "#ffffff") >= 3
    True
    """
    red, green, blue = _channels(shade)
    for percent in range(100, 0, -2):
        found = (
            f"#{red * percent // 100:02x}{green * percent // 100:02x}{blue * percent // 100:02x}"
        )
        if contrast(found, PAPER) >= least:
            return found
    return "#000000"


def _channels(shade: str) -> tuple[int, int, int]:
    return int(shade[1:3], 16), int(shade[3:5], 16), int(shade[5:7], 16)


def _luminance(shade: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""
    linear = [
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(shade))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
