# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Analyses of dependencies that are figures, with what chance would give."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from zielgraph.cli.answers import Answer, Value, aligned, listed, number, wrap
from zielgraph.cli.dependency_lists import more
from zielgraph.cli.path import field_name
from zielgraph.dependencies.chance import SEED, SIGNIFICANT
from zielgraph.dependencies.communities import LABEL_DRAWS
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zielgraph.dependencies.chance import Verdict
    from zielgraph.dependencies.communities import Communities
    from zielgraph.dependencies.layers import Field, Network
    from zielgraph.dependencies.matrix import LayerMatrix
    from zielgraph.dependencies.sdgs import Interlinkage
    from zielgraph.dependencies.structure import Bridge

_PAIRS = 6
"""Pairs of fields that are shown for a layer, unless more are beyond chance."""
_WIDE = 110
"""Characters of a line from which the matrix names its fields in the row."""


def short_numbers(fields: Sequence[Field]) -> list[str]:
    """Return the fields' numbers without the part that all begin with (``B.``)."""
    parts = [field.notation.split(".") for field in fields]
    shared = 0
    while parts and all(len(p) > shared + 1 and p[shared] == parts[0][shared] for p in parts):
        shared += 1
    numbers = (".".join(part[shared:]) for part in parts)
    return [found or field.title for found, field in zip(numbers, fields, strict=True)]


def matrix_answer(
    network: Network, matrices: Sequence[LayerMatrix], draws: int, width: int
) -> Answer:
    """Return the matrices of the layers; two layers that were read share the cells of one grid."""
    fields = list(network.fields.values())
    read = [matrix for matrix in matrices if matrix.counts]
    grids = [read] if read else []
    grids += [[matrix] for matrix in matrices if not matrix.counts]
    parts = []
    for group in grids:
        names = " / ".join(message(f"layers.{matrix.layer}") for matrix in group)
        key = "matrix.counted" if group[0].counts else "matrix.weighed"
        parts.append(wrap(message(key, layers=names), width) + "\n" + _grid(fields, group, width))
        parts += [_remarkable(network, matrix, width) for matrix in group if matrix.tests]
    if width < _WIDE:
        named = [f"{n} {f.title}" for n, f in zip(short_numbers(fields), fields, strict=True)]
        parts.append(wrap("; ".join(named) + ".", width))
    rows: list[tuple[Value, ...]] = []
    for matrix in matrices:
        for (x, a), (y, b) in product(enumerate(fields), repeat=2):
            if matrix.counts or x <= y:
                pair = (a.iri, b.iri) if x < y else (b.iri, a.iri)
                rows.append(
                    (
                        matrix.layer, a.notation, a.title, b.notation, b.title,
                        round(matrix.cells.get((a.iri, b.iri), 0.0), 6),
                        *_figures(matrix.tests.get(pair)),
                    )
                )  # fmt: skip
    columns = (
        "layer", "from", "from_title", "to", "to_title", "value",
        "pair", "pair_expected", "z", "p", "q",
    )  # fmt: skip
    notes = [message("matrix.note")]
    if draws:
        tests = max((len(matrix.tests) for matrix in matrices), default=0)
        notes.append(chance_note(draws, tests))
    return Answer(message("matrix.title"), "\n\n".join(parts), columns, rows, notes)


def together_answer(network: Network, cells: Mapping[tuple[str, str], float], width: int) -> Answer:
    """Return the one matrix of all layers, in percent."""
    fields = list(network.fields.values())
    texts = {pair: number(value, 1) for pair, value in cells.items()}
    names = zip(short_numbers(fields), fields, strict=True)
    legend = wrap("; ".join(f"{head} {field.title}" for head, field in names) + ".", width)
    body = _lines(fields, lambda a, b: texts.get((a, b), "·"), width)
    if width < _WIDE:
        body += "\n\n" + legend
    rows: list[tuple[Value, ...]] = [
        (a.notation, a.title, b.notation, b.title, round(cells.get((a.iri, b.iri), 0.0), 6))
        for x, a in enumerate(fields)
        for b in fields[x:]
    ]
    columns = ("field", "title", "other_field", "other_title", "percent")
    return Answer(message("matrix.together"), body, columns, rows, [message("matrix.weighting")])


def _grid(fields: Sequence[Field], group: Sequence[LayerMatrix], width: int) -> str:
    return _lines(fields, lambda a, b: _cell(group, a, b), width)


def _lines(fields: Sequence[Field], cell: Callable[[str, str], str], width: int) -> str:
    """Return a table of fields by fields."""
    heads = short_numbers(fields)
    wide = width >= _WIDE
    rows = []
    for head, field in zip(heads, fields, strict=True):
        cells = [cell(field.iri, other.iri) for other in fields]
        rows.append([f"{head} {field.title}" if wide else head, *cells])
    each = max([4, *map(len, heads), *(len(text) for row in rows for text in row[1:])])
    room = max(width - (each + 1) * len(fields), max(map(len, heads), default=4) + 1)
    left = min(room, max((len(row[0]) for row in rows), default=0) + 1)
    lines = [" " * left + "".join(head.rjust(each + 1) for head in heads)]
    for name, *texts in rows:
        cut = name if len(name) < left else name[: left - 2] + "… "
        lines.append(cut.ljust(left) + "".join(text.rjust(each + 1) for text in texts))
    return "\n".join(line.rstrip() for line in lines)


def _cell(group: Sequence[LayerMatrix], start: str, end: str) -> str:
    values = [matrix.cells.get((start, end), 0.0) for matrix in group]
    if not any(values):
        return "·"
    return "/".join(number(v, 0 if m.counts else 1) for m, v in zip(group, values, strict=True))


def _remarkable(network: Network, matrix: LayerMatrix, width: int) -> str:
    """Return the pairs of fields that are tied most beyond expectation."""
    ordered = sorted(matrix.tests.items(), key=lambda item: (item[1].p, -item[1].z))
    kept = [item for item in ordered if item[1].more_than_chance]
    kept = ordered[: max(_PAIRS, len(kept))]
    digits = 0 if matrix.counts else 1
    names = dict(zip(network.fields, short_numbers(list(network.fields.values())), strict=True))
    lines = [
        [
            f"{names[a]} – {names[b]}",
            *verdict_cells(test, digits),
            f"{network.fields[a].title} – {network.fields[b].title}",
        ]
        for (a, b), test in kept
    ]
    heads = [
        message("matrix.pair"),
        *(message(f"chance.{key}") for key in ("observed", "expected", "z", "q", "verdict")),
        message("matrix.names"),
    ]
    title = message("matrix.remarkable", layer=message(f"layers.{matrix.layer}"))
    return wrap(title, width) + "\n" + aligned(heads, lines, width).rstrip()


def verdict_cells(test: Verdict, digits: int = 0) -> list[str]:
    """Return figure, expectation, z, q and what it means."""
    judged = message("chance.more" if test.more_than_chance else "chance.may_be")
    return [
        number(test.observed, digits),
        number(test.expected, 1),
        number(test.z, 1),
        number(test.q, 3),
        judged,
    ]


def chance_note(draws: int, tests: int) -> str:
    """Say what was compared with chance, how often, and how many tests were made."""
    percent = round(100 * SIGNIFICANT)
    said = message("chance.note", draws=draws, seed=SEED, tests=tests, percent=percent)
    if tests / (1 + draws) > SIGNIFICANT:
        said += " " + message("chance.few", least=int(tests / SIGNIFICANT))
    return said


def _figures(test: Verdict | None) -> tuple[Value, ...]:
    if test is None:
        return (None,) * 5
    return (
        round(test.observed, 6), round(test.expected, 4), round(test.z, 3),
        round(test.p, 6), round(test.q, 6),
    )  # fmt: skip


def layers_note(layers: Sequence[str]) -> str:
    """Name the layers, and say how several are taken together."""
    names = listed([message(f"layers.{layer}") for layer in layers])
    several = len(layers) > 1 or "computed" in layers
    text = message("dependencies.layers", layers=names)
    return f"{text} {message('dependencies.scaled')}" if several else text


def bridges_answer(
    network: Network,
    found: Sequence[Bridge],
    layers: Sequence[str],
    draws: int,
    limit: int,
    width: int,
) -> Answer:
    """Return bridges and central goals with the spread of their ranks."""
    keys = ("rank", "ranks", "betweenness", "participation", "fields", "reach", "cut")
    heads = [*(message(f"bridges.{key}") for key in keys), message("bridges.title_of")]
    lines = []
    rows: list[tuple[Value, ...]] = []
    for bridge in found:
        statement = network.statements[bridge.statement]
        spread = "–" if bridge.ranks is None else f"{bridge.ranks[0]}–{bridge.ranks[1]}"
        lines.append(
            [
                str(bridge.rank), spread,
                number(100 * bridge.betweenness, 1), number(bridge.participation),
                str(bridge.fields), str(bridge.reach),
                message("bridges.yes") if bridge.cut else "–",
                f"{statement.notation} {statement.title}".strip(),
            ]
        )  # fmt: skip
        low, high = bridge.ranks or (None, None)
        rows.append(
            (
                bridge.rank, low, high, statement.notation, statement.title,
                field_name(network, statement), bridge.betweenness, bridge.participation,
                bridge.ties, bridge.fields, bridge.reach, int(bridge.cut), bridge.statement,
            )
        )  # fmt: skip
    columns = (
        "rank", "rank_low", "rank_high", "notation", "title", "field", "betweenness",
        "participation", "neighbours", "other_fields", "reach", "cut", "statement",
    )  # fmt: skip
    body = aligned(heads, lines[: limit or None], width)
    body += "".join(f"{text}\n" for text in more(len(lines), limit))
    ranked = "bridges.drawn" if draws else "bridges.not_drawn"
    notes = [
        message("bridges.note"),
        message(ranked, draws=draws, seed=SEED),
        layers_note(layers),
    ]
    return Answer(message("bridges.title"), body, columns, rows, notes)


def communities_answer(
    network: Network,
    found: Communities,
    layers: Sequence[str],
    draws: int,
    limit: int,
    width: int,
) -> Answer:
    """Return the groups against the fields."""
    fields = list(network.fields.values())
    heads = short_numbers(fields)
    grid = []
    members = []
    rows: list[tuple[Value, ...]] = []
    for place, group in enumerate(found.groups, start=1):
        counts = Counter(field for iri in group for field in network.statements[iri].fields)
        cells = [str(counts[field.iri] or "·") for field in fields]
        grid.append([str(place), str(len(group)), *cells])
        main = [f"{network.fields[iri].title} ({n})" for iri, n in counts.most_common(3)]
        head = message("communities.group", number=place, count=len(group), fields=listed(main))
        lines = [wrap(head, width)]
        for iri in group[: limit or None]:
            statement = network.statements[iri]
            text = f"{statement.notation} {statement.title}".strip()
            lines.append(wrap(text, width, "    ", "  • "))
        members.append("\n".join([*lines, *("  " + text for text in more(len(group), limit))]))
        for iri in group:
            statement = network.statements[iri]
            rows.append(
                (
                    place, len(group), statement.notation, statement.title,
                    field_name(network, statement), iri,
                )
            )  # fmt: skip
    names = [message("communities.number"), message("communities.size")]
    table = _table([*names, *heads], grid)
    legend = [f"{head} {field.title}" for head, field in zip(heads, fields, strict=True)]
    body = "\n\n".join([table, wrap("; ".join(legend) + ".", width), *members])
    columns = ("group", "size", "notation", "title", "field", "statement")
    notes = [_agreement(found, fields), _modularity(found, draws), layers_note(layers)]
    return Answer(message("communities.title", count=len(found.groups)), body, columns, rows, notes)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    sizes = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    return "\n".join(
        " ".join(cell.rjust(size) for cell, size in zip(row, sizes, strict=True))
        for row in (heads, *rows)
    )


def _agreement(found: Communities, fields: Sequence[Field]) -> str:
    return message(
        "communities.agreement",
        fields=len(fields),
        compared=found.compared,
        rand=number(found.rand.observed),
        information=number(found.information),
        z=number(found.rand.z, 1),
        p=number(found.rand.p, 3),
        draws=LABEL_DRAWS,
        seed=SEED,
    )


def _modularity(found: Communities, draws: int) -> str:
    test = found.modularity
    if not draws:
        return message("communities.modularity_alone", value=number(test.observed))
    return message(
        "communities.modularity",
        value=number(test.observed),
        expected=number(test.expected),
        z=number(test.z, 1),
        p=number(test.p, 3),
        draws=draws,
        seed=SEED,
    )


def sdgs_answer(
    found: Sequence[Interlinkage], names: Mapping[int, str], draws: int, limit: int, width: int
) -> Answer:
    """Return the pairs of SDGs by how often they are served together, and by what ties them."""
    parts = []
    sides: list[tuple[str, Callable[[Interlinkage], Verdict]]] = [
        ("together", lambda x: x.together),
        ("tied", lambda x: x.tied),
    ]
    for key, side in sides:
        ordered = sorted(found, key=lambda x: (-side(x).observed, x.pair))
        heads = [
            message("sdgs.pair"),
            *(message(f"chance.{name}") for name in ("observed", "expected", "z", "q", "verdict")),
            message("sdgs.names"),
        ]
        lines = [
            [
                f"{x.pair[0]} – {x.pair[1]}",
                *verdict_cells(side(x)),
                f"{names.get(x.pair[0], '')} – {names.get(x.pair[1], '')}",
            ]
            for x in ordered
            if side(x).observed
        ]
        table = aligned(heads, lines[: limit or None], width).rstrip()
        rest = more(len(lines), limit)
        parts.append("\n".join([wrap(message(f"sdgs.{key}"), width), table, *rest]))
    rows = [
        (*x.pair, *_figures(x.together), *_figures(x.tied))
        for x in sorted(found, key=lambda x: x.pair)
    ]
    figures = ("", "_expected", "_z", "_p", "_q")
    columns = (
        "sdg", "other_sdg", *(f"together{f}" for f in figures), *(f"tied{f}" for f in figures)
    )  # fmt: skip
    notes = [message("sdgs.note")]
    if draws:
        notes.append(chance_note(draws, len(found)))
    return Answer(message("sdgs.title"), "\n\n".join(parts), columns, rows, notes)
