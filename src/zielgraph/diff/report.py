# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A comparison as people read it: sentences, tables and lists, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.diff.differences import CoverageDiff, Things
from zielgraph.diff.wording import Writer
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.differences import Carried
    from zielgraph.diff.wording import Entry

PAPER = ("principle", "field", "aim", "goal", "measure", "milestone")
"""What stands in a paper, in the order in which it is told."""

STATEMENTS = ("principle", "aim", "goal", "measure")
"""What the ontology calls a statement; fields and milestones are none."""

CLAIMS = ("dependency", "involvement", "comment", "remit", "carry")
"""What is recorded about statements, besides SDG links."""


@dataclass(frozen=True, slots=True)
class Group:
    """A list of like changes.

    :param sign: ``+``, ``−``, ``~`` or ``→``.
    :param count: how many there are, those included that are not listed.
    :param silent: how many are not listed because their statement came or went with them.
    """

    sign: str
    title: str
    count: int
    entries: Sequence[Entry]
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; cells of figures are texts already."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    key: str
    title: str
    groups: Sequence[Group] = ()
    grids: Sequence[Grid] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, in the language in which it was made."""

    title: str
    before: str
    after: str
    differs: bool
    sentences: Sequence[str] = ()
    overview: Grid | None = None
    sections: Sequence[Section] = field(default=())


def make_report(comparison: Comparison) -> Report:
    """Write the report on ``comparison`` in the language of the moment."""
    names = comparison.before.name, comparison.after.name
    title = message("diff.title")
    if not comparison.differs():
        return Report(title, *names, differs=False)
    writer = Writer(comparison)
    sections = (
        _paper(comparison, writer),
        _coverage(comparison, writer),
        _links(comparison, writer),
        _claims(comparison, writer),
        _rest(comparison, writer),
    )
    return Report(
        title,
        *names,
        differs=True,
        sentences=_sentences(comparison),
        overview=_overview(comparison),
        sections=[part for part in sections if part.groups or part.grids],
    )


def _living_on(comparison: Comparison) -> tuple[set[str], set[str]]:
    """Return what lives on in another statement, and what goes back to one."""
    return (
        {pair.before for pair in comparison.carried},
        {pair.after for pair in comparison.carried},
    )


def _sentences(comparison: Comparison) -> list[str]:
    """Say in words what changed, and at the end what did not."""
    parts = {
        "statements": _sum_statements(comparison),
        "links": _sum_links(comparison),
        "targets": _sum_targets(comparison),
        "conflicts": _sum_conflicts(comparison),
    }
    said = [sentence for sentence in parts.values() if sentence]
    same = [message(f"diffsame.{part}") for part, sentence in parts.items() if not sentence]
    if same:
        said.append(message("diff.sum_same", parts=", ".join(same)))
    if not comparison.between_versions:
        said.append(
            message(
                "diff.sum_triples",
                added=len(comparison.triples.added),
                removed=len(comparison.triples.removed),
                before=comparison.before.inferred,
                after=comparison.after.inferred,
            )
        )
    return said


def _sum_statements(comparison: Comparison) -> str:
    kinds = [comparison.statements.get(kind, Things()) for kind in STATEMENTS]
    paper = list(comparison.statements.values())
    if not any(things.differs() for things in paper):
        return ""
    if not comparison.between_versions:
        return message(
            "diff.sum_statements",
            added=sum(len(things.added) for things in paper),
            removed=sum(len(things.removed) for things in paper),
            reworded=sum(_count(things, "reworded") for things in paper),
            moved=sum(_count(things, "moved") for things in paper),
            changed=sum(_count(things, "changed") for things in paper),
        )
    old, new = _living_on(comparison)
    gone = [thing.iri for things in kinds for thing in things.removed]
    come = [thing.iri for things in kinds for thing in things.added]
    before = sum(things.before for things in kinds)
    return message(
        "diff.sum_versions",
        before=before,
        after=sum(things.after for things in kinds),
        same=before - len(gone),
        lives=sum(iri in old for iri in gone),
        gone=sum(iri not in old for iri in gone),
        roots=sum(iri in new for iri in come),
        new=sum(iri not in new for iri in come),
    )


def _sum_links(comparison: Comparison) -> str:
    links = comparison.claims.get("link", Things())
    if not links.differs():
        return ""
    return message(
        "diff.sum_links",
        before=links.before,
        after=links.after,
        added=len(links.added),
        removed=len(links.removed),
        altered=len(links.altered),
    )


def _sum_targets(comparison: Comparison) -> str:
    targets = [pair for pair in comparison.coverage if "." in pair.number]
    changes = [pair.change for pair in targets]
    if set(changes) <= {"same", "counts"}:
        return ""
    return message(
        "diff.sum_targets",
        before=sum(bool(pair.before.counted) for pair in targets),
        after=sum(bool(pair.after.counted) for pair in targets),
        all=len(targets),
        **{name: changes.count(name) for name in ("gained", "lost", "stronger", "weaker")},
    )


def _sum_conflicts(comparison: Comparison) -> str:
    goals = [pair for pair in comparison.coverage if "." not in pair.number]
    if all(pair.before.conflicts == pair.after.conflicts for pair in goals):
        return ""
    return message(
        "diff.sum_conflicts",
        before=sum(len(pair.before.conflicts) for pair in goals),
        after=sum(len(pair.after.conflicts) for pair in goals),
    )


def _count(things: Things, change: str) -> int:
    return sum(any(value.change == change for value in entry.values) for entry in things.altered)


def _overview(comparison: Comparison) -> Grid:
    """Count what came, went and changed, a row for each kind that there is."""
    rows = []
    old, new = _living_on(comparison)
    for table, order in ((comparison.statements, PAPER), (comparison.claims, ("link", *CLAIMS))):
        for kind in order:
            things = table.get(kind, Things())
            if things.before or things.after:
                moved = _count(things, "moved")
                otherwise = sum(
                    any(value.change != "moved" for value in entry.values)
                    for entry in things.altered
                )
                figures = (
                    sum(thing.iri not in new for thing in things.added),
                    sum(thing.iri not in old for thing in things.removed),
                    otherwise,
                    moved + sum(thing.iri in old for thing in things.removed),
                )
                rows.append(
                    (
                        message(f"diffkinds.{kind}"),
                        str(things.before),
                        str(things.after),
                        *(str(figure) if figure else "·" for figure in figures),
                    )
                )
    header = [message(f"diffhead.{name}") for name in ("kind", "before", "after")]
    last = "lives" if comparison.between_versions else "moved"
    header += [message(f"diffhead.{name}") for name in ("added", "removed", "altered", last)]
    return Grid(message("diff.overview"), header, rows)


def _paper(comparison: Comparison, writer: Writer) -> Section:
    old, new = _living_on(comparison)
    groups = []
    if comparison.carried:
        entries = writer.carried(_together(comparison.carried))
        title = message("diffgroup.carried")
        groups.append(Group("→", title, len(entries), entries))
    for kind in PAPER:
        things = comparison.statements.get(kind, Things())
        gone = [thing for thing in things.removed if thing.iri not in old]
        come = [thing for thing in things.added if thing.iri not in new]
        groups += _three(kind, Things(added=come, removed=gone, altered=things.altered), writer)
    note = message("diff.note_versions") if comparison.between_versions else ""
    return Section("statements", message("diff.section_statements"), groups, note=note)


def _together(carried: Sequence[Carried]) -> dict[str, list[Carried]]:
    """Return carry-overs by the statement of the first state."""
    found: dict[str, list[Carried]] = {}
    for pair in carried:
        found.setdefault(pair.before, []).append(pair)
    return found


def _three(
    kind: str, things: Things, writer: Writer, left_out: tuple[set[str], set[str]] | None = None
) -> list[Group]:
    """Return what is gone, new and changed.

    :param left_out: statements that are gone and new; claims about them are only counted.
    """
    name = message(f"diffkinds.{kind}")
    gone = "unheard" if writer.between_versions and left_out is None else "removed"
    groups = []
    for change, sign, side, found in (
        (gone, "−", 0, things.removed),
        ("added", "+", 1, things.added),
    ):
        silent = left_out[side] if left_out else set()
        told = [thing for thing in found if not silent & set(thing.ends)]
        if found:
            entries = [writer.thing(thing, side, sign) for thing in told]
            title = message(f"diffgroup.{change}", kinds=name)
            groups.append(Group(sign, title, len(found), entries, len(found) - len(told)))
    if things.altered:
        entries = [writer.altered(entry) for entry in things.altered]
        title = message("diffgroup.altered", kinds=name)
        groups.append(Group("~", title, len(entries), entries))
    return groups


def _left_out(comparison: Comparison) -> tuple[set[str], set[str]]:
    """Return what is gone and what is new, without what lives on or goes back to something."""
    old, new = _living_on(comparison)
    paper = comparison.statements.values()
    return (
        {thing.iri for things in paper for thing in things.removed} - old,
        {thing.iri for things in paper for thing in things.added} - new,
    )


def _links(comparison: Comparison, writer: Writer) -> Section:
    things = comparison.claims.get("link", Things())
    groups = _three("link", things, writer, _left_out(comparison))
    note = message("diff.note_links_versions" if comparison.between_versions else "diff.note_links")
    return Section("links", message("diff.section_links"), groups, note=note)


def _claims(comparison: Comparison, writer: Writer) -> Section:
    groups = []
    for kind in CLAIMS:
        things = comparison.claims.get(kind, Things())
        groups += _three(kind, things, writer, _left_out(comparison))
    return Section("claims", message("diff.section_claims"), groups)


def _coverage(comparison: Comparison, writer: Writer) -> Section:
    goals = [pair for pair in comparison.coverage if "." not in pair.number]
    targets = [pair for pair in comparison.coverage if "." in pair.number]
    groups = []
    for change, sign in (
        ("gained", "+"),
        ("stronger", "+"),
        ("weaker", "−"),
        ("lost", "−"),
        ("remit", "~"),
    ):
        pairs = [pair for pair in targets if pair.change == change]
        if pairs:
            entries = [writer.coverage(pair, sign) for pair in pairs]
            groups.append(Group(sign, message(f"diffgroup.{change}"), len(pairs), entries))
    for sign, entries in writer.conflicts(comparison.coverage):
        title = message("diffgroup.conflicts_new" if sign == "+" else "diffgroup.conflicts_gone")
        groups.append(Group(sign, title, len(entries), entries))
    rows = [_goal_row(pair, targets, writer) for pair in goals if pair.change != "same"]
    header = [message(f"diffhead.{name}") for name in ("sdg", "direct", "indirect", "targets")]
    grids = [Grid(message("diff.by_sdg"), header, rows)] if rows else []
    return Section(
        "coverage",
        message("diff.section_coverage"),
        groups,
        grids,
        message("diff.note_coverage"),
    )


def _goal_row(pair: CoverageDiff, targets: Sequence[CoverageDiff], writer: Writer) -> list[str]:
    own = [target for target in targets if target.number.startswith(f"{pair.number}.")]
    served = [
        sum(bool(side.counted) for side in sides)
        for sides in ([target.before for target in own], [target.after for target in own])
    ]
    ways = [_step(pair.before.count(way), pair.after.count(way)) for way in ("direct", "indirect")]
    of_all = message("diff.of", step=_step(*served), all=len(own))
    return [writer.sdg(pair.number), *ways, of_all]


def _step(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"


def _rest(comparison: Comparison, writer: Writer) -> Section:
    """Tell what else was stated otherwise: names of actors, passages, topics, the ontology."""
    told = {
        iri
        for table in (comparison.statements, comparison.claims)
        for things in table.values()
        for thing in (*things.added, *things.removed, *(pair.after for pair in things.altered))
        for iri in (thing.iri,)
    }
    entries = writer.rest(comparison.triples, told)
    groups = [Group("~", message("diffgroup.rest"), len(entries), entries)] if entries else []
    return Section("rest", message("diff.section_rest"), groups)
