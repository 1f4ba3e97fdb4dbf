# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Reading the parameters of an address; what does not fit is said, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph.model.messages import message, number
from zielgraph.portal.page import BadParameterError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_SHOWN = 60
_DIGITS = 6


def refuse_unknown(query: Mapping[str, str], known: Collection[str]) -> None:
    """Do nothing if all parameters are known.

    :raises BadParameterError: if there is another one.
    """
    for name in query:
        if name not in known:
            raise BadParameterError(
                "parameters.unknown", name=name[:_SHOWN], known=", ".join(known) or "–"
            )


def choice(query: Mapping[str, str], name: str, among: Sequence[str], default: str) -> str:
    """Return one of several values; an empty one is the default.

    :raises BadParameterError: if it is none of them.
    """
    value = query.get(name) or default
    if value != default and value not in among:
        raise BadParameterError(
            "parameters.choice", name=name, value=value[:_SHOWN], known=", ".join(among)
        )
    return value


def whole(query: Mapping[str, str], name: str, least: int, most: int, default: int) -> int:
    """Return a whole number; an empty one is the default.

    :raises BadParameterError: if it is none between ``least`` and ``most``.
    """
    value = query.get(name, "").strip()
    if not value:
        return default
    fits = value.isascii() and value.isdecimal() and len(value) <= _DIGITS
    if not fits or not least <= int(value) <= most:
        raise BadParameterError(
            "parameters.whole", name=name, value=value[:_SHOWN], least=least, most=most
        )
    return int(value)


def page_of(query: Mapping[str, str]) -> int:
    """Return the number of the page that is asked for, from 1."""
    return whole(query, "page", 1, 999_999, 1)


def paged(title: str, page: int, pages: int) -> str:
    """Return the title of one of several pages, which from the second on says which it is.

    Pages that differ have titles that differ (WCAG 2.4.2); the first is the whole's own.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("en"):
    ...     paged("Goals", 1, 3), paged("Goals", 2, 3)
    ('Goals', 'Goals – page 2 of 3')
    """
    if page == 1:
        return title
    return message("portal.paged", title=title, page=number(page), pages=number(pages))
