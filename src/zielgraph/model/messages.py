# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the program says, in German and English, from one catalogue.

The texts stand in ``messages.toml`` beside this file: a table per message with one
entry per language. German is the default, because most users speak it.
"""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("de", "en")
"""Languages of the program, the first one being the default."""

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def language() -> str:
    """Return the language of the moment, ``"de"`` or ``"en"``."""
    return _language.get()


def set_language(code: str) -> None:
    """Speak ``code`` from now on; anything but a known language is ignored."""
    if code in LANGUAGES:
        _language.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak ``code`` within a block.

    >>> with speaking("en"):
    ...     language()
    'en'
    """
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return all messages: key, then language, then text."""
    text = resources.files(__package__).joinpath("messages.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    return {
        f"{group}.{key}": entry
        for group, entries in tables.items()
        for key, entry in entries.items()
    }


def message(key: str, /, **data: object) -> str:
    """Return the message ``key`` in the language of the moment, filled with ``data``.

    :raises KeyError: if the catalogue does not know ``key`` (an error of ours).

    >>> with speaking("en"):
    ...     message("queries.parameter")
    'parameter'
    """
    return catalogue()[key][language()].format(**data)
