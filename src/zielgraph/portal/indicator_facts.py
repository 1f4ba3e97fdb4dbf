# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The indicators that show an SDG or target, with the county's figures as small charts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zielgraph.coverage.indicators import Figure, catalogue, find_area, home_area, trend
from zielgraph.coverage.views import text, whole
from zielgraph.model.errors import IndicatorError
from zielgraph.model.messages import LANGUAGES, language, message, speaking
from zielgraph.reports.indicators import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zielgraph.coverage.indicators import Area, Indicator, Trend
    from zielgraph.portal.portal import Portal

_WIDTH, _HEIGHT = 120.0, 32.0
_TWO = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator with what it shows and the area's figures.

    :param targets: numbers of the targets and SDGs that it shows, with ``direct`` or ``indirect``.
    :param figures: the area's values by year, empty if none were imported.
    """

    indicator: Indicator
    targets: Mapping[str, str]
    reasons: Mapping[str, str]
    figures: tuple[Figure, ...]
    nation: Mapping[int, Decimal]
    trend: Trend | None

    @property
    def latest(self) -> Figure | None:
        """Return the last figure."""
        return self.figures[-1] if self.figures else None

    @property
    def places(self) -> int:
        """Return with how many decimals the figures are written."""
        values = [*(figure.value for figure in self.figures), *self.nation.values()]
        return max([0, *(-int(value.as_tuple().exponent) for value in values)])

    def written(self, value: Decimal) -> str:
        """Return a value in words, with as many decimals as the others."""
        return decimal_text(value, self.places)

    @property
    def value(self) -> str:
        """Return the latest value in words, empty if there is none."""
        return self.written(self.latest.value) if self.latest else ""

    @property
    def national(self) -> str:
        """Return the country's value of the same year, empty if there is none."""
        found = self.nation.get(self.latest.year) if self.latest else None
        return "" if found is None else self.written(found)

    @property
    def verdict(self) -> str:
        """Return how the series develops, in words; empty if that cannot be said."""
        return message(f"indicators.{self.trend.verdict}") if self.trend else ""

    @property
    def points(self) -> str:
        """Return the line of the small chart (120 × 32 units), empty below two figures."""
        if len(self.figures) < _TWO:
            return ""
        years = [figure.year for figure in self.figures]
        values = [float(figure.value) for figure in self.figures]
        low, span = min(values), (max(values) - min(values)) or 1.0
        return " ".join(
            f"{3 + (_WIDTH - 6) * (year - years[0]) / (years[-1] - years[0]):.1f},"
            f"{_HEIGHT - 4 - (_HEIGHT - 8) * (value - low) / span:.1f}"
            for year, value in zip(years, values, strict=True)
        )


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """All indicators of the catalogue.

    :param area: name of the area whose figures are shown, empty if no figures were imported.
    """

    area: str
    shown: Sequence[Shown]

    def of(self, *numbers: str) -> list[Shown]:
        """Return the indicators that show one of the SDGs or targets."""
        return [entry for entry in self.shown if any(n in entry.targets for n in numbers)]

    def about(self, iri: str) -> Shown | None:
        """Return an indicator, or ``None`` if the catalogue does not have it."""
        return next((entry for entry in self.shown if str(entry.indicator.iri) == iri), None)


def indicator_facts(portal: Portal) -> IndicatorFacts:
    """Return the facts in the language of the moment."""
    return portal.once(_READERS[language()])


def _home(portal: Portal) -> Area | None:
    try:
        return find_area(portal.graph.project, portal.graph.store, home_area(portal.graph.project))
    except IndicatorError:
        return None


def _read(portal: Portal, lang: str) -> IndicatorFacts:
    targets: dict[str, dict[str, str]] = defaultdict(dict)
    reasons: dict[str, dict[str, str]] = defaultdict(dict)
    for row in portal.graph.query("indicator-links", lang=lang):
        if text(row, "kind") in {"sdg", "target"}:
            code, notation = text(row, "code"), text(row, "notation")
            targets[code][notation] = text(row, "directness")
            reasons[code][notation] = text(row, "justification")
    figures: dict[str, list[Figure]] = defaultdict(list)
    nation: dict[str, dict[int, Decimal]] = defaultdict(dict)
    area = _home(portal)
    series = portal.graph.query("indicator-series", lang=lang, area=area.iri) if area else []
    for row in series:
        year, value = whole(row, "year"), Decimal(text(row, "value"))
        if area is not None and text(row, "area_key") == area.key:
            figures[text(row, "code")].append(Figure(year, value))
        else:
            nation[text(row, "code")][year] = value
    with speaking(lang):
        known = catalogue(portal.graph.project, portal.graph.store)
    return IndicatorFacts(
        area.label if area is not None and figures else "",
        [
            Shown(
                entry,
                targets[entry.code],
                reasons[entry.code],
                tuple(figures[entry.code]),
                nation[entry.code],
                trend(figures[entry.code], "noDirection" if entry.nominal else entry.direction),
            )
            for entry in known
        ],
    )


def _reader(lang: str) -> Callable[[Portal], IndicatorFacts]:
    def read(portal: Portal) -> IndicatorFacts:
        return _read(portal, lang)

    return read


_READERS = {lang: _reader(lang) for lang in LANGUAGES}
