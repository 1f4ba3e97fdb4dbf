# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""What the report says, section by section, from the facts and the catalogue of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zielgraph import __version__
from zielgraph.model.messages import language, message, number
from zielgraph.reports.appendices import appendices, see
from zielgraph.reports.document import Block, Bullets, Column, Document, Section, Table, Text
from zielgraph.reports.facts import IN_FORCE
from zielgraph.reports.figures import matrix_picture, profile_picture, targets_picture
from zielgraph.reports.figures_of_area import area_section
from zielgraph.reports.summary import breadths, conflicts, ranked, strategies, summary
from zielgraph.reports.words import day, joined, percent

if TYPE_CHECKING:
    from zielgraph.reports.facts import Facts, LinkFact, Maker, Paper

_ENDS = 4
"""How many fields and SDGs are shown at either end of a long order."""

_WEAKEST = 12
"""How many of the most uncertain links are shown."""

_COUNTS = (
    ("StrategicField", "report.count_field"),
    ("GuidingAim", "report.count_aim"),
    ("Goal", "report.count_goal"),
    ("Commitment", "report.count_commitment"),
    ("Principle", "report.count_principle"),
    ("Measure", "report.count_measure"),
)


def document(facts: Facts) -> Document:
    """Return the whole report in the language of the moment."""
    names = strategies(facts)
    subtitle = " · ".join(names) or message("report.no_paper")
    title = message("report.title", n=len(names))
    return Document(
        lang=language(),
        kicker=message("report.kicker"),
        title=title,
        subtitle=subtitle,
        about=message("report.about", strategies=subtitle),
        head=(title, facts.papers[0].label if facts.papers else message("report.no_paper")),
        facts=_title_block(facts),
        day=facts.latest,
        sections=(
            Section("summary", message("report.summary"), tuple(summary(facts))),
            _matrix(facts),
            _profile(facts),
            _targets(facts),
            _gaps(facts),
            _conflicts(facts),
            *([area] if (area := area_section(facts.area)) else []),
            _weak(facts),
            _method(facts),
            _sources(facts),
            *appendices(facts),
        ),
        words={
            "contents": message("report.contents"),
            "skip": message("report.skip"),
            "page": message("report.page", page="{page}", pages="{pages}"),
        },
    )


def _title_block(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    bodies = dict.fromkeys(body for paper in facts.papers for body in paper.bodies)
    when = day(facts.latest) or message("report.no_date")
    if facts.digest:
        when = message("report.state_digest", date=when, digest=facts.digest[:16])
    papers = tuple(_paper(paper) for paper in facts.papers) or (message("report.no_paper"),)
    others = message("report.meta_scope_text", n=facts.others)
    links = message(
        "report.meta_links_text",
        accepted=facts.counted("accepted"),
        confirmed=facts.counted("confirmed"),
        proposed=facts.counted("proposed"),
    )
    return (
        (message("report.meta_papers", n=len(papers)), papers),
        *(((message("report.meta_bodies"), (joined(list(bodies)),)),) if bodies else ()),
        *([(message("report.meta_scope"), (others,))] if facts.others else []),
        (message("report.meta_data"), (when,)),
        (message("report.meta_links"), (links,)),
    )


def _paper(paper: Paper) -> str:
    """Name a paper, its status and what it holds."""
    name = paper.label
    if paper.status:
        name = message("report.paper", label=name, status=paper.status)
    counts = [message(key, n=paper.counts[kind]) for kind, key in _COUNTS if paper.counts.get(kind)]
    return f"{name}: {joined(counts)}" if counts else name


def _matrix(facts: Facts) -> Section:
    blocks: list[Block] = [Text(message("report.matrix_none"))]
    if facts.fields:
        names = [message(f"report.column_{name}") for name in ("field", "breadth", "directs")]
        rows = [(f.name, number(f.sdgs), number(f.direct)) for f in breadths(facts.fields)]
        blocks = [
            Text(f"{message('report.matrix_text')} {see(facts, 'matrix')}"),
            matrix_picture(facts.fields, facts.sdgs),
            Text(message("report.breadth_text")),
            _order(message("report.order_fields"), tuple(names), list(rows)),
        ]
    return Section("matrix", message("report.matrix"), tuple(blocks))


def _profile(facts: Facts) -> Section:
    text = Text(f"{message('report.profile_text')} {see(facts, 'profile')}".strip())
    blocks: list[Block] = [text, profile_picture(facts.sdgs)]
    rows = [
        (f"{f.sdg} {f.label}", number(f.direct), number(f.indirect)) for f in ranked(facts.sdgs)
    ]
    if rows:
        names = [message(f"report.column_{name}") for name in ("sdg", "direct", "indirect")]
        blocks.append(Text(message("report.depth_text")))
        blocks.append(_order(message("report.order_sdgs"), tuple(names), list(rows)))
    return Section("profile", message("report.profile"), tuple(blocks))


def _targets(facts: Facts) -> Section:
    """Show the state of every target; those beyond the remit that are served count as served."""
    text = message(
        "report.tiles_text",
        direct=facts.state("direct"),
        indirect=facts.state("indirect"),
        gap=facts.state("gap"),
        outside=facts.state("outside"),
    )
    served = facts.state("direct", "indirect")
    beyond = served - facts.state("direct", "indirect", within=True)
    words = [text, message("report.tiles_beyond", n=beyond), see(facts, "targets")]
    return Section(
        "targets",
        message("report.tiles", n=number(len(facts.targets))),
        (
            Text(" ".join(word for word in words if word)),
            targets_picture(facts.targets, facts.sdgs),
        ),
    )


def _order(caption: str, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    """Return an order as a table; of a long one the first and the last rows."""
    columns = (Column(names[0], 4), *(Column(name, 1.6, right=True) for name in names[1:]))
    if len(rows) > 2 * _ENDS + 1:
        more = message("report.omitted", n=len(rows) - 2 * _ENDS)
        rows = [*rows[:_ENDS], (more, *("" for _ in names[1:])), *rows[-_ENDS:]]
    return Table(caption, columns, tuple(rows))


def _gaps(facts: Facts) -> Section:
    title = message("report.gaps")
    count = message("report.gaps_all", n=len(facts.gaps)) if facts.targets else ""
    if not facts.gaps:
        return Section("gaps", title, (Text(count or message("report.targets_missing")),))
    waiting = message("report.gaps_waiting", n=sum(gap.proposed > 0 for gap in facts.gaps))
    text = message("report.gaps_text", n=len(strategies(facts)))
    columns = [
        Column(message("report.column_target"), 3),
        Column(message("report.column_reason"), 6),
        Column(message("report.column_waiting"), 1.5),
    ]
    rows: list[tuple[str, ...]] = [
        (
            f"{gap.target} {gap.label}",
            gap.reason or message("report.no_reason"),
            message("report.suggestions", n=gap.proposed),
        )
        for gap in facts.gaps
    ]
    # A column of nothing but dashes says no more than the sentence above.
    if not any(gap.proposed for gap in facts.gaps):
        columns, rows = columns[:2], [row[:2] for row in rows]
    table = Table(title, tuple(columns), tuple(rows))
    return Section("gaps", title, (Text(f"{count} {waiting}"), Text(text), table))


def _conflicts(facts: Facts) -> Section:
    title = message("report.conflicts")
    pairs = message("report.conflicts_pairs", n=facts.pairs)
    blocks: list[Block] = [Text(f"{conflicts(facts)} {pairs}")]
    if facts.conflicts:
        blocks.append(Text(message("report.conflicts_text")))
        columns = (
            Column(message("report.column_statement"), 3),
            Column(message("report.column_target"), 2.2),
            Column(message("report.column_justification"), 4.6),
        )
        rows = tuple((link.statement, link.item, link.justification) for link in facts.conflicts)
        blocks.append(Table(title, columns, rows))
    return Section("conflicts", title, tuple(blocks))


def _weak(facts: Facts) -> Section:
    in_force = facts.counted(*IN_FORCE)
    sentences = [
        message(
            "report.weak_text",
            n=sum(link.why != "unreviewed" for link in facts.weak),
            proposed=facts.counted("proposed"),
        )
    ]
    if in_force:
        confirmed = facts.counted("confirmed")
        sentences.append(
            message("report.weak_unconfirmed", n=number(in_force), confirmed=confirmed)
        )
    shown = facts.weak[:_WEAKEST]
    if shown:
        sentences.append(message("report.weak_shown", shown=len(shown)))
    blocks: list[Block] = [Text(" ".join(sentences))]
    if shown:
        columns = (
            Column(message("report.column_statement"), 3.6),
            Column(message("report.column_target"), 3),
            Column(message("report.column_kind"), 1.5),
            Column(message("report.column_confidence"), 1.1, right=True),
            Column(message("report.column_status"), 1.5),
        )
        rows = tuple(_weak_row(link) for link in shown)
        blocks.append(Table(message("report.weak"), columns, rows))
    return Section("weak", message("report.weak"), tuple(blocks))


def _weak_row(link: LinkFact) -> tuple[str, ...]:
    sure = percent(round(link.confidence * 100), 100)
    return (link.statement, link.item, link.kind, sure, link.status)


def _method(facts: Facts) -> Section:
    blocks: list[Block] = [Text(message("report.method_text"))]
    if facts.makers:
        blocks.append(Text(message("report.method_makers")))
        blocks.append(Bullets(tuple(_maker(maker) for maker in facts.makers)))
    for reading in facts.readings:
        if reading.either:
            text = message(
                "report.reading",
                either=reading.either,
                both=reading.both,
                share=percent(reading.both, reading.either),
                directness=percent(round(reading.directness * 1000), 1000),
            )
            blocks.append(Text(f"{text} {message('report.reading_care')}"))
    blocks.append(Text(message("report.limits")))
    return Section("method", message("report.method"), tuple(blocks))


def _maker(maker: Maker) -> str:
    return message(
        f"report.maker_{maker.role}",
        label=maker.label or message("report.maker_unnamed"),
        n=maker.links,
        summary=f". {maker.summary}" if maker.summary else "",
    )


def _sources(facts: Facts) -> Section:
    papers = [
        message(
            "report.sources_paper",
            label=paper.label,
            bodies=f" ({joined(list(paper.bodies))})" if paper.bodies else "",
        )
        for paper in facts.papers
    ]
    items = (
        *papers,
        message("report.sources_agenda"),
        message("report.sources_made", version=__version__),
        message("report.sources_licence"),
    )
    return Section("sources", message("report.sources"), (Bullets(items),))
