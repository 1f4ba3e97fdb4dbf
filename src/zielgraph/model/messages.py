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
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("de", "en")
"""Languages of the program, the first one being the default."""

_ONE_AND_MANY = 2
_NONE = ("", "–")

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

    A place may hold forms for one and for many, or for none, one and many, divided by ``|``;
    ``#`` in a form is the number: ``{n:kein Ziel|ein Ziel|# Ziele}``. For a text there are a form
    for none (empty, or a dash) and one for some: ``{near:| Ähnlich: #.}``.

    :raises KeyError: if the catalogue does not know ``key`` (an error of ours).

    >>> with speaking("en"):
    ...     message("queries.parameter")
    'parameter'
    """
    return _FILLER.vformat(catalogue()[key][language()], (), data)


def number(value: int) -> str:
    """Return a whole number with the thousands separators of the language of the moment.

    >>> with speaking("de"):
    ...     number(12345)
    '12.345'
    """
    text = f"{value:,}"
    return text.replace(",", ".") if language() == "de" else text


class _Filler(Formatter):
    """Fills places and chooses between the forms for none, one and many."""

    def format_field(self, value: Any, format_spec: str) -> Any:  # noqa: ANN401 - as inherited
        if "|" not in format_spec:
            return super().format_field(value, format_spec)
        forms = format_spec.split("|")
        by_count: dict[int | str, str] = (
            {0: forms[0], 1: forms[-2]} if len(forms) > _ONE_AND_MANY else {1: forms[0]}
        )
        by_count |= dict.fromkeys(_NONE, forms[0])
        form = by_count.get(value, forms[-1]) if isinstance(value, int | str) else forms[-1]
        return form.replace("#", number(value) if isinstance(value, int) else str(value))


_FILLER = _Filler()
