# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What stands around every page: the site's name, the navigation, words and colours of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zielgraph.coverage.views import Coverage, text
from zielgraph.model.messages import language, message
from zielgraph.reports.colours import LARGE, colour, contrast, darkened, text_on
from zielgraph.reports.facts import sdg_facts
from zielgraph.reports.indicators import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zielgraph.graph import StrategyGraph
    from zielgraph.portal.page import Route

DARK_PAPER = "#14191e"
"""Background of the dark theme, as ``portal.css`` has it."""

_MAIN = ("sdgs", "matrix", "fields", "goals", "explore", "queries")
_MORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("portal.nav_strategy", ("measures", "actors", "principles", "topics")),
    ("portal.nav_check", ("quality", "changes", "method")),
    ("portal.nav_data", ("data", "editor")),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_FOOT = ("data", "method", "accessibility", "privacy", "imprint")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation.

    :param section: what :class:`~zielgraph.portal.page.Page` calls its ``section``.
    :param path: path with the language.
    """

    section: str
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Sdg:
    """One of the 17 SDGs as the frame shows it.

    :param colour: its colour on light paper; ``ink`` can be read on it.
    """

    number: int
    label: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of one language shares.

    :param title: name of the strategy with the latest version, the site's second line.
    :param papers: labels of the versions, the latest first.
    :param drafts: those of them that have not been adopted.
    :param main: entries that are always in sight.
    :param more: further entries in groups with a heading.
    :param values: labels of fixed values (``direct``, ``accepted`` …) by short name.
    :param sdgs: the SDGs by number.
    """

    title: str
    papers: tuple[str, ...]
    drafts: tuple[str, ...]
    issued: str
    main: tuple[Entry, ...]
    more: tuple[tuple[str, tuple[Entry, ...]], ...]
    foot: tuple[Entry, ...]
    values: Mapping[str, str]
    sdgs: Mapping[int, Sdg]

    def value(self, name: object) -> str:
        """Return the label of a fixed value, given by short name or IRI; else its name."""
        short = str(name).rpartition("#")[2]
        return self.values.get(short, short)


def make_frame(graph: StrategyGraph, routes: Iterable[Route], lang: str) -> Frame:
    """Return the frame in the language of the moment; entries without a page are left out."""
    known = list(routes)

    def entries(names: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(
            Entry(name, message(f"portal.section_{name}"), f"/{lang}/{name}")
            for name in names
            if any(route.match(name) is not None for route in known)
        )

    versions = graph.query("versions", lang=lang)
    lists = graph.query("value-lists")
    more = tuple((message(key), entries(names)) for key, names in _MORE)
    return Frame(
        title=next((text(row, "strategy_label") for row in versions), ""),
        papers=tuple(dict.fromkeys(text(row, "label") for row in versions)),
        drafts=tuple(
            dict.fromkeys(text(r, "label") for r in versions if text(r, "status") == "draft")
        ),
        issued=max((text(row, "issued") for row in versions), default=""),
        main=entries(_MAIN),
        more=tuple((label, found) for label, found in more if found),
        foot=entries(_FOOT),
        values={text(r, "value").rpartition("#")[2]: text(r, f"label_{lang}") for r in lists}
        | {state: message(f"coverage.state_{state}") for state in ("gap", "outside")},
        sdgs={
            fact.sdg: Sdg(fact.sdg, fact.label, fact.colour, text_on(fact.colour))
            for fact in sdg_facts(Coverage(graph.project, graph.store))
        },
    )


def colour_sheet(graph: StrategyGraph) -> bytes:
    """Return the style sheet with the SDGs' colours: classes ``sdg-1`` … ``sdg-17``.

    ``--sdg`` is the colour itself, ``--sdg-ink`` what can be read on it, ``--sdg-line`` a
    shade that stands out from the paper of the theme.
    """
    light, dark = [], []
    for fact in sdg_facts(Coverage(graph.project, graph.store)):
        name, shade = f".sdg-{fact.sdg}", colour(fact.colour)
        values = f"--sdg:{shade};--sdg-ink:{text_on(shade)};--sdg-line:{darkened(shade)}"
        light.append(f"{name}{{{values}}}")
        dark.append((name, f"{{--sdg-line:{_lightened(shade)}}}"))
    system = "".join(f":root:not([data-theme=light]) {name}{rule}" for name, rule in dark)
    chosen = "".join(f"[data-theme=dark] {name}{rule}" for name, rule in dark)
    return (
        f"{''.join(light)}\n"
        f"@media screen and (prefers-color-scheme:dark){{{system}}}\n"
        f"@media screen{{{chosen}}}\n"
    ).encode()


def _lightened(shade: str) -> str:
    """Return ``shade``, as much lighter as it needs to stand out from the dark paper."""
    channels = [int(shade[place : place + 2], 16) for place in (1, 3, 5)]
    for percent in range(0, 100, 2):
        found = "#" + "".join(f"{c + (255 - c) * percent // 100:02x}" for c in channels)
        if contrast(found, DARK_PAPER) >= LARGE:
            return found
    return "#ffffff"


def other_language(path: str, lang: str) -> tuple[str, str]:
    """Return the other language and the path of the same page in it.

    What has no language in its address, such as data that are not there, leads to the start.

    >>> other_language("/de/sdg/11", "de"), other_language("/data/x.ttl", "de")
    (('en', '/en/sdg/11'), ('en', '/en/'))
    """
    other = "en" if lang == "de" else "de"
    rest = path.removeprefix(f"/{lang}/") if path.startswith(f"/{lang}/") else ""
    return other, f"/{other}/{rest}"


def decimal(value: object) -> str:
    """Return a decimal number with the marks of the language of the moment.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("de"):
    ...     decimal("0.85")
    '0,85'
    """
    return decimal_text(Decimal(str(value)))


def day(text: str) -> str:
    """Return a date (``2025-03-18``) as the language of the moment writes it.

    What is no such date, a year for example, stays as it is.

    >>> from zielgraph.model.messages import speaking
    >>> with speaking("de"):
    ...     day("2025-03-18"), day("2019")
    ('18.3.2025', '2019')
    >>> with speaking("en"):
    ...     day("2025-03-18")
    '18 March 2025'
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    if language() == "de":
        return f"{found.day}.{found.month}.{found.year}"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
