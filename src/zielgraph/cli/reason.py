# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The command ``reason``: contradictions found, explained, and inferences compared."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from zielgraph.cli.options import common, project_of
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zielgraph.build.sources import Sources
    from zielgraph.model.project import Project
    from zielgraph.model.terms import Triple
    from zielgraph.reasoning.axioms import Axiom
    from zielgraph.reasoning.justify import Justification
    from zielgraph.reasoning.words import Words

_SHOWN = 20
"""Differences that are written out; more would hide the pattern in them."""


@click.command(help=message("help.reason"))
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help=message("help.reason_limit"),
)
@click.option("--compare", is_flag=True, help=message("help.reason_compare"))
@common
def reason(limit: int, compare: bool, folder: Path | None) -> None:
    """Run the reasoner."""
    from zielgraph.build.sources import read_sources  # noqa: PLC0415
    from zielgraph.reasoning.consistency import judge  # noqa: PLC0415
    from zielgraph.reasoning.hermit import need_java  # noqa: PLC0415

    need_java()
    started = time.monotonic()
    project = project_of(folder)
    sources = read_sources(project)
    triples: list[Triple] = [(s, p, o) for s, p, o, _ in sources.quads]
    _tell("reason.judging", count=len(triples))
    verdict = judge(triples)
    if not verdict.consistent:
        _contradictions(project, sources, triples, limit)
        sys.exit(1)
    if verdict.unsatisfiable:
        _impossible(project, sources, triples, verdict.unsatisfiable[:limit])
        sys.exit(1)
    seconds = f"{time.monotonic() - started:.1f}"
    numbers = {"individuals": verdict.individuals, "classes": verdict.classes}
    click.echo(message("reason.consistent", seconds=seconds, **numbers))
    if compare and not _compare(project, sources, triples):
        sys.exit(1)


def _tell(key: str, **data: object) -> None:
    """Say on the side what is being done: each step takes seconds."""
    click.echo(message(key, **data), err=True)


def _contradictions(
    project: Project, sources: Sources, triples: Sequence[Triple], limit: int
) -> None:
    from zielgraph.reasoning.axioms import split  # noqa: PLC0415
    from zielgraph.reasoning.justify import explain, spots  # noqa: PLC0415
    from zielgraph.reasoning.rules import infer  # noqa: PLC0415
    from zielgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    theory = split((project.relative(file.path), file.triples) for file in sources.files)
    store = EmbeddedStore.in_memory(sources.quads)
    infer(store, project.queries / "rules")
    likely = spots(store, project.queries / "contradictions")
    _tell("reason.spots", count=len(likely))
    # One more than is shown, to know whether there are more.
    found = explain(
        theory, likely, limit + 1, lambda what, count: _tell(f"reason.{what}", count=count)
    )
    if not found:
        click.echo(message("reason.unexplained"))
        return
    click.echo(message("reason.inconsistent", count=len(found[:limit])))
    _show(project, triples, found[:limit])
    if len(found) > limit:
        click.echo("\n" + message("reason.limited", limit=10 * limit))


def _impossible(
    project: Project, sources: Sources, triples: Sequence[Triple], names: Sequence[str]
) -> None:
    from zielgraph.model.terms import Iri  # noqa: PLC0415
    from zielgraph.reasoning.axioms import split  # noqa: PLC0415
    from zielgraph.reasoning.justify import explain_impossible  # noqa: PLC0415

    click.echo(message("reason.unsatisfiable", count=len(names)))
    theory = split((project.relative(file.path), file.triples) for file in sources.files)
    _show(project, triples, explain_impossible(theory, map(Iri, names)))


def _show(project: Project, triples: Sequence[Triple], found: Sequence[Justification]) -> None:
    from zielgraph.reasoning.places import Places  # noqa: PLC0415
    from zielgraph.reasoning.words import Words, unique_names_matter  # noqa: PLC0415

    words, places = Words(triples), Places(project.root)
    for number, justification in enumerate(found, start=1):
        click.echo(f"\n{number}. {words.headline(justification)}")
        click.echo(f"   {message('reason.because')}")
        for axiom in justification.axioms:
            click.echo("   " + _line(axiom, justification, words, places.place(axiom)))
        if unique_names_matter(justification):
            click.echo(f"   - {message('axiom.names')}")
        data = [axiom for axiom in justification.axioms if not axiom.schema]
        where = list(dict.fromkeys(map(places.place, data)))
        if any(where):
            click.echo(f"   {message('reason.mend', places=', '.join(where))}")


def _line(axiom: Axiom, justification: Justification, words: Words, place: str) -> str:
    others = [other for other in justification.axioms if other is not axiom]
    touched = {name for other in others for name in other.names()}
    if justification.impossible is not None:
        touched.add(justification.impossible)
    return f"- {words.axiom(axiom, touched)}" + (f" ({place})" if place else "")


def _compare(project: Project, sources: Sources, triples: Sequence[Triple]) -> bool:
    from zielgraph.reasoning.comparison import compare  # noqa: PLC0415
    from zielgraph.reasoning.rules import infer  # noqa: PLC0415
    from zielgraph.reasoning.words import short  # noqa: PLC0415
    from zielgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    _tell("reason.comparing")
    rules = project.queries / "rules"
    store = EmbeddedStore.in_memory(sources.quads)
    infer(store, rules)
    result = compare(triples, store, rules)
    sides = [("rules", triple) for triple in result.only_rules]
    sides += [("reasoner", triple) for triple in result.only_reasoner]
    if not sides:
        click.echo(message("reason.equal", count=result.same, properties=result.properties))
        return True
    click.echo(message("reason.different", count=len(sides)))
    for side, triple in sides[:_SHOWN]:
        click.echo("  " + message(f"reason.only_{side}", claim=" ".join(map(short, triple))))
    if len(sides) > _SHOWN:
        click.echo("  " + message("reason.more", count=len(sides) - _SHOWN))
    return False
