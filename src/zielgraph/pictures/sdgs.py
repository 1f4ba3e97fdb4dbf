# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The pictures of what serves the SDGs: fields and SDGs, or one SDG with its goals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zielgraph.model.messages import LANGUAGES, speaking
from zielgraph.pictures.facts import LOOSE, text
from zielgraph.pictures.fields import field_services, field_title
from zielgraph.pictures.model import Dot, Group, Kind, Line, Picture, Service, same, words
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.pictures.facts import Facts
    from zielgraph.store.base import GraphStore, Row

_HOW = ("direct", "indirect", "conflicts")


def _kinds() -> dict[str, Kind]:
    tones = {"direct": (1, "arrow"), "indirect": (5, ""), "conflicts": (3, "bar")}
    return {
        how: Kind(
            words(f"pictures.{how}_link"),
            words(f"pictures.{how}_forward"),
            words(f"pictures.{how}_backward"),
            *tones[how],
        )
        for how in _HOW
    }


def sdg_picture(facts: Facts) -> Picture:
    """Return the fields on the one side, the SDGs on the other."""
    serving: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for statement in facts.network.statements.values():
        if not statement.is_goal:
            continue
        for service in facts.services.get(statement.iri, ()):
            for field in statement.fields:
                serving[field, service.number, service.how].append(statement.iri)
    rank = {iri: place for place, iri in enumerate(facts.network.fields)}
    lines = [
        Line(
            field,
            f"sdg/{number}",
            "judged",
            how,
            directed=how != "conflicts",
            width=min(0.8 + 0.55 * len(goals), 9.0),
            figure=words("pictures.goals_count", n=len(goals)),
            why={code: _titles(facts, goals, code) for code in LANGUAGES},
            evidence=tuple(dict.fromkeys(p for iri in goals for p in facts.passages.get(iri, ()))),
        )
        for (field, number, how), goals in sorted(
            serving.items(), key=lambda x: (rank[x[0][0]], x[0][1], _HOW.index(x[0][2]))
        )
    ]
    fields = [
        Dot(
            key=iri,
            kind="field",
            title=field_title(facts, iri),
            number=found.notation,
            groups=("fields",),
            services=field_services(facts, iri),
            inside=found.notation.rpartition(".")[2] or found.notation,
            size=16.0,
        )
        for iri, found in facts.network.fields.items()
    ]
    sdgs = [
        Dot(
            key=f"sdg/{number}",
            kind="sdg",
            title=facts.sdgs[number],
            number=str(number),
            groups=("sdgs",),
            services=(Service(number, "direct"),),
            inside=str(number),
            size=16.0,
        )
        for number in sorted(facts.sdgs)
    ]
    return Picture(
        subject="sdg",
        title=words("pictures.sdg_title"),
        about=words(
            "pictures.sdg_about",
            goals=len({iri for goals in serving.values() for iri in goals}),
            fields=len(fields),
        ),
        notes=(words("pictures.sdg_note"),),
        dots=(*fields, *sdgs),
        lines=tuple(lines),
        groups=(
            Group("fields", words("pictures.fields")),
            Group("sdgs", words("pictures.sdgs")),
        ),
        kinds={k: v for k, v in _kinds().items() if any(line.kind == k for line in lines)},
        colours=facts.colours,
        sdgs=facts.sdgs,
        layout="sides",
        hidden=("indirect",),
    )


def _titles(facts: Facts, goals: list[str], code: str) -> str:
    named = facts.networks[code].statements
    return "; ".join(
        f"{s.notation} {s.title}"
        for s in (named.get(iri, facts.network.statements[iri]) for iri in goals)
    )


def one_sdg_picture(facts: Facts, queries: Path, store: GraphStore, number: int) -> Picture:
    """Return one SDG with its targets in the middle and the goals that serve them around.

    :param number: 1 to 17.
    """
    rows: dict[str, dict[str, Row]] = {}
    for code in LANGUAGES:
        with speaking(code):
            rows[code] = {
                text(row, "link"): row
                for polarity in ("supports", "conflicts")
                for row in run_select(
                    store,
                    load_query(queries, "coverage-links"),
                    {"sdg": str(number), "polarity": f"zg:{polarity}"},
                )
            }
    first = rows[LANGUAGES[0]]
    statements = facts.network.statements
    shown = {link: row for link, row in first.items() if statements[text(row, "statement")].is_goal}
    titles = {
        text(row, "target_notation") or str(number): {
            code: text(rows[code].get(link, row), "item_title") for code in LANGUAGES
        }
        for link, row in shown.items()
    }
    order = sorted(titles, key=lambda name: (len(name), name))
    targets = [
        Dot(
            key=f"sdg/{name}",
            kind="sdg" if name == str(number) else "target",
            title=titles[name],
            number=name,
            groups=("",),
            services=(Service(number, "direct"),),
            inside=name,
            size=20.0,
        )
        for name in order
    ]
    lines = []
    for link, row in shown.items():
        against = text(row, "polarity_name") == "conflicts"
        basis = text(row, "basis")
        lines.append(
            Line(
                text(row, "statement"),
                f"sdg/{text(row, 'target_notation') or number}",
                basis if basis in {"stated", "computed"} else "judged",
                "conflicts" if against else text(row, "directness"),
                directed=not against,
                width=0.8 + 2 * float(text(row, "confidence") or 0.5),
                figure=words(
                    "pictures.confidence", percent=round(100 * float(text(row, "confidence")))
                ),
                why={code: text(rows[code].get(link, row), "justification") for code in LANGUAGES},
                evidence=tuple(part.strip() for part in text(row, "passages").split(",") if part),
            )
        )
    goals = [s for s in statements.values() if s.iri in {line.source for line in lines}]
    return Picture(
        subject="sdg",
        title={
            code: words("pictures.one_sdg_title", number=number, name=facts.sdgs[number][code])[
                code
            ]
            for code in LANGUAGES
        },
        about=words("pictures.one_sdg_about", goals=len(goals), targets=len(targets)),
        notes=(words("pictures.one_sdg_note"),),
        dots=(*(facts.dot(statement, LOOSE) for statement in goals), *targets),
        lines=tuple(lines),
        groups=(
            *facts.groups(),
            Group(LOOSE, words("pictures.loose")),
            Group("", same(f"SDG {number}")),
        ),
        kinds={k: v for k, v in _kinds().items() if any(line.kind == k for line in lines)},
        colours=facts.colours,
        sdgs=facts.sdgs,
    )
