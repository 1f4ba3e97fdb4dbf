# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What could be chance is said to be: null models, many tests, planted and random structure."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_dependency_analyses import dice_of, made
from zielgraph.dependencies.chance import benjamini_hochberg, compare, curveball
from zielgraph.dependencies.layers import Feature, Field, Network, Statement
from zielgraph.dependencies.matrix import field_matrix

# ---- Chance ----


@given(
    st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=8),
    st.lists(st.frozensets(st.integers(0, 7)), min_size=8, max_size=8),
    st.integers(0, 9),
)
def test_shuffling_keeps_degrees_and_forbidden_cells(
    rows: list[set[int]], barred: list[frozenset[int]], seed: int
) -> None:
    """Rows and columns keep their sums; no row gets what it must not have and had not."""
    before = [set(row) for row in rows]
    for table in islice(curveball(rows, barred[: len(rows)], seed=seed), 3):
        assert [len(row) for row in table] == [len(row) for row in before]
        columns = Counter(c for row in table for c in row)
        assert columns == Counter(c for row in before for c in row)
        for now, then, out in zip(table, before, barred, strict=False):
            assert not (now - then) & out
    assert rows == before


def test_every_table_is_equally_likely() -> None:
    """The six ways to give three rows one of three columns come equally often."""
    drawn = Counter(
        tuple(min(row) for row in table)
        for table in islice(curveball([{0}, {1}, {2}], seed=1), 6000)
    )
    assert len(drawn) == 6
    assert sum((n - 1000) ** 2 / 1000 for n in drawn.values()) < 20.5  # chi², 5 df, 0.1 %


def test_false_discoveries_of_the_original_paper() -> None:
    """The example of Benjamini & Hochberg (1995, section 4): four of fifteen count at 5 %."""
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    q = benjamini_hochberg(dict(enumerate(p)))
    assert [key for key in q if q[key] <= 0.05] == [0, 1, 2, 3]
    assert list(q.values()) == sorted(q.values())
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


def test_comparison_with_chance() -> None:
    """Mean, z and p of a few known draws."""
    values = iter([1.0, 2.0, 3.0, 4.0])
    (verdict,) = compare({"a": 4.0}, lambda: {"a": next(values)}, draws=4).values()
    assert (verdict.expected, verdict.p) == (2.5, 0.4)
    assert verdict.z == pytest.approx(1.5 / 1.25**0.5)
    assert compare({"a": 1.0}, dict, draws=0) == {}


# ---- Matrix ----


def test_planted_pair_of_fields_is_found() -> None:
    """Of six fields two hang together closely; these two stand out, and no others."""
    dice = dice_of(5)
    fields = [f for f in "ABCDEF" for _ in range(12)]
    inside = [(a, b) for a in range(12) for b in range(12, 24)]
    across = [(a, b) for a, b in combinations(range(72), 2) if fields[a] != fields[b]]
    pairs = set(dice.sample(inside, 20)) | set(dice.sample(across, 60))
    tests = field_matrix(made(fields, pairs), "stated", draws=999).tests
    assert [pair for pair, test in tests.items() if test.more_than_chance] == [("A", "B")]
    things = [Feature(f"g{i % 72}", "topic", f"t{dice.randrange(60)}", "", "") for i in range(144)]
    things += [Feature(f"g{i}", "topic", f"x{i % 12}", "", "") for i in range(24)]
    shared = Network(*_parts(made(fields, set())), (), tuple(dict.fromkeys(things)))
    tests = field_matrix(shared, "topic", draws=999).tests
    assert tests["A", "B"].more_than_chance
    assert max(tests, key=lambda pair: tests[pair].z) == ("A", "B")


def _parts(network: Network) -> tuple[dict[str, Field], dict[str, Statement]]:
    return dict(network.fields), dict(network.statements)


@pytest.mark.parametrize("layer", ["stated", "topic"])
def test_random_networks_stand_out_no_more_often_than_stated(layer: str) -> None:
    """In networks without structure, at most about 5 % have any pair that stands out."""
    false = 0
    for seed in range(30):
        dice = dice_of(seed)
        fields = [dice.choice("ABCDE") for _ in range(40)]
        across = [(a, b) for a, b in combinations(range(40), 2) if fields[a] != fields[b]]
        network = made(fields, set(dice.sample(across, 60)))
        things = [
            Feature(f"g{i}", "topic", f"t{int(dice.paretovariate(1))}", "", "")
            for i in range(40)
            for _ in range(3)
        ]
        network = Network(*_parts(network), network.ties, tuple(dict.fromkeys(things)))
        tests = field_matrix(network, layer, draws=199, seed=seed).tests
        false += any(test.more_than_chance for test in tests.values())
    assert false <= 5  # of 30; more than 5 has probability 0.3 % at a rate of 5 %
