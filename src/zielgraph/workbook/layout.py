# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Which sheets and columns a workbook has, as ``sheets.toml`` beside this file says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from zielgraph.model.names import PREFIXES, ZG

FORMAT = 1
"""Version of what the workbook says about itself; a workbook of a newer one is refused."""

STATE, LISTS = "zielgraph-state", "zielgraph-lists"
"""Titles of the hidden sheets, the same in every language."""

SEPARATOR = "; "
"""Between the entries of a cell that may have several."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; what the fields mean stands at the top of ``sheets.toml``.

    :param width: in characters of the standard font.
    """

    key: str
    kind: str
    width: float
    predicate: str = ""
    lang: str | None = None
    choice: str = ""
    path: tuple[tuple[str, ...], ...] = ()
    required: bool = False
    fixed: bool = False
    fallback: str = ""

    @property
    def editable(self) -> bool:
        """Whether users may write into the column, on new rows at least."""
        return self.kind != "show"

    @property
    def stored(self) -> bool:
        """Whether the cells are values of a property."""
        return bool(self.predicate)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; what the fields mean stands at the top of ``sheets.toml``."""

    key: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    name: tuple[str, ...]
    identity: tuple[str, ...] = ()
    shared: bool = False
    about: str = ""
    space: str = ""
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def grows(self) -> bool:
        """Whether users may add rows."""
        return bool(self.identity)

    def column(self, key: str) -> Column:
        """Return the column ``key``."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a drop-down list offers: the things of these classes."""

    key: str
    classes: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """All sheets and lists, in their order."""

    sheets: tuple[Sheet, ...]
    choices: tuple[Choice, ...]

    def sheet(self, key: str) -> Sheet | None:
        """Return the sheet ``key``, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)


def full(name: str) -> str:
    """Return the IRI of a name with prefix; without one it is a term of the ontology.

    >>> full("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    >>> full("Goal")
    'https://w3id.org/zielgraph/ontology#Goal'
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon else ZG + name


def _step(text: str) -> str:
    return "^" + full(text[1:]) if text.startswith("^") else full(text)


def _column(entry: dict[str, object]) -> Column:
    given = dict(entry)
    ways = str(given.pop("path", ""))
    path = tuple(tuple(_step(s) for s in way.split("/")) for way in ways.split("|") if way)
    for name, field_name in (("property", "predicate"), ("fallback", "fallback")):
        if name in given:
            given[field_name] = full(str(given.pop(name)))
    given["choice"] = given.pop("list", "")
    return Column(path=path, **given)  # type: ignore[arg-type]  # the names are those of the file


@cache
def layout() -> Layout:
    """Return the sheets and lists of ``sheets.toml``."""
    text = resources.files(__package__).joinpath("sheets.toml").read_text("utf-8")
    table = tomllib.loads(text)
    choices = tuple(
        Choice(one["key"], tuple(map(full, one["class"])), one.get("numbered", False))
        for one in table["list"]
    )
    sheets = tuple(
        Sheet(
            key=one["key"],
            classes=tuple(map(full, one["class"])),
            columns=tuple(_column(column) for column in one["column"]),
            name=tuple(one["name"]),
            identity=tuple(one.get("identity", ())),
            shared=one.get("shared", False),
            space=one.get("space", ""),
            about=full(one["about"]) if "about" in one else "",
            defaults={full(p): v for p, v in one.get("defaults", {}).items()},
        )
        for one in table["sheet"]
    )
    return Layout(sheets, choices)
