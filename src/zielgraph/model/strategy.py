# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The manifest of a strategy: what a folder under ``data/`` says about its papers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zielgraph.model.errors import ProjectError

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.model.project import Project

MANIFEST = "manifest.toml"
KINDS = ("part", "section", "subsection", "heading", "body", "bullet", "comment", "skip")
PLACES = ("", "gap", "heading")


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """How one kind of paragraph of a paper is recognised.

    :param kind: ``part``, ``section``, ``subsection`` (numbered headings), ``heading``
        (one without a place in the numbering), ``body`` (a statement in prose),
        ``bullet``, ``comment`` (a margin note, lifted out of the text) or ``skip``.
    :param pattern: regular expression, matched at the start of a line. The named group
        ``label`` gives the printed number, ``text`` the words without it.
    :param notation: template of the notation, filled with ``part``, ``section``,
        ``sub`` (a letter in printed order), ``n`` (counted) and ``label``.
    :param after: ``gap`` if the rule holds only after an empty line, ``heading`` if only
        directly under a heading, empty if anywhere.
    :param cut: whether a paragraph that ends without the end of a sentence goes on in
        the next paragraph of the same kind (papers break at page ends).
    """

    kind: str
    pattern: re.Pattern[str]
    notation: str
    after: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of a strategy as a document that a user may have on disk.

    :param version: IRI of the version that it prints.
    :param recognise: pattern that only this paper contains.
    :param language: language tag of its wording.
    :param begin: pattern of the line at which the content begins (after any contents).
    :param rules: the layout, first match counts.
    """

    version: str
    language: str
    recognise: re.Pattern[str]
    begin: re.Pattern[str]
    rules: tuple[LayoutRule, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A strategy folder: its identifier, its papers and its area.

    :param area: key of the area whose statistical values belong beside the strategy, five
        digits of the official key (``[strategy] area``), or empty.
    """

    folder: Path
    identifier: str
    papers: tuple[Paper, ...]
    area: str = ""


def read_manifests(project: Project) -> list[Manifest]:
    """Return the manifests of all strategies of the project, in the order of folders.

    :raises ProjectError: if a manifest is malformed; the message names file and line.
    """
    folders = project.data_folders()
    return [read_manifest(folder) for folder in folders if (folder / MANIFEST).is_file()]


def read_manifest(folder: Path) -> Manifest:
    """Read ``manifest.toml`` in ``folder``.

    :raises ProjectError: if it is no TOML, or a required entry is missing or wrong.
    """
    path = folder / MANIFEST
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ProjectError("manifest.syntax", path=path, reason=error) from error
    try:
        papers = tuple(_paper(entry) for entry in _tables({"paper": []} | table, "paper"))
        return Manifest(folder, str(table["strategy"]["id"]), papers, _area(table["strategy"]))
    except KeyError as error:
        raise ProjectError("manifest.missing", path=path, entry=error.args[0]) from error
    except (re.error, TypeError, AttributeError, ValueError) as error:
        raise ProjectError("manifest.wrong", path=path, reason=error) from error


def _area(entry: dict[str, Any]) -> str:
    area = _text({"area": ""} | entry, "area")
    if not re.fullmatch(r"(?:[0-9]{5})?", area):
        raise ValueError(f'area = "{area}" ("12345")')
    return area


def _paper(entry: dict[str, Any]) -> Paper:
    return Paper(
        version=_text(entry, "version"),
        language=_text(entry, "language"),
        recognise=re.compile(_text(entry, "recognise")),
        begin=re.compile(_text(entry, "begin")),
        rules=tuple(_rule(rule) for rule in _tables(entry, "rule")),
    )


def _rule(entry: dict[str, Any]) -> LayoutRule:
    kind, after = _text(entry, "kind"), str(entry.get("after", ""))
    notation, cut = str(entry.get("notation", "")), entry.get("cut", False)
    if kind not in KINDS:
        raise ValueError(f'kind = "{kind}" ({", ".join(KINDS)})')
    if after not in PLACES:
        raise ValueError(f'after = "{after}" ({", ".join(filter(None, PLACES))})')
    if not isinstance(cut, bool):
        raise TypeError(f'cut = "{cut}" (true, false)')
    try:
        notation.format(part="", section="", sub="", n=0, label="")
    except (LookupError, ValueError, AttributeError) as error:
        raise ValueError(f'notation = "{notation}"') from error
    return LayoutRule(kind, re.compile(_text(entry, "pattern")), notation, after, cut)


def _tables(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = entry[name]
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise TypeError(f"[[{name}]]")
    return value


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} = {value}")
    return value
