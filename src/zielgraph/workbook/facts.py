# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The data as a workbook needs them: what stands on which row, and what the lists offer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zielgraph.build.builder import assemble
from zielgraph.model.errors import WorkbookError
from zielgraph.model.messages import LANGUAGES
from zielgraph.model.names import DATA_BASE
from zielgraph.model.terms import Iri, Literal, Term
from zielgraph.workbook.layout import Column, Layout, Sheet, full, layout
from zielgraph.workbook.values import Value, loose, number_text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zielgraph.model.project import Project

Row: TypeAlias = dict[str, Value]
"""The values of one thing by the keys of the columns."""

_TYPE = full("rdf:type")
_LABELS = (full("skos:prefLabel"), full("rdfs:label"))
_NOTATION = full("skos:notation")
_PASSAGE = full("passage")
_DIGITS = re.compile(r"(\d+)")


def short(iri: str) -> str:
    """Return what stands in a workbook for ``iri``: without the base of all data.

    >>> short("https://w3id.org/zielgraph/id/lindental/goal/x")
    'lindental/goal/x'
    """
    return iri.removeprefix(DATA_BASE)


def long(name: str) -> str:
    """Return the IRI that :func:`short` made ``name`` of."""
    return name if ":" in name.split("/", 1)[0] else DATA_BASE + name


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a drop-down list.

    :param iri: what is chosen.
    :param label: what users see; no other entry of the list has it.
    """

    iri: str
    label: str


class Facts:
    """The data of a project with what follows from them, under the built-in base."""

    def __init__(self, project: Project, strategy: str | None = None) -> None:
        """Read the project.

        :param strategy: the folder in ``data/`` that a workbook is about; by default the only
            one that describes a strategy.
        :raises SourceFilesError: if files cannot be read.
        :raises WorkbookError: if the folder is unknown or there are several to choose from.
        """
        quads, sources = assemble(replace(project, base=DATA_BASE))
        self.layout: Layout = layout()
        self._out: dict[Iri, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._in: dict[Iri, dict[str, list[Iri]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o, _ in quads:
            if not isinstance(s, Iri):
                continue
            self._out[s][p.value].append(o)
            if isinstance(o, Iri):
                self._in[o][p.value].append(s)
        self._options: dict[tuple[str, str], list[Option]] = {}
        self._places = {iri: str(path) for iri, (path, _) in sources.places.items()}
        self.strategy = self._strategy(strategy)

    # ---- which folder ----

    def folder(self, iri: str) -> str:
        """Return the folder inside ``data/`` that describes ``iri``, or an empty text."""
        parts = self._places.get(iri, "").split("/")
        return parts[1] if len(parts) > 2 and parts[0] == "data" else ""  # noqa: PLR2004

    def file(self, iri: str) -> str:
        """Return the file that describes ``iri``, seen from the project."""
        return self._places.get(iri, "")

    @cached_property
    def strategies(self) -> list[str]:
        """The folders in ``data/`` that describe a strategy."""
        found = {self.folder(node.value) for node in self.instances((full("Strategy"),))}
        return sorted(found - {""})

    def _strategy(self, wanted: str | None) -> str:
        known = ", ".join(self.strategies) or "–"
        if wanted is not None:
            if wanted not in self.strategies:
                raise WorkbookError("workbook.strategy", name=wanted, known=known)
            return wanted
        if len(self.strategies) != 1:
            raise WorkbookError("workbook.strategies", known=known)
        return self.strategies[0]

    def about(self, lang: str) -> str:
        """Return the names of the strategies that the workbook is about."""
        nodes = self.instances((full("Strategy"),))
        names = [self.name(n, lang) for n in nodes if self.folder(n.value) == self.strategy]
        return " · ".join(sorted(names, key=natural))

    # ---- single things ----

    def values(self, node: Iri, predicate: str) -> list[Term]:
        """Return the values of a property."""
        return self._out[node].get(predicate, []) if node in self._out else []

    def exists(self, iri: str) -> bool:
        """Tell whether anything is said about ``iri``."""
        return Iri(iri) in self._out

    def is_a(self, node: Iri, classes: Iterable[str]) -> bool:
        """Tell whether ``node`` is an instance of one of ``classes``, the rules considered."""
        return any(Iri(name) in self._out[node][_TYPE] for name in classes)

    def instances(self, classes: Iterable[str]) -> list[Iri]:
        """Return the instances of ``classes``, each once."""
        found = {node for name in classes for node in self._in[Iri(name)][_TYPE]}
        return sorted(found)

    def name(self, node: Iri, lang: str) -> str:
        """Return the name of a thing in ``lang``, else in another language, else its IRI's end."""
        for predicate in _LABELS:
            texts = {
                t.language: t.value for t in self._out[node][predicate] if isinstance(t, Literal)
            }
            for code in (lang, *LANGUAGES, *texts):
                if code in texts:
                    return tidy(texts[code])
        return short(node.value).rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def number(self, node: Iri) -> str:
        """Return the number of a thing, as the rules find it, or an empty text."""
        found = [term.value for term in self._out[node][_NOTATION] if isinstance(term, Literal)]
        return min(found, default="")

    def title(self, node: Iri, lang: str) -> str:
        """Return number and name."""
        number = self.number(node)
        return f"{number} {self.name(node, lang)}" if number else self.name(node, lang)

    def passages(self, statement: Iri) -> list[Iri]:
        """Return where a statement stands; for a measure without place, what it implements."""
        for start in ([statement], self._out[statement][full("implements")]):
            found = [p for s in start if isinstance(s, Iri) for p in self._out[s][_PASSAGE]]
            if found:
                return sorted({p for p in found if isinstance(p, Iri)})
        return []

    # ---- rows and lists ----

    def keys(self, sheet: Sheet) -> list[Iri]:
        """Return the things that stand on ``sheet``, in the order of the paper."""
        found = []
        for node in self.instances(sheet.classes):
            home = self.folder(node.value)
            if home == self.strategy or (sheet.shared and home and home not in self.strategies):
                found.append(node)
        return sorted(found, key=lambda node: self._order(node, sheet))

    def row(self, node: Iri, sheet: Sheet) -> Row:
        """Return the stored values of one row; the columns to read only are :meth:`shown`."""
        return {c.key: self.value(node, c) for c in sheet.columns if c.stored}

    def value(self, node: Iri, column: Column) -> Value:
        """Return what ``node`` has in ``column``, in the one form that can be compared."""
        found: list[str] = []
        for term in self.values(node, column.predicate):
            if column.kind in {"item", "items"}:
                if isinstance(term, Iri):
                    found.append(term.value)
            elif isinstance(term, Literal) and term.language == column.lang:
                number = column.kind in {"decimal", "integer"}
                found.append(number_text(term.value) if number else tidy(term.value))
        return tuple(sorted(text for text in found if text))

    def shown(self, node: Iri, column: Column, lang: str) -> str:
        """Return the text of a column to read only."""
        for way in column.path:
            ends = self._walk({node}, way)
            if not ends:
                continue
            if way == (_TYPE,):
                ends = self._narrowest(ends)
            texts = {
                self.title(end, lang) if isinstance(end, Iri) else end.value
                for end in ends
                if isinstance(end, Iri) or (isinstance(end, Literal) and _speaks(end, lang, ends))
            }
            return tidy(", ".join(sorted(texts, key=natural)))
        return ""

    def _walk(self, start: set[Iri], way: tuple[str, ...]) -> set[Term]:
        here: set[Term] = set(start)
        for step in way:
            nodes = [node for node in here if isinstance(node, Iri)]
            if step.startswith("^"):
                here = {s for node in nodes for s in self._in[node][step[1:]]}
            else:
                here = {o for node in nodes for o in self._out[node][step]}
        return here

    def _narrowest(self, kinds: set[Term]) -> set[Term]:
        """Return the classes of the ontology among ``kinds`` that no other one specialises."""
        above = full("rdfs:subClassOf")
        own = {kind for kind in kinds if isinstance(kind, Iri) and self._out[kind][_LABELS[1]]}
        wider: set[Term] = set()
        for kind in own:
            todo = list(self._out[kind][above])
            while todo:
                parent = todo.pop()
                if isinstance(parent, Iri) and parent not in wider:
                    wider.add(parent)
                    todo += self._out[parent][above]
        return {kind for kind in own if kind not in wider}

    @cached_property
    def _ranks(self) -> dict[Iri, tuple[str, int]]:
        """Where each passage stands: the day of its version, backwards, and its first character."""
        ranks = {}
        version, start = full("inVersion"), full("rangeStart")
        issued = full("dcterms:issued")
        for passage in self.instances((full("Passage"),)):
            days = [
                str(day)
                for v in self._out[passage][version]
                if isinstance(v, Iri)
                for day in self._out[v][issued]
            ]
            # Complemented digits: a later version comes first in ascending order.
            day = "".join(str(9 - int(c)) if c.isdecimal() else c for c in max(days, default=""))
            starts = [int(t.value) for t in self._out[passage][start] if str(t).isdecimal()]
            ranks[passage] = (day, min(starts, default=0))
        return ranks

    def _order(self, node: Iri, sheet: Sheet) -> tuple[object, ...]:
        about = [t for t in self.values(node, sheet.about) if isinstance(t, Iri)]
        statement = min(about) if sheet.about and about else node
        items = self._out[node][full("sdgItem")]
        item = self.number(items[0]) if items and isinstance(items[0], Iri) else ""
        return *self._place(statement), natural(item), node.value

    def _place(self, node: Iri) -> tuple[object, ...]:
        measure = self.is_a(node, (full("Measure"),))
        ranks = [self._ranks[p] for p in self.passages(node) if p in self._ranks]
        position = [t.value for t in self.values(node, full("position")) if isinstance(t, Literal)]
        first = min(ranks, default=("", 0))
        return (measure, *first, natural(min(position, default="") or self.number(node)))

    def options(self, choice: str, lang: str) -> list[Option]:
        """Return the entries of a list, no label twice, in an order people expect."""
        if (choice, lang) not in self._options:
            self._options[choice, lang] = self._find_options(choice, lang)
        return self._options[choice, lang]

    def _find_options(self, choice: str, lang: str) -> list[Option]:
        wanted = next(one for one in self.layout.choices if one.key == choice)
        nodes = self.instances(wanted.classes)
        label = self.title if wanted.numbered else self.name
        labels = {node: label(node, lang) for node in nodes}
        often = Counter(map(loose, labels.values()))
        for node, text in labels.items():
            if often[loose(text)] > 1 or not text:
                labels[node] = f"{text} ({short(node.value)})"
        if wanted.numbered:
            nodes.sort(key=lambda n: (*self._place(n), natural(labels[n])))
        else:
            nodes.sort(key=lambda n: natural(labels[n]))
        return [Option(node.value, labels[node]) for node in nodes]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sorting key by which 2 comes before 10.

    >>> sorted(["11.10", "11.2", "11.b"], key=natural)
    ['11.2', '11.10', '11.b']
    """
    parts = _DIGITS.split(text.casefold())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


def _speaks(term: Literal, lang: str, among: set[Term]) -> bool:
    """Tell whether ``term`` is in ``lang``, or nothing ``among`` the others is."""
    languages = {other.language for other in among if isinstance(other, Literal)}
    return term.language in (lang, None) or lang not in languages
