# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Graphs compared triple by triple: nodes without a name are known by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from zielgraph.diff.triples import diff_triples, digest_of, named
from zielgraph.model.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from zielgraph.model.terms import Term, Triple

nodes = st.sampled_from([*map(BlankNode, "abcd"), Iri("x:1"), Iri("x:2")])
properties = st.sampled_from([Iri("x:p"), Iri("x:q")])
graphs = st.sets(st.tuples(nodes, properties, nodes | st.just(Literal("v"))), max_size=8)


@given(graphs, st.permutations("abcd"))
def test_nameless_nodes_get_the_same_name_whatever_they_were_called(
    graph: set[Triple], letters: list[str]
) -> None:
    """Names come from what is said, circles included, and no triple is lost."""

    def renamed(term: Term) -> Term:
        return (
            BlankNode("n" + letters["abcd".index(term.value)])
            if isinstance(term, BlankNode)
            else term
        )

    other: set[Triple] = {(renamed(s), p, renamed(o)) for s, p, o in graph}  # type: ignore[misc]
    assert named(graph, "x:") == named(other, "x:")
    assert len(named(graph, "x:")) == len(graph)
    assert not any(isinstance(term, BlankNode) for triple in named(graph, "x:") for term in triple)


@given(graphs, graphs)
def test_triples_can_be_applied_and_taken_back(one: set[Triple], other: set[Triple]) -> None:
    """The difference makes the second graph from the first, and the first from the second."""
    before, after = named(one, "x:"), named(other, "x:")
    there, back = diff_triples(before, after), diff_triples(after, before)
    assert there.apply(before) == after
    assert back.apply(after) == before
    assert (there.added, there.removed) == (back.removed, back.added)
    assert diff_triples(before, before) == diff_triples(after, after)


def test_a_change_in_one_nameless_node_leaves_the_others_alone() -> None:
    """Names that were counted through would shift, and everything would seem to differ."""
    triples: list[Triple] = [(Iri(f"x:{n}"), Iri("x:p"), BlankNode(f"b{n}")) for n in range(9)] + [
        (BlankNode(f"b{n}"), Iri("x:q"), Literal(str(n))) for n in range(9)
    ]
    changed = [*triples[:-1], (triples[-1][0], triples[-1][1], Literal("other"))]
    found = diff_triples(named(triples, "x:"), named(changed, "x:"))
    assert len(found.added) == len(found.removed) == 2


def test_two_nameless_nodes_that_say_the_same_stay_two() -> None:
    """Otherwise a list with two equal entries would lose one."""
    twice: list[Triple] = [
        (Iri("x:a"), Iri("x:p"), BlankNode("one")),
        (BlankNode("one"), Iri("x:q"), Literal("v")),
        (Iri("x:a"), Iri("x:p"), BlankNode("two")),
        (BlankNode("two"), Iri("x:q"), Literal("v")),
    ]
    assert len(named(twice, "x:")) == 4
    assert digest_of(named(twice, "x:")) != digest_of(named(twice[:2], "x:"))
