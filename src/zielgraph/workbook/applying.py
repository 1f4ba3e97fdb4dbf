# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""From the changes of a workbook to a draft of the data, with the history of each claim."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from zielgraph.editing.history import REVIEWER, agent, record, revise
from zielgraph.model.messages import language, message
from zielgraph.model.names import DATA_BASE
from zielgraph.model.terms import XSD, Iri, Literal, Term, Triple
from zielgraph.workbook.incoming import Fault
from zielgraph.workbook.layout import Column, Sheet, full

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from zielgraph.editing.draft import Draft
    from zielgraph.validation.findings import Finding
    from zielgraph.workbook.facts import Facts
    from zielgraph.workbook.merging import Change
    from zielgraph.workbook.values import Value

_TYPE = Iri(full("rdf:type"))
_PROPOSED = full("proposed")
_TERM = re.compile(r"\b(zg:\w+)")


class Writer:
    """Puts the changes of a workbook into a draft."""

    def __init__(  # noqa: PLR0913 - who, when, why and where
        self,
        draft: Draft,
        facts: Facts,
        *,
        who: str,
        when: datetime,
        reason: str = "",
        lang: str = "de",
    ) -> None:
        """Find or record the person.

        :param who: name of the person who edited the workbook.
        :param when: a moment with its time zone.
        :param reason: why, where a row gives no reason of its own.
        :param lang: language in which reasons are written.
        :raises EditingError: if the name is none, or fits several.
        """
        self.draft, self.facts = draft, facts
        self.person = agent(draft, who, facts.strategy)
        self.when, self.reason, self.lang = when, reason, lang
        self.rows: dict[str, Change] = {}
        """The row that each changed or added thing comes from."""

    def write(self, changes: Sequence[Change]) -> None:
        """Put all changes into the draft; nothing touches the disk yet."""
        for change in changes:
            node = self._add(change) if change.node is None else self._edit(change, change.node)
            self.rows[node.value] = change

    def _edit(self, change: Change, node: Iri) -> Iri:
        triples = set(self.draft.triples(node))
        for key, value in change.after.items():
            column = change.sheet.column(key)
            triples = {t for t in triples if not _belongs(t, column)}
            triples |= {(node, Iri(column.predicate), term) for term in _terms(value, column)}
        if _is_claim(change.sheet):
            revise(
                self.draft,
                node,
                triples,
                who=self.person,
                when=self.when,
                note=self._note(change),
            )
        else:  # nobody reviews a goal, but who changed it is worth knowing
            before = self.draft.triples(node)
            self.draft.replace(node, triples)
            self._record(change, node, before)
        return node

    def _record(self, change: Change, node: Iri, before: Sequence[Triple]) -> None:
        after = self.draft.triples(node)
        note = self._note(change)
        record(self.draft, node, before, after, who=self.person, when=self.when, note=note)

    def _note(self, change: Change) -> Mapping[str, str]:
        text = change.note or self.reason
        return {self.lang: text} if text else {}

    # ---- new things ----

    def _add(self, change: Change) -> Iri:
        sheet = change.sheet
        about = self._about(change)
        node = self._name(change, about)
        triples: list[Triple] = [(node, _TYPE, Iri(sheet.classes[0]))]
        for column in sheet.columns:
            if column.stored:
                value = change.after.get(column.key, ())
                triples += [(node, Iri(column.predicate), t) for t in _terms(value, column)]
        for predicate, value_name in sheet.defaults.items():
            terms = self._default(value_name, about)
            triples += [(node, Iri(predicate), term) for term in terms]
        if change.after.get("status", (_PROPOSED,)) != (_PROPOSED,):
            triples.append((node, REVIEWER, self.person))
        self.draft.add(self._file(change, about), node, triples)
        if self._note(change):  # author and date stand in the thing itself
            self._record(change, node, ())
        return node

    def _default(self, name: str, about: Iri) -> list[Term]:
        if name == "today":
            return [Literal(self.when.date().isoformat(), datatype=XSD + "date")]
        if name == "person":
            return [self.person]
        if name == "passages":
            return list(self.facts.passages(about))
        return [Iri(full(name))]

    def _about(self, change: Change) -> Iri:
        """Return what a new row is about: the statement, or what stands first in it."""
        return Iri(change.after[change.sheet.identity[0]][0])

    def _relatives(self, sheet: Sheet, about: Iri) -> list[Iri]:
        """Return the things most like a new one: of the same statement, field, kind, or any."""
        column = sheet.column(sheet.identity[0])
        own = [n for n in self.facts.instances(sheet.classes) if self.facts.folder(n.value)]
        subjects = {n: self.facts.value(n, column) for n in own}
        field = self.facts.values(about, full("inField"))
        space = about.value.rpartition("/")[0]
        home = self.facts.file(about.value)

        def near(subject: str) -> tuple[bool, bool, bool, bool]:
            return (
                subject == about.value,
                bool(field)
                and self.facts.values(Iri(subject), full("inField")) == field
                and subject.rpartition("/")[0] == space,
                self.facts.file(subject) == home,
                subject.rpartition("/")[0] == space,
            )

        ranked = {n: max(map(near, subjects[n]), default=(False,) * 4) for n in own}
        best = max(ranked.values(), default=None)
        return [node for node in own if ranked[node] == best]

    def _name(self, change: Change, about: Iri) -> Iri:
        """Return an IRI made as those of the things most like the new one."""
        sheet, local = change.sheet, _end(about.value)
        others = [_end(change.after[key][0]) for key in sheet.identity[1:]]
        relatives = self._relatives(sheet, about)
        shapes = Counter(
            shape for node in relatives if (shape := self._shape(sheet, node, change)) is not None
        )
        if shapes:
            best = max(shapes.values())
            space, pattern = min(shape for shape, n in shapes.items() if n == best)
        else:
            space = f"{DATA_BASE}{self.facts.strategy}/{sheet.space}/"
            said = [n for n, k in enumerate(sheet.identity) if not sheet.column(k).fallback]
            pattern = "-".join(f"{{{n}}}" for n in said)
        name = space + pattern.format(local, *others)
        number, free = 2, name
        while free in self.draft:
            free, number = f"{name}-{number}", number + 1
        return Iri(free)

    def _shape(self, sheet: Sheet, node: Iri, change: Change) -> tuple[str, str] | None:
        """Return namespace and pattern of a thing's IRI, if it is made of what it is about.

        Only things that agree with the new one in what the pattern leaves out count, such as
        the direction of a link: a conflict may be named otherwise.
        """
        space, slash, local = node.value.rpartition("/")
        pattern = local.replace("{", "{{").replace("}", "}}")
        for number, key in enumerate(sheet.identity):
            value = self.facts.value(node, sheet.column(key))
            end = _end(value[0]) if value else ""
            places = list(re.finditer(rf"(?<![\w.]){re.escape(end)}(?![\w.])", pattern))
            if end and places:
                # The thing's own name first, then what it is linked to.
                at = places[0 if number == 0 else -1]
                pattern = f"{pattern[: at.start()]}{{{number}}}{pattern[at.end() :]}"
            elif number == 0 or value != change.after.get(key, ()):
                return None
        return space + slash, pattern

    def _file(self, change: Change, about: Iri) -> Path:
        """Return the file that holds most of the things like the new one."""
        files = Counter(
            self.facts.file(node.value).removeprefix("data/")
            for node in self._relatives(change.sheet, about)
        )
        if files:
            return Path(min(files, key=lambda file: (-files[file], file)))
        return Path(self.facts.strategy) / f"{change.sheet.key}.ttl"

    # ---- findings ----

    def fault(self, finding: Finding) -> Fault:
        """Return a finding of the shapes as a fault, where possible at its cell."""
        change = self.rows.get(self.draft.iri(finding.node).value)
        if change is None:
            return Fault("", "", "fault.elsewhere", {"finding": finding.one_line()})
        named = {finding.path, *(full(term) for term in _TERM.findall(finding.text))}
        columns = [c.key for c in change.sheet.columns if c.predicate and c.predicate in named]
        # The cell that was changed, if one is meant; never the hidden key.
        order = [*(key for key in columns if key in change.after), *columns, *change.after]
        place = change.cell(order[0] if order else change.sheet.name[0])
        text = self._in_words(finding.text, change.sheet)
        return Fault(change.title, place, "fault.shape", {"finding": text})

    def _in_words(self, text: str, sheet: Sheet) -> str:
        """Return a message of the shapes with headings and labels for the terms of the ontology."""

        def words(found: re.Match[str]) -> str:
            term = full(found[1])
            column = next((c for c in sheet.columns if c.predicate == term), None)
            if column is not None:  # one heading for both languages
                said = re.sub(r" \([^)]*\)$", "", message(f"column.{column.key}"))
            elif self.facts.exists(term):
                said = self.facts.name(Iri(term), language())
            else:
                return found[0]
            return message("fault.term", name=said)

        return _TERM.sub(words, text)


def _end(iri: str) -> str:
    """Return the last part of an IRI.

    >>> _end("http://metadata.un.org/sdg/11.2")
    '11.2'
    """
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def _is_claim(sheet: Sheet) -> bool:
    """Tell whether the rows are claims, whose history is kept."""
    return any(column.key == "status" for column in sheet.columns)


def _belongs(triple: Triple, column: Column) -> bool:
    """Tell whether a triple is a value of a column."""
    _, predicate, value = triple
    if predicate.value != column.predicate:
        return False
    if column.kind in {"item", "items"}:
        return isinstance(value, Iri)
    return isinstance(value, Literal) and value.language == column.lang


def _terms(value: Value, column: Column) -> list[Term]:
    """Return the terms of a value.

    >>> _terms(("1",), Column("c", "decimal", 9))
    [Literal(value='1.0', language=None, datatype='http://www.w3.org/2001/XMLSchema#decimal')]
    """
    if column.kind in {"item", "items"}:
        return [Iri(text) for text in value]
    if column.kind == "integer":
        return [Literal(text, datatype=XSD + "integer") for text in value]
    if column.kind == "decimal":
        texts = [text if "." in text else f"{text}.0" for text in value]
        return [Literal(text, datatype=XSD + "decimal") for text in texts]
    return [Literal(text, column.lang) for text in value]
