# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""Sentences that figures produce: none, one and many, in both languages, ties and shares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import field_row
from zielgraph.coverage.matrix import Cell
from zielgraph.coverage.views import Gap, TargetRow
from zielgraph.model.messages import speaking
from zielgraph.reports.document import Bullets
from zielgraph.reports.facts import Facts, Paper, SdgFact
from zielgraph.reports.summary import breadths, summary
from zielgraph.reports.words import day, joined, percent

SILENT = SdgFact(14, "Leben unter Wasser", "#0A97D9", 0, 0, 0, 0, 10)
SERVED = SdgFact(11, "Nachhaltige Städte", "#FD9D24", 5, 2, 1, 1, 10)
PAPER = Paper("Strategie", "Entwurf 2025", "2025-03-18", "Entwurf", ("Kreis",), {"Goal": 1})
NOTHING = Facts(
    papers=[],
    fields=[],
    sdgs=[],
    targets=[],
    gaps=[],
    conflicts=[],
    pairs=0,
    weak=[],
    links={},
    makers=[],
    latest="",
    digest="",
)


def sentences(facts: Facts) -> str:
    """Return the sentences of the summary."""
    return " ".join(
        item for block in summary(facts) if isinstance(block, Bullets) for item in block.items
    )


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("de", NOTHING, "es gibt kein SDG im Graphen"),
        ("de", replace(NOTHING, sdgs=[SILENT]), "zum einzigen SDG trägt keine Aussage bei"),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED, SILENT], papers=[PAPER]),
            (
                "Die Strategie trägt zu 1 der 2 SDGs bei, zu jedem davon auch direkt. "
                "Zu SDG 14 (Leben unter Wasser) trägt keine Aussage bei."
            ),
        ),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED, SILENT, replace(SILENT, sdg=15, label="An Land")]),
            "Zu den SDGs 14 (Leben unter Wasser) und 15 (An Land) trägt keine Aussage bei.",
        ),
        (
            "en",
            replace(NOTHING, sdgs=[SERVED, SILENT], papers=[PAPER]),
            (
                "The strategy contributes to 1 of the 2 SDGs, to each of them directly. "
                "No statement contributes to SDG 14 (Leben unter Wasser)."
            ),
        ),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED, replace(SERVED, sdg=12, direct=0)], papers=[PAPER]),
            "Die Strategie trägt zu allen 2 SDGs bei, zu einem davon nur indirekt.",
        ),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED], papers=[PAPER, replace(PAPER, strategy="Zweite")]),
            "Die Strategien tragen zu",
        ),
        (
            "de",
            replace(NOTHING, sdgs=[replace(SERVED, direct=1)]),
            "Am häufigsten direkt bedient wird SDG 11 (Nachhaltige Städte) mit einer Aussage.",
        ),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED, replace(SERVED, sdg=12, label="Konsum")]),
            "werden SDG 11 (Nachhaltige Städte) und 12 (Konsum) mit je 5 Aussagen.",
        ),
        (
            "de",
            replace(
                NOTHING,
                targets=[TargetRow(11, "11.1", "W", "gap", 0, 0, 0, 0, "within")],
                gaps=[Gap(1, "11.1", "W", "", "", 0)],
            ),
            "Ein Unterziel im Aufgabenbereich ist eine Lücke: Zu ihm trägt keine Aussage bei.",
        ),
        (
            "de",
            replace(
                NOTHING,
                targets=[
                    TargetRow(11, "11.1", "W", "direct", 1, 0, 0, 0, "within"),
                    TargetRow(11, "11.2", "V", "indirect", 0, 1, 0, 0, "within"),
                ],
            ),
            (
                "Von den 2 SDG-Unterzielen werden 2 bedient (100\u00a0%): eines direkt und eines "
                "nur indirekt. Im Aufgabenbereich liegen 2 der Unterziele; 2 davon werden bedient "
                "(100\u00a0%). Lücken gibt es darin nicht: Zu jedem Unterziel im Aufgabenbereich "
                "trägt mindestens eine Aussage bei."
            ),
        ),
        (
            "de",
            replace(
                NOTHING,
                targets=[TargetRow(11, "11.1", "W", "outside", 0, 0, 0, 0, "outside")],
            ),
            (
                "wird keines bedient. Im Aufgabenbereich liegt keines der Unterziele; keines "
                "davon wird bedient."
            ),
        ),
        ("de", NOTHING, "Einen Zielkonflikt mit einem SDG benennt keine der geltenden"),
        (
            "de",
            replace(NOTHING, sdgs=[SERVED], links={("accepted", "conflicts"): 1}),
            (
                "Eine geltende Verknüpfung benennt einen Zielkonflikt mit einem SDG. Am häufigsten "
                "betroffen ist SDG 11 (Nachhaltige Städte) mit einer Aussage."
            ),
        ),
        (
            "en",
            replace(NOTHING, sdgs=[SERVED], links={("accepted", "conflicts"): 2}),
            "2 of the links that count name a conflict with an SDG.",
        ),
        ("de", NOTHING, "Grundlage ist keine geltende Verknüpfung"),
        (
            "de",
            replace(NOTHING, links={("accepted", "supports"): 1234, ("confirmed", "supports"): 1}),
            (
                "Grundlage sind 1.235 geltende Verknüpfungen: 1.234 angenommen, eine von der "
                "Kommune selbst bestätigt."
            ),
        ),
        (
            "de",
            replace(
                NOTHING, fields=[field_row("1", "A", {1: Cell(1, 0)}), field_row("2", "B", {})]
            ),
            (
                "Die größte Breite hat das Handlungsfeld „1 A“: direkte Bezüge zu einem der 17 "
                "SDGs. Am schmalsten ist das Handlungsfeld „2 B“ mit direkten Bezügen zu keinem "
                "SDG."
            ),
        ),
        (
            "de",
            replace(
                NOTHING,
                fields=[field_row("1", "A", {1: Cell(1, 0)}), field_row("2", "B", {2: Cell(9, 0)})],
            ),
            "Die größte Breite haben die Handlungsfelder „2 B“ und „1 A“",
        ),
    ],
)
def test_sentences_are_grammatical(code: str, facts: Facts, sentence: str) -> None:
    """None, one and many; one strategy and two; ties."""
    with speaking(code):
        assert sentence in sentences(facts)


def test_rejected_links_never_count() -> None:
    """What was refused stays in the graph, but in no figure."""
    refused = replace(NOTHING, links={("rejected", "supports"): 9, ("proposed", "supports"): 7})
    with speaking("de"):
        assert "Grundlage ist keine geltende Verknüpfung" in sentences(refused)


def test_breadth_counts_direct_sdgs_first() -> None:
    """Breadth is the number of SDGs; the number of contributions only decides ties."""
    rows = [
        field_row("1", "viele", {1: Cell(9, 0)}),
        field_row("2", "breit", {1: Cell(1, 0), 2: Cell(1, 0), 3: Cell(0, 5)}),
        field_row("3", "gleich", {1: Cell(1, 0), 2: Cell(3, 0)}),
    ]
    assert [field.name for field in breadths(rows)] == ["3 gleich", "2 breit", "1 viele"]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 9, "0\u00a0%"), (9, 9, "100\u00a0%"), (1, 500, "1\u00a0%"), (499, 500, "99\u00a0%")],
)
def test_shares_do_not_round_to_nothing(part: int, whole: int, said: str) -> None:
    """“0 %” of what is there, or “100 %” of what is not all, would be wrong."""
    with speaking("de"):
        assert percent(part, whole) == said


def test_dates_and_enumerations() -> None:
    """As each language writes them; what is no day stays as it is."""
    with speaking("de"):
        assert [day("2025-03-01"), day("2019"), day("2025-13-01")] == [
            "1. März 2025",
            "2019",
            "2025-13-01",
        ]
        assert [joined([]), joined(["a"]), joined(["a", "b", "c"])] == ["", "a", "a, b und c"]
    with speaking("en"):
        assert day("2025-03-01") == "1 March 2025"
        assert joined(["a", "b"]) == "a and b"
