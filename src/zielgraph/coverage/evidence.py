# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""From a figure of the coverage down to the statements, links, justifications and passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from zielgraph.coverage.views import text, whole
from zielgraph.model.errors import QueryError
from zielgraph.model.names import ZG
from zielgraph.model.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.views import Coverage
    from zielgraph.model.terms import Term
    from zielgraph.store.base import Row


@dataclass(frozen=True, slots=True)
class Link:
    """One SDG link with all that speaks for it.

    :param target: number of the target, empty where the link goes to the SDG as a whole.
    :param confidence: from 0 to 1.
    :param passages: numbers of the passages that are the evidence.
    """

    iri: str
    sdg: int
    target: str
    title: str
    directness: str
    polarity: str
    confidence: float
    basis: str
    status: str
    justification: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement behind a figure, with the links that make it count.

    :param kind: ``goal``, ``commitment``, ``aim``, ``principle`` or ``measure``.
    """

    iri: str
    notation: str
    kind: str
    title: str
    links: tuple[Link, ...]

    @property
    def directness(self) -> str:
        """Return ``direct`` if one of the links is, otherwise ``indirect``."""
        return "direct" if any(link.directness == "direct" for link in self.links) else "indirect"


@dataclass(frozen=True, slots=True)
class LinkToCheck:
    """A link that is unreviewed or uncertain.

    :param why: ``unreviewed``, ``uncertain`` or ``both``.
    :param item: number of the target or SDG.
    """

    iri: str
    why: str
    confidence: float
    notation: str
    title: str
    item: str
    item_title: str
    directness: str
    polarity: str
    status: str
    justification: str


@dataclass(frozen=True, slots=True)
class Place:
    """The figure to go behind; what is ``None`` does not narrow it.

    :param field: IRI of a field: goals and guiding aims of it and its sub-fields.
    :param actor: IRI of an actor: the statements that it carries.
    :param statement: IRI of a statement, such as a principle.
    :param polarity: the supporting links, or the conflicting ones.
    """

    sdg: int | None = None
    target: str | None = None
    field: str | None = None
    actor: str | None = None
    statement: str | None = None
    polarity: Literal["supports", "conflicts"] = "supports"


def evidence(coverage: Coverage, place: Place) -> list[Evidence]:
    """Return the statements behind a figure in the order of the paper: as many as it says.

    :raises QueryError: if the graph does not know what ``place`` names.
    """
    values: dict[str, str | Term] = {"polarity": Iri(ZG + place.polarity)}
    if place.sdg is not None:
        values["sdg"] = str(place.sdg)
    if place.target is not None:
        values["target"] = place.target
    for name in ("field", "actor", "statement"):
        if (iri := getattr(place, name)) is not None:
            values[name] = Iri(iri)
    found: dict[str, list[Row]] = {}
    for row in coverage.ask("coverage-links", **values):
        found.setdefault(text(row, "statement"), []).append(row)
    return [
        Evidence(
            iri,
            text(rows[0], "notation"),
            text(rows[0], "kind"),
            text(rows[0], "title"),
            tuple(_link(row) for row in rows),
        )
        for iri, rows in found.items()
    ]


def _link(row: Row) -> Link:
    return Link(
        text(row, "link"),
        whole(row, "number"),
        text(row, "target_notation"),
        text(row, "item_title"),
        text(row, "directness"),
        text(row, "polarity_name"),
        float(text(row, "confidence")),
        text(row, "basis"),
        text(row, "status_name"),
        text(row, "justification"),
        tuple(part for part in text(row, "passages").split(", ") if part),
    )


def links_to_check(coverage: Coverage, percent: int = 60) -> list[LinkToCheck]:
    """Return the links that are unreviewed, or less sure than ``percent``."""
    return [
        LinkToCheck(
            text(row, "link"),
            text(row, "why"),
            float(text(row, "confidence")),
            *(text(row, n) for n in ("notation", "title", "item_notation", "item_title")),
            *(text(row, n) for n in ("directness", "polarity", "status", "justification")),
        )
        for row in coverage.ask("links-to-check", percent=str(percent))
    ]


def value_labels(coverage: Coverage) -> dict[str, str]:
    """Return the labels of fixed values (``direct``, ``accepted`` …) by their short names."""
    from zielgraph.model.messages import language  # noqa: PLC0415
    from zielgraph.queries.library import load_query, run_select  # noqa: PLC0415

    rows = run_select(coverage.store, load_query(coverage.project.queries, "value-lists"))
    return {text(r, "value").rpartition("#")[2]: text(r, f"label_{language()}") for r in rows}


class Named(Protocol):
    """What a person can name: by number, by label, or by the IRI or its end."""

    @property
    def iri(self) -> str:
        """Return the IRI."""

    @property
    def notation(self) -> str:
        """Return the number, empty if there is none."""

    @property
    def label(self) -> str:
        """Return the name in the language of the moment."""


_Named = TypeVar("_Named", bound=Named)


def find(rows: Sequence[_Named], wish: str, option: str) -> _Named:
    """Return the one row that ``wish`` names.

    :param option: the option that was given, for the message.
    :raises QueryError: if there is none, or several.
    """
    ends = ("/" + wish, "#" + wish)
    named = [
        row
        for row in rows
        if wish in {row.iri, row.notation}
        or row.iri.endswith(ends)
        or row.label.casefold() == wish.casefold()
    ]
    if len(named) == 1:
        return named[0]
    known = named or rows
    names = ", ".join(row.notation or row.iri.rsplit("/", 1)[-1] for row in known[:20]) or "–"
    key = "coverage.several" if named else "coverage.unknown"
    raise QueryError(key, value=wish, name=option, known=names)
