# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Indicators in words: the catalogue as a table, and one indicator with all that is known."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from zielgraph.coverage.indicators import catalogue, sparkline
from zielgraph.model.messages import language, message
from zielgraph.queries.library import load_query, run_select
from zielgraph.queries.results import format_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from zielgraph.coverage.indicators import Area, Profile, Trend
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore, Row

COLUMNS = ("code", "title", "direction", "year", "value", "national", "unit", "targets", "goals")
_NARROW = ("code", "year", "value", "national", "direction", "targets")
_NUMBERS = ("value", "national")
_TARGETS = ("target", "sdg")
_STATEMENTS = ("aim", "goal")


def decimal_text(value: Decimal | float, places: int | None = None, *, sign: bool = False) -> str:
    """Return a number as people write it in the language of the moment.

    :param places: decimals to round to; as many as it has if not given.
    :param sign: whether a plus is written too.

    >>> from decimal import Decimal
    >>> decimal_text(Decimal("-1234.5"))
    '−1.234,5'
    """
    spec = f"{'+' if sign else ''},{'' if places is None else f'.{places}f'}"
    text = format(value, spec)
    if language() == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def catalogue_text(
    project: Project, store: GraphStore, area: Area | None, form: str, room: int | None
) -> str:
    """Return the catalogue with the latest values of ``area`` and the targets that it shows.

    :param form: ``table``, ``csv`` or ``json``; numbers are plain in the last two.
    :param room: characters that a line of a table may have.
    """
    latest: dict[str, Row] = {}
    if area is not None:
        rows = run_select(store, load_query(project.queries, "latest-figures"), {"area": area.iri})
        latest = {str(row["code"]): row for row in rows}
    links = run_select(store, load_query(project.queries, "indicator-links"))
    lines: list[dict[str, str]] = []
    entries = catalogue(project, store)
    for entry in entries:
        row = latest.get(entry.code, {})
        own = [link for link in links if str(link["code"]) == entry.code]
        lines.append(
            {
                "code": entry.code,
                "title": entry.title,
                "direction": entry.direction,
                **{name: str(row.get(name) or "") for name in ("year", "value", "national")},
                "unit": entry.unit,
                "targets": " ".join(_notations(own, _TARGETS)),
                "goals": " ".join(_notations(own, _STATEMENTS)),
            }
        )
    if form == "json":
        return json.dumps(lines, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
        return out.getvalue()
    sources = dict.fromkeys(entry.source for entry in entries if entry.source)
    notes = [message("indicators.source", source=source) for source in sources]
    notes.append(message("indicators.list_note"))
    below = [part for note in notes for part in _filled(note, room)]
    return _catalogue_table(lines, area, room) + "\n" + "\n".join(below) + "\n"


def _notations(links: Sequence[Row], kinds: tuple[str, ...]) -> list[str]:
    return [str(link["notation"] or "–") for link in links if str(link["kind"]) in kinds]


def _catalogue_table(lines: list[dict[str, str]], area: Area | None, room: int | None) -> str:
    """Return the catalogue as one table, or where that is too wide with titles between rows."""
    figures = _aligned([line[name] for name in _NUMBERS for line in lines])
    for name, column in zip(_NUMBERS, (figures[: len(lines)], figures[len(lines) :]), strict=True):
        for line, text in zip(lines, column, strict=True):
            line[name] = text
    for line in lines:
        line["direction"] = message(f"indicators.{line['direction'].lower()}")
    place = "" if area is None else message("indicators.list_area", area=_place(area))
    head = f"{message('indicators.list_title', count=len(lines))}\n{place}\n"
    table = _columns(lines, COLUMNS[:-1], None)
    if room is None or max(map(len, table)) <= room:
        return head + "\n".join(table) + "\n"
    heading, rule, *rows = _columns(lines, _NARROW, room - 2)
    out = ["  " + heading, "  " + rule]
    for line, row in zip(lines, rows, strict=True):
        out += [*_filled(f"{line['title']} ({line['unit']})", room), "  " + row]
    return head + "\n".join(out) + "\n"


def _columns(lines: list[dict[str, str]], names: tuple[str, ...], room: int | None) -> list[str]:
    headings = tuple(message(f"indicators.{name}") for name in names)
    cells = [[line[name] for name in names] for line in lines]
    numbers = frozenset(names.index(name) for name in _NUMBERS)
    return format_table(headings, cells, room=room, right=numbers).splitlines()


def _aligned(values: Sequence[str]) -> list[str]:
    """Return numbers with as many decimals as the one that has most, so that they compare."""
    from decimal import Decimal  # noqa: PLC0415

    places = max((len(value.partition(".")[2]) for value in values), default=0)
    return [decimal_text(Decimal(value), places) if value else "" for value in values]


def _filled(text: str, room: int | None, indent: str = "") -> list[str]:
    """Return a paragraph as lines for a terminal; where nobody is watching, as one line."""
    if room is None:
        return [indent + text]
    import textwrap  # noqa: PLC0415

    more = indent + "  "
    return textwrap.wrap(
        text,
        max(room, 30),
        initial_indent=indent,
        subsequent_indent=more,
        break_on_hyphens=False,
    )


def _place(area: Area) -> str:
    return f"{area.label} ({area.key})"


def profile_text(profile: Profile, room: int | None = None, *, bars: bool = True) -> str:
    """Return all that is known of one indicator in one area, in sentences and a table.

    :param room: characters that a line may have; if not given, a sentence is a line.
    :param bars: whether the place that it goes to knows ``▇`` and its like.
    """
    indicator, area = profile.indicator, profile.area
    wanted = message(f"indicators.{indicator.direction.lower()}")
    lines = [
        f"{indicator.title} ({indicator.code})",
        indicator.definition,
        message("indicators.unit_line", unit=indicator.unit, basis=indicator.basis),
        message("indicators.direction_line", direction=wanted, reason=indicator.reason),
        *([message("indicators.note_line", note=indicator.note)] if indicator.note else []),
        "",
        _place(area),
        *(_state(profile, bars=bars) if profile.figures else [message("indicators.no_figures")]),
        "",
        *_links(profile),
    ]
    below = [message("indicators.caution")] if profile.rank else []
    if indicator.source:
        below.append(message("indicators.source", source=indicator.source))
    text = [
        part
        for line in lines
        for part in (_filled(line.lstrip(), room, _indent(line)) if line else [""])
    ]
    text += [*_table(profile), *(part for line in below for part in _filled(line, room))]
    return "\n".join(text) + "\n"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _state(profile: Profile, *, bars: bool) -> list[str]:
    figures, unit = profile.figures, profile.indicator.unit
    last = figures[-1]
    same = [figure for figure in profile.nation if figure.year == last.year]
    nation = message("indicators.nation", value=decimal_text(same[0].value)) if same else ""
    lines = [
        message(
            "indicators.latest",
            year=last.year,
            value=decimal_text(last.value),
            unit=unit,
            nation=nation,
        )
    ]
    trend = profile.trend
    if trend is None:
        lines.append(message("indicators.one_year"))
    else:
        lines.append(_trend(profile, trend))
        lines += ["    " + sparkline(figures)] if bars else []
    lines += _rank(profile)
    if profile.missing:
        years = ", ".join(map(str, profile.missing))
        lines.append(message("indicators.missing", years=years))
    return lines


def _trend(profile: Profile, trend: Trend) -> str:
    nominal = profile.indicator.nominal and trend.verdict != "steady"
    return message(
        "indicators.trend",
        first_year=trend.first.year,
        last_year=trend.last.year,
        first=decimal_text(trend.first.value),
        last=decimal_text(trend.last.value),
        change=decimal_text(trend.change, sign=True),
        share="" if trend.share is None else _percent(trend.share),
        slope=decimal_text(trend.slope, 3, sign=True),
        verdict=message(f"indicators.{trend.verdict}{'_nominal' if nominal else ''}"),
    )


def _percent(share: float) -> str:
    return message("indicators.share", share=decimal_text(100 * share, 0, sign=True))


def _rank(profile: Profile) -> list[str]:
    rank = profile.rank
    if rank is None or rank.better_than is None:
        return [message("indicators.no_rank")]
    judged = profile.indicator.direction != "noDirection"
    tied = message("indicators.tied", count=rank.tied) if rank.tied else ""
    return [
        message(
            "indicators.rank" if judged else "indicators.rank_unjudged",
            year=rank.year,
            rank=rank.rank,
            compared=rank.compared,
            tied=tied,
            share=decimal_text(100 * rank.better_than, 0),
        )
    ]


def _links(profile: Profile) -> list[str]:
    if not profile.links:
        return [message("indicators.no_links"), ""]
    lines = [message("indicators.shows")]
    for link in profile.links:
        kind = message(f"indicators.kind_{link['kind']}")
        closeness = message(f"indicators.{link['directness']}")
        lines.append(f"  {kind} {link['notation'] or ''}: {link['title']} ({closeness})")
        lines.append(f"    {link['justification']}")
    return [*lines, ""]


def _table(profile: Profile) -> list[str]:
    if len(profile.figures) < 2:  # noqa: PLR2004 - the one value stands above
        return []
    years = [figure.year for figure in profile.figures]
    nation = {figure.year: str(figure.value) for figure in profile.nation}
    values = [str(f.value) for f in profile.figures] + [nation.get(year, "") for year in years]
    shown = _aligned(values)
    rows = [list(r) for r in zip(map(str, years), shown, shown[len(years) :], strict=False)]
    heads = (message("indicators.year"), profile.area.label, message("indicators.national"))
    return [format_table(heads, rows, right=frozenset({1, 2})).rstrip("\n"), ""]


def profile_json(profile: Profile) -> str:
    """Return the same as a JSON document; values are texts, so that no decimal is lost."""
    indicator, trend, rank = profile.indicator, profile.trend, profile.rank
    document: dict[str, object] = {
        "code": indicator.code,
        "indicator": str(indicator.iri),
        "title": indicator.title,
        "definition": indicator.definition,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "note": indicator.note,
        "current_prices": indicator.nominal,
        "source": indicator.source,
        "area": profile.area.key,
        "area_label": profile.area.label,
        "figures": {str(figure.year): str(figure.value) for figure in profile.figures},
        "nation": {str(figure.year): str(figure.value) for figure in profile.nation},
        "missing": list(profile.missing),
        "trend": trend
        and {
            "from": trend.first.year,
            "to": trend.last.year,
            "change": str(trend.change),
            "slope": trend.slope,
            "verdict": trend.verdict,
        },
        "rank": rank
        and {
            "year": rank.year,
            "rank": rank.rank,
            "compared": rank.compared,
            "tied": rank.tied,
            "worse": rank.worse,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
