# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A picture that can be explored: dots, the lines between them, and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from zielgraph.model.errors import ZielgraphError
from zielgraph.model.messages import LANGUAGES, message, speaking

Words = dict[str, str]
"""A text by language."""


class PictureError(ZielgraphError):
    """A picture could not be made."""


def words(key: str, **data: object) -> Words:
    """Return a message in all languages.

    >>> words("pictures.evidence")
    {'de': 'Fundstellen', 'en': 'Passages'}
    """
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = message(key, **data)
    return found


def same(text: str) -> Words:
    """Return ``text``, which is the same in every language."""
    return dict.fromkeys(LANGUAGES, text)


@dataclass(frozen=True, slots=True)
class Service:
    """What a dot does for one SDG.

    :param number: 1 to 17.
    :param how: ``direct``, ``indirect`` or ``conflicts``.
    :param targets: numbers of the targets; none if it serves the SDG as a whole.
    """

    number: int
    how: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that has a place in the picture.

    :param kind: ``goal``, ``commitment``, ``aim``, ``principle``, ``measure``, ``field``,
        ``sdg``, ``target`` or ``actor``.
    :param number: its number in the paper, or of the SDG; may be empty.
    :param inside: what is written into it; the shorter the better.
    :param groups: keys of the groups that it belongs to; it stands in the first.
    :param size: its radius, in units of the layout.
    """

    key: str
    kind: str
    title: Words
    number: str = ""
    summary: Words = field(default_factory=lambda: same(""))
    groups: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    evidence: tuple[str, ...] = ()
    inside: str = ""
    size: float = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """What ties two dots.

    :param layer: ``stated``, ``judged`` or ``computed``.
    :param kind: a key of :attr:`Picture.kinds`.
    :param width: 1 to 6.
    :param figure: strength or count in words, such as “strength 2 of 3”.
    :param why: justification, or what the ends share.
    """

    source: str
    target: str
    layer: str
    kind: str
    directed: bool = True
    width: float = 1.0
    figure: Words = field(default_factory=lambda: same(""))
    why: Words = field(default_factory=lambda: same(""))
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line.

    :param tone: which of the colours, 1 to 5.
    :param ends: ``arrow``, ``bar``, ``circle`` or empty: what is drawn at its end.
    """

    name: Words
    forward: Words
    backward: Words
    tone: int
    ends: str = "arrow"


@dataclass(frozen=True, slots=True)
class Group:
    """Dots that stand together, such as those of a field.

    :param number: its number in the paper, short; may be empty.
    """

    key: str
    name: Words
    number: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a page shows.

    :param subject: name of the picture, as on the command line.
    :param notes: how to read it, one sentence each.
    :param kinds: kinds of lines in the order of the legend.
    :param colours: colour of each SDG by its number.
    :param sdgs: name of each SDG by its number.
    :param layout: ``fields``, ``between``, ``ring``, ``steps`` or ``sides``
        (:mod:`zielgraph.pictures.layout`).
    :param hidden: layers and kinds of lines that are switched off at first.
    """

    subject: str
    title: Words
    about: Words
    notes: tuple[Words, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    kinds: dict[str, Kind]
    colours: dict[int, str]
    sdgs: dict[int, Words]
    layout: str = "fields"
    hidden: tuple[str, ...] = ()
