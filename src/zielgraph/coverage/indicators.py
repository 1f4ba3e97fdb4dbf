# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What indicators say about a county: its latest value, how it develops, where it stands.

Trends are read with the Theil-Sen estimator: the median of the slopes between all pairs of
years (Sen 1968, doi:10.1080/01621459.1968.10480934). One odd year or a gap hardly moves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from zielgraph.model.errors import IndicatorError
from zielgraph.model.strategy import read_manifests
from zielgraph.model.terms import Iri, Literal
from zielgraph.queries.library import load_query, run_select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.model.project import Project
    from zielgraph.model.terms import Term
    from zielgraph.store.base import GraphStore, Row

STEADY = 0.005
"""A yearly change below this share (0.5 %) of the median value counts as none."""

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in the unit of its indicator, and its year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Trend:
    """How a series develops from its first to its last year.

    :param first: first figure.
    :param last: last figure.
    :param slope: change per year by Theil-Sen, in the unit of the indicator.
    :param verdict: ``improving``, ``worsening`` or ``steady``; where neither more nor less is
        wanted, or inflation is in the figure, ``rising``, ``falling`` or ``steady``.
    """

    first: Figure
    last: Figure
    slope: float
    verdict: str

    @property
    def change(self) -> Decimal:
        """Difference of the last and the first value."""
        return self.last.value - self.first.value

    @property
    def share(self) -> float | None:
        """The change as a share of the first value, 0.1 for a tenth; none if that is 0 or less."""
        return float(self.change / self.first.value) if self.first.value > 0 else None


@dataclass(frozen=True, slots=True)
class Rank:
    """Where an area stands among all counties and independent cities in a year.

    :param rank: 1 for the value that is wanted most, or the largest if none is wanted.
    :param compared: areas with a value in that year, this one included.
    :param tied: others with the same value, who share the rank.
    :param worse: areas behind.
    """

    year: int
    rank: int
    compared: int
    tied: int
    worse: int

    @property
    def better_than(self) -> float | None:
        """Share of the other areas that are behind, 0 to 1; none if there are no others.

        >>> Rank(2022, rank=3, compared=5, tied=0, worse=2).better_than
        0.5
        """
        return self.worse / (self.compared - 1) if self.compared > 1 else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue, with the texts of the language of the moment.

    :param direction: ``higher``, ``lower`` or ``noDirection``.
    :param note: where the source contradicts itself, or nothing.
    :param nominal: whether it counts money at the prices of each year, inflation included.
    :param source: whom to name for the values, or nothing.
    """

    iri: Iri
    code: str
    title: str
    definition: str
    unit: str
    direction: str
    reason: str
    basis: str
    note: str = ""
    nominal: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A county or independent city (five digits), or the whole country (``DE``)."""

    iri: Iri
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the graph knows of one indicator in one area.

    :param figures: values of the area by year.
    :param nation: values of the whole country by year.
    :param trend: none if there are fewer than two years.
    :param rank: none if the area has no value.
    :param links: what the indicator shows (rows of the query ``indicator-links``).
    """

    indicator: Indicator
    area: Area
    figures: tuple[Figure, ...]
    nation: tuple[Figure, ...]
    trend: Trend | None
    rank: Rank | None
    links: tuple[Row, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Years between the first and the last without a value."""
        known = {figure.year for figure in self.figures}
        return tuple(y for y in range(min(known), max(known)) if y not in known) if known else ()


def home_area(project: Project) -> str:
    """Return the key of the area that the project's strategies belong to.

    :raises IndicatorError: if the manifests name none, or several.
    """
    keys = sorted({manifest.area for manifest in read_manifests(project) if manifest.area})
    if len(keys) != 1:
        key = "indicators.many_areas" if keys else "indicators.no_area"
        raise IndicatorError(key, known=", ".join(keys))
    return keys[0]


def find_area(project: Project, store: GraphStore, key: str) -> Area:
    """Return the area with an official key; the eight digits of a county will do too.

    :raises IndicatorError: if there is none.
    """
    short = key[:5] if len(key) == 8 and key.endswith("000") else key  # noqa: PLR2004 - digits
    for row in _rows(project, store, "areas", key=Literal(short)):
        if isinstance(row["area"], Iri) and row["kind"] == Literal("districtArea"):
            return Area(row["area"], str(row["key"]), str(row["label"]))
    raise IndicatorError("indicators.area", key=key)


def catalogue(project: Project, store: GraphStore) -> list[Indicator]:
    """Return all indicators in the order of the source's catalogue."""
    return [
        Indicator(
            row["indicator"],
            code=str(row["code"]),
            title=str(row["title"]),
            definition=str(row["definition"]),
            unit=str(row["unit"]),
            direction=str(row["direction"]),
            reason=str(row["reason"]),
            basis=str(row["basis"]),
            note=str(row["note"] or ""),
            nominal=str(row["current_prices"]) == "true",
            source=str(row["source"] or ""),
        )
        for row in _rows(project, store, "indicators")
        if isinstance(row["indicator"], Iri)
    ]


def profile(
    project: Project, store: GraphStore, code: str, area: Area, since: int | None = None
) -> Profile:
    """Return what the graph knows of the indicator ``code`` in ``area``.

    :param since: the year with which figures and trend begin; all years if not given.
    :raises IndicatorError: if the catalogue has no such indicator.
    """
    known = {indicator.code: indicator for indicator in catalogue(project, store)}
    if code not in known:
        from difflib import get_close_matches  # noqa: PLC0415 - for those who mistype only

        near = ", ".join(get_close_matches(code, sorted(known), n=3, cutoff=0.4)) or "–"
        raise IndicatorError("indicators.unknown_code", code=code, near=near)
    indicator = known[code]
    about = {"indicator": indicator.iri, "area": area.iri}
    series: dict[bool, list[Figure]] = {True: [], False: []}
    for row in _rows(project, store, "indicator-series", **about):
        figure = Figure(int(str(row["year"])), Decimal(str(row["value"])))
        if since is not None and figure.year < since:
            continue
        series[str(row["area_key"]) == area.key].append(figure)
    ranks = [
        Rank(*(int(str(row[n])) for n in ("year", "rank", "compared", "tied", "worse")))
        for row in _rows(project, store, "indicator-rank", **about)
    ]
    own = tuple(series[True])
    return Profile(
        indicator,
        area,
        own,
        tuple(series[False]),
        # Inflation alone lets such a figure rise: that is no improvement.
        trend(own, "noDirection" if indicator.nominal else indicator.direction),
        ranks[0] if ranks else None,
        tuple(_rows(project, store, "indicator-links", indicator=indicator.iri)),
    )


def trend(figures: Sequence[Figure], direction: str) -> Trend | None:
    """Return how a series develops, or ``None`` for fewer than two years.

    :param figures: in the order of years, no year twice.
    :param direction: the desired one: ``higher``, ``lower`` or ``noDirection``.

    >>> series = [Figure(2020, Decimal("4")), Figure(2021, Decimal("3.5"))]
    >>> trend(series, "lower").verdict
    'improving'
    """
    if len(figures) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    slope = median(
        float(b.value - a.value) / (b.year - a.year) for a, b in combinations(figures, 2)
    )
    level = abs(median(float(figure.value) for figure in figures))
    if slope == 0 or abs(slope) < STEADY * level:
        verdict = "steady"
    elif direction == "noDirection":
        verdict = "rising" if slope > 0 else "falling"
    else:
        verdict = "improving" if (slope > 0) == (direction == "higher") else "worsening"
    return Trend(figures[0], figures[-1], slope, verdict)


def sparkline(figures: Sequence[Figure]) -> str:
    """Return one bar for each year from the first to the last, a space where there is no value.

    >>> sparkline([Figure(2019, Decimal(1)), Figure(2020, Decimal(3)), Figure(2022, Decimal(2))])
    '▁█ ▄'
    """
    if not figures:
        return ""
    values = {figure.year: float(figure.value) for figure in figures}
    low, span = min(values.values()), max(values.values()) - min(values.values())
    return "".join(
        " " if year not in values else _BARS[int((values[year] - low) / span * 7) if span else 3]
        for year in range(min(values), max(values) + 1)
    )


def _rows(project: Project, store: GraphStore, name: str, **values: Term) -> list[Row]:
    return run_select(store, load_query(project.queries, name), values)
