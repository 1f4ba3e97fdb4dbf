# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a client of the query library asks for, read strictly from its address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from zielgraph.model.messages import LANGUAGES
from zielgraph.publication.answers import FILE_FORMATS, Asked, FileFormat, Leaf, formats_for
from zielgraph.queries.shape import shape_of
from zielgraph.server.negotiation import best, language_for
from zielgraph.server.problems import HttpError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.queries.library import NamedQuery

OWN = ("lang", "format", "limit", "offset")
"""Parameters that every query has, whatever stands in its file."""

MAX_LIMIT = 10_000
"""Rows of one page at most."""

MAX_OFFSET = 10**9
MAX_VALUE = 1000
"""Characters of a value at most."""

SHOWN = 80
"""Characters of a stranger's text that a message quotes."""

_MAX_PARAMETERS = 100
_NUMBER = re.compile(r"[0-9]{1,10}\Z")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client wants of a query.

    :param file_format: the format that was chosen.
    :param asked: language, parameters of the query as they stand in the address, and rows.
    :param values: parameters of the query itself, the language among them.
    :param given: all parameters that stand in the address, in their order.
    """

    file_format: FileFormat
    asked: Asked
    values: Mapping[str, str] = field(default_factory=dict)
    given: tuple[tuple[str, str], ...] = ()

    def address(self, leaf: Leaf) -> str:
        """Return the relative address of another part of the same answer."""
        kept = [pair for pair in self.given if pair[0] not in {"limit", "offset"}]
        return "?" + urlencode([*kept, ("limit", str(leaf.limit)), ("offset", str(leaf.offset))])


def read_query(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Return the parameters of an address, each of which may be given once.

    :param raw: what follows the question mark.
    :raises HttpError: if it is no UTF-8, or a parameter is given twice or is too long.
    """
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MAX_PARAMETERS,
        )
    except ValueError as error:
        raise HttpError(400, "rest.encoding", most=_MAX_PARAMETERS) from error
    seen: set[str] = set()
    for name, value in pairs:
        if name in seen:
            raise HttpError(400, "rest.twice", parameter=shown(name))
        seen.add(name)
        if len(value) > MAX_VALUE:
            raise HttpError(400, "rest.long", parameter=shown(name), most=MAX_VALUE)
    return tuple(pairs)


def read_wanted(
    query: NamedQuery,
    endings: str,
    raw: bytes,
    accept: str | None,
    accept_language: str | None,
) -> Wanted:
    """Read what a client wants of ``query``.

    :param endings: what follows the name: nothing, a format, or language and format
        (``csv``, ``en.csv``); it goes before everything else.
    :param raw: what follows the question mark.
    :raises HttpError: if a parameter is unknown or wrong, or no format suits the client.
    """
    given = read_query(raw)
    own = {name: value for name, value in given if name in OWN}
    known = [parameter.name for parameter in query.parameters]
    values = {name: value for name, value in given if name not in OWN}
    if unknown := next((name for name in values if name not in known), None):
        like = get_close_matches(unknown[:MAX_VALUE], [*known, *OWN], 3, 0.4)
        names = [*like, *known, *(name for name in OWN if name not in known)]
        raise HttpError(
            400,
            "rest.unknown_parameter",
            query=query.name,
            parameter=shown(unknown),
            near=", ".join(dict.fromkeys(names)),
        )
    start, point, ending = endings.rpartition(".")
    if point and start not in LANGUAGES:
        raise HttpError(404, "rest.ending", ending=shown(endings), known="csv, de.csv, en.csv …")
    if point and "lang" in own:
        raise HttpError(400, "rest.language_twice", parameter="lang", ending=endings)
    lang = start or own.get("lang", language_for(accept_language))
    if lang not in LANGUAGES:
        raise _wrong("lang", lang, ", ".join(LANGUAGES))
    leaf = Leaf(_number(own, "offset", 0, MAX_OFFSET) or 0, _number(own, "limit", 1, MAX_LIMIT))
    form = shape_of(query.text).form
    if form != "table" and (leaf.offset or leaf.limit):
        raise HttpError(400, "rest.no_pages", parameter="limit")
    file_format = _format(formats_for(form), ending, own.get("format"), accept)
    bound = values | {"lang": lang} if "lang" in known else values
    return Wanted(file_format, Asked(lang, values, leaf), bound, given)


def _format(
    offered: tuple[FileFormat, ...], ending: str, named: str | None, accept: str | None
) -> FileFormat:
    endings = ", ".join(found.ending for found in offered)
    if ending and named is not None:
        raise HttpError(400, "rest.format_twice", parameter="format", ending=ending)
    if ending or named is not None:
        found = FILE_FORMATS.get(ending or named or "")
        if found in offered:
            return found
        if ending:
            raise HttpError(404, "rest.ending", ending=shown(ending), known=endings)
        raise _wrong("format", named or "", endings)
    types = tuple((found.media_type.partition(";")[0], found.ending) for found in offered)
    chosen = best(accept, types)
    if chosen is None:
        known = ", ".join(media_type for media_type, _ in types)
        raise HttpError(406, "rest.not_acceptable", known=known)
    return FILE_FORMATS[chosen]


def _number(given: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not _NUMBER.match(text) or not least <= int(text) <= most:
        raise _wrong(name, text, f"{least}–{most}")
    return int(text)


def _wrong(name: str, value: str, known: str) -> HttpError:
    return HttpError(400, "rest.wrong", parameter=name, value=shown(value), known=known)


def shown(text: str) -> str:
    """Return a stranger's text as a message can quote it."""
    text = "".join(sign if sign.isprintable() else "�" for sign in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
