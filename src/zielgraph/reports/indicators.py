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

    from zielgraph.coverage.indicators import Area, Figure, Profile
    from zielgraph.model.project import Project
    from zielgraph.store.base import GraphStore, Row

COLUMNS = ("code", "title", "direction", "year", "value", "national", "unit", "targets", "goals")
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
    for entry in catalogue(project, store):
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
    return _catalogue_table(lines, area, room)


def _notations(links: Sequence[Row], kinds: tuple[str, ...]) -> list[str]:
    return [str(link["notation"] or "–") for link in links if str(link["kind"]) in kinds]


def _catalogue_table(lines: list[dict[str, str]], area: Area | None, room: int | None) -> str:
    from decimal import Decimal  # noqa: PLC0415

    headings = tuple(message(f"indicators.{name}") for name in COLUMNS[:-1])
    rows = [
        [
            line["code"],
            line["title"],
            message(f"indicators.{line['direction'].lower()}"),
            line["year"],
            *(decimal_text(Decimal(v)) if v else "" for v in (line["value"], line["national"])),
            line["unit"],
            line["targets"],
        ]
        for line in lines
    ]
    head = message("indicators.list_title", count=len(lines))
    place = "" if area is None else message("indicators.list_area", area=_place(area))
    note = message("indicators.list_note")
    return f"{head}\n{place}\n" + format_table(headings, rows, room=room) + f"\n{note}\n"


def _place(area: Area) -> str:
    return f"{area.label} ({area.key})"


def profile_text(profile: Profile) -> str:
    """Return all that is known of one indicator in one area, in sentences and a table."""
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
        *(_state(profile) if profile.figures else [message("indicators.no_figures")]),
        "",
        *_links(profile),
        *_table(profile),
        message("indicators.caution"),
    ]
    return "\n".join(lines) + "\n"


def _state(profile: Profile) -> list[str]:
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
        share = trend.share
        lines.append(
            message(
                "indicators.trend",
                bars=sparkline(figures),
                first_year=trend.first.year,
                last_year=trend.last.year,
                first=decimal_text(trend.first.value),
                last=decimal_text(trend.last.value),
                change=decimal_text(trend.change, sign=True),
                share="" if share is None else _percent(share),
                slope=decimal_text(trend.slope, 3, sign=True),
                verdict=message(f"indicators.{trend.verdict}"),
            )
        )
    lines += _rank(profile)
    if profile.missing:
        years = ", ".join(map(str, profile.missing))
        lines.append(message("indicators.missing", years=years))
    return lines


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
    nation = {figure.year: figure for figure in profile.nation}
    rows = [
        [str(f.year), decimal_text(f.value), _shown(nation.get(f.year))] for f in profile.figures
    ]
    heads = (message("indicators.year"), profile.area.label, message("indicators.national"))
    return [format_table(heads, rows).rstrip("\n"), ""]


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else decimal_text(figure.value)


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
