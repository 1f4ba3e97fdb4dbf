# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How the SDG links were made, how far two readers agreed, and what the figures cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zielgraph.coverage.agreement import agreement, read_pass, same_directness
from zielgraph.coverage.views import text
from zielgraph.model.messages import LANGUAGES, message, speaking
from zielgraph.portal.page import Page, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zielgraph.coverage.agreement import Agreement
    from zielgraph.portal.page import Request
    from zielgraph.portal.portal import Portal

STATUSES = ("accepted", "confirmed", "proposed", "rejected")
_MAKER = ("role", "agent", "label", "summary", "software", "links")


@dataclass(frozen=True, slots=True)
class Compared:
    """How far the two passes over a strategy agreed.

    :param same: share (0 to 1) of links named by both that have the same directness.
    """

    strategy: str
    rows: Sequence[Agreement]
    same: float

    @property
    def both(self) -> int:
        """Return how many pairs of statement and SDG both passes link."""
        return sum(row.both for row in self.rows)

    @property
    def one(self) -> int:
        """Return how many only one of them links."""
        return sum(row.only_a + row.only_b for row in self.rows)

    @property
    def overlap(self) -> float:
        """Return the Jaccard index of all together, 0 to 1."""
        return self.both / (self.both + self.one) if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How well founded the links are that count, conflicts included.

    :param valid: how many there are; ``confirmed``: how many of them by the local government.
    :param software: whether no person has reviewed any of them.
    """

    valid: int
    confirmed: int
    software: bool


def method(portal: Portal, request: Request) -> Page:
    """Return the page."""
    facts = portal.once(_facts)[request.lang]
    context = {
        **facts,
        "software": only_software(facts["makers"]),
        "compared": portal.once(compared),
        "decimal": _decimal,
        "percent": lambda value: message("share.percent", value=round(100 * value)),
    }
    return Page("method.html", message("method.title"), context, section="method")


def compared(portal: Portal) -> list[Compared]:
    """Compare the passes of every strategy that has two; for ``Portal.once``."""
    found = []
    for folder in portal.graph.project.data_folders():
        paths = [folder / "review" / f"sdg-pass-{name}.csv" for name in ("a", "b")]
        if all(path.is_file() for path in paths):
            first, second = (read_pass(path) for path in paths)
            rows = agreement(first, second, by="sdg")
            found.append(Compared(folder.name, rows, same_directness(first, second)))
    return found


def standing(portal: Portal, lang: str) -> Standing:
    """Return how well founded the links are, as :class:`Standing` has it."""
    facts = portal.once(_facts)[lang]
    return Standing(facts["valid"], facts["counts"]["confirmed"], only_software(facts["makers"]))


def only_software(makers: Iterable[Mapping[str, str]]) -> bool:
    """Tell whether no person has reviewed any of the links that count.

    :param makers: rows of the query ``link-makers``, with ``role`` and ``software``.

    >>> only_software([{"role": "reviewer", "software": "true"}])
    True
    >>> only_software([{"role": "creator", "software": "true"}])
    False
    """
    reviewers = [maker["software"] for maker in makers if maker["role"] == "reviewer"]
    return bool(reviewers) and all(software == "true" for software in reviewers)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", message("pictures.decimal_mark"))


def _facts(portal: Portal) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    counts = dict.fromkeys(STATUSES, 0)
    conflicts = 0
    for row in portal.graph.query("link-status"):
        count = int(text(row, "count"))
        counts[text(row, "status")] = counts.get(text(row, "status"), 0) + count
        if text(row, "polarity") == "conflicts" and text(row, "status") != "rejected":
            conflicts += count
    uncertain = len({str(row["link"]) for row in portal.graph.query("low-confidence")})
    for lang in LANGUAGES:
        with speaking(lang):
            makers = [
                {name: text(row, name) for name in _MAKER}
                for row in portal.graph.query("link-makers", lang=lang)
            ]
            makers.sort(key=lambda maker: (maker["role"], maker["label"]))
        found[lang] = {
            "counts": counts,
            "conflicts": conflicts,
            "uncertain": uncertain,
            "makers": makers,
            "valid": counts["accepted"] + counts["confirmed"],
        }
    return found


ROUTES = (Route("method", method),)
