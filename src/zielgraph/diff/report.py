# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A comparison as people read it: sentences, tables and lists, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zielgraph.diff.differences import CoverageDiff, Things
from zielgraph.diff.groups import Grid, Group, Section
from zielgraph.diff.rest import history_groups, rest_groups, value_groups
from zielgraph.diff.summary import remarks, sentences
from zielgraph.diff.wording import Writer
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.diff.compare import Comparison
    from zielgraph.diff.differences import Carried
    from zielgraph.model.project import Project

PAPER = ("principle", "field", "aim", "goal", "measure", "milestone")
"""What stands in a paper, in the order in which it is told."""

CLAIMS = ("dependency", "involvement", "comment", "remit", "carry")
"""What is recorded about statements, besides SDG links and indicator links."""


_COUNTED = ("link", "indicatorlink", *CLAIMS, "revision")


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


def make_report(project: Project, comparison: Comparison) -> Report:
    """Write the report on ``comparison`` in the language of the moment."""
    names = comparison.before.name, comparison.after.name
    title = message("diff.title")
    if not comparison.differs():
        return Report(title, *names, differs=False, sentences=remarks(comparison))
    writer = Writer(project, comparison)
    sections = (
        _paper(comparison, writer),
        _coverage(comparison, writer),
        _links(comparison, writer),
        _indicators(comparison, writer),
        _claims(comparison, writer),
        Section("history", message("diff.section_history"), [*history_groups(comparison, writer)]),
        Section("rest", message("diff.section_rest"), [*rest_groups(project, comparison, writer)]),
    )
    return Report(
        title,
        *names,
        differs=True,
        sentences=sentences(comparison),
        overview=_overview(comparison),
        sections=[part for part in sections if part.groups or part.grids],
    )


def _overview(comparison: Comparison) -> Grid:
    """Count what came, went and changed, a row for each kind that there is."""
    rows = []
    old, new = comparison.living_on()
    for table, order in ((comparison.statements, PAPER), (comparison.claims, _COUNTED)):
        for kind in order:
            things = table.get(kind, Things())
            if things.before or things.after:
                moved = things.count("moved")
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
    old, new = comparison.living_on()
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
    old, new = comparison.living_on()
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


def _indicators(comparison: Comparison, writer: Writer) -> Section:
    things = comparison.claims.get("indicatorlink", Things())
    groups = _three("indicatorlink", things, writer, _left_out(comparison))
    groups += value_groups(comparison, writer)
    return Section("indicators", message("diff.section_indicators"), groups)
