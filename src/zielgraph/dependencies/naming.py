# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a person means by a name: a field, a statement, a topic or an actor."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from zielgraph.model.errors import DependencyError
from zielgraph.model.messages import LANGUAGES, language, message
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zielgraph.store.base import GraphStore

SORTS = ("field", "statement", "topic", "actor")
"""What a name may mean; where it fits several, the first of these is meant."""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Something that was called by its name.

    :param sort: one of :data:`SORTS`.
    :param names: its label by language.
    :param statements: IRIs of the statements that belong to it.
    """

    sort: str
    iri: str
    notation: str
    names: dict[str, str]
    statements: frozenset[str]

    @property
    def title(self) -> str:
        """Its label in the language of the moment, with its number if it has one."""
        name = self.names[language()]
        return f"{self.notation} {name}" if self.notation else name

    @property
    def end(self) -> str:
        """The last two parts of its IRI, by which it can be named without doubt."""
        return "/".join(self.iri.rsplit("/", 2)[1:])


def load_places(queries: Path, store: GraphStore) -> list[Place]:
    """Return all that can be named, sorted by sort and IRI."""
    found: dict[tuple[str, str], Place] = {}
    for row in run_select(store, load_query(queries, "named-places")):
        sort, iri = str(row["sort"]), str(row["thing"])
        known = found.get((sort, iri))
        statement = () if row["statement"] is None else (str(row["statement"]),)
        found[sort, iri] = Place(
            sort,
            iri,
            "" if row["notation"] is None else str(row["notation"]),
            {code: str(row[f"name_{code}"]) for code in LANGUAGES},
            (known.statements if known else frozenset()).union(statement),
        )
    return list(found.values())


def find_place(places: Sequence[Place], name: str, sorts: Sequence[str] = SORTS) -> Place:
    """Return what ``name`` means.

    Tried one after the other: the whole IRI, its end (``mobilitaet``, ``field/mobilitaet``),
    the number in the paper (``A.1``), the label in either language, the beginning of a label.

    :param sorts: what may be meant, the likeliest first.
    :raises DependencyError: if nothing is called so, or several things of one sort.
    """
    wanted = " ".join(name.split()).casefold()
    among = [place for place in places if place.sort in sorts]
    ways: tuple[Callable[[Place], bool], ...] = (
        lambda place: place.iri == name.strip(),
        lambda place: place.iri.casefold().endswith((f"/{wanted}", f"#{wanted}")),
        lambda place: place.notation.casefold() == wanted,
        lambda place: wanted in {label.casefold() for label in place.names.values()},
        lambda place: any(label.casefold().startswith(wanted) for label in place.names.values()),
    )
    for fits in ways:
        found = [place for place in among if wanted and fits(place)]
        if found:
            return _only(found, name, sorts)
    looked = ", ".join(message(f"sorts.{sort}") for sort in sorts)
    near = _near(among, wanted)
    data = {"name": name, "sorts": looked, "titles": _quoted(near)}
    if not near:
        raise DependencyError("dependencies.unknown_none", **data)
    shown = dict.fromkeys(f"{place.end} ({place.title})" for place in near)
    raise DependencyError("dependencies.unknown", near=", ".join(shown), **data)


def _only(found: list[Place], name: str, sorts: Sequence[str]) -> Place:
    first = min(sorts.index(place.sort) for place in found)
    best = [place for place in found if sorts.index(place.sort) == first]
    if len(best) > 1:
        shown = [f"{place.end} ({place.title})" for place in best[:_SHOWN]]
        more = ["…"] if len(best) > _SHOWN else []
        known, titles = ", ".join(shown + more), _quoted(best)
        raise DependencyError("dependencies.ambiguous", name=name, known=known, titles=titles)
    return best[0]


def _quoted(places: Sequence[Place]) -> str:
    """Return what places are called, for pages, where nobody knows the ends of their IRIs."""
    titles = list(dict.fromkeys(place.title for place in places))
    shown = [message("things.quoted", text=title) for title in titles[:_SHOWN]]
    return ", ".join(shown + ["…"] * (len(titles) > _SHOWN))


def _near(among: Sequence[Place], wanted: str) -> list[Place]:
    """Return places with names like ``wanted``: ends of IRIs, and labels that hold the word."""
    names: dict[str, Place] = {}
    for place in among:
        for alias in (place.iri.rsplit("/", 1)[-1], *place.names.values()):
            names.setdefault(alias.casefold(), place)
    close = [names[alias] for alias in get_close_matches(wanted, names, n=3, cutoff=0.6)]
    close += [names[alias] for alias in sorted(names) if wanted and wanted in alias]
    return list({place.iri: place for place in close}.values())[:3]
