# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What things are called in both languages, and of which kind they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from zielgraph.model.names import PREFIXES, ZG
from zielgraph.portal.content.asking import asker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zielgraph.portal.portal import Portal

_SDG_NUMBERS = (PREFIXES["sdgo"] + "Goal", PREFIXES["sdgo"] + "Target")


@dataclass(frozen=True, slots=True)
class Name:
    """A thing's name.

    :param kind: IRI of its most specific class.
    :param number: what it carries in the paper or in the Agenda 2030, or empty.
    :param de: German name, or empty.
    :param en: English name, or empty.
    :param issued: date of a version of a strategy, otherwise empty.
    """

    iri: str
    kind: str
    number: str
    de: str
    en: str
    issued: str = ""

    def text(self, lang: str) -> str:
        """Return the name in ``lang``, or in the other language, or the number.

        >>> Name("x:a", "", "B.1", "Radwege", "").text("en")
        'Radwege'
        """
        first, second = (self.de, self.en) if lang == "de" else (self.en, self.de)
        return first or second or self.number or short(self.iri)

    @property
    def is_sdg(self) -> bool:
        """Tell whether it is an SDG or one of its targets, whose numbers people know."""
        return self.kind in _SDG_NUMBERS


class Names:
    """The names of all things of one version."""

    def __init__(self, portal: Portal) -> None:
        """Read all names."""
        self._names = {
            row["thing"]: Name(
                row["thing"],
                row["kind"],
                row["number"],
                row["name_de"],
                row["name_en"],
                row["issued"],
            )
            for row in asker(portal).ask("things")
        }

    def __contains__(self, iri: str) -> bool:
        """Tell whether the graph has a name for it."""
        return iri in self._names

    def __iter__(self) -> Iterator[Name]:
        """Return all names, in the order of their IRIs."""
        return iter(self._names.values())

    def get(self, iri: str) -> Name | None:
        """Return a thing's name, or ``None`` if it has none."""
        return self._names.get(iri)

    def label(self, iri: str, lang: str) -> str:
        """Return what to call a thing; the end of its IRI if it has no name."""
        found = self._names.get(iri)
        return found.text(lang) if found else short(iri)

    def number(self, iri: str) -> str:
        """Return a thing's number, or an empty text."""
        found = self._names.get(iri)
        return found.number if found else ""

    def kind(self, iri: str, lang: str) -> str:
        """Return what a thing is, in a word."""
        found = self._names.get(iri)
        return self.label(found.kind, lang) if found else ""

    def term(self, local: str, lang: str) -> str:
        """Return the word for a term of the ontology, such as ``"accepted"``."""
        return self.label(ZG + local, lang)


def names(portal: Portal) -> Names:
    """Return the names of a portal's things; they are read once."""
    return portal.once(Names)


def short(iri: str) -> str:
    """Return the end of an IRI, for what has no name.

    >>> short("https://example.org/id/graph/build")
    'build'
    """
    return unquote(iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]) or iri
