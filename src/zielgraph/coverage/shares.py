# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Shares that always say of what: a numerator, a denominator and the denominator's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from zielgraph.model.messages import message, number

Whole: TypeAlias = Literal["targets", "within", "sdgs", "statements", "goals", "links"]
"""What a share is a share of; ``within``: the targets that nobody put outside the remit."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a named whole.

    :param part: how many.
    :param whole: of how many.
    :param of: what is counted, as the text of the share names it.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     print(Share(80, 169, "targets"))
    80 of 169 SDG targets (47%)
    """

    part: int
    whole: int
    of: Whole

    @property
    def percent(self) -> int | None:
        """Return whole per cent, rounded half up; ``None`` where the whole is nothing.

        What is neither nothing nor all never becomes 0 or 100 by rounding.

        >>> Share(1, 1000, "links").percent, Share(0, 0, "links").percent
        (1, None)
        """
        if self.whole == 0:
            return None
        value = (200 * self.part + self.whole) // (2 * self.whole)
        return min(max(value, 1), 99) if 0 < self.part < self.whole else value

    def __str__(self) -> str:
        """Return the share in words, in the language of the moment."""
        text = message(
            "share.text",
            part=number(self.part),
            whole=number(self.whole),
            of=message(f"share.of_{self.of}"),
        )
        if self.percent is None:
            return text
        return f"{text} ({message('share.percent', value=self.percent)})"
