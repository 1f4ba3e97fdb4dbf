# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""How far two independent readers agreed on SDG links or on indicator links.

Both passes lie beside the data as CSV (``review/sdg-pass-a.csv``, ``…-b.csv``) with the
columns ``statement,target,polarity,directness,confidence``; those on indicators
(``review/indicator-pass-a.csv``, ``…-b.csv``) have ``code,item,directness,confidence``.

Cohen's kappa (Cohen 1960, doi:10.1177/001316446002000104) for a yes/no question on *n*
statements: *κ = (p_o − p_e) / (1 − p_e)*, with *p_o* the share of statements on which both
say the same and *p_e* the share expected by chance from how often each says yes.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zielgraph.model.errors import SourceFileError
from zielgraph.model.files import read_text
from zielgraph.model.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

COLUMNS = ("statement", "target", "polarity", "directness", "confidence")
INDICATOR_COLUMNS = ("code", "item", "directness", "confidence")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One link of one pass.

    :param statement: what was judged; in a pass on indicators the goal, aim, target or SDG.
    :param target: the SDG target or goal; in a pass on indicators the indicator's code.
    """

    statement: str
    target: str
    polarity: str
    directness: str

    @property
    def sdg(self) -> int:
        """Number of the SDG that the target belongs to."""
        return int(self.target.split(".", 1)[0])


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two passes on one yes/no question.

    :param name: the SDG or target that was asked for.
    :param both: statements that both link to it.
    :param only_a: statements that only the first pass links to it.
    :param only_b: statements that only the second pass links to it.
    :param asked: statements that both passes read.
    """

    name: str
    both: int
    only_a: int
    only_b: int
    asked: int

    @property
    def overlap(self) -> float:
        """Jaccard index, 0 to 1: statements both link, of those that either links."""
        return self.both / (self.both + self.only_a + self.only_b)

    @property
    def kappa(self) -> float:
        """Cohen's kappa, at most 1; 0 is what chance gives.

        >>> round(Agreement("13", both=20, only_a=5, only_b=10, asked=50).kappa, 2)
        0.4
        """
        yes_a = (self.both + self.only_a) / self.asked
        yes_b = (self.both + self.only_b) / self.asked
        observed = 1 - (self.only_a + self.only_b) / self.asked
        expected = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
        return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def read_pass(path: Path, columns: tuple[str, ...] = COLUMNS) -> list[Judgement]:
    """Read one pass.

    :param columns: :data:`COLUMNS`, or :data:`INDICATOR_COLUMNS` for a pass on indicators.
    :raises SourceFileError: if the file is missing or empty, or a line is not as it should be.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    judgements: list[Judgement] = []
    try:
        if tuple(next(reader, ())) != columns:
            raise SourceFileError("file.syntax", path=path, line=1, reason=f"{','.join(columns)}?")
        for row in reader:
            judgement = _judgement(row, columns)
            if judgement is None:
                raise SourceFileError(
                    "file.syntax", path=path, line=reader.line_num, reason=",".join(row)
                )
            judgements.append(judgement)
    except csv.Error as error:
        raise SourceFileError(
            "file.syntax", path=path, line=reader.line_num, reason=error
        ) from error
    if not judgements:
        raise SourceFileError("file.empty", path=path)
    return judgements


def _judgement(row: list[str], columns: tuple[str, ...]) -> Judgement | None:
    if len(row) != len(columns):
        return None
    if columns == INDICATOR_COLUMNS:
        return Judgement(row[1], row[0], "", row[2])
    return Judgement(*row[:4]) if row[1].split(".", 1)[0].isdecimal() else None


def agreement(
    first: Collection[Judgement], second: Collection[Judgement], *, by: str
) -> list[Agreement]:
    """Compare two passes on every SDG (``by="sdg"``), target or indicator (``by="target"``).

    Supporting and conflicting links count as different answers only where an item is
    named by one pass in one way and by the other in the other.
    """
    asked = {j.statement for j in first} | {j.statement for j in second}

    def pairs(judgements: Collection[Judgement]) -> set[tuple[str, str, str]]:
        return {
            (str(j.sdg) if by == "sdg" else j.target, j.statement, j.polarity) for j in judgements
        }

    a, b = pairs(first), pairs(second)
    names = sorted({name for name, _, _ in a | b}, key=_natural)
    return [
        Agreement(
            name,
            both=sum(item[0] == name for item in a & b),
            only_a=sum(item[0] == name for item in a - b),
            only_b=sum(item[0] == name for item in b - a),
            asked=len(asked),
        )
        for name in names
    ]


def same_directness(first: Collection[Judgement], second: Collection[Judgement]) -> float:
    """Return the share (0 to 1) of links named by both that have the same directness.

    Where no link is named by both, nothing differs: 1.
    """
    a = {(j.statement, j.target, j.polarity): j.directness for j in first}
    b = {(j.statement, j.target, j.polarity): j.directness for j in second}
    shared = a.keys() & b.keys()
    return sum(a[key] == b[key] for key in shared) / len(shared) if shared else 1.0


def _natural(name: str) -> tuple[int, str, int, str]:
    goal, _, rest = name.partition(".")
    if not goal.isdecimal():  # the code of an indicator
        return 0, "", 0, name
    return int(goal), "" if rest.isdecimal() else rest, int(rest) if rest.isdecimal() else 0, rest


def agreement_table(
    rows: Collection[Agreement],
    first: Collection[Judgement],
    second: Collection[Judgement],
    heading: str = "SDG",
) -> str:
    """Return the agreement as a Markdown table with a line of totals.

    :param heading: of the first column.
    """
    both = sum(row.both for row in rows)
    only_a, only_b = sum(row.only_a for row in rows), sum(row.only_b for row in rows)
    lines = [
        f"| {heading} | A ∩ B | A | B | Jaccard | κ |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.name} | {row.both} | {row.only_a} | {row.only_b} "
            f"| {row.overlap:.2f} | {row.kappa:.2f} |"
            for row in rows
        ),
        f"| Σ | {both} | {only_a} | {only_b} | {both / (both + only_a + only_b):.2f} | |",
    ]
    share = f"{100 * same_directness(first, second):.0f}"
    return "\n".join(lines) + "\n\n" + message("agreement.directness", share=share) + "\n"
