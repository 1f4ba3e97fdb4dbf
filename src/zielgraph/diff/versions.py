# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Claims of two versions of a strategy: which go on with the statements that carry on."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from zielgraph.diff.differences import Altered, Things, value_diffs
from zielgraph.diff.facts import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.diff.differences import Carried


def between_versions(
    claims: tuple[Mapping[str, Thing], Mapping[str, Thing]], carried: Iterable[Carried]
) -> dict[str, Things]:
    """Compare the claims of two papers: one goes on where a statement that carries on has it.

    Only what is claimed is compared, not how it was judged or put in words: two papers differ
    there by nature. What was rejected is not claimed.
    """
    before, after = (
        {iri: _essence(thing) for iri, thing in side.items() if not thing.is_rejected()}
        for side in claims
    )
    equal, near = _meetings(before, after, carried)
    same = {thing.iri for pair in equal for thing in pair}
    met = same | {thing.iri for pair in near for thing in pair}
    result: dict[str, Things] = defaultdict(Things)
    for thing in before.values():
        result[thing.kind].before += 1
        if thing.iri not in met:
            result[thing.kind].removed.append(thing)
    for thing in after.values():
        result[thing.kind].after += 1
        if thing.iri not in met:
            result[thing.kind].added.append(thing)
    for old, new in near:
        if old.iri not in same or new.iri not in same:
            result[old.kind].altered.append(Altered(old, new, value_diffs(old, new)))
    return dict(result)


_Pairs = list[tuple[Thing, Thing]]


def _meetings(
    before: Mapping[str, Thing], after: Mapping[str, Thing], carried: Iterable[Carried]
) -> tuple[_Pairs, _Pairs]:
    """Return the pairs of claims that join the same things, equal ones and others."""
    later: dict[str, set[str]] = defaultdict(set)
    for pair in carried:
        later[pair.before].add(pair.after)
    index: dict[tuple[str, ...], list[Thing]] = defaultdict(list)
    for thing in after.values():
        index[thing.kind, *thing.ends].append(thing)
    equal: _Pairs = []
    near: _Pairs = []
    for thing in before.values():
        for ends in product(*(sorted({end, *later[end]}) for end in thing.ends)):
            for match in index[thing.kind, *ends]:
                (near if value_diffs(thing, match) else equal).append((thing, match))
    return equal, near


def _essence(thing: Thing) -> Thing:
    """Return a claim without what was judged about it and how it is worded."""
    kept = [aspect for aspect, change in thing.changes.items() if change == "changed"]
    return Thing(
        thing.kind,
        thing.iri,
        thing.ends,
        {aspect: thing.values[aspect] for aspect in kept},
        dict.fromkeys(kept, "changed"),
    )
