# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""The summary: sentences that the figures produce, and the key figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from zielgraph.coverage.matrix import SDGS
from zielgraph.model.messages import message, number
from zielgraph.reports.document import Block, Bullets, KeyFigure, KeyFigures
from zielgraph.reports.facts import IN_FORCE
from zielgraph.reports.words import joined, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zielgraph.coverage.matrix import MatrixRow
    from zielgraph.reports.facts import Facts, SdgFact

_NEXT = 2
"""How many SDGs are named after the strongest."""

_NAMED = 4
"""How many things of the same rank a sentence names; more would be a list, no sentence."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """How broadly a field contributes.

    :param sdgs: how many SDGs it serves directly.
    :param direct: its direct contributions to all of them together.
    """

    name: str
    sdgs: int
    direct: int


def breadths(rows: Sequence[MatrixRow]) -> list[Breadth]:
    """Return the fields, the broadest first; equal ones in the order of the paper."""
    found = [
        Breadth(
            row.name,
            sum(row.cell(sdg).direct > 0 for sdg in SDGS),
            sum(row.cell(sdg).direct for sdg in SDGS),
        )
        for row in rows
    ]
    return sorted(found, key=lambda field: (-field.sdgs, -field.direct))


def ranked(sdgs: Sequence[SdgFact]) -> list[SdgFact]:
    """Return the SDGs, the one with most direct statements first, then by indirect ones."""
    return sorted(sdgs, key=lambda fact: (-fact.direct, -fact.indirect, fact.sdg))


def strategies(facts: Facts) -> list[str]:
    """Return the names of the strategies, that of the latest paper first."""
    return list(dict.fromkeys(paper.strategy for paper in facts.papers))


def summary(facts: Facts) -> list[Block]:
    """Return the summary as blocks: key figures, then sentences."""
    sentences = [
        _sdgs(facts),
        _targets(facts),
        _strong(facts),
        _fields(facts),
        conflicts(facts),
        _basis(facts),
    ]
    return [key_figures(facts), Bullets(tuple(text for text in sentences if text))]


def key_figures(facts: Facts) -> KeyFigures:
    """Return the key figures, each with what it is a part of."""
    served = sum(fact.direct + fact.indirect > 0 for fact in facts.sdgs)
    pursued = facts.state("direct", "indirect")
    within = facts.within
    pursued_within = facts.state("direct", "indirect", within=True)
    in_force = facts.counted(*IN_FORCE)
    items = [
        (served, "report.figure_sdgs", message("report.of_sdgs", n=number(len(facts.sdgs)))),
        (pursued, "report.figure_targets", _of("report.of_targets", pursued, len(facts.targets))),
        (pursued_within, "report.figure_within", _of("report.of_within", pursued_within, within)),
        (len(facts.gaps), "report.figure_gaps", _of("report.of_within", len(facts.gaps), within)),
        (
            facts.counted(*IN_FORCE, polarity="conflicts"),
            "report.figure_conflicts",
            message("report.of_links", n=number(in_force)),
        ),
        (
            facts.counted("confirmed"),
            "report.figure_confirmed",
            message("report.of_links", n=number(in_force)),
        ),
    ]
    return KeyFigures(
        tuple(KeyFigure(number(value), message(key), whole) for value, key, whole in items)
    )


def _of(key: str, part: int, whole: int) -> str:
    return message(key, n=number(whole), share=percent(part, whole) if whole else "–")


def _sdgs(facts: Facts) -> str:
    total = len(facts.sdgs)
    silent = [fact for fact in facts.sdgs if not fact.direct and not fact.indirect]
    if len(silent) == total:
        return message("report.sdgs_none", total=total)
    n = len(strategies(facts))
    only = sum(not fact.direct and fact.indirect > 0 for fact in facts.sdgs)
    if not silent:
        return message("report.sdgs_all", n=n, total=total, indirect=only)
    text = message("report.sdgs_some", n=n, served=total - len(silent), total=total, indirect=only)
    names = [_name(fact) if len(silent) <= _NAMED else str(fact.sdg) for fact in silent]
    return f"{text} {message('report.sdgs_unserved', n=len(silent), sdgs=joined(names))}"


def _name(fact: SdgFact) -> str:
    return message("report.sdg_name", sdg=fact.sdg, label=fact.label)


def _targets(facts: Facts) -> str:
    total = len(facts.targets)
    if not total:
        return message("report.targets_missing")
    direct, indirect = facts.state("direct"), facts.state("indirect")
    if not direct + indirect:
        sentences = [message("report.targets_none", total=number(total))]
    else:
        sentences = [
            message(
                "report.targets",
                total=number(total),
                served=direct + indirect,
                share=percent(direct + indirect, total),
                direct=direct,
                indirect=indirect,
            )
        ]
    within = facts.within
    served = facts.state("direct", "indirect", within=True)
    if within and served:
        share = percent(served, within)
        sentences.append(message("report.within", total=within, served=served, share=share))
    else:
        sentences.append(message("report.within_none", total=within))
    if within:
        sentences.append(message("report.gaps_all", n=len(facts.gaps)))
    return " ".join(sentences)


def _strong(facts: Facts) -> str:
    order = [fact for fact in ranked(facts.sdgs) if fact.direct]
    if not order:
        return ""
    first = [fact for fact in order if fact.direct == order[0].direct]
    text = message(
        "report.strong_sdgs",
        sdgs_n=len(first),
        sdgs=joined([_name(fact) for fact in first[:_NAMED]]),
        of_each=message("report.each") if len(first) > 1 else "",
        n=first[0].direct,
    )
    follow = order[len(first) : len(first) + _NEXT]
    if not follow or len(first) > _NAMED:
        return text if len(first) <= _NAMED else ""
    names = [message("report.sdg_count", sdg=f.sdg, count=number(f.direct)) for f in follow]
    return f"{text} {message('report.strong_next', count=len(follow), sdgs=joined(names))}"


def _fields(facts: Facts) -> str:
    """Say which fields are broadest and narrowest, unless most are alike."""
    order = breadths(facts.fields)
    if not order or not order[0].sdgs:
        return ""
    best = [field for field in order if field.sdgs == order[0].sdgs]
    worst = [field for field in order if field.sdgs == order[-1].sdgs]
    sentences = []
    if len(best) <= _NAMED:
        sentences.append(_rank("report.strong_fields", best))
    if len(worst) <= _NAMED and worst[0].sdgs < best[0].sdgs:
        sentences.append(_rank("report.weak_fields", worst))
    return " ".join(sentences)


def _rank(key: str, fields: list[Breadth]) -> str:
    return message(
        key,
        count=len(fields),
        fields=joined([message("report.quoted", text=field.name) for field in fields]),
        of_each=message("report.each_sdgs") if len(fields) > 1 else "",
        n=fields[0].sdgs,
    )


def conflicts(facts: Facts) -> str:
    """Say how many links name a conflict, and which SDG is affected most."""
    count = facts.counted(*IN_FORCE, polarity="conflicts")
    text = message("report.conflict_sentence", n=count)
    hit = sorted((fact for fact in facts.sdgs if fact.conflicts), key=lambda fact: -fact.conflicts)
    if not count or not hit:
        return text
    most = next(list(group) for _, group in groupby(hit, key=lambda fact: fact.conflicts))
    if len(most) > _NAMED:
        return text
    more = message(
        "report.conflict_most",
        count=len(most),
        sdgs=joined([_name(fact) for fact in most]),
        of_each=message("report.each") if len(most) > 1 else "",
        n=most[0].conflicts,
    )
    return f"{text} {more}"


def _basis(facts: Facts) -> str:
    return message(
        "report.basis_sentence",
        n=facts.counted(*IN_FORCE),
        accepted=facts.counted("accepted"),
        confirmed=facts.counted("confirmed"),
    )
