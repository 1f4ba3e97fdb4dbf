# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What lists, filters and the search show: things with titles, summaries and features."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES
from zielgraph.model.names import ZG
from zielgraph.model.terms import Iri
from zielgraph.portal.content.asking import asker
from zielgraph.portal.content.names import names
from zielgraph.portal.search.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zielgraph.portal.content.names import Name
    from zielgraph.portal.portal import Portal

GOALS = ("goal", "commitment")
STATEMENTS = ("principle", "aim", *GOALS, "measure")
_OF_CLASS = {"actor": "Actor", "topic": "Topic", "group": "TargetGroup"}
_NAMES_OF = {"actor": "actor", "topic": "topic", "group": "targetGroup"}
"""By which feature statements name things of a kind."""
_COUNTED = ("field", "actor", "topic", "targetGroup")


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a list.

    :param kind: ``principle``, ``field``, ``aim``, ``goal``, ``commitment``, ``measure``,
        ``milestone``, ``comment``, ``actor``, ``topic`` or ``group``.
    :param title: by language.
    :param summary: by language; empty if there is none.
    :param place: grows in the order of lists: the latest paper first, then as in the paper.
    :param features: values by feature: ``field``, ``sdg``, ``topic``, …, and ``kind`` with
        the class of an actor.
    :param counts: how many ``goals``, ``measures`` and ``statements`` name it.
    """

    iri: str
    kind: str
    number: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    place: int
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def values(self, feature: str) -> tuple[str, ...]:
        """Return the values of a feature."""
        return self.features.get(feature, ())

    def text(self, lang: str) -> str:
        """Return the title in ``lang``, or in the language that there is, or the number."""
        return self.title.get(lang) or next(iter(self.title.values()), self.number)

    @property
    def sdgs(self) -> list[int]:
        """Return the numbers of the SDGs that it serves, in order."""
        return sorted(int(iri.rpartition("/")[2]) for iri in self.values("sdg"))

    def short(self, lang: str) -> str:
        """Return the summary in ``lang``, or in the language that there is."""
        return self.summary.get(lang) or next(iter(self.summary.values()), "")


class Items:
    """All things of one version that lists show, by kind."""

    def __init__(self, portal: Portal) -> None:
        """Read statements, fields, milestones and comments; the rest on demand."""
        self._portal = portal
        self._names = names(portal)
        self._features = self._read_features()
        self._by_kind: dict[str, list[Item]] = defaultdict(list)
        self._by_iri: dict[str, Item] = {}
        self._counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._read_texts()
        for item in [item for kind in STATEMENTS for item in self._by_kind.get(kind, ())]:
            self._count(item)
        for kind, of_class in _OF_CLASS.items():
            self._read_named(kind, of_class)

    def of(self, *kinds: str) -> list[Item]:
        """Return the items of some kinds, each kind in the order of the paper."""
        return [item for kind in kinds for item in self._by_kind.get(kind, ())]

    def get(self, iri: str) -> Item | None:
        """Return the item of a thing, or ``None`` if lists do not show it."""
        return self._by_iri.get(iri)

    def naming(self, feature: str, iri: str) -> list[Item]:
        """Return the statements that have a value of a feature, in the order of the paper."""
        return [item for kind in STATEMENTS for item in self._index(kind, feature).get(iri, ())]

    def _index(self, kind: str, feature: str) -> Mapping[str, list[Item]]:
        found = self._indices.get((kind, feature))
        if found is None:
            found = defaultdict(list)
            for item in self._by_kind.get(kind, ()):
                for value in item.values(feature):
                    found[value].append(item)
            self._indices[kind, feature] = found
        return found

    def _read_features(self) -> dict[str, dict[str, list[str]]]:
        self._indices: dict[tuple[str, str], Mapping[str, list[Item]]] = {}
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in asker(self._portal).ask("statement-features"):
            found[row["statement"]][row["feature"]].append(row["value"])
        return found

    def _read_texts(self) -> None:
        texts: dict[str, dict[str, dict[str, str]]] = {}
        first: dict[str, tuple[str, str]] = {}
        above = self._fields_above()
        for lang in LANGUAGES:
            for row in asker(self._portal).ask("text-search", lang=lang):
                first.setdefault(row["thing"], (row["kind"], row["notation"]))
                texts.setdefault(row["thing"], {})[lang] = row
        for place, (iri, rows) in enumerate(texts.items()):
            kind, number = first[iri]
            features = {name: tuple(values) for name, values in self._features[iri].items()}
            features |= self._fields_of_aims(iri, features)
            if kind == "field" and iri in above:
                features["above"] = (above[iri],)
            self._add(
                Item(
                    iri,
                    kind,
                    number,
                    {lang: row["title"] for lang, row in rows.items()},
                    {lang: row["summary"] for lang, row in rows.items()},
                    place,
                    features,
                    self._counts["field", iri] if kind == "field" else {},
                )
            )

    def _fields_above(self) -> dict[str, str]:
        """Return the field above each sub-field."""
        rows = asker(self._portal).ask("fields")
        by_number = {row["notation"]: row["field"] for row in rows if row["notation"]}
        return {
            row["field"]: by_number[row["parent"]] for row in rows if row["parent"] in by_number
        }

    def _fields_of_aims(
        self, iri: str, features: Mapping[str, tuple[str, ...]]
    ) -> dict[str, tuple[str, ...]]:
        """Return the fields of a measure: it stands in those of what it implements."""
        if "field" in features:
            return {}
        aims = [self._features[aim] for aim in self._features[iri].get("implements", ())]
        found = {
            name: tuple(sorted({field for aim in aims for field in aim.get(name, ())}))
            for name in ("field", "topField")
        }
        return {name: values for name, values in found.items() if values}

    def _read_named(self, kind: str, of_class: str) -> None:
        lang_key = LANGUAGES[0]
        rows = asker(self._portal).ask("things", **{"class": Iri(ZG + of_class)})
        found = [name for row in rows if (name := self._names.get(row["thing"]))]
        found.sort(key=lambda name: (plain(name.text(lang_key)), name.iri))
        for place, name in enumerate(found):
            self._add(self._named(kind, name, place))

    def _named(self, kind: str, name: Name, place: int) -> Item:
        return Item(
            name.iri,
            kind,
            "",
            {lang: name.text(lang) for lang in LANGUAGES},
            {},
            place,
            {"kind": (name.kind,)},
            self._counts[_NAMES_OF[kind], name.iri],
        )

    def _add(self, item: Item) -> None:
        self._by_kind[item.kind].append(item)
        self._by_iri[item.iri] = item

    def _count(self, item: Item) -> None:
        counted = "goals" if item.kind in GOALS else f"{item.kind}s"
        named = {(name, value) for name in _COUNTED for value in item.values(name)}
        named |= {("field", value) for value in item.values("topField")}
        for key in named:
            self._counts[key][counted] += 1
            self._counts[key]["statements"] += 1


def items(portal: Portal) -> Items:
    """Return the items of a portal; they are read once."""
    return portal.once(Items)
