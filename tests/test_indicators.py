# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Indicators: trend, rank and words, the catalogue, and the commands that show them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Program
from zielgraph import open_graph
from zielgraph.coverage.agreement import INDICATOR_COLUMNS, agreement, read_pass
from zielgraph.coverage.indicators import (
    Figure,
    Rank,
    catalogue,
    find_area,
    home_area,
    profile,
    sparkline,
    trend,
)
from zielgraph.model.errors import IndicatorError, ProjectError
from zielgraph.model.messages import speaking
from zielgraph.model.project import Project
from zielgraph.model.strategy import read_manifests
from zielgraph.reports.indicators import (
    catalogue_text,
    decimal_text,
    profile_json,
    profile_text,
)

if TYPE_CHECKING:
    from pathlib import Path

    from zielgraph.graph import StrategyGraph


def series(*values: float | None, start: int = 2000) -> list[Figure]:
    """Return figures for consecutive years; ``None`` leaves a year out."""
    return [Figure(start + n, Decimal(str(v))) for n, v in enumerate(values) if v is not None]


@pytest.fixture(scope="module")
def graph(real_project: Path) -> StrategyGraph:
    return open_graph(real_project)


# ---- Trend, rank, pictures ----


@pytest.mark.parametrize(
    ("values", "direction", "verdict"),
    [
        ((1, 2, 3), "higher", "improving"),
        ((1, 2, 3), "lower", "worsening"),
        ((3, 2, 1), "lower", "improving"),
        ((3, 2, 1), "noDirection", "falling"),
        ((1, None, 3), "noDirection", "rising"),
        ((100, 100.3, 100.6), "higher", "steady"),
        ((100, 100.6, 101.2), "higher", "improving"),
        ((0, 0, 0), "lower", "steady"),
        ((0, 0, 1), "lower", "worsening"),
        ((-2, -1, 0), "higher", "improving"),
        ((1, 2, 3, 40, 5), "higher", "improving"),
        ((5, 4, 90, 2, 1), "higher", "worsening"),
    ],
)
def test_verdict(values: tuple[float, ...], direction: str, verdict: str) -> None:
    """What is wanted decides what a slope means, and one odd year does not turn it."""
    found = trend(series(*values), direction)
    assert found is not None
    assert found.verdict == verdict


def test_slope_is_the_median_of_all_pairs() -> None:
    """By hand: 2000: 1, 2001: 2, 2004: 8; slopes 1, 7/4 and 2."""
    found = trend([*series(1, 2), Figure(2004, Decimal(8))], "higher")
    assert found is not None
    assert found.slope == 7 / 4
    assert (found.change, found.share) == (Decimal(7), 7.0)


def test_too_little_for_a_trend() -> None:
    """One year is no development; a start at nought has no percentage."""
    assert trend([], "higher") is None
    assert trend(series(1), "higher") is None
    found = trend(series(0, 1), "higher")
    assert found is not None
    assert found.share is None
    assert Rank(2022, 1, 1, 0, 0).better_than is None


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=30))
def test_sparkline_shows_every_year(values: list[Decimal]) -> None:
    """One bar a year; the smallest value has the lowest bar, the largest the highest."""
    figures = [Figure(2000 + n, value) for n, value in enumerate(values)]
    bars = sparkline(figures)
    assert len(bars) == len(values)
    if len(set(values)) > 1:
        assert bars[values.index(max(values))] == "█"
        assert bars[values.index(min(values))] == "▁"
    assert sparkline([]) == ""


@pytest.mark.parametrize(
    ("value", "de", "en"),
    [
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
        (Decimal("-0.25"), "−0,25", "−0.25"),
        (Decimal(7), "7", "7"),
    ],
)
def test_numbers_as_people_write_them(value: Decimal, de: str, en: str) -> None:
    for lang, text in (("de", de), ("en", en)):
        with speaking(lang):
            assert decimal_text(value) == text


# ---- Which county ----


def test_county_comes_from_the_manifest(project: Project) -> None:
    """None, one, two: only one can be meant without saying so."""
    with pytest.raises(IndicatorError, match="--area"):
        home_area(project)
    manifest = '[strategy]\nid = "{}"\narea = "{}"\n'
    for name, keys in (("eins", ["01001"]), ("zwei", ["01001", "01002"])):
        folder = project.data / name
        folder.mkdir()
        (folder / "manifest.toml").write_text(manifest.format(name, keys[-1]), "utf-8")
        if len(keys) == 1:
            assert home_area(project) == keys[0]
        else:
            with pytest.raises(IndicatorError, match="01001, 01002"):
                home_area(project)


@pytest.mark.parametrize("area", ['"1001"', '"05558000"', "5558", '"DE"'])
def test_wrong_key_in_a_manifest(project: Project, area: str) -> None:
    """A key with a lost zero or as a number is told with the file."""
    (project.data / "lindental" / "manifest.toml").write_text(
        f'[strategy]\nid = "lindental"\narea = {area}\n', "utf-8"
    )
    with pytest.raises(ProjectError, match=r"manifest\.toml"):
        read_manifests(project)


def test_area_by_its_key(graph: StrategyGraph) -> None:
    """Five digits or the eight of a county; a country is none, and nonsense is told."""
    for key in ("01001", "01001000"):
        assert find_area(graph.project, graph.store, key).key == "01001"
    for key in ("1001", "DE", "99999", "", '"} DROP'):
        with pytest.raises(IndicatorError):
            find_area(graph.project, graph.store, key)


# ---- The catalogue that is shipped ----


def test_catalogue_is_whole(graph: StrategyGraph) -> None:
    """41 indicators, each with a target, most with less or more wanted, none said twice."""
    rows = graph.query("indicators")
    assert len(rows) == 41
    assert Counter(str(row["direction"]) for row in rows) == {
        "lower": 21,
        "higher": 16,
        "noDirection": 4,
    }
    assert len({str(row["title"]) for row in rows}) == 41
    links = graph.query("indicator-links")
    targets = {str(row["code"]) for row in links if str(row["kind"]) in {"target", "sdg"}}
    assert targets == {str(row["code"]) for row in rows}


def test_every_link_says_who_and_why(graph: StrategyGraph) -> None:
    """Judged in two passes and decided; what was refused says why; nothing is confirmed."""
    states = {}
    for status in ("accepted", "rejected", "proposed", "confirmed"):
        iri = f"https://w3id.org/zielgraph/ontology#{status}"
        states[status] = len(graph.query("indicator-links", status=iri))
    assert states == {"accepted": 156, "rejected": 20, "proposed": 0, "confirmed": 0}


def test_agreement_of_the_passes() -> None:
    """The figures in docs/indicators.md can be had again from the passes."""
    passes = [
        read_pass(ROOT / "data" / "inkar" / "review" / f"indicator-pass-{x}.csv", INDICATOR_COLUMNS)
        for x in "ab"
    ]
    rows = agreement(*passes, by="target")
    counts = [sum(getattr(row, name) for row in rows) for name in ("both", "only_a", "only_b")]
    assert counts == [137, 16, 23]
    text = (ROOT / "docs" / "indicators.md").read_text("utf-8")
    both, first, second = counts
    assert f"{both} links stand\nin both passes, {first} in the first only, {second}" in text


def test_goals_without_indicator_and_with_agree(graph: StrategyGraph) -> None:
    """Every goal is in exactly one of the two lists."""
    linked = {str(row["item"]) for row in graph.query("indicator-links")}
    without = {str(row["goal"]) for row in graph.query("goals-without-indicator")}
    goals = {str(row["goal"]) for row in graph.query("goals")}
    assert without == goals - linked
    assert without


# ---- In words ----


def test_profile_in_words(graph: StrategyGraph) -> None:
    """With the shipped figures alone, the value is told and what cannot be told is said."""
    area = find_area(graph.project, graph.store, home_area(graph.project))
    for lang, words in (
        ("de", ("4,38 (Prozent; Bund: 6,85)", "nur ein Jahr", "Unterziel 4.1", "Ein Rang")),
        ("en", ("4.38 (per cent; Germany: 6.85)", "only one year", "Target 4.1", "A rank")),
    ):
        with speaking(lang):
            text = profile_text(profile(graph.project, graph.store, "a_schul_oA", area))
        for word in words:
            assert word in text


def test_county_is_called_as_it_calls_itself(graph: StrategyGraph) -> None:
    """Statistics say "Coesfeld"; where a body of the strategy has the key, its name counts."""
    for lang in ("de", "en"):
        with speaking(lang):
            area = find_area(graph.project, graph.store, "05558")
            assert area.label == "Kreis Coesfeld"
            found = profile(graph.project, graph.store, "q_bip_ew", area)
            assert "Kreis Coesfeld (05558)" in profile_text(found)
    assert find_area(graph.project, graph.store, "05554").label == "Borken"


@pytest.mark.parametrize("room", [80, 120, None])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_catalogue_fits_and_its_numbers_compare(
    graph: StrategyGraph, room: int | None, lang: str
) -> None:
    """No code or title is cut, no line too long, and decimal signs stand below each other."""
    with speaking(lang):
        area = find_area(graph.project, graph.store, "05558")
        text = catalogue_text(graph.project, graph.store, area, "table", room)
        entries = catalogue(graph.project, graph.store)
    lines = text.splitlines()
    assert room is None or max(map(len, lines)) <= room
    joined = " ".join(text.split())
    assert all(entry.code in text and entry.title in joined for entry in entries)
    sign = "," if lang == "de" else "."
    rows = [line for line in lines if " 202" in line and sign in line]
    assert len(rows) == 10
    number = rf" [0-9]+\{sign}[0-9]+  +[0-9]+\{sign}[0-9]+(?= |$)"
    found = [re.search(number, row) for row in rows]
    assert {match.end() for match in found if match} == {found[0].end() if found[0] else -1}
    assert all(match and match[0].split(sign)[1][:2].isdigit() for match in found)
    assert "BBSR" in text


@pytest.mark.parametrize("lang", ["de", "en"])
def test_profile_fits_a_terminal(graph: StrategyGraph, lang: str) -> None:
    with speaking(lang):
        area = find_area(graph.project, graph.store, "05558")
        for entry in catalogue(graph.project, graph.store):
            found = profile(graph.project, graph.store, entry.code, area)
            narrow, wide = profile_text(found, 80), profile_text(found)
            assert max(map(len, narrow.splitlines())) <= 80
            assert narrow.split() == wide.split()


def test_inflation_is_no_improvement(graph: StrategyGraph) -> None:
    """Money at current prices rises by itself: the trend is told, not judged."""
    with speaking("en"):
        entries = {entry.code: entry for entry in catalogue(graph.project, graph.store)}
        money = {code for code, entry in entries.items() if "euro" in entry.unit}
        assert money == {code for code, entry in entries.items() if entry.nominal}
        area = find_area(graph.project, graph.store, "05558")
        found = profile(graph.project, graph.store, "q_bip_ew", area)
        values = [Decimal(number) for number in range(10, 20)]
        for series, verdict in ((values, "rising"), (values[::-1], "falling")):
            years = tuple(map(Figure, range(2000, 2010), series))
            told = trend(years, "noDirection")
            assert told is not None
            assert told.verdict == verdict
            text = profile_text(replace(found, figures=years, trend=told))
            assert f"{verdict} at current prices" in text
            assert "improving" not in text
    assert json.loads(profile_json(found))["current_prices"] is True


def test_slip_of_the_source_is_told(graph: StrategyGraph) -> None:
    """Whoever compares with the source learns why the unit differs."""
    area = find_area(graph.project, graph.store, "01001")
    with speaking("en"):
        found = profile(graph.project, graph.store, "q_bip_ew", area)
        assert "thousand euros" in found.indicator.note
        assert f"Note: {found.indicator.note}" in profile_text(found)


def test_unknown_indicator(graph: StrategyGraph) -> None:
    area = find_area(graph.project, graph.store, "01001")
    with speaking("en"), pytest.raises(IndicatorError, match="a_schul_oA"):
        profile(graph.project, graph.store, "a_schul", area)


def test_trend_and_rank_after_an_import(graph: StrategyGraph, tmp_path: Path) -> None:
    """Counties with and without values, a tie, a gap: the sentences say so."""
    import shutil  # noqa: PLC0415

    from zielgraph.build.importing import import_observations  # noqa: PLC0415

    shutil.copytree(graph.project.root, tmp_path / "real", symlinks=True)
    project = Project(tmp_path / "real")
    file = tmp_path / "werte.csv"
    values = {
        "01001": {2018: 10.0, 2020: 9.0, 2022: 8.0},
        "01002": {2022: 8.0},
        "01003": {2022: 7.5},
        "01004": {2022: 20.0},
        "01051": {2021: 1.0},
    }
    file.write_text(
        "raumbezug;kennziffer;zeitbezug;kuerzel;wert\n"
        + "".join(
            f"Kreise;{key}000;{year};a_aloLang;{value}\n"
            for key, years in values.items()
            for year, value in years.items()
        ),
        "utf-8",
    )
    import_observations(project, file)
    store = open_graph(project.root).store
    area = find_area(project, store, "01001")
    found = profile(project, store, "a_aloLang", area)
    assert found.rank == Rank(2022, rank=2, compared=4, tied=1, worse=1)
    assert found.missing == (2019, 2021)
    assert found.trend is not None
    assert (found.trend.verdict, found.trend.slope) == ("improving", -0.5)
    with speaking("de"):
        text = profile_text(found)
    assert "verbessert sich" in text
    assert "2 von 4 Kreisen und kreisfreien Städten, gleichauf mit einem anderen; vor 33" in text
    assert "Dazwischen ohne Wert: 2019, 2021" in text
    later = profile(project, store, "a_aloLang", area, since=2020)
    assert [figure.year for figure in later.figures] == [2020, 2022]
    nothing = profile(project, store, "q_bip_ew", area)
    assert (nothing.trend, nothing.rank, nothing.figures) == (None, None, ())
    with speaking("en"):
        assert "no values for this area" in profile_text(nothing)


# ---- Commands ----


@pytest.mark.parametrize("lang", ["de", "en"])
def test_commands(real_project: Path, lang: str) -> None:
    """List, show and goals in all their formats."""
    program = Program(real_project)
    table = program("indicators", "list", lang=lang)
    assert table.code == 0
    assert len([line for line in table.out.splitlines() if "_" in line]) >= 41
    rows = list(csv.DictReader(io.StringIO(program("indicators", "list", "--format", "csv").out)))
    assert len(rows) == 41
    assert sum(bool(row["value"]) for row in rows) == 10
    assert json.loads(program("indicators", "list", "--format", "json").out) == rows
    shown = json.loads(program("indicators", "show", "q_bip_ew", "--format", "json").out)
    assert shown["figures"] == {"2021": "31.81"}
    goals = program("indicators", "goals", lang=lang)
    assert goals.code == 0
    assert goals.out.rstrip().endswith(".")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nichts"),
        ("show", "q_bip_ew", "--area", "1"),
        ("list", "--area", "99999"),
        ("show", "q_bip_ew", "--since", "x"),
        ("show",),
        ("import",),
    ],
)
def test_wrong_use_is_told(real_project: Path, arguments: tuple[str, ...]) -> None:
    """One or two lines, exit code 2, no traceback."""
    for lang in ("de", "en"):
        outcome = Program(real_project)("indicators", *arguments, lang=lang)
        assert outcome.code == 2
        assert outcome.err.startswith("zielgraph: ")
        assert len(outcome.err.splitlines()) <= 3
