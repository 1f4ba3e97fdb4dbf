# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What differs besides statements and claims: history, values of indicators, all other things."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zielgraph.diff.differences import value_diffs
from zielgraph.diff.facts import Thing, kinds_of
from zielgraph.diff.groups import Group
from zielgraph.diff.triples import is_nameless
from zielgraph.diff.wording import Entry, Line
from zielgraph.model.messages import message, number
from zielgraph.model.names import PREFIXES
from zielgraph.model.terms import Iri
from zielgraph.reports.indicators import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.values import IndicatorValues, Value
    from zielgraph.diff.wording import Writer
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Triple

KINDS = (
    *("principle", "field", "aim", "goal", "measure", "milestone"),
    *("link", "indicatorlink", "dependency", "involvement", "comment", "remit", "carry"),
    *("revision", "valuechange", "strategy", "version", "passage", "actor", "topic"),
    *("targetgroup", "indicator", "area", "sdg", "target", "sdgindicator", "agent", "dataset"),
    *("term", "other", "nameless"),
)
"""Kinds of things in the order in which what else changed is told."""

EXAMPLES = 3
"""Entries of a kind that are shown in the terminal unless all are asked for."""

_SINGLE = 5
"""Values of an indicator that are listed one by one; of more only the number is told."""

_NUMBER = PREFIXES["skos"] + "notation"
_OBSERVATION = Iri(PREFIXES["qb"] + "Observation")
_TYPE = Iri(PREFIXES["rdf"] + "type")


def history_groups(comparison: Comparison, writer: Writer) -> Iterator[Group]:
    """Tell which revisions came and went, those of one body and day in one entry."""
    things = comparison.claims.get("revision")
    if things is None:
        return
    for change, sign, side, found in (
        ("removed", "−", 0, things.removed),
        ("added", "+", 1, things.added),
    ):
        days: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        for thing in sorted(found, key=lambda thing: (thing.local("time"), thing.iri)):
            days[thing.local("time")[:10], thing.ends[1]].append(thing)
        entries = []
        for (day, reviewer), revisions in days.items():
            lines = [
                Line("", "", "", writer.revision(thing, side), iri=thing.ends[0])
                for thing in revisions
            ]
            name = writer.name(reviewer, side)
            title = message("diff.history", day=day, name=name, count=len(revisions))
            entries.append(Entry(sign, title, lines))
        if found:
            title = message(f"diffgroup.{change}", kinds=message("diffkinds.revision"))
            yield Group(sign, title, len(found), entries)
    if things.altered:
        entries = [writer.altered(pair) for pair in things.altered]
        title = message("diffgroup.altered", kinds=message("diffkinds.revision"))
        yield Group("~", title, len(entries), entries)


def value_groups(comparison: Comparison, writer: Writer) -> Iterator[Group]:
    """Tell for each indicator how many values came, went and read otherwise."""
    differing = comparison.values.differing()
    entries = [
        _value_entry(iri, values, writer)
        for iri, values in sorted(differing.items(), key=lambda pair: writer.name(pair[0], 1))
    ]
    if entries:
        count = sum(values.count() for values in differing.values())
        signs = {entry.sign for entry in entries}
        sign = signs.pop() if len(signs) == 1 else "~"
        yield Group(sign, message("diffgroup.values"), count, entries)


def _value_entry(iri: str, values: IndicatorValues, writer: Writer) -> Entry:
    changes = {
        "added": len(values.added),
        "removed": len(values.removed),
        "altered": len(values.altered),
    }
    title = message(
        "diff.values",
        title=writer.full(iri, 1 if values.after else 0),
        before=number(values.before),
        after=number(values.after),
        changes=", ".join(
            message(f"diffcount.{change}", count=number(count))
            for change, count in changes.items()
            if count
        ),
    )
    sign = "+" if len(values.added) == values.count() else "~"
    sign = "−" if len(values.removed) == values.count() else sign
    if values.count() > _SINGLE:
        return Entry(sign, title, iri=iri)
    lines = [
        *(Line("−", "", "", _value(v, writer, 0)) for v in sorted(values.removed)),
        *(Line("+", "", "", _value(v, writer, 1)) for v in sorted(values.added)),
        *(
            Line(
                "~",
                f"{writer.name(new.area, 1)} {new.year}",
                _number(old.number),
                _number(new.number),
            )
            for old, new in sorted(values.altered)
        ),
    ]
    return Entry(sign, title, lines, iri)


def _value(value: Value, writer: Writer, side: int) -> str:
    return f"{writer.name(value.area, side)} {value.year}: {_number(value.number)}"


def _number(text: str) -> str:
    try:
        return decimal_text(Decimal(text))
    except (InvalidOperation, ValueError):
        return text


def rest_groups(project: Project, comparison: Comparison, writer: Writer) -> Iterator[Group]:
    """Tell what no other section tells of, by kind: what is gone, new, and otherwise."""
    told, numbered = _told(comparison)
    states = comparison.before, comparison.after
    first = kinds_of(project, states[0])
    second = first if states[1] is states[0] else kinds_of(project, states[1])
    kinds, wholes = first[0] | second[0], first[1] | second[1]
    for state in states:
        kinds |= dict.fromkeys(_terms(state.triples), "term")
    changed = comparison.triples.removed, comparison.triples.added
    sides = [_by_subject(triples, told, wholes, numbered) for triples in changed]
    known = [{str(subject) for subject, _, _ in state.triples} for state in states]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in sides[0].keys() | sides[1].keys():
        kind = "nameless" if is_nameless(Iri(iri)) else kinds.get(iri, "other")
        sign = "+" if iri not in known[0] else "−" if iri not in known[1] else "~"
        found[kind, sign].append(iri)
    for kind in KINDS:
        for sign, change in (("−", "removed"), ("+", "added"), ("~", "altered")):
            if iris := found.get((kind, sign)):
                entries = [_entry(iri, sign, sides, writer) for iri in iris if kind != "nameless"]
                title = message(f"diffgroup.{change}", kinds=message(f"diffkinds.{kind}"))
                entries.sort(key=lambda entry: entry.title)
                yield Group(sign, title, len(iris), entries, examples=EXAMPLES)


def _terms(triples: Iterable[Triple]) -> set[str]:
    """Return what OWL describes: classes, properties and values of the ontology."""
    return {
        str(subject)
        for subject, prop, value in triples
        if prop == _TYPE and str(value).startswith(PREFIXES["owl"])
    }


def _told(comparison: Comparison) -> tuple[set[str], set[str]]:
    """Return of what other sections tell, and of what they tell the number only."""
    tables = (*comparison.statements.values(), *comparison.claims.values())
    whole = {thing.iri for things in tables for thing in (*things.added, *things.removed)}
    altered = {pair.after.iri for things in tables for pair in things.altered}
    places = comparison.passages()
    whole |= {place for iri in whole for place in places.get(iri, ())}
    for state in (comparison.before, comparison.after):
        whole |= {str(s) for s, p, o in state.triples if p == _TYPE and o == _OBSERVATION}
    return whole | altered, {place for iri in altered for place in places.get(iri, ())}


def _by_subject(
    triples: Iterable[Triple], told: set[str], wholes: dict[str, str], numbered: set[str]
) -> dict[str, list[Triple]]:
    """Return triples by subject without those that are told of, alone or as part of a whole."""
    found: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        iri = str(triple[0])
        number_only = triple[1].value == _NUMBER and iri in numbered
        if iri not in told and wholes.get(iri) not in told and not number_only:
            found[iri].append(triple)
    return dict(found)


def _entry(iri: str, sign: str, sides: Sequence[dict[str, list[Triple]]], writer: Writer) -> Entry:
    if sign != "~":
        return Entry(sign, writer.any_title(iri, 0 if sign == "−" else 1), iri=iri)
    old, new = Thing("", iri), Thing("", iri)
    for thing, triples in zip((old, new), sides, strict=True):
        for _, prop, value in triples.get(iri, ()):
            thing.values.setdefault(prop.value, set()).add(value)
            thing.changes[prop.value] = "changed"
    lines = [writer.line(value) for value in value_diffs(old, new)]
    return Entry(sign, writer.any_title(iri, 1), lines, iri)
