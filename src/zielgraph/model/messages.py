# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the program says, in German and English, from one catalogue.

The texts stand in ``texts/*.toml`` beside this file, one file per area: a table per message
with one entry per language. German is the default, because most users speak it.
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
    messages: dict[str, dict[str, str]] = {}
    for name, tables in _texts().items():
        for group, entries in tables.items():
            for key, entry in entries.items():
                if f"{group}.{key}" in messages:
                    raise KeyError(f"{name}: {group}.{key} is there twice")
                messages[f"{group}.{key}"] = entry
    return messages


def _texts() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    folder = resources.files(__package__).joinpath("texts")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: tomllib.loads(file.read_text("utf-8")) for file in files}


def message(key: str, /, **data: object) -> str:
    """Return the message ``key`` in the language of the moment, filled with ``data``.

    :raises KeyError: if the catalogue does not know ``key`` (an error of ours).

    >>> with speaking("en"):
    ...     message("queries.parameter")
    'parameter'
    """
    return catalogue()[key][language()].format(**data)
