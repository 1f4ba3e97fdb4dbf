# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Figures in words: shares, dates and enumerations as the language of the moment writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zielgraph.model.messages import message, number

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])")


def percent(part: int, whole: int) -> str:
    """Return the share in whole per cent, rounded half up; never 0 or 100 by rounding alone.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     percent(80, 169), percent(1, 1000), percent(999, 1000)
    ('47%', '1%', '99%')

    :raises ZeroDivisionError: if ``whole`` is 0; nothing is said of a share of nothing.
    """
    value = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        value = min(max(value, 1), 99)
    return message("share.percent", value=value)


def joined(items: Sequence[str]) -> str:
    """Return an enumeration.

    >>> joined(["1", "2", "3"])
    '1, 2 und 3'
    """
    if len(items) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(items)
    return f"{', '.join(items[:-1])} {message('report.conjunction')} {items[-1]}"


def day(text: str) -> str:
    """Return a date as people write it; a year or anything else stays as it is.

    >>> day("2025-03-18"), day("2019")
    ('18. März 2025', '2019')
    """
    found = _DAY.match(text)
    if not found:
        return text
    month = message("report.months").split()[int(found["month"]) - 1]
    return message("report.date", day=int(found["day"]), month=month, year=found["year"])


def share_of(part: int, whole: int) -> str:
    """Return ``3 of 12`` in the language of the moment."""
    return message("report.share_of", part=number(part), whole=number(whole))
