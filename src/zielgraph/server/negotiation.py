# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which form and language a client likes best (RFC 9110, section 12)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import mimeparse

from zielgraph.model.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 2000
"""Characters of a header that are read; no honest one is longer."""


@lru_cache(maxsize=1024)
def _ranges(accept: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    found = []
    for part in accept[:_LONGEST].lower().split(","):
        try:
            found.append(mimeparse.parse_media_range(part.strip()))
        except mimeparse.MimeTypeParseException:
            continue  # one range that is none does not spoil the others
    return tuple(found)


@lru_cache(maxsize=4096)
def best(accept: str | None, offered: tuple[tuple[str, str], ...]) -> str | None:
    """Return the form that a client likes best, or ``None`` if it likes none of them.

    :param accept: its header ``Accept``; without one everything is fine.
    :param offered: pairs of media type and form, what we prefer first. Of equal quality,
        a type that is named goes before one that only a wildcard meets.

    >>> best("text/*;q=0.5, application/json", (("text/csv", "csv"), ("application/json", "json")))
    'json'
    >>> best("image/png", (("text/csv", "csv"),)) is None
    True
    """
    if accept is None or not accept.strip():
        return offered[0][1]
    ranges = _ranges(accept)
    if not ranges:
        return offered[0][1]
    graded = [
        (*mimeparse.quality_and_fitness_parsed(media_type, ranges), -place, form)
        for place, (media_type, form) in enumerate(offered)
    ]
    quality, _, _, form = max(graded)
    return form if quality > 0 else None


@lru_cache(maxsize=1024)
def language_for(accept: str | None, known: Sequence[str] = LANGUAGES) -> str:
    """Return the language of ours that a client likes best, the first one by default.

    >>> language_for("en-GB,en;q=0.9,de;q=0.8"), language_for("fr"), language_for("*, de;q=0.1")
    ('en', 'de', 'en')
    """
    wanted: dict[str, float] = {}
    for part in (accept or "")[:_LONGEST].lower().split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            quality = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            quality = 1.0
        name = tag.strip().split("-")[0]
        if name:
            wanted[name] = max(wanted.get(name, 0.0), quality)
    graded = [(wanted.get(lang, wanted.get("*", 0.0)), -i, lang) for i, lang in enumerate(known)]
    quality, _, lang = max(graded)
    return lang if quality > 0 else known[0]
