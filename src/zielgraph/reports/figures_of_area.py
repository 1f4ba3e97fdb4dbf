# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What a report says of the indicators of the area that the strategies belong to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zielgraph.coverage.indicators import Figure, find_area, home_area, trend
from zielgraph.coverage.quality import goal_quality
from zielgraph.coverage.views import text, whole
from zielgraph.model.errors import IndicatorError
from zielgraph.model.messages import message
from zielgraph.queries.library import load_query, run_select
from zielgraph.reports.document import Block, Column, Section, Table, Text
from zielgraph.reports.indicators import decimal_text

if TYPE_CHECKING:
    from zielgraph.coverage.views import Coverage
    from zielgraph.model.terms import Term
    from zielgraph.store.base import Row


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """One indicator with the latest value of the area.

    :param national: value of the whole country in the same year, none if unknown.
    :param since: first year of the series, 0 if there is one year only.
    :param verdict: how the series develops (see :class:`~zielgraph.coverage.indicators.Trend`),
        empty if there is one year only.
    :param rank: place among ``compared`` areas with a value, 0 if there is no other.
    :param targets: numbers of the SDGs and targets whose state it shows.
    :param goals: numbers of the goals and guiding aims whose state it shows.
    """

    title: str
    unit: str
    year: int
    value: Decimal
    national: Decimal | None
    since: int = 0
    verdict: str = ""
    rank: int = 0
    compared: int = 0
    targets: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """Return how many decimals both values are written with."""
        known = [value for value in (self.value, self.national) if value is not None]
        return max(0, *(-int(value.as_tuple().exponent) for value in known))


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """The indicators of one area.

    :param area: name of the area.
    :param goals: how many goals the papers have.
    :param unmeasured: how many of them no indicator shows.
    """

    area: str
    indicators: tuple[IndicatorFact, ...]
    goals: int
    unmeasured: int


def area_facts(views: Coverage) -> AreaFacts | None:
    """Return what is known of the area that the manifests name, or nothing."""
    try:
        area = find_area(views.project, views.store, home_area(views.project))
    except IndicatorError:
        return None

    def ask(name: str, **values: Term) -> list[Row]:
        return run_select(views.store, load_query(views.project.queries, name), values)

    latest = ask("latest-figures", area=area.iri)
    if not latest:
        return None
    meant = {text(row, "statement") for row in views.ask("statements")}
    # Numbers may be Roman or letters: the paper knows their order.
    order: dict[str, int] = {}
    for position, row in enumerate(views.ask("passages")):
        order.setdefault(text(row, "subject"), position)
    shown: dict[str, tuple[list[str], list[str]]] = {}
    links = ask("indicator-links")
    for row in sorted(links, key=lambda link: order.get(text(link, "item"), -1)):
        targets, goals = shown.setdefault(text(row, "code"), ([], []))
        if text(row, "kind") in {"sdg", "target"}:
            targets.append(text(row, "notation"))
        elif text(row, "item") in meant and row["notation"] is not None:
            goals.append(text(row, "notation"))
    series: dict[str, list[Figure]] = {}
    for row in ask("indicator-series", area=area.iri):
        if text(row, "area_key") == area.key:
            figure = Figure(whole(row, "year"), Decimal(text(row, "value")))
            series.setdefault(text(row, "code"), []).append(figure)
    ranks = {text(row, "code"): row for row in ask("indicator-rank", area=area.iri)}
    quality = goal_quality(views)
    return AreaFacts(
        area.label,
        tuple(
            _fact(
                row,
                series.get(text(row, "code"), []),
                ranks.get(text(row, "code")),
                shown.get(text(row, "code"), ([], [])),
            )
            for row in latest
        ),
        len(quality),
        sum(not goal.has("indicator") for goal in quality),
    )


def _fact(
    row: Row, figures: list[Figure], rank: Row | None, shown: tuple[list[str], list[str]]
) -> IndicatorFact:
    found = trend(figures, text(row, "direction"))
    compared = 0 if rank is None else whole(rank, "compared")
    national = text(row, "national")
    return IndicatorFact(
        title=text(row, "title"),
        unit=text(row, "unit"),
        year=whole(row, "year"),
        value=Decimal(text(row, "value")),
        national=Decimal(national) if national else None,
        since=found.first.year if found else 0,
        verdict=found.verdict if found else "",
        rank=whole(rank, "rank") if rank is not None and compared > 1 else 0,
        compared=compared,
        targets=tuple(dict.fromkeys(shown[0])),
        goals=tuple(dict.fromkeys(shown[1])),
    )


def area_section(facts: AreaFacts | None) -> Section | None:
    """Return the section on the indicators; none where the graph has no value of the area."""
    if facts is None or not facts.indicators:
        return None
    shown = facts.indicators
    goals = any(fact.goals for fact in shown)
    series = any(fact.verdict or fact.rank for fact in shown)
    words = [
        message("report.area_text", n=len(shown), area=facts.area),
        message("report.area_numbers"),
    ]
    blocks: list[Block] = [Text(" ".join(words))]
    if facts.goals:
        blocks.append(Text(_measured(facts)))
    columns = [
        Column(message("report.column_indicator"), 4.2),
        Column(message("report.column_year"), 0.9, right=True),
        Column(message("report.column_value"), 1.2, right=True),
        Column(message("report.column_national"), 1.2, right=True),
        *([Column(message("report.column_development"), 2.6)] if series else []),
        Column(message("report.column_shown_targets"), 1.5),
        *([Column(message("report.column_shown_goals"), 2.2)] if goals else []),
    ]
    rows = tuple(
        (
            f"{fact.title} ({fact.unit})",
            str(fact.year),
            decimal_text(fact.value, fact.places),
            "–" if fact.national is None else decimal_text(fact.national, fact.places),
            *([_development(fact)] if series else []),
            ", ".join(fact.targets) or "–",
            *([", ".join(fact.goals) or "–"] if goals else []),
        )
        for fact in shown
    )
    blocks.append(Table(message("report.area_table", area=facts.area), tuple(columns), rows))
    caution = [message("report.area_caution"), message("report.area_source")]
    blocks.append(Text(" ".join(caution)))
    return Section("indicators", message("report.area"), tuple(blocks))


def _measured(facts: AreaFacts) -> str:
    """Say how many goals no indicator shows."""
    if facts.unmeasured == facts.goals:
        return message("report.area_none", total=facts.goals)
    if not facts.unmeasured:
        return message("report.area_measured", total=facts.goals)
    return message("report.area_unmeasured", n=facts.unmeasured, total=facts.goals)


def _development(fact: IndicatorFact) -> str:
    words = []
    if fact.verdict:
        verdict = message(f"indicators.{fact.verdict}")
        words.append(message("report.area_trend", verdict=verdict, since=fact.since))
    if fact.rank:
        words.append(message("report.area_rank", rank=fact.rank, compared=fact.compared))
    return "; ".join(words) or "–"
